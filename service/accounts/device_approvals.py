"""Lets nobody in from a new device before its user has opened a link that was mailed to them.

This holds for users who ask for it, and where an organisation of theirs or the operator demands it.
Until then the session is that of a visitor, whatever it is asked for. A device is known by a secret
that its browser keeps; whoever shows a second factor needs no mail beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.access.permissions import Principal
from service.accounts import approved_devices, second_factor, sign_ins, users
from service.accounts.authentication import principal_of
from service.accounts.devices import Device
from service.audit import log as audit
from service.audit.actions import AuditAction
from service.database import one_time_tokens
from service.database.locks import AGAINST_WRITERS
from service.database.models import (
    BrowserSession,
    Membership,
    OneTimeToken,
    Organization,
    User,
)
from service.database.one_time_tokens import IssuedToken, TokenVoid
from service.events.access_changes import announce_access
from service.ids import hashed
from service.notifications import account_mails
from service.orders import projects
from service.settings import settings
from service.translations import gettext_noop as _

PURPOSE: one_time_tokens.Purpose = "device_approval"
#: How long the link in a mail works, from when the mail is sent.
LINK_LASTS = timedelta(minutes=30)


class NothingToApprove(Exception):
    """The session of the caller does not wait to be approved."""


class SeveralWait(Exception):
    """More than one session of a user waits, and one of them may be a stranger's."""

    def __init__(self, sessions: Sequence[BrowserSession]) -> None:
        lines = (
            f"  {each.id}  {each.created_at:%Y-%m-%d %H:%M} UTC  {each.address}  {each.agent}"
            for each in sessions
        )
        super().__init__("\n".join(("several wait; name one with --session", *lines)))


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


def request_approval(db: Session, session: BrowserSession, user: User, device: Device) -> None:
    """Mail the user a link that lets the session be theirs.

    From where they have been before, they get it however often others ask who know the password.
    """
    is_known = db.scalar(sa.select(sign_ins.is_known_address(user.id, device.address)))
    account_mails.enqueue(
        db,
        "device_approval",
        user.email,
        subject_id=session.id,
        data=device.as_told(),
        known_address=device.address if is_known else None,
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


def approve_by_operator(db: Session, email: str, session_id: UUID | None = None) -> WaitingSession:
    """Let in the session of a user that waits, without a mail; of several the one that is named.

    Raises users.UnknownUser, NothingToApprove, SeveralWait.
    """
    user = users.find_by_email(db, email)
    waits = sa.select(BrowserSession).where(
        BrowserSession.user_id == user.id,
        BrowserSession.awaits_approval,
        BrowserSession.expires_at > clock.now(),
    )
    if session_id:
        waits = waits.where(BrowserSession.id == session_id)
    waits = waits.order_by(BrowserSession.created_at, BrowserSession.id)
    sessions = db.scalars(waits.with_for_update(**AGAINST_WRITERS)).all()
    if not sessions:
        raise NothingToApprove(_("this session does not wait to be approved"))
    if len(sessions) > 1:
        raise SeveralWait(sessions)
    waiting = WaitingSession(sessions[0], user)
    _let_in(db, waiting)
    return waiting


def status(db: Session, principal: Principal) -> DeviceApproval:
    """What holds for the caller; raises Unauthenticated, Forbidden."""
    session = _session(db, principal)
    if session is not None and session.awaits_approval:
        return DeviceApproval(False, True, 0, session.expires_at)
    user = db.get_one(User, approved_devices.owner_of(principal))
    count = approved_devices.count(db, user.id)
    return DeviceApproval(user.device_approval, is_required(db, user.id), count)


def want(db: Session, user: User, enabled: bool, device: Device) -> Device:
    """Let a user whose row is held ask for approval, or no longer.

    This device is approved, and a mail says so where others need it no longer. It is returned
    with the secret by which it is known from now on.
    """
    device = approved_devices.with_secret(db, device)
    approved_devices.approve(db, user.id, hashed(device.secret), device.agent)
    if user.device_approval != enabled:
        user.device_approval = enabled
        db.flush()
        on, off = AuditAction.DEVICE_APPROVAL_ON, AuditAction.DEVICE_APPROVAL_OFF
        audit.record(db, on if enabled else off, account_id=user.id)
        if not enabled:
            second_factor.tell(db, user, "device_approval_off", device)
    return device


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
        approved_devices.approve(db, user.id, session.device_hash, device.agent)
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
