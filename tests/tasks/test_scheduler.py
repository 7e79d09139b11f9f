"""Proves that the scheduler ends in order, is replaced when it dies, and outlives the database."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
import sqlalchemy as sa
from redis import Redis

from benchmarks import postgres
from service.database import leader_lease, migrations, transactions
from service.database.models import EventCount, LeaderLease, OutboxEvent, WorkItem
from service.operations import retention
from tasks.outbox import relay
from tasks.outbox.publisher import TaskPublisher
from tasks.outbox.relay import ROLE, Relay
from tasks.scheduler import Scheduler
from tasks.worker import app
from tests.support.orders import statements
from tests.support.servers.valkeys import running_valkey
from tests.support.waiting import eventually
from tests.support.worlds.workplace import opened, work_items


@pytest.fixture
def place(database_url, redis_url, tmp_path, monkeypatch):
    with opened(database_url, redis_url, tmp_path, monkeypatch) as place:
        yield place


def holder():
    """Some relay is the leader."""
    with transactions.reading() as session:
        return session.scalar(sa.select(LeaderLease.holder))


def all_published():
    """Every work item has been published."""
    return not work_items()


def test_a_scheduler_that_is_asked_to_end_gives_its_lease_back_at_once(place):
    scheduler = place.scheduler()
    eventually(holder)
    assert scheduler.ask_to_end() == 0
    with transactions.writing() as session:
        assert leader_lease.acquire(session, ROLE, "another", for_s=1)


def test_when_a_scheduler_dies_another_one_goes_on(place):
    first = place.scheduler()
    eventually(holder)
    place.scheduler()
    first.kill()
    place.order()
    eventually(all_published)


def test_the_relay_does_not_wait_until_what_is_old_is_deleted(place, monkeypatch, redis_url):
    begun, may_end = threading.Event(), threading.Event()

    def delete_much(_now, _goes_on):
        begun.set()
        assert may_end.wait(60)

    monkeypatch.setattr(retention, "tidy", delete_much)
    with closing(TaskPublisher(app, redis_url)) as publisher, ThreadPoolExecutor(1) as thread:
        scheduler = Scheduler(Relay(publisher, "this one"))
        running = thread.submit(scheduler.run)
        try:
            assert begun.wait(60)
            place.order()
            eventually(all_published)
        finally:
            may_end.set()
            scheduler.end()
        running.result(60)


def test_a_scheduler_at_rest_notices_that_somebody_has_committed(place, monkeypatch, redis_url):
    monkeypatch.setattr("tasks.scheduler.TOLD_S", 600.0)  # it would not look by itself
    with closing(TaskPublisher(app, redis_url)) as publisher, ThreadPoolExecutor(1) as thread:
        watched = WatchedRelay(publisher, "this one")
        scheduler = Scheduler(watched)
        running = thread.submit(scheduler.run)
        try:
            eventually(lambda: watched.passes)
            place.order()
            eventually(all_published)
        finally:
            scheduler.end()
        running.result(60)


@pytest.mark.only_on("sqlite")  # which tells of commits at next to no cost
def test_while_nobody_commits_a_scheduler_does_not_look_for_what_waits(place, redis_url):
    with closing(TaskPublisher(app, redis_url)) as publisher:
        scheduler = Scheduler(Relay(publisher, "this one"))
        eventually(lambda: not scheduler.once() and scheduler._is_settled)
        with statements() as asked:
            scheduler.once()
        queues = (OutboxEvent.__tablename__, WorkItem.__tablename__, EventCount.__tablename__)
        assert not [each for each in asked for table in queues if table in each]
        place.order()
        assert scheduler.once()
        assert all_published()
        scheduler._commits.close()


def test_a_scheduler_at_rest_notices_that_redis_has_lost_everything(place, monkeypatch):
    monkeypatch.setattr("tasks.scheduler.TOLD_S", 0.1)
    with (
        running_valkey() as valkey,
        Redis.from_url(valkey.url) as redis,
        closing(TaskPublisher(app, valkey.url)) as publisher,
    ):
        scheduler = Scheduler(Relay(publisher, "this one"))
        place.order()
        eventually(lambda: not scheduler.once() and all_published() and scheduler._is_settled)
        assert redis.llen("verify") == 1
        redis.flushall()
        eventually(lambda: scheduler.once() or redis.llen("verify"))
        assert redis.llen("verify") == 1
        scheduler._commits.close()


def test_work_that_waited_for_a_redis_is_published_though_nobody_commits_since(place, monkeypatch):
    monkeypatch.setattr(relay, "REDIS_PAUSE_S", 0.0)
    with running_valkey() as valkey, closing(TaskPublisher(app, valkey.url)) as publisher:
        scheduler = Scheduler(Relay(publisher, "this one"))
        eventually(lambda: not scheduler.once() and scheduler._is_settled)
        valkey.stop()
        place.order()
        eventually(lambda: not scheduler.once())
        assert not all_published()
        valkey.start()  # and it has lost nothing
        scheduler._commits.note()  # for its own lease is news to the watch, too
        eventually(lambda: scheduler.once() or all_published())
        assert all_published()
        scheduler._commits.close()


def test_who_waits_for_the_lease_of_one_that_died_looks_though_nobody_commits(
    place, monkeypatch, redis_url
):
    monkeypatch.setattr("tasks.scheduler.TOLD_S", 600.0)
    with transactions.writing() as session:
        assert leader_lease.acquire(session, ROLE, "another", for_s=1)
    with closing(TaskPublisher(app, redis_url)) as publisher, ThreadPoolExecutor(1) as thread:
        scheduler = Scheduler(Relay(publisher, "this one"))
        running = thread.submit(scheduler.run)
        try:
            eventually(lambda: holder() == "this one")
        finally:
            scheduler.end()
        running.result(60)


class WatchedRelay(Relay):
    """Counts its passes."""

    passes = 0

    def once(self):
        self.passes += 1
        return super().once()


def test_who_does_not_lead_deletes_nothing(place, monkeypatch, redis_url):
    tidied = threading.Event()
    monkeypatch.setattr(retention, "tidy", lambda *_: tidied.set())
    monkeypatch.setattr("tasks.scheduler.TIDY_LOOK_S", 0.01)
    with transactions.writing() as session:
        assert leader_lease.acquire(session, ROLE, "another", for_s=600)
    with closing(TaskPublisher(app, redis_url)) as publisher, ThreadPoolExecutor(1) as thread:
        watched = WatchedRelay(publisher, "this one")
        scheduler = Scheduler(watched)
        running = thread.submit(scheduler.run)
        try:
            eventually(lambda: watched.passes > 3)
            assert not tidied.is_set()
            with transactions.writing() as session:
                leader_lease.resign(session, ROLE, "another")
            assert tidied.wait(60)
        finally:
            scheduler.end()
        running.result(60)


def test_a_scheduler_starts_before_redis_is_there(place, monkeypatch):
    with running_valkey() as valkey:
        valkey.stop()
        monkeypatch.setenv("WERKBANK_REDIS_URL", valkey.url)
        scheduler = place.scheduler()
        eventually(holder)
        [waiting] = place.order()
        assert work_items() == [waiting]
        valkey.start()
        eventually(all_published)
        with Redis.from_url(valkey.url) as redis:
            assert redis.llen("verify") == 1
        assert scheduler.process.poll() is None


@pytest.mark.only_on("postgresql")  # SQLite has no server that could crash
@pytest.mark.usefixtures("database_kind")
def test_a_scheduler_outlives_a_crash_of_the_database(redis_url, tmp_path, monkeypatch):
    with postgres.running() as server:
        migrations.upgrade(server.url())
        with opened(server.url(), redis_url, tmp_path, monkeypatch) as place:
            scheduler = place.scheduler()
            eventually(holder)
            server.kill()

            def noticed():
                """the scheduler complains"""
                return "does not answer" in scheduler.log.read_text()

            eventually(noticed)
            server.start()
            place.order()
            eventually(all_published)
            assert scheduler.process.poll() is None
