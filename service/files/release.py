"""What contractors get to see of files, by stage, and who downloaded what.

Who was asked sees measures and pictures, and usually the files themselves, as a quote needs them.
A client that wants to be more careful keeps them back until a contractor is confirmed: for the
whole process, best before it is sent, or otherwise for one request.
"""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.access.actor import ActingParty
from service.access.lookup import SEEING, ProcessAccess
from service.access.permissions import PROCESSES_FILES, Forbidden
from service.database import transactions as database
from service.database.locks import AGAINST_WRITERS
from service.database.models import FileAccess, FileGrant, Process, Project, Request
from service.events import feed
from workflows.engine import Actor
from workflows.request import RequestState


def is_full(db: Session, request: Request) -> bool:
    """Whether the contractor of a request gets the files themselves now."""
    if request.state is RequestState.ACCEPTED:
        return True
    scopes = [request.id, request.process_id]
    query = sa.select(FileGrant.scope_id, FileGrant.full).where(FileGrant.scope_id.in_(scopes))
    said: dict[UUID, bool] = {scope: full for scope, full in db.execute(query)}
    return said.get(request.id, said.get(request.process_id, True))


def allow(
    db: Session,
    project: Project,
    process: Process,
    request: Request | None,
    by: ActingParty,
    full: bool,
) -> None:
    """Say whether contractors get full files before they are confirmed; they hear of it.

    Without a request that holds for all of whom nothing else is said.
    """
    scope = request.id if request else process.id
    grant = db.get(FileGrant, scope, with_for_update=AGAINST_WRITERS)
    if grant is not None and grant.full is full:
        return
    if grant is None:
        db.add(FileGrant(scope_id=scope, full=full))
    else:
        grant.full, grant.changed_at = full, clock.now()
    db.flush()
    asked = [request] if request else _seeing(db, process.id)
    feed.announce(
        db,
        "process.file_access",
        actor=by,
        parties=[project.owner_id, *(r.contractor_id for r in asked if r.state in SEEING)],
        right=PROCESSES_FILES,
        project_id=project.id,
        process_id=process.id,
        data={"full": full, "request_id": str(request.id) if request else None},
    )


def _seeing(db: Session, process_id: UUID) -> Sequence[Request]:
    query = sa.select(Request).where(Request.process_id == process_id, Request.state.in_(SEEING))
    return db.scalars(query.order_by(Request.id)).all()


def check(db: Session, found: ProcessAccess) -> Request | None:
    """The request by which a contractor gets the files; None for the client's side.

    Raises Forbidden for a contractor that gets pictures and measures only.
    """
    if found.who.role is not Actor.CONTRACTOR:
        return None
    own = [r for r in _seeing(db, found.process.id) if r.contractor_id == found.who.party_id]
    for request in reversed(own):
        if is_full(db, request):
            return request
    raise Forbidden(
        "the client shows the files themselves only to the contractor that it confirms; until "
        "then there are their measures and pictures"
    )


def note(request: Request | None, who: ActingParty, file_id: UUID | None, name: str) -> None:
    """Write into the log that a contractor gets a file, or all of them, before it does.

    The client hears of the first time. What its own side does is not logged.
    """
    if request is None:
        return
    with database.writing() as db:
        before = sa.select(FileAccess.id).where(
            FileAccess.process_id == request.process_id,
            FileAccess.party_id == request.contractor_id,
            FileAccess.name == name,
        )
        is_first = db.scalar(before.limit(1)) is None
        access = FileAccess(
            process_id=request.process_id,
            request_id=request.id,
            file_id=file_id,
            name=name,
            party_id=request.contractor_id,
            actor_id=who.id,
            actor_name=who.name,
        )
        db.add(access)
        if is_first:
            feed.announce(
                db,
                "process.file_downloaded",
                actor=who,
                parties=[db.get_one(Project, request.project_id).owner_id],
                right=PROCESSES_FILES,
                project_id=request.project_id,
                process_id=request.process_id,
                data={"request_id": str(request.id), "name": name},
            )


def log(db: Session, process_id: UUID, before: UUID | None, limit: int) -> Sequence[FileAccess]:
    """Who downloaded what of a process, newest first."""
    query = sa.select(FileAccess).where(FileAccess.process_id == process_id)
    query = query.where(FileAccess.id < before) if before else query
    return db.scalars(query.order_by(FileAccess.id.desc()).limit(limit)).all()
