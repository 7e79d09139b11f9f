"""Gives users another password: by the one before, by a mailed link, or by an operator's hand.

Hashing takes long on purpose, so each way has a step before the transaction, too.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from service.access.permissions import BadCredentials, Forbidden, Principal, Unauthenticated
from service.accounts import (
    approved_devices,
    login,
    login_limits,
    passwords,
    sessions,
    sign_ins,
    users,
)
from service.accounts.devices import NO_DEVICE, Device
from service.accounts.login import LoginCandidate
from service.audit import log as audit
from service.audit.actions import AuditAction
from service.database import one_time_tokens
from service.database.locks import AGAINST_WRITERS
from service.database.models import User
from service.database.one_time_tokens import IssuedToken
from service.notifications import account_mails
from service.translations import gettext_noop as _

PURPOSE: one_time_tokens.Purpose = "password_reset"
#: How long the link in a mail works, from when the mail is sent.
LINK_LASTS = timedelta(minutes=30)


class WrongPassword(Exception):
    """Somebody who is logged in does not know the password."""


@dataclass(frozen=True)
class NewPassword:
    """A password that was checked, for the user whose stored one it replaces."""

    before: str | None
    password_hash: str


def find_candidate(db: Session, principal: Principal) -> LoginCandidate:
    """Who wants another password, first step of a change; raises Unauthenticated, Forbidden."""
    if principal.user_id is None:
        raise Unauthenticated(_("only who is logged in has a password to change"))
    if principal.via != "session":
        raise Forbidden(_("an API key changes no password; log in"))
    user = db.get_one(User, principal.user_id)
    return LoginCandidate(user.stated_email, user.id, user.password_hash)


def prepare_change(candidate: LoginCandidate, old: str, new: str) -> NewPassword:
    """Check the old password and hash the new one, second step of a change, outside a transaction.

    Whoever calls has checked the new one and counted the guess. Raises WrongPassword, Busy.
    """
    try:
        login.prove(candidate, old)
    except BadCredentials as error:
        raise WrongPassword(_("the old password is not the one of this account")) from error
    return NewPassword(candidate.password_hash, passwords.hash_of(new))


def change(db: Session, principal: Principal, new: NewPassword, device: Device) -> None:
    """Store it, third step of a change; all other sessions of the user end, and a mail says so.

    Raises WrongPassword if somebody else changed it meanwhile.
    """
    user = db.get(User, principal.user_id, with_for_update=AGAINST_WRITERS, populate_existing=True)
    if user is None or user.password_hash != new.before:
        raise WrongPassword(_("the password was changed at this very moment"))
    audit.record(db, AuditAction.PASSWORD_CHANGED, account_id=user.id)
    _store(db, user, new, device, keep=principal.credential_id)


def request_reset(db: Session, email: str) -> None:
    """Have a link mailed to whoever has registered with the address.

    Whether somebody has is looked up when the mail is due: asking takes the same for everybody.
    """
    account_mails.enqueue(db, "password_reset", email)


def issue_link(db: Session, user: User) -> IssuedToken:
    """The token that a mail to the user carries; it is void once the password has changed."""
    return one_time_tokens.issue(db, PURPOSE, user.id, _bound_to(user), LINK_LASTS)


def email_of_link(db: Session, token: str) -> str:
    """Whose password the link is for; raises as one_time_tokens.find does, and TokenVoid."""
    row = one_time_tokens.find(db, PURPOSE, token)
    user = users.of_token(db, row)
    one_time_tokens.check(row, _bound_to(user))
    return user.email


def prepare_reset(email: str, password: str) -> NewPassword:
    """Check and hash a new password outside any transaction; raises WeakPassword, Busy."""
    passwords.check(password, email)
    return NewPassword(None, passwords.hash_of(password))


def reset(db: Session, token: str, new: NewPassword, device: Device) -> User:
    """Store a new password by the link in a mail, once; every session of the user ends.

    Raises as one_time_tokens.find does, and TokenVoid.
    """
    row = one_time_tokens.find(db, PURPOSE, token, lock=True)
    user = users.of_token(db, row, lock=True)
    one_time_tokens.use(row, _bound_to(user))
    # Whoever reads the user's mail is the user, and can log in from here whoever guesses elsewhere.
    sign_ins.record(db, user.id, device)
    audit.record(db, AuditAction.PASSWORD_RESET, account_id=user.id, by=user.id)
    _store(db, user, new, device)
    return user


def set_password(db: Session, email: str, new: NewPassword) -> tuple[User, int]:
    """Give a user a password as an operator: the user, and how many sessions ended.

    Raises users.UnknownUser.
    """
    user = users.find_by_email(db, email)
    db.refresh(user, with_for_update=AGAINST_WRITERS)
    audit.record(db, AuditAction.PASSWORD_RESET, account_id=user.id)
    return user, _store(db, user, new, NO_DEVICE)


def _store(
    db: Session, user: User, new: NewPassword, device: Device, keep: UUID | None = None
) -> int:
    user.password_hash = new.password_hash
    # Whoever knew the former one may have had a device approved.
    approved_devices.forget_all(db, user.id, but=device if keep else NO_DEVICE)
    login_limits.forget_guesses(db, user.id, device)
    account_mails.enqueue(
        db, "password_changed", user.email, subject_id=user.id, data=device.as_told()
    )
    return sessions.end_sessions_of(db, user.id, keep=keep)


def _bound_to(user: User) -> tuple[str, str]:
    return user.email, user.password_hash
