"""The audit log: what was done to accounts and organisations, in rows that are only added."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from service.database.models.record import HttpRequestId, Id, TableRow


class AuditEntry(TableRow):
    """Who did what to an account or an organisation, when and from where.

    It has no name of a person and nothing that was secret or was replaced: names are looked up
    when it is read, and of what changed it has the names of the fields.
    """

    __tablename__ = "audit_entries"

    id: Mapped[Id]
    at: Mapped[datetime] = mapped_column(index=True)
    action: Mapped[str] = mapped_column(sa.String(40))
    #: "user", "operator", "service" or "visitor"
    actor_role: Mapped[str] = mapped_column(sa.String(20))
    actor_id: Mapped[UUID | None] = mapped_column(index=True)
    #: how they showed who they are, and with which session or key
    via: Mapped[str] = mapped_column(sa.String(20))
    credential_id: Mapped[UUID | None]
    address: Mapped[str | None] = mapped_column(sa.String(45))
    #: the organisation, the account, and the key, role, webhook or whatever it was done to
    organization_id: Mapped[UUID | None]
    account_id: Mapped[UUID | None]
    subject_id: Mapped[UUID | None]
    subject_name: Mapped[str | None] = mapped_column(sa.String(200))
    #: names of the fields that were changed
    changed: Mapped[list[str]]
    http_request_id: Mapped[HttpRequestId]


class AuditAudience(TableRow):
    """That an organisation or a user may read an entry."""

    __tablename__ = "audit_audiences"

    party_id: Mapped[UUID] = mapped_column(primary_key=True)
    entry_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("audit_entries.id", ondelete="CASCADE"), primary_key=True, index=True
    )
