"""Reads the quotes that verifications found, for the requests that are made from them."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database import shared_values
from service.database.models import Process, SharedValue, Verification
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


def shared_quotes(
    session: Session,
    asked: Mapping[Process, Collection[UUID]],
    verified: Mapping[UUID, Quoted],
) -> dict[tuple[UUID, UUID], SharedValue]:
    """By process and contractor the quote at which each is asked, of processes that are verified.

    Quotes that are alike are kept once, however many processes they are for.
    """
    quotes = {
        (process.id, id): _quote(process, str(id), verified[process.verification_id])
        for process, contractor_ids in asked.items()
        if process.verification_id
        for id in contractor_ids
    }
    rows = shared_values.kept(session, list(quotes.values()))
    return dict(zip(quotes, rows, strict=True))


def _quote(process: Process, contractor_id: str, verified: Quoted) -> QuoteViewJson:
    """The one of whom the client chose beyond the record, or the one of the record."""
    if beyond := (process.further_quotes or {}).get(contractor_id):
        return quote_for_contractor(beyond)
    return verified.quotes[contractor_id]
