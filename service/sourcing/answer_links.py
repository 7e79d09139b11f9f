"""Makes and reads the signed links by which a contractor answers a request without an account."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, lazyload

from service import signed_tokens
from service.catalogue import link_versions
from service.database.models import Request
from service.settings import settings
from service.signed_tokens import BadToken

#: Whatever else is signed with the same secret is no such link.
PURPOSE = "answer-a-request"
#: How long a link works after the time to answer is over.
LASTS_LONGER = timedelta(days=1)
#: Times stand in links in microseconds since this.
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class BadLink(Exception):
    """The link was not made by this service for answering requests."""


@dataclass(frozen=True)
class Link:
    """What a link stands for: one request, as its contractor.

    It works until `expires_at` and as long as the contractor's links are of that version, and shows
    nothing newer than the mail in which it stands.
    """

    request_id: UUID
    version: int
    mailed_at: datetime
    expires_at: datetime


def of_request(db: Session, request_id: UUID, answer_by: datetime) -> str:
    """The address of the page, for a mail that asks for an answer by then.

    It is the same in each repeat of a mail, so that these are the same too.
    """
    return of_requests(db, {request_id: answer_by})[request_id]


def of_requests(db: Session, answer_by: Mapping[UUID, datetime]) -> dict[UUID, str]:
    """The addresses of the pages for mails about several requests."""
    query = sa.select(Request).where(Request.id.in_(answer_by))
    requests = db.scalars(query.options(lazyload(Request.shared_quote))).all()
    versions = link_versions.versions_of(db, {request.contractor_id for request in requests})
    return {
        request.id: url(
            Link(
                request.id,
                versions[request.contractor_id],
                request.mailed_anew_at or request.created_at,
                answer_by[request.id] + LASTS_LONGER,
            )
        )
        for request in requests
    }


def url(link: Link) -> str:
    """The address of the page that a link opens."""
    token = signed_tokens.token(
        PURPOSE,
        link.request_id.hex,
        str(link.version),
        *(str((moment - _EPOCH) // _MICROSECOND) for moment in (link.mailed_at, link.expires_at)),
    )
    return f"{settings().public_url}/answer/{token}"


def read(token: str) -> Link:
    """What a token stands for; raises BadLink."""
    try:
        request_id, version, *moments = signed_tokens.read(PURPOSE, token, 4)
        mailed_at, expires_at = (_EPOCH + int(moment) * _MICROSECOND for moment in moments)
        return Link(UUID(request_id), int(version), mailed_at, expires_at)
    except (BadToken, ValueError, OverflowError) as error:
        raise BadLink(str(error)) from error
