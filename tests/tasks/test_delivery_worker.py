"""Delivery workers: killed and replaced, nothing is lost and order is kept; nobody holds it up."""

import threading
from collections import defaultdict
from uuid import UUID

import pytest
import sqlalchemy as sa
from redis import Redis

from service import clock
from service.access.actor import SYSTEM
from service.database import transactions
from service.database.models import Delivery, Event
from service.events import outbox
from service.events.streaming import redis_wakeup
from service.settings import settings
from tasks.delivery import notification_mails
from tasks.delivery.worker import DeliveryWorker
from tests.support import workers
from tests.support.callers import Caller, publish, site, user
from tests.support.servers.mail_servers import crude_server
from tests.support.servers.receivers import receiver
from tests.support.waiting import eventually


def give_up_what_is_under_way():
    """What the dead one had begun counts as lost now, not in a minute; the other one works on."""
    with transactions.reading() as session:
        begun = sa.select(Delivery.id).where(
            Delivery.state == "pending", Delivery.due_at > clock.now()
        )
        waiting = session.scalars(begun).all()
    for id in waiting:
        with transactions.writing() as session:
            session.execute(sa.update(Delivery).where(Delivery.id == id).values(due_at=clock.now()))


def test_two_delivery_workers_one_killed_midway_lose_nothing_and_keep_the_order(
    database_url, monkeypatch, tmp_path
):
    settings = {"webhook_allowed_networks": "127.0.0.0/8"}
    with (
        site(database_url, monkeypatch, tmp_path, **settings) as application,
        receiver() as shop,
    ):
        ada = user(application, "Ada")
        home = UUID(ada.get("/auth/me").json["home_id"])
        key = ada.post("/api_keys", {"name": "key"}).json["key"]
        assert Caller(application, key).post("/webhooks", {"url": shop.url}).status_code == 201

        def happen(number):
            with transactions.writing() as session:
                for process in range(1, 6):
                    outbox.announce(
                        session,
                        "process.updated",
                        actor=SYSTEM,
                        parties=[home],
                        process_id=UUID(int=process),
                        data={"step": number},
                    )
            publish()

        command = (tmp_path / "deliveries.log", "tasks.delivery.worker")
        with workers.running(*command) as doomed, workers.running(*command):
            for number in range(10):
                happen(number)
            eventually(lambda: len(shop.got) >= 5, within_s=60)
            doomed.kill()
            give_up_what_is_under_way()
            for number in range(10, 20):
                happen(number)
            with transactions.reading() as session:
                query = sa.select(Event.id).where(Event.type == "process.updated")
                wanted = {str(id) for id in session.scalars(query)}
            eventually(lambda: wanted <= set(shop.ids()))
    seen = defaultdict(list)
    for message in shop.got:
        steps = seen[message.event["process_id"]]
        if message.event["data"]["step"] not in steps:  # a repeat of what was under way
            steps.append(message.event["data"]["step"])
    assert len(seen) == 5
    for steps in seen.values():
        assert steps == list(range(20))


def test_a_mail_server_that_hangs_holds_up_no_call(database_url, monkeypatch, tmp_path):
    asked, over = threading.Event(), threading.Event()

    def hang(connection, _):
        asked.set()
        over.wait(30)

    with (
        site(database_url, monkeypatch, tmp_path, webhook_allowed_networks="127.0.0.0/8") as shown,
        receiver() as shop,
        crude_server(hang) as port,
    ):
        ada = user(shown, "Ada")
        assert ada.post("/webhooks", {"url": shop.url}).status_code == 201
        notification_mails.send_due()  # what happened before the first look is no news
        monkeypatch.setenv("WERKBANK_SMTP_URL", f"smtp://127.0.0.1:{port}")
        settings.cache_clear()
        worker = DeliveryWorker(2)
        thread = threading.Thread(target=worker.run)
        thread.start()
        try:
            announce(ada, "offer.made")
            assert asked.wait(10), "nobody was mailed"
            announce(ada, "process.sent")
            eventually(lambda: len(shop.got) == 2)
        finally:
            worker.end()
            over.set()
            thread.join()


def announce(caller, type):
    with transactions.writing() as session:
        outbox.announce(session, type, actor=SYSTEM, parties=[UUID(caller.me["home_id"])])
    publish()


def test_redis_says_that_there_are_events_and_the_worker_looks(
    database_url, redis_url, monkeypatch, tmp_path
):
    for patience in ("WOKEN_S", "SILENT_S"):
        monkeypatch.setattr(redis_wakeup, patience, 600.0)  # it would not look by itself
    more = {"webhook_allowed_networks": "127.0.0.0/8", "redis_url": redis_url}
    with site(database_url, monkeypatch, tmp_path, **more) as shown, receiver() as shop:
        ada = user(shown, "Ada")
        assert ada.post("/webhooks", {"url": shop.url}).status_code == 201
        worker = DeliveryWorker(2)
        thread = threading.Thread(target=worker.run)
        thread.start()
        try:
            eventually(lambda: worker._waking.patience_s() == 600.0)
            announce(ada, "offer.made")
            with Redis.from_url(redis_url) as redis:
                redis.publish(outbox.CHANNEL, b"")
            eventually(lambda: len(shop.got) == 1)
        finally:
            worker.end()
            thread.join()
    assert "wakeup" not in [each.name for each in threading.enumerate()]


def test_a_worker_at_rest_notices_that_a_mail_is_due(database_url, monkeypatch, tmp_path):
    monkeypatch.setattr("tasks.delivery.worker.UNTOLD_S", 600.0)  # it would not look by itself
    with site(database_url, monkeypatch, tmp_path) as shown:
        ada = user(shown, "Ada")
        worker = DeliveryWorker(1)
        looks = []
        look = worker.mail_once
        monkeypatch.setattr(worker, "mail_once", lambda: looks.append(look()))
        thread = threading.Thread(target=worker.run)
        thread.start()
        try:
            eventually(lambda: looks)
            ada.post("/api_keys", {"name": "key"})  # she is told by mail
            eventually(lambda: sum(looks))
        finally:
            worker.end()
            thread.join()


@pytest.mark.parametrize("broken", ["once", "mail_once"])
def test_a_loop_that_fails_ends_the_worker_with_its_error(
    database_url, monkeypatch, tmp_path, broken
):
    with site(database_url, monkeypatch, tmp_path):
        worker = DeliveryWorker(1)

        def fail():
            raise ZeroDivisionError

        monkeypatch.setattr(worker, broken, fail)
        with pytest.raises(ZeroDivisionError):
            worker.run()
