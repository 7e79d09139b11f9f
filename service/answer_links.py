"""Makes and reads the signed links by which a contractor answers a request without an account."""

from dataclasses import dataclass
from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer

from service.models import Request
from service.settings import settings

#: Whatever else is signed with the same secret is no such link.
PURPOSE = "answer-a-request"
#: Longer ones were not made here.
LONGEST = 300


class BadLink(Exception):
    """The link was not made by this service for answering requests."""


@dataclass(frozen=True)
class Link:
    """What a link stands for: one request, as one contractor. It ends when the request does."""

    request_id: UUID
    contractor_id: UUID


def url(request_id: UUID, contractor_id: UUID) -> str:
    """The address of the page; always the same, so that repeated letters are the same too."""
    token = _serializer().dumps([request_id.hex, contractor_id.hex])
    return f"{settings().public_url}/answer/{token}"


def url_of(request: Request) -> str:
    """The address of the page for a request."""
    return url(request.id, request.contractor_id)


def read(token: str) -> Link:
    """What a token stands for; raises BadLink."""
    if len(token) > LONGEST:
        raise BadLink("the link is longer than any that was made here")
    try:
        request_id, contractor_id = _serializer().loads(token)
        return Link(UUID(request_id), UUID(contractor_id))
    except (BadSignature, ValueError, TypeError) as error:
        raise BadLink("the link is not complete, or was not made here") from error


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key, salt=PURPOSE)
