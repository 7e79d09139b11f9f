"""What the application and the server that calls it agree on beside WSGI: streams, and refusals."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from flask import Response, request

from service.events.streaming import openings
from service.events.streaming.openings import NoStreams, StreamOpening
from service.translations import gettext_noop as _

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

#: Names in the environment of a request: whether a connection can become a stream; an exception
#: with which to answer, whatever was asked; whether the same request was asked about before, when
#: its body had not come yet.
STREAMS: Final = "werkbank.streams"
REFUSAL: Final = "werkbank.refusal"
ASKED_BEFORE: Final = "werkbank.asked_before"


class BodyTooSlow(Exception):
    """The body of a request came more slowly than it has to, or stopped."""


class TooManyConnections(Exception):
    """One address has as many requests and streams under way as it may."""


class NoRoomForBodies(Exception):
    """The bodies of other requests take all the room that there is for them."""


class Takeover:
    """An answer without an end: the connection is to become this stream."""

    def __init__(self, opening: StreamOpening) -> None:
        self.opening = opening

    def __iter__(self) -> Iterator[bytes]:
        """Nothing: whoever knows what this is does not iterate."""
        return iter(())


class StreamResponse(Response):
    """A response after which the connection is a stream.

    Raises NoStreams, StreamsFull, TooManyStreams when it is made, so that the caller still gets a
    proper answer.
    """

    default_mimetype = None

    def __init__(self, opening: StreamOpening, status: int, headers: dict[str, str]) -> None:
        super().__init__(status=status, headers=headers)
        if not request.environ.get(STREAMS):
            raise NoStreams(_("this server streams no events; `python -m service.web` does"))
        openings.check_room(opening.seat)
        self._opening = opening

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Take the connection over, after all headers have been added."""
        self.headers.pop("Content-Length", None)
        start_response(self.status, list(self.headers))
        lines = [f"HTTP/1.1 {self.status}", *(f"{name}: {value}" for name, value in self.headers)]
        head = "\r\n".join([*lines, "", ""]).encode("latin-1")
        return Takeover(self._opening.model_copy(update={"head": head}))


def check_refusal() -> None:
    """Raise what the server answers this request with, if it is not to be heard."""
    refusal: Exception | None = request.environ.get(REFUSAL)
    if refusal is not None:
        raise refusal
