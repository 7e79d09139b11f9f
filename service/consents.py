"""Reads what each side of a contract has consented to, from the history."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from service.models import HistoryRow

#: By trigger, what the newest consent to it says: for `remake` perhaps how many pieces.
Consents = dict[str, dict[str, Any]]


def remade(agreed: Consents) -> int | None:
    """For how many pieces a side has consented to a remake; None where it named no number."""
    number: int | None = agreed.get("remake", {}).get("pieces")
    return number


def of_all(db: Session, process_ids: Sequence[UUID]) -> dict[tuple[UUID, str], Consents]:
    """The consents of each side, by process and role, since the process entered its state."""
    found: dict[tuple[UUID, str], Consents] = defaultdict(dict)
    if not process_ids:
        return found
    entry = aliased(HistoryRow)
    entered = sa.select(sa.func.max(entry.version)).where(
        entry.process_id == HistoryRow.process_id, entry.source != entry.dest
    )
    rows = db.execute(
        sa.select(HistoryRow.process_id, HistoryRow.actor_role, HistoryRow.data)
        .where(
            HistoryRow.process_id.in_(process_ids),
            HistoryRow.trigger == "consent",
            HistoryRow.version > sa.func.coalesce(entered.scalar_subquery(), 0),
        )
        .order_by(HistoryRow.version)
    )
    for process_id, role, data in rows:
        found[process_id, role][str(data.get("to"))] = data
    return found
