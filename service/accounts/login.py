"""Logs users in: finds the account, checks the password, opens a session.

Three steps, because the second takes long on purpose, and no transaction must wait for it.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.permissions import NOBODY, BadCredentials, Principal
from service.accounts import (
    approved_devices,
    device_approvals,
    login_limits,
    passwords,
    second_factor,
    sign_ins,
)
from service.accounts.authentication import principal_of
from service.accounts.devices import NO_DEVICE, Device
from service.accounts.sessions import end_session, open_session
from service.audit import log as audit
from service.audit.actions import AuditAction
from service.database import one_time_tokens
from service.database.locks import AGAINST_WRITERS
from service.database.models import User
from service.database.one_time_tokens import IssuedToken, TokenVoid
from service.ids import hashed
from service.notifications import account_mails
from service.orders import projects
from service.settings import settings
from service.translations import Sentence
from service.translations import gettext_noop as _
from service.values import emails

PURPOSE: one_time_tokens.Purpose = "login"
#: How long a code can be shown after the password.
SECOND_STEP_LASTS = timedelta(minutes=5)
APART = _("e-mail address and password do not belong together")
#: The same for everybody, so that it tells nobody which addresses are known.
UNCONFIRMED = _(
    "e-mail address and password do not belong together, or the address is not confirmed yet"
)


class Disabled(Exception):
    """The account may not be used; only who knows its password learns so."""


@dataclass(frozen=True)
class LoginCandidate:
    """Whom an e-mail address names; an unknown address has a candidate as well, without user."""

    email: str
    user_id: UUID | None
    password_hash: str | None
    has_second_factor: bool = False


@dataclass(frozen=True)
class Proof:
    """That somebody knew the password that was stored as `password_hash`."""

    user_id: UUID
    password_hash: str
    better_hash: str | None
    has_second_factor: bool = False


@dataclass(frozen=True)
class LoginResult:
    """That somebody is in: the secret of their session, and who they are now.

    They are nobody yet if their device has to be approved. `device_secret` is what their browser is
    to keep to be known by, None where nobody asks for it.
    """

    secret: str
    principal: Principal
    device_secret: str | None = None


def find_candidate(db: Session, email: str) -> LoginCandidate:
    """Whose password must be shown, first step of logging in; answers for every address."""
    forms = emails.forms(email)
    users = {user.email: user for user in db.scalars(sa.select(User).where(User.email.in_(forms)))}
    user = next((users[form] for form in forms if form in users), None)
    return _candidate(user) if user else LoginCandidate(forms[0], None, None)


def _candidate(user: User) -> LoginCandidate:
    has_second_factor = user.second_factor_at is not None
    return LoginCandidate(user.email, user.id, user.password_hash, has_second_factor)


def prove(candidate: LoginCandidate, password: str) -> Proof:
    """Check the password, second step; raises BadCredentials, Busy.

    Takes its time, the same for known and unknown addresses: call it outside any transaction.
    """
    matches = passwords.matches(candidate.password_hash, password)
    if not matches or candidate.user_id is None or candidate.password_hash is None:
        raise BadCredentials(UNCONFIRMED if settings().email_confirmation else APART)
    outdated = passwords.is_outdated(candidate.password_hash)
    better = passwords.hash_of(password) if outdated else None
    return Proof(candidate.user_id, candidate.password_hash, better, candidate.has_second_factor)


def log_in(
    db: Session,
    proof: Proof,
    before: Principal = NOBODY,
    device: Device = NO_DEVICE,
    code: str | None = None,
) -> LoginResult:
    """Let the user in, third step; a mail tells them of a device that is new.

    Raises BadCredentials, Disabled, and of who has a second factor CodeWanted without a `code`,
    WrongCode.
    """
    return enter_from(db, admit(db, proof, device, code), before, device)


def admit(db: Session, proof: Proof, device: Device, code: str | None = None) -> User:
    """Who has shown the password and what is wanted beside it, held; raises as `log_in`."""
    user = _held(db, proof)
    second_factor.check(db, user, code, device)
    user.password_hash = proof.better_hash or user.password_hash
    login_limits.forget_guesses(db, user.id, device)
    return user


def begin_second_step(db: Session, proof: Proof) -> IssuedToken:
    """A token that stands for the password until a code is shown; raises as `log_in`.

    Guesses at the code go on being counted with those at the password.
    """
    return issue_second_step(db, _held(db, proof))


def issue_second_step(db: Session, user: User) -> IssuedToken:
    """The same for a user who has shown otherwise who they are."""
    return one_time_tokens.issue(db, PURPOSE, user.id, _bound_to(user), SECOND_STEP_LASTS)


def candidate_of(db: Session, token: str) -> LoginCandidate:
    """Whose code is to be shown with the token; raises as one_time_tokens.find does."""
    row = one_time_tokens.find(db, PURPOSE, token)
    return _candidate(db.get_one(User, row.subject_id))


def finish(
    db: Session,
    token: str,
    code: str,
    before: Principal = NOBODY,
    device: Device = NO_DEVICE,
) -> LoginResult:
    """Let the user in who has shown the password before, and shows a code now.

    Raises as one_time_tokens.find does, TokenVoid, Disabled, WrongCode.
    """
    row = one_time_tokens.find(db, PURPOSE, token)
    user = db.get_one(User, row.subject_id, with_for_update=AGAINST_WRITERS, populate_existing=True)
    use_second_step(db, token, user)
    check_open(user)
    second_factor.check(db, user, code, device)
    login_limits.forget_guesses(db, user.id, device)
    return enter_from(db, user, before, device)


def use_second_step(db: Session, token: str, user: User) -> None:
    """Let the token have stood for the password of a user who is held, once.

    Raises as one_time_tokens.find does, TokenVoid.
    """
    row = one_time_tokens.find(db, PURPOSE, token, lock=True)
    if row.subject_id != user.id:
        raise TokenVoid(_("this login was begun for another account"))
    one_time_tokens.use(row, _bound_to(user))


def _held(db: Session, proof: Proof) -> User:
    user = db.get(User, proof.user_id, with_for_update=AGAINST_WRITERS, populate_existing=True)
    if user is None or user.password_hash != proof.password_hash:
        raise BadCredentials(_("the password was changed at this very moment; try again"))
    check_open(user)
    return user


def check_open(user: User) -> None:
    """Raise Disabled for whom nothing lets in."""
    if user.disabled_at:
        raise Disabled(
            Sentence(
                _("the account {email} is disabled since {moment} UTC; ask who runs this service"),
                email=user.email,
                moment=f"{user.disabled_at:%Y-%m-%d %H:%M}",
            )
        )


def _bound_to(user: User) -> tuple[str, ...]:
    return user.email, user.password_hash, str(user.second_factor_at)


def enter_from(
    db: Session, user: User, before: Principal, device: Device, *, has_shown_two: bool = False
) -> LoginResult:
    """Let somebody in who has shown who they are; a mail tells them of a device that is new.

    Where new devices have to be approved, they are in once they have opened the link in that mail;
    whoever has a second factor, or `has_shown_two` in one, needs none.
    """
    if device_approvals.is_wanted(db, user):
        device = approved_devices.with_secret(db, device)
        if user.second_factor_at or has_shown_two:
            approved_devices.approve(db, user.id, hashed(device.secret), device.agent)
        elif not approved_devices.is_approved(db, user.id, device):
            return _wait(db, user, before, device)
    if sign_ins.is_new_device(db, user.id, device):
        account_mails.enqueue(
            db, "new_device", user.email, subject_id=user.id, data=device.as_told()
        )
    entry = enter(db, user, before, device)
    audit.record(
        db,
        AuditAction.LOGGED_IN,
        account_id=user.id,
        subject_id=entry.principal.credential_id,
        by=user.id,
    )
    return entry


def _wait(db: Session, user: User, before: Principal, device: Device) -> LoginResult:
    """A session that becomes the user's once they have opened the link that is mailed to them."""
    end_session(db, before)
    visitor_id = before.visitor_id if before.user_id in (None, user.id) else None
    secret, session = open_session(
        db, user_id=user.id, visitor_id=visitor_id, device=device, awaits_approval=True
    )
    device_approvals.request_approval(db, session, user, device)
    action = AuditAction.DEVICE_HELD
    audit.record(db, action, account_id=user.id, subject_id=session.id, by=user.id)
    return LoginResult(secret, principal_of(db, session), device.secret)


def enter(
    db: Session, user: User, before: Principal = NOBODY, device: Device = NO_DEVICE
) -> LoginResult:
    """A session of the user's own; the drafts of the visitor that they were `before` become theirs.

    The session `before` ends, so that whoever knew its secret has gained nothing. Its visitor
    goes along: a draft that was still under way when the user logged in is theirs, too.
    """
    end_session(db, before)
    visitor_id = before.visitor_id if before.user_id in (None, user.id) else None
    secret, session = open_session(db, user_id=user.id, visitor_id=visitor_id, device=device)
    sign_ins.record(db, user.id, device)
    principal = principal_of(db, session)
    if visitor_id and principal.home_id:
        projects.save(db, principal, visitor_id, partly=True)
    return LoginResult(secret, principal, device.secret or None)
