"""Counts and lists what an operator looks at first: orders, waiting work, disputes, failures."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.lookup import organization_names
from service.database.clock import lease_time
from service.database.models import (
    AccountMail,
    ContractorRow,
    LeaderLease,
    Notification,
    OutboxEvent,
    Process,
    Project,
    Standing,
    User,
    WebhookEndpoint,
    WorkItem,
)
from service.lifecycle import leases
from workflows.process import ProcessState

#: Counting ends here, so that it costs the same however much there is.
MOST = 10_000
#: Disputes, webhooks and mails that are listed.
MOST_LISTED = 50
#: The role whose leader relays and recovers; it is heard of every second or so.
SCHEDULER_ROLE = "relay"
#: Why an endpoint is off that its own people have switched off.
SWITCHED_OFF = "switched off"


class WaitingWork(NamedTuple):
    """What waits: counts up to MOST, ages in seconds; None where there is nothing to be old."""

    work_items: int
    unpublished: int
    parked: int
    contractors: int
    oldest_work_item_s: float | None
    scheduler_beat_s: float | None


class WaitingDispute(NamedTuple):
    """An order about whose delivery both sides disagree, since when, and who they are."""

    process_id: UUID
    title: str
    since: datetime
    client: str | None
    contractor: str | None


class FailingMail(NamedTuple):
    """A mail that was given up, or that has failed and is tried again at `due_at`."""

    id: UUID
    kind: str
    email: str
    error: str | None
    attempts: int
    due_at: datetime | None
    created_at: datetime


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
    oldest = sa.select(WorkItem.created_at).order_by(WorkItem.id).limit(1).scalar_subquery()
    is_leader = LeaderLease.role == SCHEDULER_ROLE
    beat = sa.select(LeaderLease.beat_at).where(is_leader).scalar_subquery()
    is_pending = ContractorRow.standing == Standing.PENDING
    query = sa.select(
        _bounded(WorkItem.id),
        _bounded(OutboxEvent.id),
        _bounded(Process.id, leases.is_parked()),
        _bounded(ContractorRow.organization_id, is_pending),
        oldest,
        beat,
        lease_time(db),
    )
    work_items, unpublished, parked, contractors, since, beat_at, now = db.execute(query).one()
    return WaitingWork(
        work_items, unpublished, parked, contractors, _age(since, now), _age(beat_at, now)
    )


def _age(since: datetime | None, now: datetime) -> float | None:
    return max(0.0, (now - since).total_seconds()) if since else None


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
    return [
        WaitingDispute(
            process.id,
            process.title,
            process.state_since,
            names.get(client) if client else None,
            names.get(process.contractor_id) if process.contractor_id else None,
        )
        for process, client in rows
    ]


def failing_webhooks(db: Session) -> Sequence[WebhookEndpoint]:
    """Endpoints that take nothing at present, or that the service has disabled; longest first."""
    has_failed = sa.or_(
        WebhookEndpoint.failing_since.is_not(None),
        sa.and_(
            WebhookEndpoint.enabled.is_(False), WebhookEndpoint.disabled_reason != SWITCHED_OFF
        ),
    )
    since = sa.func.coalesce(WebhookEndpoint.failing_since, WebhookEndpoint.disabled_at)
    query = sa.select(WebhookEndpoint).where(has_failed).order_by(since, WebhookEndpoint.id)
    return db.scalars(query.limit(MOST_LISTED)).all()


def failing_mails(db: Session) -> list[FailingMail]:
    """Mails that were given up or have failed so far, the newest first."""
    notes = (
        sa.select(Notification, User.email)
        .join(User, User.id == Notification.user_id)
        .where(_has_failed(Notification))
        .order_by(Notification.created_at.desc())
        .limit(MOST_LISTED)
    )
    letters = sa.select(AccountMail).where(_has_failed(AccountMail))
    mails = [
        *(_mail(note, note.event["type"], email) for note, email in db.execute(notes)),
        *(
            _mail(mail, mail.kind, mail.email)
            for mail in db.scalars(
                letters.order_by(AccountMail.created_at.desc()).limit(MOST_LISTED)
            )
        ),
    ]
    return sorted(mails, key=lambda mail: mail.created_at, reverse=True)[:MOST_LISTED]


def _has_failed(table: type[AccountMail] | type[Notification]) -> sa.ColumnElement[bool]:
    fails = sa.and_(table.state == "pending", table.error.is_not(None))
    return sa.or_(table.state == "failed", fails)


def _mail(row: AccountMail | Notification, kind: str, email: str) -> FailingMail:
    due_at = row.due_at if row.state == "pending" else None
    return FailingMail(row.id, kind, email, row.error, row.attempts, due_at, row.created_at)
