"""Takes from uvicorn what it does not promise: its HTTP protocol as a part of ours, and let go of.

Uvicorn takes a protocol class of one's own (`Config(http=...)`); what that class is made with, and
what its own one does when a connection is lost, is nowhere written.
"""

import asyncio
import logging
from typing import Any, Final

from uvicorn import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

#: What it warns of at each WebSocket, which it does not open itself.
_NO_WARNINGS: Final = ("Unsupported upgrade request.", "No supported WebSocket library")


def http_protocol(
    config: Config, state: ServerState, scope_state: dict[str, Any], loop: Any
) -> asyncio.Protocol:
    """What reads and writes HTTP/1.1 on one connection; `scope_state` reaches the application."""
    protocol: asyncio.Protocol = HttpToolsProtocol(config, state, scope_state, loop)
    return protocol


def let_go(protocol: asyncio.Protocol) -> None:
    """Let a protocol forget its connection, which stays open: only a loss without a reason makes
    it close the transport."""
    protocol.connection_lost(ConnectionAbortedError("somebody else goes on with it"))


def drain_with(state: ServerState, connection: Any) -> None:
    """Count a connection among those whose `shutdown` is called at the end, and waited for."""
    state.connections.add(connection)


def forget(state: ServerState, connection: Any) -> None:
    """Count a connection no longer; harmless for one that was not counted."""
    state.connections.discard(connection)


def quieten() -> None:
    """Let uvicorn not warn of WebSockets, which are opened beside it."""
    logger = logging.getLogger("uvicorn.error")
    if not any(isinstance(each, _UpgradeFilter) for each in logger.filters):
        logger.addFilter(_UpgradeFilter())


class _UpgradeFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        return not record.getMessage().startswith(_NO_WARNINGS)
