"""One connection: HTTP by uvicorn's protocol, with an end for clients who take too long."""

import asyncio
import time
from enum import Enum, auto
from http import HTTPStatus
from typing import Any, Final, cast

import structlog
from uvicorn import Config
from uvicorn.server import ServerState

from service.api.http.trusted_proxies import plain_address
from service.events.streaming.acceptor import Acceptor
from service.events.streaming.openings import StreamOpening
from service.events.streaming.subscribers import GOING_AWAY, RESTARTS, Subscriber
from service.web import transports, uvicorn_internals
from service.web.connections import Connections, Patience
from service.web.pace import Pace
from service.web.refusals import refusal, turn_away

log = structlog.get_logger(__name__)

#: Names in the state that uvicorn hands to each request: ours of all, and that of the request.
CONNECTIONS: Final = "connections"
CONNECTION: Final = "connection"
#: Bytes of a request's line and headers, and of what a WebSocket's client says before the answer.
MOST_HEAD: Final = 64 * 1024
MOST_AHEAD: Final = 64 * 1024
_END_OF_HEAD: Final = b"\r\n\r\n"
#: Seconds in which a request may still come on a connection that has had none when the process is
#: asked to end: less than the time that requests get to end.
FIRST_REQUEST_S: Final = 3.0


class Phase(Enum):
    """What a connection waits for."""

    HEAD = auto()
    BODY = auto()
    ANSWER = auto()
    #: the answer is given, and the body of its request still comes
    REST = auto()
    #: nothing more is heard or said
    END = auto()
    STREAM = auto()


class Connection(asyncio.Protocol):
    """What uvicorn makes for each connection; the gateway tells it how far a request has come."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: Any = None,
    ) -> None:
        self._all: Connections = app_state[CONNECTIONS]
        self._server_state = server_state
        state = {**app_state, CONNECTION: self}
        # A stream takes the place of HTTP, of which nothing is kept then: streams are thousands.
        self._protocol: asyncio.Protocol | Subscriber = uvicorn_internals.http_protocol(
            config, server_state, state, _loop, lambda: self._refuse(HTTPStatus.BAD_REQUEST)
        )
        self._transport: asyncio.Transport | None = None
        self._phase = Phase.HEAD
        self._due: float | None = None
        self._head = bytearray()
        self._ahead: bytearray | None = None
        self._written = 0
        self._taking = Pace(self._all.patience.bytes_per_s, self._all.patience.over_s)
        self._looked_at: float | None = None
        self._places: list[str] = []
        self._ends_after_answer = False
        self._was_asked = False
        self.must_close = False
        self.address = ""

    # What the event loop says

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self.address = plain_address((transport.get_extra_info("peername") or ("",))[0])
        if not self._all.admit(self, self.address):
            turn_away(self._transport, self._all.turned_away)
            self._transport = None
            return
        self._due = time.monotonic() + self._all.patience.head_s
        transports.prepare(transport.get_extra_info("socket"))
        self._protocol.connection_made(
            cast(asyncio.Transport, transports.SoftlyClosed(self._transport, self.close))
        )
        uvicorn_internals.drain_instead_of(self._protocol, self._server_state, self)

    def connection_lost(self, error: Exception | None) -> None:
        if self._transport is None:
            return  # it was never let in
        self._transport = None
        self._protocol.connection_lost(error)
        uvicorn_internals.forget(self._server_state, self)
        self._all.leave(self, self.address)
        self._give_places_back()

    def data_received(self, data: bytes) -> None:
        if self._transport is None or self._phase is Phase.END:
            return
        if self._ahead is not None and self._phase is not Phase.STREAM:
            self._ahead += data
            if len(self._ahead) > MOST_AHEAD:
                self._transport.abort()
            return
        if self._phase is Phase.HEAD and not self._takes_of_head(data):
            return
        self._protocol.data_received(data)

    def eof_received(self) -> bool:
        """A client that has said all it wants still gets its answer."""
        if self._phase in (Phase.BODY, Phase.ANSWER) and self._ahead is None:
            self._ends_after_answer = True
            return True
        return False

    def pause_writing(self) -> None:
        self._protocol.pause_writing()

    def resume_writing(self) -> None:
        self._protocol.resume_writing()

    # What uvicorn does

    def close(self) -> None:
        """Close the connection; if its client still sends, only when they have read the answer.

        What arrives at a connection that is closed destroys the answer that is on its way.
        """
        if self._transport is None:
            return
        if self._phase in (Phase.BODY, Phase.REST) or (self._phase is Phase.HEAD and self._head):
            self._phase, self._due = Phase.END, time.monotonic() + self._all.patience.over_s
            uvicorn_internals.let_go(self._protocol)  # who waits for its body need not any more
            uvicorn_internals.forget(self._server_state, self)
            self._transport.write_eof()
            self._transport.resume_reading()
        else:
            self._transport.close()

    def shutdown(self) -> None:
        """End the stream, or let the request that is under way be the last one.

        A connection that was taken a moment ago still gets its first request answered: nobody can
        know that it would not be. One that has rested since its last request ends at once.
        """
        self.must_close = True
        if isinstance(self._protocol, Subscriber):
            self._protocol.end(GOING_AWAY, RESTARTS)
        elif self._phase is Phase.HEAD and (self._head or not self._was_asked):
            due = time.monotonic() + FIRST_REQUEST_S
            self._due = due if self._due is None else min(self._due, due)
        else:
            uvicorn_internals.shut_down(self._protocol)

    # What the gateway says

    @property
    def patience(self) -> Patience:
        """How long clients may take."""
        return self._all.patience

    @property
    def is_lost(self) -> bool:
        """Whether there is nobody any more to send something to."""
        return self._transport is None or self._transport.is_closing() or self._phase is Phase.END

    def begin_body(self, *, upgrades: bool) -> None:
        """A head is complete; if it `upgrades`, what comes behind it is no HTTP."""
        self._phase, self._due, self._was_asked = Phase.BODY, None, True
        if upgrades:
            self._ahead = bytearray(self._head.partition(_END_OF_HEAD)[2])
        self._head.clear()

    def begin_answer(self) -> None:
        """The request is whole."""
        self._phase = Phase.ANSWER

    def wrote(self, size: int) -> None:
        """So many bytes of an answer were written."""
        self._written += size

    def end_answer(self, *, whole: bool) -> None:
        """The answer is written; whether its request was read to the end."""
        if self._phase is Phase.STREAM:
            return
        self._ahead = None
        self._give_places_back()
        if self._phase is Phase.END:
            return
        if whole:
            self._phase, self._due = Phase.HEAD, None
        else:
            self._phase, self._due = Phase.REST, time.monotonic() + self._all.patience.over_s
        if self._ends_after_answer and self._transport is not None:
            self._transport.close()

    def take_place(self, caller: str) -> None:
        """Count a caller whom a proxy brings until the end of the answer or the stream; raises
        TooManyConnections."""
        self._all.take_place(caller)
        self._places.append(caller)

    def become_stream(self, opening: StreamOpening, acceptor: Acceptor) -> None:
        """From now on let the connection be a stream of events."""
        transport = self._transport
        if transport is None or transport.is_closing():
            return
        uvicorn_internals.let_go(self._protocol)
        self._phase = Phase.STREAM
        self._all.pass_on(self)
        pipelined = bytes(self._ahead or b"")
        self._ahead = None
        reader = acceptor.receive(opening.model_copy(update={"pipelined": pipelined}), transport)
        self._protocol = reader
        transport.resume_reading()
        if self.must_close:
            self.shutdown()

    # What the one who looks after all says

    def look(self, now: float) -> None:
        """End the connection if its client has taken too long."""
        if self._transport is None:
            return
        if self._takes_too_little(now):
            log.info("a client who takes too little of an answer is cut off")
            self._transport.abort()
        elif self._due is not None and now > self._due and not self._transport.is_closing():
            self._end_late()

    def _give_places_back(self) -> None:
        while self._places:
            self._all.give_back(self._places.pop())

    def _takes_of_head(self, data: bytes) -> bool:
        """Keep what belongs to a head; whether it may still be one."""
        if self._due is None:
            self._due = time.monotonic() + self._all.patience.head_s
        self._head += data
        end = self._head.find(_END_OF_HEAD, max(0, len(self._head) - len(data) - 3))
        if (end if end >= 0 else len(self._head)) <= MOST_HEAD:
            return True
        self._close_with(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        return False

    def _end_late(self) -> None:
        """Without a word where nothing was asked: browsers open connections for later."""
        assert self._transport is not None
        if self._phase is Phase.HEAD and self._head:
            self._close_with(HTTPStatus.REQUEST_TIMEOUT)
        else:
            self._transport.close()

    def _takes_too_little(self, now: float) -> bool:
        assert self._transport is not None
        waiting = self._transport.get_write_buffer_size()
        if not waiting:
            self._looked_at = None
            return False
        taken = self._written - waiting
        if self._looked_at is None:
            self._taking.begin(taken)
        else:
            self._taking.wait(now - self._looked_at)
        self._looked_at = now
        return not self._taking.is_kept(taken)

    def _close_with(self, status: HTTPStatus) -> None:
        self._refuse(status)
        self.close()

    def _refuse(self, status: HTTPStatus) -> None:
        """Answer before there is a request that the application could answer."""
        if self._transport is not None:
            self._transport.write(refusal(status, bytes(self._head)))
