"""Notification mails are sent once, whatever fails or runs twice, and to those concerned only."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from service import clock
from service.access.permissions import RIGHTS
from service.accounts import users
from service.database import transactions
from service.database.engine import is_postgresql
from service.database.models import Bookmark, Membership, Role
from service.events import outbox
from service.notifications import queue, selection
from tasks.delivery import notification_mails
from tasks.delivery.worker import DeliveryWorker
from tests.support.notifying import choose, later, uses_mail_server
from tests.support.orders import offer
from tests.support.sandbox_orders import played, sent
from tests.support.servers.mail_servers import Post, mail_server
from tests.support.servers.mailed import notes, published, quiet_market, subjects
from tests.support.worlds.marketplace import refused


@pytest.fixture
def market(example_url, monkeypatch, tmp_path):
    with quiet_market(example_url, monkeypatch, tmp_path) as market:
        yield market


def test_preferences_are_ones_own(market):
    assert refused(market.visitor().get("/notifications/preferences"), 401, "unauthenticated")
    stranger = f"/notifications/preferences/{uuid4()}"
    body = {"choices": {"offer.made": "mail"}}
    assert refused(market.client.patch(stranger, body), 404, "not-found")
    own = f"/notifications/preferences/{market.client.login.organization_id}"
    for choices in ({"offer.made": "smoke"}, {"process.unheard_of": "mail"}):
        answer = market.client.patch(own, {"choices": choices})
        assert answer.status_code == 422, answer.text


def test_mails_about_an_order_of_the_sandbox_say_so(market, monkeypatch):
    process_id, (contractor,) = market.send(1)
    offer(contractor, process_id)
    played(market, sent(market, accept=None))
    post = Post()
    with mail_server(post) as port:
        uses_mail_server(monkeypatch, port)
        published()
    marked = [str(letter["Subject"]).startswith("[Sandbox] ") for letter in post.letters]
    assert sorted(set(marked)) == [False, True]


def test_a_server_that_is_busy_is_tried_again_and_the_mail_is_the_same(market, monkeypatch):
    process_id, (contractor,) = market.send(1)
    busy, well = Post(to_data="451 later"), Post()
    with mail_server(busy) as port:
        uses_mail_server(monkeypatch, port)
        offer(contractor, process_id)
        published()
    first = [note for note in notes() if note.attempts]
    assert first
    assert {note.state for note in first} == {"pending"}
    assert all("451" in note.error for note in first)
    later(minutes=2)
    with mail_server(well) as port:
        uses_mail_server(monkeypatch, port)
        assert published() == len(first)
        assert published() == 0
    ids = [letter["Message-ID"] for letter in well.letters]
    assert len(ids) == len(set(ids)) == len(first)
    assert {note.state for note in notes() if note.attempts} == {"sent"}


def test_an_address_that_does_not_exist_is_given_up_at_once(market, monkeypatch):
    process_id, (contractor,) = market.send(1)
    with mail_server(Post(to_recipient="550 nobody here")) as port:
        uses_mail_server(monkeypatch, port)
        offer(contractor, process_id)
        published()
    assert {note.state for note in notes() if note.attempts} == {"failed"}


def test_who_took_a_letter_and_died_is_followed_by_another(market, monkeypatch):
    process_id, (contractor,) = market.send(1)
    offer(contractor, process_id)
    with transactions.writing() as session:
        outbox.publish(session, 10_000)
    with transactions.writing() as session:
        assert selection.queue_notifications(session) > 0
    taken = take_all()
    assert taken
    assert take_all() == []
    later(minutes=6)
    assert notification_mails.send_due() == len(taken)


def take_all():
    """All letters that are due, taken by somebody who never comes back."""
    taken = []
    with transactions.writing() as session:
        while letter := queue.claim_mail(session):
            taken.append(letter)
    return taken


def test_who_belongs_to_both_sides_is_told_once(market):
    process_id, (contractor,) = market.send(1)
    with transactions.writing() as session:
        shop = contractor.login.organization_id
        role = session.scalars(sa.select(Role).where(Role.organization_id == shop)).first()
        role.rights = sorted(RIGHTS)
        user_id = market.client.login.user_id
        session.add(Membership(user_id=user_id, organization_id=shop, role_id=role.id))
    offer(contractor, process_id)
    published()
    assert subjects(market.client).count("test: an offer has come in, your move") == 1


def test_two_workers_that_look_at_the_same_moment_tell_everybody_once(market):
    process_id, (contractor,) = market.send(1)
    offer(contractor, process_id)
    with transactions.writing() as session:
        outbox.publish(session, 10_000)
    with ThreadPoolExecutor(1) as other:
        with transactions.writing() as session:
            made = selection.queue_notifications(session)
            second = other.submit(collected)
            if is_postgresql(session):  # nobody waits there; on SQLite every writer does
                assert second.result(5) == 0
        assert second.result(15) == 0
    assert made > 0
    assert notification_mails.send_due() == made == len(notes())


def collected():
    with transactions.writing() as session:
        return selection.queue_notifications(session)


def test_nobody_is_told_twice_though_the_bookmark_was_set_back(market):
    process_id, (contractor,) = market.send(1)
    with transactions.reading() as session:
        before = session.get(Bookmark, selection.READER).position
    offer(contractor, process_id)
    sent = published()
    assert sent > 0
    with transactions.writing() as session:
        session.get(Bookmark, selection.READER).position = before
    assert published() == 0
    assert len(notes()) == sent


def test_a_pass_with_nothing_new_writes_nothing(market, monkeypatch):
    published()

    def fail():
        raise AssertionError("there is nothing to write")

    monkeypatch.setattr(notification_mails.transactions, "writing", fail)
    assert DeliveryWorker(1).mail_once() == 0


def test_a_disabled_user_is_not_told_of_anything(market, monkeypatch):
    choose(market.colleague, offer__made="digest")
    process_id, (contractor,) = market.send(1)
    offer(contractor, process_id)
    published()
    with transactions.writing() as session:
        for reader in (market.client, market.colleague):
            users.disable(session, reader.login.email)
    before = subjects(market.client)
    offer(contractor, process_id, "90.00")
    later(days=1)
    published()
    assert subjects(market.colleague) == []
    assert subjects(market.client) == before


def test_digests_go_out_at_the_hour_that_is_set():
    morning = clock.now().replace(hour=5, minute=59, second=0, microsecond=0)
    assert selection.next_digest(morning) == morning + timedelta(minutes=1)
    assert selection.next_digest(morning + timedelta(minutes=1)) == morning + timedelta(
        days=1, minutes=1
    )
