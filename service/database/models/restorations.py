"""Restorations: that the database was restored from a backup, and where the feed goes on since."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from service.database.models.record import CreatedAt, Id, TableRow


class Restoration(TableRow):
    """That the database was restored: the beginning of another epoch of the feed.

    Positions between `last_position` and `first_position` were given to events that are lost.
    """

    __tablename__ = "restorations"

    id: Mapped[Id]
    #: the moment that the backup shows
    backup_at: Mapped[datetime]
    restored_at: Mapped[CreatedAt]
    #: of the newest event in the backup
    last_position: Mapped[int] = mapped_column(sa.BigInteger())
    #: of the first event after it
    first_position: Mapped[int] = mapped_column(sa.BigInteger(), unique=True)
    #: when an operator let the service send again; until then nothing leaves it
    resumed_at: Mapped[datetime | None]
