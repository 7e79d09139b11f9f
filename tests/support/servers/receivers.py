"""The outside world of webhooks: a real little server that does what its script says."""

import contextlib
import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple


class Message(NamedTuple):
    """What was received."""

    id: str
    headers: dict
    body: bytes

    @property
    def event(self):
        return json.loads(self.body)


class Receiver:
    """Answers 200 unless `script` says otherwise: a function of the message and its number.

    It returns a status, or (status, headers, body), or raises to hang up without an answer.
    """

    def __init__(self, port=0, tls=None, script: Callable[[Message, int], Any] | None = None):
        self.got: list[Message] = []
        self.script = script
        self._lock = threading.Lock()
        receiver = self

        class Takes(BaseHTTPRequestHandler):
            def do_POST(self):
                length = int(self.headers["Content-Length"])
                if len(body := self.rfile.read(length)) < length:
                    return  # whoever was sending it was killed: nothing has arrived
                receiver.take(self, Message(self.headers["webhook-id"], dict(self.headers), body))

            def log_message(self, *_):
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            allow_reuse_address = True

            def handle_error(self, *_):
                pass  # who hangs up on purpose need not be told of

        self._server = Server(("127.0.0.1", port), Takes)
        self.port = self._server.server_address[1]
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}
        )
        self._thread.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/hooks"

    def take(self, handler, message):
        with self._lock:
            self.got.append(message)
            number = len(self.got)
        said = self.script(message, number) if self.script else 200
        status, headers, body = said if isinstance(said, tuple) else (said, {}, b"")
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    def ids(self):
        return [message.id for message in self.got]

    def close(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextlib.contextmanager
def receiver(**options):
    new_receiver = Receiver(**options)
    try:
        yield new_receiver
    finally:
        new_receiver.close()


def drip(handler_socket, over, beginning=b"HTTP/1.1 200 OK\r\nX: "):
    """Never end a header, a byte at a time, until the other side has had enough."""
    handler_socket.sendall(beginning)
    with contextlib.suppress(OSError):
        while not over.wait(0.02):
            handler_socket.sendall(b"x")
