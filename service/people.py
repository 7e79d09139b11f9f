"""What one can do with people: register them, find them, make them operators, disable them."""

import re
import unicodedata
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service import clock, organizations, passwords, sessions
from service.ids import new_id
from service.models import User

#: Characters. RFC 5321, 4.5.3.1: a path has 256 octets, two of them for the angle brackets.
LONGEST_EMAIL = 254
#: What is certainly no address is refused; whether mail arrives there, only a mail can show.
_EMAIL = re.compile(r"[^@\s\x00-\x1f<>,;:\"]+@[^@\s\x00-\x1f<>,;:\"]+")


class BadEmail(Exception):
    """This is no e-mail address."""


class EmailTaken(Exception):
    """Somebody has registered with this e-mail address already."""


class UnknownUser(Exception):
    """Nobody has registered with this e-mail address."""


@dataclass(frozen=True)
class NewUser:
    """Somebody who may be registered: everything slow about him is done."""

    email: str
    name: str
    password_hash: str


def normal_email(email: str) -> str:
    """The form in which e-mail addresses are stored and compared."""
    return unicodedata.normalize("NFC", email.strip()).lower()


def prepare(email: str, name: str, password: str) -> NewUser:
    """Check what somebody registers with and hash the password, first step of registering.

    Takes its time: call it outside any transaction.
    Raises BadEmail, passwords.WeakPassword, passwords.Crowded.
    """
    email = normal_email(email)
    if len(email) > LONGEST_EMAIL or not _EMAIL.fullmatch(email):
        raise BadEmail(
            f"{email[:80]!r} is no e-mail address of the form name@domain "
            f"with at most {LONGEST_EMAIL} characters"
        )
    passwords.check(password, email)
    return NewUser(email, name, passwords.hash_of(password))


def register(db: Session, new: NewUser, *, organization_name: str | None = None) -> User:
    """A user with an organisation of his own, which is named after him if nothing else is said.

    Second step of registering; raises EmailTaken.
    """
    user = User(id=new_id(), email=new.email, name=new.name, password_hash=new.password_hash)
    db.add(user)
    try:
        db.flush()
    except IntegrityError as error:
        raise EmailTaken(f"somebody has registered as {new.email} already; log in") from error
    organizations.found(db, user.id, user.name, name=organization_name or user.name)
    return user


def find_by_email(db: Session, email: str) -> User:
    """The user with this address; raises UnknownUser."""
    email = normal_email(email)
    user = db.scalars(sa.select(User).where(User.email == email)).one_or_none()
    if user is None:
        raise UnknownUser(f"nobody has registered as {email[:LONGEST_EMAIL]}")
    return user


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
    """Let somebody in no more: the user, and how many of his sessions end.

    His keys rest as long and his open streams are cut; what he did stays in every history.
    Raises UnknownUser.
    """
    user = find_by_email(db, email)
    db.refresh(user, with_for_update=True)  # a login that is under way comes before or is refused
    user.disabled_at = user.disabled_at or clock.now()
    db.flush()
    return user, sessions.end_sessions_of(db, user.id)


def enable(db: Session, email: str) -> User:
    """Let somebody in again, who logs in anew; his keys open again. Raises UnknownUser."""
    user = find_by_email(db, email)
    user.disabled_at = None
    return user
