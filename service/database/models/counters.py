"""Counters that all processes of the service share."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from service.database.models.record import TableRow


class EventCount(TableRow):
    """How often something has happened, on whatever machine, since the database was made."""

    __tablename__ = "event_counts"

    name: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    number: Mapped[int] = mapped_column(sa.BigInteger())


class Usage(TableRow):
    """What an organisation or a visitor has stored and not deleted.

    It is changed in the transaction that stores or deletes, so that quotas hold.
    """

    __tablename__ = "usage"

    party_id: Mapped[UUID] = mapped_column(primary_key=True)
    projects: Mapped[int] = mapped_column(sa.BigInteger())
    processes: Mapped[int] = mapped_column(sa.BigInteger())
    files: Mapped[int] = mapped_column(sa.BigInteger())
    bytes: Mapped[int] = mapped_column(sa.BigInteger())
