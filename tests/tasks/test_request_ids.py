"""The id of an HTTP request goes along with the work that it causes, to the end of the chain."""

import json
from uuid import UUID

import pytest
import sqlalchemy as sa
import structlog

from service import logging_setup
from service.database import transactions
from service.database.models import Event, WorkItem
from service.ids import new_id
from tasks.delivery.worker import DeliveryWorker
from tasks.outbox.relay import grouped
from tests.support.callers import Caller, publish, site, user
from tests.support.servers.receivers import receiver
from tests.support.servers.valkeys import running_valkey
from tests.support.waiting import eventually
from tests.support.worlds.workplace import opened


@pytest.fixture
def lines(capsys):
    """The lines of the log so far."""
    structlog.contextvars.clear_contextvars()  # other tests have answered requests in this thread
    logging_setup.configure()
    return lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_each_process_of_a_message_goes_back_to_its_own_request():
    first, second, nobodys = (new_id() for _ in range(3))
    items = [
        WorkItem(task="verify", process_id=first, http_request_id="one"),
        WorkItem(task="verify", process_id=second, http_request_id="two"),
        WorkItem(task="verify", process_id=nobodys, http_request_id=None),
        WorkItem(task="verify", process_id=first, http_request_id=None),
    ]
    requests = {}
    for message in grouped(items):
        requests |= message.http_request_ids
    assert requests == {first: "one", second: "two"}


def test_a_line_about_a_process_names_the_request_that_it_is_worked_on_for(lines):
    process_id = new_id()
    logging_setup.bind_requests({str(process_id): "shop-1"})
    try:
        structlog.get_logger().info("a step", process_id=str(process_id))
        structlog.get_logger().info("a step", process_id=str(new_id()))
    finally:
        logging_setup.bind_requests({})
    assert [line.get("http_request_id") for line in lines()] == ["shop-1", None]


def requests_of_events(ids, type):
    """The request that the event of each process goes back to; None until all have happened."""
    with transactions.reading() as session:
        query = sa.select(Event.process_id, Event.http_request_id).where(Event.type == type)
        requests = dict(session.execute(query).all())
    return requests if set(requests) == set(ids) else None


def test_a_real_worker_does_for_the_request_what_it_was_asked_to(
    database_url, tmp_path, monkeypatch
):
    with (
        running_valkey() as valkey,
        opened(database_url, valkey.url, tmp_path, monkeypatch) as place,
    ):
        ids = []
        for number in range(3):
            with structlog.contextvars.bound_contextvars(http_request_id=f"shop-{number}"):
                ids += place.order()
        place.scheduler()
        place.worker()
        requests = eventually(lambda: requests_of_events(ids, "process.sent"), within_s=60)
        assert requests_of_events(ids, "process.verified") == requests
        log = (tmp_path / "worker1.log").read_text().splitlines()
    assert requests == {process_id: f"shop-{number}" for number, process_id in enumerate(ids)}
    entries = [json.loads(line) for line in log if line.startswith("{")]
    ended = [entry for entry in entries if entry["event"] == "a task has ended"]
    told = [entry for entry in ended if "http_request_id" in entry or "http_request_ids" in entry]
    assert {entry["task"] for entry in told} == {"verify", "send"}
    for entry in told:  # others were woken for what had been done already
        if "process_id" in entry:
            assert entry["http_request_id"] == requests[UUID(entry["process_id"])]
        else:
            several = [requests[UUID(id)] for id in entry["process_ids"]]
            assert sorted(entry["http_request_ids"]) == sorted(several)


def test_a_call_of_a_webhook_is_logged_with_the_request_that_led_to_it(
    database_url, tmp_path, monkeypatch, lines
):
    allowed = {"webhook_allowed_networks": "127.0.0.0/8"}
    with site(database_url, monkeypatch, tmp_path, **allowed) as application, receiver() as shop:
        ada = user(application, "Ada")
        key = ada.post("/api_keys", {"name": "key"}).json["key"]
        assert Caller(application, key).post("/webhooks", {"url": shop.url}).status_code == 201
        project = ada.post("/projects", {"title": "Bracket"}, headers={"X-Request-Id": "shop-7"})
        assert project.status_code == 201
        publish()
        worker = DeliveryWorker(1)
        eventually(lambda: worker.once() or shop.got)
        calls = eventually(
            lambda: [line for line in lines() if line["event"] == "a webhook was called"]
        )
        worker.end()
        worker._pool.shutdown()
    assert {call["http_request_id"] for call in calls} == {"shop-7"}
