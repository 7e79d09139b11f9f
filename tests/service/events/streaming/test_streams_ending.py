"""The process that streams ends when asked, at whatever moment."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from service.accounts import authentication
from service.events.streaming.broadcaster import Broadcaster
from service.events.streaming.redis_wakeup import RedisWakeup
from service.web.streams import stream
from tests.support.callers import site

pytestmark = pytest.mark.one_database

WITHIN_S = 20


@pytest.fixture
def application(database_url, monkeypatch, tmp_path):
    with site(database_url, monkeypatch, tmp_path) as application:
        yield application


@pytest.mark.usefixtures("application")
def test_following_the_feed_ends_even_if_called_at_the_same_moment():
    async def call_and_cancel():
        resting = asyncio.Event()

        def patience_s():
            resting.set()
            return 60

        with ThreadPoolExecutor(1) as executor:
            hub = Broadcaster(executor, authentication.principals, asyncio.TaskGroup())
            task = asyncio.create_task(hub.run(patience_s))
            await resting.wait()
            hub.wake()
            task.cancel()
            await asyncio.wait({task}, timeout=WITHIN_S)
            assert task.cancelled()

    asyncio.run(call_and_cancel())


@pytest.mark.usefixtures("application")
def test_the_end_is_asked_for_until_everybody_has_heard_it(monkeypatch):
    asked = []

    async def hear_the_second_time(_):
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        asked.append("once")
        await asyncio.Event().wait()

    async def begin_and_end():
        ended = asyncio.Event()
        asyncio.get_running_loop().call_soon(ended.set)  # all have begun by then
        async with asyncio.timeout(WITHIN_S):
            await stream(ended, 10, lambda _: None)

    monkeypatch.setattr(RedisWakeup, "run", hear_the_second_time)
    asyncio.run(begin_and_end())
    assert asked == ["once"]


@pytest.mark.usefixtures("application")
def test_what_fails_ends_the_process_and_is_said(monkeypatch):
    async def fail(_):
        raise LookupError("a bug")

    monkeypatch.setattr(RedisWakeup, "run", fail)
    with pytest.raises(ExceptionGroup) as raised:
        asyncio.run(stream(asyncio.Event(), 10, lambda _: None))
    assert raised.group_contains(LookupError, match="a bug")
