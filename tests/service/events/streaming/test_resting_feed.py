"""While nobody listens the feed is left alone; whoever comes first then misses nothing."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from service.access.actor import ActingParty
from service.accounts import authentication
from service.database import transactions
from service.events import outbox
from service.events.streaming import broadcaster
from service.events.streaming.broadcaster import Broadcaster
from service.ids import new_id
from tests.support.callers import publish, site, user
from tests.support.servers.streaming import hurry, listening, serving
from tests.support.waiting import eventually
from workflows.actors import Actor

pytestmark = pytest.mark.one_database

SOMEBODY = ActingParty(Actor.CONTRACTOR, new_id(), "Somebody")


@pytest.fixture(autouse=True)
def soon_at_rest(monkeypatch):
    hurry(monkeypatch)
    monkeypatch.setattr(broadcaster, "REST_AFTER_S", 0.0)


@pytest.fixture
def application(database_url, monkeypatch, tmp_path):
    with site(database_url, monkeypatch, tmp_path) as application:
        yield application


class Rests:
    """How often the feed has come to rest; it is followed again only while it `may_begin`."""

    def __init__(self, patch):
        self.number = 0
        self.may_begin = threading.Event()
        self.may_begin.set()
        is_read, begin = Broadcaster._is_read, Broadcaster._begin

        def count(hub):
            self.number += not (answer := is_read(hub))
            return answer

        async def begin_if_allowed(hub):
            while not self.may_begin.is_set():
                await asyncio.sleep(0.01)
            return await begin(hub)

        patch.setattr(Broadcaster, "_is_read", count)
        patch.setattr(Broadcaster, "_begin", begin_if_allowed)

    def more_than(self, number):
        """Wait until the feed has come to rest so often."""
        eventually(lambda: self.number > number)


@pytest.fixture
def rests(monkeypatch):
    return Rests(monkeypatch)


def tell(caller, number):
    with transactions.writing() as session:
        home = UUID(caller.me["home_id"])
        data = {"n": number}
        outbox.announce(session, "process.file", actor=SOMEBODY, parties=[home], data=data)
    return publish()


def numbers(stream, many):
    return [stream.event()[2]["data"]["n"] for _ in range(many)]


@pytest.mark.usefixtures("application")
def test_while_nobody_listens_the_database_is_not_asked():
    questions = []

    class Counting(Broadcaster):
        async def ask(self, question):
            questions.append(question)
            return await super().ask(question)

    async def rest():
        with ThreadPoolExecutor(1) as executor:
            hub = Counting(executor, authentication.principals, asyncio.TaskGroup())
            task = asyncio.create_task(hub.run(lambda: 0.0))
            async with asyncio.timeout(20):
                while not questions:
                    await asyncio.sleep(0)
                await hub.ask(lambda _: None)  # by its answer the first question has had one
                for _ in range(20):
                    hub.wake()
                    await asyncio.sleep(0)
                    await hub.ask(lambda _: None)
            task.cancel()
            await asyncio.wait({task})

    asyncio.run(rest())
    assert len(questions) == 1 + 1 + 20


@pytest.mark.parametrize("recent", [0, 3, 1000])
def test_who_comes_first_misses_nothing_and_hears_on(recent, rests, application, monkeypatch):
    monkeypatch.setattr(broadcaster, "RECENT", recent)
    monkeypatch.setattr(broadcaster, "ROUND", 2)
    with serving(application) as server:
        ada = user(application, "Ada")
        with listening(server, ada) as stream:
            stream.block()
            last = tell(ada, 0)
            assert numbers(stream, 1) == [0]
            before = rests.number
        rests.more_than(before)
        for number in range(1, 8):
            tell(ada, number)
        with listening(server, ada, f"?after={last}") as stream:
            assert numbers(stream, 7) == [1, 2, 3, 4, 5, 6, 7]
            tell(ada, 8)
            assert numbers(stream, 1) == [8]


def test_who_is_there_before_the_feed_is_followed_again_is_not_taken_for_up_to_date(
    rests, application, monkeypatch
):
    monkeypatch.setattr(broadcaster, "RECENT", 2)
    with serving(application) as server:
        ada = user(application, "Ada")
        with listening(server, ada) as stream:
            stream.block()
            last = tell(ada, 0)
            assert numbers(stream, 1) == [0]
            before = rests.number
        rests.more_than(before)
        rests.may_begin.clear()
        with listening(server, ada, f"?after={last}") as stream:
            stream.block()  # they are let in
            for number in range(1, 8):
                tell(ada, number)
            rests.may_begin.set()
            assert numbers(stream, 7) == [1, 2, 3, 4, 5, 6, 7]
