"""Finds ports that are free, and says which are not."""

import socket
import time
from pathlib import Path

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    """A port of this machine that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def is_taken(port: int, host: str = LOOPBACK) -> bool:
    """Whether somebody listens on `port` of the own address `host`."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def is_taken_for(seconds: float, port: int, host: str = LOOPBACK) -> bool:
    """Whether `port` is taken now and still is after `seconds`, so that it is not just ending."""
    deadline = time.monotonic() + seconds
    while taken := is_taken(port, host):
        if time.monotonic() > deadline:
            break
        time.sleep(0.1)
    return taken


def kept_port(path: Path) -> int:
    """The port noted in the file at `path`; a free one, noted from now on, if that is taken."""
    if path.exists() and not is_taken(port := int(path.read_text())):
        return port
    port = free_port()
    path.write_text(str(port))
    return port
