"""Provides the time by which leases, queues and deadlines are judged, the same on every machine."""

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.database.engine import is_postgresql
from service.database.models.record import Instant


def lease_time(db: Session) -> sa.ColumnElement[Any]:
    """The present moment: the server's, or where there is none this machine's."""
    if is_postgresql(db):
        return sa.func.clock_timestamp()
    return sa.literal(clock.now(), Instant())


def database_now(db: Session) -> datetime:
    """The present moment by the same clock, as a value; tests move it with that of the process.

    What several hosts hand to each other by a moment in a row is judged by it: clocks of hosts
    differ, and who is ahead would take what another has just begun.
    """
    if not is_postgresql(db):
        return clock.now()
    moment: datetime = db.scalars(sa.select(sa.func.clock_timestamp())).one()
    return moment.astimezone(UTC) + clock.ahead()


def lease_time_in(db: Session, seconds: float) -> sa.ColumnElement[datetime]:
    """The moment in so many seconds, or before now if they are negative."""
    if is_postgresql(db):
        return sa.func.clock_timestamp() + sa.func.make_interval(0, 0, 0, 0, 0, 0, seconds)
    return sa.literal(clock.now() + timedelta(seconds=seconds), Instant())
