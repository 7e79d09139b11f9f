"""The process that streams events, `python -m service.streaming`; any number of it may run."""

import asyncio
import signal
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress

import structlog

from service import logging_setup
from service.accounts import authentication
from service.database import transactions
from service.events.streaming import handover
from service.events.streaming.acceptor import Acceptor
from service.events.streaming.broadcaster import Broadcaster
from service.events.streaming.redis_wakeup import RedisWakeup
from service.events.streaming.subscribers import FAREWELL_S
from service.operations.liveness import BEAT_S, Heartbeat
from service.settings import settings

log = structlog.get_logger(__name__)

#: Threads that ask the database: one for what is new, the others for who comes and catches up.
THREADS = 4
#: Seconds after which work that goes on is asked again to end: before Python 3.12 redis-py loses
#: a cancellation that meets an answer (it waits with `asyncio.wait_for`).
DEAF_S = 0.5


class StreamsEnded(Exception):
    """Everything was asked to end, and those who still catch up need not be waited for."""


async def stream(ended: asyncio.Event) -> None:
    """Stream events until `ended`; an ExceptionGroup says what failed if that comes first."""
    with ThreadPoolExecutor(THREADS, thread_name_prefix="feed") as executor:
        try:
            async with asyncio.TaskGroup() as tasks:
                await _stream(ended, executor, tasks)
                raise StreamsEnded
        except* StreamsEnded:
            pass


async def _stream(ended: asyncio.Event, executor: Executor, tasks: asyncio.TaskGroup) -> None:
    broadcaster = Broadcaster(executor, authentication.principals, tasks)
    waking = RedisWakeup(settings().redis_url, broadcaster.wake)
    most = settings().max_streams
    acceptor = Acceptor(broadcaster, most, authentication.authenticate, tasks)
    path = handover.folder() / handover.socket_name()
    work = {
        tasks.create_task(task)
        for task in (
            broadcaster.run(waking.patience_s),
            waking.run(),
            acceptor.serve(path),
            _show_life(),
        )
    }
    log.info("the streaming process runs", most_streams=most)
    try:
        await ended.wait()
    finally:
        await _end(work, acceptor)


async def _show_life() -> None:
    heart = Heartbeat("streams")
    while True:
        heart.beat()
        await asyncio.sleep(BEAT_S)


async def _end(work: set[asyncio.Task[None]], acceptor: Acceptor) -> None:
    while work:
        for task in work:
            task.cancel()
        _, work = await asyncio.wait(work, timeout=DEAF_S)
    acceptor.close()
    with suppress(TimeoutError):
        async with asyncio.timeout(FAREWELL_S):
            while acceptor.has_readers():
                await asyncio.sleep(0.02)


async def until_asked_to_end() -> None:
    """Stream events until SIGTERM or Ctrl-C."""
    ended, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    await stream(ended)


def main() -> None:
    """Run until asked to end; whoever supervises us starts us again when we fail."""
    logging_setup.configure()
    with transactions.connected(settings().database_url, THREADS):
        asyncio.run(until_asked_to_end())
    log.info("the streaming process has ended")


if __name__ == "__main__":
    main()
