"""Requests that go to a contractor's own system: signed, once under one key, with a way back."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from standardwebhooks import Webhook as Reference

from service import clock
from service.database import transactions
from service.database.models import ContractorRow, Organization, WebhookEndpoint
from service.settings import settings
from service.sourcing import dispatch
from service.verification import verify
from service.webhooks import signatures
from tasks import send
from tasks.channels import Unavailable, requests
from tests.support.servers.mail_servers import Post, mail_server
from tests.support.servers.receivers import receiver
from tests.support.worlds.workplace import change, opened, process, requests_of
from workflows.process import ProcessState
from workflows.request import RequestState

pytestmark = pytest.mark.one_database

SECRET = signatures.new_secret()


@pytest.fixture
def shop():
    with receiver() as shop:
        yield shop


@pytest.fixture
def place(database_url, tmp_path, monkeypatch, shop):
    """A workplace whose contractors are asked by webhook, and by mail where that fails."""
    channels = ("inbox", "webhook", "mail")
    values = {
        "webhook_allowed_networks": "127.0.0.0/8",
        "webhook_timeout_s": 1,
        "mail_attempts": 2,
    }
    redis_url = "redis://127.0.0.1:1"
    with opened(database_url, redis_url, tmp_path, monkeypatch, channels, **values) as place:
        send.channels.cache_clear()
        subscribe(place.shop.contractor_ids[0], shop.url, f"127.0.0.1:{shop.port}")
        yield place
    send.channels.cache_clear()


def subscribe(contractor_id, url, target):
    with transactions.writing() as session:
        secrets = [{"secret": SECRET, "created_at": clock.now().isoformat(), "expires_at": None}]
        webhook = WebhookEndpoint(
            organization_id=contractor_id,
            url=url,
            target=target,
            types=[],
            rights=[],
            ordering="per_process",
            secrets=secrets,
            position=0,
        )
        session.add(webhook)
        session.flush()
        organization = session.get_one(Organization, contractor_id)
        organization.email = "orders@shop.example"
        organization.email_verified_at = clock.now()
        contractor = session.get_one(ContractorRow, contractor_id)
        contractor.terms = contractor.terms | {"webhook_id": str(webhook.id)}


def sending_order(place):
    [order] = place.order()
    assert verify.verify(order) == "pass_verification"
    return order


def again(order):
    change([order], not_before=clock.now() - timedelta(seconds=1))
    return dispatch.send(order, send.deliver)


def the_request_of(order):
    [request] = requests_of(order)
    return request


def letters(tmp_path):
    return list((tmp_path / "mail").glob("*.eml"))


def test_the_request_arrives_signed_under_its_key_and_no_mail_goes_out(
    place, shop, tmp_path, monkeypatch
):
    order = sending_order(place)
    monkeypatch.delattr(requests, "dossier_pdf")  # nobody asks for documents that nobody gets
    assert dispatch.send(order, send.deliver) == "dispatched"
    request = the_request_of(order)
    (message,) = shop.got
    Reference(SECRET).verify(message.body, message.headers)
    assert message.id == message.headers["Idempotency-Key"] == request.idempotency_key
    data = message.event["data"]
    assert data["number"] == request.number
    assert data["order"]["quantity"] == 5
    assert data["links"]["request"].endswith(f"/requests/{request.id}")
    assert request.dispatch["webhook"]["attempts"] == 1
    assert request.dispatch["webhook"]["delivered_at"]
    assert "mail" not in request.dispatch
    assert letters(tmp_path) == []


def test_an_unknown_outcome_is_asked_again_under_the_same_key(place, shop):
    def late(_message, number):
        if number == 1:
            raise ConnectionError  # taken, and the answer is lost
        return 200

    shop.script = late
    order = sending_order(place)
    with pytest.raises(Unavailable):
        dispatch.send(order, send.deliver)
    assert the_request_of(order).state is RequestState.DISPATCHING
    assert again(order) == "dispatched"
    first, second = shop.got
    assert first.id == second.id
    assert first.body == second.body
    tries = the_request_of(order).dispatch["webhook"]["tries"]
    assert ["error" in one for one in tries] == [True, False]


def test_one_that_says_no_for_good_is_followed_by_the_mail_at_once(place, shop, tmp_path):
    shop.script = lambda *_: 404
    order = sending_order(place)
    assert dispatch.send(order, send.deliver) == "dispatched"
    request = the_request_of(order)
    assert "404" in request.dispatch["webhook"]["error"]
    assert request.dispatch["mail"]["delivered_at"]
    assert len(letters(tmp_path)) == 1


def test_one_that_stays_silent_is_followed_by_the_mail_after_its_attempts(place, shop, tmp_path):
    shop.script = lambda *_: 503
    order = sending_order(place)
    with pytest.raises(Unavailable):
        dispatch.send(order, send.deliver)
    assert letters(tmp_path) == []
    assert again(order) == "dispatched"
    assert the_request_of(order).dispatch["webhook"]["attempts"] == 2
    assert len(letters(tmp_path)) == 1
    assert process(order).state is ProcessState.SENT


def test_retry_after_is_waited_for_and_a_long_one_is_answered_by_the_next_channel(
    place, shop, tmp_path
):
    shop.script = lambda *_: (429, {"Retry-After": "200"}, b"")
    order = sending_order(place)
    with pytest.raises(Unavailable):
        dispatch.send(order, send.deliver)
    assert process(order).not_before > clock.now() + timedelta(seconds=150)
    shop.script = lambda *_: (429, {"Retry-After": "4000"}, b"")
    other = sending_order(place)
    assert dispatch.send(other, send.deliver) == "dispatched"
    assert len(letters(tmp_path)) == 1


def test_one_that_is_switched_off_is_not_called(place, shop, tmp_path):
    with transactions.writing() as session:
        session.execute(sa.update(WebhookEndpoint).values(enabled=False))
    order = sending_order(place)
    assert dispatch.send(order, send.deliver) == "dispatched"
    assert shop.got == []
    assert len(letters(tmp_path)) == 1


def test_a_host_that_is_left_alone_is_not_called_either(place, shop):
    shop.script = lambda *_: 500
    for _ in range(5):
        with pytest.raises(Unavailable):
            dispatch.send(sending_order(place), send.deliver)
    called = len(shop.got)
    with pytest.raises(Unavailable, match="left alone"):
        dispatch.send(sending_order(place), send.deliver)
    assert len(shop.got) == called == 5


def test_a_mail_that_was_not_taken_is_not_tried_later_where_a_webhook_took_the_request(
    place, shop, monkeypatch
):
    with transactions.writing() as session:
        contractor = session.get_one(ContractorRow, place.shop.contractor_ids[0])
        contractor.terms = contractor.terms | {"channels": ["inbox", "mail", "webhook"]}
    with mail_server(Post(to_data="451 try later")) as port:
        monkeypatch.setenv("WERKBANK_SMTP_URL", f"smtp://127.0.0.1:{port}")
        monkeypatch.setenv("WERKBANK_MAIL_ATTEMPTS", "1")
        settings.cache_clear()
        send.channels.cache_clear()
        order = sending_order(place)
        assert dispatch.send(order, send.deliver) == "dispatched"
    assert len(shop.got) == 1
    request = the_request_of(order)
    assert "try later" in request.dispatch["mail"]["error"]
    assert request.mail_due_at is None
