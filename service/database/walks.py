"""Puts walks along an index together: one for each party, each of which ends when enough is found.

A condition on several parties at once would have a database collect all that any of them ever had,
and sort it, before it takes the first few.
"""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa


def together(walks: Iterable[sa.Select[*tuple[Any, ...]]]) -> sa.Subquery | None:
    """What all walks find, each row once, in no order; None where there is no walk.

    Each walk selects the same columns, and has an order and a limit of its own.
    """
    found = [sa.select(walk.subquery()) for walk in walks]
    return sa.union(*found).subquery() if found else None
