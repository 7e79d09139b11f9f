"""What must be announced, and who may hear it."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.models import Audience, Event, ReadPosition
from service.rights import Principal
from service.who import Who

#: Events are counted as missed under these kinds, by the right that hears them.
KINDS = {"processes:messages": "messages", "processes:files": "files"}


class Gone(Exception):
    """The position lies before what is kept; the reader must read everything anew."""


def announce(
    db: Session,
    type: str,
    *,
    actor: Who,
    parties: Iterable[UUID],
    right: str = "processes:read",
    project_id: UUID | None = None,
    process_id: UUID | None = None,
    data: dict[str, Any] | None = None,
) -> None:
    """Write an event, in the transaction that it tells of; the relay publishes it afterwards."""
    parties = set(parties)
    db.info.setdefault("announced", []).append((type, parties))
    db.add(
        Event(
            type=type,
            right=right,
            at=clock.now(),
            project_id=project_id,
            process_id=process_id,
            actor_role=actor.role.value,
            actor_id=actor.id,
            actor_name=actor.name,
            data=data or {},
            audience=[Audience(party_id=party) for party in sorted(parties)],
        )
    )


def publish(db: Session, most: int = 500) -> int:
    """Give positions to what was committed since the last time; the number of events.

    Only the holder of the relay's office may call it: positions come from a single writer, so a
    reader that continues after the last one it saw never misses an event that committed late.
    """
    waiting = db.scalars(
        sa.select(Event.id).where(Event.position.is_(None)).order_by(Event.id).limit(most)
    ).all()
    if not waiting:
        return 0
    last = db.scalar(sa.select(sa.func.max(Event.position))) or 0
    positions = [
        {"of": event_id, "position": last + n} for n, event_id in enumerate(waiting, start=1)
    ]
    for table, key in ((Event, Event.id), (Audience, Audience.event_id)):
        db.connection().execute(
            sa.update(table)
            .where(key == sa.bindparam("of"))
            .values(position=sa.bindparam("position")),
            positions,
        )
    return len(waiting)


def read(
    db: Session,
    reader: Principal,
    *,
    after: int,
    limit: int,
    types: Collection[str] = (),
    project_id: UUID | None = None,
    process_id: UUID | None = None,
    own: bool = False,
) -> list[Event]:
    """The next events that `reader` may hear, in order; raises Gone."""
    _check_kept(db, after)
    query = (
        sa.select(Event)
        .join(Audience, Audience.event_id == Event.id)
        .where(Audience.position > after, _may_hear(reader))
        .order_by(Audience.position)
        .limit(limit)
    )
    if types:
        query = query.where(
            sa.or_(
                *(
                    Event.type.like(t.replace("*", "%")) if "*" in t else Event.type == t
                    for t in types
                )
            )
        )
    if project_id:
        query = query.where(Event.project_id == project_id)
    if process_id:
        query = query.where(Event.process_id == process_id)
    if not own:
        query = query.where(_by_others(reader))
    return list(db.scalars(query).unique())


def _may_hear(reader: Principal) -> sa.ColumnElement[bool]:
    """That the event is meant for one of the reader's parties in which he holds its right."""
    by_rights: dict[frozenset[str], list[UUID]] = {}
    for party in reader.parties:
        by_rights.setdefault(reader.rights_in(party), []).append(party)
    return sa.or_(
        sa.false(),
        *(
            sa.and_(Audience.party_id.in_(parties), Event.right.in_(rights))
            for rights, parties in by_rights.items()
        ),
    )


def _by_others(reader: Principal) -> sa.ColumnElement[bool]:
    me = reader.user_id or reader.visitor_id
    return sa.or_(Event.actor_id.is_(None), Event.actor_id != me)


def last_position(db: Session) -> int:
    """The position of the newest published event; 0 before the first."""
    return db.scalar(sa.select(sa.func.max(Event.position))) or 0


def _check_kept(db: Session, after: int) -> None:
    first = db.scalar(sa.select(sa.func.min(Event.position)))
    if after and first is not None and after < first - 1:
        raise Gone(f"events are kept from position {first} on; {after} lies before")


def missed(
    db: Session, reader: Principal
) -> tuple[int, list[tuple[UUID | None, UUID | None, str, int]]]:
    """The read position, and (project, process, kind, count) of what came after it."""
    me = reader.user_id or reader.visitor_id
    since = db.get(ReadPosition, me).position if me and db.get(ReadPosition, me) else 0  # type: ignore[union-attr]
    counts = db.execute(
        sa.select(
            Event.project_id, Event.process_id, Event.right, sa.func.count(sa.distinct(Event.id))
        )
        .join(Audience, Audience.event_id == Event.id)
        .where(
            Audience.position > since,
            _may_hear(reader),
            _by_others(reader),
            Event.project_id.is_not(None),
        )
        .group_by(Event.project_id, Event.process_id, Event.right)
        .order_by(Event.project_id, Event.process_id)
    ).all()
    return since, [(p, q, KINDS.get(right, "status"), n) for p, q, right, n in counts]


def mark_read(db: Session, reader: Principal, position: int) -> int:
    """Note that `reader` has read up to `position`; never moves back. The position now."""
    me = reader.user_id or reader.visitor_id
    assert me is not None, "only somebody known can have read something"
    position = min(position, last_position(db))
    row = db.get(ReadPosition, me)
    if row is None:
        row = ReadPosition(reader_id=me, position=position)
        db.add(row)
    row.position = max(row.position, position)
    row.updated_at = clock.now()
    return row.position


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
