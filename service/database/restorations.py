"""Says whether the database was restored from a backup, and what is on hold since."""

from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.database.models import Restoration

#: That sending is on hold, as a condition of a query; see `sending_is_on_hold`.
IS_ON_HOLD: Final = sa.exists().where(Restoration.resumed_at.is_(None)).correlate(None)


def sending_is_on_hold(db: Session) -> bool:
    """Whether nothing may leave the service: it was restored, and no operator has looked yet.

    No contractor is asked, no webhook called, nobody mailed, and no deadline fires.
    """
    return on_hold_since(db) is not None


def on_hold_since(db: Session) -> Restoration | None:
    """The restoration since which sending is on hold; None if it is not."""
    newest = sa.select(Restoration).where(Restoration.resumed_at.is_(None))
    return db.scalar(newest.order_by(Restoration.first_position.desc()).limit(1))


def resume(db: Session) -> bool:
    """Let the service send again; False if nothing was on hold."""
    held = sa.update(Restoration).where(Restoration.resumed_at.is_(None))
    return bool(db.scalars(held.values(resumed_at=clock.now()).returning(Restoration.id)).all())


def that_lost(db: Session, position: int) -> Restoration | None:
    """The restoration by which the event at this position of the feed was lost; None if none."""
    return db.scalar(
        sa.select(Restoration)
        .where(Restoration.last_position < position, Restoration.first_position > position)
        .order_by(Restoration.first_position.desc())
        .limit(1)
    )


def add(db: Session, *, backup_at: datetime, last_position: int) -> Restoration:
    """Begin another epoch of the feed, with sending on hold.

    Its positions begin with the microseconds since 1970: later than any that were ever given, also
    by a service that was restored from the same backup before, as long as no service announces a
    million events a second; and until the year 2255 exact in a double, as JSON is read.
    """
    now = clock.now()
    first_position = max(last_position + 1, int(now.timestamp() * 1_000_000))
    restoration = Restoration(
        backup_at=backup_at,
        restored_at=now,
        last_position=last_position,
        first_position=first_position,
    )
    db.add(restoration)
    db.flush()
    return restoration
