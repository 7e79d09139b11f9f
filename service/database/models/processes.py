"""Processes, each of them one part to be made, with progress and dependencies."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from service.database.models.column_json import ConfigurationJson, DispatchWishJson, WindowJson
from service.database.models.record import CreatedAt, HttpRequestId, Id, Json, TableRow, made_of
from service.database.models.shared_values import SharedValue
from service.manufacturing.quoting.quote_json import QuoteJson
from service.values.json_object import JsonObject
from service.values.texts import folded
from workflows.process import ProcessState

_IS_LIVING = sa.text("deleted_at IS NULL")
_IS_PARKED = sa.text("parked_at IS NOT NULL")
_SANDBOX_IS_DUE = sa.text("sandbox_due_at IS NOT NULL")


class Process(TableRow):
    """One part to be made. Change `state` only with `service.lifecycle.transitions.move`.

    `version` equals the number of its history rows: whatever changes a process is in its history.
    Of two that made the same version, without waiting for each other's lock, the history takes one.
    """

    __tablename__ = "processes"
    __table_args__ = (
        sa.Index("ix_processes_state_lease", "state", "lease_until"),
        sa.Index(
            "ix_processes_state_since",
            "state",
            "state_since",
            postgresql_where=_IS_LIVING,
            sqlite_where=_IS_LIVING,
        ),
        sa.Index(
            "ix_processes_parked_at",
            "parked_at",
            postgresql_where=_IS_PARKED,
            sqlite_where=_IS_PARKED,
        ),
        sa.Index("ix_processes_due_at", "due_at"),
        sa.Index("ix_processes_remind_at", "remind_at"),
        sa.Index(
            "ix_processes_sandbox_due_at",
            "sandbox_due_at",
            postgresql_where=_SANDBOX_IS_DUE,
            sqlite_where=_SANDBOX_IS_DUE,
        ),
    )

    id: Mapped[Id]
    project_id: Mapped[UUID] = mapped_column(sa.ForeignKey("projects.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(200), default="")
    #: the title as it is searched; it follows the title
    title_folded: Mapped[str] = mapped_column(sa.Text(), default=made_of("title", folded))
    service_type: Mapped[str] = mapped_column(sa.String(60), default="additive_manufacturing")
    configuration: Mapped[Json[ConfigurationJson]] = mapped_column(default=dict)
    #: what the client stores with it for itself; None where there is nothing
    details: Mapped[Json[JsonObject] | None]
    state: Mapped[ProcessState] = mapped_column(default=ProcessState.DRAFT)
    state_since: Mapped[CreatedAt]
    version: Mapped[int] = mapped_column(default=1)
    history_hash: Mapped[str] = mapped_column(sa.String(64), default="")
    #: as its project is
    sandbox: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    #: when a contractor of the sandbox looks at it next
    sandbox_due_at: Mapped[datetime | None]

    choice: Mapped[list[str]] = mapped_column(default=list)
    #: whether the client has named who is in the choice; False: the ranking has chosen
    choice_by_name: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    #: the client who asked for `send` as soon as the verification passes
    send_for: Mapped[Json[DispatchWishJson] | None]
    verification_id: Mapped[UUID | None]
    #: by contractor, quotes that its verification's record does not keep, as records have them
    further_quotes: Mapped[Json[dict[str, QuoteJson]] | None]
    quotes_valid_until: Mapped[datetime | None]
    contractor_id: Mapped[UUID | None]
    offer_id: Mapped[UUID | None]

    #: "as_quoted": the first offer that asks no more than its quote is accepted by itself
    accept: Mapped[str | None] = mapped_column(sa.String(20))
    #: what was agreed: by when production starts, the parts leave, and they arrive
    start_by: Mapped[datetime | None]
    ship_by: Mapped[datetime | None]
    deliver_by: Mapped[datetime | None]

    due_at: Mapped[datetime | None]
    remind_at: Mapped[datetime | None]
    #: the windows that held when it was sent, in rows from before these were shared
    own_windows: Mapped[Json[dict[str, WindowJson]]] = mapped_column(
        "deadlines", key="own_windows", default=dict
    )
    windows_digest: Mapped[bytes | None] = mapped_column(
        sa.LargeBinary(32), sa.ForeignKey("shared_values.digest")
    )
    reminded_at: Mapped[datetime | None]
    #: how often it was sent; each round asks anew
    round: Mapped[int] = mapped_column(default=0)
    lease_token: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    #: who claimed it: a worker's message, and which of its processes (`leases.hold_for`)
    lease_holder: Mapped[str | None] = mapped_column(sa.String(64))
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None]
    rung_at: Mapped[datetime | None]
    #: the request that its automatic step goes back to
    http_request_id: Mapped[HttpRequestId]
    last_error: Mapped[str | None] = mapped_column(sa.Text())
    parked_at: Mapped[datetime | None]

    created_by: Mapped[UUID | None] = mapped_column(index=True)
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[CreatedAt]
    deleted_at: Mapped[datetime | None]

    shared_windows: Mapped[SharedValue | None] = relationship()

    @property
    def windows(self) -> dict[str, WindowJson]:
        """The windows that held when it was sent, by the name of the deadline; else nothing."""
        return self.shared_windows.value if self.shared_windows else self.own_windows

    @validates("title")
    def _fold(self, _: str, title: str) -> str:
        self.title_folded = folded(title)
        return title


class Progress(TableRow):
    """How far the attempt with that token at verifying a process had come when it last told.

    No foreign key: PostgreSQL would lock the process' row for it.
    """

    __tablename__ = "progress"

    process_id: Mapped[UUID] = mapped_column(primary_key=True)
    lease_token: Mapped[int]
    stage: Mapped[str] = mapped_column(sa.String(40))
    percent: Mapped[int]
    #: the name of the file that is being measured
    file: Mapped[str] = mapped_column(sa.String(255))
    at: Mapped[datetime]


class Dependency(TableRow):
    """That a process waits until another one of its project is completed."""

    __tablename__ = "dependencies"

    process_id: Mapped[UUID] = mapped_column(sa.ForeignKey("processes.id"), primary_key=True)
    predecessor_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("processes.id"), primary_key=True, index=True
    )
    created_at: Mapped[CreatedAt]
