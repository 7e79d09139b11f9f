"""Stores read positions, and counts the events since."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.access.permissions import (
    PROCESSES_FILES,
    PROCESSES_MESSAGES,
    Principal,
    Unauthenticated,
)
from service.database import walks
from service.database.models import Audience, Event, ReadPosition
from service.database.upsert import insert_unless_there
from service.events import feed
from service.notifications import preferences
from service.translations import gettext_noop as _

#: The kinds under which events are counted, by the right that they need; others: STATUS.
KINDS = {PROCESSES_MESSAGES: "messages", PROCESSES_FILES: "files"}
STATUS = "status"
#: Events that are looked at for one count, the newest ones, so that it takes no longer for whoever
#: has read nothing in a long time.
MOST_COUNTED = 10_000


class UnreadCounts(NamedTuple):
    """How many events of a kind concern a process, a project itself, or else an organisation."""

    project_id: UUID | None
    process_id: UUID | None
    organization_id: UUID | None
    kind: str
    number: int


class UnreadEvents(NamedTuple):
    """What was counted; `more` says that older events were left out, as there are too many."""

    counts: list[UnreadCounts]
    more: bool


def reader_id(reader: Principal) -> UUID:
    """The id under which the reader's position is stored; raises Unauthenticated."""
    id = reader.user_id or reader.visitor_id
    if id is None:
        raise Unauthenticated(_("log in, send an API key, or get a session from GET /auth/me"))
    return id


def read_position(db: Session, reader: Principal) -> int:
    """The position up to which `reader` has read; 0 before the first mark."""
    query = sa.select(ReadPosition.position).where(ReadPosition.reader_id == reader_id(reader))
    return db.scalar(query) or 0


def mark_read(db: Session, reader: Principal, position: int, *, back: bool = False) -> int:
    """Move the read position to `position`, backwards only if `back`; returns the new one."""
    id, now = reader_id(reader), clock.now()
    position = min(position, feed.last_position(db))
    values = {"reader_id": id, "position": position, "updated_at": now}
    # Two devices may say so at the same moment: neither may fail, the later position counts.
    if not insert_unless_there(db, ReadPosition, **values):
        behind = sa.true() if back else ReadPosition.position < position
        db.execute(
            sa.update(ReadPosition)
            .where(ReadPosition.reader_id == id, behind)
            .values(position=position, updated_at=now)
        )
    return read_position(db, reader)


def count_unread(db: Session, reader: Principal, since: int) -> UnreadEvents:
    """Count events after `since` by what they concern, in the order of ids; own actions excluded.

    Events no longer kept do not count, nor types that the reader has switched off. Of more than
    MOST_COUNTED events that the reader's parties may see, own ones among them, the newest count.
    """
    last_left_out = _last_left_out(db, reader, since)
    since = since if last_left_out is None else last_left_out
    unwanted = preferences.unwanted_types(db, reader.user_id) if reader.user_id else {}
    unread = _unread_events(reader, since, unwanted).subquery()
    concerned = (unread.c.project_id, unread.c.process_id, unread.c.organization_id, unread.c.right)
    rows = db.execute(
        sa.select(*concerned, sa.func.count()).group_by(*concerned).order_by(*concerned)
    )
    counts = [
        UnreadCounts(p, q, UUID(o) if o else None, KINDS.get(right, STATUS), n)
        for p, q, o, right, n in rows
    ]
    return UnreadEvents(counts, more=last_left_out is not None)


def _last_left_out(db: Session, reader: Principal, since: int) -> int | None:
    """The position of the newest event that is not counted; None if all after `since` are."""
    newest = walks.together(
        sa.select(Audience.position)
        .where(Audience.party_id == party, Audience.position > since)
        .order_by(Audience.position.desc())
        .limit(MOST_COUNTED + 1)
        for party in reader.parties
    )
    if newest is None:
        return None
    query = sa.select(newest.c.position).order_by(newest.c.position.desc())
    return db.scalar(query.offset(MOST_COUNTED).limit(1))


def _unread_events(
    reader: Principal, since: int, unwanted: Mapping[UUID, Collection[str]]
) -> sa.Select[Any]:
    """What each unread event concerns; visible by way of two parties, it is there once.

    `unwanted` are the types that the reader has switched off, by organisation.
    """
    organization_id = Event.data["organization_id"].as_string()
    of_organization = sa.case((Event.project_id.is_(None), organization_id))
    is_wanted = sa.or_(
        sa.false(),
        *(
            sa.and_(feed.visible_to(reader, party), Event.type.not_in(unwanted.get(party, ())))
            for party in reader.parties
        ),
    )
    return (
        sa.select(
            Event.id,
            Event.project_id,
            Event.process_id,
            of_organization.label("organization_id"),
            Event.right,
        )
        .join(Audience, Audience.event_id == Event.id)
        .where(
            Audience.party_id.in_(reader.parties),
            Audience.position > since,
            is_wanted,
            feed.by_others(reader),
            sa.or_(Event.project_id.is_not(None), organization_id.is_not(None)),
        )
        .distinct()
    )
