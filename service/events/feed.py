"""What must be announced, and who may hear it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from service import clock
from service.access.actor import ActingParty
from service.access.permissions import ORGANIZATION_READ, Principal
from service.database.engine import is_postgresql
from service.database.models import Audience, Event, Membership, Organization, OutboxEvent
from service.database.transaction import add_row, transaction_of
from service.database.upsert import upsert
from service.ids import new_id

#: What readers of events listen to in Redis: any message means that there are new ones.
CHANNEL = "werkbank:events"


class Gone(Exception):
    """Not everything after a position is kept; the reader must read everything anew.

    `last` is the position from which the reader goes on when he has done that.
    """

    def __init__(self, sentence: str, last: int) -> None:
        super().__init__(sentence)
        self.last = last


@dataclass(frozen=True)
class Wanted:
    """Which events a reader asks for. A type that ends in `*` stands for all that begin so."""

    types: tuple[str, ...] = ()
    project_id: UUID | None = None
    process_id: UUID | None = None
    own: bool = False


EVERYTHING = Wanted()
#: What an event has from its announcement as it is.
_TAKEN_OVER = (
    *("type", "right", "at", "project_id", "process_id"),
    *("actor_role", "actor_id", "actor_name", "data"),
)


class Page(NamedTuple):
    """Events in order, the last position that was looked at, and whether more wait."""

    events: list[Event]
    position: int
    more: bool


def announce(
    db: Session,
    type: str,
    *,
    actor: ActingParty,
    parties: Iterable[UUID],
    right: str = "processes:read",
    project_id: UUID | None = None,
    process_id: UUID | None = None,
    data: dict[str, Any] | None = None,
) -> None:
    """Write an event, in the transaction that it tells of; the relay publishes it afterwards."""
    parties = set(parties)
    transaction_of(db).announced.append((type, parties))
    row = {
        "event_id": new_id(),
        "type": type,
        "right": right,
        "at": clock.now(),
        "project_id": project_id,
        "process_id": process_id,
        "actor_role": actor.role.value,
        "actor_id": actor.id,
        "actor_name": actor.name,
        "data": data or {},
        "parties": sorted(party.hex for party in parties),
    }
    add_row(db, OutboxEvent, row)


def publish(db: Session, most: int = 500) -> int:
    """Make events of what was announced since the last time, with positions; the number of them.

    Only the holder of the relay's office may call it: positions come from a single writer, so a
    reader that continues after the last one it saw never misses an event that committed late.
    """
    waiting = sa.select(OutboxEvent.id).order_by(OutboxEvent.id).limit(most)
    ids = db.scalars(waiting).all()
    if not ids:
        return 0
    # Positions go by the outbox' own order: the ids of events come from the clocks of many hosts.
    place = sa.func.row_number().over(order_by=OutboxEvent.id)
    chosen = (
        sa.select(OutboxEvent, (sa.literal(last_position(db)) + place).label("position"))
        .where(OutboxEvent.id.in_(ids))
        .cte("chosen")
    )
    columns = {"id": chosen.c.event_id, "position": chosen.c.position}
    columns |= {name: chosen.c[name] for name in _TAKEN_OVER}
    db.execute(sa.insert(Event).from_select(list(columns), sa.select(*columns.values())))
    each = sa.func.jsonb_array_elements_text if is_postgresql(db) else sa.func.json_each
    party = each(chosen.c.parties).table_valued("value")
    heard = sa.select(chosen.c.event_id, sa.cast(party.c.value, sa.Uuid()), chosen.c.position)
    hearing = ["event_id", "party_id", "position"]
    heard = heard.select_from(chosen.join(party, sa.true()))
    db.execute(sa.insert(Audience).from_select(hearing, heard))
    db.execute(sa.delete(OutboxEvent).where(OutboxEvent.id.in_(ids)))
    return len(ids)


def read(
    db: Session, reader: Principal, *, after: int, limit: int, wanted: Wanted = EVERYTHING
) -> Page:
    """The next events that `reader` may hear; raises Gone.

    An event is looked at only up to the last position at the beginning: what is published
    meanwhile is for the next page, so that continuing after `Page.position` misses nothing.
    """
    until = check_kept(db, after)
    branches = [
        sa.select(heard.subquery())
        for heard in _heard(reader, _conditions(reader, after, until, wanted), limit + 1)
    ]
    if not branches:
        return Page([], until, False)
    heard = sa.union(*branches).subquery()  # drops what is heard in two parties
    query = sa.select(Event).join(heard, heard.c.event_id == Event.id)
    found = list(db.scalars(query.order_by(Event.position).limit(limit + 1)))
    if len(found) > limit:
        return Page(found[:limit], found[limit - 1].position or after, True)
    return Page(found, until, False)


def _heard(
    reader: Principal, conditions: list[sa.ColumnElement[bool]], limit: int
) -> Iterator[sa.Select[UUID]]:
    """For each party one walk along its index, which ends when enough is found."""
    for party in reader.parties:
        yield (
            sa.select(Audience.event_id)
            .join(Event, Event.id == Audience.event_id)
            .where(Audience.party_id == party, Event.right.in_(reader.rights_in(party)))
            .where(*conditions)
            .order_by(Audience.position)
            .limit(limit)
        )


def _conditions(
    reader: Principal, after: int, until: int, wanted: Wanted
) -> list[sa.ColumnElement[bool]]:
    conditions = [Audience.position > after, Audience.position <= until]
    if wanted.types:
        conditions.append(sa.or_(*(_is_type(type) for type in wanted.types)))
    if wanted.project_id:
        conditions.append(Event.project_id == wanted.project_id)
    if wanted.process_id:
        conditions.append(Event.process_id == wanted.process_id)
    if not wanted.own:
        conditions.append(by_others(reader))
    return conditions


def _is_type(type: str) -> sa.ColumnElement[bool]:
    if type.endswith("*"):
        return Event.type.startswith(type[:-1], autoescape=True)
    return Event.type == type


def by_others(reader: Principal) -> sa.ColumnElement[bool]:
    """That somebody else did it; a user did also what he did as a visitor before he logged in."""
    me = [id for id in (reader.user_id, reader.visitor_id) if id]
    return sa.or_(Event.actor_id.is_(None), Event.actor_id.not_in(me))


def hand_over(db: Session, project_ids: Sequence[UUID], giver: UUID, taker: UUID) -> None:
    """Let `taker` hear of these projects what `giver` could hear until now, at its old position.

    A reader of the taker's who has read beyond it does not come back: he must be told otherwise.
    """
    waiting = sa.select(OutboxEvent).where(OutboxEvent.project_id.in_(project_ids))
    for one in db.scalars(waiting.order_by(OutboxEvent.id)):
        if giver.hex in one.parties:
            parties = sorted({*one.parties, taker.hex})
            changed = sa.update(OutboxEvent).where(OutboxEvent.id == one.id)
            db.execute(changed.values(parties=parties))
    party_id = sa.literal(taker, sa.Uuid()).label("party_id")
    heard = sa.select(Audience.event_id, party_id, Audience.position)
    heard = heard.join(Event, Event.id == Audience.event_id)
    heard = heard.where(Audience.party_id == giver, Event.project_id.in_(project_ids))
    db.execute(upsert(db, Audience, heard))


def last_position(db: Session) -> int:
    """The position of the newest published event; 0 before the first."""
    return db.scalar(sa.select(sa.func.max(Event.position))) or 0


def check_kept(db: Session, after: int) -> int:
    """The last position, if everything after `after` is kept; raises Gone."""
    last = last_position(db)
    first = db.scalar(sa.select(sa.func.min(Event.position)))
    if after and first is not None and after < first - 1:
        raise Gone(f"events are kept from position {first} on; {after} lies before", last)
    if after > last:  # of a database that has been restored since
        raise Gone(f"the last event has position {last}; {after} was never given", last)
    return last


def as_dict(event: Event) -> dict[str, Any]:
    """The event as every reader gets it, whichever way he reads."""
    return {
        "position": event.position,
        "id": str(event.id),
        "type": event.type,
        "at": event.at.isoformat().replace("+00:00", "Z"),
        "project_id": str(event.project_id) if event.project_id else None,
        "process_id": str(event.process_id) if event.process_id else None,
        "actor": {
            "role": event.actor_role,
            "id": str(event.actor_id) if event.actor_id else None,
            "name": event.actor_name,
        },
        "data": event.data,
    }


def announce_to_members(
    db: Session,
    organization: Organization,
    type: str,
    who: ActingParty,
    data: dict[str, Any],
    users: Collection[UUID] = (),
) -> None:
    """Tell the members, and `users` even if they are none any more, what happened to it.

    Such a user hears it in the organisation that is his alone, so that nobody else does.
    """
    others = aliased(Membership)
    alone = sa.select(Membership.organization_id).where(
        Membership.user_id.in_(users),
        ~sa.exists().where(
            others.organization_id == Membership.organization_id,
            others.user_id != Membership.user_id,
        ),
    )
    announce(
        db,
        type,
        actor=who,
        parties=[organization.id, *(db.scalars(alone) if users else ())],
        right=ORGANIZATION_READ,
        data={"organization_id": str(organization.id), **data},
    )
