"""Runs the web server: one process, or several that share a listening socket."""

import asyncio
import gc
import multiprocessing
import os
import resource
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from types import FrameType
from typing import Any

import structlog
import uvicorn
from uvicorn.supervisors import Multiprocess

from service import app, logging_setup
from service.events.streaming.acceptor import Acceptor
from service.events.streaming.seats import SeatBounds
from service.settings import Settings, settings
from service.web import uvicorn_internals
from service.web.bodies import Room
from service.web.connection import CONNECTIONS, Connection
from service.web.connections import Connections, Patience
from service.web.gateway import BoundedApplication, Gateway
from service.web.streams import keep_streaming

log = structlog.get_logger(__name__)

#: What uvicorn calls in each process.
CREATE = "service.web.server:create"
#: Seconds that a request or an open event stream gets when the process is asked to end.
GRACE_S = 5
#: Seconds after which one of several processes that does not answer is replaced: longer than it
#: takes to load the application on a machine that is busy.
START_S = 60
#: Names the folder in which processes that share a socket count their requests; it is the metrics
#: library's own, which reads it when it is loaded.
COUNTED_IN = "PROMETHEUS_MULTIPROC_DIR"
#: Collections of younger garbage between two full ones; Python's own number is 10.
FULL_COLLECTION_AFTER = 100
#: Threads that read and write files for requests.
FILE_THREADS = 4
#: Descriptors that are not for connections, and which part of the others streams may take.
_OTHER_FILES = 100
_SHARE_OF_STREAMS = 0.75
#: Seconds between two looks after the parent of several processes.
_PARENT_S = 1.0


class Site:
    """The ASGI application of one process: Flask's, with all that it needs while it runs."""

    def __init__(self, application: BoundedApplication, config: Settings) -> None:
        most = _allow_many_files() - _OTHER_FILES
        # Open streams leave connections to everybody else.
        self._streams = SeatBounds(
            min(config.max_streams, int(most * _SHARE_OF_STREAMS)),
            config.streams_per_party,
            config.streams_per_address,
        )
        self._connections = Connections(
            Patience(
                config.request_head_s,
                config.least_bytes_per_s,
                config.slow_after_s,
                config.keep_alive_s,
            ),
            config.connections_per_address,
            most,
        )
        uvicorn_internals.quieten()
        spool = config.var("spool")
        spool.mkdir(exist_ok=True)
        self._requests = ThreadPoolExecutor(config.web_threads, thread_name_prefix="request")
        self._files = ThreadPoolExecutor(FILE_THREADS, thread_name_prefix="files")
        self._gateway = Gateway(
            application, Room(spool, config.max_waiting_bytes), self._requests, self._files
        )

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """What ASGI calls for each request, and once for the life of the process."""
        if scope["type"] == "http":
            await self._gateway.answer(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(scope, receive, send)

    async def _live(self, scope: Any, receive: Any, send: Any) -> None:
        await receive()
        scope["state"][CONNECTIONS] = self._connections
        async with self._running():
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})

    @asynccontextmanager
    async def _running(self) -> AsyncIterator[None]:
        ended = asyncio.Event()
        streaming = asyncio.create_task(keep_streaming(ended, self._streams, self._announce))
        looking = asyncio.create_task(self._connections.look_after_all())
        following = asyncio.create_task(_end_with_parent())
        try:
            yield
        finally:
            ended.set()
            looking.cancel()
            following.cancel()
            await streaming
            self._requests.shutdown(wait=False, cancel_futures=True)
            self._files.shutdown(wait=False, cancel_futures=True)
            if multiprocessing.parent_process() is not None:
                _end_soon()

    def _announce(self, acceptor: Acceptor | None) -> None:
        self._gateway.acceptor = acceptor


class WebServer(uvicorn.Server):
    """Uvicorn's server, which loses no connection that it takes while it begins to end."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End: take no connection any more, and answer on those that there are."""
        await uvicorn_internals.stop_accepting(self.servers)
        await super().shutdown(sockets)


def create() -> Site:
    """The site of this process' settings; what uvicorn calls in each process."""
    site = Site(app.create_app(), settings())
    _bound_garbage_collections()
    return site


def _bound_garbage_collections() -> None:
    """Let full collections, during which nothing else happens, be short and seldom.

    What is loaded stays, and need not be looked through. To look through what thousands of streams
    have takes 0.2 s, and while many events come that would be every ten seconds.
    """
    gc.collect()
    gc.freeze()
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, FULL_COLLECTION_AFTER)


def configuration(config: Settings, site: Site | str = CREATE) -> uvicorn.Config:
    """What uvicorn is to know to serve a site."""
    return uvicorn.Config(
        site,
        factory=isinstance(site, str),
        host=config.host,
        port=config.port,
        loop="asyncio",
        http=Connection,
        ws="none",
        lifespan="on",
        log_config=logging_setup.for_libraries(),
        access_log=False,
        proxy_headers=False,
        server_header=False,
        workers=config.web_processes,
        timeout_keep_alive=config.keep_alive_s,
        timeout_graceful_shutdown=GRACE_S,
        timeout_worker_healthcheck=START_S,
    )


def run(listener: socket.socket | None = None) -> None:
    """Serve until asked to end, at the address of the settings, or at a socket that listens.

    SIGHUP lets the service begin anew, with the code and the settings that are there then.
    """
    logging_setup.configure()
    config = configuration(settings())
    bound = listener or config.bind_socket()
    if config.workers > 1:
        # Each process counts in a file there, so that whichever is asked tells of all of them.
        with tempfile.TemporaryDirectory(prefix="werkbank-metrics-") as folder:
            os.environ[COUNTED_IN] = folder
            Multiprocess(config, sockets=[bound]).run()
    else:
        _run_alone(WebServer(config), bound)


def _run_alone(server: uvicorn.Server, bound: socket.socket) -> None:
    anew: list[int] = []

    def begin_anew(number: int, _frame: FrameType | None) -> None:
        anew.append(number)
        server.should_exit = True

    signal.signal(signal.SIGHUP, begin_anew)
    for number in (signal.SIGTERM, signal.SIGINT):
        # Uvicorn raises again, for handlers of before, what has ended it: it has ended well.
        signal.signal(number, lambda *_: None)
    socket_for_next = bound.dup()
    server.run(sockets=[bound])
    _end_soon()
    if anew:
        os.set_inheritable(socket_for_next.fileno(), True)
        command = [sys.executable, "-m", "service.web", "--fd", str(socket_for_next.fileno())]
        os.execv(sys.executable, command)


async def _end_with_parent() -> None:
    """One of several processes must not outlive the one that started it."""
    parent = os.getppid()
    while multiprocessing.parent_process() is not None:
        await asyncio.sleep(_PARENT_S)
        if os.getppid() != parent:
            signal.raise_signal(signal.SIGTERM)
    await asyncio.Event().wait()


def _end_soon() -> None:
    """Let a request that still works, and whose client was given up, not hold up the end."""
    timer = threading.Timer(GRACE_S, os._exit, (1,))
    timer.daemon = True
    timer.start()


def _allow_many_files() -> int:
    """As many open files as the system lets us have without asking; the number of them."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):  # macOS names no bound, and yet has one
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]
