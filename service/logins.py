"""Logs people in: find whom they say they are, check the password, open a session.

Three steps, because the second takes long on purpose, and no transaction must wait for it.
"""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import passwords
from service.models import BrowserSession, User
from service.rights import NOBODY, Principal
from service.sessions import BadCredentials, end_session, open_session


@dataclass(frozen=True)
class Candidate:
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


def normal_email(email: str) -> str:
    """The form in which e-mail addresses are stored and compared."""
    return email.strip().lower()


def find_candidate(db: Session, email: str) -> Candidate:
    """Whose password must be shown, first step of logging in; answers for every address."""
    email = normal_email(email)
    query = sa.select(User.id, User.password_hash).where(User.email == email)
    user_id, password_hash = db.execute(query).one_or_none() or (None, None)
    return Candidate(email, user_id, password_hash)


def prove(candidate: Candidate, password: str) -> Proof:
    """Check the password, second step; raises BadCredentials, passwords.Crowded.

    Takes its time, the same for known and unknown addresses: call it outside any transaction.
    """
    matches = passwords.matches(candidate.password_hash, password)
    if not matches or candidate.user_id is None or candidate.password_hash is None:
        raise BadCredentials("e-mail address and password do not belong together")
    outdated = passwords.is_outdated(candidate.password_hash)
    better = passwords.hash_of(password) if outdated else None
    return Proof(candidate.user_id, candidate.password_hash, better)


def log_in(db: Session, proof: Proof, before: Principal = NOBODY) -> tuple[str, BrowserSession]:
    """A session of the user's own, third step; raises BadCredentials.

    The session `before` ends, so that whoever knew its secret has gained nothing. Its visitor
    goes along: what he still sends under way belongs to the user too.
    """
    user = db.get(User, proof.user_id, with_for_update=True)
    if user is None or user.password_hash != proof.password_hash:
        raise BadCredentials("the password was changed at this very moment; try again")
    user.password_hash = proof.better_hash or user.password_hash
    end_session(db, before)
    known = before.via == "session" and before.user_id in (None, user.id)
    return open_session(db, user_id=user.id, visitor_id=before.visitor_id if known else None)
