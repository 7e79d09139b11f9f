"""Opens, prolongs and ends the sessions of browsers."""

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.access.lookup import unknown
from service.access.permissions import Forbidden, Principal, Unauthenticated
from service.accounts.devices import NO_DEVICE, Device
from service.audit import log as audit
from service.audit.actions import AuditAction
from service.database.locks import AGAINST_WRITERS
from service.database.models import ApiKey, BrowserSession
from service.events.access_changes import announce_access
from service.ids import hashed, new_id, new_secret
from service.settings import settings
from service.translations import gettext_noop as _

#: A session ends this long after it was last used; that of a user at the latest when the setting
#: `session_days` says, counted from the login.
SESSION_LASTS = timedelta(days=14)
#: What gives an account away or ends it takes a login that is no older.
FRESH = timedelta(minutes=30)
#: One that waits for its device to be approved ends so long after it was opened.
APPROVAL_LASTS = timedelta(days=1)


def open_session(
    db: Session,
    *,
    user_id: UUID | None = None,
    visitor_id: UUID | None = None,
    device: Device = NO_DEVICE,
    awaits_approval: bool = False,
) -> tuple[str, BrowserSession]:
    """A new session and its secret, which is shown only here: for a visitor, or for a user."""
    secret, now = new_secret(), clock.now()
    session = BrowserSession(
        secret_hash=hashed(secret),
        csrf_token=new_secret(),
        visitor_id=visitor_id or new_id(),
        user_id=user_id,
        created_at=now,
        awaits_approval=awaits_approval,
        device_hash=hashed(device.secret) if device.secret else None,
    )
    _note_use(session, device)
    db.add(session)
    db.flush()
    return secret, session


def _note_use(session: BrowserSession, device: Device) -> None:
    now = clock.now()
    session.last_seen_at = now
    session.address, session.agent = device.address, device.agent
    session.expires_at = now + SESSION_LASTS
    if session.user_id:
        longest = timedelta(days=settings().session_days)
        latest = session.created_at + (APPROVAL_LASTS if session.awaits_approval else longest)
        session.expires_at = min(session.expires_at, latest)


def list_mine(
    db: Session, principal: Principal, after: UUID | None = None, limit: int = 200
) -> list[BrowserSession]:
    """The user's sessions that have not ended; raises Unauthenticated, Forbidden."""
    query = sa.select(BrowserSession).where(
        BrowserSession.user_id == _owner(principal), BrowserSession.expires_at > clock.now()
    )
    query = query.order_by(BrowserSession.id).limit(limit)
    return list(db.scalars(query.where(BrowserSession.id > after) if after else query))


def end_mine(db: Session, principal: Principal, session_id: UUID) -> None:
    """End one of the user's sessions; raises Unauthenticated, Forbidden, Unknown."""
    deletion = sa.delete(BrowserSession).where(
        BrowserSession.id == session_id, BrowserSession.user_id == _owner(principal)
    )
    if db.scalar(deletion.returning(BrowserSession.id)) is None:
        raise unknown(_("there is no session {id}"), id=session_id)
    announce_access(db, credentials=[session_id])
    audit.record(db, AuditAction.SESSION_ENDED, account_id=principal.user_id, subject_id=session_id)


def end_others(db: Session, principal: Principal) -> None:
    """End all sessions of the user but this one; raises Unauthenticated, Forbidden."""
    end_sessions_of(db, _owner(principal), keep=principal.credential_id)
    audit.record(db, AuditAction.SESSIONS_ENDED, account_id=principal.user_id)


def log_out(db: Session, principal: Principal) -> None:
    """End the session of the caller, as `end_session`; that of a user is noted."""
    end_session(db, principal)
    if principal.via == "session" and principal.user_id:
        id = principal.credential_id
        audit.record(db, AuditAction.SESSION_ENDED, account_id=principal.user_id, subject_id=id)


def log_out_everywhere(db: Session, user_id: UUID, provider: str | None = None) -> int:
    """End all sessions of a user as an operator, or as the `provider` of that title wants it.

    The number of them.
    """
    audit.record(db, AuditAction.SESSIONS_ENDED, account_id=user_id, subject_name=provider)
    return end_sessions_of(db, user_id)


def _owner(principal: Principal) -> UUID:
    if principal.user_id is None:
        raise Unauthenticated(_("only who is logged in has sessions to look at"))
    if principal.via != "session":
        raise Forbidden(_("an API key sees and ends no sessions; log in"))
    return principal.user_id


def check_just_begun(db: Session, principal: Principal) -> None:
    """Raise Forbidden unless the session has just begun: not for who finds a browser left open."""
    session = db.get(BrowserSession, principal.credential_id)
    if session is None or session.created_at < clock.now() - FRESH:
        raise Forbidden(_("log in once more, and do this within half an hour"))


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


def record_use(db: Session, principal: Principal, device: Device = NO_DEVICE) -> bool:
    """Note that the session or key was used now; whether it is still there.

    A session lasts longer by that, within what is the most for a user.
    """
    if principal.via == "session":
        session = db.get(BrowserSession, principal.credential_id, with_for_update=AGAINST_WRITERS)
        if session is not None:
            _note_use(session, device)
        return session is not None
    statement = (
        sa.update(ApiKey)
        .where(ApiKey.id == principal.credential_id)
        .values(last_used_at=clock.now())
        .returning(ApiKey.id)
    )
    return db.execute(statement).scalar() is not None


def forget_expired(db: Session, before: datetime, most: int) -> int:
    """Delete at most `most` sessions that had ended by `before`; the number of them."""
    expired = sa.select(BrowserSession.id).where(BrowserSession.expires_at <= before)
    oldest = expired.order_by(BrowserSession.expires_at).limit(most)
    deletion = sa.delete(BrowserSession).where(BrowserSession.id.in_(oldest))
    return len(db.scalars(deletion.returning(BrowserSession.id)).all())
