"""Proves that hosts whose clocks differ do nothing twice, nothing early, and miss nothing."""

from contextlib import closing
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from service import clock
from service.database import transactions
from service.database.clock import database_now
from service.database.due_conditions import Conditions
from service.database.models import AccountMail, Delivery, Process, Request, WebhookEndpoint
from service.notifications import account_mails, mail_queue, queue, selection
from service.settings import settings
from service.sourcing import late_mails
from service.webhooks import claims, deliveries, disabled_notices, endpoints, shares
from tasks.outbox.publisher import TaskPublisher
from tasks.outbox.relay import Relay
from tasks.scheduler import Scheduler
from tasks.worker import app
from tests.support.callers import publish
from tests.support.orders import offer
from tests.support.servers.receivers import receiver
from tests.support.wrong_clocks import host_ahead

pytestmark = pytest.mark.only_on("postgresql")  # SQLite has one host
#: More than any time for which something is claimed here.
AHEAD = timedelta(minutes=15)


def test_the_moment_of_the_database_does_not_depend_on_the_host(market, monkeypatch):
    with host_ahead(monkeypatch, AHEAD), transactions.reading() as session:
        there = database_now(session)
    assert abs(there - clock.now()) < timedelta(minutes=1)


@pytest.fixture
def endpoint(market, monkeypatch):
    """A webhook that the client has made on a host whose clock is ahead."""
    monkeypatch.setattr(settings(), "webhook_allowed_networks", "127.0.0.0/8")
    with receiver() as shop, host_ahead(monkeypatch, timedelta(seconds=50)):
        made = market.client.post("/webhooks", {"url": shop.url})
        assert made.status_code == 201, made.text
    return UUID(made.json["id"])


def test_a_webhook_misses_nothing_that_happens_after_it_was_made(market, endpoint):
    market.client.draft()
    publish()
    with transactions.writing() as session:
        assert deliveries.collect(session, endpoint) > 0
    with transactions.reading() as session:
        assert "process.created" in session.scalars(sa.select(Delivery.type)).all()


def test_what_one_host_is_calling_is_called_by_no_other(market, endpoint, monkeypatch):
    market.client.draft()
    publish()
    with transactions.writing() as session:
        assert deliveries.collect(session, endpoint)
    with transactions.writing() as session:
        assert claims.claim(session, shares.Calls(8).load())
    with host_ahead(monkeypatch, AHEAD), transactions.writing() as session:
        assert claims.claim(session, shares.Calls(8).load()) == []


def test_what_a_host_ahead_has_put_in_line_is_called_at_once(market, endpoint, monkeypatch):
    market.client.draft()
    publish()
    with host_ahead(monkeypatch, AHEAD), transactions.writing() as session:
        assert deliveries.collect(session, endpoint)
    with transactions.writing() as session:
        assert claims.claim(session, shares.Calls(8).load())


def test_a_mail_about_an_account_goes_out_once(market, monkeypatch):
    with host_ahead(monkeypatch, AHEAD), transactions.writing() as session:
        account_mails.enqueue(session, "new_key", "ada@example.org")
    with transactions.writing() as session:
        assert account_mails.claim(session)
    with host_ahead(monkeypatch, AHEAD), transactions.writing() as session:
        assert Conditions(mail_queue.has_due(AccountMail)).hold(session) == [False]
        assert account_mails.claim(session) is None


def test_a_mail_about_an_order_goes_out_once(market, monkeypatch):
    process_id, (contractor,) = market.send(1)
    publish()
    with transactions.writing() as session:
        selection.queue_notifications(session)  # what happened before is no news
    offer(contractor, process_id)
    publish()
    with host_ahead(monkeypatch, AHEAD), transactions.writing() as session:
        assert selection.queue_notifications(session)
    clock.move(timedelta(minutes=2))  # what happens within a minute is one mail
    with transactions.writing() as session:
        assert queue.claim_mail(session)
        while queue.claim_mail(session):
            pass
    with host_ahead(monkeypatch, AHEAD), transactions.writing() as session:
        assert queue.claim_mail(session) is None


def test_a_request_is_mailed_later_once(market, monkeypatch):
    market.send(1)
    with transactions.writing() as session:
        session.execute(sa.update(Request).values(mail_due_at=clock.now()))
    with transactions.writing() as session:
        assert late_mails.claim(session)
    with host_ahead(monkeypatch, AHEAD), transactions.writing() as session:
        assert Conditions(late_mails.IS_DUE).hold(session) == [False]
        assert late_mails.claim(session) is None


def test_an_organization_is_told_of_its_webhook_once(market, endpoint, monkeypatch):
    with transactions.writing() as session:
        webhook = session.get_one(WebhookEndpoint, endpoint)
        endpoints.disable(session, webhook, claims.ANSWERED_GONE)
    with transactions.writing() as session:
        assert disabled_notices.due(session) == [endpoint]
        assert disabled_notices.take(session, endpoint)
    with host_ahead(monkeypatch, AHEAD), transactions.writing() as session:
        assert disabled_notices.due(session) == []
        assert not disabled_notices.take(session, endpoint)


def test_a_scheduler_ahead_fires_no_deadline_early(market, monkeypatch):
    monkeypatch.setattr(settings(), "redis_url", "redis://127.0.0.1:1")
    process_id, _ = market.send(1)
    due_at = clock.now() + timedelta(minutes=5)
    with transactions.writing() as session:
        session.execute(sa.update(Process).values(due_at=due_at, remind_at=None))
    with (
        closing(TaskPublisher(app, settings().redis_url)) as publisher,
        host_ahead(monkeypatch, AHEAD),
    ):
        Scheduler(Relay(publisher, "ahead")).once()
    with transactions.reading() as session:
        assert session.get_one(Process, UUID(process_id)).due_at == due_at
