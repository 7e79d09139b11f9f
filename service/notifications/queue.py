"""The queue of notification mails: claims the next mail that is due."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access import history_heads
from service.access.history_heads import HistoryHead
from service.access.reader_zones import reader_zone
from service.database.clock import database_now
from service.database.locks import SKIP_LOCKED
from service.database.models import (
    Membership,
    Notification,
    Organization,
    Preference,
    Process,
    Project,
    Role,
    User,
)
from service.database.models.column_json import EventJson
from service.notifications import mail_bounds, mail_queue, order_facts, preferences
from service.notifications.order_facts import OfferFacts, OrderFacts
from service.notifications.preferences import NotificationChannel
from service.notifications.selection import side_of
from service.settings import settings
from service.values.json_object import JsonObject
from service.values.prices import json_without_prices
from workflows.engine import Actor
from workflows.process import ProcessState
from workflows.project import ProjectStatus, phase

#: Events that one mail names; what is beyond comes in another one.
MOST_TOGETHER = 200


@dataclass(frozen=True)
class Item:
    """An event as a mail reports it."""

    type: str
    at: datetime
    actor: str
    #: what it is about: the part, else the project, else the organisation
    about: str
    process_id: str | None
    #: whose move it is, for the side that is told; None where that does not matter
    phase: ProjectStatus | None
    data: JsonObject
    #: of an order to try out, which nobody makes
    sandbox: bool = False
    #: where the history of the process stood then
    head: HistoryHead | None = None
    #: that it tells of
    offer: OfferFacts | None = None
    #: the text of the message that it tells of
    message: str = ""


class Subject(NamedTuple):
    """What an event is about: the part, else the project, else the organisation; and on which side
    of it the organisation is that is told."""

    about: str
    side: Actor


@dataclass(frozen=True)
class NotificationMail:
    """A mail to be sent: what just happened in a project, or the digest of a day."""

    ids: tuple[UUID, ...]
    channel: NotificationChannel
    user_id: UUID
    organization_id: UUID
    organization: str
    name: str
    email: str
    language: str
    items: tuple[Item, ...]
    #: in which its reader is told times
    zone: tzinfo = UTC
    #: of the order that all items are about
    order: OrderFacts = field(default_factory=OrderFacts)


def claim_mail(db: Session) -> NotificationMail | None:
    """The next mail that is due, claimed for LEASE.

    What is no longer wanted is dropped, and what is over a bound is put off.
    """
    now = database_now(db)
    first = (
        mail_queue.due(Notification, now).order_by(Notification.due_at, Notification.id).limit(1)
    )
    while note := db.scalar(first.with_for_update(**SKIP_LOCKED)):
        if letter := _mail(db, _together(db, note, now), now):
            return letter
    return None


def _together(db: Session, note: Notification, now: datetime) -> Sequence[Notification]:
    """All that goes into one mail with a note; a mail that was tried before stays as it was."""
    together = mail_queue.due(Notification, now).where(_goes_with(note))
    locked = together.order_by(Notification.id).limit(MOST_TOGETHER).with_for_update(**SKIP_LOCKED)
    return db.scalars(locked).all()


def _goes_with(note: Notification) -> sa.ColumnElement[bool]:
    """For a digest what is for the same user and organisation, else what is of the same project."""
    if note.mail_id is not None:
        return Notification.mail_id == note.mail_id
    waits = mail_queue.waits_with(note.user_id, note.organization_id, note.channel)
    if note.channel == NotificationChannel.DIGEST.value:
        return waits
    project_id = note.event["project_id"]
    if project_id is None or not settings().mail_folding_s:
        return Notification.id == note.id
    return sa.and_(waits, mail_queue.is_about(UUID(project_id)))


def _mail(db: Session, notes: Sequence[Notification], now: datetime) -> NotificationMail | None:
    """Claim those of a user's notes that are still wanted; None if there are none to send now."""
    user = db.get_one(User, notes[0].user_id)
    organization = db.get_one(Organization, notes[0].organization_id)
    subjects = _subjects(db, notes, organization)
    wanted_notes = _wanted(db, notes, user, organization, subjects)
    for note in notes:
        if note not in wanted_notes:
            mail_queue.drop(note, now)
    if not wanted_notes or mail_bounds.put_off(db, wanted_notes, now):
        return None
    mail_id = wanted_notes[0].mail_id or wanted_notes[0].id
    for note in wanted_notes:
        note.mail_id = mail_id
        mail_queue.claim(note, now)
    sees_prices = _sees_prices(db, user)
    events = [
        (note.event if sees_prices else _without_prices(note.event), subjects[note.id])
        for note in wanted_notes
    ]
    return NotificationMail(
        ids=tuple(note.id for note in wanted_notes),
        channel=NotificationChannel(notes[0].channel),
        user_id=user.id,
        organization_id=organization.id,
        organization=organization.name,
        name=user.name,
        email=user.email,
        language=user.language or organization.language,
        items=tuple(_items(db, events)),
        zone=reader_zone(db, organization.id, user.zone),
        order=order_facts.order_of(db, [event for event, _ in events], organization.id),
    )


def _subjects(
    db: Session, notes: Sequence[Notification], organization: Organization
) -> dict[UUID, Subject]:
    """What each note is about, by its id; two queries, however many notes there are."""
    process_ids = _ids(note.event["process_id"] for note in notes)
    parts = sa.select(Process.id, Process.title).where(Process.id.in_(process_ids))
    titles = {str(id): title for id, title in db.execute(parts)}
    project_ids = _ids(note.event["project_id"] for note in notes)
    projects = sa.select(Project.id, Project.title, Project.client_id)
    owners = {}
    for id, title, owner in db.execute(projects.where(Project.id.in_(project_ids))):
        titles[str(id)], owners[str(id)] = title, owner
    return {
        note.id: Subject(
            titles.get(note.event["process_id"] or "")
            or titles.get(note.event["project_id"] or "")
            or organization.name,
            side_of(organization.id, owners.get(note.event["project_id"] or "")),
        )
        for note in notes
    }


def _ids(texts: Iterable[str | None]) -> set[UUID]:
    return {UUID(text) for text in texts if text}


def _wanted(
    db: Session,
    notes: Sequence[Notification],
    user: User,
    organization: Organization,
    subjects: Mapping[UUID, Subject],
) -> list[Notification]:
    """The notes that the user may still see, and still wants by mail."""
    rights = _rights(db, user, organization)
    chosen = db.get(Preference, (user.id, organization.id))
    choices = chosen.choices if chosen else {}

    def is_wanted(note: Notification) -> bool:
        channel = preferences.channel_for(choices, note.event["type"], subjects[note.id].side)
        return note.right in rights and channel.is_mailed

    return [note for note in notes if is_wanted(note)]


def _rights(db: Session, user: User, organization: Organization) -> frozenset[str]:
    if user.disabled_at or user.email_verified_at is None:
        return frozenset()
    query = sa.select(Role.rights).join(Membership, Membership.role_id == Role.id)
    rights = db.scalar(
        query.where(Membership.user_id == user.id, Membership.organization_id == organization.id)
    )
    return frozenset(rights or ())


def _sees_prices(db: Session, user: User) -> bool:
    """Whether they see prices when they are logged in, see `Principal.sees_prices`."""
    hiding = sa.select(Membership.user_id).join(Role, Membership.role_id == Role.id)
    hiding = hiding.where(Membership.user_id == user.id, Role.sees_prices.is_(False))
    return user.is_operator or db.scalar(hiding.limit(1)) is None


def _without_prices(event: EventJson) -> EventJson:
    return {**event, "data": json_without_prices(event["data"])}


def _items(db: Session, told: Sequence[tuple[EventJson, Subject]]) -> Iterator[Item]:
    """The events as a mail reports them; a few queries, however many there are."""
    events = [event for event, _subject in told]
    versions = {_version(event) for event in events} - {None}
    heads = history_heads.heads_of(db, [version for version in versions if version])
    contractors = order_facts.contractors_of(db, events)
    messages = order_facts.messages_of(db, events)
    for event, subject in told:
        version, message_id = _version(event), event["data"].get("message_id")
        yield Item(
            type=event["type"],
            at=datetime.fromisoformat(event["at"]),
            actor=event["actor"]["name"],
            about=subject.about,
            process_id=event["process_id"],
            phase=_phase(event, subject.side),
            data=event["data"],
            sandbox=event.get("sandbox", False),
            head=heads.get(version) if version else None,
            offer=order_facts.offer_in(event, contractors),
            message=messages.get(UUID(message_id), "") if message_id else "",
        )


def _version(event: EventJson) -> tuple[UUID, int] | None:
    """The process and its version that an event tells of, where it tells of one."""
    version, process_id = event["data"].get("version"), event["process_id"]
    return (UUID(process_id), version) if process_id and isinstance(version, int) else None


def _phase(event: EventJson, side: Actor) -> ProjectStatus | None:
    """Whose move it is after an event, as far as the event itself says it."""
    type, state = event["type"], event["data"].get("state")
    if type == "request.reminder":  # nobody else is reminded
        return ProjectStatus.ACTION_REQUIRED
    if type == "process.predecessor_failed":
        return phase(ProcessState.WAITING, side, in_vain=True)
    if type == "offer.made":
        return phase(ProcessState.OFFERED, side)
    return phase(ProcessState(state), side) if state and type.startswith("process.") else None
