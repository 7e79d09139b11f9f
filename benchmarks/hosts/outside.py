"""Everybody outside: contractors' mail server, receivers of webhooks, and readers of the feed."""

import asyncio
import email
import email.policy
import random
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

import orjson

from benchmarks import extras
from benchmarks.feed_readers import FeedReader, Kind
from benchmarks.hosts.servers import NAME
from benchmarks.hosts.site import SMTP_PORT

WEBHOOK_PORT = 8080
#: Seconds that a reader who moves stays with one host.
_STAYS_S = (3.0, 15.0)


class ContractorsMailServer:
    """An SMTP server that keeps which letters it took; it can hang before it says so."""

    def __init__(self, address: str) -> None:
        self.message_ids: list[str] = []
        self.hung = 0
        self._goes_on = threading.Event()
        self._goes_on.set()
        controller = extras.imported("aiosmtpd.controller").Controller
        self._controller = controller(self, hostname=address, port=SMTP_PORT)

    def __enter__(self) -> "ContractorsMailServer":
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._goes_on.set()
        self._controller.stop()

    def hang(self) -> None:
        """Take connections and letters, and say nothing to them."""
        self._goes_on.clear()

    def go_on(self) -> None:
        """Undo `hang`."""
        self._goes_on.set()

    async def handle_MAIL(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Begin with a letter, or hang."""
        self.hung += not self._goes_on.is_set()
        while not self._goes_on.is_set():
            await asyncio.sleep(0.05)
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep that the letter came."""
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.message_ids.append(str(letter["Message-ID"]))
        return "250 OK"


class ReceivedCall(NamedTuple):
    """A call of a webhook: the message, and the event and process that it tells of."""

    message_id: str
    position: int
    process_id: str | None


class WebhookReceiver:
    """Somebody whose endpoint is called, and keeps by what."""

    def __init__(self, address: str) -> None:
        self.url = f"http://{address}:{WEBHOOK_PORT}/hooks"
        self.calls: list[ReceivedCall] = []
        calls = self.calls

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                body = self.rfile.read(length)
                if len(body) == length:  # else whoever was calling has died meanwhile
                    event = orjson.loads(body)
                    id = self.headers["webhook-id"]
                    calls.append(ReceivedCall(id, event["position"], event["process_id"]))
                    self.send_response(200)
                    self.send_header("Content-Length", "0")
                    self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer((address, WEBHOOK_PORT), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever)

    def __enter__(self) -> "WebhookReceiver":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@dataclass
class MovingReader(FeedReader):
    """A reader who asks another host each time that a connection ends."""

    places: Sequence[tuple[str, int, ssl.SSLContext | None]] = ()

    async def _listen(self) -> None:
        self.host, self.port, self.tls = random.choice(self.places)
        await super()._listen()


class FeedReaders:
    """Readers of each kind, in a thread of their own: at the proxy, or moving between hosts."""

    def __init__(
        self,
        proxy: str,
        webs: Sequence[str],
        authority: str,
        key: str,
        hear: Callable[[dict[str, Any]], object],
    ) -> None:
        tls = ssl.create_default_context(cafile=authority)
        at_proxy = [(proxy, 443, tls)]
        anywhere = [*at_proxy, *((address, 8000, None) for address in webs)]
        self.received: dict[str, list[int]] = {}
        self.readers: dict[str, MovingReader] = {}
        kinds: tuple[Kind, ...] = ("sse", "ws", "poll")
        for kind in kinds:
            for name, places in ((f"{kind} at the proxy", at_proxy), (f"{kind}, moving", anywhere)):
                received = self.received.setdefault(name, [])
                self.readers[name] = MovingReader(
                    kind=kind,
                    port=443,
                    key=key,
                    receive=_keeping(received, hear),
                    name=NAME,
                    query="&own=true",  # as the reader orders, too
                    places=places,
                    lifetime_s=(lambda: random.uniform(*_STAYS_S)) if "moving" in name else None,
                    patience_s=lambda: 10.0,
                )
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._tasks: list[Future[None]] = []

    def __enter__(self) -> "FeedReaders":
        self._thread.start()
        self._tasks = [
            asyncio.run_coroutine_threadsafe(reader.run(), self._loop)
            for reader in self.readers.values()
        ]
        return self

    def __exit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        time.sleep(0.2)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


def _keeping(
    received: list[int], hear: Callable[[dict[str, Any]], object]
) -> Callable[[FeedReader, dict[str, Any]], None]:
    """What keeps the positions of events and passes the events on."""

    def receive(_: FeedReader, event: dict[str, Any]) -> None:
        received.append(event["position"])
        hear(event)

    return receive
