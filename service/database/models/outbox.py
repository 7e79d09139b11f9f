"""The outbox (events and work items), stored answers, and leader leases."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from service.database.models.record import CreatedAt, HttpRequestId, Json, TableRow
from service.values.json_object import JsonObject


class WorkItem(TableRow):
    """That a worker must be woken for a process; the relay wakes one and deletes it."""

    __tablename__ = "bells"

    id: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True
    )
    task: Mapped[str] = mapped_column(sa.String(20))
    process_id: Mapped[UUID]
    created_at: Mapped[CreatedAt]
    http_request_id: Mapped[HttpRequestId]


class OutboxEvent(TableRow):
    """An event that nobody can read yet: the relay makes it one, with its position and audience.

    `id` counts up in the database: of two writers of one process, who hold its row one after the
    other, the later one has the greater id, whatever their clocks say.
    """

    __tablename__ = "announcements"

    id: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True
    )
    event_id: Mapped[UUID]
    type: Mapped[str] = mapped_column(sa.String(60))
    right: Mapped[str] = mapped_column(sa.String(40))
    at: Mapped[datetime]
    project_id: Mapped[UUID | None]
    process_id: Mapped[UUID | None]
    #: as its project is
    sandbox: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    actor_role: Mapped[str] = mapped_column(sa.String(20))
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str] = mapped_column(sa.String(200))
    data: Mapped[JsonObject]
    #: ids of its audience, in hex
    parties: Mapped[list[str]]
    http_request_id: Mapped[HttpRequestId]


class IdempotentAnswer(TableRow):
    """The answer to a request with an `Idempotency-Key`; without a status it still runs."""

    __tablename__ = "kept_answers"

    principal: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(255), primary_key=True)
    request_digest: Mapped[str] = mapped_column(sa.String(64))
    #: of an upload: stands for its bytes, which are not part of `request_digest`
    content_digest: Mapped[str | None] = mapped_column(sa.String(64))
    #: all that the caller might, see `Principal.reach`; None for answers of former versions
    reach: Mapped[Json[dict[str, list[str]]] | None]
    owner: Mapped[str] = mapped_column(sa.String(64))
    started_at: Mapped[datetime] = mapped_column(index=True)
    status: Mapped[int | None]
    headers: Mapped[Json[dict[str, str]] | None]
    body: Mapped[bytes | None]


class TraceContext(TableRow):
    """To which trace an HTTP request belongs that has changed something, where traces are made."""

    __tablename__ = "trace_contexts"

    http_request_id: Mapped[str] = mapped_column(sa.String(128), primary_key=True)
    #: W3C Trace Context, section 3.2
    traceparent: Mapped[str] = mapped_column(sa.String(55))
    created_at: Mapped[CreatedAt] = mapped_column(index=True)


class LeaderLease(TableRow):
    """Which process leads in a role that one has at a time, such as the relay's, until when."""

    __tablename__ = "tenures"

    role: Mapped[str] = mapped_column("office", sa.String(20), key="role", primary_key=True)
    holder: Mapped[str] = mapped_column(sa.String(64))
    until: Mapped[datetime]
    beat_at: Mapped[datetime]
