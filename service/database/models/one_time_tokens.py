"""The single-use tokens that stand in mails, as they are kept until they expire."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from service.database.models.record import CreatedAt, Id, TableRow


class OneTimeToken(TableRow):
    """What a token confirms, and whether it has done so. The token itself is not kept."""

    __tablename__ = "one_time_tokens"

    id: Mapped[Id]
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    #: the user, organisation, invitation or request that the token is about
    subject_id: Mapped[UUID] = mapped_column(index=True)
    #: digest of what must not have changed until the token is used
    bound_to: Mapped[str] = mapped_column(sa.String(64))
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
