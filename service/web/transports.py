"""What stands between uvicorn's protocol and the connection itself."""

import asyncio
import socket
from collections.abc import Callable
from typing import Any, Final

#: Bytes that the system takes for a client beyond those that are on their way.
MOST_UNSENT: Final = 128 * 1024


class SoftlyClosed:
    """A transport for uvicorn's protocol, whose end is ours."""

    def __init__(self, transport: asyncio.Transport, close: Callable[[], None]) -> None:
        self._transport = transport
        self._is_closed = False
        self._close = close

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def close(self) -> None:
        """Nothing more is written here."""
        self._is_closed = True
        self._close()

    def is_closing(self) -> bool:
        """Whether it has ended, or is about to."""
        return self._is_closed or self._transport.is_closing()


def prepare(connection: socket.socket | None) -> None:
    """Set what answers and slow clients need of a connection."""
    if connection is None:
        return
    # The head of an answer is no reason to hold its body back until the client has confirmed it.
    # The event loop does so by itself only for sockets that were made with the protocol's number.
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    # Else the system keeps megabytes for whoever takes nothing, and we do not see it.
    if hasattr(socket, "TCP_NOTSENT_LOWAT"):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, MOST_UNSENT)
