"""One organisation's endpoints hold up no other's: threads, circuits, minutes, names and tests."""

import socket
import threading
from uuid import UUID

import pytest

from service import clock
from service.access.actor import SYSTEM
from service.database import transactions
from service.events import outbox
from service.values.addresses import networks
from service.webhooks import circuit_breaker, endpoint_tests
from service.webhooks.shares import LATE_MS, MINUTE_S, OF_ENDPOINT, PER_MINUTE, Calls
from service.webhooks.url_policy import place_of, resolve
from tasks.delivery import http_client
from tasks.delivery.worker import DeliveryWorker
from tests.support.callers import Caller, publish, site, user
from tests.support.servers.receivers import receiver
from tests.support.waiting import eventually
from tests.support.worlds.marketplace import refused

ALLOWED = {"webhook_allowed_networks": "127.0.0.0/8"}
LOOPBACK = networks("127.0.0.0/8")
ADA, BOB, EVA = (UUID(int=number) for number in range(1, 4))
#: Calls of the worker at a time.
MOST = 8


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def begin(calls, organization, number, endpoint=None):
    for place in range(number):
        calls.begin(endpoint or UUID(int=100 + place), organization)


def test_an_endpoint_and_an_organisation_have_a_part_of_the_calls_at_a_time():
    calls = Calls(40)
    begin(calls, ADA, OF_ENDPOINT, endpoint=UUID(int=9))
    assert calls.load().room_for(UUID(int=9), ADA) == 0
    assert calls.load().room_for(UUID(int=8), ADA) == OF_ENDPOINT
    begin(calls, ADA, 6)
    assert calls.load().room_for(UUID(int=8), ADA) == 0
    assert calls.load().room_for(UUID(int=8), BOB) == OF_ENDPOINT
    load = calls.load()
    load.take(UUID(int=8), BOB, 3)
    assert load.room_for(UUID(int=8), BOB) == OF_ENDPOINT - 3
    calls.end(UUID(int=9), ADA, 1)
    assert calls.load().room_for(UUID(int=8), ADA) == 1


def test_those_who_answer_late_have_half_of_the_calls_all_together():
    calls = Calls(MOST)
    for organization in (ADA, BOB):
        begin(calls, organization, 1)
        calls.end(UUID(int=100), organization, LATE_MS + 1)
    begin(calls, ADA, 4)
    assert calls.load().room_for(UUID(int=8), BOB) == 0
    assert calls.load().room_for(UUID(int=8), EVA) == OF_ENDPOINT
    calls.end(UUID(int=100), ADA, LATE_MS)  # it is quick again
    assert calls.load().room_for(UUID(int=8), BOB) == OF_ENDPOINT


def test_an_organisation_begins_so_many_calls_within_a_minute():
    monotonic = Clock()
    calls = Calls(MOST, monotonic)
    for _ in range(PER_MINUTE):
        calls.begin(UUID(int=8), ADA)
        calls.end(UUID(int=8), ADA, 1)
    assert calls.load().room_for(UUID(int=8), ADA) == 0
    assert calls.load().room_for(UUID(int=8), BOB) == OF_ENDPOINT
    monotonic.now = MINUTE_S
    assert calls.load().room_for(UUID(int=8), ADA) == OF_ENDPOINT


@pytest.fixture
def application(database_url, monkeypatch, tmp_path):
    with site(database_url, monkeypatch, tmp_path, **ALLOWED) as application:
        yield application


def member(application, name):
    key = user(application, name).post("/api_keys", {"name": "key"}).json["key"]
    return Caller(application, key)


def subscribe(caller, url):
    answer = caller.post("/webhooks", {"url": url, "ordering": "parallel"})
    assert answer.status_code == 201, answer.text
    return answer.json["id"]


def happen(caller, number):
    party = UUID(caller.get("/auth/me").json["home_id"])
    with transactions.writing() as session:
        for process in range(1, number + 1):
            outbox.announce(
                session,
                "process.sent",
                actor=SYSTEM,
                parties=[party],
                right="processes:read",
                process_id=UUID(int=process),
                data={},
            )
    publish()


@pytest.fixture
def worker(application):
    worker = DeliveryWorker(MOST)
    yield worker
    worker._pool.shutdown()


def until(worker, condition):
    """Let the delivery worker work until something holds."""

    def holds():
        worker.once()
        return condition()

    holds.__doc__ = condition.__doc__
    eventually(holds)


def test_an_endpoint_that_never_answers_in_time_does_not_hold_up_another_organisations(
    application, worker
):
    ada, bob = member(application, "Ada"), member(application, "Bob")
    over = threading.Event()
    with receiver() as slow, receiver() as quick:
        slow.script = lambda *_: over.wait(30) and 200
        for number in range(3):
            subscribe(ada, f"{slow.url}?{number}")
        subscribe(bob, quick.url)
        try:
            happen(ada, 10)
            until(worker, lambda: len(slow.got) >= OF_ENDPOINT)
            happen(bob, 5)
            until(worker, lambda: len(quick.got) >= 5)
            assert len(slow.got) == OF_ENDPOINT  # its part, while others had theirs
        finally:
            over.set()


def test_a_host_that_fails_one_organisation_is_still_called_for_another(application, worker):
    ada, bob = member(application, "Ada"), member(application, "Bob")
    with receiver() as host:
        host.script = lambda *_: 503
        subscribe(ada, host.url)
        happen(ada, 10)
        until(worker, is_some_circuit_open)
        eventually(lambda: not worker._calls.load().organizations.total())
        subscribe(bob, host.url)
        host.script = None
        happen(bob, 3)
        until(worker, lambda: delivered(bob) >= 3)
        assert delivered(ada) == 0  # its circuit is open still


def is_some_circuit_open():
    """Whether some host is left alone."""
    with transactions.reading() as session:
        return circuit_breaker.open_circuits(session, clock.now())


def delivered(caller):
    """How many messages the caller's only endpoint has taken."""
    (hook,) = caller.get("/webhooks").json["items"]
    answer = caller.get(f"/webhooks/{hook['id']}/deliveries?state=delivered").json
    return len(answer["items"])


def test_a_name_service_that_does_not_answer_is_part_of_the_time_limit(monkeypatch):
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: over.wait(60) and [])
    try:
        with pytest.raises(TimeoutError, match="was not resolved"):
            resolve(place_of("https://shop.example/"), within_s=0.05)
        answer = http_client.post("https://shop.example/", b"{}", {}, at_most_s=0.05)
        assert answer.error == "no answer within 0.05 s"
        assert answer.duration_ms < 30_000
    finally:
        over.set()


def test_an_organisation_tries_its_webhooks_ten_times_a_minute(application):
    ada, bob = member(application, "Ada"), member(application, "Bob")
    hooks = [subscribe(ada, f"http://127.0.0.1:9/{number}") for number in range(2)]
    for number in range(endpoint_tests.TESTS_PER_MINUTE):
        assert ada.post(f"/webhooks/{hooks[number % 2]}/test").status_code == 202
    assert refused(ada.post(f"/webhooks/{hooks[0]}/test"), 409, "too-many")
    other = subscribe(bob, "http://127.0.0.1:9/")
    assert bob.post(f"/webhooks/{other}/test").status_code == 202
