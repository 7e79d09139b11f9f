"""What users prove themselves with beside their password."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from service.database.encryption import EncryptedText
from service.database.models.record import CreatedAt, Id, TableRow


class Authenticator(TableRow):
    """The secret that a user shares with an authenticator; it counts once a code has shown it."""

    __tablename__ = "authenticators"

    user_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    #: Base32
    secret: Mapped[str] = mapped_column(EncryptedText())
    #: the step of time whose code was taken last: no code of it or of before is taken again
    last_step: Mapped[int | None] = mapped_column(sa.BigInteger())
    confirmed_at: Mapped[datetime | None]
    created_at: Mapped[CreatedAt]


class RecoveryCode(TableRow):
    """A code that stands in for the authenticator once; it is deleted when it has."""

    __tablename__ = "recovery_codes"

    user_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    code_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)


class Passkey(TableRow):
    """A key pair of a user's authenticator (WebAuthn), of which only the public half is known."""

    __tablename__ = "passkeys"

    id: Mapped[Id]
    user_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(sa.String(100))
    #: Base64, as the next; at most 1023 bytes (WebAuthn, 4)
    credential_id: Mapped[str] = mapped_column(sa.String(1400), unique=True)
    #: COSE key
    public_key: Mapped[str] = mapped_column(sa.Text())
    #: how often it has signed, as it says; 0 if it does not count
    sign_count: Mapped[int] = mapped_column(sa.BigInteger())
    last_used_at: Mapped[datetime | None]
    created_at: Mapped[CreatedAt]
