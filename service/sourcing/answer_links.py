"""Makes and reads the signed links by which a contractor answers a request without an account."""

from dataclasses import dataclass
from uuid import UUID

from service import signed_tokens
from service.settings import settings
from service.signed_tokens import BadToken

#: Whatever else is signed with the same secret is no such link.
PURPOSE = "answer-a-request"


class BadLink(Exception):
    """The link was not made by this service for answering requests."""


@dataclass(frozen=True)
class Link:
    """What a link stands for: one request, as one contractor. It ends when the request does."""

    request_id: UUID
    contractor_id: UUID


def url(request_id: UUID, contractor_id: UUID) -> str:
    """The address of the page; always the same, so that repeated letters are the same too."""
    token = signed_tokens.token(PURPOSE, request_id.hex, contractor_id.hex)
    return f"{settings().public_url}/answer/{token}"


def read(token: str) -> Link:
    """What a token stands for; raises BadLink."""
    try:
        request_id, contractor_id = signed_tokens.read(PURPOSE, token, 2)
        return Link(UUID(request_id), UUID(contractor_id))
    except (BadToken, ValueError) as error:
        raise BadLink(str(error)) from error
