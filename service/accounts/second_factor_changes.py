"""Enrols authenticators, renews recovery codes, and switches the second factor off."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.access.permissions import BadCredentials, Forbidden, Principal, Unauthenticated
from service.accounts import login, login_limits, passwords, second_factor, sessions, totp, users
from service.accounts.devices import NO_DEVICE, Device
from service.accounts.login import LoginCandidate
from service.accounts.password_changes import WrongPassword
from service.audit import log as audit
from service.audit.actions import AuditAction
from service.database.locks import AGAINST_WRITERS
from service.database.models import Authenticator, RecoveryCode, User
from service.translations import gettext_noop as _


class EnrolledAlready(Exception):
    """There is a second factor already, which has to be switched off first."""


class NotEnrolled(Exception):
    """There is no second factor, or none that waits for its first code."""


@dataclass(frozen=True)
class Enrolment:
    """What an authenticator has to know, shown only here."""

    secret: str
    uri: str


@dataclass(frozen=True)
class SecondFactor:
    """Whether somebody has a second factor, since when, and how many recovery codes are left."""

    enabled_at: datetime | None
    recovery_codes_left: int


def status(db: Session, principal: Principal) -> SecondFactor:
    """The caller's second factor; raises Unauthenticated, Forbidden."""
    user = db.get_one(User, _owner(principal))
    left = sa.select(sa.func.count()).where(RecoveryCode.user_id == user.id)
    return SecondFactor(user.second_factor_at, db.scalar(left) or 0)


def find_candidate(db: Session, principal: Principal) -> LoginCandidate:
    """Who is to show their password before anything changes.

    Whoever has none, who comes by a provider of identities, has to have just logged in by it.
    Raises Unauthenticated, Forbidden.
    """
    user = db.get_one(User, _owner(principal))
    if user.password_hash == passwords.NONE:
        sessions.check_just_begun(db, principal)
    return LoginCandidate(user.stated_email, user.id, user.password_hash)


def prove(candidate: LoginCandidate, password: str) -> None:
    """Check the password of who has one, outside any transaction; raises WrongPassword, Busy.

    Whoever calls has counted the guess.
    """
    if candidate.password_hash == passwords.NONE:
        return
    try:
        login.prove(candidate, password)
    except BadCredentials as error:
        raise WrongPassword(_("the password is not the one of this account")) from error


def begin(db: Session, candidate: LoginCandidate) -> Enrolment:
    """A new secret for who has shown their password; it counts once `confirm` has a code of it.

    Beginning again replaces one that was not confirmed. Raises EnrolledAlready, WrongPassword.
    """
    user = held(db, candidate)
    if user.second_factor_at:
        raise EnrolledAlready(_("there is an authenticator already; switch it off first"))
    secret = totp.new_secret()
    db.merge(
        Authenticator(
            user_id=user.id,
            secret=secret,
            last_step=None,
            confirmed_at=None,
            created_at=clock.now(),
        )
    )
    db.flush()
    return Enrolment(secret, totp.provisioning_uri(secret, user.stated_email))


def unconfirmed(db: Session, principal: Principal, secret: str) -> Enrolment | None:
    """The enrolment that waits for its first code, for a page that has shown its secret before.

    None unless `secret` is that secret. Raises Unauthenticated, Forbidden.
    """
    user = db.get_one(User, _owner(principal))
    authenticator = db.get(Authenticator, user.id)
    if authenticator is None or authenticator.confirmed_at:
        return None
    if not hmac.compare_digest(authenticator.secret.encode(), secret.encode()):
        return None
    return Enrolment(secret, totp.provisioning_uri(secret, user.stated_email))


def confirm(db: Session, principal: Principal, code: str, device: Device) -> list[str]:
    """Let the authenticator count from now on: the recovery codes, which are shown only here.

    All other sessions end, for they were opened without it, and a mail says so.
    Raises Unauthenticated, Forbidden, NotEnrolled, EnrolledAlready, WrongCode.
    """
    user = db.get_one(User, _owner(principal), with_for_update=AGAINST_WRITERS)
    if user.second_factor_at:
        raise EnrolledAlready(_("there is an authenticator already; switch it off first"))
    authenticator = second_factor.find_authenticator(db, user)
    if authenticator is None:
        raise NotEnrolled(_("there is nothing to confirm; begin with POST /api/v1/auth/totp"))
    second_factor.take(authenticator, code)
    authenticator.confirmed_at = user.second_factor_at = clock.now()
    login_limits.forget_guesses(db, user.id, device)
    second_factor.tell(db, user, "second_factor_on", device)
    audit.record(db, AuditAction.SECOND_FACTOR_ON, account_id=user.id)
    sessions.end_sessions_of(db, user.id, keep=principal.credential_id)
    return _renew_recovery_codes(db, user)


def renew_recovery_codes(
    db: Session, candidate: LoginCandidate, code: str, device: Device
) -> list[str]:
    """Ten new recovery codes instead of those there were, for who has shown their password.

    Raises NotEnrolled, WrongCode, WrongPassword.
    """
    user = held(db, candidate)
    _check_enrolled(user)
    second_factor.check(db, user, code, device)
    login_limits.forget_guesses(db, user.id, device)
    audit.record(db, AuditAction.RECOVERY_CODES_RENEWED, account_id=user.id)
    return _renew_recovery_codes(db, user)


def disable(db: Session, candidate: LoginCandidate, code: str, device: Device) -> None:
    """Ask who has shown their password for no code any more; a mail says so.

    Raises NotEnrolled, WrongCode, WrongPassword.
    """
    user = held(db, candidate)
    _check_enrolled(user)
    second_factor.check(db, user, code, device)
    login_limits.forget_guesses(db, user.id, device)
    remove(db, user, device)


def remove_by_operator(db: Session, email: str) -> User:
    """Ask a user for no code any more who has lost it; raises users.UnknownUser, NotEnrolled."""
    user = users.find_by_email(db, email)
    db.refresh(user, with_for_update=AGAINST_WRITERS)
    remove(db, user)
    return user


def remove(db: Session, user: User, device: Device = NO_DEVICE) -> None:
    """Ask a user for no code any more, whoever has decided so; a mail tells them."""
    if user.second_factor_at is None:
        raise NotEnrolled(_("this account has no second factor"))
    user.second_factor_at = None
    for table in (Authenticator, RecoveryCode):
        db.execute(sa.delete(table).where(table.user_id == user.id))
    second_factor.tell(db, user, "second_factor_off", device)
    audit.record(db, AuditAction.SECOND_FACTOR_OFF, account_id=user.id)
    db.flush()


def _renew_recovery_codes(db: Session, user: User) -> list[str]:
    codes = totp.new_recovery_codes()
    db.execute(sa.delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    hashes = filter(None, map(totp.hash_of_recovery_code, codes))
    db.add_all(RecoveryCode(user_id=user.id, code_hash=code_hash) for code_hash in hashes)
    db.flush()
    return codes


def _owner(principal: Principal) -> UUID:
    if principal.user_id is None:
        raise Unauthenticated(_("only who is logged in has a second factor"))
    if principal.via != "session":
        raise Forbidden(_("an API key sees and changes no second factor; log in"))
    return principal.user_id


def held(db: Session, candidate: LoginCandidate) -> User:
    """Who has shown the password, held; raises WrongPassword if it was changed since."""
    user = db.get_one(
        User, candidate.user_id, with_for_update=AGAINST_WRITERS, populate_existing=True
    )
    if user.password_hash != candidate.password_hash:
        raise WrongPassword(_("the password was changed at this very moment"))
    return user


def _check_enrolled(user: User) -> None:
    if user.second_factor_at is None:
        raise NotEnrolled(_("this account has no second factor"))
