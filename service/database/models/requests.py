"""Requests to contractors, and the offers that they answer with."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from service.database.models.column_json import (
    ChannelReportJson,
    GeneralTermsJson,
    PendingOfferJson,
)
from service.database.models.record import CreatedAt, Id, Json, JsonColumn, TableRow
from service.database.models.shared_values import SharedValue
from service.manufacturing.quoting.quote_json import LineJson, QuoteViewJson
from workflows.request import RequestState

_WAITS_FOR_MAIL = sa.text("mail_due_at IS NOT NULL")
_MAIL_GIVEN_UP = sa.text("mail_given_up_at IS NOT NULL")


class Request(TableRow):
    """What one contractor was asked. Change `state` only with `service.sourcing.requests`."""

    __tablename__ = "requests"
    __table_args__ = (
        # One request per contractor and dispatch, however often a worker dies. Its index finds the
        # requests of a process.
        sa.UniqueConstraint("process_id", "round", "contractor_id"),
        sa.Index("ix_requests_contractor_id_state_id", "contractor_id", "state", "id"),
        sa.Index("ix_requests_contractor_id_id", "contractor_id", "id"),
        sa.Index("ix_requests_project_contractor", "project_id", "contractor_id"),
        sa.Index(
            "ix_requests_mail_due_at",
            "mail_due_at",
            postgresql_where=_WAITS_FOR_MAIL,
            sqlite_where=_WAITS_FOR_MAIL,
        ),
        sa.Index(
            "ix_requests_mail_given_up_at",
            "mail_given_up_at",
            postgresql_where=_MAIL_GIVEN_UP,
            sqlite_where=_MAIL_GIVEN_UP,
        ),
    )

    id: Mapped[Id]
    number: Mapped[str] = mapped_column(sa.String(20), unique=True)
    process_id: Mapped[UUID] = mapped_column(sa.ForeignKey("processes.id"))
    round: Mapped[int]
    project_id: Mapped[UUID] = mapped_column(sa.ForeignKey("projects.id"))
    contractor_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organizations.id"))
    verification_id: Mapped[UUID] = mapped_column(sa.ForeignKey("verifications.id"))
    state: Mapped[RequestState] = mapped_column(default=RequestState.QUEUED)
    #: as its process is
    sandbox: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    #: whether the client chose the contractor by name, and so shows it the files themselves
    by_name: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    version: Mapped[int] = mapped_column(default=1)
    #: the quote, in rows from before these were shared; else empty
    own_quote: Mapped[Json[QuoteViewJson]] = mapped_column("quote", key="own_quote", default=dict)
    quote_digest: Mapped[bytes | None] = mapped_column(
        sa.LargeBinary(32), sa.ForeignKey("shared_values.digest")
    )
    #: by channel
    dispatch: Mapped[Json[dict[str, ChannelReportJson]]] = mapped_column(default=dict)
    idempotency_key: Mapped[str] = mapped_column(sa.String(64))
    #: why it was declined, or refused by the contractor's terms
    reason: Mapped[str | None] = mapped_column(sa.Text())
    answer_by: Mapped[datetime | None]
    question_until: Mapped[datetime | None]
    remind_at: Mapped[datetime | None]
    #: when it is mailed again that could not be mailed at once; the order goes on meanwhile
    mail_due_at: Mapped[datetime | None]
    #: when its mail was given up; None while one is to come, or once one was sent
    mail_given_up_at: Mapped[datetime | None]
    #: when the client answered a question, which a mail of its own tells of
    question_answered_at: Mapped[datetime | None]
    #: when the client let the contractor have the files, which another mail brings
    files_shown_at: Mapped[datetime | None]
    #: an offer made by link that its contractor has not confirmed yet
    pending_offer: Mapped[Json[PendingOfferJson] | None]
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[CreatedAt]

    #: with one query for all requests that are read at once
    shared_quote: Mapped[SharedValue | None] = relationship(lazy="selectin")

    __mapper_args__ = {"version_id_col": version}

    @hybrid_property
    def quote(self) -> QuoteViewJson:
        """With all its lines; `client_view.for_client` makes the client's of it."""
        return self.shared_quote.value if self.shared_quote else self.own_quote

    @quote.inplace.expression
    @classmethod
    def _quote(cls) -> sa.ColumnElement[QuoteViewJson]:
        shared = sa.select(SharedValue.value).where(SharedValue.digest == cls.quote_digest)
        quote = sa.func.coalesce(shared.scalar_subquery(), cls.own_quote)
        return sa.type_coerce(quote, JsonColumn())

    @property
    def mailed_anew_at(self) -> datetime | None:
        """When something happened of which another mail tells than that of the request itself."""
        news = (self.question_answered_at, self.files_shown_at)
        return max((at for at in news if at), default=None)


class Offer(TableRow):
    """A binding offer. Never changed: a later number of the same request supersedes it."""

    __tablename__ = "offers"
    __table_args__ = (sa.UniqueConstraint("request_id", "number"),)

    id: Mapped[Id]
    request_id: Mapped[UUID] = mapped_column(sa.ForeignKey("requests.id"))
    process_id: Mapped[UUID] = mapped_column(sa.ForeignKey("processes.id"), index=True)
    contractor_id: Mapped[UUID]
    number: Mapped[int]
    amount: Mapped[Decimal]
    currency: Mapped[str] = mapped_column(sa.String(3))
    lead_time_days: Mapped[int]
    valid_until: Mapped[datetime]
    note: Mapped[str] = mapped_column(sa.Text(), default="")
    lines: Mapped[Json[list[LineJson]]] = mapped_column(default=list)
    #: of both sides, as they stood when it was made; None: it was made before they were kept
    general_terms: Mapped[Json[GeneralTermsJson] | None]
    created_at: Mapped[CreatedAt]
