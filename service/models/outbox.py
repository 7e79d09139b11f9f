"""What must be announced after the commit, and answers kept for repeats of a request."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from service.models.record import CreatedAt, Record


class Bell(Record):
    """That a worker must be woken for a process; the relay rings and deletes it."""

    __tablename__ = "bells"

    id: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True
    )
    task: Mapped[str] = mapped_column(sa.String(20))
    process_id: Mapped[UUID]
    created_at: Mapped[CreatedAt]


class KeptAnswer(Record):
    """The answer to a request with an `Idempotency-Key`; without a status it still runs."""

    __tablename__ = "kept_answers"

    principal: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(255), primary_key=True)
    request_digest: Mapped[str] = mapped_column(sa.String(64))
    owner: Mapped[str] = mapped_column(sa.String(64))
    started_at: Mapped[datetime] = mapped_column(index=True)
    status: Mapped[int | None]
    headers: Mapped[dict[str, Any] | None]
    body: Mapped[bytes | None]


class Tenure(Record):
    """Who holds an office of which there may be one at a time, such as the relay's, until when."""

    __tablename__ = "tenures"

    office: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    holder: Mapped[str] = mapped_column(sa.String(64))
    until: Mapped[datetime]
    beat_at: Mapped[datetime]
