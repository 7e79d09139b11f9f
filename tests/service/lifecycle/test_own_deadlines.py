"""Deadlines that an organisation sets for its orders, and the reminders before they fall due."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from service import clock
from service.database import transactions
from service.database.engine import is_postgresql
from service.database.models import Audience, Event, Process
from service.orders import expiry
from tests.support.callers import publish
from tests.support.orders import (
    answer,
    confirmed,
    dispatched,
    fire,
    offer,
    request_of,
    set_terms,
    suitable,
    verified,
)
from tests.support.own_deadlines import HOUR, at, shown
from tests.support.worlds.marketplace import refused
from tests.support.worlds.workplace import change, check_histories, process


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


@pytest.fixture
def chosen(market):
    """Sets the client's deadlines; after the test they are as the service has them."""
    path = f"/organizations/{market.client.login.organization_id}/deadlines"

    def put(**windows):
        answer = market.client.put(path, windows)
        assert answer.status_code == 200, answer.text
        return answer.json

    yield put
    put()


@contextmanager
def later(by):
    """The clock runs ahead by so much."""
    clock.move(by)
    try:
        yield clock.now()
    finally:
        clock.reset()


def heard(process_id, type):
    """Who hears of it, once for each time it was said."""
    publish()
    with transactions.reading() as session:
        query = (
            sa.select(Audience.party_id, Event.data)
            .join(Event, Event.id == Audience.event_id)
            .where(Event.process_id == UUID(process_id), Event.type == type)
        )
        return [(party, data) for party, data in session.execute(query.order_by(Event.position))]


def test_an_organization_reads_and_sets_its_deadlines_within_bounds(market, chosen):
    path = f"/organizations/{market.client.login.organization_id}/deadlines"
    items = {item["name"]: item for item in market.client.get(path).json["items"]}
    window = items["answer_window"]
    assert (window["hours"], window["default_hours"], window["reminder_hours"]) == (48, 48, 12)
    assert (window["states"], window["working_days"]) == (["sent"], True)
    assert {"dispute_window", "offer_validity", "question", "start"} <= items.keys()
    after = chosen(answer_window={"hours": 24, "reminder_hours": 0}, question={"hours": 72})
    items = {item["name"]: item for item in after["items"]}
    assert (items["answer_window"]["hours"], items["answer_window"]["reminder_hours"]) == (24, 0)
    assert (items["question"]["hours"], items["question"]["default_hours"]) == (72, 168)
    for body, pointer in (
        ({"answer_window": {"hours": 0.5}}, "/answer_window"),
        ({"dispute_window": {"hours": 1}}, "/dispute_window"),
        ({"question": {"hours": 24, "reminder_hours": 24}}, "/question"),
        ({"lunch": {"hours": 1}}, "/lunch"),
    ):
        put = market.client.put(path, body)
        assert refused(put, 422, "invalid")
        assert [error["pointer"] for error in put.json["errors"]] == [pointer]
    stranger = next(iter(market.contractors.values())).enter()
    assert refused(stranger.get(path), 404, "not-found")
    old = {"If-Match": '"0"'}
    assert refused(market.client.put(path, {}, headers=old), 412, "version-moved-on")


def test_what_is_set_later_moves_no_deadline_of_a_process_that_was_sent(market, chosen):
    chosen(answer_window={"hours": 10}, question={"hours": 30})
    process_id, (one,) = market.send(1)
    before = request_of(one, process_id)["answer_by"]
    assert abs(at(before) - clock.now() - 10 * HOUR) < HOUR
    chosen(answer_window={"hours": 700}, question={"hours": 700})
    answer(one, process_id, "ask", text="Which colour?")
    due = at(shown(market, process_id)["due_at"])
    assert abs(due - clock.now() - 30 * HOUR) < HOUR
    fire(market.client, process_id, "answer", text="Red.")
    assert abs(at(request_of(one, process_id)["answer_by"]) - at(before)) < HOUR
    other, (two,) = market.send(1)
    assert at(request_of(two, other)["answer_by"]) > clock.now() + 600 * HOUR


def test_orders_sent_under_equal_settings_share_their_windows_and_others_do_not(market, chosen):
    chosen(answer_window={"hours": 10})
    one, two = (process(UUID(market.send(1)[0])) for _ in range(2))
    chosen(answer_window={"hours": 11})
    three = process(UUID(market.send(1)[0]))
    assert one.windows_digest == two.windows_digest != three.windows_digest
    assert (one.own_windows, three.own_windows) == ({}, {})
    with transactions.reading() as session:
        hours = [
            session.get_one(Process, each.id).windows["answer_window"] for each in (one, three)
        ]
    assert [each["hours"] for each in hours] == [10, 11]


def test_windows_in_a_process_own_row_hold_as_before(market, chosen):
    chosen(question={"hours": 30})
    process_id, (one,) = market.send(1)
    with transactions.reading() as session:
        windows = session.get_one(Process, UUID(process_id)).windows
    change([UUID(process_id)], own_windows=windows, windows_digest=None)
    chosen(question={"hours": 700})
    answer(one, process_id, "ask", text="Which colour?")
    due = at(shown(market, process_id)["due_at"])
    assert abs(due - clock.now() - 30 * HOUR) < HOUR


def test_a_contractors_offers_bind_as_long_as_it_has_set(market):
    process_id, (one,) = market.send(1)
    path = f"/organizations/{one.login.organization_id}/deadlines"
    one.put(path, {"offer_validity": {"hours": 72}})
    made = answer(one, process_id, "offer", as_quoted=True).json
    assert abs(at(made["valid_until"]) - clock.now() - 72 * HOUR) < HOUR
    one.put(path, {})


def test_silent_contractors_are_reminded_once_before_the_window_closes(market, chosen):
    chosen(answer_window={"hours": 20, "reminder_hours": 5})
    process_id, (one, two, three) = market.send(3)
    offer(two, process_id, days=30)
    answer(three, process_id, "acknowledge")
    state = shown(market, process_id)
    remind_at = at(state["reminder_at"])
    assert at(state["due_at"]) - remind_at == 5 * HOUR
    assert request_of(one, process_id)["due"]["reminder_at"] == state["reminder_at"]
    expiry.fire_due(remind_at - timedelta(minutes=1))
    assert heard(process_id, "request.reminder") == []
    for _ in range(2):
        expiry.fire_due(remind_at + timedelta(minutes=1))
    reminders = heard(process_id, "request.reminder")
    assert {party for party, _ in reminders} == {c.login.organization_id for c in (one, three)}
    assert len(reminders) == 2
    assert {at(data["due_at"]) for _, data in reminders} == {
        at(request_of(c, process_id)["answer_by"]) for c in (one, three)
    }
    assert shown(market, process_id)["state"] == "offered"
    expiry.fire_due(at(state["due_at"]) + timedelta(minutes=1))
    assert request_of(one, process_id)["state"] == "expired"
    check_histories([UUID(process_id)])


def test_the_client_is_reminded_of_questions_and_of_offers_that_end(market):
    process_id, (one,) = market.send(1)
    answer(one, process_id, "ask", text="Which colour?")
    expiry.fire_due(at(shown(market, process_id)["reminder_at"]) + HOUR)
    fire(market.client, process_id, "answer", text="Red.")
    offer(one, process_id, days=10)
    expiry.fire_due(at(shown(market, process_id)["reminder_at"]) + HOUR)
    reminders = heard(process_id, "request.reminder")
    client = market.client.login.organization_id
    assert [(party, data["state"]) for party, data in reminders] == [
        (client, "clarification"),
        (client, "offered"),
    ]


def test_a_new_offer_is_reminded_of_anew(market):
    process_id, (one,) = market.send(1)
    offer(one, process_id, days=10)
    expiry.fire_due(at(shown(market, process_id)["reminder_at"]) + HOUR)
    assert shown(market, process_id)["reminder_at"] is None
    offer(one, process_id, days=20)
    assert shown(market, process_id)["reminder_at"] is not None


def test_the_contractor_is_reminded_before_the_start_and_both_when_it_is_late(market):
    process_id, winner, _ = confirmed(market)
    state = shown(market, process_id)
    assert (state["due_at"], state["then"]) == (state["start_by"], "a reminder; the state stays")
    early = [party for party, _ in heard(process_id, "process.reminder")]
    assert early == []
    expiry.fire_due(at(state["reminder_at"]) + HOUR)
    reminders = heard(process_id, "process.reminder")
    assert [party for party, _ in reminders] == [winner.login.organization_id]
    assert shown(market, process_id)["due_at"] == state["due_at"]
    for _ in range(2):
        expiry.fire_due(at(state["due_at"]) + HOUR)
    reminders = heard(process_id, "process.reminder")[1:]
    assert {party for party, _ in reminders} == {
        winner.login.organization_id,
        market.client.login.organization_id,
    }
    assert len(reminders) == 2


def test_quotes_are_reminded_of_before_they_expire(market):
    process_id = verified(market)
    state = shown(market, process_id)
    assert (state["then"], bool(state["reminder_at"])) == ("the quotes expire", True)
    expiry.fire_due(at(state["reminder_at"]) + HOUR)
    assert [party for party, _ in heard(process_id, "process.reminder")] == [
        market.client.login.organization_id
    ]
    assert shown(market, process_id)["state"] == "verified"


def test_a_contractors_free_days_lengthen_its_window_and_not_that_of_others(market, chosen):
    chosen(answer_window={"hours": 48})
    one = suitable(market, verified(market))[0]
    today = clock.now().date()
    closed = [(today + timedelta(days=n)).isoformat() for n in range(30)]
    set_terms(one, closed_on=closed)
    try:
        process_id = verified(market)
        two = next(c for c in suitable(market, process_id) if c.login != one.login)
        dispatched(market, process_id, [one, two])
    finally:
        set_terms(one, closed_on=[])
    longer, usual = (at(request_of(c, process_id)["answer_by"]) for c in (one, two))
    assert longer >= clock.now() + timedelta(days=29)
    assert usual < clock.now() + timedelta(days=9)
    assert at(shown(market, process_id)["due_at"]) == usual


def test_of_two_schedulers_one_fires_a_deadline_and_the_other_finds_nothing(market):
    process_id, (one,) = market.send(1)
    due = at(request_of(one, process_id)["answer_by"]) + timedelta(minutes=1)
    with ThreadPoolExecutor(1) as elsewhere:
        with transactions.writing() as session:
            first = expiry._take(session, UUID(process_id), due)
            expiry.fire(session, first, due)
            session.flush()
            second = elsewhere.submit(expiry._fire_alone, UUID(process_id), due)
            if is_postgresql(session):  # it does not wait: the row is held
                assert second.result(timeout=10) is False
        assert second.result(timeout=20) is False
    rows = market.client.get(f"/processes/{process_id}/history").json["items"]
    assert [row["trigger"] for row in rows].count("request.expire") == 1
    assert process(UUID(process_id)).state.value == "declined"


def test_of_two_schedulers_one_reminds(market):
    process_id, _ = market.send(1)
    due = at(shown(market, process_id)["reminder_at"]) + timedelta(minutes=1)
    with ThreadPoolExecutor(1) as elsewhere:
        with transactions.writing() as session:
            first = expiry._take(session, UUID(process_id), due)
            expiry.fire(session, first, due)
            session.flush()
            second = elsewhere.submit(expiry._fire_alone, UUID(process_id), due)
            if is_postgresql(session):
                assert second.result(timeout=10) is False
        assert second.result(timeout=20) is False
    assert len(heard(process_id, "request.reminder")) == 1
