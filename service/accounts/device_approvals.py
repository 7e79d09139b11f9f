"""Lets nobody in from a new device before its user has opened a link that was mailed to them.

This holds for users who ask for it, and where an organisation of theirs or the operator demands it.
Until then the session is that of a visitor, whatever it is asked for. A device is known by a secret
that its browser keeps; whoever shows a second factor needs no mail beside it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.access.permissions import Forbidden, Principal, Unauthenticated
from service.accounts import sign_ins, users
from service.accounts.authentication import principal_of
from service.accounts.devices import Device
from service.audit import log as audit
from service.audit.actions import AuditAction
from service.database import one_time_tokens
from service.database.locks import AGAINST_WRITERS
from service.database.models import (
    ApprovedDevice,
    BrowserSession,
    Membership,
    OneTimeToken,
    Organization,
    User,
)
from service.database.one_time_tokens import IssuedToken, TokenVoid
from service.database.upsert import upsert
from service.events.access_changes import announce_access
from service.ids import hashed, new_secret
from service.notifications import account_mails
from service.orders import projects
from service.settings import settings
from service.translations import gettext_noop as _

PURPOSE: one_time_tokens.Purpose = "device_approval"
#: How long the link in a mail works, from when the mail is sent.
LINK_LASTS = timedelta(minutes=30)


class NothingToApprove(Exception):
    """The session of the caller does not wait to be approved."""


@dataclass(frozen=True)
class DeviceApproval:
    """Whether new devices of somebody have to be approved, and whether this one waits for it.

    `until` is when a session that waits ends, None for any other.
    """

    enabled: bool
    required: bool
    approved_devices: int
    until: datetime | None = None


@dataclass(frozen=True)
class WaitingSession:
    """A session that waits, and whose it is to be."""

    session: BrowserSession
    user: User


def is_wanted(db: Session, user: User) -> bool:
    """Whether the user, an organisation of theirs or the operator wants new devices approved."""
    return user.device_approval or is_required(db, user.id)


def is_required(db: Session, user_id: UUID) -> bool:
    """Whether an organisation of the user or the operator demands it."""
    query = (
        sa.select(Membership.user_id)
        .join(Organization, Organization.id == Membership.organization_id)
        .where(Membership.user_id == user_id, Organization.device_approval_required)
    )
    return settings().device_approval or db.scalar(query.limit(1)) is not None


def is_approved(db: Session, user_id: UUID, device: Device) -> bool:
    """Whether the user has let themselves in from this device before; the use is noted."""
    if not device.secret:
        return False
    approved = db.get(ApprovedDevice, (user_id, hashed(device.secret)))
    if approved is None or approved.last_used_at < clock.now() - sign_ins.remembered():
        return False
    approved.last_used_at = clock.now()
    return True


def with_secret(device: Device) -> Device:
    """The same device with a secret to be known by, a new one unless it has one."""
    return device if device.secret else replace(device, secret=new_secret())


def approve_device(db: Session, user_id: UUID, device_hash: str, agent: str) -> None:
    """Let a device of a user need no mail from now on."""
    now = clock.now()
    row = {"user_id": user_id, "device_hash": device_hash, "agent": agent}
    row |= {"approved_at": now, "last_used_at": now}
    db.execute(upsert(db, ApprovedDevice, row, {"last_used_at": now}))


def request_approval(db: Session, session: BrowserSession, user: User, device: Device) -> None:
    """Mail the user a link that lets the session be theirs."""
    account_mails.enqueue(
        db, "device_approval", user.email, subject_id=session.id, data=device.as_told()
    )


def send_again(db: Session, principal: Principal, device: Device) -> None:
    """Have another link mailed for the session of the caller; raises NothingToApprove."""
    session = _session(db, principal)
    if session is None or not session.awaits_approval:
        raise NothingToApprove(_("this session does not wait to be approved"))
    request_approval(db, session, db.get_one(User, session.user_id), device)


def waiting_session(db: Session, session_id: UUID | None) -> WaitingSession | None:
    """A session that waits and has not ended, of a user who can be let in."""
    session = db.get(BrowserSession, session_id) if session_id else None
    if session is None or not session.awaits_approval or session.expires_at <= clock.now():
        return None
    user = db.get_one(User, session.user_id)
    return None if user.disabled_at else WaitingSession(session, user)


def issue_link(db: Session, waiting: WaitingSession) -> IssuedToken:
    """The token that a mail carries; it lets this one session in, while the password stays."""
    bound_to = _bound_to(waiting)
    return one_time_tokens.issue(db, PURPOSE, waiting.session.id, bound_to, LINK_LASTS)


def of_link(db: Session, token: str) -> WaitingSession:
    """Which session the link lets in; raises as one_time_tokens.find does, and TokenVoid."""
    row = one_time_tokens.find(db, PURPOSE, token)
    waiting = _of_token(db, row)
    one_time_tokens.check(row, _bound_to(waiting))
    return waiting


def approve(db: Session, token: str) -> None:
    """Let the session of the link be its user's, once.

    Raises as one_time_tokens.find does, and TokenVoid.
    """
    row = one_time_tokens.find(db, PURPOSE, token, lock=True)
    locked = sa.select(BrowserSession).where(BrowserSession.id == row.subject_id)
    db.scalars(locked.with_for_update(**AGAINST_WRITERS)).one_or_none()
    waiting = _of_token(db, row)
    one_time_tokens.use(row, _bound_to(waiting))
    _let_in(db, waiting)


def approve_by_operator(db: Session, email: str) -> tuple[User, int]:
    """Let in every session of a user that waits, without a mail; the number of them.

    Raises users.UnknownUser.
    """
    user = users.find_by_email(db, email)
    waits = sa.select(BrowserSession).where(
        BrowserSession.user_id == user.id,
        BrowserSession.awaits_approval,
        BrowserSession.expires_at > clock.now(),
    )
    sessions = db.scalars(waits.with_for_update(**AGAINST_WRITERS)).all()
    for session in sessions:
        _let_in(db, WaitingSession(session, user))
    return user, len(sessions)


def status(db: Session, principal: Principal) -> DeviceApproval:
    """What holds for the caller; raises Unauthenticated, Forbidden."""
    session = _session(db, principal)
    if session is not None and session.awaits_approval:
        return DeviceApproval(False, True, 0, session.expires_at)
    user = db.get_one(User, owner_of(principal))
    count = sa.select(sa.func.count()).where(ApprovedDevice.user_id == user.id)
    return DeviceApproval(user.device_approval, is_required(db, user.id), db.scalar(count) or 0)


def want(db: Session, user: User, enabled: bool, device: Device) -> None:
    """Let a user whose row is held ask for approval, or no longer; this device is approved."""
    approve_device(db, user.id, hashed(device.secret), device.agent)
    if user.device_approval != enabled:
        user.device_approval = enabled
        db.flush()
        on, off = AuditAction.DEVICE_APPROVAL_ON, AuditAction.DEVICE_APPROVAL_OFF
        audit.record(db, on if enabled else off, account_id=user.id)


def forget_others(db: Session, principal: Principal, device: Device) -> None:
    """Let every device of the caller but this one be new again.

    Their sessions go on. Raises Unauthenticated, Forbidden.
    """
    user_id = owner_of(principal)
    is_other = ApprovedDevice.device_hash != hashed(device.secret)
    db.execute(sa.delete(ApprovedDevice).where(ApprovedDevice.user_id == user_id, is_other))
    audit.record(db, AuditAction.DEVICES_FORGOTTEN, account_id=user_id)


def forget_unused(db: Session, now: datetime, most: int) -> int:
    """Delete at most `most` devices that were not used for long; the number of them."""
    key = sa.tuple_(ApprovedDevice.user_id, ApprovedDevice.device_hash)
    old = sa.select(ApprovedDevice.user_id, ApprovedDevice.device_hash)
    old = old.where(ApprovedDevice.last_used_at < now - sign_ins.remembered()).limit(most)
    deletion = sa.delete(ApprovedDevice).where(key.in_(old))
    return len(db.scalars(deletion.returning(ApprovedDevice.user_id)).all())


def owner_of(principal: Principal) -> UUID:
    """Whose devices a caller may look at; raises Unauthenticated, Forbidden."""
    if principal.user_id is None:
        raise Unauthenticated(_("only who is logged in has devices"))
    if principal.via != "session":
        raise Forbidden(_("an API key sees and changes nothing about devices; log in"))
    return principal.user_id


def _session(db: Session, principal: Principal) -> BrowserSession | None:
    is_one = principal.via == "session" and principal.credential_id
    return db.get(BrowserSession, principal.credential_id) if is_one else None


def _of_token(db: Session, row: OneTimeToken) -> WaitingSession:
    if waiting := waiting_session(db, row.subject_id):
        return waiting
    raise TokenVoid(_("the browser that this link lets in waits no longer; sign in again there"))


def _let_in(db: Session, waiting: WaitingSession) -> None:
    session, user = waiting.session, waiting.user
    session.awaits_approval = False
    device = Device(session.address or "", session.agent or "")
    if session.device_hash:
        approve_device(db, user.id, session.device_hash, device.agent)
    sign_ins.record(db, user.id, device)
    db.flush()
    principal = principal_of(db, session)
    if principal.home_id:
        projects.save(db, principal, session.visitor_id, partly=True)
    announce_access(db, credentials=[session.id])
    audit.record(
        db, AuditAction.DEVICE_APPROVED, account_id=user.id, subject_id=session.id, by=user.id
    )


def _bound_to(waiting: WaitingSession) -> tuple[str, ...]:
    user = waiting.user
    return waiting.session.secret_hash, user.email, user.password_hash
