"""Listens on Redis for the relay's word that there are new events; without Redis, polls."""

import asyncio
from collections.abc import Callable

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from service.events.outbox import CHANNEL

log = structlog.get_logger(__name__)

#: Seconds between two looks at the feed while Redis wakes us, and while it does not.
WOKEN_S = 1.0
ALONE_S = 0.2
#: Seconds that Redis may be silent before it is asked whether it lives, and to answer.
SILENT_S = 2.0
ANSWER_S = 1.0
#: Seconds until Redis is tried again after it failed.
PAUSE_S = 1.0


class RedisWakeup:
    """A subscription that is made anew whenever it breaks; `wake` is called for every word."""

    def __init__(self, redis_url: str, wake: Callable[[], None]) -> None:
        self._url = redis_url
        self._wake = wake
        self._listening = False

    def patience_s(self) -> float:
        """Seconds after which to look even though nobody has called."""
        return WOKEN_S if self._listening else ALONE_S

    async def run(self) -> None:
        """Listen until cancelled."""
        while self._url:
            try:
                await self._listen()
            except (RedisError, OSError, TimeoutError) as error:
                # Harmless: the feed is in the database, and until Redis is back we look oftener.
                if self._listening:
                    log.warning("Redis does not wake us", error=str(error)[:300])
            self._listening = False
            await asyncio.sleep(PAUSE_S)
        await asyncio.Event().wait()  # there is no Redis that could wake anybody

    async def _listen(self) -> None:
        connection = Redis.from_url(
            self._url, socket_connect_timeout=ANSWER_S, socket_timeout=SILENT_S + ANSWER_S
        )
        async with connection as redis, redis.pubsub() as calls:
            await calls.subscribe(CHANNEL)
            pinged = False
            while True:
                message = await calls.get_message(timeout=ANSWER_S if pinged else SILENT_S)
                if message is None and pinged:
                    raise TimeoutError("it does not answer")
                if message is None:
                    await calls.ping()
                pinged = message is None
                self._listening = True
                self._wake()
