"""Lets the address of a user count once somebody has shown that they read what is sent to it."""

from sqlalchemy.orm import Session

from service import clock
from service.access.permissions import Principal, Unauthenticated
from service.accounts import users
from service.accounts.confirmation_links import LINK_LASTS, AlreadyConfirmed
from service.audit import log as audit
from service.audit.actions import AuditAction
from service.database import one_time_tokens
from service.database.models import User
from service.database.one_time_tokens import IssuedToken, TokenVoid
from service.notifications import account_mails
from service.translations import gettext_noop as _

PURPOSE: one_time_tokens.Purpose = "email_confirmation"


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


def email_of_link(db: Session, token: str) -> str:
    """Which address the link confirms; raises as one_time_tokens.find does, and TokenVoid."""
    row = one_time_tokens.find(db, PURPOSE, token)
    user = users.of_token(db, row)
    one_time_tokens.check(row, _bound_to(user))
    email = user.claimed_email
    assert email, "who claims no address is refused"
    _refuse_taken(db, email)
    return email


def confirm(db: Session, token: str) -> User:
    """Let the address of the link be the account's, by which it can be logged in from now on.

    Raises as one_time_tokens.find does, and TokenVoid.
    """
    row = one_time_tokens.find(db, PURPOSE, token, lock=True)
    user = users.of_token(db, row, lock=True)
    one_time_tokens.use(row, _bound_to(user))
    let_count(db, user)
    audit.record(db, AuditAction.ACCOUNT_CONFIRMED, account_id=user.id, by=user.id)
    return user


def let_count(db: Session, user: User) -> None:
    """Let the address that a user claims be theirs, who has shown to read it; raises TokenVoid."""
    if user.claimed_email is None:
        return
    _refuse_taken(db, user.claimed_email)
    user.email, user.claimed_email = user.claimed_email, None
    user.email_verified_at = clock.now()
    db.flush()


def _refuse_taken(db: Session, email: str) -> None:
    if users.holder_of(db, email):
        raise TokenVoid(_("another account has confirmed this address meanwhile; log in to that"))


def _bound_to(user: User) -> tuple[str, ...]:
    return (user.claimed_email,) if user.claimed_email else ()
