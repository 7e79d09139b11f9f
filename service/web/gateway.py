"""The ASGI application before that of Flask: what all requests of a process share."""

from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from service.events.streaming.acceptor import Acceptor
from service.web.bodies import ArrivingBody, Room
from service.web.exchange import ClientGone, Exchange

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class BoundedApplication(Protocol):
    """An application that knows how large the body of a request may be."""

    @property
    def wsgi_app(self) -> "WSGIApplication":
        """The application itself."""

    def most_body_bytes(self, method: str, path: str) -> int:
        """Bytes that the body of a request may have."""


@dataclass
class Gateway:
    """Answers requests: `requests` has a thread for each that is worked on, `files` reads and
    writes files meanwhile. `acceptor` takes streams; None while nothing is streamed.
    """

    application: BoundedApplication
    room: Room
    requests: Executor
    files: Executor
    acceptor: Acceptor | None = None

    def forget(self, body: ArrivingBody) -> None:
        """Let a body go; a large file where it holds nobody up."""
        if body.is_on_disk:
            with suppress(RuntimeError):  # the process ends, and its files with it
                self.files.submit(body.close)

    async def answer(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        with suppress(ClientGone):
            await Exchange(self, scope, receive, send).run()
