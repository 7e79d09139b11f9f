"""Counts what the feed tells, and how long verification and dispatch took: each event once.

The leader counts, in one transaction with how far it has come. So nothing is counted twice or
forgotten, however many processes die, and whoever works on an order is not held up by it.
"""

from collections import Counter
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from service.database import event_counts
from service.database.models import Event, EventCount, HistoryRow
from service.events.feed import last_position
from service.lifecycle import transitions
from workflows.process import ProcessState

#: Upper bounds of the classes of durations, in seconds; above the last one there is one more.
BOUNDS_S: Final = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0, 7200.0)
ABOVE: Final = "+Inf"
#: What the counts are kept under, followed by the type of event.
EVENTS: Final = "event."
#: Followed by the task, the state that it led to and the class, or MILLISECONDS for their sum.
STEPS: Final = "step."
MILLISECONDS: Final = "ms"
#: The position in the feed up to which all is counted.
COUNTED_TO: Final = "counted_to"
#: Events that are counted in one transaction.
MOST = 2000
_TYPES = [f"process.{state.value}" for state in ProcessState]


def has_uncounted(db: Session) -> bool:
    """Whether the feed has gone on since; costs next to nothing."""
    return last_position(db) > event_counts.number(db, COUNTED_TO)


def count_published(db: Session) -> int:
    """Count the next events of the feed, at most MOST of them; how many there were."""
    event_counts.add(db, {COUNTED_TO: 0})  # is there from now on, and nobody else's
    cursor = db.get_one(EventCount, COUNTED_TO, populate_existing=True)
    positions = sa.select(Event.position).where(Event.position > cursor.number)
    page = positions.order_by(Event.position).limit(MOST).subquery()
    number, until = db.execute(sa.select(sa.func.count(), sa.func.max(page.c.position))).one()
    if until is not None:
        new = sa.and_(Event.position > cursor.number, Event.position <= until)
        counts = _by_type(db, new) + _steps(db, new)
        cursor.number = until
        event_counts.add(db, counts)
    return int(number)


def _by_type(db: Session, new: sa.ColumnElement[bool]) -> Counter[str]:
    query = sa.select(Event.type, sa.func.count()).where(new).group_by(Event.type)
    return Counter({EVENTS + type: number for type, number in db.execute(query)})


def _steps(db: Session, new: sa.ColumnElement[bool]) -> Counter[str]:
    """How long the steps of machines took that ended, each from when it was asked for."""
    ended, begun = aliased(HistoryRow), aliased(HistoryRow)
    began_at = (
        sa.select(begun.at)
        .where(
            begun.process_id == ended.process_id,
            begun.version < ended.version,
            begun.dest == ended.source,
            sa.func.coalesce(begun.source, "") != begun.dest,
        )
        .order_by(begun.version.desc())
        .limit(1)
        .scalar_subquery()
    )
    made_it = sa.and_(
        ended.process_id == Event.process_id, ended.version == Event.data["version"].as_integer()
    )
    query = sa.select(ended.source, ended.dest, ended.at, began_at).select_from(Event)
    query = query.join(ended, made_it).where(
        new,
        Event.type.in_(_TYPES),
        ended.source.in_([state.value for state in transitions.TASKS]),
        ended.dest != ended.source,
    )
    counts: Counter[str] = Counter()
    for source, dest, at, since in db.execute(query):
        _count_step(counts, f"{STEPS}{transitions.TASKS[ProcessState(source)]}.{dest}.", at, since)
    return counts


def _count_step(
    counts: Counter[str], name: str, ended_at: datetime, began_at: datetime | None
) -> None:
    # Clocks of hosts differ; what ended before it began took no time.
    seconds = max(0.0, (ended_at - (began_at or ended_at)).total_seconds())
    bound = next((str(bound) for bound in BOUNDS_S if seconds <= bound), ABOVE)
    counts[name + bound] += 1
    counts[name + MILLISECONDS] += round(seconds * 1000)
