"""Reads from the history what a dispute is about, and what each side has consented to."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from service.database.models import HistoryRow
from service.lifecycle.production_json import ConsentJson
from workflows.engine import Actor
from workflows.process import ProcessState

#: By trigger, what the newest consent to it says.
Consents = dict[str, ConsentJson]


def pieces_to_remake(agreed: Consents) -> int | None:
    """For how many pieces a side has consented to a remake; None where it named no number."""
    return agreed["remake"].get("pieces") if "remake" in agreed else None


def other_side(role: Actor) -> Actor:
    """Whose consent a side of a contract needs."""
    return Actor.CLIENT if role is Actor.CONTRACTOR else Actor.CONTRACTOR


def consents_of_all(db: Session, process_ids: Sequence[UUID]) -> dict[tuple[UUID, str], Consents]:
    """The consents of each side, by process and role, since the process entered its state.

    Of one side's consents to the same move the newest counts; what was taken back does not.
    """
    consents: dict[tuple[UUID, str], Consents] = defaultdict(dict)
    if not process_ids:
        return consents
    entry = aliased(HistoryRow)
    entered = sa.select(sa.func.max(entry.version)).where(
        entry.process_id == HistoryRow.process_id, entry.source != entry.dest
    )
    rows = db.execute(
        sa.select(HistoryRow.process_id, HistoryRow.actor_role, HistoryRow.trigger, HistoryRow.data)
        .where(
            HistoryRow.process_id.in_(process_ids),
            HistoryRow.trigger.in_(("consent", "withdraw_consent")),
            HistoryRow.version > sa.func.coalesce(entered.scalar_subquery(), 0),
        )
        .order_by(HistoryRow.version)
    )
    for process_id, role, trigger, data in rows:
        consent = cast(ConsentJson, data)
        of_side, to = consents[process_id, role], str(data.get("to"))
        if trigger == "consent":
            of_side[to] = consent
        else:
            of_side.pop(to, None)
    return consents


@dataclass(frozen=True)
class Dispute:
    """Why a process is contested, and who said so, as a role."""

    reason: str
    by: str


def disputes(db: Session, process_ids: Sequence[UUID]) -> dict[UUID, Dispute]:
    """What the newest dispute of each process is about."""
    if not process_ids:
        return {}
    rows = db.scalars(
        sa.select(HistoryRow)
        .where(
            HistoryRow.process_id.in_(process_ids),
            HistoryRow.dest == ProcessState.DISPUTED.value,
            HistoryRow.source != HistoryRow.dest,
        )
        .order_by(HistoryRow.version)
    )
    return {
        row.process_id: Dispute(str(row.data.get("reason") or ""), row.actor_role) for row in rows
    }
