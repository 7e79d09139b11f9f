"""The ways in which a request reaches a contractor: one module each, all with one form.

When an attempt is repeated is decided in `service.lifecycle.leases`, for mail that was refused for
the moment in `service.sourcing.late_mails`.

A channel is asked to deliver a `Dispatch` and answers with a `Receipt`, or raises
`DispatchRefused` (final) or `Unavailable` (the outcome is open: the same dispatch comes again
later under the same key).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import IO, Protocol

from service.documents.dossier import Dossier
from service.sourcing.dispatch import News


class DispatchRefused(Exception):
    """The other side said no for good (an unknown mailbox, an invalid address): no repeat helps."""


class Unavailable(Exception):
    """Nothing is known to have arrived; a later repeat under the same key may succeed.

    `retry_after_s` is what the other side asks for, if it does.
    """

    def __init__(self, sentence: str, retry_after_s: float | None = None) -> None:
        super().__init__(sentence)
        self.retry_after_s = retry_after_s


@dataclass(frozen=True)
class RequestRecipient:
    """Whom a dispatch goes to."""

    name: str
    email: str


@dataclass(frozen=True)
class DispatchDocuments:
    """The dossier on paper, the zip of the order, and the picture of its first part.

    The zip has to stay open until `deliver` returns.
    """

    pdf: bytes
    archive: IO[bytes] | None = None
    picture: bytes | None = None  #: PNG


@dataclass(frozen=True)
class Dispatch:
    """One attempt to hand one request to one contractor.

    `idempotency_key` is the same in every attempt of a request, so that the receiver (and a mail
    folder) recognises a repeat. `make_documents` may raise Outage; a channel that encloses nothing
    does without.
    """

    request_id: str
    number: str
    idempotency_key: str
    attempt: int
    recipient: RequestRecipient
    dossier: Dossier
    make_documents: Callable[[], DispatchDocuments]
    portal_url: str
    #: a signed link by which the request is answered without an account
    answer_url: str = ""
    #: what is new about a request that the contractor has already, and since when
    news_at: datetime | None = None
    news: News | None = None

    @cached_property
    def documents(self) -> DispatchDocuments:
        """The documents, made when the first channel asks for them."""
        return self.make_documents()


@dataclass(frozen=True)
class Receipt:
    """What a channel knows after a delivery: `reference` is the receiver-visible id of it."""

    channel: str
    reference: str
    detail: str


class Channel(Protocol):
    """A way to deliver; `deliver` must be safe to repeat with the same dispatch."""

    name: str

    def deliver(self, dispatch: Dispatch) -> Receipt:
        """Deliver, or raise `DispatchRefused` (final) or `Unavailable` (try again later)."""
        ...
