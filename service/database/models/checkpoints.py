"""How far everything that is kept has been checked, so that the next check need not look again."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from service.database.models.record import TableRow


class Checkpoint(TableRow):
    """That the processes after one id, up to another, were examined and agreed with all.

    `seal` is an HMAC over where they then were, with a key of histories: who can write here but
    has no key cannot make one.
    """

    __tablename__ = "checkpoints"

    last_id: Mapped[UUID] = mapped_column(primary_key=True)
    #: None: from the first process on
    after_id: Mapped[UUID | None]
    key_id: Mapped[str] = mapped_column(sa.String(8))
    seal: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
    checked_at: Mapped[datetime]
