"""One open stream: what is written to its connection, how fast that goes, and how it ends."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import ClassVar, cast

import orjson
import structlog
from websockets.frames import Frame, Opcode
from websockets.protocol import SERVER, Protocol

from service.access.permissions import NOBODY, Principal
from service.events.feed import Gone
from service.events.streaming import wire
from service.events.streaming.openings import StreamOpening
from service.events.streaming.wire import EncodedEvent
from service.values.json_object import JsonObject

log = structlog.get_logger(__name__)

#: Bytes that wait for a reader beyond which nothing more is written to them, and below which
#: writing goes on. The system's own buffers come on top.
MOST_WAITING = 32 * 1024
FEW_WAITING = 8 * 1024
#: Events that are written at a time.
TOGETHER = 16
#: Seconds that the end of a stream may take; then the connection is cut.
FAREWELL_S = 3.0
#: Bytes in one message from a reader.
MOST_SAID = 4096
#: Why a WebSocket ends, in the range for applications and in that of RFC 6455, section 7.4.1.
UNAUTHENTICATED, NOT_UNDERSTOOD = 4401, 4400
GOING_AWAY, TRY_LATER = 1001, 1013
#: What is said to readers when the process ends.
RESTARTS = "the service restarts; resume after the last position"


class Subscriber(asyncio.Protocol):
    """Somebody who listens; `position` is how far they have read, or what they need not see.

    A `live` reader gets events as they come, another one catches up by themselves.
    """

    heartbeat_s: ClassVar[float]

    def __init__(self, opening: StreamOpening, on_close: Callable[["Subscriber"], None]) -> None:
        self.opening = opening
        self.filter = opening.filter
        self.credential = (opening.via, opening.credential_id)
        self.principal: Principal = NOBODY
        self.position = opening.after
        self.live = False
        self.is_closed = False
        self.paused_at: float | None = None
        self.beat_due = asyncio.get_running_loop().time() + self.heartbeat_s
        self.rights_due = self.beat_due
        self._on_close = on_close
        self._drained: asyncio.Future[None] | None = None
        self._transport: asyncio.Transport | None = None

    # What the event loop says

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._transport.set_write_buffer_limits(high=MOST_WAITING, low=FEW_WAITING)
        self._transport.write(self.opening.head)

    def pause_writing(self) -> None:
        self.paused_at = asyncio.get_running_loop().time()

    def resume_writing(self) -> None:
        self.paused_at = None
        self._wake()

    def eof_received(self) -> bool:
        return False  # a reader that has closed its side gets nothing more: the transport closes

    def connection_lost(self, error: Exception | None) -> None:
        self.is_closed = True
        self._transport = None
        self._wake()
        self._on_close(self)

    def _wake(self) -> None:
        if self._drained is not None and not self._drained.done():
            self._drained.set_result(None)

    # What the broadcaster does

    async def drained(self) -> None:
        """Wait until the reader has taken most of what was written to them, or is gone."""
        if self.paused_at is not None and not self.is_closed:
            self._drained = asyncio.get_running_loop().create_future()
            await self._drained

    def tell(self, events: Sequence[EncodedEvent], until: int | None = None) -> None:
        """Write events as long as the reader keeps up; `position` says how far that was.

        It is `until` if they keep up with all of them.
        """
        for start in range(0, len(events), TOGETHER):
            if self.paused_at is not None or self.is_closed:
                return
            some = events[start : start + TOGETHER]
            self.position = some[-1].position
            self.write(b"".join([self._form(event.as_seen_by(self.principal)) for event in some]))
        if until is not None:
            self.position = until

    def write(self, data: bytes) -> None:
        """Write something else."""
        if self._transport is not None:
            self._transport.write(data)

    def end(self, code: int, reason: str) -> None:
        """End the stream; a reader who does not take its end is cut off."""
        if self._transport is not None:
            self._say_farewell(code, reason)
            transport = self._transport
            transport.close()
            asyncio.get_running_loop().call_later(FAREWELL_S, transport.abort)

    def cut(self) -> None:
        """End the stream at once; what waits for the reader is thrown away."""
        if self._transport is not None:
            self._transport.abort()

    # What each kind of stream does in its own way

    def open(self) -> None:
        """Say where the stream begins."""

    def beat(self, now: float) -> None:
        """Give a sign of life."""
        self.beat_due = now + self.heartbeat_s
        self.write(self._sign_of_life())

    def _sign_of_life(self) -> bytes:
        raise NotImplementedError

    def reset(self, gone: Gone) -> None:
        """Say that everything must be read anew."""
        raise NotImplementedError

    def _form(self, event: EncodedEvent) -> bytes:
        raise NotImplementedError

    def _say_farewell(self, code: int, reason: str) -> None:
        """Say why the stream ends, where there is a way to say it."""


class SseSubscriber(Subscriber):
    """A reader of server-sent events; they cannot say anything."""

    heartbeat_s = 15.0

    def open(self) -> None:
        self.write(wire.sse_opening(self.position))

    def _sign_of_life(self) -> bytes:
        return wire.sse_comment(self.position, "still here")

    def reset(self, gone: Gone) -> None:
        data = orjson.dumps(wire.reset(gone))
        self.write(wire.sse(gone.last, wire.RESET, data))

    def _form(self, event: EncodedEvent) -> bytes:
        return event.sse


class WebSocketSubscriber(Subscriber):
    """A reader at a WebSocket, whose first message says where to begin, and who they are."""

    heartbeat_s = 20.0

    def __init__(self, opening: StreamOpening, on_close: Callable[[Subscriber], None]) -> None:
        super().__init__(opening, on_close)
        self.first: asyncio.Future[JsonObject] = asyncio.get_running_loop().create_future()
        self._protocol = Protocol(SERVER, max_size=MOST_SAID)  # of a message, whatever its parts
        self._said: bytearray | None = None

    def data_received(self, data: bytes) -> None:
        self.receive(data)

    def receive(self, data: bytes) -> None:
        """Take in what the reader sent."""
        self._protocol.receive_data(data)
        for event in self._protocol.events_received():
            if isinstance(event, Frame) and not self.first.done():
                self._hear(event)
        self._send()
        if self._protocol.close_expected() and self._transport is not None:
            self._transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        self.first.cancel()
        super().connection_lost(error)

    def _sign_of_life(self) -> bytes:
        return wire.frame(orjson.dumps({"ping": self.position}))

    def reset(self, gone: Gone) -> None:
        self.write(wire.frame(orjson.dumps(wire.reset(gone))))

    def _form(self, event: EncodedEvent) -> bytes:
        return event.frame

    def _hear(self, frame: Frame) -> None:
        """Take in a part of a text; pings may come between its parts (RFC 6455, 5.4)."""
        if frame.opcode is Opcode.TEXT:
            self._said = bytearray(frame.data)
        elif frame.opcode is Opcode.BINARY:
            self._said = None
        elif frame.opcode is Opcode.CONT and self._said is not None:
            self._said += frame.data
        else:
            return
        if frame.fin and self._said is not None:
            self._begin(bytes(self._said))

    def _begin(self, message: bytes) -> None:
        try:
            opening = orjson.loads(message)
        except orjson.JSONDecodeError:
            opening = None
        if isinstance(opening, dict):
            self.first.set_result(opening)
        else:
            self.end(NOT_UNDERSTOOD, "the first message is no JSON object")

    def _say_farewell(self, code: int, reason: str) -> None:
        if self._protocol.state.name == "OPEN":
            self._protocol.send_close(code, reason[:100])
            self._send()

    def _send(self) -> None:
        for data in self._protocol.data_to_send():
            if data and self.paused_at is None:  # who takes nothing gets no pongs for their pings
                self.write(data)


@contextmanager
def cut_off_on_error(reader: Subscriber) -> Iterator[None]:
    """Let an error in the block end the stream of this reader alone, who resumes where it ended."""
    try:
        yield
    except Exception:
        log.exception("a reader is cut off by an error", position=reader.position)
        reader.cut()
