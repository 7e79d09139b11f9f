"""Decides which contractors get the files of a process, and not only measures and pictures.

Whether a contractor sees the process at all is decided in `request_view`, whether a person of
theirs may open files by the right `PROCESSES_FILES`; what its client has granted is set in
`service.files.release`.
"""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.lookup import ProcessAccess
from service.access.permissions import Forbidden
from service.access.process_view import sees_whole
from service.access.request_view import SHOWS_PROCESS, visible_requests
from service.database.models import FileGrant, Request
from workflows.request import RequestState


def gets_files(db: Session, request: Request) -> bool:
    """Whether the contractor of a request gets the files themselves now."""
    if request.state is RequestState.ACCEPTED:
        return True
    scopes = [request.id, request.process_id]
    query = sa.select(FileGrant.scope_id, FileGrant.full).where(FileGrant.scope_id.in_(scopes))
    grants: dict[UUID, bool] = {scope: full for scope, full in db.execute(query)}
    return grants.get(request.id, grants.get(request.process_id, True))


def requests_under_consideration(db: Session, process_id: UUID) -> Sequence[Request]:
    """The requests of a process by which contractors see it, oldest first."""
    query = sa.select(Request).where(Request.process_id == process_id, SHOWS_PROCESS)
    return db.scalars(query.order_by(Request.id)).all()


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
        "the client shows the files themselves only to the contractor that it confirms; until "
        "then there are their measures and pictures"
    )
