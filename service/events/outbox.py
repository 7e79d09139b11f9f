"""The transactional outbox: events are written with the change, and published after it."""

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import NamedTuple, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from service import clock, logging_setup
from service.access.actor import ActingParty
from service.access.permissions import ORGANIZATION_READ
from service.database import trace_contexts
from service.database.engine import is_postgresql
from service.database.models import (
    Audience,
    Event,
    FurtherParty,
    Membership,
    Organization,
    OutboxEvent,
    Project,
)
from service.database.models.feed import USUAL_RIGHT
from service.database.models.record import TableRow
from service.database.transaction import add_row, transaction_of
from service.database.upsert import upsert
from service.events import catalogue
from service.events.feed import last_position
from service.ids import new_id
from service.values.json_object import JsonObject

#: What readers of events listen to in Redis: any message means that there are new ones.
CHANNEL = "werkbank:events"
#: What an event has from its announcement as it is.
_TAKEN_OVER = (
    *("type", "at", "project_id", "process_id", "sandbox"),
    *("actor_role", "actor_id", "actor_name", "data", "http_request_id"),
)


class Announced(NamedTuple):
    """What this transaction has announced so far: the type of an event, and its audience."""

    type: str
    parties: frozenset[UUID]


def announce(
    db: Session,
    type: str,
    *,
    actor: ActingParty,
    parties: Iterable[UUID],
    right: str = USUAL_RIGHT,
    project_id: UUID | None = None,
    process_id: UUID | None = None,
    data: JsonObject | None = None,
) -> None:
    """Write an event, in the transaction that it tells of; the relay publishes it afterwards.

    Raises UnknownEventType for what the catalogue does not have.
    """
    catalogue.check_type(type)
    parties = set(parties)
    transaction_of(db).announced.append((type, parties))
    row = {
        "event_id": new_id(),
        "type": type,
        "right": right,
        "at": clock.now(),
        "project_id": project_id,
        "process_id": process_id,
        "sandbox": _is_of_sandbox(db, project_id),
        "actor_role": actor.role.value,
        "actor_id": actor.id,
        "actor_name": actor.name,
        "data": data or {},
        "parties": sorted(party.hex for party in parties),
        "http_request_id": logging_setup.http_request_id(process_id),
    }
    add_row(db, OutboxEvent, row)
    trace_contexts.keep(db)


def _is_of_sandbox(db: Session, project_id: UUID | None) -> bool:
    """Whether the event is of a project of the sandbox, which whoever changes it has read."""
    project = db.get(Project, project_id) if project_id else None
    return project is not None and project.sandbox


def announced(db: Session) -> list[Announced]:
    """What was announced in this transaction, in order."""
    return [Announced(type, frozenset(parties)) for type, parties in transaction_of(db).announced]


def has_waiting(db: Session) -> bool:
    """Whether something was announced that is not published yet."""
    return db.scalar(sa.select(OutboxEvent.id).limit(1)) is not None


def position_of_last_announced(db: Session) -> int:
    """The position that the newest event announced so far has, or gets once it is published.

    Looked up as of one moment: what is announced afterwards is beyond it, whatever the clocks of
    the hosts say.
    """
    last = sa.select(sa.func.coalesce(sa.func.max(Event.position), 0)).scalar_subquery()
    waiting = sa.select(sa.func.count()).select_from(OutboxEvent).scalar_subquery()
    position: int = db.scalars(sa.select(last + waiting)).one()
    return position


def publish(db: Session, most: int = 500) -> int:
    """Make events of what was announced since the last time, with positions; the number of them.

    Only the relay that holds the leader lease may call it: positions come from one writer, so a
    reader that continues after the last one it saw never misses an event that committed late.
    """
    waiting = sa.select(OutboxEvent.id).order_by(OutboxEvent.id).limit(most)
    ids = db.scalars(waiting).all()
    if not ids:
        return 0
    chosen = {"ids": ids, "last": last_position(db)}
    statements = _publishing(is_postgresql(db))
    db.execute(statements.events, chosen)
    db.execute(statements.further, chosen)
    db.execute(statements.removal, {"ids": ids})
    return len(ids)


class _Publishing(NamedTuple):
    """What makes events of those of the outbox with these `ids`, behind the `last` position."""

    events: sa.Insert
    further: sa.Insert
    removal: sa.Delete


@cache
def _publishing(postgresql: bool) -> _Publishing:
    """The statements of a kind of database: to put them together takes longer than to run them."""
    outbox, events, further = map(_table, (OutboxEvent, Event, FurtherParty))
    is_chosen = outbox.c.id.in_(sa.bindparam("ids", expanding=True))
    # Positions go by the outbox' own order: the ids of events come from the clocks of many hosts.
    place = sa.func.row_number().over(order_by=outbox.c.id)
    position = (sa.bindparam("last", type_=sa.BigInteger) + place).label("position")
    chosen = sa.select(outbox, position).where(is_chosen).cte("chosen")
    first = sa.cast(chosen.c.parties[0].as_string(), sa.Uuid())
    columns = {"id": chosen.c.event_id, "position": chosen.c.position, "party_id": first}
    right = sa.func.coalesce(sa.func.nullif(chosen.c.right, USUAL_RIGHT), "")
    columns |= {"stored_right": right, **{name: chosen.c[name] for name in _TAKEN_OVER}}
    json_elements = sa.func.jsonb_array_elements_text if postgresql else sa.func.json_each
    party = json_elements(chosen.c.parties).table_valued("value")
    party_id = sa.cast(party.c.value, sa.Uuid())
    others = sa.select(chosen.c.event_id, party_id, chosen.c.position)
    return _Publishing(
        sa.insert(events).from_select(list(columns), sa.select(*columns.values())),
        sa.insert(further).from_select(
            ["event_id", "party_id", "position"],
            others.select_from(chosen.join(party, sa.true())).where(party_id != first),
        ),
        sa.delete(outbox).where(is_chosen),
    )


def _table(rows: type[TableRow]) -> sa.Table:
    return cast(sa.Table, rows.__table__)


def hand_over(db: Session, project_ids: Sequence[UUID], giver: UUID, taker: UUID) -> None:
    """Show `taker` the events of these projects that `giver` could see, at their old positions.

    A reader of the taker's who has read beyond them does not go back, and must be told otherwise.
    """
    waiting = sa.select(OutboxEvent).where(OutboxEvent.project_id.in_(project_ids))
    for event in db.scalars(waiting.order_by(OutboxEvent.id)):
        if giver.hex in event.parties:
            parties = sorted({*event.parties, taker.hex})
            changed = sa.update(OutboxEvent).where(OutboxEvent.id == event.id)
            db.execute(changed.values(parties=parties))
    party_id = sa.literal(taker, sa.Uuid()).label("party_id")
    audience = sa.select(Audience.event_id, party_id, Audience.position)
    audience = audience.join(Event, Event.id == Audience.event_id)
    audience = audience.where(
        Audience.party_id == giver,
        Event.project_id.in_(project_ids),
        Event.party_id.is_distinct_from(taker),
    )
    db.execute(upsert(db, FurtherParty, audience))


def announce_to_members(
    db: Session,
    organization: Organization,
    type: str,
    actor: ActingParty,
    data: JsonObject,
    users: Collection[UUID] = (),
) -> None:
    """Tell the members, and `users` even if they are none any more, what happened to it.

    Such a user is told in the organisation that is theirs alone, so that nobody else sees it.
    """
    other_members = aliased(Membership)
    alone = sa.select(Membership.organization_id).where(
        Membership.user_id.in_(users),
        ~sa.exists().where(
            other_members.organization_id == Membership.organization_id,
            other_members.user_id != Membership.user_id,
        ),
    )
    announce(
        db,
        type,
        actor=actor,
        parties=[organization.id, *(db.scalars(alone) if users else ())],
        right=ORGANIZATION_READ,
        data={"organization_id": str(organization.id), **data},
    )
