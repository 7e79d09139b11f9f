"""Webhook endpoints, deliveries with their attempts, and hosts that keep failing."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from service.database.encryption import EncryptedSecrets
from service.database.models.column_json import SecretJson
from service.database.models.record import CreatedAt, Id, TableRow

_PENDING, _UNTAKEN = sa.text("state = 'pending'"), sa.text("state <> 'delivered'")


class WebhookEndpoint(TableRow):
    """An endpoint of an organisation. It is sent what the organisation may see, within `rights`."""

    __tablename__ = "webhooks"

    id: Mapped[Id]
    organization_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organizations.id"), index=True)
    url: Mapped[str] = mapped_column(sa.String(2000))
    #: host and port, by which calls are paused together
    target: Mapped[str] = mapped_column(sa.String(300))
    description: Mapped[str] = mapped_column(sa.String(200), default="")
    types: Mapped[list[str]]
    rights: Mapped[list[str]]
    #: False: what it is sent names no prices, as its maker was shown none
    sees_prices: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    #: "per_process" or "parallel"
    ordering: Mapped[str] = mapped_column(sa.String(20))
    enabled: Mapped[bool] = mapped_column(default=True)
    disabled_at: Mapped[datetime | None]
    disabled_reason: Mapped[str | None] = mapped_column(sa.String(500))
    #: newest first
    secrets: Mapped[list[SecretJson]] = mapped_column(EncryptedSecrets())
    #: the position of the feed up to which deliveries have been made
    position: Mapped[int] = mapped_column(sa.BigInteger())
    failing_since: Mapped[datetime | None]
    #: when a mail about its being disabled is to be sent
    notice_due_at: Mapped[datetime | None] = mapped_column(index=True)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[CreatedAt]


class Delivery(TableRow):
    """One event for one endpoint. Pending without `due_at` it waits for the one before it."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        sa.UniqueConstraint("webhook_id", "message_id"),
        sa.Index("ix_webhook_deliveries_webhook_id_id", "webhook_id", "id"),
        sa.Index("ix_webhook_deliveries_type", "webhook_id", "type", "id"),
        sa.Index(
            "ix_webhook_deliveries_due",
            "webhook_id",
            "due_at",
            postgresql_where=_PENDING,
            sqlite_where=_PENDING,
        ),
        sa.Index(
            "ix_webhook_deliveries_row",
            "webhook_id",
            "row_key",
            "position",
            postgresql_where=_PENDING,
            sqlite_where=_PENDING,
        ),
        sa.Index(
            "ix_webhook_deliveries_untaken",
            "webhook_id",
            "id",
            postgresql_where=_UNTAKEN,
            sqlite_where=_UNTAKEN,
        ),
        sa.Index("ix_webhook_deliveries_created_at", "created_at"),
    )

    id: Mapped[Id]
    webhook_id: Mapped[UUID] = mapped_column(sa.ForeignKey("webhooks.id", ondelete="CASCADE"))
    #: what the receiver knows it by: the id of the event, the same however often it is sent
    message_id: Mapped[UUID]
    position: Mapped[int] = mapped_column(sa.BigInteger())
    #: deliveries with the same key go one after the other, where the endpoint wants that
    row_key: Mapped[UUID]
    type: Mapped[str] = mapped_column(sa.String(60))
    body: Mapped[str] = mapped_column(sa.Text())
    #: the time of its event
    happened_at: Mapped[datetime]
    #: "pending", "delivered" or "failed"
    state: Mapped[str] = mapped_column(sa.String(20))
    due_at: Mapped[datetime | None]
    #: grows with every attempt, so that the answer to an older one is told apart
    attempts: Mapped[int] = mapped_column(default=0)
    #: attempts since it was last put up for delivery
    tries: Mapped[int] = mapped_column(default=0)
    #: when the attempts began that are to end after three days
    tried_since: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    created_at: Mapped[CreatedAt]


class Attempt(TableRow):
    """One call for a delivery; without an outcome it is under way, or nobody knows how it ended."""

    __tablename__ = "webhook_attempts"

    delivery_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("webhook_deliveries.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    duration_ms: Mapped[int | None]
    status: Mapped[int | None]
    error: Mapped[str | None] = mapped_column(sa.String(500))
    response: Mapped[str | None] = mapped_column(sa.Text())


class WebhookHost(TableRow):
    """A host that has failed an organisation lately.

    From so many failures in a row on, that organisation's endpoints do not call it a while.
    """

    __tablename__ = "webhook_targets"

    #: the circuit: the organisation's id, an @, host and port
    target: Mapped[str] = mapped_column(sa.String(300), primary_key=True)
    failures: Mapped[int]
    paused_until: Mapped[datetime | None]
