"""Verification records: written once, never changed; the database refuses it."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from service.database.models.record import CreatedAt, Id, Json, JsonColumn, TableRow
from service.manufacturing.quoting import shared_record
from service.manufacturing.quoting.check_json import FindingJson
from service.manufacturing.quoting.quote_json import MoneyJson
from service.manufacturing.quoting.record_json import FullRecordJson, InputsJson


class RecordContent(TableRow):
    """What verifications have calculated, once for all that have come to the same.

    `content` is the record without what is an order's own (`manufacturing.shared_record`); the
    other columns are parts of it, to be read without all of it.
    """

    __tablename__ = "record_contents"

    #: SHA-256 of the canonical JSON
    digest: Mapped[bytes] = mapped_column(sa.LargeBinary(32), primary_key=True)
    content: Mapped[bytes]
    inputs: Mapped[Json[InputsJson]]
    #: in the usual order of ranking
    suitable: Mapped[list[str]]
    best_quote: Mapped[Json[MoneyJson] | None]
    findings: Mapped[Json[list[FindingJson]]]
    created_at: Mapped[CreatedAt] = mapped_column(index=True)

    @property
    def text_digest(self) -> bytes:
        """The SHA-256 of what is there; raises ValueError where that cannot be read."""
        return hashlib.sha256(shared_record.inflated(self.content)).digest()


class Verification(TableRow):
    """The answer of one verification: canonical JSON with its digest (`manufacturing.record`).

    What was calculated stands in its RecordContent, and the columns `own_` hold nothing, but for
    what this order has otherwise than all that share it. Rows from before it was shared have all of
    it themselves. `catalogue_version` is the one that it rests on.
    """

    __tablename__ = "verifications"
    __table_args__ = (sa.UniqueConstraint("process_id", "attempt"),)

    id: Mapped[Id]
    process_id: Mapped[UUID] = mapped_column(sa.ForeignKey("processes.id"))
    attempt: Mapped[int]
    verdict: Mapped[str] = mapped_column(sa.String(10))
    inputs_digest: Mapped[str] = mapped_column(sa.String(64))
    #: in rows that have all of it themselves; else empty, for the inputs have it
    catalogue_digest: Mapped[str] = mapped_column(sa.String(64))
    catalogue_version: Mapped[int | None]
    content_digest: Mapped[bytes | None] = mapped_column(
        sa.LargeBinary(32), sa.ForeignKey("record_contents.digest"), index=True
    )
    own_inputs: Mapped[Json[InputsJson] | None] = mapped_column("inputs", key="own_inputs")
    #: empty where it is that of the content
    own_suitable: Mapped[list[str]] = mapped_column("suitable", key="own_suitable")
    own_best_quote: Mapped[Json[MoneyJson] | None] = mapped_column(
        "best_quote", key="own_best_quote"
    )
    own_findings: Mapped[Json[list[FindingJson]] | None] = mapped_column(
        "findings", key="own_findings"
    )
    #: the whole text; empty where there is a content
    own_record: Mapped[str] = mapped_column("record", sa.Text(), key="own_record")
    digest: Mapped[str] = mapped_column(sa.String(64))
    #: of what was calculated, in rows that have all of it themselves
    answer_digest: Mapped[str | None] = mapped_column(sa.String(64))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime]

    shared: Mapped[RecordContent | None] = relationship(lazy="joined", viewonly=True)

    @property
    def record(self) -> str:
        """The canonical text of the whole record."""
        if self.shared is None:
            return self.own_record
        return shared_record.canonical_text(self.content)

    @property
    def content(self) -> FullRecordJson:
        """The whole record."""
        if self.shared is None:
            return shared_record.parsed(self.own_record)
        return shared_record.whole(
            self.shared.content,
            id=str(self.id),
            attempt=self.attempt,
            started_at=self.started_at.isoformat(),
            finished_at=self.finished_at.isoformat(),
        )

    @hybrid_property
    def inputs(self) -> InputsJson | None:
        """Those of the record."""
        return self.shared.inputs if self.shared else self.own_inputs

    @inputs.inplace.expression
    @classmethod
    def _inputs(cls) -> sa.ColumnElement[InputsJson | None]:
        return sa.func.coalesce(cls.own_inputs, _shared(RecordContent.inputs))

    @hybrid_property
    def suitable(self) -> list[str]:
        """Ids of the contractors that can make it, those first that the client prefers.

        Unless it has said otherwise, that is the cheapest.
        """
        return self.own_suitable or (self.shared.suitable if self.shared else [])

    @suitable.inplace.expression
    @classmethod
    def _suitable(cls) -> sa.ColumnElement[list[str]]:
        own = cls.own_suitable
        is_empty = sa.cast(own, sa.Text()) == "[]"
        return sa.func.coalesce(sa.case((is_empty, _shared(RecordContent.suitable))), own)

    @hybrid_property
    def best_quote(self) -> MoneyJson | None:
        """What the first of them asks for, without tax."""
        return self.own_best_quote or (self.shared.best_quote if self.shared else None)

    @best_quote.inplace.expression
    @classmethod
    def _best_quote(cls) -> sa.ColumnElement[MoneyJson | None]:
        return sa.func.coalesce(cls.own_best_quote, _shared(RecordContent.best_quote))

    @hybrid_property
    def findings(self) -> list[FindingJson] | None:
        """What the record found against the part or in it.

        None where it is from before they were kept.
        """
        return self.shared.findings if self.shared else self.own_findings

    @findings.inplace.expression
    @classmethod
    def _findings(cls) -> sa.ColumnElement[list[FindingJson] | None]:
        return sa.func.coalesce(cls.own_findings, _shared(RecordContent.findings))


def _shared(column: Any) -> Any:
    """A column of the content that a verification refers to, for use in a query of it."""
    of_it = sa.select(column).where(RecordContent.digest == Verification.content_digest)
    return sa.type_coerce(of_it.scalar_subquery(), JsonColumn())
