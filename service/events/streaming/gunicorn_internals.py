"""Takes from gunicorn what it does not promise: a request's socket, and what it has read ahead."""

import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


def connection(environ: "WSGIEnvironment") -> socket.socket | None:
    """The connection of a request; None with TLS, which lives in this process, or without one.

    The server that tests start in a thread, werkzeug's, names it alike.
    """
    sock = environ.get("gunicorn.socket") or environ.get("werkzeug.socket")
    return sock if type(sock) is socket.socket else None


def read_ahead(environ: "WSGIEnvironment") -> bytes:
    """What was read from the connection beyond the request; it is taken out."""
    reader = getattr(environ["wsgi.input"], "reader", None)
    return bytes(reader.unreader.take_buffered()) if reader is not None else b""
