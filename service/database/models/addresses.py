"""The address books of organisations."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from service.database.models.column_json import AddressJson
from service.database.models.record import CreatedAt, Id, Json, TableRow


class BookedAddress(TableRow):
    """An address in an organisation's book. Orders hold copies, and nothing leads from them here.

    For each use one address of an organisation at most is the default: whoever changes the book
    holds the organisation's row.
    """

    __tablename__ = "addresses"

    id: Mapped[Id]
    organization_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organizations.id"), index=True)
    label: Mapped[str] = mapped_column(sa.String(100))
    address: Mapped[Json[AddressJson]]
    #: of `delivery` and `billing`, what it is good for, and where it is taken if none is stated
    uses: Mapped[list[str]]
    default_for: Mapped[list[str]]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[datetime]

    __mapper_args__ = {"version_id_col": version}
