"""Decides what each side sees of a process' history."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.actor import ERASED_NAME, ActingParty
from service.access.process_view import sees_failures
from service.access.request_view import restricted_to
from service.database.models import HistoryRow, Process, Request, User
from service.values.json_object import JsonObject
from service.values.prices import json_without_prices


def visible_rows(
    db: Session, process: Process, rows: Sequence[HistoryRow], actor: ActingParty
) -> list[HistoryRow]:
    """The rows of a process' whole history that `actor` may see, in their order."""
    contractor_id = restricted_to(actor)
    if contractor_id is None:
        return list(rows)
    query = sa.select(Request.id, Request.round).where(
        Request.process_id == process.id, Request.contractor_id == contractor_id
    )
    rounds = {request_id: round for request_id, round in db.execute(query)}
    has_contract = process.contractor_id == contractor_id
    return rows_of_contractor(rows, rounds, has_contract=has_contract)


def rows_of_contractor(
    rows: Sequence[HistoryRow], rounds: Mapping[UUID, int], *, has_contract: bool
) -> list[HistoryRow]:
    """What a contractor sees: what its own requests brought, that the process was sent to it, and
    everything from its contract on; neither drafts, nor what the client stores for itself, nor what
    competitors were asked and answered.

    `rounds` says in which round each of its requests was sent.
    """
    round, in_contract, visible = 0, False, []
    for row in rows:
        round += row.trigger == "send"
        in_contract |= has_contract and row.trigger == "accept_offer"
        is_sending = row.trigger in ("send", "dispatched") and round in rounds.values()
        of_process = row.request_id is None and (is_sending or in_contract)
        of_process &= row.trigger != "edit_details"
        if row.request_id in rounds or of_process:
            visible.append(row)
    return visible


def actor_names(db: Session, rows: Sequence[HistoryRow]) -> list[str]:
    """Who did what each row says, without the names of those whose accounts were erased.

    The rows themselves are chained, and nobody can change them.
    """
    actor_ids = {row.actor_id for row in rows if row.actor_id}
    erased = sa.select(User.id).where(User.id.in_(actor_ids), User.erased_at.is_not(None))
    erased_ids = set(db.scalars(erased))
    return [ERASED_NAME if row.actor_id in erased_ids else row.actor_name for row in rows]


def visible_data(row: HistoryRow, actor: ActingParty) -> JsonObject:
    """What a row holds; without what exactly failed in here, for all but operators.

    Whoever may not see prices gets it without amounts.
    """
    if row.trigger == "park" and not sees_failures(actor):
        return {"attempts": row.data.get("attempts")}
    return row.data if actor.sees_prices else json_without_prices(row.data)
