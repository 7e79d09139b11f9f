"""Proves that an order arrives, and only once, wherever a worker or the relay dies on its way."""

from datetime import timedelta
from functools import partial

import pytest
import sqlalchemy as sa

from service import clock
from service.database import transactions
from service.database.models import Audience, Event, OutboxEvent, Verification
from service.events import feed
from service.sourcing import dispatch
from service.verification import verify
from tasks import send
from tasks.outbox.publisher import TaskPublisher
from tasks.outbox.relay import Relay
from tasks.worker import app
from tests.support import crash_points
from tests.support.crash_points import POINTS
from tests.support.servers.mail_servers import Post, mail_server
from tests.support.worlds.workplace import (
    all_are,
    change,
    check_histories,
    moves_of,
    opened,
    process,
    requests_of,
    rows_of,
    work_items,
)
from workflows.process import ProcessState

USUAL_WAY = ["create", "verify", "pass_verification", "send", "dispatched"]
CONTRACTORS = 2


@pytest.fixture
def dies(tmp_path):
    return partial(crash_points.dies, tmp_path / "dying.log")


@pytest.fixture
def post():
    return Post()


@pytest.fixture
def open_place(database_url, redis_url, tmp_path, monkeypatch, post):
    """A workplace whose contractors are also reached by mail, or only by their inboxes."""
    opening = []

    def open_place(*channels):
        url = f"smtp://127.0.0.1:{port}"
        place = opened(
            database_url, redis_url, tmp_path, monkeypatch, channels=channels, smtp_url=url
        )
        opening.append(place)
        return place.__enter__()

    with mail_server(post) as port:
        send.channels.cache_clear()
        yield open_place
        for place in opening:
            place.__exit__(None, None, None)
    send.channels.cache_clear()


def finish(process_ids):
    """What other workers do once the leases of the dead one have run out."""
    change(process_ids, lease_until=clock.now() - timedelta(seconds=1))
    for process_id in process_ids:
        verify.verify(process_id)
        dispatch.send(process_id, send.deliver)


def assert_arrived_once(process_ids, contractors):
    """Nothing is lost, and nothing happened twice."""
    assert all_are("sent", process_ids)()
    check_histories(process_ids)
    for process_id in process_ids:
        assert [move for move in moves_of(process_id) if move != "edit"] == USUAL_WAY
        asked = [request.contractor_id for request in requests_of(process_id)]
        assert len(asked) == len(set(asked)) == contractors
        assert len(rows_of(Verification, process_id)) == 1
        assert process(process_id).attempts == 0


def of_step(*steps):
    return [point for point, (step, *_) in POINTS.items() if step in steps]


@pytest.mark.parametrize("point", of_step("verify", "send"))
def test_an_order_arrives_once_wherever_its_worker_dies(dies, open_place, post, point):
    place = open_place("inbox", "mail")
    [order] = place.order(contractors=CONTRACTORS)
    if point.startswith("send"):
        verify.verify(order)
    dies(point, [order])
    if process(order).state is not ProcessState.SENT and "after commit" not in point:
        assert process(order).attempts == 1  # counted before the work
    finish([order])
    assert_arrived_once([order], CONTRACTORS)
    letters = {(letter["Message-ID"], letter["To"]) for letter in post.letters}
    assert len(letters) == CONTRACTORS  # a repeat is the same letter
    assert len(post.letters) <= CONTRACTORS + 1


@pytest.mark.parametrize("point", of_step("verify_all", "send_all"))
def test_orders_that_go_together_arrive_once_wherever_their_worker_dies(dies, open_place, point):
    place = open_place("inbox")
    first, *orders = place.order(4)
    verify.verify(first)
    if point.endswith("sent"):
        verify.verify_all(orders)
    dies(point, orders)
    here = {process(order).state for order in orders}
    assert len(here) == 1, "all of them, or none"
    finish([first, *orders])
    assert_arrived_once([first, *orders], 1)


@pytest.mark.parametrize("point", of_step("send_outside"))
def test_of_orders_that_go_out_one_after_another_one_mail_at_most_is_sent_again(
    dies, open_place, post, point
):
    place = open_place("inbox", "mail")
    first, *orders = place.order(4)
    verify.verify(first)
    verify.verify_all(orders)
    dies(point, orders)
    finish([first, *orders])
    assert_arrived_once([first, *orders], 1)
    letters = {(letter["Message-ID"], letter["To"]) for letter in post.letters}
    assert len(letters) == 4
    assert len(post.letters) <= 4 + 1


@pytest.mark.parametrize("point", of_step("relay"))
def test_everything_is_published_and_announced_once_wherever_the_relay_dies(
    dies, open_place, point
):
    place = open_place("inbox")
    orders = place.order(3)
    dies(point, [])
    publisher = TaskPublisher(app, place.redis_url)
    with transactions.writing() as session:  # the dead one's term is over
        session.execute(sa.text("DELETE FROM tenures"))
    relay = Relay(publisher, "successor")
    while relay.once():
        pass
    publisher.close()
    assert work_items() == []
    with transactions.reading() as session:
        assert session.scalar(sa.select(OutboxEvent.id)) is None
        rows = session.execute(sa.select(Event.process_id, Event.type).order_by(Event.position))
        rows = [tuple(row) for row in rows]
        positions = session.scalars(sa.select(Event.position).order_by(Event.position)).all()
        heard = session.scalar(sa.select(sa.func.count()).select_from(Audience))
    for order in orders:
        events = [type for id, type in rows if id == order]
        assert events == ["process.created", "process.verifying"]
    assert positions == list(range(1, feed_length() + 1))
    assert heard == len(rows)


def feed_length():
    with transactions.reading() as session:
        return feed.last_position(session)
