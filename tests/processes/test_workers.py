"""Proves on real workers, killed and frozen at work, that every order arrives, and only once."""

import asyncio
import os
import signal
import threading
from datetime import timedelta

import pytest
from redis import Redis

from service import clock
from service.access.actor import ActingParty
from service.database import transactions
from service.database.models import Process, Verification
from service.lifecycle import parking
from tasks.outbox.publisher import TaskMessage, TaskPublisher
from tasks.worker import app
from tests.support import meshes
from tests.support.servers.mail_servers import Post, mail_server
from tests.support.servers.valkeys import running_valkey
from tests.support.waiting import eventually
from tests.support.worlds.workplace import (
    all_are,
    change,
    check_histories,
    moves_of,
    nobody_writes,
    opened,
    process,
    requests_of,
    rows_of,
    states,
)
from workflows.engine import Actor
from workflows.process import ProcessState

OPERATOR = ActingParty(Actor.OPERATOR, None, "operator")
#: The moves of an order from draft to sent, each exactly once.
USUAL_WAY = ["create", "verify", "pass_verification", "send", "dispatched"]
#: A part that takes a while to measure, so that a worker can be caught at it.
LARGE = meshes.torus(steps=200)


@pytest.fixture
def valkey():
    with running_valkey() as server:
        yield server


@pytest.fixture
def open_place(database_url, valkey, tmp_path, monkeypatch):
    """Opens a workplace with its own settings, ended with all its processes after the test."""
    quick = {"lease_s": 60, "recovery_interval_s": 0.3, "work_item_patience_s": 3}
    quick["worker_silence_s"] = 60  # so that nobody who is frozen is taken for dead
    opening = []

    def open_place(**values):
        place = opened(database_url, valkey.url, tmp_path, monkeypatch, **quick | values)
        opening.append(place)
        return place.__enter__()

    yield open_place
    for place in opening:
        place.__exit__(None, None, None)


def caught(worker, process_id, state):
    """Freeze a worker in the middle of a step, between two transactions; the attempt it is in."""

    def leased():
        """a worker has the process"""
        row = process(process_id)
        assert row.state in (ProcessState.VERIFYING, state), "the fault came too late"
        return row.state is state and row.lease_until

    def frozen():
        """the worker is frozen and keeps nobody from writing"""
        worker.freeze()
        return nobody_writes() or worker.thaw()

    eventually(leased, every_s=0.005)
    eventually(frozen, every_s=0.005)
    work = process(process_id)
    assert work.state is state, "the fault came too late"
    return work.attempts


def kill_pool(worker):
    """Kill the children that do the work; the parent lives on."""
    children = [child for child in worker.children if child.is_running()]
    assert children
    for child in children:
        os.kill(child.pid, signal.SIGKILL)
    worker.thaw()


def kill_all(worker):
    worker.kill()


def assert_arrived_once(process_ids, contractors=1):
    """Nothing is lost, and nothing happened twice."""
    eventually(all_are("sent", process_ids), within_s=60)
    check_histories(process_ids)
    for process_id in process_ids:
        assert [move for move in moves_of(process_id) if move != "edit"] == USUAL_WAY
        asked = [request.contractor_id for request in requests_of(process_id)]
        assert len(asked) == len(set(asked)) == contractors
        assert len(rows_of(Verification, process_id)) == 1


def test_orders_are_verified_and_sent_by_real_workers(open_place):
    place = open_place()
    place.scheduler()
    worker = place.worker(concurrency=2)
    waiting = place.order(10, contractors=2)
    assert_arrived_once(waiting, contractors=2)
    log = worker.log.read_text()
    assert '"task": "verify"' in log
    assert '"task": "send"' in log


def refused(server):
    """How often Redis has refused a write."""
    return server.info("errorstats").get("errorstat_OOM", {"count": 0})["count"]


def test_workers_outlive_a_redis_that_refuses_writes(open_place, valkey):
    place = open_place()
    worker = place.worker()
    scheduler = place.scheduler()
    assert_arrived_once(place.order())
    with Redis.from_url(valkey.url) as server:
        worker.freeze()
        waiting = place.order(3)
        eventually(lambda: server.llen("verify"))
        before = refused(server)
        server.config_set("maxmemory", 1)
        scheduler.kill()  # so that all that is refused from here on is the worker's
        worker.thaw()
        eventually(lambda: refused(server) >= before + 5, within_s=20)
        server.config_set("maxmemory", 0)
    place.scheduler()
    assert_arrived_once(waiting)
    assert worker.process.poll() is None


def test_when_the_child_that_verifies_dies_another_begins_at_once(open_place):
    place = open_place(lease_s=120, worker_silence_s=120)  # nobody waits for the lease to run out
    place.scheduler()
    worker = place.worker()
    [waiting] = place.order(solid=LARGE)
    assert caught(worker, waiting, ProcessState.VERIFYING) == 1
    kill_pool(worker)

    def again():
        """a second attempt"""
        return process(waiting).attempts == 2

    eventually(again, within_s=5)
    assert_arrived_once([waiting])


def test_when_a_whole_worker_dies_verifying_another_takes_over(open_place, monkeypatch):
    place = open_place(worker_silence_s=3)  # far less than a lease
    place.scheduler()
    worker = place.worker()
    [waiting] = place.order(solid=LARGE)
    caught(worker, waiting, ProcessState.VERIFYING)
    worker.kill()
    others = place.order(3)
    monkeypatch.setenv("WERKBANK_WORKER_SILENCE_S", "60")  # the successor may take its time
    place.worker()
    assert_arrived_once([waiting, *others])


class SlowPost(Post):
    """A mail server that keeps the first letter and leaves its sender without an answer."""

    def __init__(self):
        super().__init__()
        self.reached = threading.Event()

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        answer = await super().handle_DATA(server, session, envelope)
        if not self.reached.is_set():
            self.reached.set()
            await asyncio.sleep(60)
        return answer


class HeldPost(Post):
    """A mail server that has a letter and says nothing until it is told to."""

    def __init__(self):
        super().__init__()
        self.reached, self.may_answer = threading.Event(), threading.Event()

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.reached.set()
        while not self.may_answer.is_set():
            await asyncio.sleep(0.05)
        return await super().handle_DATA(server, session, envelope)


def test_a_worker_that_is_alive_keeps_what_takes_longer_than_a_silence(open_place):
    post = HeldPost()
    with mail_server(post) as port:
        place = open_place(
            worker_silence_s=3, channels=("inbox", "mail"), smtp_url=f"smtp://127.0.0.1:{port}"
        )
        place.scheduler()
        place.worker(concurrency=2)
        [waiting] = place.order()
        assert post.reached.wait(30)
        begun_until = process(waiting).lease_until

        def outlasted():
            """the lease goes on after it would have run out"""
            return process(waiting).lease_until > begun_until + timedelta(seconds=3)

        eventually(outlasted)
        assert process(waiting).attempts == 1
        post.may_answer.set()
        assert_arrived_once([waiting])
    assert len(post.letters) == 1


@pytest.mark.parametrize("kill", [kill_pool, kill_all])
def test_a_request_whose_sender_died_unanswered_goes_out_again_as_the_same(
    open_place, kill, monkeypatch
):
    post = SlowPost()
    with mail_server(post) as port:
        place = open_place(
            worker_silence_s=8, channels=("inbox", "mail"), smtp_url=f"smtp://127.0.0.1:{port}"
        )
        place.scheduler()
        worker = place.worker()
        [waiting] = place.order(contractors=2)
        assert post.reached.wait(30)
        caught(worker, waiting, ProcessState.SENDING)
        kill(worker)
        if kill is kill_all:
            monkeypatch.setenv("WERKBANK_WORKER_SILENCE_S", "60")
            place.worker()
        assert_arrived_once([waiting], contractors=2)
    numbers = {request.number for request in requests_of(waiting)}
    letters = [(letter["Message-ID"], letter["To"]) for letter in post.letters]
    assert len(letters) == 3  # one of them twice
    assert len(set(letters)) == 2
    assert {n for n in numbers for s in post.letters if n in s["Subject"]} == numbers


def test_a_worker_that_slept_through_its_lease_is_fenced_off(open_place):
    place = open_place()
    place.scheduler()
    sleeper = place.worker()
    [waiting] = place.order(solid=LARGE)
    caught(sleeper, waiting, ProcessState.VERIFYING)
    change([waiting], lease_until=clock.now() - timedelta(seconds=1))
    successor = place.worker()

    def taken_over():
        """another worker has the process"""
        return process(waiting).attempts == 2

    eventually(taken_over, every_s=0.005)
    caught(successor, waiting, ProcessState.VERIFYING)
    sleeper.thaw()

    def finished():
        """the sleeper ends its work"""
        return "a task has ended" in sleeper.log.read_text()

    eventually(finished)
    assert states([waiting]) == [ProcessState.VERIFYING]
    assert rows_of(Verification, waiting) == []
    successor.thaw()
    assert_arrived_once([waiting])


def test_a_part_that_kills_its_workers_is_parked_and_can_be_tried_again(open_place):
    place = open_place(max_attempts=2)
    place.scheduler()
    worker = place.worker()
    [poison] = place.order(solid=LARGE)
    for attempt in (1, 2):

        def tried(attempt=attempt):
            """the next attempt"""
            return process(poison).attempts == attempt

        eventually(tried, every_s=0.005)
        caught(worker, poison, ProcessState.VERIFYING)
        kill_pool(worker)

    def parked():
        """the process is parked"""
        return process(poison).parked_at

    eventually(parked)
    assert moves_of(poison)[-1] == "park"
    assert_arrived_once(place.order(2))  # the others are unaffected
    assert process(poison).state is ProcessState.VERIFYING
    with transactions.writing() as session:
        parking.retry(session, session.get(Process, poison, with_for_update=True), OPERATOR, "now")
    eventually(all_are("sent", [poison]))
    check_histories([poison])


def test_a_part_that_takes_longer_than_a_lease_ends_in_a_verdict_and_is_not_tried_again(open_place):
    place = open_place(lease_s=1)
    place.scheduler()
    place.worker()
    [endless] = place.order(solid=meshes.torus(steps=800))
    eventually(all_are("verification_failed", [endless]), within_s=30)
    [verification] = rows_of(Verification, endless)
    assert "too-much-work" in verification.record
    assert process(endless).attempts == 0


def test_redis_dies_with_all_its_data_and_every_order_arrives(open_place, valkey):
    place = open_place()
    place.scheduler()
    place.worker(concurrency=2)
    waiting = place.order(160)  # so many that a quick machine is not done before the fault

    def under_way():
        """some orders have been sent, and messages for others wait in Redis"""
        with Redis.from_url(valkey.url) as redis:
            queued = redis.llen("verify") + redis.llen("send") + redis.hlen("unacked")
        return queued and ProcessState.SENT in states(waiting)

    eventually(under_way, within_s=30)
    valkey.lose_data()
    assert set(states(waiting)) != {ProcessState.SENT}, "the fault came too late"
    more = place.order(3)
    valkey.start()
    assert_arrived_once([*waiting, *more])


def test_a_message_that_comes_three_times_has_one_effect(open_place):
    place = open_place()
    waiting = place.order(4)
    publisher = TaskPublisher(app, place.redis_url)
    publisher.publish([TaskMessage("verify", tuple(waiting)) for _ in range(3)])
    publisher.close()
    place.scheduler()
    place.worker(concurrency=3)
    assert_arrived_once(waiting)
