"""Is a process with thousands of readers of one kind: `python -m benchmarks.feed_clients`.

It is told on its standard input whom to play, says when all streams are open, and at the next
line, with a time, what they heard since then.
"""

import asyncio
import resource
import sys
from typing import Any

import orjson

from benchmarks.feed_readers import FeedReader, now

#: Streams that are opened at the same time.
OPENING = 24


async def main() -> None:
    """Open the streams, wait for the word, report."""
    allow_many_files()
    spec = orjson.loads(await asyncio.to_thread(sys.stdin.readline))
    heard: list[tuple[float, float]] = []

    def hear(_: FeedReader, event: dict[str, Any]) -> None:
        told_at = event["data"]["told_at"]
        heard.append((told_at, now() - told_at))

    readers = [
        FeedReader(spec["kind"], spec["port"], key, hear, spec["after"]) for key in spec["keys"]
    ]
    gate = asyncio.Semaphore(OPENING)
    tasks: list[asyncio.Task[None]] = []

    async def open_one(reader: FeedReader) -> None:
        async with gate:
            tasks.append(asyncio.create_task(reader.run()))
            await reader.is_open.wait()

    await asyncio.gather(*(open_one(reader) for reader in readers))
    _say({"open": len(readers)})
    since = orjson.loads(await asyncio.to_thread(sys.stdin.readline))["since"]
    delays = [delay for told_at, delay in heard if told_at >= since]
    broken = sum(reader.broken for reader in readers)
    _say({"delays": delays, "broken": broken, "opened": sum(r.opened for r in readers)})
    for task in tasks:
        task.cancel()


def allow_many_files() -> None:
    """As many open files as the system lets us have without asking."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _say(message: dict[str, Any]) -> None:
    sys.stdout.buffer.write(orjson.dumps(message) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    asyncio.run(main())
