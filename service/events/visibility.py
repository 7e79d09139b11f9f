"""Decides who may see a published event: the feed's rule, for events read once for many readers."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.permissions import Principal
from service.database.models import Event, FurtherParty
from service.database.models.column_json import EventJson
from service.events import feed
from service.events.feed import EventFilter


class Published(NamedTuple):
    """A published event with all parties that may see it."""

    position: int
    type: str
    right: str
    project_id: UUID | None
    process_id: UUID | None
    actor_id: UUID | None
    parties: tuple[UUID, ...]
    body: EventJson


def published(db: Session, after: int, limit: int) -> list[Published]:
    """The events after a position with their audiences, in order, at most `limit`."""
    query = sa.select(Event).where(Event.position > after).order_by(Event.position).limit(limit)
    events = db.scalars(query).all()
    parties = {event.id: [event.party_id] if event.party_id else [] for event in events}
    further = sa.select(FurtherParty.event_id, FurtherParty.party_id)
    for event_id, party_id in db.execute(further.where(FurtherParty.event_id.in_(parties))):
        parties[event_id].append(party_id)
    return [with_audience(event, parties[event.id]) for event in events]


def with_audience(event: Event, parties: Collection[UUID] = ()) -> Published:
    """An event of the database with its audience."""
    return Published(
        event.position or 0,
        event.type,
        event.right,
        event.project_id,
        event.process_id,
        event.actor_id,
        tuple(parties),
        feed.as_dict(event),
    )


def may_see(reader: Principal, event: Published, filter: EventFilter) -> bool:
    """Whether `reader` may see an event; the same rule as that of `feed.read`."""
    return (
        _has_right(reader, event)
        and (not filter.types or any(_is_type(event.type, type) for type in filter.types))
        and filter.project_id in (None, event.project_id)
        and filter.process_id in (None, event.process_id)
        and (filter.own or event.actor_id is None or not _is(reader, event.actor_id))
    )


def _has_right(reader: Principal, event: Published) -> bool:
    # A loop, for it is asked for each reader of each event, and a generator takes twice as long.
    for party in event.parties:  # noqa: SIM110
        if event.right in reader.rights_in(party):
            return True
    return False


def _is_type(type: str, pattern: str) -> bool:
    return type.startswith(pattern[:-1]) if pattern.endswith("*") else type == pattern


def _is(reader: Principal, actor_id: UUID) -> bool:
    return actor_id in (reader.user_id, reader.visitor_id)
