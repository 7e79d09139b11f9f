"""Verification records: written once, never changed."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from service.models.record import Id, Record


class Verification(Record):
    """The answer of one verification. `record` is canonical JSON, `digest` its SHA-256."""

    __tablename__ = "verifications"
    __table_args__ = (sa.UniqueConstraint("process_id", "attempt"),)

    id: Mapped[Id]
    process_id: Mapped[UUID] = mapped_column(sa.ForeignKey("processes.id"))
    attempt: Mapped[int]
    verdict: Mapped[str] = mapped_column(sa.String(10))
    inputs_digest: Mapped[str] = mapped_column(sa.String(64))
    catalogue_digest: Mapped[str] = mapped_column(sa.String(64))
    #: ids of the contractors that can make it, cheapest first
    suitable: Mapped[list[str]]
    record: Mapped[str] = mapped_column(sa.Text())
    digest: Mapped[str] = mapped_column(sa.String(64))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime]
