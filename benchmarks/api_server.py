"""Serves an application and says of each answer what it cost: statements, and processor time.

`python -P api_server.py MODULE:FACTORY PORT THREADS`: on its own, without a package around it, so
that the interpreter of any checkout can run it with what is installed there.
"""

import importlib
import sys
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import sqlalchemy as sa
from gunicorn.app.base import BaseApplication
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


class Server(BaseApplication):  # type: ignore[misc]
    """One process with threads, as Werkbank is served."""

    def __init__(self, factory: str, port: int, threads: int) -> None:
        self._factory, self._port, self._threads = factory, port, threads
        super().__init__()

    def load_config(self) -> None:
        """What gunicorn reads before it starts."""
        self.cfg.set("bind", f"127.0.0.1:{self._port}")
        self.cfg.set("worker_class", "gthread")
        self.cfg.set("threads", self._threads)
        self.cfg.set("keepalive", 3600)  # connections rest while others have their turn
        self.cfg.set("loglevel", "warning")
        self.cfg.set("control_socket_disable", True)

    def load(self) -> Counted:
        """The application, in the process that serves it."""
        module, _, name = self._factory.partition(":")
        return Counted(getattr(importlib.import_module(module), name)())


if __name__ == "__main__":
    Server(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])).run()
