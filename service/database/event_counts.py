"""Counts in the database what happens in workers, which Prometheus does not scrape."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database.models import EventCount
from service.database.upsert import upsert


def increment(db: Session, name: str) -> None:
    """Count one more; whoever counts the same waits until this transaction ends."""
    first = {"name": name, "number": 1}
    db.execute(upsert(db, EventCount, first, {"number": EventCount.number + 1}))


def numbers(db: Session, prefix: str) -> dict[str, int]:
    """What was counted under names that begin with `prefix`, by the rest of the name."""
    query = sa.select(EventCount.name, EventCount.number).where(
        EventCount.name.startswith(prefix, autoescape=True)
    )
    return {name.removeprefix(prefix): number for name, number in db.execute(query)}


def number(db: Session, name: str) -> int:
    """What was counted under this name."""
    return db.scalar(sa.select(EventCount.number).where(EventCount.name == name)) or 0
