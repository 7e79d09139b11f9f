"""Counters that all processes of the service share."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from service.database.models.record import TableRow


class EventCount(TableRow):
    """How often something has happened, on whatever machine, since the database was made."""

    __tablename__ = "event_counts"

    name: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    number: Mapped[int] = mapped_column(sa.BigInteger())
