"""Gives an office, of which there may be one at a time, to one holder until a time."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database.clock import lease_time, lease_time_in
from service.database.models import LeaderLease
from service.database.upsert import upsert


def acquire(db: Session, office: str, holder: str, for_s: float) -> bool:
    """Take the office, or keep it, for the next `for_s` seconds; False while somebody else has it.

    Until the end of the transaction the row stays locked: whoever does the office's work in the
    same transaction is alone with it, even if their time runs out meanwhile.
    """
    mine = {"holder": holder, "until": lease_time_in(db, for_s), "beat_at": lease_time(db)}
    is_free = sa.or_(LeaderLease.holder == holder, LeaderLease.until <= lease_time(db))
    taken = upsert(db, LeaderLease, {"office": office, **mine}, mine, where=is_free)
    return db.execute(taken.returning(LeaderLease.office)).first() is not None


def resign(db: Session, office: str, holder: str) -> None:
    """Leave the office to whoever wants it; nothing happens if somebody else has it."""
    mine = sa.update(LeaderLease).where(LeaderLease.office == office, LeaderLease.holder == holder)
    db.execute(mine.values(until=lease_time(db)))


def last_beat(db: Session, office: str) -> datetime | None:
    """When the office's holder was last heard of; None before the first one."""
    return db.scalar(sa.select(LeaderLease.beat_at).where(LeaderLease.office == office))
