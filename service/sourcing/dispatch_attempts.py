"""Keeps what a channel has tried for a request until it is delivered, across workers that die."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from service.database import transactions
from service.database.locks import AGAINST_WRITERS
from service.database.models import Request


def of(request_id: UUID, channel: str) -> list[dict[str, Any]]:
    """The attempts of a channel so far, oldest first: when, and what was said."""
    with transactions.reading() as session:
        query = sa.select(Request.dispatch).where(Request.id == request_id)
        found = session.scalars(query).one_or_none() or {}
    tries: list[dict[str, Any]] = found.get(channel, {}).get("tries", [])
    return tries


def keep(request_id: UUID, channel: str, tries: list[dict[str, Any]]) -> None:
    """Keep the attempts of a channel that will be tried again, the last one's error with them."""
    with transactions.writing() as session:
        request = session.get_one(Request, request_id, with_for_update=AGAINST_WRITERS)
        told = {"attempts": len(tries), "tries": tries, "error": tries[-1]["error"]}
        request.dispatch = request.dispatch | {channel: told}
