"""Proves that what was committed is published once Redis and a relay are there."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa
from redis import Redis

from service import clock
from service.access.actor import SYSTEM
from service.database import transactions
from service.database.engine import is_postgresql
from service.database.models import Event, OutboxEvent
from service.events import outbox
from service.events.outbox import CHANNEL
from service.lifecycle import work_queue
from tasks.outbox import relay
from tasks.outbox.publisher import TaskPublisher
from tasks.outbox.relay import Relay
from tasks.worker import app
from tests.support.servers.valkeys import running_valkey
from tests.support.worlds.workplace import change, opened, process, work_items


@pytest.fixture
def valkey():
    with running_valkey() as server:
        yield server


@pytest.fixture
def place(database_url, valkey, tmp_path, monkeypatch):
    with opened(database_url, valkey.url, tmp_path, monkeypatch) as place:
        yield place


@pytest.fixture
def publisher(place):
    publisher = TaskPublisher(app, place.redis_url)
    yield publisher
    publisher.close()


@pytest.fixture
def only(publisher):
    """The only relay there is."""
    return Relay(publisher, "first")


def messages(place, queue="verify"):
    """The processes named in each message of a queue, oldest first."""
    with Redis.from_url(place.redis_url) as redis:
        waiting = [json.loads(raw) for raw in reversed(redis.lrange(queue, 0, -1))]
    return [message["headers"]["argsrepr"].split(", ") for message in waiting]


def named(*process_ids):
    return [[str(process_id)] for process_id in process_ids]


def announce(count=1):
    with transactions.writing() as session:
        for _ in range(count):
            outbox.announce(session, "project.updated", actor=SYSTEM, parties=[])


def positions():
    """The positions of all events in the order in which they were announced; None before that."""
    with transactions.reading() as session:
        events = session.execute(sa.select(Event.id, Event.position)).all()
        waiting = session.scalars(sa.select(OutboxEvent.event_id)).all()
    positions_now = dict(map(tuple, events)) | dict.fromkeys(waiting)
    return [positions_now[id] for id in sorted(positions_now)]


def test_a_committed_move_rings_for_a_worker_who_sees_the_process_named(place, only):
    [waiting] = place.order()
    only.once()
    assert messages(place) == named(waiting)
    assert work_items() == []
    assert process(waiting).rung_at is not None


def test_few_work_items_go_singly_so_that_idle_workers_share_them(place, only):
    waiting = place.order(4)
    only.once()
    assert messages(place) == named(*waiting)


def test_many_work_items_go_together_and_in_order(place, only):
    waiting = place.order(40)
    only.once()
    sent = messages(place)
    assert [name for message in sent for name in message] == [str(id) for id in waiting]
    assert len(sent) == relay.SHARES


def test_work_that_was_enqueued_twice_is_published_once(place, only):
    [waiting] = place.order()
    with transactions.writing() as session:
        session.add(relay.WorkItem(task="verify", process_id=waiting))
    only.once()
    assert messages(place) == named(waiting)
    assert work_items() == []


def test_work_items_wait_for_a_frozen_redis_without_holding_up_the_events(place, only, valkey):
    only.once()
    [waiting] = place.order()
    valkey.freeze()
    started = time.monotonic()
    only.once()
    assert time.monotonic() - started < 2
    assert None not in positions()
    assert work_items() == [waiting]
    valkey.thaw()
    time.sleep(relay.REDIS_PAUSE_S)
    only.once()
    assert work_items() == []
    assert named(waiting)[0] in messages(place)


def test_work_items_wait_for_a_redis_that_takes_nothing_more(place, only):
    only.once()
    [waiting] = place.order()
    with Redis.from_url(place.redis_url) as redis:
        redis.config_set("maxmemory", 1)
        only.once()
        redis.config_set("maxmemory", 0)
    assert work_items() == [waiting]
    assert messages(place) == []


def test_work_items_wait_for_a_redis_that_is_not_there(place, only, valkey):
    valkey.kill()
    [waiting] = place.order()
    only.once()
    assert work_items() == [waiting]


def test_when_redis_has_lost_its_data_everybody_who_waits_is_published_again(
    place, only, monkeypatch
):
    monkeypatch.setattr("tasks.outbox.recovery.BATCH", 2)  # several pages
    waiting = place.order(5)
    parked, leased = place.order(2)
    change([parked], parked_at=clock.now())
    change([leased], lease_until=clock.now() + timedelta(days=1))
    only.once()
    with Redis.from_url(place.redis_url) as redis:
        redis.flushall()
    only.once()
    assert messages(place) == named(*waiting)


def test_a_redis_that_kept_its_data_is_sent_nothing_again(place, only, valkey):
    [waiting] = place.order()
    only.once()
    with Redis.from_url(place.redis_url) as redis:
        redis.execute_command("WAITAOF", 1, 0, 5000)
    valkey.kill()
    valkey.start()
    only.once()
    assert messages(place) == named(waiting)


def test_a_relay_that_died_between_ringing_and_noting_it_rings_again(place, publisher, monkeypatch):
    [waiting] = place.order()

    def dies(session, items):
        raise KeyboardInterrupt

    with monkeypatch.context() as death:
        death.setattr(work_queue, "mark_published", dies)
        with pytest.raises(KeyboardInterrupt):
            Relay(publisher, "dead").once()
    assert work_items() == [waiting]
    Relay(publisher, "dead").once()
    assert messages(place) == named(waiting, waiting)


def test_of_two_relays_one_works_until_it_resigns(place, publisher):
    first, second = Relay(publisher, "first"), Relay(publisher, "second")
    place.order()
    assert first.once() > 0
    [waiting] = place.order()
    assert second.once() == 0
    assert work_items() == [waiting]
    first.resign()
    assert second.once() > 0
    assert work_items() == []


def test_a_relay_that_slept_through_its_time_publishes_nothing_more(place, publisher, monkeypatch):
    monkeypatch.setattr(relay, "LEADER_LEASE_S", 0.0)
    first = Relay(publisher, "first")
    first.once()  # its time is over at once, but it believes in it until its next beat
    monkeypatch.setattr(relay, "LEADER_LEASE_S", 60.0)
    Relay(publisher, "second").once()
    announce()
    assert first.once() == 0
    assert positions()[-1] is None


def test_events_get_positions_without_gaps_in_the_order_of_their_commits(place, only):
    announce(3)
    only.once()
    with transactions.writing() as late:
        outbox.announce(late, "project.updated", actor=SYSTEM, parties=[])
        late.flush()
        if is_postgresql(late):  # SQLite has one writer at a time
            with ThreadPoolExecutor(1) as elsewhere:
                elsewhere.submit(announce).result()
            only.once()
    only.once()
    positions_now = positions()
    assert sorted(positions_now) == list(range(1, len(positions_now) + 1))
    if len(positions_now) == 5:
        assert positions_now[-2:] == [5, 4]  # the one that began first was committed last


def test_readers_are_woken_when_there_are_events(place, only):
    only.once()
    with Redis.from_url(place.redis_url) as redis, redis.pubsub() as reader:
        reader.subscribe(CHANNEL)
        assert reader.get_message(timeout=5)["type"] == "subscribe"
        announce()
        only.once()
        assert reader.get_message(timeout=5)["type"] == "message"
