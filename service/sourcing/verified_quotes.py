"""Reads the quotes that verifications found, for the requests that are made from them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database.models import Verification
from service.manufacturing.quoting.quote_json import QuoteViewJson
from service.manufacturing.quoting.record import quote_for_contractor

#: By contractor, its quote as it sees it itself.
Quotes = Mapping[str, QuoteViewJson]


class Quoted(NamedTuple):
    """What a verification found: its quotes, and the digest of what they rest on."""

    quotes: Quotes
    inputs_digest: str


def verified_quotes(session: Session, verification_ids: Sequence[UUID]) -> dict[UUID, Quoted]:
    """The quotes of some records; each answer is read once, however many records hold it."""
    digests = (Verification.content_digest, Verification.answer_digest)
    query = sa.select(Verification.id, *digests, Verification.inputs_digest)
    by_verification: dict[UUID, Quoted] = {}
    by_digest: dict[bytes | str | None, Quotes] = {}
    query = query.where(Verification.id.in_(verification_ids))
    for id, content_digest, answer_digest, inputs_digest in session.execute(query).all():
        digest = content_digest or answer_digest
        if digest is None or digest not in by_digest:
            content = session.get_one(Verification, id).content
            by_digest[digest] = {
                quote["contractor_id"]: quote_for_contractor(quote) for quote in content["quotes"]
            }
        by_verification[id] = Quoted(by_digest[digest], inputs_digest)
    return by_verification
