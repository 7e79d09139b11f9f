"""Selects whom to mail about a published event: at once, or in the daily digest."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from service.database.clock import database_now
from service.database.due_conditions import Condition
from service.database.locks import SKIP_LOCKED
from service.database.models import Bookmark, Membership, Notification, Project, User
from service.database.upsert import insert_unless_there
from service.events import feed, visibility
from service.events.visibility import Published
from service.ids import new_id
from service.notifications import mail_queue, preferences
from service.notifications.preferences import NotificationChannel
from service.settings import settings
from workflows.engine import Actor

READER = "mail"
#: Events that are looked at in one transaction.
MOST_EVENTS = 200


class NotifiedUser(NamedTuple):
    """A user who may see an event, and the organisation of theirs that it concerns."""

    user_id: UUID
    organization_id: UUID


def _is_behind() -> Condition:
    reached = sa.select(Bookmark.position).where(Bookmark.reader == READER).scalar_subquery()
    return sa.or_(reached.is_(None), reached < feed.LAST_POSITION)


#: That there are new events to look at; to see it takes no lock.
IS_BEHIND: Final = _is_behind()


def queue_notifications(db: Session) -> int:
    """Queue notes for the events published since the last call; returns how many.

    The bookmark moves in the same transaction, so that no event is passed over or told twice. It
    begins at the end of the feed: what happened before is no news.
    """
    if db.get(Bookmark, READER) is None:
        insert_unless_there(db, Bookmark, reader=READER, position=feed.last_position(db))
    query = sa.select(Bookmark).where(Bookmark.reader == READER)
    bookmark = db.scalar(query.with_for_update(**SKIP_LOCKED))
    if bookmark is None:  # somebody else is at it
        return 0
    events = visibility.published(db, bookmark.position, MOST_EVENTS)
    if not events:
        return 0
    bookmark.position = events[-1].position
    notifying = [event for event in events if event.type in preferences.KINDS]
    return _notify(db, notifying) if notifying else 0


def _notify(db: Session, events: Sequence[Published]) -> int:
    owners = _owners(db, {event.project_id for event in events if event.project_id})
    members = members_by_party(db, {party for event in events for party in event.parties})
    choices = preferences.load_preferences(
        db, {m.user_id for users in members.values() for m in users}
    )
    now, notes = database_now(db), 0
    for event in events:
        for recipient in _recipients(event, members, owners.get(event.project_id)):
            side = side_of(recipient.organization_id, owners.get(event.project_id))
            channel = preferences.channel_for(choices.get(recipient, {}), event.type, side)
            if channel.is_mailed:
                notes += _store(db, event, recipient, channel, now)
    return notes


def _store(
    db: Session, event: Published, to: NotifiedUser, channel: NotificationChannel, now: datetime
) -> bool:
    """Keep a note unless there is one: a bookmark that was set back makes no second mail."""
    return insert_unless_there(
        db,
        Notification,
        id=new_id(),
        user_id=to.user_id,
        organization_id=to.organization_id,
        event_id=UUID(event.body["id"]),
        event=event.body,
        right=event.right,
        channel=channel.value,
        state="pending",
        due_at=_due_at(db, event, to, channel, now),
        attempts=0,
        created_at=now,
    )


def _due_at(
    db: Session, event: Published, to: NotifiedUser, channel: NotificationChannel, now: datetime
) -> datetime:
    """When the mail goes out: with others of the day, or of the same project if they just began."""
    if channel is NotificationChannel.DIGEST:
        return next_digest(now)
    folding = timedelta(seconds=settings().mail_folding_s)
    if not folding or event.project_id is None:
        return now
    begun = sa.select(sa.func.min(Notification.due_at)).where(
        mail_queue.waits_with(to.user_id, to.organization_id, channel.value),
        mail_queue.is_about(event.project_id),
        Notification.due_at.between(now, now + folding),
    )
    return db.scalar(begun) or now + folding


def _recipients(
    event: Published, members: dict[UUID, list[Membership]], owner: UUID | None
) -> Iterable[NotifiedUser]:
    """Each user once, on the client's side if they are on both; never the actor themselves."""
    users: dict[UUID, NotifiedUser] = {}
    for party in sorted(event.parties, key=lambda party: party != owner):
        for member in members.get(party, ()):
            if event.right in member.role.rights and member.user_id != event.actor_id:
                users.setdefault(member.user_id, NotifiedUser(member.user_id, party))
    return users.values()


def _owners(db: Session, project_ids: set[UUID]) -> dict[UUID | None, UUID | None]:
    query = sa.select(Project.id, Project.client_id).where(Project.id.in_(project_ids))
    return {id: client for id, client in db.execute(query)}


def members_by_party(db: Session, parties: set[UUID]) -> dict[UUID, list[Membership]]:
    """Who can be mailed, by organisation: users who are not disabled, with a confirmed address."""
    query = sa.select(Membership).join(User).where(Membership.organization_id.in_(parties))
    query = query.where(User.disabled_at.is_(None), User.email_verified_at.is_not(None))
    members: dict[UUID, list[Membership]] = defaultdict(list)
    for member in db.scalars(query.options(joinedload(Membership.role))):
        members[member.organization_id].append(member)
    return members


def side_of(organization_id: UUID, owner: UUID | None) -> Actor:
    """The side of a project on which an organisation stands."""
    return Actor.CLIENT if owner in (None, organization_id) else Actor.CONTRACTOR


def next_digest(now: datetime) -> datetime:
    """When the next digests go out: daily, at the hour (UTC) in the settings."""
    today = now.replace(hour=settings().digest_hour, minute=0, second=0, microsecond=0)
    return today if today > now else today + timedelta(days=1)
