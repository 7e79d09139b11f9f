"""Verification records: written once, never changed; the database refuses it."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from service.database.models.record import Id, Json, TableRow
from service.manufacturing.quoting.check_json import FindingJson
from service.manufacturing.quoting.quote_json import MoneyJson
from service.manufacturing.quoting.record_json import InputsJson


class Verification(TableRow):
    """The answer of one verification: canonical JSON with its digest (`manufacturing.record`).

    `inputs` are those of the record, to be read without all of it; `catalogue_version` is the one
    that it rests on.
    """

    __tablename__ = "verifications"
    __table_args__ = (sa.UniqueConstraint("process_id", "attempt"),)

    id: Mapped[Id]
    process_id: Mapped[UUID] = mapped_column(sa.ForeignKey("processes.id"))
    attempt: Mapped[int]
    verdict: Mapped[str] = mapped_column(sa.String(10))
    inputs_digest: Mapped[str] = mapped_column(sa.String(64))
    catalogue_digest: Mapped[str] = mapped_column(sa.String(64))
    catalogue_version: Mapped[int | None]
    inputs: Mapped[Json[InputsJson] | None]
    #: ids of the contractors that can make it, cheapest first
    suitable: Mapped[list[str]]
    #: what the first of them asks for, without tax
    best_quote: Mapped[Json[MoneyJson] | None]
    #: what the record found against the part or in it, to be read without all of it; None where it
    #: is from before they were kept
    findings: Mapped[Json[list[FindingJson]] | None]
    record: Mapped[str] = mapped_column(sa.Text())
    digest: Mapped[str] = mapped_column(sa.String(64))
    #: of what was calculated, without what is this order's own; equal where the answer is the same
    answer_digest: Mapped[str | None] = mapped_column(sa.String(64))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime]
