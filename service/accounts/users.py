"""Registers, finds and disables users, and makes them operators."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service import clock
from service.accounts import organizations, passwords, sessions
from service.audit import log as audit
from service.audit.actions import AuditAction
from service.database.locks import AGAINST_WRITERS
from service.database.models import OneTimeToken, User
from service.database.one_time_tokens import TokenVoid
from service.ids import new_id
from service.notifications import account_mails
from service.translations import SOURCE, Sentence
from service.translations import gettext_noop as _
from service.values import emails

#: What stands for the address of a user until it is confirmed; nobody can be mailed there
#: (RFC 2606, 2), and nobody registers so.
UNCONFIRMED = "{id}@unconfirmed.invalid"


class EmailTaken(Exception):
    """Somebody has registered with this e-mail address already."""


class UnknownUser(Exception):
    """Nobody has registered with this e-mail address."""


@dataclass(frozen=True)
class NewUser:
    """Somebody who may be registered: everything slow about it is done."""

    email: str
    name: str
    password_hash: str


def prepare(email: str, name: str, password: str) -> NewUser:
    """Check what somebody registers with and hash the password, first step of registering.

    Takes its time: call it outside any transaction.
    Raises emails.BadEmail, passwords.WeakPassword, Busy.
    """
    email = emails.normal(email)
    passwords.check(password, email)
    return NewUser(email, name, passwords.hash_of(password))


def register(
    db: Session,
    new_user: NewUser,
    *,
    is_confirmed: bool,
    organization_name: str | None = None,
    language: str = SOURCE,
) -> User:
    """A user with an organisation of their own, named after them unless it has another name.

    Second step of registering. Unless somebody knows already that the address is theirs it is only
    claimed, and they are mailed a link to confirm it: nobody looks whether it is taken, so that the
    answer and its time tell nothing. Raises EmailTaken only where `is_confirmed`.
    """
    id = new_id()
    user = User(
        id=id,
        email=new_user.email if is_confirmed else UNCONFIRMED.format(id=id),
        claimed_email=None if is_confirmed else new_user.email,
        email_verified_at=clock.now() if is_confirmed else None,
        name=new_user.name,
        password_hash=new_user.password_hash,
    )
    db.add(user)
    try:
        db.flush()
    except IntegrityError as error:
        raise EmailTaken(
            Sentence(_("somebody has registered as {email} already; log in"), email=new_user.email)
        ) from error
    name = organization_name or user.name
    organizations.create_for(db, user.id, user.name, name=name, language=language)
    audit.record(db, AuditAction.ACCOUNT_REGISTERED, account_id=user.id, by=user.id)
    if not is_confirmed:
        account_mails.enqueue(db, "email_confirmation", new_user.email, subject_id=user.id)
    return user


def holder_of(db: Session, email: str) -> User | None:
    """Whose confirmed address this is, in whichever form it was stored."""
    for form in emails.forms(email):
        if user := db.scalars(sa.select(User).where(User.email == form)).one_or_none():
            return user
    return None


def find_by_email(db: Session, email: str) -> User:
    """The user with this address; raises UnknownUser."""
    if user := holder_of(db, email):
        return user
    raise UnknownUser(
        Sentence(_("nobody has registered as {email}"), email=email.strip()[: emails.LONGEST])
    )


def find(db: Session, user_id: UUID | None) -> User | None:
    """The user with this id; None for a visitor."""
    return db.get(User, user_id) if user_id else None


def of_token(db: Session, row: OneTimeToken, *, lock: bool = False) -> User:
    """The user whom a token is about, held if the token is to be used; raises TokenVoid."""
    held = AGAINST_WRITERS if lock else None
    user = db.get(User, row.subject_id, with_for_update=held, populate_existing=lock)
    if user is None or user.disabled_at:
        raise TokenVoid(_("the account of this link cannot be used"))
    return user


def list_all(db: Session, after: UUID | None = None, limit: int = 200) -> list[User]:
    """Users in the order in which they registered, beginning after one of them."""
    query = sa.select(User).order_by(User.id).limit(limit)
    return list(db.scalars(query.where(User.id > after) if after else query))


def set_operator(db: Session, email: str, is_operator: bool) -> User:
    """Let somebody run the service, or no longer; raises UnknownUser."""
    user = find_by_email(db, email)
    user.is_operator = is_operator
    action = AuditAction.OPERATOR_GRANTED if is_operator else AuditAction.OPERATOR_REVOKED
    audit.record(db, action, account_id=user.id)
    return user


def disable(db: Session, email: str) -> tuple[User, int]:
    """Let somebody in no more: the user, and how many of their sessions end.

    Their keys rest as long and their open streams are cut; what they did stays in every history.
    Raises UnknownUser.
    """
    user = find_by_email(db, email)
    # A login that is under way comes before or is refused.
    db.refresh(user, with_for_update=AGAINST_WRITERS)
    user.disabled_at = user.disabled_at or clock.now()
    db.flush()
    audit.record(db, AuditAction.ACCOUNT_DISABLED, account_id=user.id)
    return user, sessions.end_sessions_of(db, user.id)


def enable(db: Session, email: str) -> User:
    """Let somebody in again, who logs in anew; their keys open again. Raises UnknownUser."""
    user = find_by_email(db, email)
    user.disabled_at = None
    audit.record(db, AuditAction.ACCOUNT_ENABLED, account_id=user.id)
    return user
