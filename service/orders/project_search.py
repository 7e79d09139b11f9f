"""Filters and sorts the list of projects, and says where a page continues."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa

from service.access.request_view import SHOWS_PROCESS
from service.database.models import Process, Project, ProjectAccess, Request
from service.lifecycle.predecessors import waits_in_vain
from service.values.texts import folded
from workflows.engine import Actor
from workflows.process import UNFINISHED, ProcessState
from workflows.project import ProjectStatus, more_urgent, phase

Order = Literal["created_at", "updated_at", "title"]

#: By what a list can be sorted; the project's id decides between equals, and it is a time itself.
KEYS: dict[Order, Any] = {
    "created_at": ProjectAccess.project_id,
    "updated_at": Project.updated_at,
    "title": Project.title_key,
}
#: The side of a project from which it is found, beside its client's.
SIDES = (Actor.CLIENT, Actor.CONTRACTOR)


@dataclass(frozen=True)
class Search:
    """Which projects are wanted; whatever is None does not matter."""

    side: Actor | None = None
    title: str | None = None
    #: part of the title of the project or of one of its processes, a request's number, or an id
    text: str | None = None
    status: ProjectStatus | None = None
    state: ProcessState | None = None
    created_from: datetime | None = None
    created_before: datetime | None = None
    updated_from: datetime | None = None
    updated_before: datetime | None = None
    order: Order = "created_at"
    descending: bool = True

    @property
    def key(self) -> Any:
        """What the list is sorted by."""
        return KEYS[self.order]

    @property
    def id(self) -> Any:
        """What decides between projects with the same key; it stands where the key does."""
        return ProjectAccess.project_id if self.order == "created_at" else Project.id

    @property
    def joins(self) -> bool:
        """Whether the project itself must be looked at, and not its access alone."""
        times = (self.created_from, self.created_before, self.updated_from, self.updated_before)
        return self.order != "created_at" or bool(self.title or self.text or any(times))

    @property
    def walks(self) -> list[Collection[Actor]]:
        """The sides from which a party's projects are found together, for each walk along them.

        What is asked of processes differs by side. Each side has a walk of its own then: a
        condition for either of them would have PostgreSQL look at all processes there are first.
        So it has in an order that only the projects of an owner have an index for.
        """
        sides = [self.side] if self.side else SIDES
        of_processes = self.text or self.status or self.state
        return [[side] for side in sides] if of_processes or self._by_owner else [sides]

    @property
    def _by_owner(self) -> bool:
        return self.order != "created_at"

    def conditions(
        self, party: UUID, sides: Collection[Actor], owner: Any
    ) -> Iterator[sa.ColumnElement[bool]]:
        """What a project that the party sees must fulfil; joined are its access and itself.

        `owner` is the column in which such a party stands that owns projects.
        """
        if len(sides) < len(SIDES):
            yield ProjectAccess.side.in_([side.value for side in sides])
        if self._by_owner and list(sides) == [Actor.CLIENT]:
            yield owner == party  # says no more than its access, but an index begins with it
        if self.title:
            yield _contains(Project.title_folded, self.title)
        if self.text:
            yield _mentions(self.text, party, sides)
        if self.status:
            yield sa.or_(*(_has_status(self.status, side, party) for side in sides))
        if self.state:
            yield sa.or_(*(_on(side, _exists(side, party, {self.state})) for side in sides))
        for states in self._only_states():
            yield _has_one_in(states)
        for column, first, end in (
            (Project.created_at, self.created_from, self.created_before),
            (Project.updated_at, self.updated_from, self.updated_before),
        ):
            if first:
                yield column >= first
            if end:
                yield column < end

    def _only_states(self) -> Iterator[Collection[ProcessState]]:
        """States of which a project must have a process in one, if they are all unfinished."""
        if self.state in UNFINISHED:
            yield [self.state]
        phases = {state: _phases_of(state) for state in ProcessState}
        if self.status and self.status not in phases[ProcessState.DRAFT]:  # nor without processes
            states = [state for state in ProcessState if self.status in phases[state]]
            if all(state in UNFINISHED for state in states):
                yield states

    def beyond(self, key: Any, project_id: UUID) -> sa.ColumnElement[bool]:
        """That a project comes after the one with this key and id."""
        if self.order == "created_at":
            last = ProjectAccess.project_id
            return last < project_id if self.descending else last > project_id
        place = sa.tuple_(self.key, self.id)
        end = sa.tuple_(sa.literal(key, self.key.type), sa.literal(project_id, Project.id.type))
        return place < end if self.descending else place > end


def _on(side: Actor, condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return sa.and_(ProjectAccess.side == side.value, condition)


def _exists(
    side: Actor, party: UUID, states: Collection[ProcessState] | None
) -> sa.ColumnElement[bool]:
    """That the side sees a process of the project, in one of `states` if they are given."""
    return _sees(side, party, Process.state.in_(states) if states is not None else None)


def _phases_of(state: ProcessState) -> set[ProjectStatus]:
    """Whose move a process in a state can be, whoever looks."""
    return {phase(state, side, in_vain=vain) for side in SIDES for vain in (False, True)}


def _has_one_in(states: Collection[ProcessState]) -> sa.ColumnElement[bool]:
    """That anybody has a process of the project in one of `states`.

    It says no more than the conditions beside it. But few processes are unfinished at a time, and
    an index knows them: without it, all that somebody ever ordered is looked through for one.
    """
    few = sa.select(Process.project_id).where(
        Process.state.in_(states), Process.deleted_at.is_(None)
    )
    return ProjectAccess.project_id.in_(few)


def _sees(side: Actor, party: UUID, also: sa.ColumnElement[bool] | None) -> sa.ColumnElement[bool]:
    return _seen(side, party, also).exists()


def _finds(side: Actor, party: UUID, also: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """`_sees`, looked up for each project by itself.

    For one of two alternatives PostgreSQL would first look at all processes of anybody's.
    """
    return _seen(side, party, also).limit(1).scalar_subquery().is_not(None)


def _seen(side: Actor, party: UUID, also: sa.ColumnElement[bool] | None) -> sa.Select[UUID]:
    query = sa.select(Process.id).where(
        Process.project_id == ProjectAccess.project_id, Process.deleted_at.is_(None)
    )
    if also is not None:
        query = query.where(also)
    if side is Actor.CONTRACTOR:
        query = query.join(Request, Request.process_id == Process.id).where(
            Request.contractor_id == party, SHOWS_PROCESS
        )
    return query.correlate(ProjectAccess)


def _has_status(status: ProjectStatus, side: Actor, party: UUID) -> sa.ColumnElement[bool]:
    """`workflows.project.project_status` as a condition, for one side."""
    alive = [state for state in ProcessState if state is not ProcessState.CANCELLED]
    condition = _in_phase(side, alive, lambda phase: phase is status)
    before = ~_sees(side, party, _in_phase(side, alive, lambda phase: more_urgent(phase, status)))
    has_it = sa.and_(_sees(side, party, condition), before)
    if phase(ProcessState.DRAFT, side) is status:  # a project without processes
        has_it = sa.or_(has_it, ~_exists(side, party, None))
    if phase(ProcessState.CANCELLED, side) is status:  # where nothing but cancelled ones is left
        or_cancelled = sa.or_(condition, Process.state == ProcessState.CANCELLED)
        is_alive = Process.state.in_(alive)
        either = sa.or_(_finds(side, party, condition), ~_finds(side, party, is_alive))
        has_it = sa.and_(_sees(side, party, or_cancelled), before, either)
    return _on(side, has_it)


def _in_phase(
    side: Actor, states: Iterable[ProcessState], is_meant: Callable[[ProjectStatus], bool]
) -> sa.ColumnElement[bool]:
    """That a process in one of `states` is in a phase that is wanted."""
    moving = [state for state in states if state is not ProcessState.WAITING]
    condition = Process.state.in_([state for state in moving if is_meant(phase(state, side))])
    usual, vain = (phase(ProcessState.WAITING, side, in_vain=vain) for vain in (False, True))
    if is_meant(usual) and is_meant(vain):
        return sa.or_(condition, Process.state == ProcessState.WAITING)
    if is_meant(vain):
        return sa.or_(condition, waits_in_vain())
    if is_meant(usual):
        return sa.or_(condition, sa.and_(Process.state == ProcessState.WAITING, ~waits_in_vain()))
    return condition


def _contains(column: Any, text: str) -> sa.ColumnElement[bool]:
    """That a folded text holds another one; on both sides each letter means itself alone."""
    condition: sa.ColumnElement[bool] = column.contains(folded(text), autoescape=True)
    return condition


def _mentions(text: str, party: UUID, sides: Collection[Actor]) -> sa.ColumnElement[bool]:
    title_holds_it = _contains(Process.title_folded, text)
    conditions = [
        _contains(Project.title_folded, text),
        *(_on(side, _finds(side, party, title_holds_it)) for side in sides),
        _requested(text.strip(), party),
    ]
    if id := _id(text):
        conditions += [
            Project.id == id,
            *(_on(s, _sees(s, party, Process.id == id)) for s in sides),
        ]
    return sa.or_(*conditions)


def _requested(number: str, party: UUID) -> sa.ColumnElement[bool]:
    """That it holds the request with this number: contractors find their own alone."""
    query = sa.select(Request.id).where(
        Request.project_id == ProjectAccess.project_id, Request.number == folded(number).upper()
    )
    of_contractor = query.where(Request.contractor_id == party, SHOWS_PROCESS)
    return sa.or_(
        _on(Actor.CLIENT, query.correlate(ProjectAccess).exists()),
        _on(Actor.CONTRACTOR, of_contractor.correlate(ProjectAccess).exists()),
    )


def _id(text: str) -> UUID | None:
    try:
        return UUID(text.strip())
    except ValueError:
        return None
