"""The pieces of a contract: made, failed, replaced, shipped and delivered."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from service.database.models.record import CreatedAt, Id, TableRow
from workflows.shipping import Way


class ProductionRow(TableRow):
    """The count of a contract's pieces. Change it only with `service.orders.production`.

    Pieces are numbered in the order in which they are made. A replacement gets the next number
    after all others, so `pieces + failed + remade` is the last one.
    """

    __tablename__ = "productions"

    process_id: Mapped[UUID] = mapped_column(sa.ForeignKey("processes.id"), primary_key=True)
    #: as ordered
    pieces: Mapped[int]
    made: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    #: made once more after a dispute, or after a shipment was lost
    remade: Mapped[int] = mapped_column(default=0)
    #: the number of the first piece since production was last started
    run_from: Mapped[int] = mapped_column(default=1)

    @property
    def to_make(self) -> int:
        """All pieces that were or will be made, the failed ones too."""
        return self.pieces + self.failed + self.remade

    @property
    def left(self) -> int:
        """Pieces that are still to be made."""
        return self.to_make - self.failed - self.made

    @property
    def reported(self) -> int:
        """Pieces that were made or failed since production was last started."""
        return self.made + self.failed + 1 - self.run_from


class Replacement(TableRow):
    """That pieces are made anew: those that failed, were lost, or were delivered and disputed."""

    __tablename__ = "replacements"

    id: Mapped[Id]
    process_id: Mapped[UUID] = mapped_column(sa.ForeignKey("processes.id"), index=True)
    pieces: Mapped[int]
    #: the numbers of the first piece that failed (None if none did), and of its replacement
    failed_from: Mapped[int | None]
    made_from: Mapped[int]
    reason: Mapped[str] = mapped_column(sa.Text())
    created_at: Mapped[CreatedAt]


class Shipment(TableRow):
    """Pieces that travel together."""

    __tablename__ = "shipments"
    __table_args__ = (sa.UniqueConstraint("process_id", "number"),)

    id: Mapped[Id]
    process_id: Mapped[UUID] = mapped_column(sa.ForeignKey("processes.id"))
    number: Mapped[int]
    pieces: Mapped[int]
    way: Mapped[Way] = mapped_column(default=Way.PARCEL, server_default=Way.PARCEL.value)
    #: empty where nobody else carries it
    carrier: Mapped[str] = mapped_column(sa.String(200))
    #: empty where there is none
    tracking_number: Mapped[str] = mapped_column(sa.String(200))
    shipped_at: Mapped[CreatedAt]
    delivered_at: Mapped[datetime | None]
    #: since when it is known that it will never arrive, and why
    lost_at: Mapped[datetime | None]
    lost_reason: Mapped[str | None] = mapped_column(sa.Text())
