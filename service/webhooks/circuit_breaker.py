"""The circuit breaker: stops calling a host that keeps failing until one call succeeds.

While a host is left alone its circuit is open. When the pause is over one call tries it, and all
others wait for how that ends.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.database.backoff import Backoff
from service.database.locks import SKIP_LOCKED
from service.database.models import WebhookEndpoint, WebhookHost
from service.database.upsert import upsert
from service.webhooks.deliveries import UNDER_WAY, Outcome

#: Failures in a row from which on a host is left alone, and for how long after each further one.
FAILURES = 5
PAUSES = Backoff.doubling(30.0, 900.0)
TOO_MANY = 429


def is_open(now: datetime) -> sa.Exists:
    """The condition that the host of an endpoint is left alone at `now`."""
    return sa.exists().where(
        WebhookHost.target == WebhookEndpoint.target, WebhookHost.paused_until > now
    )


def calls_allowed(db: Session, target: str, most: int, now: datetime) -> int:
    """How many calls a host gets: one if it must show first that it is back, and then no other."""
    failing = sa.select(WebhookHost).where(
        WebhookHost.target == target, WebhookHost.failures >= FAILURES
    )
    if db.scalar(failing) is None:
        return most
    unlocked = failing.with_for_update(**SKIP_LOCKED).execution_options(populate_existing=True)
    row = db.scalar(unlocked)  # None: somebody else tries it just now
    if row is None or (row.paused_until and row.paused_until > now):
        return 0
    row.paused_until = now + UNDER_WAY
    return 1


def is_paused(db: Session, target: str) -> bool:
    """Whether a host is left alone just now."""
    row = db.get(WebhookHost, target)
    return row is not None and row.paused_until is not None and row.paused_until > clock.now()


def count_outcome(db: Session, target: str, outcome: Outcome) -> None:
    """Count what speaks of the host as a whole; one success resets the count."""
    if outcome.status is not None and outcome.status < 500 and outcome.status != TOO_MANY:
        db.execute(sa.delete(WebhookHost).where(WebhookHost.target == target))
        return
    if outcome.refused:
        return
    first = {"target": target, "failures": 1, "paused_until": None}
    counted = upsert(db, WebhookHost, first, {"failures": WebhookHost.failures + 1})
    failures = db.execute(counted.returning(WebhookHost.failures)).scalar_one()
    if failures >= FAILURES:
        pause_s = PAUSES.pause_s(failures - FAILURES + 1)
        until = clock.now() + timedelta(seconds=pause_s)
        paused = (
            sa.update(WebhookHost).where(WebhookHost.target == target).values(paused_until=until)
        )
        db.execute(paused.execution_options(synchronize_session=False))
