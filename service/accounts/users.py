"""Registers, finds and disables users, and makes them operators."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service import clock
from service.accounts import organizations, passwords, sessions
from service.database.locks import AGAINST_WRITERS
from service.database.models import User
from service.ids import new_id
from service.translations import Sentence
from service.translations import gettext_noop as _
from service.values import emails


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


def register(db: Session, new_user: NewUser, *, organization_name: str | None = None) -> User:
    """A user with an organisation of their own, named after them unless it has another name.

    Second step of registering; raises EmailTaken.
    """
    user = User(
        id=new_id(), email=new_user.email, name=new_user.name, password_hash=new_user.password_hash
    )
    db.add(user)
    try:
        db.flush()
    except IntegrityError as error:
        raise EmailTaken(
            Sentence(_("somebody has registered as {email} already; log in"), email=new_user.email)
        ) from error
    organizations.create_for(db, user.id, user.name, name=organization_name or user.name)
    return user


def find_by_email(db: Session, email: str) -> User:
    """The user with this address; raises UnknownUser."""
    for form in emails.forms(email):
        if user := db.scalars(sa.select(User).where(User.email == form)).one_or_none():
            return user
    raise UnknownUser(
        Sentence(_("nobody has registered as {email}"), email=email.strip()[: emails.LONGEST])
    )


def find(db: Session, user_id: UUID | None) -> User | None:
    """The user with this id; None for a visitor."""
    return db.get(User, user_id) if user_id else None


def list_all(db: Session, after: UUID | None = None, limit: int = 200) -> list[User]:
    """Users in the order in which they registered, beginning after one of them."""
    query = sa.select(User).order_by(User.id).limit(limit)
    return list(db.scalars(query.where(User.id > after) if after else query))


def set_operator(db: Session, email: str, is_operator: bool) -> User:
    """Let somebody run the service, or no longer; raises UnknownUser."""
    user = find_by_email(db, email)
    user.is_operator = is_operator
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
    return user, sessions.end_sessions_of(db, user.id)


def enable(db: Session, email: str) -> User:
    """Let somebody in again, who logs in anew; their keys open again. Raises UnknownUser."""
    user = find_by_email(db, email)
    user.disabled_at = None
    return user
