"""How users are known to providers of identities."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from service.database.models.record import CreatedAt, TableRow


class ExternalIdentity(TableRow):
    """That a subject of an issuer (OpenID Connect Core 1.0, 5.7) is a user of ours."""

    __tablename__ = "external_identities"

    issuer: Mapped[str] = mapped_column(sa.String(500), primary_key=True)
    subject: Mapped[str] = mapped_column(sa.String(255), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[CreatedAt]
