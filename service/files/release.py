"""Sets whether contractors get files before they are confirmed, and logs who downloaded what.

Who gets them is decided by it in `access.file_view`.

Contractors that were asked see measures and pictures, and usually the files themselves, because
they need them to quote. A more careful client holds the files back until a contractor is
confirmed: for the whole process, best before it is sent, or for single requests.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.access.actor import ActingParty
from service.access.file_view import getting_files, requests_under_consideration
from service.access.permissions import PROCESSES_FILES
from service.access.request_view import shows_process
from service.audit import log as audit
from service.audit.actions import AuditAction
from service.database import transactions as database
from service.database.caller import Caller
from service.database.locks import AGAINST_WRITERS
from service.database.models import FileDownload, FileGrant, Process, Project, Request
from service.events import outbox
from workflows.engine import Actor

#: Parts of a file that somebody gets within this time are one download.
PARTS_BELONG = timedelta(hours=1)


def set_release(
    db: Session,
    project: Project,
    process: Process,
    request: Request | None,
    by: ActingParty,
    full: bool,
) -> None:
    """Decide whether contractors get full files before they are confirmed, and tell them.

    Without a request this holds for all contractors for whom nothing else was decided.
    """
    scope = request.id if request else process.id
    requests = [request] if request else requests_under_consideration(db, process.id)
    had_them = getting_files(db, requests)
    grant = db.get(FileGrant, scope, with_for_update=AGAINST_WRITERS)
    if grant is not None and grant.full is full:
        return
    if grant is None:
        db.add(FileGrant(scope_id=scope, full=full))
    else:
        grant.full, grant.changed_at = full, clock.now()
    db.flush()
    _mail_files(db, [each for each in requests if each.id not in had_them])
    outbox.announce(
        db,
        "process.file_access",
        actor=by,
        parties=[project.owner_id, *(r.contractor_id for r in requests if shows_process(r.state))],
        right=PROCESSES_FILES,
        project_id=project.id,
        process_id=process.id,
        data={"full": full, "request_id": str(request.id) if request else None},
    )


def decided_for(db: Session, process_ids: Collection[UUID]) -> Mapping[UUID, bool]:
    """What was decided for all contractors of each of these processes, where anything was."""
    query = sa.select(FileGrant.scope_id, FileGrant.full)
    rows = db.execute(query.where(FileGrant.scope_id.in_(process_ids)))
    return {process_id: full for process_id, full in rows}


def _mail_files(db: Session, requests: Sequence[Request]) -> None:
    """Have those of the requests mailed again whose contractors get the files since now."""
    getting = getting_files(db, requests)
    for request in requests:
        if request.id in getting and "mail" in request.dispatch:
            request.files_shown_at = request.mail_due_at = clock.now()


def log_download(
    caller: Caller,
    process: Process,
    actor: ActingParty,
    request: Request | None,
    file_id: UUID | None,
    name: str,
    is_part: bool = False,
) -> None:
    """Before somebody gets a file, or all of them, log it, and for the caller if it is an operator.

    The client is told the first time that a contractor gets it, by whose `request` that is. What
    its own side does is not logged. A part that does not begin the file (`is_part`) is logged
    unless the same person was logged for the same name less than PARTS_BELONG ago: programs get a
    large file in many parts, and nobody gets one without a row.
    """
    if request:
        _log_contractors_download(request, actor, file_id, name, is_part)
    elif actor.role is Actor.OPERATOR and not is_part:
        with database.writing(caller) as db:
            audit.record(
                db,
                AuditAction.FILES_READ,
                organization_id=db.get_one(Project, process.project_id).client_id,
                subject_id=file_id or process.id,
                subject_name=name,
            )


def _log_contractors_download(
    request: Request, actor: ActingParty, file_id: UUID | None, name: str, is_part: bool
) -> None:
    with database.writing() as db:
        before = sa.select(FileDownload.id).where(
            FileDownload.process_id == request.process_id,
            FileDownload.party_id == request.contractor_id,
            FileDownload.name == name,
        )
        lately = before.where(
            FileDownload.actor_id == actor.id, FileDownload.at > clock.now() - PARTS_BELONG
        )
        if is_part and db.scalar(lately.limit(1)):
            return
        is_first = db.scalar(before.limit(1)) is None
        access = FileDownload(
            process_id=request.process_id,
            request_id=request.id,
            file_id=file_id,
            name=name,
            party_id=request.contractor_id,
            actor_id=actor.id,
            actor_name=actor.name,
        )
        db.add(access)
        if is_first:
            outbox.announce(
                db,
                "process.file_downloaded",
                actor=actor,
                parties=[db.get_one(Project, request.project_id).owner_id],
                right=PROCESSES_FILES,
                project_id=request.project_id,
                process_id=request.process_id,
                data={"request_id": str(request.id), "name": name},
            )


def list_downloads(
    db: Session, process_id: UUID, before: UUID | None, limit: int
) -> Sequence[FileDownload]:
    """Who downloaded what of a process, newest first."""
    query = sa.select(FileDownload).where(FileDownload.process_id == process_id)
    query = query.where(FileDownload.id < before) if before else query
    return db.scalars(query.order_by(FileDownload.id.desc()).limit(limit)).all()
