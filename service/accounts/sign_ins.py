"""Remembers from where users have logged in, so that something new can be told."""

import re
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.accounts.devices import Device
from service.database.models import SignIn
from service.database.upsert import upsert
from service.ids import hashed
from service.settings import settings


def record(db: Session, user_id: UUID, device: Device) -> None:
    """Note that a user has logged in from there."""
    now = clock.now()
    row = {
        "user_id": user_id,
        "program": _program(device),
        "address": device.address,
        "last_at": now,
    }
    db.execute(upsert(db, SignIn, row, {"last_at": now}))


def is_new_device(db: Session, user_id: UUID, device: Device) -> bool:
    """Whether a user logs in with a browser or program that they have not used before.

    The very first one is not: there is nothing to compare it with.
    """
    programs = set(db.scalars(sa.select(SignIn.program).where(_recent(user_id)).distinct()))
    return bool(programs) and _program(device) not in programs


def is_known_address(user_id: UUID, address: str) -> sa.ColumnElement[bool]:
    """The condition that a user has logged in from the address before."""
    return sa.exists().where(_recent(user_id), SignIn.address == address)


def forget(db: Session, now: datetime, most: int) -> int:
    """Delete at most `most` notes that count no more; the number of them."""
    old = sa.select(SignIn.user_id, SignIn.program, SignIn.address)
    old = old.where(SignIn.last_at < now - remembered()).limit(most)
    key = sa.tuple_(SignIn.user_id, SignIn.program, SignIn.address)
    deletion = sa.delete(SignIn).where(key.in_(old))
    return len(db.scalars(deletion.returning(SignIn.user_id)).all())


def remembered() -> timedelta:
    """A device or address that was not used for so long is new again."""
    return timedelta(days=settings().sign_in_retention_days)


def _recent(user_id: UUID) -> sa.ColumnElement[bool]:
    return sa.and_(SignIn.user_id == user_id, SignIn.last_at >= clock.now() - remembered())


def _program(device: Device) -> str:
    """The browser without its version, which changes every few weeks."""
    return hashed(re.sub(r"[\d.]+", "", device.agent))
