"""The ASGI application before that of Flask: what all requests of a process share."""

from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from service.events.streaming.acceptor import Acceptor
from service.web import refusals
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
        """Answer one request, also one over which we fail: unless the answer has begun."""
        is_begun = False

        async def send_on(message: Any) -> None:
            nonlocal is_begun
            is_begun = True
            await send(message)

        try:
            await Exchange(self, scope, receive, send_on).run()
        except ClientGone:
            pass
        except Exception:
            if is_begun:
                raise  # the server logs it and closes the connection: the answer stays incomplete
            await _answer_failure(scope, send)


async def _answer_failure(scope: Any, send: Any) -> None:
    accepted = next((value for name, value in scope["headers"] if name == b"accept-language"), b"")
    headers, body = refusals.failure(accepted.decode("latin-1"))
    pairs = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": 500, "headers": pairs})
    await send({"type": "http.response.body", "body": body, "more_body": False})
