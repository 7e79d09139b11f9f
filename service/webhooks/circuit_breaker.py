"""The circuit breaker: stops an organisation's calls of a host that keeps failing.

It lasts until one call succeeds. Each organisation has circuits of its own: that one's endpoint
fails says nothing of what another has at the same host.

While a host is left alone its circuit is open. When the pause is over one call tries it, and all
others wait for how that ends.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database.backoff import Backoff
from service.database.clock import database_now
from service.database.locks import SKIP_LOCKED
from service.database.models import WebhookEndpoint, WebhookHost
from service.database.upsert import upsert
from service.webhooks.deliveries import UNDER_WAY, Outcome

#: Failures in a row from which on a host is left alone, and for how long after each further one.
FAILURES = 5
PAUSES = Backoff.doubling(30.0, 900.0)
TOO_MANY = 429
#: Characters of the name of a circuit.
LONGEST_NAME = 300


def circuit_of(endpoint: WebhookEndpoint) -> str:
    """The name of the circuit of an endpoint: its organisation's, to its host and port."""
    return f"{endpoint.organization_id.hex}@{endpoint.target}"[:LONGEST_NAME]


def open_circuits(db: Session, now: datetime) -> set[str]:
    """The circuits whose hosts are left alone at `now`."""
    return set(db.scalars(sa.select(WebhookHost.target).where(WebhookHost.paused_until > now)))


def calls_allowed(db: Session, circuit: str, most: int, now: datetime) -> int:
    """How many calls a host gets: one if it must show first that it is back, and then no other."""
    failing = sa.select(WebhookHost).where(
        WebhookHost.target == circuit, WebhookHost.failures >= FAILURES
    )
    if db.scalar(failing) is None:
        return most
    unlocked = failing.with_for_update(**SKIP_LOCKED).execution_options(populate_existing=True)
    row = db.scalar(unlocked)  # None: somebody else tries it just now
    if row is None or (row.paused_until and row.paused_until > now):
        return 0
    row.paused_until = now + UNDER_WAY
    return 1


def end_pause(db: Session, circuit: str) -> None:
    """Let a host be called again at once; what has failed there so far counts no more."""
    db.execute(sa.delete(WebhookHost).where(WebhookHost.target == circuit))


def is_paused(db: Session, circuit: str) -> bool:
    """Whether a host is left alone just now."""
    row = db.get(WebhookHost, circuit)
    return row is not None and row.paused_until is not None and row.paused_until > database_now(db)


def count_outcome(db: Session, circuit: str, outcome: Outcome) -> None:
    """Count what speaks of the host as a whole; one success resets the count."""
    if outcome.status is not None and outcome.status < 500 and outcome.status != TOO_MANY:
        end_pause(db, circuit)
        return
    if outcome.refused:
        return
    first = {"target": circuit, "failures": 1, "paused_until": None}
    counted = upsert(db, WebhookHost, first, {"failures": WebhookHost.failures + 1})
    failures = db.execute(counted.returning(WebhookHost.failures)).scalar_one()
    if failures >= FAILURES:
        pause_s = PAUSES.pause_s(failures - FAILURES + 1)
        until = database_now(db) + timedelta(seconds=pause_s)
        paused = (
            sa.update(WebhookHost).where(WebhookHost.target == circuit).values(paused_until=until)
        )
        db.execute(paused.execution_options(synchronize_session=False))
