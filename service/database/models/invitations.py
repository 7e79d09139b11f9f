"""Invitations to organisations that nobody has accepted yet."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from service.database.models.people import Organization, Role, User
from service.database.models.record import CreatedAt, Id, TableRow


class Invitation(TableRow):
    """That whoever reads mail at an address may become a member, in a role."""

    __tablename__ = "invitations"
    __table_args__ = (sa.UniqueConstraint("organization_id", "email"),)

    id: Mapped[Id]
    organization_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("organizations.id", ondelete="CASCADE")
    )
    email: Mapped[str] = mapped_column(sa.String(254), index=True)
    role_id: Mapped[UUID] = mapped_column(sa.ForeignKey("roles.id", ondelete="CASCADE"), index=True)
    invited_by: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"), index=True)
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    organization: Mapped[Organization] = relationship(lazy="raise")
    role: Mapped[Role] = relationship(lazy="raise")
    inviter: Mapped[User] = relationship(lazy="raise")
