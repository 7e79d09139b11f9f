"""Finds out who asks: by API key, by session cookie, by password."""

import hmac
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.ids import hashed, new_id, new_secret
from service.models import ApiKey, BrowserSession, Membership, Organization, Role, User
from service.rights import NOBODY, Principal

#: A session ends this long after it was last used.
SESSION_LASTS = timedelta(days=14)
#: A session or key whose last use was noted within this time need not be noted again.
NOTED_FOR = timedelta(minutes=10)
#: What every API key begins with, so that people and secret scanners recognise one.
KEY_PREFIX = "wb_"


class BadCredentials(Exception):
    """The key, or the pair of e-mail and password, is not one that lets anybody in."""


def authenticate(db: Session, authorization: str | None, cookie: str | None) -> Principal:
    """Who asks, by the `Authorization` header or else the session cookie; only reads.

    Raises BadCredentials for a header that lets nobody in. A cookie that is not known any more
    makes NOBODY: browsers keep cookies longer than we keep sessions.
    """
    if authorization is not None:
        return _by_key(db, authorization)
    if cookie:
        return _by_session(db, cookie)
    return NOBODY


def _by_key(db: Session, authorization: str) -> Principal:
    scheme, _, secret = authorization.partition(" ")
    secret = secret.strip()
    if scheme.lower() != "bearer" or not secret.startswith(KEY_PREFIX):
        raise BadCredentials("the Authorization header takes the form: Bearer wb_...")
    query = sa.select(ApiKey, User).join(User).where(ApiKey.secret_hash == hashed(secret))
    found = db.execute(query).one_or_none()
    if found is None:
        raise BadCredentials("this API key is not known")
    key, user = found
    if key.revoked_at:
        raise BadCredentials(f"the API key {key.prefix}... was revoked at {key.revoked_at:%c} UTC")
    if key.expires_at and key.expires_at <= clock.now():
        raise BadCredentials(f"the API key {key.prefix}... expired at {key.expires_at:%c} UTC")
    ceiling = None if key.rights is None else frozenset(key.rights)
    stale = key.last_used_at is None or key.last_used_at < clock.now() - NOTED_FOR
    return replace(
        _principal_of_user(db, user, ceiling),
        via="api_key",
        credential_id=key.id,
        credential_stale=stale,
    )


def _by_session(db: Session, secret: str) -> Principal:
    query = sa.select(BrowserSession).where(
        BrowserSession.secret_hash == hashed(secret), BrowserSession.expires_at > clock.now()
    )
    session = db.scalars(query).one_or_none()
    return principal_of(db, session) if session else NOBODY


def principal_of(db: Session, session: BrowserSession) -> Principal:
    """The user or visitor whose browser this is."""
    user = db.get(User, session.user_id) if session.user_id else None
    return replace(
        _principal_of_user(db, user) if user else Principal(name="visitor"),
        visitor_id=session.visitor_id,
        via="session",
        csrf_token=session.csrf_token,
        credential_id=session.id,
        credential_stale=session.expires_at < clock.now() + SESSION_LASTS - NOTED_FOR,
    )


def _principal_of_user(db: Session, user: User, ceiling: frozenset[str] | None = None) -> Principal:
    query = (
        sa.select(Organization.id, Organization.language, Role.rights)
        .join(Membership, Membership.organization_id == Organization.id)
        .join(Role, Role.id == Membership.role_id)
        .where(Membership.user_id == user.id)
        .order_by(Membership.created_at, Organization.id)
    )
    found = db.execute(query).all()
    return Principal(
        user_id=user.id,
        name=user.name,
        # Operators act beyond any list of rights, so a key with such a list is none.
        is_operator=user.is_operator and ceiling is None,
        rights={
            row.id: frozenset(row.rights) if ceiling is None else ceiling.intersection(row.rights)
            for row in found
        },
        language=found[0].language if found else "en",
        home_id=found[0].id if found else None,
        ceiling=ceiling,
    )


def open_session(
    db: Session, *, user_id: UUID | None = None, visitor_id: UUID | None = None
) -> tuple[str, BrowserSession]:
    """A new session and its secret, which is shown only here: for a visitor, or for a user."""
    secret = new_secret()
    session = BrowserSession(
        secret_hash=hashed(secret),
        csrf_token=new_secret(),
        visitor_id=visitor_id or new_id(),
        user_id=user_id,
        expires_at=clock.now() + SESSION_LASTS,
    )
    db.add(session)
    db.flush()
    return secret, session


def end_session(db: Session, principal: Principal) -> None:
    """End the session of `principal`; nothing happens without one."""
    if principal.via == "session":
        ended = BrowserSession.id == principal.credential_id
        db.execute(sa.delete(BrowserSession).where(ended))


def note_use(db: Session, principal: Principal) -> bool:
    """Note that the session or key was used now; whether it is still there.

    A session lasts longer by that.
    """
    used: sa.UpdateBase
    if principal.via == "session":
        used = (
            sa.update(BrowserSession)
            .where(BrowserSession.id == principal.credential_id)
            .values(expires_at=clock.now() + SESSION_LASTS)
            .returning(BrowserSession.id)
        )
    else:
        used = (
            sa.update(ApiKey)
            .where(ApiKey.id == principal.credential_id)
            .values(last_used_at=clock.now())
            .returning(ApiKey.id)
        )
    return db.execute(used).scalar() is not None


def has_csrf_token(principal: Principal, token: str | None) -> bool:
    """Whether `token` is the one of the principal's session; compared in constant time."""
    ours = principal.csrf_token or ""
    return bool(ours) and hmac.compare_digest(ours.encode(), (token or "").encode())


def forget_expired(db: Session, before: datetime | None = None) -> int:
    """Delete sessions that ended, now or `before`; the number of them."""
    ended = BrowserSession.expires_at <= (before or clock.now())
    return len(
        db.execute(sa.delete(BrowserSession).where(ended).returning(BrowserSession.id)).all()
    )
