"""Makes the single-use tokens that stand in mails, each for one purpose, and takes them back.

A token is signed, so that what is cut or was not made here is refused without a query; its row says
what it is about and whether it was used, and holds no more of it than a hash.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock, signed_tokens
from service.database.locks import AGAINST_WRITERS
from service.database.models import OneTimeToken
from service.database.upsert import insert_unless_there
from service.ids import hashed, new_id, new_secret
from service.signed_tokens import BadToken
from service.translations import Sentence
from service.translations import gettext_noop as _

#: Whatever else is signed with the same key confirms nothing.
_SALT = "one-time"

Purpose = Literal[
    "password_reset",
    "email_confirmation",
    "organization_email",
    "invitation",
    "offer_confirmation",
    "example_entry",
    "device_approval",
    "login",
    "passkey_registration",
    "passkey_login",
    "oidc",
]


class TokenBroken(Exception):
    """The token is not whole, or was not made here."""


class TokenMisused(Exception):
    """The token was made for another purpose."""


class TokenExpired(Exception):
    """The time in which the token could be used is over."""


class TokenUsed(Exception):
    """The token has done what it is for."""


class TokenVoid(Exception):
    """What the token was to confirm has changed since it was made."""


#: How a token can be refused.
REFUSALS = (TokenBroken, TokenMisused, TokenExpired, TokenUsed, TokenVoid)


class _Words(NamedTuple):
    """What a token says by itself."""

    purpose: str
    expires_at: datetime


class IssuedToken(NamedTuple):
    """A new token, which is shown only here, and until when it can be used."""

    token: str
    until: datetime


def issue(
    db: Session, purpose: Purpose, subject_id: UUID, bound_to: Sequence[str], lasts: timedelta
) -> IssuedToken:
    """A token about `subject_id`, which holds as long as `bound_to` stays what it is."""
    expires_at = (clock.now() + lasts).replace(microsecond=0)
    moment = str(int(expires_at.timestamp()))
    token = signed_tokens.token(_SALT, purpose, new_secret(), moment)
    row = OneTimeToken(
        token_hash=hashed(token),
        subject_id=subject_id,
        bound_to=_digest(bound_to),
        expires_at=expires_at,
    )
    db.add(row)
    db.flush()
    return IssuedToken(token, expires_at)


def find(db: Session, purpose: Purpose, token: str, *, lock: bool = False) -> OneTimeToken:
    """The row of a token that can still be used, locked if it is about to be.

    Raises TokenBroken, TokenMisused, TokenExpired, TokenUsed.
    """
    words = _read(token)
    if words.purpose != purpose:
        raise TokenMisused(_("this link is for something else; open the one in the right mail"))
    if words.expires_at <= clock.now():
        raise TokenExpired(
            Sentence(
                _("this link could be used until {moment} UTC; ask for a new one"),
                moment=f"{words.expires_at:%Y-%m-%d %H:%M}",
            )
        )
    query = sa.select(OneTimeToken).where(OneTimeToken.token_hash == hashed(token))
    row = db.scalar(query.with_for_update(**AGAINST_WRITERS) if lock else query)
    if row is None:
        raise TokenBroken(_("this link is not known any more; ask for a new one"))
    if row.used_at:
        raise TokenUsed(
            Sentence(
                _("this link was used at {moment} UTC, and works only once"),
                moment=f"{row.used_at:%Y-%m-%d %H:%M}",
            )
        )
    return row


def check(row: OneTimeToken, bound_to: Sequence[str]) -> None:
    """Raise TokenVoid unless everything is still as it was when the token was made."""
    if row.bound_to != _digest(bound_to):
        raise TokenVoid(
            _("what this link confirms has changed since it was sent; ask for a new one")
        )


def use(row: OneTimeToken, bound_to: Sequence[str]) -> None:
    """Let a locked token have done what it is for; raises TokenVoid."""
    check(row, bound_to)
    row.used_at = clock.now()


def use_foreign(db: Session, token: str, subject_id: UUID, expires_at: datetime) -> bool:
    """Let a token that was made elsewhere have done what it is for; False if it has before.

    It is remembered until it expires.
    """
    return insert_unless_there(
        db,
        OneTimeToken,
        id=new_id(),
        token_hash=hashed(token),
        subject_id=subject_id,
        bound_to=_digest(()),
        expires_at=expires_at,
        used_at=clock.now(),
        created_at=clock.now(),
    )


def delete_expired(db: Session, now: datetime, most: int) -> int:
    """Delete at most `most` tokens that nobody can use any more; the number of them."""
    expired = sa.select(OneTimeToken.id).where(OneTimeToken.expires_at <= now).limit(most)
    deletion = sa.delete(OneTimeToken).where(OneTimeToken.id.in_(expired))
    return len(db.scalars(deletion.returning(OneTimeToken.id)).all())


def _read(token: str) -> _Words:
    try:
        purpose, _secret, moment = signed_tokens.read(_SALT, token, 3)
        return _Words(purpose, datetime.fromtimestamp(int(moment), UTC))
    except (BadToken, ValueError) as error:
        raise TokenBroken(
            _("this link is not complete, or was not made here; open it again from the mail")
        ) from error


def _digest(words: Sequence[str]) -> str:
    return hashed("\0".join(words))
