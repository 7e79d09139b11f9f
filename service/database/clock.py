"""Provides the time by which leases are judged, the same on every machine."""

from datetime import datetime, timedelta
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


def lease_time_in(db: Session, seconds: float) -> sa.ColumnElement[datetime]:
    """The moment in so many seconds, or before now if they are negative."""
    if is_postgresql(db):
        return sa.func.clock_timestamp() + sa.func.make_interval(0, 0, 0, 0, 0, 0, seconds)
    return sa.literal(clock.now() + timedelta(seconds=seconds), Instant())
