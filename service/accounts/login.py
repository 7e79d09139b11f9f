"""Logs users in: finds the account, checks the password, opens a session.

Three steps, because the second takes long on purpose, and no transaction must wait for it.
"""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.permissions import NOBODY, BadCredentials, Principal
from service.accounts import login_limits, passwords, sign_ins
from service.accounts.authentication import principal_of
from service.accounts.devices import NO_DEVICE, Device
from service.accounts.sessions import end_session, open_session
from service.audit import log as audit
from service.audit.actions import Action
from service.database.locks import AGAINST_WRITERS
from service.database.models import User
from service.notifications import account_mails
from service.orders import projects
from service.settings import settings
from service.translations import Sentence
from service.translations import gettext_noop as _
from service.values import emails

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


@dataclass(frozen=True)
class Proof:
    """That somebody knew the password that was stored as `password_hash`."""

    user_id: UUID
    password_hash: str
    better_hash: str | None


@dataclass(frozen=True)
class LoginResult:
    """That somebody is in: the secret of their session, and who they are now."""

    secret: str
    principal: Principal


def find_candidate(db: Session, email: str) -> LoginCandidate:
    """Whose password must be shown, first step of logging in; answers for every address."""
    forms = emails.forms(email)
    query = sa.select(User.email, User.id, User.password_hash).where(User.email.in_(forms))
    rows = {row.email: row for row in db.execute(query)}
    candidate = next((rows[form] for form in forms if form in rows), (forms[0], None, None))
    return LoginCandidate(*candidate)


def prove(candidate: LoginCandidate, password: str) -> Proof:
    """Check the password, second step; raises BadCredentials, Busy.

    Takes its time, the same for known and unknown addresses: call it outside any transaction.
    """
    matches = passwords.matches(candidate.password_hash, password)
    if not matches or candidate.user_id is None or candidate.password_hash is None:
        raise BadCredentials(UNCONFIRMED if settings().email_confirmation else APART)
    outdated = passwords.is_outdated(candidate.password_hash)
    better = passwords.hash_of(password) if outdated else None
    return Proof(candidate.user_id, candidate.password_hash, better)


def log_in(
    db: Session, proof: Proof, before: Principal = NOBODY, device: Device = NO_DEVICE
) -> LoginResult:
    """Let the user in, third step; a mail tells them of a device that is new.

    Raises BadCredentials, Disabled.
    """
    user = admit(db, proof, device)
    if sign_ins.is_new_device(db, user.id, device):
        account_mails.enqueue(
            db, "new_device", user.email, subject_id=user.id, data=device.as_told()
        )
    entry = enter(db, user, before, device)
    audit.record(
        db,
        Action.LOGGED_IN,
        account_id=user.id,
        subject_id=entry.principal.credential_id,
        by=user.id,
    )
    return entry


def admit(db: Session, proof: Proof, device: Device) -> User:
    """Who has shown the password, held; raises BadCredentials, Disabled."""
    user = db.get(User, proof.user_id, with_for_update=AGAINST_WRITERS)
    if user is None or user.password_hash != proof.password_hash:
        raise BadCredentials(_("the password was changed at this very moment; try again"))
    if user.disabled_at:
        raise Disabled(
            Sentence(
                _("the account {email} is disabled since {moment} UTC; ask who runs this service"),
                email=user.email,
                moment=f"{user.disabled_at:%Y-%m-%d %H:%M}",
            )
        )
    user.password_hash = proof.better_hash or user.password_hash
    login_limits.forget_guesses(db, user.email, user.id, device)
    return user


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
        projects.save(db, principal, visitor_id)
    return LoginResult(secret, principal)
