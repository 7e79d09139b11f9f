"""Notification mails: what users have chosen, and what is queued or was sent."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from service.database.models.column_json import EventJson
from service.database.models.record import CreatedAt, Id, Json, TableRow

_PENDING = sa.text("state = 'pending'")
_SAYS_WHY = sa.text("error IS NOT NULL")


def pending_index(name: str) -> sa.Index:
    """The index by which mails that are due are found."""
    return sa.Index(name, "due_at", postgresql_where=_PENDING, sqlite_where=_PENDING)


def failing_index(name: str) -> sa.Index:
    """The index by which the newest mails that fail are found; it holds few others, or none."""
    return sa.Index(name, "created_at", postgresql_where=_SAYS_WHY, sqlite_where=_SAYS_WHY)


class QueuedMail:
    """What every mail that waits in a table says of itself."""

    #: "pending", "sent", "dropped" (no longer wanted or allowed) or "failed"
    state: Mapped[str] = mapped_column(sa.String(10), default="pending")
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    #: why it was not taken last time, or what it was given up for; none once it is sent
    error: Mapped[str | None] = mapped_column(sa.String(500))
    finished_at: Mapped[datetime | None]
    created_at: Mapped[CreatedAt]


class Preference(TableRow):
    """Which events of an organisation a user wants on which channel, where they have said so."""

    __tablename__ = "preferences"

    user_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"), primary_key=True)
    organization_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("organizations.id", ondelete="CASCADE"), primary_key=True
    )
    #: the channel by type of event
    choices: Mapped[Json[dict[str, str]]] = mapped_column(default=dict)
    updated_at: Mapped[CreatedAt]


class Notification(QueuedMail, TableRow):
    """One event that a user is told of by mail, alone or in a digest; once, whatever happens."""

    __tablename__ = "notifications"
    __table_args__ = (
        sa.UniqueConstraint("user_id", "event_id"),
        pending_index("ix_notifications_due"),
        failing_index("ix_notifications_failing"),
        sa.Index("ix_notifications_created_at", "created_at"),
        sa.Index("ix_notifications_user_id_finished_at", "user_id", "finished_at"),
        sa.Index("ix_notifications_organization_id_finished_at", "organization_id", "finished_at"),
    )

    id: Mapped[Id]
    user_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    organization_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("organizations.id", ondelete="CASCADE")
    )
    event_id: Mapped[UUID]
    #: the event as it was published, for it may be forgotten before the mail goes out
    event: Mapped[Json[EventJson]]
    #: the right that is needed to see the event
    right: Mapped[str] = mapped_column(sa.String(40))
    #: "mail" or "digest"
    channel: Mapped[str] = mapped_column(sa.String(10))
    #: the same for all that one mail tells; None until it is first tried
    mail_id: Mapped[UUID | None]


class Bookmark(TableRow):
    """How far somebody who reads the whole feed has come."""

    __tablename__ = "bookmarks"

    reader: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    position: Mapped[int] = mapped_column(sa.BigInteger())
