"""Lets nobody guess the password of an account for long, and nobody lock its user out.

A guess is counted before it is checked, so that many at once are no more than many in a row. The
counters stand in the database: a guess costs the time of a hash anyway, and all processes and hosts
have to count together.
"""

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.accounts import sign_ins
from service.accounts.devices import Device
from service.database.backoff import Backoff
from service.database.locks import AGAINST_WRITERS
from service.database.models import LoginGuesses
from service.database.upsert import insert_unless_there
from service.ids import hashed
from service.translations import Sentence
from service.translations import gettext_noop as _
from service.values import emails

#: Guesses that are checked at once; each one more has to wait longer.
FREE = 10
#: Seconds to wait after so many, one more, two more, ... wrong guesses.
BACKOFF = Backoff([30, 60, 120, 240, 480, 900])
#: Guesses are forgotten when there was none for so long.
FORGOTTEN_AFTER = timedelta(hours=1)
_NOBODY = UUID(int=0)


class TooManyGuesses(Exception):
    """Too many wrong passwords were tried for this account; `wait_s` seconds have to pass."""

    def __init__(self, wait_s: int) -> None:
        super().__init__(
            Sentence(
                _(
                    "too many wrong passwords were tried for this account; try again in {wait_s} "
                    "seconds, or choose a new password by mail"
                ),
                wait_s=wait_s,
            )
        )
        self.wait_s = wait_s


def count_guess(db: Session, email: str, user_id: UUID | None, device: Device) -> None:
    """Count a guess at the account's password before it is checked; raises TooManyGuesses.

    An address that nobody has registered with is counted like an account.
    """
    account, now = _account(user_id, email), clock.now()
    address = db.scalars(sa.select(_counted_at(user_id, device))).one()
    insert_unless_there(db, LoginGuesses, account=account, address=address, number=0, last_at=now)
    row = db.get_one(
        LoginGuesses, (account, address), with_for_update=AGAINST_WRITERS, populate_existing=True
    )
    if row.blocked_until and now < row.blocked_until:
        raise TooManyGuesses(int((row.blocked_until - now).total_seconds()) + 1)
    if now - row.last_at > FORGOTTEN_AFTER:
        row.number = 0
    row.number += 1
    row.last_at = now
    if row.number >= FREE:
        pause_s = BACKOFF.pause_s(row.number - FREE + 1)
        row.blocked_until = now + timedelta(seconds=pause_s)


def forget_guesses(db: Session, user_id: UUID, device: Device) -> None:
    """Begin anew for who has shown to be the account's user, from where they are."""
    own = sa.and_(
        LoginGuesses.account == _account(user_id),
        LoginGuesses.address == _counted_at(user_id, device),
    )
    db.execute(sa.delete(LoginGuesses).where(own))


def delete_old(db: Session, now: datetime, most: int) -> int:
    """Delete at most `most` counters that count no more; the number of them."""
    old = sa.select(LoginGuesses.account, LoginGuesses.address)
    old = old.where(LoginGuesses.last_at < now - FORGOTTEN_AFTER).limit(most)
    key = sa.tuple_(LoginGuesses.account, LoginGuesses.address)
    deletion = sa.delete(LoginGuesses).where(key.in_(old))
    return len(db.scalars(deletion.returning(LoginGuesses.account)).all())


def _account(user_id: UUID | None, email: str = "") -> str:
    """By the account itself: an address may be claimed by accounts whose it is not."""
    return hashed(str(user_id) if user_id else emails.forms(email)[0])


def _counted_at(user_id: UUID | None, device: Device) -> sa.ColumnElement[str]:
    # Asked for accounts that there are not, too: it must take the same time.
    is_known = sign_ins.is_known_address(user_id or _NOBODY, device.address)
    return sa.case((is_known, device.address), else_="")
