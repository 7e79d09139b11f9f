"""Opens, prolongs and ends the sessions of browsers."""

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.access.permissions import Principal
from service.database.models import ApiKey, BrowserSession
from service.events.access_changes import announce_access
from service.ids import hashed, new_id, new_secret

#: A session ends this long after it was last used.
SESSION_LASTS = timedelta(days=14)


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
    """End the session of `principal` and its streams; nothing happens without one."""
    if principal.via == "session" and principal.credential_id:
        is_theirs = BrowserSession.id == principal.credential_id
        db.execute(sa.delete(BrowserSession).where(is_theirs))
        announce_access(db, credentials=[principal.credential_id])


def end_sessions_of(db: Session, user_id: UUID, *, keep: UUID | None = None) -> int:
    """End the sessions and streams of a user, those of their keys too; the number of sessions.

    The session `keep` stays, with its streams and those of keys.
    """
    deletion = sa.delete(BrowserSession).where(BrowserSession.user_id == user_id)
    if keep:
        deletion = deletion.where(BrowserSession.id != keep)
    session_ids = db.scalars(deletion.returning(BrowserSession.id)).all()
    if keep:
        announce_access(db, credentials=session_ids)
    else:
        announce_access(db, users=[user_id])
    return len(session_ids)


def record_use(db: Session, principal: Principal) -> bool:
    """Note that the session or key was used now; whether it is still there.

    A session lasts longer by that.
    """
    statement: sa.UpdateBase
    if principal.via == "session":
        statement = (
            sa.update(BrowserSession)
            .where(BrowserSession.id == principal.credential_id)
            .values(expires_at=clock.now() + SESSION_LASTS)
            .returning(BrowserSession.id)
        )
    else:
        statement = (
            sa.update(ApiKey)
            .where(ApiKey.id == principal.credential_id)
            .values(last_used_at=clock.now())
            .returning(ApiKey.id)
        )
    return db.execute(statement).scalar() is not None


def forget_expired(db: Session, before: datetime | None = None) -> int:
    """Delete sessions that ended, now or `before`; the number of them."""
    is_expired = BrowserSession.expires_at <= (before or clock.now())
    return len(
        db.execute(sa.delete(BrowserSession).where(is_expired).returning(BrowserSession.id)).all()
    )
