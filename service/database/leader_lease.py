"""The leader lease: makes one process at a time the leader in a role, until its time runs out."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database.clock import lease_time, lease_time_in
from service.database.models import LeaderLease
from service.database.upsert import upsert


def acquire(db: Session, role: str, holder: str, for_s: float) -> bool:
    """Lead in a role, or go on leading, for the next `for_s` seconds; False while another leads.

    The row stays locked until the transaction ends: whoever does the leader's work in the same
    transaction is alone with it, even if the lease runs out meanwhile.
    """
    term = {"holder": holder, "until": lease_time_in(db, for_s), "beat_at": lease_time(db)}
    is_free = sa.or_(LeaderLease.holder == holder, LeaderLease.until <= lease_time(db))
    statement = upsert(db, LeaderLease, {"role": role, **term}, term, where=is_free)
    return db.execute(statement.returning(LeaderLease.role)).first() is not None


def is_led(db: Session, role: str) -> bool:
    """Whether somebody leads in a role now."""
    lease = sa.select(LeaderLease.role).where(
        LeaderLease.role == role, LeaderLease.until > lease_time(db)
    )
    return db.scalar(lease) is not None


def resign(db: Session, role: str, holder: str) -> None:
    """End the lease of `holder`, so that another may lead at once; harmless if another leads."""
    statement = sa.update(LeaderLease).where(LeaderLease.role == role, LeaderLease.holder == holder)
    db.execute(statement.values(until=lease_time(db)))
