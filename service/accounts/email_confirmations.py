"""Lets the address of a user count once they have shown that they read what is sent to it.

Whoever reads the mail need not be who has registered: anybody can register with any address, and
would own the account that its true owner confirms. So the link alone confirms nothing. It takes the
account's password as well, or a session of it; and whoever has not registered has the account
closed with the same link.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from service import clock
from service.access.permissions import BadCredentials, Principal, Unauthenticated
from service.accounts import erasure, login, login_limits, users
from service.accounts.confirmation_links import LINK_LASTS, AlreadyConfirmed
from service.accounts.devices import Device
from service.accounts.login import LoginCandidate
from service.accounts.password_changes import WrongPassword
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


@dataclass(frozen=True)
class Confirming:
    """An account whose address is to be confirmed, and whether the caller is logged in to it."""

    account: LoginCandidate
    is_logged_in: bool

    @property
    def email(self) -> str:
        """The address that is to be the account's."""
        return self.account.email


def find(db: Session, token: str, principal: Principal) -> Confirming:
    """What the link confirms; raises as one_time_tokens.find does, and TokenVoid."""
    row = one_time_tokens.find(db, PURPOSE, token)
    user = users.of_token(db, row)
    one_time_tokens.check(row, _bound_to(user))
    assert user.claimed_email, "who claims no address is refused"
    _refuse_taken(db, user.claimed_email)
    is_logged_in = principal.via == "session" and principal.user_id == user.id
    return Confirming(LoginCandidate(user.claimed_email, user.id, user.password_hash), is_logged_in)


def begin(db: Session, token: str, principal: Principal, device: Device) -> Confirming:
    """The same, first step of confirming: where a password is to be shown, a guess is counted.

    Raises as `find`, and login_limits.TooManyGuesses.
    """
    confirming = find(db, token, principal)
    if not confirming.is_logged_in:
        login_limits.count_guess(db, confirming.email, confirming.account.user_id, device)
    return confirming


def prove(confirming: Confirming, password: str) -> None:
    """Check that the caller holds the account, second step, outside any transaction.

    Raises WrongPassword, Busy.
    """
    if confirming.is_logged_in:
        return
    try:
        login.prove(confirming.account, password)
    except BadCredentials as error:
        raise WrongPassword(
            _("the password is not the one with which this address was registered")
        ) from error


def confirm(db: Session, token: str, confirming: Confirming, device: Device) -> User:
    """Let the address of the link be the account's, by which it can be logged in from now on.

    Third step, after `prove`. Raises as one_time_tokens.find does, TokenVoid, and WrongPassword if
    the password was changed meanwhile.
    """
    row = one_time_tokens.find(db, PURPOSE, token, lock=True)
    user = users.of_token(db, row, lock=True)
    one_time_tokens.use(row, _bound_to(user))
    if (user.id, user.password_hash) != (
        confirming.account.user_id,
        confirming.account.password_hash,
    ):
        raise WrongPassword(_("the password was changed at this very moment; try again"))
    let_count(db, user)
    login_limits.forget_guesses(db, user.id, device)
    audit.record(db, AuditAction.ACCOUNT_CONFIRMED, account_id=user.id, by=user.id)
    return user


def reject(db: Session, token: str) -> str:
    """Free the address of the link, whose reader has not registered: the address.

    An account that never had another one is closed, as if it was erased. Raises as
    one_time_tokens.find does, TokenVoid, and as `erasure.close`.
    """
    row = one_time_tokens.find(db, PURPOSE, token, lock=True)
    user = users.of_token(db, row, lock=True)
    one_time_tokens.use(row, _bound_to(user))
    email = user.stated_email
    if user.email_verified_at:
        user.claimed_email = None
        audit.record(db, AuditAction.ACCOUNT_REJECTED, account_id=user.id)
    else:
        erasure.close(db, user, AuditAction.ACCOUNT_REJECTED)
    return email


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
