"""A process with thousands of feed readers of one kind: `python -m benchmarks.feed_clients`.

It is told on its standard input whom to play, says when all streams are open, and at the next
line, with a time, what they received since then.
"""

import asyncio
import resource
import sys
from collections import Counter
from collections.abc import Iterable
from typing import Any

import orjson

from benchmarks.feed_readers import FeedReader, now

#: Streams that are opened at the same time.
OPENING = 24
#: Seconds between two looks at how late this process is.
TICK_S = 0.05


async def main() -> None:
    """Open the streams, wait for the word, report."""
    allow_many_files()
    spec = orjson.loads(await asyncio.to_thread(sys.stdin.readline))
    arrivals: list[tuple[float, float]] = []

    def receive(_: FeedReader, event: dict[str, Any]) -> None:
        told_at = event["data"]["told_at"]
        arrivals.append((told_at, now() - told_at))

    readers = [
        FeedReader(spec["kind"], spec["port"], key, receive, spec["after"]) for key in spec["keys"]
    ]
    gate = asyncio.Semaphore(OPENING)
    tasks: list[asyncio.Task[None]] = []

    async def open_one(reader: FeedReader) -> None:
        async with gate:
            tasks.append(asyncio.create_task(reader.run()))
            await reader.is_open.wait()

    await asyncio.gather(*(open_one(reader) for reader in readers))
    at_first = _errors(readers)
    _say({"open": len(readers), "broken": at_first})
    late_s: list[float] = []
    tasks.append(asyncio.create_task(watch_the_clock(late_s)))
    since = orjson.loads(await asyncio.to_thread(sys.stdin.readline))["since"]
    delays = [delay for told_at, delay in arrivals if told_at >= since]
    _say({"delays": delays, "broken": _errors(readers) - at_first, "late": late_s})
    for task in tasks:
        task.cancel()


async def watch_the_clock(late_s: list[float]) -> None:
    """Note by how much this process comes late to what it wants to do: its part of the delays."""
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + TICK_S
        await asyncio.sleep(TICK_S)
        late_s.append(loop.time() - due)


def _errors(readers: Iterable[FeedReader]) -> Counter[str]:
    return sum((reader.errors for reader in readers), Counter())


def allow_many_files() -> None:
    """As many open files as the system lets us have without asking."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _say(message: dict[str, Any]) -> None:
    sys.stdout.buffer.write(orjson.dumps(message) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    asyncio.run(main())
