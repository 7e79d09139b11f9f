"""Counts in the database what happens on any host, which no process that is scraped knows alone."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database.models import EventCount
from service.database.upsert import upsert


def increment(db: Session, name: str) -> None:
    """Count one more; whoever counts the same waits until this transaction ends."""
    add(db, {name: 1})


def add(db: Session, numbers: Mapping[str, int]) -> None:
    """Count so many more of each; likewise.

    Let it be the last thing that a transaction does, so that nobody waits long. All count in the
    order of names, so that no two wait for each other.
    """
    rows = [{"name": name, "number": number} for name, number in sorted(numbers.items())]
    if rows:
        more = EventCount.number + sa.literal_column("excluded.number")
        db.execute(upsert(db, EventCount, rows, {"number": more}))


def numbers(db: Session, prefix: str) -> dict[str, int]:
    """What was counted under names that begin with `prefix`, by the rest of the name."""
    query = sa.select(EventCount.name, EventCount.number).where(
        EventCount.name.startswith(prefix, autoescape=True)
    )
    return {name.removeprefix(prefix): number for name, number in db.execute(query)}


def number(db: Session, name: str) -> int:
    """What was counted under this name."""
    return db.scalar(sa.select(EventCount.number).where(EventCount.name == name)) or 0
