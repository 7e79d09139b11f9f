"""Decides whose turn it is among the processes that wait for a worker: one party after the other.

A worker is woken by a message, and asks here what to do first; so who comes later with little waits
for the step that is under way, and not for all that somebody else has laid in before.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.database.clock import lease_time
from service.database.models import Analysis, File, Process, Project
from service.lifecycle import leases
from service.lifecycle.model_files import MADE
from service.manufacturing.geometry.analysis import ANALYSIS_VERSION
from service.settings import settings
from workflows.process import ProcessState

#: Workers that are busy with one visitor at a time.
WORKERS_PER_VISITOR = 1
#: How long visitors give way to organisations; then they get every other turn, all together.
VISITORS_YIELD = timedelta(seconds=60)
#: Stands for all visitors where they take turns with organisations.
_ALL_VISITORS = UUID(int=0)


@dataclass(frozen=True)
class Waiting:
    """A process that a worker could take now, and what that would cost.

    `yields` says that it gives way to whoever does not; `bytes_to_measure` counts model files that
    have no analysis yet; `attempts` those that went before; `http_request_id` names what it was
    enqueued for.
    """

    process_id: UUID
    attempts: int
    http_request_id: str | None
    yields: bool
    bytes_to_measure: int = 0


def in_turn(db: Session, state: ProcessState, most: int) -> list[Waiting]:
    """At most `most` of those that wait in an automatic state, whoever's turn it is first.

    Organisations take turns, and visitors when none of them waits, or all together as one once they
    have waited for VISITORS_YIELD. A party's own go in the order in which they came; of those whose
    turn it is alike, the smaller one goes first. Parties that as many workers as they may have are
    busy with are left out. Two workers that ask at the same moment get the same answer: whoever
    locks first has it, and the other one goes on to what comes after it.
    """
    first = _ranked(db, state, _busy_workers(db, state)).limit(most).subquery()
    query = sa.select(first, _bytes_to_measure(first.c.id).label("bytes")).order_by(
        first.c.yields, first.c.turn, first.c.by_visitor, "bytes", first.c.state_since, first.c.id
    )
    return [
        Waiting(row.id, row.attempts, row.http_request_id, bool(row.yields), int(row.bytes))
        for row in db.execute(query)
    ]


@dataclass(frozen=True)
class _Busy:
    """How many workers are busy with a party."""

    party_id: UUID
    by_visitor: bool
    workers: int

    @property
    def is_full(self) -> bool:
        most = WORKERS_PER_VISITOR if self.by_visitor else settings().workers_per_organization
        return self.workers >= most


_PARTY = sa.func.coalesce(Project.client_id, Project.visitor_id)
_BY_VISITOR = Project.client_id.is_(None)


def _busy_workers(db: Session, state: ProcessState) -> list[_Busy]:
    # Who works by hand, without a message, counts as one worker.
    holder = sa.func.coalesce(Process.lease_holder, "")
    query = (
        sa.select(_PARTY, _BY_VISITOR, sa.func.count(holder.distinct()))
        .join(Project, Project.id == Process.project_id)
        .where(Process.state == state, Process.lease_until > lease_time(db))
        .group_by(_PARTY, _BY_VISITOR)
    )
    return [_Busy(*row) for row in db.execute(query)]


def _ranked(
    db: Session, state: ProcessState, busy: Collection[_Busy]
) -> sa.Select[tuple[UUID, int, str | None, datetime, int, int, bool]]:
    """Those that wait, with the turn of each in its line: 1 for the first of each party's."""
    own = (
        sa.select(
            Process.id,
            Process.attempts,
            Process.http_request_id,
            Process.state_since,
            _PARTY.label("party_id"),
            _BY_VISITOR.label("by_visitor"),
            sa.func.row_number()
            .over(partition_by=_PARTY, order_by=(Process.state_since, Process.id))
            .label("place"),
        )
        .join(Project, Project.id == Process.project_id)
        .where(
            Process.state == state,
            *leases.can_be_taken(db),
            _PARTY.not_in([some.party_id for some in busy if some.is_full]),
        )
        .subquery()
    )
    line = sa.case((own.c.by_visitor, sa.literal(_ALL_VISITORS, sa.Uuid())), else_=own.c.party_id)
    order = (own.c.place, own.c.state_since, own.c.id)
    turn = sa.func.row_number().over(partition_by=line, order_by=order) + _workers(line, busy)
    is_new = own.c.state_since > sa.literal(clock.now() - VISITORS_YIELD, Process.state_since.type)
    yields = sa.case((sa.and_(own.c.by_visitor, is_new), 1), else_=0)
    columns = (own.c.id, own.c.attempts, own.c.http_request_id, own.c.state_since)
    query = sa.select(*columns, yields.label("yields"), turn.label("turn"), own.c.by_visitor)
    return query.order_by("yields", "turn", own.c.by_visitor, own.c.state_since, own.c.id)


def _workers(line: sa.ColumnElement[UUID], busy: Collection[_Busy]) -> sa.ColumnElement[int]:
    """How many workers are busy with a line already: what they do was its turn, too."""
    numbers: dict[UUID, int] = {}
    for some in busy:
        key = _ALL_VISITORS if some.by_visitor else some.party_id
        numbers[key] = numbers.get(key, 0) + some.workers
    if not numbers:
        return sa.literal(0)
    return sa.case(
        *((line == sa.literal(key, sa.Uuid()), number) for key, number in numbers.items()), else_=0
    )


def _bytes_to_measure(process_id: sa.ColumnElement[UUID]) -> sa.ColumnElement[int]:
    analysed = sa.and_(
        Analysis.sha256 == File.sha256, Analysis.analysis_version == ANALYSIS_VERSION
    )
    query = sa.select(sa.func.coalesce(sa.func.sum(File.size_bytes), 0))
    query = query.where(File.process_id == process_id, MADE, ~sa.exists().where(analysed))
    return query.scalar_subquery()
