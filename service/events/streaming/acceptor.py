"""Takes connections over from the web processes and admits them to the broadcaster as readers."""

import asyncio
import os
import resource
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson
import structlog
from pydantic import ValidationError
from sqlalchemy.orm import Session

from service.access.permissions import BadCredentials, Principal
from service.events.streaming import handover
from service.events.streaming.broadcaster import OUTAGES, Broadcaster
from service.events.streaming.handover import Occupancy, StreamOpening
from service.events.streaming.subscribers import (
    GOING_AWAY,
    NOT_UNDERSTOOD,
    TRY_LATER,
    UNAUTHENTICATED,
    SseSubscriber,
    Subscriber,
    WebSocketSubscriber,
    cut_off_on_error,
)
from service.values.json_object import JsonObject

log = structlog.get_logger(__name__)

#: Seconds for a web process to say whom it brings, and for a reader's first message.
BRINGING_S = 2.0
FIRST_MESSAGE_S = 10.0
#: Descriptors that are not for readers.
_OTHER_FILES = 100
#: The largest position; positions are 64 bits wide in the database.
_LARGEST = 2**63 - 1

#: Who asks, by the `Authorization` header or else the session cookie; raises BadCredentials.
Authenticate = Callable[[Session, str | None, str | None], Principal]


class Acceptor:
    """Where web processes bring their connections to; each is taken in by one of `tasks`."""

    def __init__(
        self,
        broadcaster: Broadcaster,
        most: int,
        authenticate: Authenticate,
        tasks: asyncio.TaskGroup,
    ) -> None:
        self._broadcaster = broadcaster
        self._authenticate = authenticate
        self._most = min(most, _allow_many_files() - _OTHER_FILES)
        self._connected: set[Subscriber] = set()
        self._tasks = tasks

    async def serve(self, path: Path) -> None:
        """Take connections at a Unix socket until cancelled."""
        loop = asyncio.get_running_loop()
        with socket.socket(socket.AF_UNIX) as listener:
            # Found before somebody listens at it, it would be taken for a dead one's and removed.
            draft = path.with_suffix(".new")
            draft.unlink(missing_ok=True)
            listener.bind(str(draft))
            listener.listen(1024)
            draft.rename(path)
            listener.setblocking(False)
            try:
                while True:
                    line, _ = await loop.sock_accept(listener)
                    self._tasks.create_task(self._serve_line(line))
            finally:
                path.unlink(missing_ok=True)

    def has_readers(self) -> bool:
        """Whether somebody is connected."""
        return bool(self._connected)

    def close(self) -> None:
        """End all streams; their readers come back to the next process."""
        for reader in list(self._connected):
            reader.end(GOING_AWAY, "the service restarts; resume after the last position")

    async def _serve_line(self, line: socket.socket) -> None:
        try:
            await self._take_over(line)
        except (OSError, TimeoutError):
            pass  # the web process has gone, or has stopped waiting
        except ValidationError as error:
            # A web process of another version: the reader finds one of ours when they come back.
            log.warning("a connection could not be taken over", error=str(error)[:300])

    async def _take_over(self, line: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        with line:
            line.setblocking(False)
            async with asyncio.timeout(BRINGING_S):
                occupancy = Occupancy(len(self._connected), self._most)
                await loop.sock_sendall(line, orjson.dumps([*occupancy]))
                message, connection = await _receive(line)
                if connection is None:
                    return  # it only wanted to know how many we are
                try:
                    opening = StreamOpening.model_validate_json(message)
                    # Nobody listens at the other end if it has stopped waiting for us.
                    await loop.sock_sendall(line, handover.TAKEN)
                except (OSError, ValidationError, TimeoutError):
                    connection.close()
                    raise
            self._tasks.create_task(self._receive_reader(opening, connection))

    async def _receive_reader(self, opening: StreamOpening, connection: socket.socket) -> None:
        connection.setblocking(False)
        kind = SseSubscriber if opening.kind == "sse" else WebSocketSubscriber
        reader: Subscriber = kind(opening, self._forget)
        self._connected.add(reader)
        try:
            await asyncio.get_running_loop().connect_accepted_socket(lambda: reader, connection)
        except OSError:
            self._forget(reader)
            return
        with cut_off_on_error(reader):
            if isinstance(reader, WebSocketSubscriber):
                await self._introduce(reader)
            if not reader.is_closed and reader.credential[1]:
                self._broadcaster.admit(reader)

    def _forget(self, reader: Subscriber) -> None:
        self._connected.discard(reader)
        self._broadcaster.leave(reader)

    async def _introduce(self, reader: WebSocketSubscriber) -> None:
        """Take the first message: where to begin, and who it is if that is not known."""
        reader.receive(reader.opening.pipelined)
        opening: JsonObject = {}
        with suppress(TimeoutError, asyncio.CancelledError):
            async with asyncio.timeout(FIRST_MESSAGE_S):
                opening = await reader.first
        after, token = opening.get("after"), opening.get("token")
        if after is not None:
            if type(after) is not int or not 0 <= after <= _LARGEST:
                reader.end(NOT_UNDERSTOOD, "after is a position, or null")
                return
            reader.position = after
        if token is not None:
            await self._identify(reader, token)
        elif reader.credential[1] is None:
            reader.end(UNAUTHENTICATED, "say who you are: cookie, API key, or token in the message")

    async def _identify(self, reader: Subscriber, token: Any) -> None:
        reader.credential = ("none", None)
        try:
            header = f"Bearer {token}"
            principal = await self._broadcaster.ask(lambda db: self._authenticate(db, header, None))
            reader.credential = (principal.via, principal.credential_id)
        except BadCredentials as error:
            reader.end(UNAUTHENTICATED, str(error))
        except OUTAGES:
            reader.end(TRY_LATER, "the database cannot be reached; try again in a moment")


async def _receive(line: socket.socket) -> tuple[bytes, socket.socket | None]:
    """A message that ends with its line, and the connection that came with it."""
    message, files = b"", list[int]()
    try:
        while not message.endswith(b"\n") and len(message) < handover.MOST_BYTES:
            await _readable(line)
            data, more, _, _ = socket.recv_fds(line, handover.MOST_BYTES, 1)
            files += more
            if not data:
                break
            message += data
    except BaseException:
        for number in files:
            os.close(number)
        raise
    return message, socket.socket(fileno=files[0]) if files else None


async def _readable(line: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()
    loop.add_reader(line, ready.set)
    try:
        await ready.wait()
    finally:
        loop.remove_reader(line)


def _allow_many_files() -> int:
    """As many open files as the system lets us have without asking; the number of them."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):  # macOS names no bound, and yet has one
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]
