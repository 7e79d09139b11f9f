"""What is offered: materials, post-processings, contractors and their machines."""

from enum import Enum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from service.database.models.column_json import ActorJson
from service.database.models.record import CreatedAt, Id, Json, TableRow
from service.manufacturing.quoting.catalogue.differences import FieldChangeJson
from service.values.json_object import JsonObject


class Standing(Enum):
    """Whether a contractor may be asked by others; only operators decide."""

    PENDING = "pending"  #: waits for an operator
    APPROVED = "approved"
    SUSPENDED = "suspended"  #: gets no new requests


class CatalogueItem(TableRow):
    """A material, a post-processing or a service, known to all by its slug."""

    __tablename__ = "catalogue_items"

    kind: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    data: Mapped[JsonObject]


class ContractorRow(TableRow):
    """The terms on which an organisation makes parts: currency, margin, capacity, channels."""

    __tablename__ = "contractors"

    organization_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("organizations.id"), primary_key=True
    )
    terms: Mapped[JsonObject]
    #: answers by itself, and is asked for orders of the sandbox alone
    sandbox: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    standing: Mapped[Standing] = mapped_column(
        default=Standing.APPROVED, server_default=Standing.APPROVED.value, index=True
    )
    #: its name as `contractor_names.key` folds it, by which names that look alike are one
    name_key: Mapped[str] = mapped_column(sa.String(400), default="", server_default="", index=True)
    version: Mapped[int] = mapped_column(default=1)
    #: version of the catalogue in which its terms, machines or name were last changed
    changed_in: Mapped[int] = mapped_column(default=0, server_default="0", index=True)
    #: version of the links by which it answers: those of earlier ones are void
    links_version: Mapped[int] = mapped_column(default=0, server_default="0")
    created_at: Mapped[CreatedAt]

    __mapper_args__ = {"version_id_col": version}


class StandingChange(TableRow):
    """That a contractor's standing was changed: when, by whom and why."""

    __tablename__ = "standing_changes"

    id: Mapped[Id]
    organization_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organizations.id"), index=True)
    standing: Mapped[Standing]
    reason: Mapped[str] = mapped_column(sa.Text(), default="")
    actor: Mapped[Json[ActorJson]]
    at: Mapped[CreatedAt]


class MachineRow(TableRow):
    """A kind of machine that a contractor has, with its rates, limits and materials."""

    __tablename__ = "machines"

    id: Mapped[Id]
    organization_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("contractors.organization_id"), index=True
    )
    data: Mapped[JsonObject]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class CatalogueVersion(TableRow):
    """One row, raised by whatever changes the catalogue: workers then read what has changed."""

    __tablename__ = "catalogue_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    #: version in which more was changed than single contractors
    whole: Mapped[int] = mapped_column(default=0, server_default="0")


class CatalogueChange(TableRow):
    """What a contractor has changed with one version of the catalogue; `joined` with its first.

    `changes` are those of `manufacturing.quoting.catalogue.differences`, with the figures before
    and after.
    """

    __tablename__ = "catalogue_changes"

    id: Mapped[Id]
    organization_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organizations.id"))
    version: Mapped[int] = mapped_column(index=True)
    joined: Mapped[bool] = mapped_column(default=False)
    changes: Mapped[Json[list[FieldChangeJson]]]
    changed_by: Mapped[UUID | None]
    at: Mapped[CreatedAt]


class CatalogueIndexPart(TableRow):
    """A part of the contractors as matching reads them, as of a version of the catalogue.

    A cache: processes that start read it, and only what has changed since beside it.
    """

    __tablename__ = "catalogue_index"

    #: the SHA-256 of the code that it was made by; no other reads it
    made_by: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    content: Mapped[bytes]
