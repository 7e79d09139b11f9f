"""Lets an address count once somebody has shown that they read what is sent to it."""

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.access.permissions import Principal, Unauthenticated
from service.database import one_time_tokens
from service.database.locks import AGAINST_WRITERS
from service.database.models import OneTimeToken, User
from service.database.one_time_tokens import IssuedToken, TokenVoid
from service.notifications import account_mails
from service.translations import gettext_noop as _

PURPOSE: one_time_tokens.Purpose = "email_confirmation"
#: How long the link in a mail works, from when the mail is sent.
LINK_LASTS = timedelta(minutes=30)


class AlreadyConfirmed(Exception):
    """There is nothing to confirm any more."""


def send_again(db: Session, principal: Principal) -> str:
    """Have another link mailed; where to. Raises Unauthenticated, AlreadyConfirmed."""
    if principal.user_id is None:
        raise Unauthenticated(_("only who is logged in has an address to confirm"))
    user = db.get_one(User, principal.user_id)
    if user.claimed_email is None:
        raise AlreadyConfirmed(_("the address of this account is confirmed; nothing is to be done"))
    account_mails.enqueue(db, "email_confirmation", user.claimed_email, subject_id=user.id)
    return user.claimed_email


def issue_link(db: Session, user: User) -> IssuedToken:
    """The token that a mail to the claimed address carries; it is void once another is claimed."""
    return one_time_tokens.issue(db, PURPOSE, user.id, _bound_to(user), LINK_LASTS)


def holder(db: Session, email: str | None) -> User | None:
    """Whose confirmed address this is."""
    return db.scalar(sa.select(User).where(User.email == email))


def email_of_link(db: Session, token: str) -> str:
    """Which address the link confirms; raises as one_time_tokens.find does, and TokenVoid."""
    row = one_time_tokens.find(db, PURPOSE, token)
    email = _claiming(db, row).claimed_email
    assert email, "who claims no address is refused"
    return email


def confirm(db: Session, token: str) -> User:
    """Let the address of the link be the account's, by which it can be logged in from now on.

    Raises as one_time_tokens.find does, and TokenVoid.
    """
    row = one_time_tokens.find(db, PURPOSE, token, lock=True)
    user = _claiming(db, row)
    one_time_tokens.use(row, _bound_to(user))
    let_count(db, user)
    return user


def let_count(db: Session, user: User) -> None:
    """Let the address that a user claims be theirs, who has shown to read it; raises TokenVoid."""
    if user.claimed_email is None:
        return
    if holder(db, user.claimed_email):
        raise TokenVoid(_("another account has confirmed this address meanwhile; log in to that"))
    user.email, user.claimed_email = user.claimed_email, None
    user.email_verified_at = clock.now()
    db.flush()


def _claiming(db: Session, row: OneTimeToken) -> User:
    """The user of a link, held, unless somebody else was faster."""
    user = db.get(User, row.subject_id, with_for_update=AGAINST_WRITERS, populate_existing=True)
    if user is None or user.disabled_at or user.claimed_email is None:
        raise TokenVoid(_("the account of this link cannot be used"))
    one_time_tokens.check(row, _bound_to(user))
    if holder(db, user.claimed_email):
        raise TokenVoid(_("another account has confirmed this address meanwhile; log in to that"))
    return user


def _bound_to(user: User) -> tuple[str, ...]:
    return (user.claimed_email,) if user.claimed_email else ()
