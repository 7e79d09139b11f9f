"""Counts and lists what an operator looks at first: orders, waiting work, disputes, failures."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.access.lookup import organization_names
from service.database.models import (
    ContractorRow,
    HistoryRow,
    OutboxEvent,
    Process,
    Project,
    Standing,
    WebhookEndpoint,
    WorkItem,
)
from service.ids import first_id_of
from service.lifecycle import consents, parking
from service.webhooks.endpoints import SWITCHED_OFF
from workflows.engine import Actor
from workflows.process import ProcessState

#: Counting ends here, so that it costs the same however much there is.
MOST = 10_000
#: Hours of which it is told what happened: each hour of the day once.
HOURS = 24
#: Disputes and webhooks that are listed.
MOST_LISTED = 50
#: The role whose leader relays and recovers; it is heard of every second or so.
SCHEDULER_ROLE = "relay"


class WaitingWork(NamedTuple):
    """What waits, each counted up to MOST."""

    work_items: int
    unpublished: int
    parked: int
    contractors: int


class WaitingDispute(NamedTuple):
    """An order about whose delivery both sides disagree, since when, who they are, and what it is.

    What each side agrees to is named by the moves that would end it.
    """

    process_id: UUID
    title: str
    since: datetime
    client: str | None
    contractor: str | None
    reason: str
    client_agrees_to: tuple[str, ...]
    contractor_agrees_to: tuple[str, ...]
    quantity: int | None


class EnteredState(NamedTuple):
    """How many parts came into a state within the hour that begins then."""

    hour: datetime
    state: ProcessState
    number: int


def processes_by_state(db: Session) -> dict[ProcessState, int]:
    """How many parts that are not deleted are in each state, each counted up to MOST."""
    counts = [
        sa.select(sa.literal(state.value), _bounded(Process.id, *_living(state)))
        for state in ProcessState
    ]
    return {ProcessState(state): number for state, number in db.execute(sa.union_all(*counts))}


def _living(state: ProcessState) -> tuple[sa.ColumnElement[bool], ...]:
    return Process.state == state, Process.deleted_at.is_(None)


def _bounded(column: Any, *conditions: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    some = sa.select(column).where(*conditions).limit(MOST).subquery()
    return sa.select(sa.func.count()).select_from(some).scalar_subquery()


def waiting(db: Session) -> WaitingWork:
    """What waits for a machine or for an operator, in one query."""
    is_pending = ContractorRow.standing == Standing.PENDING
    query = sa.select(
        _bounded(WorkItem.id),
        _bounded(OutboxEvent.id),
        _bounded(Process.id, parking.is_parked()),
        _bounded(ContractorRow.organization_id, is_pending),
    )
    return WaitingWork(*db.execute(query).one())


def disputes(db: Session) -> list[WaitingDispute]:
    """The disputes that wait the longest."""
    query = (
        sa.select(Process, Project.client_id)
        .join(Project, Project.id == Process.project_id)
        .where(*_living(ProcessState.DISPUTED))
        .order_by(Process.state_since, Process.id)
        .limit(MOST_LISTED)
    )
    rows = db.execute(query).all()
    parties = {id for process, client in rows for id in (client, process.contractor_id) if id}
    names = organization_names(db, parties)
    ids = [process.id for process, _ in rows]
    about, agreed = consents.disputes(db, ids), consents.consents_of_all(db, ids)
    return [
        WaitingDispute(
            process.id,
            process.title,
            process.state_since,
            names.get(client) if client else None,
            names.get(process.contractor_id) if process.contractor_id else None,
            about[process.id].reason if process.id in about else "",
            tuple(agreed.get((process.id, Actor.CLIENT.value), {})),
            tuple(agreed.get((process.id, Actor.CONTRACTOR.value), {})),
            process.configuration.get("quantity"),
        )
        for process, client in rows
    ]


def last_hours() -> list[datetime]:
    """When each of the last HOURS hours began, the oldest first; the last one is not over."""
    now = clock.now().replace(minute=0, second=0, microsecond=0)
    return [now - timedelta(hours=hours) for hours in reversed(range(HOURS))]


def entered_states(db: Session) -> list[EnteredState]:
    """How many parts came into each state in each of the last HOURS hours, the oldest hour first.

    Read by the ids of the history, which sort by time.
    """
    hours = last_hours()
    hour_of_day = sa.extract("hour", HistoryRow.at)
    query = (
        sa.select(hour_of_day, HistoryRow.dest, sa.func.count())
        .where(
            HistoryRow.id >= first_id_of(hours[0]),
            HistoryRow.at >= hours[0],
            HistoryRow.request_id.is_(None),
            sa.or_(HistoryRow.source.is_(None), HistoryRow.source != HistoryRow.dest),
        )
        .group_by(hour_of_day, HistoryRow.dest)
    )
    counted = {(int(hour), state): number for hour, state, number in db.execute(query)}
    return [
        EnteredState(hour, state, number)
        for hour in hours
        for state in ProcessState
        if (number := counted.get((hour.hour, state.value)))
    ]


def failing_webhooks(db: Session) -> Sequence[WebhookEndpoint]:
    """Endpoints that take nothing at present, or that the service has disabled; longest first."""
    has_failed = sa.or_(
        sa.and_(WebhookEndpoint.enabled, WebhookEndpoint.failing_since.is_not(None)),
        sa.and_(
            WebhookEndpoint.enabled.is_(False), WebhookEndpoint.disabled_reason != SWITCHED_OFF
        ),
    )
    since = sa.func.coalesce(WebhookEndpoint.failing_since, WebhookEndpoint.disabled_at)
    query = sa.select(WebhookEndpoint).where(has_failed).order_by(since, WebhookEndpoint.id)
    return db.scalars(query.limit(MOST_LISTED)).all()
