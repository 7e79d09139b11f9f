"""Gives an office, of which there may be one at a time, to one holder until a time."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from service import clock
from service.database.models import LeaderLease
from service.database.models.record import Instant
from service.database.transactions import is_postgresql, lease_time


def hold(db: Session, office: str, holder: str, for_s: float) -> bool:
    """Take the office, or keep it, for the next `for_s` seconds; False while somebody else has it.

    Until the end of the transaction the row stays locked: whoever does the office's work in the
    same transaction is alone with it, even if his time runs out meanwhile.
    """
    mine = {"holder": holder, "until": after(db, for_s), "beat_at": lease_time(db)}
    insert = postgresql.insert if is_postgresql(db) else sqlite.insert
    kept = db.execute(
        insert(LeaderLease)
        .values(office=office, **mine)
        .on_conflict_do_update(
            index_elements=[LeaderLease.office],
            set_=mine,
            where=sa.or_(LeaderLease.holder == holder, LeaderLease.until <= lease_time(db)),
        )
        .returning(LeaderLease.office)
    )
    return kept.scalar() is not None


def resign(db: Session, office: str, holder: str) -> None:
    """Leave the office to whoever wants it; nothing happens if somebody else has it."""
    mine = sa.update(LeaderLease).where(LeaderLease.office == office, LeaderLease.holder == holder)
    db.execute(mine.values(until=lease_time(db)))


def last_beat(db: Session, office: str) -> datetime | None:
    """When the office's holder was last heard of; None before the first one."""
    return db.scalar(sa.select(LeaderLease.beat_at).where(LeaderLease.office == office))


def after(db: Session, seconds: float) -> sa.ColumnElement[datetime]:
    """The time on the clock of leases in so many seconds, or before now if they are negative."""
    if is_postgresql(db):
        return sa.func.clock_timestamp() + sa.func.make_interval(0, 0, 0, 0, 0, 0, seconds)
    return sa.literal(clock.now() + timedelta(seconds=seconds), Instant())
