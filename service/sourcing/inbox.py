"""Lists requests and offers: a contractor's inbox, and those of processes."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.permissions import Principal
from service.access.request_view import HAS_ARRIVED, SHOWS_PROCESS, readable_parties
from service.database import walks
from service.database.models import Offer, Organization, Process, Project, ProjectAccess, Request
from workflows.engine import Actor
from workflows.request import RequestState


def page(
    db: Session,
    principal: Principal,
    before: UUID | None,
    limit: int,
    *,
    state: RequestState | None = None,
    project_id: UUID | None = None,
) -> Sequence[Request]:
    """What the caller's organisations were asked, newest first, from `before` (an id) on."""
    conditions = [HAS_ARRIVED if state is None else Request.state == state]
    if project_id:
        conditions.append(Request.project_id == project_id)
    if before:
        conditions.append(Request.id < before)
    newest = walks.together(
        sa.select(Request.id)
        .where(Request.contractor_id == party, *conditions)
        .order_by(Request.id.desc())
        .limit(limit)
        for party in readable_parties(principal)
    )
    if newest is None:
        return []
    query = sa.select(Request).join(newest, newest.c.id == Request.id)
    return db.scalars(query.order_by(Request.id.desc()).limit(limit)).all()


def projects(db: Session, principal: Principal, before: UUID | None, limit: int) -> Sequence[UUID]:
    """The projects in which the caller's organisations are under consideration, newest first."""
    query = sa.select(ProjectAccess.project_id).where(
        ProjectAccess.party_id.in_(readable_parties(principal)),
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
        Request.contractor_id.in_(readable_parties(principal)),
        HAS_ARRIVED,
    )
    return db.scalars(query.order_by(Request.id)).all()


def requests_of_processes(db: Session, process_ids: Iterable[UUID]) -> dict[UUID, list[Request]]:
    """The requests of each process, oldest first."""
    by_process: dict[UUID, list[Request]] = {}
    query = sa.select(Request).where(Request.process_id.in_(list(process_ids)))
    for request in db.scalars(query.order_by(Request.id)):
        by_process.setdefault(request.process_id, []).append(request)
    return by_process


def processes_and_clients(
    db: Session, request_ids: Collection[UUID]
) -> dict[UUID, tuple[Process, str]]:
    """By request its process and what its client is called; empty for a visitor."""
    rows = db.execute(
        sa.select(Request.id, Process, Organization.name)
        .join(Process, Process.id == Request.process_id)
        .join(Project, Project.id == Request.project_id)
        .outerjoin(Organization, Organization.id == Project.client_id)
        .where(Request.id.in_(request_ids))
    )
    return {request_id: (process, client or "") for request_id, process, client in rows}


def offers_of(db: Session, request_ids: Iterable[UUID]) -> list[Offer]:
    """All offers of some requests, oldest first."""
    query = sa.select(Offer).where(Offer.request_id.in_(list(request_ids)))
    return list(db.scalars(query.order_by(Offer.id)))


def in_order_of_processes(db: Session, request_ids: Iterable[UUID]) -> list[UUID]:
    """Ids of requests in the order in which their processes are locked; unknown ones last."""
    ids = list(request_ids)
    query = sa.select(Request.id).where(Request.id.in_(ids)).order_by(Request.process_id)
    existing = list(db.scalars(query))
    return existing + [id for id in ids if id not in existing]


def sent_processes(
    db: Session,
    project_id: UUID,
    before: UUID | None,
    limit: int,
    *,
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
            SHOWS_PROCESS,
        )
        query = query.where(Process.id.in_(seeing))
    if before:
        query = query.where(Process.id < before)
    return db.scalars(query.order_by(Process.id.desc()).limit(limit)).all()
