"""Finds of many processes at once whom `send` would ask, with what they were quoted at."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.catalogue import capacity
from service.database.models import Process, Verification
from service.manufacturing.quoting.quote_json import QuoteViewJson
from service.manufacturing.quoting.record import quote_for_client
from service.verification.contractor_answers import Answers


class QuotesToAsk(NamedTuple):
    """The quotes of those who would be asked, best first; or whom the client has chosen."""

    quotes: Sequence[QuoteViewJson]
    is_chosen: bool


def quotes_to_ask(db: Session, process_ids: Collection[UUID], best: int) -> dict[UUID, QuotesToAsk]:
    """By process its chosen contractors that quote, or else so many of the best that can be asked.

    From the latest verification of each, as their clients see it; what was never verified is left
    out. By a fixed number of queries, unless a record keeps not all quotes that are wanted.
    """
    query = (
        sa.select(Process, Verification)
        .join(Verification, Verification.id == Process.verification_id)
        .where(Process.id.in_(process_ids))
    )
    rows = [(process, verification) for process, verification in db.execute(query)]
    suitable = {UUID(id) for _process, verification in rows for id in verification.suitable}
    approved = capacity.approved(db, suitable)
    asked = {}
    for process, verification in rows:
        ids = _ids(process, verification, approved, best)
        quotes = list(_quotes(db, process, verification, ids))
        asked[process.id] = QuotesToAsk(quotes, bool(process.choice))
    return asked


def _ids(process: Process, verification: Verification, approved: set[UUID], best: int) -> list[str]:
    if not process.choice:
        return [id for id in verification.suitable if UUID(id) in approved][:best]
    first = [id for id in verification.suitable if id in process.choice]
    return first + [id for id in process.choice if id not in first]


def _quotes(
    db: Session, process: Process, verification: Verification, contractor_ids: Sequence[str]
) -> Iterator[QuoteViewJson]:
    kept = {quote["contractor_id"]: quote for quote in verification.content["quotes"]}
    kept |= process.further_quotes or {}
    for id in contractor_ids:
        quote = kept.get(id) or Answers.of_record(db, process, verification).quote(id)
        if quote:
            yield quote_for_client(quote)
