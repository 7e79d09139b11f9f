"""Begins another epoch of the feed, after the database was restored from a backup."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.access.actor import SYSTEM
from service.database import restorations
from service.database.models import Event, Restoration
from service.events import feed
from service.events.catalogue import FEED_RESTORED


def begin(db: Session, backup_at: datetime) -> Restoration:
    """Let the feed go on at a position beyond all that were given before, with sending on hold.

    Who comes with a position that was given after the backup is told so (`feed.Gone`), for what
    happened until then may never have happened in the service as it is now. An event that nobody
    sees takes the first position, so that all others follow it. No relay may work meanwhile.
    """
    last = feed.last_position(db)
    restoration = restorations.add(db, backup_at=backup_at, last_position=last)
    db.add(
        Event(
            position=restoration.first_position,
            type=FEED_RESTORED,
            stored_right="",
            at=restoration.restored_at,
            actor_role=SYSTEM.role.value,
            actor_id=SYSTEM.id,
            actor_name=SYSTEM.name,
            data={"last_position": last},
        )
    )
    db.flush()
    return restoration
