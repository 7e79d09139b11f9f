"""Serves an application and says of each answer what it cost: statements, and processor time.

`python -P api_server.py MODULE:FACTORY PORT THREADS`: on its own, without a package around it, so
that the interpreter of any checkout can run it with what is installed there.
"""

import importlib
import importlib.util
import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

#: The headers of each answer with the number of statements, the beginning of a transaction being
#: none, and with the microseconds for which its thread kept a processor busy until it was there.
STATEMENTS, PROCESSOR = "Statements", "Processor-Us"
_sent = threading.local()


class Counted:
    """A WSGI application whose answers say what they cost the database."""

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self._application = application
        sa.event.listen(Engine, "before_cursor_execute", _count)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """The answer, with what it cost until its head is sent."""
        _sent.number, began_s = 0, time.thread_time()

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            costs = (
                (STATEMENTS, str(_sent.number)),
                (PROCESSOR, f"{(time.thread_time() - began_s) * 1e6:.0f}"),
            )
            return start_response(status, [*headers, *costs], *more)

        return self._application(environ, start)


def _count(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
    if not statement.startswith("BEGIN"):
        _sent.number = getattr(_sent, "number", 0) + 1


@dataclass(frozen=True)
class Bounded:
    """An application for our own server, whose bodies are those of the API."""

    wsgi_app: Counted

    def most_body_bytes(self, _method: str, _path: str) -> int:
        """Bytes that a body may have."""
        return 2 * 1024 * 1024


def serve(factory: str, port: int, threads: int) -> None:
    """One process with threads, by the server that the checkout has."""
    module, _, name = factory.partition(":")
    application = Counted(getattr(importlib.import_module(module), name)())
    if importlib.util.find_spec("service.web") is None:
        by_gunicorn(application, port, threads)
        return
    own = importlib.import_module("service.web.server")
    os.environ["WERKBANK_KEEP_ALIVE_S"] = "3600"  # connections rest while others have their turn
    config = importlib.import_module("service.settings").settings()
    with socket.create_server(("127.0.0.1", port), backlog=1024) as listener:
        made = own.configuration(config, own.Site(Bounded(application), config))
        importlib.import_module("uvicorn").Server(made).run([listener])


def by_gunicorn(application: Counted, port: int, threads: int) -> None:
    """As checkouts before were served."""
    base = importlib.import_module("gunicorn.app.base").BaseApplication

    class Server(base):  # type: ignore[misc, valid-type]
        def load_config(self) -> None:
            self.cfg.set("bind", f"127.0.0.1:{port}")
            self.cfg.set("worker_class", "gthread")
            self.cfg.set("threads", threads)
            self.cfg.set("keepalive", 3600)
            self.cfg.set("loglevel", "warning")
            self.cfg.set("control_socket_disable", True)

        def load(self) -> Counted:
            return application

    Server().run()


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
