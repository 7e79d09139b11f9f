"""Lists projects page by page, at a cost that does not grow with their number."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.permissions import PROCESSES_READ, Principal
from service.access.request_view import SHOWS_PROCESS
from service.database import walks
from service.database.models import Process, Project, ProjectAccess, Request
from service.lifecycle.predecessors import waits_in_vain
from service.orders import totals
from service.orders.project_search import Search
from service.orders.totals import Totals
from workflows.engine import Actor
from workflows.process import ProcessState
from workflows.project import ProjectStatus, project_status

#: Where a page ended: the key that the list is sorted by, and the project's id.
Place = tuple[Any, UUID]


#: In these states nothing is ordered, offered or quoted yet, or nothing will come of it any more.
_WORTHLESS = {
    *(ProcessState.DRAFT, ProcessState.WAITING, ProcessState.VERIFYING),
    *(ProcessState.VERIFICATION_FAILED, *totals.VOID),
}


class Summaries:
    """What stands beside the projects of a list, by the id of each.

    Each kind is read when it is first asked for, by a fixed number of queries however many projects
    there are. `processes` are those that the caller sees, if they are read already.
    """

    def __init__(
        self,
        db: Session,
        rows: Sequence[tuple[Project, Actor]],
        parties: Collection[UUID],
        processes: Mapping[UUID, Sequence[Process]] | None = None,
    ) -> None:
        self._db, self._rows, self._parties = db, rows, parties
        self._processes = processes

    @cached_property
    def states(self) -> Mapping[UUID, dict[ProcessState, int]]:
        """How many processes are in which state."""
        if self._processes is None:
            return _counts(self._db, self._rows, self._parties)
        return {
            id: dict(Counter(process.state for process in processes))
            for id, processes in self._processes.items()
        }

    @cached_property
    def totals(self) -> Mapping[UUID, Totals]:
        """What the processes are worth; of projects where that is nothing yet nothing is read."""
        worth = [row for row in self._rows if self.states[row[0].id].keys() - _WORTHLESS]
        none = {project.id: Totals() for project, _ in self._rows}
        return none | (totals.totals_of(self._db, worth, self._parties) if worth else {})

    @cached_property
    def in_vain(self) -> Counter[UUID]:
        """How many of those that wait do so for what will never be completed."""
        return _in_vain(self._db, self._rows, self._parties, self.states)

    @cached_property
    def organizations(self) -> Mapping[UUID, UUID]:
        """The caller's organisation that each is shown for: its owner, or one that was asked."""
        return _organizations(self._db, self._rows, self._parties)


@dataclass(frozen=True)
class Listed:
    """A project as it stands in a list, and the side that looks.

    What is asked of its processes is read for the whole list at once, within its transaction.
    """

    project: Project
    side: Actor
    summaries: Summaries
    #: what the list is sorted by
    key: Any = None

    @property
    def states(self) -> dict[ProcessState, int]:
        """How many processes that the caller sees are in which state."""
        return self.summaries.states[self.project.id]

    @property
    def totals(self) -> Totals:
        """What they are worth."""
        return self.summaries.totals[self.project.id]

    @property
    def in_vain(self) -> int:
        """How many of those that wait do so for what will never be completed."""
        return self.summaries.in_vain[self.project.id]

    @property
    def organization_id(self) -> UUID | None:
        """The caller's organisation that it is shown for; None for visitors and operators."""
        return self.summaries.organizations.get(self.project.id)

    @property
    def count(self) -> int:
        """How many processes the caller sees."""
        return sum(self.states.values())

    @property
    def status(self) -> ProjectStatus:
        """The most urgent status for the side that looks."""
        return project_status(self.states, self.side, in_vain=self.in_vain > 0)


def page(
    db: Session, principal: Principal, search: Search, *, after: Place | None, limit: int
) -> list[Listed]:
    """Own and received projects as `search` wants them, beyond `after`; at most `limit`.

    For each party a walk or two along its accesses; in the order of creation, the default, and
    along its own projects in any order, each ends when enough is found. Who is on both sides of a
    project finds it once, as its client.
    """
    parties = readable(principal)
    walked = walks.together(
        _walk(party, sides, search, after, limit, owner=_owner(principal, party))
        for party in parties
        for sides in search.walks
    )
    if walked is None:
        return []
    turn = sa.desc if search.descending else sa.asc
    first = (
        sa.select(walked.c.project_id, walked.c.key, sa.func.min(walked.c.side).label("side"))
        .group_by(walked.c.project_id, walked.c.key)  # "client" comes before "contractor"
        .order_by(turn(walked.c.key), turn(walked.c.project_id))
        .limit(limit)
        .subquery()
    )
    query = sa.select(Project, first.c.side, first.c.key)
    query = query.join(first, first.c.project_id == Project.id)
    page = db.execute(query.order_by(turn(first.c.key), turn(first.c.project_id))).all()
    rows = [(project, Actor(seen_as)) for project, seen_as, _ in page]
    summaries = Summaries(db, rows, parties)
    return [Listed(project, Actor(seen_as), summaries, key) for project, seen_as, key in page]


def readable(principal: Principal) -> list[UUID]:
    """The parties for which the caller may read projects."""
    return [p for p in principal.parties if PROCESSES_READ in principal.rights_in(p)]


def _owner(principal: Principal, party: UUID) -> Any:
    return Project.visitor_id if party == principal.visitor_id else Project.client_id


def _walk(
    party: UUID,
    sides: Collection[Actor],
    search: Search,
    after: Place | None,
    limit: int,
    owner: Any = Project.client_id,
) -> sa.Select[UUID, str, Any]:
    turn = sa.desc if search.descending else sa.asc
    query: sa.Select[UUID, str, Any] = (
        sa.select(ProjectAccess.project_id, ProjectAccess.side, search.key.label("key"))
        .where(ProjectAccess.party_id == party, *search.conditions(party, sides, owner))
        .order_by(turn(search.key), turn(search.id))
        .limit(len(sides) * limit)  # a party may be on both sides of each
    )
    if search.joins:
        query = query.join(Project, Project.id == ProjectAccess.project_id)
    return query.where(search.beyond(*after)) if after else query


def _counts(
    db: Session, rows: Sequence[tuple[Project, Actor]], parties: Collection[UUID]
) -> dict[UUID, dict[ProcessState, int]]:
    counts: dict[UUID, dict[ProcessState, int]] = {project.id: {} for project, _ in rows}
    query = sa.select(Process.project_id, Process.state, sa.func.count())
    query = query.where(_visible(rows, parties)).group_by(Process.project_id, Process.state)
    for project_id, state, number in db.execute(query):
        counts[project_id][state] = number
    return counts


def _in_vain(
    db: Session,
    rows: Sequence[tuple[Project, Actor]],
    parties: Collection[UUID],
    counts: Mapping[UUID, Mapping[ProcessState, int]],
) -> Counter[UUID]:
    """How many processes of each project wait for what will never be completed."""
    waiting = [row for row in rows if ProcessState.WAITING in counts[row[0].id]]
    if not waiting:
        return Counter()
    query = sa.select(Process.project_id, sa.func.count()).group_by(Process.project_id)
    query = query.where(_visible(waiting, parties), waits_in_vain())
    return Counter({project_id: number for project_id, number in db.execute(query)})


def processes(
    db: Session, rows: Sequence[tuple[Project, Actor]], parties: Collection[UUID]
) -> dict[UUID, list[Process]]:
    """The processes of each project that are seen from a side, oldest first, by one query."""
    by_project: dict[UUID, list[Process]] = {project.id: [] for project, _ in rows}
    for process in db.scalars(
        sa.select(Process).where(_visible(rows, parties)).order_by(Process.id)
    ):
        by_project[process.project_id].append(process)
    return by_project


def _organizations(
    db: Session, rows: Sequence[tuple[Project, Actor]], parties: Collection[UUID]
) -> dict[UUID, UUID]:
    """Of several that were asked it is the first; each process says for which it is shown."""
    shown_for = {
        project.id: project.client_id
        for project, side in rows
        if side is Actor.CLIENT and project.client_id
    }
    received = [project.id for project, side in rows if side is Actor.CONTRACTOR]
    if not received:
        return shown_for
    query = sa.select(Request.project_id, Request.contractor_id).distinct()
    query = query.where(
        Request.project_id.in_(received), Request.contractor_id.in_(parties), SHOWS_PROCESS
    )
    for project_id, contractor_id in db.execute(query):
        shown_for[project_id] = min(shown_for.get(project_id, contractor_id), contractor_id)
    return shown_for


def _visible(
    rows: Sequence[tuple[Project, Actor]], parties: Collection[UUID]
) -> sa.ColumnElement[bool]:
    """All processes of one's own projects; of others those that one was asked for and still is."""
    owned = [project.id for project, actor in rows if actor is not Actor.CONTRACTOR]
    received = [project.id for project, actor in rows if actor is Actor.CONTRACTOR]
    requested = sa.select(Request.process_id).where(
        Request.contractor_id.in_(parties),
        Request.project_id.in_(received),
        SHOWS_PROCESS,
    )
    of_received = sa.and_(Process.project_id.in_(received), Process.id.in_(requested))
    of_owned = Process.project_id.in_(owned)
    return sa.and_(
        Process.deleted_at.is_(None), sa.or_(of_owned, of_received) if received else of_owned
    )
