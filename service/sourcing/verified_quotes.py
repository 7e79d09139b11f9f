"""Reads the quotes that verifications found, for the requests that are made from them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database.models import Verification
from service.manufacturing.quoting.quote_json import QuoteViewJson
from service.manufacturing.quoting.record import quote_for_contractor
from service.manufacturing.quoting.record_json import FullRecordJson

#: By contractor, its quote as it sees it itself.
Quotes = Mapping[str, QuoteViewJson]


class Quoted(NamedTuple):
    """What a verification found: its quotes, and the digest of what they rest on."""

    quotes: Quotes
    inputs_digest: str


def verified_quotes(session: Session, verification_ids: Sequence[UUID]) -> dict[UUID, Quoted]:
    """The quotes of some records; each answer is read once, however many records hold it."""
    answer_digest = sa.func.coalesce(Verification.answer_digest, "")
    query = sa.select(Verification.id, answer_digest, Verification.inputs_digest)
    by_verification: dict[UUID, Quoted] = {}
    by_digest: dict[str, Quotes] = {}
    query = query.where(Verification.id.in_(verification_ids))
    for id, digest, inputs_digest in session.execute(query).all():
        if not digest or digest not in by_digest:
            text = session.scalar(sa.select(Verification.record).where(Verification.id == id))
            content: FullRecordJson = orjson.loads(text or "")
            by_digest[digest] = {
                quote["contractor_id"]: quote_for_contractor(quote) for quote in content["quotes"]
            }
        by_verification[id] = Quoted(by_digest[digest], inputs_digest)
    return by_verification
