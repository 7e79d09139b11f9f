"""Counts all that waits, exactly, each by an index; for metrics and the command line."""

import threading
import time
import weakref
from collections.abc import Mapping
from datetime import datetime
from typing import Final, Literal, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.database import transactions
from service.database.clock import lease_time
from service.database.models import (
    AccountMail,
    ContractorRow,
    Delivery,
    LeaderLease,
    Notification,
    OutboxEvent,
    Process,
    Request,
    Standing,
    Usage,
    WebhookEndpoint,
    WorkItem,
)
from service.lifecycle import parking, transitions
from service.operations.overview import SCHEDULER_ROLE
from service.sourcing import late_mails
from service.webhooks.deliveries import PENDING
from service.webhooks.endpoints import SWITCHED_OFF
from workflows.process import ProcessState

EndpointCondition = Literal["ok", "failing", "disabled", "off"]
#: How an endpoint is: calls succeed, the last ones failed, the service has disabled it, or its own
#: people have switched it off.
CONDITIONS: Final[tuple[EndpointCondition, ...]] = ("ok", "failing", "disabled", "off")
MailQueue = Literal["account", "notification", "request", "webhook_disabled"]
QUEUES: Final[tuple[MailQueue, ...]] = ("account", "notification", "request", "webhook_disabled")
#: Counts are kept for so many times as long as counting took, so that it takes a hundredth of a
#: processor at most, however much there is; and are made anew each time if it took no longer than
#: QUICK_S.
KEPT_FOR: Final = 100.0
QUICK_S: Final = 0.05


class DueDeliveries(NamedTuple):
    """Deliveries to endpoints in one condition: all that wait, and those that are due."""

    waiting: int = 0
    due: int = 0
    oldest_due_s: float = 0.0


class DueMails(NamedTuple):
    """Mails of one queue: that are due, that have failed and are tried again, and how old."""

    due: int
    retried: int
    oldest_due_s: float


class Ages(NamedTuple):
    """How long the oldest waits, in seconds; 0 where nothing does, None where nobody was heard."""

    work_item_s: float
    unpublished_event_s: float
    #: by task: since when the process that waits the longest for it has been in its state
    steps_s: Mapping[str, float]
    scheduler_beat_s: float | None


class Census(NamedTuple):
    """How much there is of everything, counted to the end."""

    processes: Mapping[ProcessState, int]
    work_items: int
    unpublished_events: int
    parked: int
    pending_contractors: int
    endpoints: Mapping[EndpointCondition, int]
    deliveries: Mapping[EndpointCondition, DueDeliveries]
    mails: Mapping[MailQueue, DueMails]
    stored_files: int
    stored_bytes: int


def ages(db: Session) -> Ages:
    """How long the oldest waits: each the first entry of an index."""
    steps = {
        task: sa.select(Process.state_since)
        .where(Process.state == state, Process.deleted_at.is_(None), Process.parked_at.is_(None))
        .order_by(Process.state_since)
        .limit(1)
        .scalar_subquery()
        for state, task in transitions.TASKS.items()
    }
    query = sa.select(
        lease_time(db),
        sa.select(WorkItem.created_at).order_by(WorkItem.id).limit(1).scalar_subquery(),
        sa.select(OutboxEvent.at).order_by(OutboxEvent.id).limit(1).scalar_subquery(),
        sa.select(LeaderLease.beat_at).where(LeaderLease.role == SCHEDULER_ROLE).scalar_subquery(),
        *steps.values(),
    )
    now, work_item, event, beat, *since = db.execute(query).one()
    return Ages(
        _age_s(work_item, now),
        _age_s(event, now),
        {task: _age_s(at, now) for task, at in zip(steps, since, strict=True)},
        _age_s(beat, now) if beat else None,
    )


def _age_s(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0


class _Kept(NamedTuple):
    census: Census
    until: float


_kept: weakref.WeakKeyDictionary[sa.Engine, _Kept] = weakref.WeakKeyDictionary()
_counting = threading.Lock()


def current(db: Session) -> Census:
    """The counts, as old as KEPT_FOR says; of many askers in one process one counts."""
    engine = transactions.engine()
    with _counting:
        kept = _kept.get(engine)
        if kept is None or time.monotonic() >= kept.until:
            began_at = time.monotonic()
            census = count(db)
            took_s = time.monotonic() - began_at
            pause_s = KEPT_FOR * took_s if took_s > QUICK_S else 0.0
            kept = _kept[engine] = _Kept(census, time.monotonic() + pause_s)
    return kept.census


def forget() -> None:
    """Let the next one who asks count anew."""
    with _counting:
        _kept.clear()


def count(db: Session) -> Census:
    """The counts of this moment."""
    is_pending = ContractorRow.standing == Standing.PENDING
    columns = (
        _number(WorkItem.id),
        _number(OutboxEvent.id),
        _number(Process.id, parking.is_parked()),
        _number(ContractorRow.organization_id, is_pending),
        sa.select(sa.func.coalesce(sa.func.sum(Usage.files), 0)).scalar_subquery(),
        sa.select(sa.func.coalesce(sa.func.sum(Usage.bytes), 0)).scalar_subquery(),
    )
    row = db.execute(sa.select(*columns)).one()
    work_items, unpublished, parked, contractors, files, bytes = row
    return Census(
        processes=_processes(db),
        work_items=work_items,
        unpublished_events=unpublished,
        parked=parked,
        pending_contractors=contractors,
        endpoints=_endpoints(db),
        deliveries=_deliveries(db),
        mails=_mails(db),
        stored_files=int(files),
        stored_bytes=int(bytes),
    )


def _number(
    column: sa.orm.InstrumentedAttribute[object], *conditions: sa.ColumnElement[bool]
) -> sa.ScalarSelect[int]:
    return sa.select(sa.func.count(column)).where(*conditions).scalar_subquery()


def _processes(db: Session) -> dict[ProcessState, int]:
    query = sa.select(Process.state, sa.func.count()).where(Process.deleted_at.is_(None))
    counted = {state: number for state, number in db.execute(query.group_by(Process.state))}
    return {state: counted.get(state, 0) for state in ProcessState}


def _condition() -> sa.Case[str]:
    # One that was made switched off never got a reason.
    reason = sa.func.coalesce(WebhookEndpoint.disabled_reason, SWITCHED_OFF)
    return sa.case(
        (sa.and_(WebhookEndpoint.enabled.is_(False), reason == SWITCHED_OFF), "off"),
        (WebhookEndpoint.enabled.is_(False), "disabled"),
        (WebhookEndpoint.failing_since.is_not(None), "failing"),
        else_="ok",
    )


def _endpoints(db: Session) -> dict[EndpointCondition, int]:
    condition = _condition()
    query = sa.select(condition, sa.func.count()).select_from(WebhookEndpoint).group_by(condition)
    counted = {condition: number for condition, number in db.execute(query)}
    return {condition: counted.get(condition, 0) for condition in CONDITIONS}


def _deliveries(db: Session) -> dict[EndpointCondition, DueDeliveries]:
    now, condition = clock.now(), _condition()
    is_due = Delivery.due_at <= now
    query = (
        sa.select(
            condition,
            sa.func.count(),
            sa.func.count(sa.case((is_due, 1))),
            sa.func.min(Delivery.due_at),
        )
        .join(WebhookEndpoint, WebhookEndpoint.id == Delivery.webhook_id)
        .where(Delivery.state == PENDING)
        .group_by(condition)
    )
    counted = {
        condition: DueDeliveries(waiting, due, _age_s(oldest, now))
        for condition, waiting, due, oldest in db.execute(query)
    }
    return {condition: counted.get(condition, DueDeliveries()) for condition in CONDITIONS}


def _mails(db: Session) -> dict[MailQueue, DueMails]:
    requests, notices = Request.mail_due_at, WebhookEndpoint.notice_due_at
    return {
        "account": _queued_mails(db, AccountMail),
        "notification": _queued_mails(db, Notification),
        "request": _due_mails(db, requests, late_mails.has_failed(), requests.is_not(None)),
        "webhook_disabled": _due_mails(db, notices, sa.false(), notices.is_not(None)),
    }


def _queued_mails(db: Session, queue: type[AccountMail] | type[Notification]) -> DueMails:
    return _due_mails(db, queue.due_at, queue.error.is_not(None), queue.state == PENDING)


def _due_mails(
    db: Session,
    due_at: sa.orm.InstrumentedAttribute[datetime] | sa.orm.InstrumentedAttribute[datetime | None],
    has_failed: sa.ColumnElement[bool],
    waits: sa.ColumnElement[bool],
) -> DueMails:
    now = clock.now()
    due, retried = (sa.func.count(sa.case((when, 1))) for when in (due_at <= now, has_failed))
    number, failed, oldest = db.execute(
        sa.select(due, retried, sa.func.min(due_at)).where(waits)
    ).one()
    return DueMails(number, failed, _age_s(oldest, now))
