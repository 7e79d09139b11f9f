"""How often passwords of an account were guessed lately."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from service.database.models.record import TableRow


class LoginGuesses(TableRow):
    """Tries to log in to an account that did not succeed, known or not.

    Those from an address where its user has logged in before are counted by themselves.
    """

    __tablename__ = "login_guesses"

    #: digest of the e-mail address
    account: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    #: the address that they come from if its user is known there, else empty
    address: Mapped[str] = mapped_column(sa.String(45), primary_key=True)
    number: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime] = mapped_column(index=True)
    blocked_until: Mapped[datetime | None]
