"""Mails about accounts: what is queued, and what was sent."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from service.database.models.column_json import AccountMailJson
from service.database.models.notifications import QueuedMail, failing_index, pending_index
from service.database.models.record import Id, Json, TableRow


class AccountMail(QueuedMail, TableRow):
    """A mail about somebody's account, such as a link to choose a new password.

    Links are made when it is sent, so that no token is kept and a late mail still works.
    """

    __tablename__ = "account_mails"
    __table_args__ = (
        pending_index("ix_account_mails_due"),
        failing_index("ix_account_mails_failing"),
        sa.Index("ix_account_mails_created_at", "created_at"),
        sa.Index("ix_account_mails_email", "email", "created_at"),
    )

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(sa.String(30))
    #: where it goes, as whoever caused it wrote it; it need not be known
    email: Mapped[str] = mapped_column(sa.String(254))
    #: the user, organisation, invitation or request that it is about; None where only the address
    #: says whom
    subject_id: Mapped[UUID | None] = mapped_column(index=True)
    data: Mapped[Json[AccountMailJson]]
