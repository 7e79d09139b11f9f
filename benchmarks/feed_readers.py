"""Clients that read the feed by polling, SSE or WebSocket, and resume whatever happens.

They speak HTTP and WebSocket in the plainest form, so that thousands of them leave the machine to
those whom they measure.
"""

import asyncio
import base64
import os
import ssl
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

import orjson
from websockets.frames import Frame, Opcode

API = "/api/v1"
HOST = "127.0.0.1"
#: Seconds until a reader tries again whose connection ended or was refused.
AGAIN_S = 0.3
Kind = Literal["poll", "sse", "ws"]
_Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Refused(Exception):
    """The server answered with another status than that of a stream."""


@dataclass
class FeedReader:
    """One client: `position` is the last that it saw, `receive` is called with every event."""

    kind: Kind
    port: int
    key: str
    receive: Callable[["FeedReader", dict[str, Any]], object]
    position: int = 0
    #: seconds that an open connection lives before the client drops it
    lifetime_s: Callable[[], float] | None = None
    #: seconds that the client waits for a connection to open; None: as long as it takes
    patience_s: Callable[[], float | None] = lambda: None
    query: str = ""
    #: seconds between two questions of a reader who polls
    poll_s: float = 1.0
    host: str = HOST
    #: how the service is called, and what is checked of its certificate; empty: by its address
    name: str = ""
    tls: ssl.SSLContext | None = None
    opened: int = 0
    resets: int = 0
    #: why connections broke that the client did not drop itself, and how many each time
    errors: Counter[str] = field(default_factory=Counter)
    is_open: asyncio.Event = field(default_factory=asyncio.Event)
    _life: asyncio.Timeout = field(init=False)

    async def run(self) -> None:
        """Read until cancelled, and resume whenever the connection ends."""
        while True:
            try:
                async with asyncio.timeout(self.patience_s()) as self._life:
                    await self._listen()
            except TimeoutError:
                continue
            except (OSError, EOFError, Refused, ValueError) as error:
                self.errors[_reason(error)] += 1
            await asyncio.sleep(AGAIN_S)

    @property
    def broken(self) -> int:
        """How many connections broke."""
        return self.errors.total()

    async def _listen(self) -> None:
        async with _connected(self) as connection:
            if self.kind == "poll":
                await self._poll(connection)
            elif self.kind == "sse":
                await self._listen_to_stream(connection)
            else:
                await self._listen_at_socket(connection)

    async def _poll(self, connection: _Connection) -> None:
        is_first = True
        while True:
            path = f"/events?after={self.position}&limit=200{self.query}"
            head = await self._ask(connection, path)
            body = await connection[0].readexactly(int(head["content-length"]))
            if head["status"] == "410":
                self.resets += 1
                return
            if head["status"] != "200":
                raise Refused(head["status"])
            page = orjson.loads(body)
            for event in page["items"]:
                self._receive(event)
            self.position = page["position"]
            if is_first:  # from here on its life counts: who is served late gets on all the same
                self._opens()
                is_first = False
            if not page["next"]:
                await asyncio.sleep(self.poll_s)

    async def _listen_to_stream(self, connection: _Connection) -> None:
        head = await self._ask(
            connection, f"/events/stream?{self.query}", f"Last-Event-ID: {self.position}\r\n"
        )
        if head["status"] != "200":
            raise Refused(head["status"])
        self._opens()
        lines: dict[bytes, bytes] = {}
        is_chunked = head.get("transfer-encoding") == "chunked"
        async for line in _lines(connection[0], is_chunked=is_chunked):
            if line != b"\n":
                name, _, value = line.partition(b": ")
                lines[name] = value
                continue
            if lines.get(b"event") == b"reset\n":
                self.resets += 1
            elif b"data" in lines:
                self._receive(orjson.loads(lines[b"data"]))
            if b"id" in lines:
                self.position = int(lines[b"id"])
            lines = {}
        raise EOFError("the stream ended")

    async def _listen_at_socket(self, connection: _Connection) -> None:
        nonce = base64.b64encode(os.urandom(16)).decode()
        head = await self._ask(
            connection,
            f"/events/ws?{self.query}",
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {nonce}\r\n",
        )
        if head["status"] != "101":
            raise Refused(head["status"])
        first = Frame(Opcode.TEXT, orjson.dumps({"after": self.position}))
        connection[1].write(first.serialize(mask=True))
        self._opens()
        while True:
            opcode, data = await _frame(connection[0])
            if opcode is Opcode.CLOSE:
                raise EOFError(f"the socket was closed: {data[2:].decode()}")
            message = orjson.loads(data)
            if "ping" in message:
                self.position = message["ping"]
            elif message["type"] == "reset":
                self.resets += 1
                self.position = message["position"]
            else:
                self._receive(message)

    async def _ask(self, connection: _Connection, path: str, more: str = "") -> dict[str, str]:
        """Send a request; the head of the answer with `status`."""
        reader, writer = connection
        writer.write(
            f"GET {API}{path} HTTP/1.1\r\nHost: {self.name or f'{HOST}:{self.port}'}\r\n"
            f"Authorization: Bearer {self.key}\r\n{more}\r\n".encode()
        )
        head = {"status": (await reader.readline()).decode().partition(" ")[2][:3]}
        if not head["status"]:
            raise EOFError("the connection was closed without an answer")
        while line := (await reader.readline()).decode().strip():
            name, _, value = line.partition(":")
            head[name.lower()] = value.strip()
        return head

    def _opens(self) -> None:
        self.opened += 1
        self.is_open.set()
        loop = asyncio.get_running_loop()
        self._life.reschedule(loop.time() + self.lifetime_s() if self.lifetime_s else None)

    def _receive(self, event: dict[str, Any]) -> None:
        self.position = event["position"]
        self.receive(self, event)


def _reason(error: Exception) -> str:
    if isinstance(error, Refused):
        return f"refused with the status {error}"
    if type(error) is EOFError:
        return str(error)
    return type(error).__name__


@asynccontextmanager
async def _connected(to: FeedReader) -> AsyncIterator[_Connection]:
    named = to.name if to.tls else None
    reader, writer = await asyncio.open_connection(
        to.host, to.port, limit=2**20, ssl=to.tls, server_hostname=named
    )
    try:
        yield reader, writer
    finally:
        writer.transport.abort()


async def _lines(reader: asyncio.StreamReader, *, is_chunked: bool) -> AsyncIterator[bytes]:
    """The lines of a body until it ends; proxies end chunks (RFC 9112, section 7.1) anywhere."""
    if not is_chunked:
        while line := await reader.readline():
            yield line
        return
    rest = b""
    while size := int((await reader.readline()).partition(b";")[0].strip() or b"0", 16):
        *lines, rest = (rest + await reader.readexactly(size)).split(b"\n")
        await reader.readexactly(2)
        for line in lines:
            yield line + b"\n"


async def _frame(reader: asyncio.StreamReader) -> tuple[Opcode, bytes]:
    """A frame as servers send them: whole and unmasked (RFC 6455, section 5.2)."""
    head = await reader.readexactly(2)
    length = head[1]
    if length > 125:
        length = int.from_bytes(await reader.readexactly(2 if length == 126 else 8), "big")
    return Opcode(head[0] & 0x0F), await reader.readexactly(length)


def now() -> float:
    """The time that writers and readers on one machine share."""
    return time.time()
