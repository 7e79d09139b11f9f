"""Uploaded files, and what the analysis of their content found."""

import enum
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from service.database.models.record import CreatedAt, Id, Json, TableRow
from service.manufacturing.geometry.record_json import ErrorJson
from service.values.json_object import JsonObject


class RepairStatus(enum.Enum):
    """What a file is to its process."""

    #: is made as it is, or goes with the order as an attachment
    PART = "part"
    #: a repaired copy that the client may accept in the place of its original
    OFFERED = "offered"
    #: stays to be looked at; its repaired copy is made instead
    REPLACED = "replaced"


class FileRole(enum.Enum):
    """What a file is for."""

    #: is made and charged; a model alone can be
    PART = "part"
    #: is shown beside the parts, and neither made nor charged
    REFERENCE = "reference"
    #: a certificate, a report, a drawing
    PAPER = "paper"


class File(TableRow):
    """A file of a process. The content lies in storage under its SHA-256."""

    __tablename__ = "files"

    id: Mapped[Id]
    process_id: Mapped[UUID] = mapped_column(sa.ForeignKey("processes.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(255))
    media_type: Mapped[str] = mapped_column(sa.String(100))
    #: a key of meshes.FORMATS, told from the content; None for an attachment
    model_format: Mapped[str | None] = mapped_column(sa.String(10))
    unit: Mapped[str | None] = mapped_column(sa.String(10))
    size_bytes: Mapped[int] = mapped_column(sa.BigInteger())
    sha256: Mapped[str] = mapped_column(sa.String(64), index=True)
    repair_status: Mapped[RepairStatus] = mapped_column(
        "standing", key="repair_status", default=RepairStatus.PART, server_default="part"
    )
    #: the file that this one is a repaired copy of, and what was changed
    repair_of: Mapped[UUID | None]
    repair: Mapped[JsonObject | None]
    #: of a paper that a contractor adds to its order: the request by which it has it
    request_id: Mapped[UUID | None]
    #: None: what its content has it be, see `role`
    stated_role: Mapped[FileRole | None] = mapped_column("role", key="stated_role")
    party_id: Mapped[UUID]
    uploaded_by: Mapped[UUID | None] = mapped_column(index=True)
    created_at: Mapped[CreatedAt]
    deleted_at: Mapped[datetime | None]

    @property
    def role(self) -> FileRole:
        """As it was stated; else a model is a part, and anything else a paper."""
        return self.stated_role or (FileRole.PART if self.model_format else FileRole.PAPER)


class FileGrant(TableRow):
    """Whether contractors get full files before they are confirmed: of a process, or by request."""

    __tablename__ = "file_grants"

    #: the id of a process, or that of a request, which counts for more
    scope_id: Mapped[UUID] = mapped_column(primary_key=True)
    full: Mapped[bool]
    changed_at: Mapped[CreatedAt]


class FileDownload(TableRow):
    """That a contractor has downloaded files of a process: one, or without `file_id` all."""

    __tablename__ = "file_accesses"
    __table_args__ = (sa.Index("ix_file_accesses_process_id_id", "process_id", "id"),)

    id: Mapped[Id]
    process_id: Mapped[UUID] = mapped_column(sa.ForeignKey("processes.id"))
    request_id: Mapped[UUID] = mapped_column(sa.ForeignKey("requests.id"))
    file_id: Mapped[UUID | None]
    name: Mapped[str] = mapped_column(sa.String(255))
    party_id: Mapped[UUID]
    actor_id: Mapped[UUID | None] = mapped_column(index=True)
    actor_name: Mapped[str] = mapped_column(sa.String(200))
    at: Mapped[CreatedAt]


class Analysis(TableRow):
    """The geometry of a content, in the file's units, calculated once per analysis version."""

    __tablename__ = "analyses"

    sha256: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    analysis_version: Mapped[int] = mapped_column(primary_key=True)
    geometry: Mapped[JsonObject | None]
    #: when the content cannot be read
    error: Mapped[Json[ErrorJson] | None]
    created_at: Mapped[CreatedAt]
