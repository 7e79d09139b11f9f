"""The devices from which users have let themselves in, each known by a secret that it keeps."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.access.permissions import Forbidden, Principal, Unauthenticated
from service.accounts import sign_ins
from service.accounts.devices import NO_DEVICE, Device
from service.audit import log as audit
from service.audit.actions import AuditAction
from service.database.models import ApprovedDevice
from service.database.upsert import upsert
from service.ids import hashed, new_secret
from service.translations import gettext_noop as _

#: Devices that one user can have approved.
MOST_DEVICES = 50


def is_approved(db: Session, user_id: UUID, device: Device) -> bool:
    """Whether the user has let themselves in from this device before; the use is noted."""
    if not device.secret:
        return False
    approved = db.get(ApprovedDevice, (user_id, hashed(device.secret)))
    if approved is None or approved.last_used_at < clock.now() - sign_ins.remembered():
        return False
    approved.last_used_at = clock.now()
    return True


def with_secret(db: Session, device: Device) -> Device:
    """The same device with a secret to be known by: a new one, unless some user approved its own.

    A secret that was not made here is never approved: whoever has put it into the browser of
    somebody else would be let in by it as well.
    """
    is_known = ApprovedDevice.device_hash == hashed(device.secret)
    if device.secret and db.scalar(sa.select(ApprovedDevice.user_id).where(is_known).limit(1)):
        return device
    return replace(device, secret=new_secret())


def approve(db: Session, user_id: UUID, device_hash: str, agent: str) -> None:
    """Let a device of a user need no mail from now on; the one unused for longest makes room."""
    now = clock.now()
    row = {"user_id": user_id, "device_hash": device_hash, "agent": agent}
    row |= {"approved_at": now, "last_used_at": now}
    db.execute(upsert(db, ApprovedDevice, row, {"last_used_at": now}))
    is_theirs = ApprovedDevice.user_id == user_id
    latest_first = (ApprovedDevice.last_used_at.desc(), ApprovedDevice.approved_at.desc())
    ranked = sa.select(ApprovedDevice.device_hash).where(is_theirs).order_by(*latest_first)
    if surplus := db.scalars(ranked.offset(MOST_DEVICES)).all():
        is_surplus = ApprovedDevice.device_hash.in_(surplus)
        db.execute(sa.delete(ApprovedDevice).where(is_theirs, is_surplus))


def count(db: Session, user_id: UUID) -> int:
    """How many devices of a user need no mail."""
    query = sa.select(sa.func.count()).where(ApprovedDevice.user_id == user_id)
    return db.scalar(query) or 0


def forget_others(db: Session, principal: Principal, device: Device) -> None:
    """Let every device of the caller but this one be new again.

    Their sessions go on. Raises Unauthenticated, Forbidden.
    """
    user_id = owner_of(principal)
    forget_all(db, user_id, but=device)
    audit.record(db, AuditAction.DEVICES_FORGOTTEN, account_id=user_id)


def forget_all(db: Session, user_id: UUID, *, but: Device = NO_DEVICE) -> None:
    """Let every device of a user be new again, `but` the one at hand."""
    is_other = ApprovedDevice.device_hash != hashed(but.secret)
    db.execute(sa.delete(ApprovedDevice).where(ApprovedDevice.user_id == user_id, is_other))


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
