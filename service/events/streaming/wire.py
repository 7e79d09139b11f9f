"""Writes events as they go over the wire: server-sent events, and WebSocket frames."""

from functools import cached_property
from typing import TypedDict

import orjson
from websockets.frames import Frame, Opcode

from service.access.permissions import Principal
from service.events import feed
from service.events.feed import Gone
from service.events.visibility import Published

#: Milliseconds after which a browser whose stream ended comes back.
RETRY_MS = 2000
#: The type of the message that says that everything must be read anew.
RESET = "reset"


class EncodedEvent:
    """An event that is sent to many readers; each form is written once for all of them.

    Those who may not see prices get it `without_prices`.
    """

    __slots__ = ("__dict__", "event", "position")

    def __init__(self, event: Published) -> None:
        self.event = event
        self.position = event.position

    def as_seen_by(self, reader: Principal) -> "EncodedEvent":
        """The event as that reader gets it."""
        return self if reader.sees_prices else self.without_prices

    @cached_property
    def without_prices(self) -> "EncodedEvent":
        """The event without what anything costs."""
        return EncodedEvent(self.event._replace(body=feed.without_prices(self.event.body)))

    @cached_property
    def _json(self) -> bytes:
        return orjson.dumps(self.event.body)

    @cached_property
    def sse(self) -> bytes:
        """As a server-sent event."""
        return sse(self.position, self.event.type, self._json)

    @cached_property
    def frame(self) -> bytes:
        """As a WebSocket text frame."""
        return frame(self._json)


def sse(position: int, type: str, json: bytes) -> bytes:
    """A server-sent event, whose id is the position."""
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (position, type.encode(), json)


def sse_comment(position: int, words: str) -> bytes:
    """A comment, with the position reached so that a resume skips what is behind it."""
    return b"id: %d\n: %s\n\n" % (position, words.encode())


def sse_opening(position: int) -> bytes:
    """What a stream of server-sent events begins with."""
    return b"retry: %d\n" % RETRY_MS + sse_comment(position, "open")


def frame(json: bytes) -> bytes:
    """A WebSocket text frame; servers do not mask theirs, so it is the same for every reader."""
    return Frame(Opcode.TEXT, json).serialize(mask=False)


class ResetJson(TypedDict):
    """That not everything is kept that a reader wants."""

    position: int
    type: str
    detail: str


def reset(gone: Gone) -> ResetJson:
    """That not everything is kept that a reader wants: where to go on, after reading anew."""
    return {"position": gone.last, "type": RESET, "detail": str(gone)}
