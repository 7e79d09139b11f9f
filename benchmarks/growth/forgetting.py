"""Measures whether what is deleted keeps up with what is made, and how long a deletion lasts."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from service import clock
from service.database import transactions
from service.operations import retention
from service.operations.retention import Retention

#: So far from now everything is old that is kept for a time.
FAR = timedelta(days=3650)
#: Seconds for which each kind is deleted, at most, and the rows at which it may end before.
ENOUGH_S, ENOUGH_ROWS = 10.0, 100_000


@dataclass(frozen=True)
class Forgotten:
    """What was deleted of one kind: its own rows, those that went with them, and how long it took.

    `made_per_order` are its own rows that an order makes in its life.
    """

    kind: str
    made_per_order: float
    rows: int
    took_s: float
    longest_s: float

    @property
    def per_second(self) -> float:
        """Its own rows that are deleted in a second."""
        return self.rows / self.took_s

    def times_as_fast(self, orders_per_s: float) -> float:
        """How many times as fast it is deleted as it comes with so many orders in a second."""
        return self.per_second / (self.made_per_order * orders_per_s)


def forgetting(rows_of_each: Mapping[str, float]) -> Iterator[Forgotten]:
    """Delete what orders leave behind, kind by kind, as the scheduler does.

    `rows_of_each` are the rows that an order makes in its life, by table. It is the database that
    is connected; what was deleted is lost.
    """
    for kept in retention.RETENTIONS:
        if made := rows_of_each.get(kept.tables[0]):
            yield _deleted(kept, made)


def _deleted(kept: Retention, made_per_order: float) -> Forgotten:
    rows, gone, longest_s, began_at = 0, retention.BITE, 0.0, time.perf_counter()
    while gone >= retention.BITE and rows < ENOUGH_ROWS:
        bite_began_at = time.perf_counter()
        if bite_began_at - began_at > ENOUGH_S:
            break
        with transactions.writing() as session:
            gone = kept.forget(session, clock.now() + FAR)
        rows += gone
        longest_s = max(longest_s, time.perf_counter() - bite_began_at)
    return Forgotten(kept.kind, made_per_order, rows, time.perf_counter() - began_at, longest_s)
