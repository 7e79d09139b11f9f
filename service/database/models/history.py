"""The history of each process: append-only, chained by hash."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from service.database.models.record import Id, TableRow
from service.values.json_object import JsonObject


class HistoryRow(TableRow):
    """Who did what to a process, or to one of its requests, and when."""

    __tablename__ = "history"
    __table_args__ = (
        sa.UniqueConstraint("process_id", "version"),
        # PostgreSQL has no other for the id: rows lie in the order of time, as their ids do.
        sa.Index("ix_history_id", "id", postgresql_using="brin").ddl_if("postgresql"),
    )

    id: Mapped[Id]
    process_id: Mapped[UUID] = mapped_column(sa.ForeignKey("processes.id"))
    #: the process' version that this row made
    version: Mapped[int]
    request_id: Mapped[UUID | None]
    at: Mapped[datetime]
    actor_role: Mapped[str] = mapped_column(sa.String(20))
    actor_id: Mapped[UUID | None] = mapped_column(index=True)
    actor_name: Mapped[str] = mapped_column(sa.String(200))
    trigger: Mapped[str] = mapped_column(sa.String(40))
    source: Mapped[str | None] = mapped_column(sa.String(40))
    dest: Mapped[str] = mapped_column(sa.String(40))
    data: Mapped[JsonObject]
    #: names the key of the hash; None in rows from before there were keys
    key_id: Mapped[str | None] = mapped_column(sa.String(8))
    #: the hash of the row before, in rows of former versions; else empty, for that row has it
    previous_hash: Mapped[str] = mapped_column(sa.String(64))
    hash: Mapped[str] = mapped_column(sa.String(64))
