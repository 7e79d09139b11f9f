"""Streams events in this process, beside its requests: begins anew if that fails."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress

import structlog

from service.accounts import authentication
from service.events.streaming import openings
from service.events.streaming.acceptor import Acceptor
from service.events.streaming.broadcaster import Broadcaster
from service.events.streaming.redis_wakeup import RedisWakeup
from service.events.streaming.seats import SeatBounds
from service.events.streaming.subscribers import FAREWELL_S
from service.settings import settings

log = structlog.get_logger(__name__)

#: Seconds after which work that goes on is asked again to end: before Python 3.12 redis-py loses
#: a cancellation that meets an answer (it waits with `asyncio.wait_for`).
DEAF_S = 0.5
#: Seconds until streaming begins anew after it failed.
AGAIN_S = 1.0

#: Takes the acceptor of streams, or None when no streams can be opened any more.
Announce = Callable[[Acceptor | None], object]


class StreamsEnded(Exception):
    """Everything was asked to end, and those who still catch up need not be waited for."""


async def keep_streaming(ended: asyncio.Event, bounds: SeatBounds, announce: Announce) -> None:
    """Stream events until `ended`, whatever happens: a bug costs the streams, not the requests."""
    while not ended.is_set():
        try:
            await stream(ended, bounds, announce)
        except Exception:
            log.exception("streaming has failed; it begins anew", again_s=AGAIN_S)
            with suppress(TimeoutError):
                async with asyncio.timeout(AGAIN_S):
                    await ended.wait()


async def stream(ended: asyncio.Event, bounds: SeatBounds, announce: Announce) -> None:
    """Stream events until `ended`; an ExceptionGroup says what failed if that comes first.

    At most so many streams as `bounds` says are open at a time.
    """
    with ThreadPoolExecutor(openings.THREADS, thread_name_prefix="feed") as executor:
        try:
            async with asyncio.TaskGroup() as tasks:
                await _stream(ended, bounds, announce, executor, tasks)
                raise StreamsEnded
        except* StreamsEnded:
            pass


async def _stream(
    ended: asyncio.Event,
    bounds: SeatBounds,
    announce: Announce,
    executor: Executor,
    tasks: asyncio.TaskGroup,
) -> None:
    broadcaster = Broadcaster(executor, authentication.principals, tasks)
    waking = RedisWakeup(settings().redis_url, broadcaster.wake)
    acceptor = Acceptor(broadcaster, bounds, authentication.authenticate, tasks)
    work = {tasks.create_task(task) for task in (broadcaster.run(waking.patience_s), waking.run())}
    announce(acceptor)
    openings.counted_by(acceptor.seats)
    try:
        await ended.wait()
    finally:
        openings.counted_by(None)
        announce(None)
        await _end(work, acceptor)


async def _end(work: set[asyncio.Task[None]], acceptor: Acceptor) -> None:
    acceptor.close()
    while work:
        for task in work:
            task.cancel()
        _, work = await asyncio.wait(work, timeout=DEAF_S)
    with suppress(TimeoutError):
        async with asyncio.timeout(FAREWELL_S):
            while acceptor.has_readers():
                await asyncio.sleep(0.02)
