"""Decides who adds files, and which contractors get the files and not only measures and pictures.

Whether a contractor sees the process at all is decided in `request_view`, whether a person of
theirs may open files by the right `PROCESSES_FILES`; what its client has granted is set in
`service.files.release`.
"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.actor import ActingParty
from service.access.lookup import ProcessAccess
from service.access.permissions import Forbidden
from service.access.process_view import sees_whole
from service.access.request_view import SHOWS_PROCESS, visible_requests
from service.database.models import File, FileGrant, Request
from service.translations import gettext_noop as _
from workflows.engine import Actor
from workflows.process import PROCESS, ProcessState
from workflows.request import RequestState


def check_changes_files(access: ProcessAccess) -> None:
    """Raise Forbidden for contractors, IllegalMove where the state forbids to change files."""
    if not sees_whole(access.actor):
        raise Forbidden(
            _("only the client's side changes the files; whoever has the order adds papers to it")
        )
    state = access.process.state
    trigger = "edit" if state is ProcessState.DRAFT else "revise"
    PROCESS.move(state, trigger, access.actor.role)


def adding_files(access: ProcessAccess) -> ProcessAccess:
    """The access in the role in which the caller adds files now.

    The client's side adds any to what it configures, the contractor that has the order papers to
    that. Raises Forbidden, IllegalMove.
    """
    for actor in access.sides:
        if actor.role is Actor.CONTRACTOR and actor.party_id == access.process.contractor_id:
            as_contractor = replace(access, actor=actor)
            if adds_papers(as_contractor) or not sees_whole(access.actor):
                PROCESS.move(access.process.state, "add_paper", actor.role)
                return as_contractor
    check_changes_files(access)
    return access


def adds_papers(access: ProcessAccess) -> bool:
    """Whether what somebody adds now is a paper of their order."""
    return "add_paper" in PROCESS.triggers(access.process.state, access.actor.role)


def shows_file(file: File, actor: ActingParty) -> bool:
    """Whether somebody sees a file of a process that they see.

    What a contractor adds to its order is for itself, the client's side and operators alone.
    """
    return sees_whole(actor) or file.request_id is None or file.party_id == actor.party_id


def gets_files(db: Session, request: Request) -> bool:
    """Whether the contractor of a request gets the files themselves now."""
    return request.id in getting_files(db, [request])


def getting_files(db: Session, requests: Sequence[Request]) -> set[UUID]:
    """Of these requests those whose contractors get the files themselves now.

    They are whom the client has confirmed, or has chosen by name; it may say otherwise of a
    request, or of all of a process. Everybody else sees measures and pictures.
    """
    scopes = {scope for request in requests for scope in (request.id, request.process_id)}
    query = sa.select(FileGrant.scope_id, FileGrant.full).where(FileGrant.scope_id.in_(scopes))
    grants: dict[UUID, bool] = {scope: full for scope, full in db.execute(query)}
    return {
        request.id
        for request in requests
        if request.state is RequestState.ACCEPTED
        or grants.get(request.id, grants.get(request.process_id, request.by_name))
    }


def requests_under_consideration(db: Session, process_id: UUID) -> Sequence[Request]:
    """The requests of a process by which contractors see it, oldest first."""
    query = sa.select(Request).where(Request.process_id == process_id, SHOWS_PROCESS)
    return db.scalars(query.order_by(Request.id)).all()


def check_gets_file(db: Session, access: ProcessAccess, file: File) -> Request | None:
    """The request by which a contractor gets a file; None for the client's side.

    None, too, for what the contractor has added itself. Raises Forbidden.
    """
    request = check_gets_files(db, access)
    return request if file.request_id is None else None


def check_gets_files(db: Session, access: ProcessAccess) -> Request | None:
    """The request by which a contractor gets the files; None for the client's side.

    Raises Forbidden for a contractor that gets pictures and measures only.
    """
    if sees_whole(access.actor):
        return None
    requests = visible_requests(requests_under_consideration(db, access.process.id), access.actor)
    for request in reversed(requests):
        if gets_files(db, request):
            return request
    raise Forbidden(
        _(
            "the client shows the files themselves only to the contractor that it confirms;"
            " until then there are their measures and pictures"
        )
    )
