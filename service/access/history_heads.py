"""Heads of histories, short enough to be printed: where a chain stood at a moment.

They stand in papers and mails, where the service cannot change them any more. A history that was
rewritten since, with whatever keys, does not have them.
"""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database.models import HistoryRow

#: Hexadecimal digits of a hash that are printed: 64 bits, which nobody meets by trying.
DIGITS = 16


class HistoryHead(NamedTuple):
    """A row of a history by its number, and how its hash begins."""

    version: int
    digest: str

    def __str__(self) -> str:
        return f"{self.version}-{self.digest}"


def head_at(db: Session, process_id: UUID, at: datetime) -> HistoryHead | None:
    """The last row of a history up to a moment; None for one that began later."""
    query = sa.select(HistoryRow.version, HistoryRow.hash).where(
        HistoryRow.process_id == process_id, HistoryRow.at <= at
    )
    row = db.execute(query.order_by(HistoryRow.version.desc()).limit(1)).one_or_none()
    return HistoryHead(row.version, row.hash[:DIGITS]) if row else None


def heads_of(
    db: Session, versions: Collection[tuple[UUID, int]]
) -> dict[tuple[UUID, int], HistoryHead]:
    """The heads of histories at these versions, with one query."""
    columns = (HistoryRow.process_id, HistoryRow.version)
    query = sa.select(*columns, HistoryRow.hash).where(sa.tuple_(*columns).in_(versions))
    return {
        (row.process_id, row.version): HistoryHead(row.version, row.hash[:DIGITS])
        for row in db.execute(query)
    }


def fits(db: Session, process_id: UUID, head: str) -> bool | None:
    """Whether a history has a head that was printed; None if that is none.

    Whoever calls looks at the chain itself, too: a head says nothing of the rows after it.
    """
    version, _, digest = head.strip().partition("-")
    if not (version.isascii() and version.isdigit() and len(version) < 10 and digest):
        return None
    known = heads_of(db, [(process_id, int(version))]).get((process_id, int(version)))
    return known is not None and known.digest == digest.lower()
