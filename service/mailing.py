"""Lends the notifications that are due to whoever mails them, and notes how that ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock, preferences
from service.models import (
    Membership,
    Notification,
    Organization,
    Preference,
    Process,
    Project,
    Role,
    User,
)
from service.notifying import side_of
from service.preferences import Channel
from workflows.engine import Actor
from workflows.process import ProcessState
from workflows.project import ProjectStatus, phase

#: Mails that one pass takes; of a digest the events that it names.
MOST = 20
MOST_IN_DIGEST = 200
#: Whoever has not come back after this is not expected any more.
LEASE = timedelta(minutes=5)
#: Pauses after the first, second, ... try that failed; then it is given up.
PAUSES = [timedelta(minutes=m) for m in (1, 5, 30, 120, 360, 720, 1440, 1440)]
#: Notifications that are done are kept as long, for whoever asks whether a mail went out.
KEPT = timedelta(days=90)


@dataclass(frozen=True)
class Item:
    """An event as a mail tells it."""

    type: str
    at: datetime
    actor: str
    #: what it is about: the part, else the project, else the organisation
    about: str
    process_id: str | None
    #: whose move it is, for the side that is told; None where that does not matter
    phase: ProjectStatus | None
    data: dict[str, Any]


@dataclass(frozen=True)
class Letter:
    """A mail to be sent: one event, or the digest of a day."""

    ids: tuple[UUID, ...]
    channel: Channel
    user_id: UUID
    organization_id: UUID
    organization: str
    name: str
    email: str
    language: str
    items: tuple[Item, ...]


def take(db: Session) -> list[Letter]:
    """Some letters that are due, lent for a while; what is not wanted any more is dropped."""
    now = clock.now()
    due = sa.select(Notification).where(Notification.state == "pending", Notification.due_at <= now)
    first = db.scalars(
        due.order_by(Notification.due_at, Notification.id)
        .limit(MOST)
        .with_for_update(skip_locked=True)
    ).all()
    letters, taken = [], set()
    for note in first:
        if note.id in taken:
            continue
        together = _digest(db, note, now) if note.channel == Channel.DIGEST.value else [note]
        taken |= {each.id for each in together}
        if letter := _letter(db, together):
            letters.append(letter)
    return letters


def _digest(db: Session, note: Notification, now: datetime) -> list[Notification]:
    """All that the same user is to be told of for the same organisation in this digest."""
    query = sa.select(Notification).where(
        Notification.user_id == note.user_id,
        Notification.organization_id == note.organization_id,
        Notification.channel == note.channel,
        Notification.state == "pending",
        Notification.due_at <= now,
    )
    locked = query.order_by(Notification.id).limit(MOST_IN_DIGEST).with_for_update(skip_locked=True)
    return list(db.scalars(locked))


def _letter(db: Session, notes: Sequence[Notification]) -> Letter | None:
    user = db.get_one(User, notes[0].user_id)
    organization = db.get_one(Organization, notes[0].organization_id)
    rights = _rights(db, user.id, organization.id)
    chosen = db.get(Preference, (user.id, organization.id))
    items, ids = [], []
    for note in notes:
        item = _item(db, note, organization)
        side = item[1]
        told = preferences.channel(chosen.choices if chosen else {}, note.event["type"], side)
        if note.right not in rights or told not in (Channel.MAIL, Channel.DIGEST):
            note.state, note.finished_at = "dropped", clock.now()
            continue
        note.due_at, note.attempts = clock.now() + LEASE, note.attempts + 1
        items.append(item[0])
        ids.append(note.id)
    if not items:
        return None
    return Letter(
        ids=tuple(ids),
        channel=Channel(notes[0].channel),
        user_id=user.id,
        organization_id=organization.id,
        organization=organization.name,
        name=user.name,
        email=user.email,
        language=organization.language,
        items=tuple(items),
    )


def _rights(db: Session, user_id: UUID, organization_id: UUID) -> frozenset[str]:
    query = sa.select(Role.rights).join(Membership, Membership.role_id == Role.id)
    found = db.scalar(
        query.where(Membership.user_id == user_id, Membership.organization_id == organization_id)
    )
    return frozenset(found or ())


def _item(db: Session, note: Notification, organization: Organization) -> tuple[Item, Actor]:
    event = note.event
    process = db.get(Process, UUID(event["process_id"])) if event["process_id"] else None
    project = db.get(Project, UUID(event["project_id"])) if event["project_id"] else None
    side = side_of(organization.id, project.client_id if project else None)
    titles = (process.title if process else "", project.title if project else "")
    item = Item(
        type=event["type"],
        at=datetime.fromisoformat(event["at"]),
        actor=event["actor"]["name"],
        about=next(filter(None, titles), organization.name),
        process_id=event["process_id"],
        phase=_phase(event, side),
        data=event["data"],
    )
    return item, side


def _phase(event: dict[str, Any], side: Actor) -> ProjectStatus | None:
    """Whose move it is after an event, as far as the event itself says it."""
    type, state = event["type"], event["data"].get("state")
    if type == "request.reminder":  # nobody else is reminded
        return ProjectStatus.ACTION_REQUIRED
    if type == "process.predecessor_failed":
        return phase(ProcessState.WAITING, side, in_vain=True)
    if type == "offer.made":
        return phase(ProcessState.OFFERED, side)
    return phase(ProcessState(state), side) if state and type.startswith("process.") else None


def sent(db: Session, letter: Letter) -> None:
    """Note that a letter went out."""
    _end(db, letter, "sent", None)


def failed(db: Session, letter: Letter, error: str, *, for_good: bool) -> None:
    """Note why a letter did not go out; it is tried again after a pause, or given up."""
    note = db.get(Notification, letter.ids[0])
    tries = note.attempts if note else len(PAUSES)
    if for_good or tries > len(PAUSES):
        _end(db, letter, "failed", error[:500])
        return
    db.execute(
        sa.update(Notification)
        .where(Notification.id.in_(letter.ids), Notification.state == "pending")
        .values(due_at=clock.now() + PAUSES[tries - 1], error=error[:500])
    )


def _end(db: Session, letter: Letter, state: str, error: str | None) -> None:
    db.execute(
        sa.update(Notification)
        .where(Notification.id.in_(letter.ids), Notification.state == "pending")
        .values(state=state, error=error, finished_at=clock.now())
    )


def forget(db: Session, now: datetime, most: int) -> int:
    """Delete what ended long ago, at most so many; the number of them."""
    old = sa.select(Notification.id).where(
        Notification.state != "pending", Notification.created_at < now - KEPT
    )
    gone = sa.delete(Notification).where(
        Notification.id.in_(old.order_by(Notification.created_at).limit(most))
    )
    return len(db.scalars(gone.returning(Notification.id)).all())
