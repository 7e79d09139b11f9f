"""Stands between a client and a service, and passes on what its script lets through."""

import socket
import threading
from contextlib import suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import urlsplit

#: What a script may say: the answer is lost, or only its beginning comes through.
LOSE, CUT = "lose", "cut"


class Asked(NamedTuple):
    """A request that came by."""

    method: str
    path: str
    headers: dict
    body: bytes

    @property
    def key(self):
        return self.headers.get("Idempotency-Key")


class Between:
    """Keeps in `asked` what came by, and asks `script` about each; it passes on unless told else.

    The script returns None, LOSE, CUT, or an answer of its own: (status, headers, body).
    """

    def __init__(self, url, script=None):
        self.asked: list[Asked] = []
        self.script = script
        self._service = urlsplit(url).netloc
        self._behind: set[HTTPConnection] = set()
        between = self

        class Passing(BaseHTTPRequestHandler):
            def pass_on(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                asked = Asked(self.command, self.path, dict(self.headers), body)
                between.asked.append(asked)
                verdict = between.script(asked) if between.script else None
                if isinstance(verdict, tuple):
                    between.write(self, *verdict)
                else:
                    between.pass_on(self, asked, verdict)

            do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = pass_on  # noqa: N815

            def log_message(self, *_):
                """Nothing: what came by is kept."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                """Nothing: clients that hang up are part of the game."""

        self._server = Server(("127.0.0.1", 0), Passing)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def of(self, method, part=""):
        """What came by with this method and this part in its path."""
        return [each for each in self.asked if each.method == method and part in each.path]

    def write(self, handler, status, headers, body=b""):
        """Answer in the place of the service."""
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    def pass_on(self, handler, asked, verdict):
        """Ask the service, and let through as much of its answer as the verdict says."""
        behind = HTTPConnection(self._service)
        self._behind.add(behind)
        try:
            hop = {"host", "connection"}
            headers = {k: v for k, v in asked.headers.items() if k.lower() not in hop}
            behind.request(asked.method, asked.path, asked.body or None, headers)
            answer = behind.getresponse()
            if verdict == LOSE:
                answer.read()
                return
            handler.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in ("connection", "transfer-encoding"):
                    handler.send_header(name, value)
            handler.end_headers()
            while piece := answer.read1():
                handler.wfile.write(piece)
                if verdict == CUT:
                    return
        finally:
            self._behind.discard(behind)
            behind.close()

    def close(self):
        self._server.shutdown()
        self._thread.join()
        for behind in list(self._behind):
            if behind.sock:
                with suppress(OSError):
                    behind.sock.shutdown(socket.SHUT_RDWR)
        self._server.server_close()
