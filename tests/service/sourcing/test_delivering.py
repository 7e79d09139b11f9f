"""Proves what becomes of a request that goes out by mail: delivered, refused, tried again."""

from datetime import timedelta
from email import message_from_bytes, policy
from uuid import UUID

import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy.exc import IntegrityError

from service import clock
from service.database import event_counts, migrations, transactions
from service.database.models import Process, Request, Verification
from service.notifications import mail_queue
from service.sourcing import dispatch
from service.sourcing.request_identity import identity_of
from service.verification import verify
from tasks import send
from tasks.channels import Unavailable
from tasks.delivery import late_request_mails
from tests.support.servers.mail_servers import Post, mail_server
from tests.support.worlds.workplace import change, opened, process, requests_of
from workflows.process import ProcessState
from workflows.request import RequestState


@pytest.fixture
def open_place(database_url, tmp_path, monkeypatch):
    """Opens a workplace whose contractors are reached through `channels`."""
    opening = []

    def open_place(channels=("inbox", "mail"), **values):
        redis_url = "redis://127.0.0.1:1"
        place = opened(database_url, redis_url, tmp_path, monkeypatch, channels, **values)
        opening.append(place)
        send.channels.cache_clear()
        return place.__enter__()

    yield open_place
    send.channels.cache_clear()
    for place in opening:
        place.__exit__(None, None, None)


def verified_and_sending(place):
    [order] = place.order()
    assert verify.verify(order) == "pass_verification"
    assert process(order).state is ProcessState.SENDING
    return order


def the_request_of(order):
    [request] = requests_of(order)
    return request


def test_without_a_server_the_letter_lands_in_a_folder_with_dossier_and_files(open_place, tmp_path):
    order = verified_and_sending(open_place())
    assert dispatch.send(order, send.deliver) == "dispatched"
    request = the_request_of(order)
    assert request.state is RequestState.DISPATCHED
    assert request.dispatch["mail"]["attempts"] == 1
    assert {"inbox", "mail"} == {c for c, r in request.dispatch.items() if r["delivered_at"]}
    [file] = (tmp_path / "mail").glob("*.eml")
    letter = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert request.number in letter["Subject"]
    assert request.dispatch["mail"]["reference"] == letter["Message-ID"]
    names = [part.get_filename() for part in letter.iter_attachments()]
    assert names == [f"{request.number}.pdf", f"{request.number}.zip"]


def test_a_refused_letter_leaves_the_request_in_the_inbox_and_says_why(open_place):
    with mail_server(Post(to_recipient="550 no such mailbox")) as port:
        order = verified_and_sending(open_place(smtp_url=f"smtp://127.0.0.1:{port}"))
        dispatch.send(order, send.deliver)
    request = the_request_of(order)
    assert request.state is RequestState.DISPATCHED
    assert "no such mailbox" in request.dispatch["mail"]["error"]
    assert process(order).state is ProcessState.SENT


def test_a_busy_server_is_tried_again_until_the_inbox_alone_must_do(open_place):
    with mail_server(Post(to_data="451 try later")) as port:
        place = open_place(smtp_url=f"smtp://127.0.0.1:{port}", mail_attempts=2)
        order = verified_and_sending(place)
        with pytest.raises(Unavailable):
            dispatch.send(order, send.deliver)
        assert the_request_of(order).state is RequestState.DISPATCHING
        assert "try later" in process(order).last_error
        assert dispatch.send(order, send.deliver) is None  # it pauses
        change([order], not_before=clock.now() - timedelta(seconds=1))
        assert dispatch.send(order, send.deliver) == "dispatched"
    request = the_request_of(order)
    assert request.dispatch["mail"]["attempts"] == 2
    assert "try later" in request.dispatch["mail"]["error"]


@pytest.fixture
def busy(open_place):
    """A server that is busy, and an order that was sent although it would not take the mail."""
    server = Post(to_data="451 try later")
    with mail_server(server) as port:
        place = open_place(smtp_url=f"smtp://127.0.0.1:{port}", mail_attempts=1)
        order = verified_and_sending(place)
        assert dispatch.send(order, send.deliver) == "dispatched"
        assert process(order).state is ProcessState.SENT
        yield server, order
    clock.reset()


def later(hours):
    """Let time pass, less than the contractor has to answer."""
    clock.move(timedelta(hours=hours))


def test_a_mail_that_was_not_taken_at_once_is_taken_hours_later(busy):
    server, order = busy
    assert late_request_mails.send_due() == 0  # it waits for its time
    assert len(server.letters) == 0
    for _ in range(8):
        later(0.5)
        assert late_request_mails.send_due() == 0
    report = the_request_of(order).dispatch["mail"]
    assert report["attempts"] > 4
    assert "try later" in report["error"]
    server.change_mind("250 OK")
    later(5)  # longer than the longest pause
    assert late_request_mails.send_due() == 1
    assert len(server.letters) == 1
    report = the_request_of(order).dispatch["mail"]
    assert report["delivered_at"]
    assert "error" not in report
    assert "again_at" not in report
    with transactions.reading() as session:
        attempts = event_counts.numbers(session, mail_queue.ATTEMPTS)
    assert attempts["request.sent"] == 1
    assert attempts["request.failed"] > 3
    later(24)
    assert late_request_mails.send_due() == 0


def test_a_mail_that_goes_out_later_does_not_make_an_answer_stale(busy):
    server, order = busy
    version = the_request_of(order).version
    later(0.5)
    assert late_request_mails.send_due() == 0
    assert the_request_of(order).version == version
    server.change_mind("250 OK")
    later(5)
    assert late_request_mails.send_due() == 1
    request = the_request_of(order)
    assert request.dispatch["mail"]["delivered_at"]
    assert request.version == version


def test_a_request_that_waits_for_its_mail_survives_the_way_back_and_forth(busy, database_url):
    _, order = busy
    number = the_request_of(order).number
    transactions.disconnect()
    command.downgrade(migrations.config(database_url), "0022")
    migrations.upgrade(database_url)
    transactions.connect(database_url)
    request = the_request_of(order)
    assert (request.number, request.mail_due_at) == (number, None)


def test_a_mail_that_is_refused_for_good_is_not_tried_again(busy):
    server, order = busy
    server.change_mind("550 no such mailbox")
    later(1)
    assert late_request_mails.send_due() == 0
    attempts = the_request_of(order).dispatch["mail"]["attempts"]
    later(5)
    late_request_mails.send_due()
    assert the_request_of(order).dispatch["mail"]["attempts"] == attempts


def test_whoever_has_answered_is_mailed_nothing_any_more(busy):
    server, order = busy
    with transactions.writing() as session:
        request = session.get_one(Request, the_request_of(order).id)
        request.state = RequestState.DECLINED
    server.change_mind("250 OK")
    later(1)
    assert late_request_mails.send_due() == 0
    assert server.letters == []
    assert the_request_of(order).mail_due_at is None


def test_a_channel_that_is_not_there_is_said_so(open_place):
    order = verified_and_sending(open_place(channels=("inbox", "pigeon")))
    dispatch.send(order, send.deliver)
    assert the_request_of(order).dispatch["pigeon"]["error"] == "there is no channel 'pigeon'"


def test_a_request_whose_number_another_one_has_goes_out_under_another_number(open_place):
    place = open_place(("inbox",))
    first, second = verified_and_sending(place), verified_and_sending(place)
    assert dispatch.send(first, send.deliver) == "dispatched"
    with transactions.writing() as session:
        waiting = session.get_one(Process, second)
        digest = session.get_one(Verification, waiting.verification_id).inputs_digest
        wanted = identity_of(waiting, UUID(waiting.choice[0]), digest)
        is_first = Request.process_id == first
        session.execute(sa.update(Request).where(is_first).values(number=wanted.number))
    with pytest.raises(IntegrityError):
        dispatch.send(second, send.deliver)
    change([second], not_before=None)
    assert dispatch.send(second, send.deliver) == "dispatched"
    request = the_request_of(second)
    assert request.number != wanted.number
    assert request.idempotency_key == wanted.idempotency_key
