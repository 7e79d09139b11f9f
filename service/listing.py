"""Lists projects page by page, at a cost that does not grow with their number."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access import SEEING
from service.models import Process, Project, ProjectAccess, Request
from service.rights import PROCESSES_READ, Principal
from workflows.engine import Actor
from workflows.process import ProcessState
from workflows.project import ProjectStatus, project_status


@dataclass(frozen=True)
class Listed:
    """A project as it stands in a list: the side that looks, and how many processes are where."""

    project: Project
    side: Actor
    states: dict[ProcessState, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many processes the caller sees."""
        return sum(self.states.values())

    @property
    def status(self) -> ProjectStatus:
        """The most urgent status for the side that looks."""
        return project_status(self.states, self.side)


def page(
    db: Session,
    principal: Principal,
    *,
    before: UUID | None,
    limit: int,
    side: Actor | None = None,
    title: str | None = None,
) -> list[Listed]:
    """Own and received projects, newest first, from `before` (an id) on; one more than `limit`.

    Walks the index of accesses backwards, then counts the processes of this page alone.
    """
    parties = [p for p in principal.parties if PROCESSES_READ in principal.rights_in(p)]
    if not parties:
        return []
    query = (
        sa.select(ProjectAccess.project_id, ProjectAccess.side, Project)
        .join(Project, Project.id == ProjectAccess.project_id)
        .where(sa.or_(ProjectAccess.side == Actor.CLIENT.value, _still_received()))
        .order_by(ProjectAccess.project_id.desc(), ProjectAccess.side)
        # A project is found once for each of the caller's parties, on either side of it.
        .limit((limit + 1) * len(parties) * 2)
    )
    # One party is one walk along the index; several are merged by the database.
    query = query.where(
        ProjectAccess.party_id == parties[0]
        if len(parties) == 1
        else ProjectAccess.party_id.in_(parties)
    )
    if before:
        query = query.where(ProjectAccess.project_id < before)
    if side:
        query = query.where(ProjectAccess.side == side.value)
    if title:
        query = query.where(Project.title.icontains(title, autoescape=True))
    found: dict[UUID, tuple[Project, Actor]] = {}
    for project_id, seen_as, project in db.execute(query):
        if len(found) <= limit:
            found.setdefault(project_id, (project, Actor(seen_as)))
    counts = _counts(db, found, parties)
    return [
        Listed(project, actor, counts.get(project_id, {}))
        for project_id, (project, actor) in found.items()
    ]


def _counts(
    db: Session, found: dict[UUID, tuple[Project, Actor]], parties: Collection[UUID]
) -> dict[UUID, dict[ProcessState, int]]:
    own = [id for id, (_, actor) in found.items() if actor is Actor.CLIENT]
    received = [id for id, (_, actor) in found.items() if actor is Actor.CONTRACTOR]
    counts: dict[UUID, dict[ProcessState, int]] = {}
    base = (
        sa.select(Process.project_id, Process.state, sa.func.count())
        .where(Process.deleted_at.is_(None))
        .group_by(Process.project_id, Process.state)
    )
    queries = []
    if own:
        queries.append(base.where(Process.project_id.in_(own)))
    if received:
        queries.append(base.where(Process.project_id.in_(received), _sent_to(parties)))
    for query in queries:
        for project_id, state, number in db.execute(query):
            counts.setdefault(project_id, {})[state] = number
    return counts


def _still_received() -> sa.ColumnElement[bool]:
    """That the contractor of an access is in the race for at least one process of its project."""
    return (
        sa.exists()
        .where(Process.project_id == ProjectAccess.project_id, Process.deleted_at.is_(None))
        .where(Request.process_id == Process.id, Request.state.in_(SEEING))
        .where(Request.contractor_id == ProjectAccess.party_id)
    )


def _sent_to(parties: Collection[UUID]) -> sa.ColumnElement[bool]:
    """That a process was sent to one of these contractors, who is still in the race."""
    return Process.id.in_(
        sa.select(Request.process_id).where(
            Request.contractor_id.in_(parties), Request.state.in_(SEEING)
        )
    )


def processes(db: Session, project: Project, side: Actor, party: UUID | None) -> Sequence[Process]:
    """The processes of a project that this side sees, oldest first."""
    query = sa.select(Process).where(Process.project_id == project.id, Process.deleted_at.is_(None))
    if side is Actor.CONTRACTOR and party:
        query = query.where(_sent_to([party]))
    return db.scalars(query.order_by(Process.id)).all()
