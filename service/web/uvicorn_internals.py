"""Takes from uvicorn what it does not promise: its HTTP protocol as a part of ours, and let go of.

Uvicorn takes a protocol class of one's own (`Config(http=...)`); what that class is made with, and
what its own one does when a connection is lost, is nowhere written.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable
from typing import Any, Final, cast

from uvicorn import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

#: What it warns of at each WebSocket, which it does not open itself.
_NO_WARNINGS: Final = ("Unsupported upgrade request.", "No supported WebSocket library")
#: Steps of the event loop from taking a connection until its protocol knows: a task that makes its
#: transport, `connection_made`, and one to be sure.
_STEPS_TO_CONNECTION: Final = 3


class _RefusingProtocol(HttpToolsProtocol):
    """Uvicorn's protocol, but that what cannot be read is answered by `refuse`."""

    refuse: Callable[[], None]

    def send_400_response(self, msg: str) -> None:
        cycle = self.cycle
        # In the middle of another answer, a second one would be taken for a part of it.
        if cycle is None or cycle.response_complete or not cycle.response_started:
            self.refuse()
        self.transport.close()


def http_protocol(
    config: Config,
    state: ServerState,
    scope_state: dict[str, Any],
    loop: Any,
    refuse: Callable[[], None],
) -> asyncio.Protocol:
    """What reads and writes HTTP/1.1 on one connection; `scope_state` reaches the application.

    `refuse` answers what cannot be read; then the connection is closed.
    """
    protocol = _RefusingProtocol(config, state, scope_state, loop)
    protocol.refuse = refuse
    return protocol


def let_go(protocol: asyncio.Protocol) -> None:
    """Let a protocol forget its connection, which stays open: only a loss without a reason makes
    it close the transport."""
    protocol.connection_lost(ConnectionAbortedError("somebody else goes on with it"))


def drain_instead_of(protocol: asyncio.Protocol, state: ServerState, connection: Any) -> None:
    """Let a connection be asked to `shutdown` at the end, and waited for, instead of a protocol."""
    state.connections.discard(cast(HttpToolsProtocol, protocol))
    state.connections.add(connection)


def shut_down(protocol: asyncio.Protocol) -> None:
    """Let a protocol close its transport, after the answer that is under way."""
    cast(HttpToolsProtocol, protocol).shutdown()


def forget(state: ServerState, connection: Any) -> None:
    """Count a connection no longer; harmless for one that was not counted."""
    state.connections.discard(connection)


async def stop_accepting(servers: Iterable[asyncio.Server]) -> None:
    """Take no more connections, and let those be made that were taken in this moment.

    The event loop makes them a step later; those whose server was closed meanwhile it forgets.
    """
    loop = asyncio.get_running_loop()
    for server in servers:
        for listener in server.sockets:
            loop.remove_reader(listener.fileno())
    for _ in range(_STEPS_TO_CONNECTION):
        await asyncio.sleep(0)


def quieten() -> None:
    """Let uvicorn not warn of WebSockets, which are opened beside it."""
    logger = logging.getLogger("uvicorn.error")
    if not any(isinstance(each, _UpgradeFilter) for each in logger.filters):
        logger.addFilter(_UpgradeFilter())


class _UpgradeFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        return not record.getMessage().startswith(_NO_WARNINGS)
