"""Deliveries of webhooks to a real receiver that fails, is late, is gone and comes back."""

import email
import email.policy
import threading
from datetime import datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from standardwebhooks import Webhook as Reference

from service import clock
from service.access.actor import SYSTEM
from service.access.permissions import NOBODY
from service.database import event_counts, transactions
from service.database.models import Delivery, Event, Organization, WebhookEndpoint, WebhookHost
from service.events import outbox
from service.operations import census, retention
from service.settings import settings
from service.translations import formats
from service.webhooks import circuit_breaker, claims, deliveries, redelivery, shares
from tasks.delivery.worker import DeliveryWorker
from tests.support.callers import Caller, publish, site, user
from tests.support.plans import plan_of, query_of
from tests.support.servers.receivers import receiver
from tests.support.waiting import eventually

ALLOWED = {"webhook_allowed_networks": "127.0.0.0/8", "webhook_timeout_s": "1.5"}


@pytest.fixture
def application(database_url, monkeypatch, tmp_path):
    with site(database_url, monkeypatch, tmp_path, **ALLOWED) as application:
        yield application


@pytest.fixture
def ada(application):
    """By a key: a session would end while the clock is moved."""
    key = user(application, "Ada").post("/api_keys", {"name": "key"}).json["key"]
    return Caller(application, key)


@pytest.fixture
def shop():
    with receiver() as shop:
        yield shop


@pytest.fixture
def worker(application):
    worker = DeliveryWorker(8)
    yield worker
    worker._pool.shutdown()


def home(caller):
    return UUID(caller.get("/auth/me").json["home_id"])


def subscribe(caller, shop, **fields):
    answer = caller.post("/webhooks", {"url": shop.url, **fields})
    assert answer.status_code == 201, answer.text
    return answer.json


def happen(caller, *events, right="processes:read"):
    """Events in the caller's organisation, published: (type, process number)."""
    parties = [home(caller)]
    with transactions.writing() as session:
        for type, process in events:
            outbox.announce(
                session,
                type,
                actor=SYSTEM,
                parties=parties,
                right=right,
                process_id=UUID(int=process) if process else None,
                data={},
            )
            session.flush()
    publish()


def heard():
    """The ids of all events, in the order of the feed."""
    with transactions.reading() as session:
        query = sa.select(Event.id).where(Event.position.is_not(None)).order_by(Event.position)
        return [str(id) for id in session.scalars(query)]


def rest(worker):
    """Let the delivery worker work until it has nothing more to do now."""

    def quiet():
        idle = not worker._calls.load().organizations.total()
        return not worker.once() and idle

    eventually(quiet)


def sent(caller, webhook, query=""):
    return caller.get(f"/webhooks/{webhook['id']}/deliveries{query}").json["items"]


def test_every_event_from_the_beginning_on_arrives_once_signed_and_in_order(ada, shop, worker):
    happen(ada, ("process.verified", 1))
    before = heard()
    webhook = subscribe(ada, shop)
    happen(ada, *[("process.sent", 1)] * 5, ("organization.updated", None))
    rest(worker)
    assert [id for id in shop.ids() if id != heard()[-1]] == heard()[len(before) : -1]
    assert set(shop.ids()) == set(heard()) - set(before)
    for message in shop.got:
        Reference(webhook["secret"]).verify(message.body, message.headers)
        assert message.event["id"] == message.id
        assert message.headers["Content-Type"] == "application/json"
    listed = ada.get("/events?after=0&own=true").json["items"]
    assert [m.event for m in shop.got if m.id == listed[-2]["id"]] == [listed[-2]]


def test_what_the_reference_library_must_refuse_it_refuses(ada, shop, worker):
    webhook = subscribe(ada, shop)
    happen(ada, ("process.sent", 1))
    rest(worker)
    (message,) = shop.got
    with pytest.raises(Exception, match="signature"):
        Reference(webhook["secret"]).verify(message.body + b" ", message.headers)


def test_while_a_secret_is_renewed_both_verify(ada, shop, worker):
    webhook = subscribe(ada, shop)
    path = f"/webhooks/{webhook['id']}/rotate_secret"
    secret = ada.post(path, {"grace_period_h": 1}).json["secret"]
    happen(ada, ("process.sent", 1))
    rest(worker)
    for valid in (secret, webhook["secret"]):
        Reference(valid).verify(shop.got[0].body, shop.got[0].headers)


def test_only_wanted_types_and_rightful_events_are_sent(application, ada, shop, worker):
    subscribe(ada, shop, types=["process.*"], rights=["processes:read"])
    happen(ada, ("process.sent", 1), ("project.updated", None))
    happen(ada, ("process.message", 1), right="processes:messages")
    happen(user(application, "Eve"), ("process.sent", 2))
    rest(worker)
    assert [message.event["type"] for message in shop.got] == ["process.sent"]


def test_a_failed_delivery_comes_again_under_its_id_and_the_rest_of_its_process_waits(
    ada, shop, worker
):
    webhook = subscribe(ada, shop)
    happen(ada, ("process.sent", 1), ("process.offered", 1))
    happen(ada, ("process.sent", 2))
    first, second, other = heard()[-3:]

    def fail_once(message, _):
        return 500 if message.id == first and shop.ids().count(first) == 1 else 200

    shop.script = fail_once
    rest(worker)
    assert set(shop.ids()) == {first, other}
    assert len(shop.ids()) == 2
    clock.move(timedelta(seconds=10))
    rest(worker)
    assert [id for id in shop.ids() if id != other] == [first, first, second]
    failed = next(d for d in sent(ada, webhook) if d["message_id"] == first)
    assert [(a["status"], a["error"]) for a in failed["attempts"]] == [
        (500, "it answered 500"),
        (200, None),
    ]
    assert all(a["duration_ms"] >= 0 for a in failed["attempts"])
    assert failed["state"] == "delivered"


def test_in_parallel_nobody_waits_for_a_failed_one(ada, shop, worker):
    shop.script = lambda message, _: 500 if message.event["type"] == "process.sent" else 200
    subscribe(ada, shop, ordering="parallel")
    happen(ada, ("process.sent", 1), ("process.offered", 1), ("process.offered", 1))
    rest(worker)
    assert set(shop.ids()) == set(heard()[-3:])


def test_changing_the_order_lines_up_what_waits(ada, shop, worker):
    shop.script = lambda _, number: 500 if number == 1 else 200
    webhook = subscribe(ada, shop)
    happen(ada, ("process.sent", 1), ("process.offered", 1))
    rest(worker)
    assert len(shop.got) == 1
    assert ada.patch(f"/webhooks/{webhook['id']}", {"ordering": "parallel"}).status_code == 200
    rest(worker)
    assert shop.ids() == heard()[-2:]


def test_retry_after_is_heeded(ada, shop, worker):
    shop.script = lambda _, number: (429, {"Retry-After": "3600"}, b"") if number == 1 else 200
    subscribe(ada, shop)
    happen(ada, ("process.sent", 1))
    rest(worker)
    clock.move(timedelta(minutes=50))
    rest(worker)
    assert len(shop.got) == 1
    clock.move(timedelta(minutes=11))
    rest(worker)
    assert len(shop.got) == 2


def test_a_late_answer_counts_as_none_and_the_message_comes_again_under_its_id(ada, worker):
    over = threading.Event()
    with receiver(script=lambda _, number: over.wait(10) and 200 if number == 1 else 200) as shop:
        webhook = subscribe(ada, shop)
        happen(ada, ("process.sent", 1))
        rest(worker)
        over.set()
        clock.move(timedelta(seconds=10))
        rest(worker)
    assert shop.ids() == heard()[-1:] * 2
    (delivery,) = sent(ada, webhook)
    assert delivery["attempts"][0]["error"] == "no answer within 1.5 s"
    assert delivery["state"] == "delivered"


def test_after_three_days_one_is_given_up_and_the_next_goes_on(ada, shop, worker):
    shop.script = lambda message, _: 400 if message.event["type"] == "process.sent" else 200
    webhook = subscribe(ada, shop)
    happen(ada, ("process.sent", 1), ("process.offered", 1))
    waited = timedelta()
    while len(sent(ada, webhook, "?state=failed")) == 0:
        clock.move(timedelta(hours=1))
        waited += timedelta(hours=1)
        rest(worker)
        assert waited < timedelta(days=4)
    assert waited > timedelta(days=2)
    (failed,) = sent(ada, webhook, "?state=failed")
    assert 10 <= len(failed["attempts"]) <= 18
    assert sent(ada, webhook, "?state=delivered")[0]["message_id"] == heard()[-1]


def test_pauses_grow_and_are_spread():
    pauses = [deliveries.BACKOFF.pause_s(tries, chance=0.5) for tries in range(1, 13)]
    assert pauses == sorted(pauses)
    assert pauses[0] < 10
    assert deliveries.BACKOFF.pause_s(3, chance=0.0) < deliveries.BACKOFF.pause_s(3, chance=1.0)
    assert deliveries.BACKOFF.pause_s(1, 999, chance=0.5) == 999


def test_410_ends_it_at_once_and_says_so(ada, shop, worker, tmp_path):
    shop.script = lambda *_: 410
    webhook = subscribe(ada, shop)
    path = f"/webhooks/{webhook['id']}"
    happen(ada, ("process.sent", 1))
    rest(worker)
    assert worker.mail_once() == 2  # the other tells Ada of her new key
    shown = ada.get(path).json
    assert not shown["enabled"]
    assert shown["disabled_reason"] == "it answered 410 Gone"
    publish()
    (event,) = ada.get("/events?after=0&types=organization.webhook_disabled").json["items"]
    assert event["data"]["webhook_id"] == webhook["id"]
    (letter,) = (tmp_path / "mail").glob("webhook-*.eml")
    assert b"To: Ada <ada@shop.example>" in letter.read_bytes()
    assert shop.url.encode() in letter.read_bytes().replace(b"=\r\n", b"")
    letter.unlink()
    happen(ada, ("process.offered", 1))
    rest(worker)
    assert len(shop.got) == 1
    assert worker.mail_once() == 0
    assert not letter.exists()
    shop.script = None
    assert ada.patch(path, {"enabled": True}).json["disabled_reason"] is None
    clock.move(timedelta(seconds=10))
    rest(worker)
    process = [m.id for m in shop.got if m.event["process_id"]]
    assert process[-2:] == [heard()[-3], heard()[-1]]


def test_five_days_of_failures_end_it_and_one_success_makes_all_good(ada, shop, worker):
    shop.script = lambda *_: 404
    webhook = subscribe(ada, shop)
    path = f"/webhooks/{webhook['id']}"
    happen(ada, ("process.sent", 1))
    rest(worker)
    clock.move(timedelta(days=4, hours=23))
    rest(worker)
    assert ada.get(path).json["enabled"]
    shop.script = None
    happen(ada, ("process.sent", 2))
    rest(worker)
    assert ada.get(path).json["failing_since"] is None
    shop.script = lambda *_: 404
    happen(ada, ("process.sent", 3))
    rest(worker)
    clock.move(timedelta(days=5))
    happen(ada, ("process.sent", 4))
    rest(worker)
    shown = ada.get(path).json
    assert not shown["enabled"]
    assert shown["disabled_reason"].startswith("every call since")


def test_the_mail_says_why_in_the_language_of_the_organization(ada, shop, worker, tmp_path):
    shop.script = lambda *_: 404
    webhook = subscribe(ada, shop)
    with transactions.writing() as session:
        row = session.get_one(WebhookEndpoint, UUID(webhook["id"]))
        session.get_one(Organization, row.organization_id).language = "de"
    happen(ada, ("process.sent", 1))
    rest(worker)
    failing_since = datetime.fromisoformat(
        ada.get(f"/webhooks/{webhook['id']}").json["failing_since"]
    )
    clock.move(timedelta(days=5))
    happen(ada, ("process.sent", 2))
    rest(worker)
    assert worker.mail_once() == 2  # the other tells Ada of her new key
    (path,) = (tmp_path / "mail").glob("webhook-*.eml")
    letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    text = letter.get_body(("plain",)).get_content()
    since = formats.moment(failing_since, "de")
    assert f"seit {since} ist jeder Aufruf gescheitert." in " ".join(text.split())


def test_a_host_that_fails_time_after_time_is_left_alone_and_then_tried_by_one_call(
    ada, shop, worker
):
    shop.script = lambda *_: 503
    subscribe(ada, shop, ordering="parallel")
    happen(ada, *[("process.sent", number) for number in range(1, 20)])
    eventually(lambda: worker.once() or len(shop.got) >= circuit_breaker.FAILURES)
    rest(worker)
    called = len(shop.got)
    assert circuit_breaker.FAILURES <= called <= circuit_breaker.FAILURES + shares.OF_ENDPOINT
    clock.move(timedelta(seconds=29))
    rest(worker)
    assert len(shop.got) == called
    clock.move(timedelta(minutes=20))
    rest(worker)
    assert len(shop.got) == called + 1
    shop.script = None
    clock.move(timedelta(minutes=20))
    rest(worker)
    assert set(shop.ids()) == set(heard()[-19:])
    with transactions.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(WebhookHost)) == 0


@pytest.mark.only_on("postgresql")  # SQLite has one writer
def test_of_two_workers_that_find_the_pause_of_a_host_over_one_tries_it(application):
    failing = {"target": "shop:443", "failures": circuit_breaker.FAILURES}
    with transactions.writing() as session:
        session.add(WebhookHost(**failing, paused_until=clock.now() - timedelta(seconds=1)))
    with transactions.writing() as one, transactions.writing() as other:
        allowed = [
            circuit_breaker.calls_allowed(session, "shop:443", 4, clock.now())
            for session in (one, other)
        ]
    assert allowed == [1, 0]


def test_a_target_that_has_become_private_is_not_called(ada, shop, worker, monkeypatch):
    webhook = subscribe(ada, shop)
    monkeypatch.setenv("WERKBANK_WEBHOOK_ALLOWED_NETWORKS", "")
    settings.cache_clear()
    happen(ada, ("process.sent", 1))
    rest(worker)
    assert shop.got == []
    (attempt,) = sent(ada, webhook)[0]["attempts"]
    assert "no public address" in attempt["error"]


def test_one_message_is_sent_again_under_its_id(ada, shop, worker):
    webhook = subscribe(ada, shop)
    happen(ada, ("process.sent", 1))
    rest(worker)
    (delivery,) = sent(ada, webhook)
    path = f"/webhooks/{webhook['id']}/deliveries/{delivery['id']}"
    assert ada.post(f"{path}/redeliver").status_code == 202
    rest(worker)
    assert shop.ids() == [delivery["message_id"]] * 2
    full = ada.get(path).json
    assert [a["number"] for a in full["attempts"]] == [1, 2]
    assert full["body"]["id"] == delivery["message_id"]


def test_a_time_is_sent_again_in_order_and_with_what_was_never_sent(ada, shop, worker):
    webhook = subscribe(ada, shop, types=["process.sent"])
    path = f"/webhooks/{webhook['id']}"
    happen(ada, *[("process.sent", 1), ("process.offered", 1)] * 3)
    rest(worker)
    assert shop.ids() == heard()[-6::2]
    ada.patch(path, {"types": ["process.*"]})
    shop.got.clear()
    span = {
        "from": (clock.now() - timedelta(hours=1)).isoformat(),
        "to": (clock.now() + timedelta(hours=1)).isoformat(),
    }
    assert ada.post(f"{path}/redeliver", span | {"failed_only": True}).json == {"messages": 0}
    assert ada.post(f"{path}/redeliver", span).json == {"messages": 6}
    rest(worker)
    assert shop.ids() == heard()[-6:]
    assert ada.post(f"{path}/redeliver", span | {"to": span["from"]}).json == {"messages": 0}


def call_now(webhook):
    """What the board's button does."""
    with transactions.writing() as session:
        row = session.get_one(WebhookEndpoint, UUID(webhook["id"]))
        redelivery.call_now(session, NOBODY, row)


def test_what_is_just_being_called_is_not_called_a_second_time(ada, shop, worker):
    webhook = subscribe(ada, shop)
    happen(ada, ("process.sent", 1))
    with transactions.writing() as session:
        deliveries.collect(session, UUID(webhook["id"]))
    with transactions.writing() as session:
        (job,) = claims.claim(session, shares.Calls(8).load())
    path = f"/webhooks/{webhook['id']}/deliveries/{job.delivery_id}/redeliver"
    for again in (lambda: call_now(webhook), lambda: ada.post(path)):
        again()
        rest(worker)
        assert shop.got == []
    # The worker that called has died.
    clock.move(deliveries.UNDER_WAY - timedelta(seconds=1))
    call_now(webhook)
    rest(worker)
    assert shop.got == []
    clock.move(timedelta(seconds=2))
    rest(worker)
    assert shop.ids() == [job.message_id]


def test_of_what_was_given_up_the_newest_are_sent_again_where_it_is_more_than_go_at_once(
    ada, shop, worker, monkeypatch
):
    monkeypatch.setattr(redelivery, "MOST_AT_ONCE", 2)
    shop.script = lambda *_: 400
    webhook = subscribe(ada, shop, ordering="parallel")
    for process in (1, 2, 3):
        happen(ada, ("process.sent", process))
    rest(worker)
    with transactions.writing() as session:
        session.execute(sa.update(Delivery).values(state="failed", due_at=None))
    shop.got.clear()
    call_now(webhook)
    rest(worker)
    assert sorted(shop.ids()) == sorted(heard()[-2:])


def test_a_test_message_is_delivered_whatever_types_are_wanted(ada, shop, worker):
    webhook = subscribe(ada, shop, types=[])
    happen(ada, ("process.sent", 1))
    made = ada.post(f"/webhooks/{webhook['id']}/test").json
    rest(worker)
    (message,) = shop.got
    assert message.id == made["message_id"]
    assert message.event["type"] == "webhook.test"
    Reference(webhook["secret"]).verify(message.body, message.headers)


def test_what_nothing_concerned_for_long_is_not_said_to_be_missed(ada, shop, worker):
    subscribe(ada, shop, types=["process.*"])
    with transactions.writing() as session:
        for _ in range(3):
            outbox.announce(session, "project.updated", actor=SYSTEM, parties=[UUID(int=9)])
    publish()
    with transactions.writing() as session:
        deliveries.catch_up(session)
    clock.move(timedelta(days=100))
    happen(ada, ("process.sent", 1))
    retention.tidy(clock.now())
    rest(worker)
    assert [message.event["type"] for message in shop.got] == ["process.sent"]


def test_who_was_away_longer_than_events_are_kept_is_told_so(ada, shop, worker):
    happen(ada, ("process.verified", 1))
    webhook = subscribe(ada, shop)
    path = f"/webhooks/{webhook['id']}"
    ada.patch(path, {"enabled": False})
    happen(ada, ("process.sent", 1))
    clock.move(timedelta(days=100))
    happen(ada, ("process.offered", 1))
    retention.tidy(clock.now())
    ada.patch(path, {"enabled": True})
    rest(worker)
    assert [message.event["type"] for message in shop.got] == ["reset"]
    happen(ada, ("process.in_delivery", 1))
    rest(worker)
    assert [message.event["type"] for message in shop.got] == ["reset", "process.in_delivery"]


def test_old_deliveries_are_forgotten_and_waiting_ones_are_not(ada, shop, worker):
    webhook = subscribe(ada, shop)
    happen(ada, ("process.sent", 1))
    rest(worker)
    shop.script = lambda *_: 400
    happen(ada, ("process.sent", 2))
    rest(worker)
    clock.move(timedelta(days=91))
    retention.tidy(clock.now())
    assert [d["state"] for d in sent(ada, webhook)] == ["pending"]


def test_calls_are_counted_and_what_waits_by_how_its_endpoint_is(ada, shop, worker):
    subscribe(ada, shop)
    happen(ada, ("process.sent", 1))
    rest(worker)
    shop.script = lambda *_: 500
    happen(ada, ("process.sent", 2))
    rest(worker)
    with transactions.reading() as session:
        calls = event_counts.numbers(session, claims.CALLS)
        before = census.count(session)
    assert (calls["accepted"], calls["failed"]) == (1, 1)
    assert calls[claims.MILLISECONDS] >= 0
    assert before.endpoints["failing"] == 1
    assert before.deliveries["failing"] == census.DueDeliveries(waiting=1, due=0, oldest_due_s=0)
    clock.move(timedelta(hours=1))
    with transactions.reading() as session:
        after = census.count(session)
    assert after.deliveries["failing"].due == 1
    assert after.deliveries["failing"].oldest_due_s > 3000
    assert after.deliveries["ok"] == census.DueDeliveries()


def test_an_endpoint_that_was_made_switched_off_does_not_count_as_disabled(ada, shop):
    subscribe(ada, shop, enabled=False)
    webhook = subscribe(ada, shop)
    ada.patch(f"/webhooks/{webhook['id']}", {"enabled": False})
    with transactions.reading() as session:
        counted = census.count(session).endpoints
    assert (counted["off"], counted["disabled"]) == (2, 0)


def test_lists_go_page_by_page_and_by_type(ada, shop, worker):
    webhook = subscribe(ada, shop)
    happen(ada, *[("process.sent", 1), ("project.updated", None)] * 3)
    rest(worker)
    path = f"/webhooks/{webhook['id']}/deliveries"
    first = ada.get(f"{path}?limit=4").json
    second = ada.get(f"{path}?limit=4&cursor={first['next']}").json
    message_ids = [item["message_id"] for item in first["items"] + second["items"]]
    assert message_ids == heard()[:-7:-1]
    assert len(sent(ada, webhook, "?types=process.*")) == 3


def test_a_delivery_worker_that_died_is_replaced_and_its_call_comes_again(ada, shop, worker):
    webhook = subscribe(ada, shop)
    happen(ada, ("process.sent", 1))
    with transactions.writing() as session:
        deliveries.collect(session, UUID(webhook["id"]))
    with transactions.writing() as session:
        (lost,) = claims.claim(session, shares.Calls(8).load())
    rest(worker)
    assert shop.got == []
    clock.move(timedelta(seconds=61))
    rest(worker)
    assert shop.ids() == heard()[-1:]
    with transactions.writing() as session:  # the dead one comes back: its answer is late
        late = deliveries.Outcome(500, 1, "", "it answered 500")
        claims.settle(session, lost, late)
    with transactions.reading() as session:
        assert session.scalar(sa.select(Delivery.state)) == "delivered"
    assert [a["status"] for a in sent(ada, webhook)[0]["attempts"]] == [500, 200]


def test_what_is_of_a_type_is_found_without_passing_what_is_not(application):
    webhook = WebhookEndpoint(id=UUID(int=1))
    with transactions.reading() as session:
        query = query_of(
            session, lambda: redelivery.page(session, webhook, None, 9, types=["member.added"])
        )
        assert "ix_webhook_deliveries_type" in plan_of(session, query)


@pytest.mark.parametrize("state", ["pending", "failed"])
def test_what_was_not_taken_is_found_without_passing_what_was(application, state):
    webhook = WebhookEndpoint(id=UUID(int=1))
    with transactions.reading() as session:
        query = query_of(
            session, lambda: redelivery.page(session, webhook, UUID(int=2), 9, state=state)
        )
        assert "ix_webhook_deliveries_untaken" in plan_of(session, query)
