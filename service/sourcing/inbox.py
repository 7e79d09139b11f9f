"""Finds requests: for the contractor that was asked, for its client, or not at all."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.actor import ActingParty
from service.access.lookup import SEEING, Unknown, admitted
from service.access.permissions import PROCESSES_READ, Decision, Principal
from service.database.locks import AGAINST_WRITERS
from service.database.models import Offer, Process, Project, ProjectAccess, Request
from workflows.engine import Actor
from workflows.request import RequestState

#: A request that is still being dispatched is not in its contractor's inbox yet.
ARRIVED = frozenset(RequestState) - {
    RequestState.QUEUED,
    RequestState.DISPATCHING,
    RequestState.UNREACHABLE,
    RequestState.REFUSED,
}


def find(
    db: Session, principal: Principal, request_id: UUID, right: str, *, lock: bool = False
) -> tuple[Request, Process, ActingParty]:
    """A request for its contractor or its client, with its process; raises Unknown, Forbidden.

    With `lock` the process is locked first and the request after it: always in this order.
    """
    request = db.get(Request, request_id)
    if request is None:
        raise Unknown(f"there is no request {request_id}")
    found = _seen(db, principal, right, request)
    if not lock:
        return found
    db.refresh(found[1], with_for_update=AGAINST_WRITERS)
    db.refresh(request, with_for_update=AGAINST_WRITERS)
    return _seen(db, principal, right, request)  # while we waited it may have changed


def _seen(
    db: Session, principal: Principal, right: str, request: Request
) -> tuple[Request, Process, ActingParty]:
    process = db.get_one(Process, request.process_id)
    project = db.get_one(Project, request.project_id)
    decision = _decide(principal, right, request, project)
    who = admitted(principal, decision, right, f"request {request.id}")
    if process.deleted_at and who.role is not Actor.CONTRACTOR:
        raise Unknown(f"there is no request {request.id}")
    return request, process, who


def _decide(principal: Principal, right: str, request: Request, project: Project) -> Decision:
    """The contractor's side goes first: it is the one that a request is for."""
    sides = [(request.contractor_id, Actor.CONTRACTOR)] if request.state in ARRIVED else []
    sides.append((project.owner_id, Actor.CLIENT))
    for party, role in sides:
        if right in principal.rights_in(party):
            return Decision("allow", role, party)
    if principal.is_operator:
        return Decision("allow", Actor.OPERATOR)
    known = any(principal.rights_in(party) for party, _ in sides)
    return Decision("forbid" if known else "hide")


def page(
    db: Session,
    principal: Principal,
    *,
    before: UUID | None,
    limit: int,
    state: RequestState | None = None,
    project_id: UUID | None = None,
) -> Sequence[Request]:
    """What the caller's organisations were asked, newest first, from `before` (an id) on."""
    query = sa.select(Request).where(
        Request.contractor_id.in_(_readable(principal)),
        Request.state.in_(ARRIVED if state is None else [state]),
    )
    if project_id:
        query = query.where(Request.project_id == project_id)
    if before:
        query = query.where(Request.id < before)
    return db.scalars(query.order_by(Request.id.desc()).limit(limit)).all()


def projects(
    db: Session, principal: Principal, *, before: UUID | None, limit: int
) -> Sequence[UUID]:
    """The projects in which the caller's organisations are in the race, newest first."""
    query = sa.select(ProjectAccess.project_id).where(
        ProjectAccess.party_id.in_(_readable(principal)),
        ProjectAccess.side == Actor.CONTRACTOR.value,
    )
    if before:
        query = query.where(ProjectAccess.project_id < before)
    newest = query.distinct().order_by(ProjectAccess.project_id.desc())
    return db.scalars(newest.limit(limit)).all()


def requests_of_projects(
    db: Session, principal: Principal, project_ids: Collection[UUID]
) -> Sequence[Request]:
    """All that the caller's organisations were asked in some projects, oldest first."""
    query = sa.select(Request).where(
        Request.project_id.in_(project_ids),
        Request.contractor_id.in_(_readable(principal)),
        Request.state.in_(ARRIVED),
    )
    return db.scalars(query.order_by(Request.id)).all()


def _readable(principal: Principal) -> Collection[UUID]:
    return [p for p in principal.parties if PROCESSES_READ in principal.rights_in(p)]


def requests_of_processes(db: Session, process_ids: Iterable[UUID]) -> dict[UUID, list[Request]]:
    """The requests of each process, oldest first."""
    found: dict[UUID, list[Request]] = {}
    query = sa.select(Request).where(Request.process_id.in_(list(process_ids)))
    for request in db.scalars(query.order_by(Request.id)):
        found.setdefault(request.process_id, []).append(request)
    return found


def offers_of(db: Session, request_ids: Iterable[UUID]) -> list[Offer]:
    """All offers of some requests, oldest first."""
    query = sa.select(Offer).where(Offer.request_id.in_(list(request_ids)))
    return list(db.scalars(query.order_by(Offer.id)))


def in_order_of_processes(db: Session, request_ids: Iterable[UUID]) -> list[UUID]:
    """Ids of requests in the order in which their processes are locked; unknown ones last."""
    wanted = list(request_ids)
    query = sa.select(Request.id).where(Request.id.in_(wanted)).order_by(Request.process_id)
    known = list(db.scalars(query))
    return known + [id for id in wanted if id not in known]


def sent_processes(
    db: Session,
    project_id: UUID,
    *,
    before: UUID | None,
    limit: int,
    seen_by: UUID | None = None,
) -> Sequence[Process]:
    """The processes of a project that were sent, newest first; `seen_by` one contractor alone."""
    query = sa.select(Process).where(
        Process.project_id == project_id, Process.deleted_at.is_(None), Process.round > 0
    )
    if seen_by:
        seeing = sa.select(Request.process_id).where(
            Request.project_id == project_id,
            Request.contractor_id == seen_by,
            Request.state.in_(SEEING),
        )
        query = query.where(Process.id.in_(seeing))
    if before:
        query = query.where(Process.id < before)
    return db.scalars(query.order_by(Process.id.desc()).limit(limit)).all()
