"""The feed: for each reader the published events that they may see, in order and without gaps."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.permissions import Principal
from service.database import restorations, walks
from service.database.models import Audience, Event
from service.database.models.column_json import EventJson
from service.translations import Sentence
from service.translations import gettext_noop as _
from service.values.prices import json_without_prices

#: The position of the newest published event, as an expression; 0 before the first.
LAST_POSITION: Final = sa.select(sa.func.coalesce(sa.func.max(Event.position), 0)).scalar_subquery()


class Gone(Exception):
    """Not everything after a position is kept; the reader must read everything anew.

    `last` is the position from which the reader goes on when they have done that.
    """

    def __init__(self, sentence: str, last: int) -> None:
        super().__init__(sentence)
        self.last = last


@dataclass(frozen=True)
class EventFilter:
    """Which events a reader asks for. A type that ends in `*` stands for all that begin so."""

    types: tuple[str, ...] = ()
    project_id: UUID | None = None
    process_id: UUID | None = None
    own: bool = False


EVERYTHING = EventFilter()


class Page(NamedTuple):
    """Events in order, the last position that was looked at, and whether more wait."""

    events: list[Event]
    position: int
    more: bool


def read(
    db: Session, reader: Principal, *, after: int, limit: int, filter: EventFilter = EVERYTHING
) -> Page:
    """The next events that `reader` may see; raises Gone.

    An event is looked at only up to the last position at the beginning: what is published
    meanwhile is for the next page, so that continuing after `Page.position` misses nothing.
    """
    until = check_kept(db, after)
    conditions = _conditions(reader, after, until, filter)
    visible = walks.together(_visible(reader, conditions, limit + 1))
    if visible is None:
        return Page([], until, False)
    query = sa.select(Event).join(visible, visible.c.event_id == Event.id)
    events = list(db.scalars(query.order_by(Event.position).limit(limit + 1)))
    if len(events) > limit:
        return Page(events[:limit], events[limit - 1].position or after, True)
    return Page(events, until, False)


def _visible(
    reader: Principal, conditions: list[sa.ColumnElement[bool]], limit: int
) -> Iterator[sa.Select[UUID]]:
    """For each party one walk along its index, which ends when enough is found."""
    for party in reader.parties:
        yield (
            sa.select(Audience.event_id)
            .join(Event, Event.id == Audience.event_id)
            .where(visible_to(reader, party), *conditions)
            .order_by(Audience.position)
            .limit(limit)
        )


def _conditions(
    reader: Principal, after: int, until: int, filter: EventFilter
) -> list[sa.ColumnElement[bool]]:
    conditions = [Audience.position > after, Audience.position <= until]
    if filter.types:
        conditions.append(sa.or_(*(is_type(Event.type, type) for type in filter.types)))
    if filter.project_id:
        conditions.append(Event.project_id == filter.project_id)
    if filter.process_id:
        conditions.append(Event.process_id == filter.process_id)
    if not filter.own:
        conditions.append(by_others(reader))
    return conditions


def is_type(column: Any, pattern: str) -> sa.ColumnElement[bool]:
    """That a type is the one that is wanted, or begins with what stands before the `*`."""
    condition: sa.ColumnElement[bool] = (
        column.startswith(pattern[:-1], autoescape=True)
        if pattern.endswith("*")
        else column == pattern
    )
    return condition


def visible_to(reader: Principal, party: UUID) -> sa.ColumnElement[bool]:
    """That `reader` may see the events in whose audience `party` is."""
    return sa.and_(Audience.party_id == party, Event.is_read_with(reader.rights_in(party)))


def by_others(reader: Principal) -> sa.ColumnElement[bool]:
    """That somebody else did it; a user did also what they did as a visitor before logging in."""
    actor_ids = [id for id in (reader.user_id, reader.visitor_id) if id]
    return sa.or_(Event.actor_id.is_(None), Event.actor_id.not_in(actor_ids))


def last_position(db: Session) -> int:
    """The position of the newest published event; 0 before the first."""
    return int(db.scalars(sa.select(LAST_POSITION)).one())


def check_kept(db: Session, after: int) -> int:
    """The last position, if everything after `after` is kept; raises Gone."""
    last = last_position(db)
    if after and (restoration := restorations.that_lost(db, after)):
        raise Gone(
            Sentence(
                _(
                    "the service was restored from a backup: of the events after position {last} "
                    "those up to {after} are lost; read everything anew, and go on after {last}"
                ),
                last=restoration.last_position,
                after=after,
            ),
            restoration.last_position,
        )
    first = db.scalar(sa.select(sa.func.min(Event.position)))
    if after and first is not None and after < first - 1:
        raise Gone(
            Sentence(
                _("events are kept from position {first} on; {after} lies before"),
                first=first,
                after=after,
            ),
            last,
        )
    if after > last:
        raise Gone(
            Sentence(
                _("the last event has position {last}; {after} was never given"),
                last=last,
                after=after,
            ),
            last,
        )
    return last


def shown_to(reader: Principal, event: EventJson) -> EventJson:
    """The event as a reader gets it: without amounts where they may not see prices."""
    return event if reader.sees_prices else without_prices(event)


def without_prices(event: EventJson) -> EventJson:
    """The event without what anything costs."""
    return {**event, "data": json_without_prices(event["data"])}


def as_dict(event: Event) -> EventJson:
    """The event as whoever may see prices gets it, whichever way they read."""
    return {
        "position": event.position,
        "id": str(event.id),
        "type": event.type,
        "at": event.at.isoformat().replace("+00:00", "Z"),
        "project_id": str(event.project_id) if event.project_id else None,
        "process_id": str(event.process_id) if event.process_id else None,
        "sandbox": event.sandbox,
        "actor": {
            "role": event.actor_role,
            "id": str(event.actor_id) if event.actor_id else None,
            "name": event.actor_name,
        },
        "data": event.data,
    }
