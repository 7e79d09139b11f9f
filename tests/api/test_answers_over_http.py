"""Questions, answers and offers over HTTP, and the contractor's inbox."""

import csv
import io
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from service import clock
from service.database import transactions
from service.database.models import Request
from service.orders import expiry
from tests.support.orders import (
    an_offer,
    answer,
    as_if,
    confirmed,
    fire,
    history_of,
    offer,
    program,
    request_of,
    statements,
)
from tests.support.worlds.marketplace import refused
from tests.support.worlds.workplace import process


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


def test_a_question_is_answered_while_another_ones_offer_waits(market):
    process_id, (one, two) = market.send(2)
    answer(one, process_id, "ask", text="Which colour?")
    assert "answer" in market.client.get(f"/processes/{process_id}").json["actions"]
    offer(two, process_id)
    shown = market.client.get(f"/processes/{process_id}").json
    assert shown["state"] == "offered"
    assert "answer" in shown["actions"]
    answered = fire(market.client, process_id, "answer", text="Red.")
    assert answered.status_code == 200, answered.text
    assert answered.json["state"] == "offered"
    assert "answer" not in answered.json["actions"]
    assert request_of(one, process_id)["state"] == "acknowledged"
    assert refused(fire(market.client, process_id, "answer", text="Red."), 409, "not-ready")


def test_who_asked_has_their_whole_window_again_after_the_answer(market):
    process_id, (one,) = market.send(1)
    answer(one, process_id, "ask", text="Which colour?")
    with transactions.writing() as session:
        request = session.get(Request, UUID(request_of(one, process_id)["id"]))
        request.answer_by = clock.now() - timedelta(hours=1)
    fire(market.client, process_id, "answer", text="Red.")
    answer_by = datetime.fromisoformat(request_of(one, process_id)["answer_by"])
    assert answer_by > clock.now() + timedelta(hours=47)
    assert process(UUID(process_id)).due_at == answer_by


def test_a_process_falls_due_with_the_earliest_of_its_requests(market):
    process_id, (one, two) = market.send()
    window = datetime.fromisoformat(request_of(two, process_id)["answer_by"])
    offer(one, process_id, days=30)
    assert process(UUID(process_id)).due_at == window  # the other one must still answer in time
    offer(two, process_id, days=1)
    assert process(UUID(process_id)).due_at < window
    expiry.fire_due(clock.now() + timedelta(days=1, minutes=1))
    requests = market.client.get(f"/processes/{process_id}").json["requests"]
    assert sorted(request["state"] for request in requests) == ["expired", "offered"]


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"valid_until": "9999-12-31T23:59:59-23:00"}, "/valid_until"),
        ({"valid_until": "0001-01-01T00:00:00+23:00"}, "/valid_until"),
        ({"valid_until": "2020-01-01T00:00:00Z"}, "/valid_until"),
        ({"valid_until": "tomorrow"}, "/valid_until"),
        ({"price": {"amount": "1.00", "currency": "XTS"}}, "/price/currency"),
        ({"price": {"amount": "1.001", "currency": "EUR"}}, "/price/amount"),
        ({"price": {"amount": "0", "currency": "EUR"}}, "/price/amount"),
        ({"lead_time_days": -1}, "/lead_time_days"),
    ],
)
def test_an_offer_that_cannot_be_is_refused_with_the_place(market, changes, pointer):
    process_id, (one,) = market.send(1)
    body = an_offer(request_of(one, process_id), **changes)
    refusal = answer(one, process_id, "offer", **body)
    assert refused(refusal, 422, "invalid")
    assert [error["pointer"] for error in refusal.json["errors"]] == [pointer]


def test_a_new_offer_supersedes_the_last_and_only_the_newest_binds(market):
    process_id, (one,) = market.send(1)
    long, short = offer(one, process_id, "90", days=30), offer(one, process_id, "95.5", days=1)
    assert (long["number"], short["number"]) == (1, 2)
    assert short["price"]["amount"] == "95.50"
    taken = fire(market.client, process_id, "accept_offer", offer_id=long["id"])
    assert refused(taken, 409, "not-ready")
    shown = market.client.get(f"/processes/{process_id}").json
    assert "accept_offer" in shown["actions"]
    clock.move(timedelta(days=1, minutes=1))
    try:
        shown = market.client.get(f"/processes/{process_id}").json
        assert "accept_offer" not in shown["actions"]
    finally:
        clock.reset()


def test_answers_are_taken_once_everybody_has_been_asked(market):
    process_id, (one,) = market.send(1)
    as_if(process_id, "sending")
    for action, data in (
        ("offer", an_offer(request_of(one, process_id))),
        ("ask", {"text": "Which?"}),
        ("decline", {}),
    ):
        assert refused(answer(one, process_id, action, **data), 409, "illegal-move")
    assert request_of(one, process_id)["state"] == "dispatched"


def test_only_the_contractor_answers_and_only_with_the_right_to(market):
    process_id, (one, two) = market.send()
    id = request_of(one, process_id)["id"]
    path = f"/requests/{id}/actions/acknowledge"
    assert refused(market.client.post(path), 403, "forbidden")
    assert refused(two.post(path), 404, "not-found")
    assert refused(market.nobody().post(path), 404, "not-found")
    assert refused(market.visitor().get(f"/requests/{id}"), 404, "not-found")
    assert refused(market.nobody().get("/requests"), 401, "unauthenticated")
    chatting = program(one, market, "processes:messages")
    assert refused(chatting.get(f"/requests/{id}"), 403, "forbidden")
    assert chatting.get("/requests").json["items"] == []
    reading = program(one, market, "processes:read")
    assert reading.get(f"/requests/{id}").status_code == 200
    assert refused(reading.post(path), 403, "forbidden")
    assert one.post(path).json["state"] == "acknowledged"


def test_an_answer_on_an_old_version_is_refused(market):
    process_id, (one,) = market.send(1)
    id = request_of(one, process_id)["id"]
    tag = {"If-Match": one.get(f"/requests/{id}").headers["ETag"]}
    assert one.post(f"/requests/{id}/actions/acknowledge", headers=tag).status_code == 200
    again = one.post(f"/requests/{id}/actions/decline", {}, headers=tag)
    assert refused(again, 412, "version-moved-on")


def test_a_request_is_never_said_to_be_unchanged_while_its_process_moves(market):
    process_id, winner, _ = confirmed(market)
    path = f"/requests/{request_of(winner, process_id)['id']}"
    tag = winner.get(path).headers["ETag"]
    fire(winner, process_id, "start_production")
    again = winner.get(path, headers={"If-None-Match": tag})
    assert again.status_code == 200
    assert again.json["process"]["state"] == "in_production"


def test_a_dry_run_of_an_offer_keeps_nothing_and_says_who_would_hear_of_it(market):
    process_id, (one,) = market.send(1)
    body = an_offer(request_of(one, process_id))
    id = request_of(one, process_id)["id"]
    before = process(UUID(process_id)).version
    tried = one.post(f"/requests/{id}/actions/offer?dry_run=true", body)
    assert tried.status_code == 201, tried.text
    assert "process.offered" in tried.json["dry_run"]["events"]
    assert request_of(one, process_id)["offers"] == []
    assert process(UUID(process_id)).version == before


def test_the_inbox_takes_the_same_number_of_queries_however_full_it_is(market):
    _, (one,) = market.send(1)
    market.send(1)
    with statements() as few:
        assert len(one.get("/requests?limit=1").json["items"]) == 1
    with statements() as many:
        assert len(one.get("/requests?limit=200").json["items"]) > 1
    assert len(many) == len(few)


def test_the_inbox_is_filtered_by_state_and_comes_in_pages(market):
    ids = [market.send(1) for _ in range(3)]
    (one,) = ids[0][1]
    mine = [id for id, (contractor,) in ids if contractor.login == one.login]
    assert len(mine) == 3
    answer(one, mine[0], "acknowledge")
    filtered = one.get("/requests?state=acknowledged&limit=200").json["items"]
    assert mine[0] in {r["process_id"] for r in filtered}
    assert {r["state"] for r in filtered} == {"acknowledged"}
    first = one.get("/requests?limit=2").json
    second = one.get(f"/requests?limit=1&cursor={first['next']}").json
    seen = [r["process_id"] for r in first["items"] + second["items"]]
    assert seen == mine[::-1]
    assert refused(one.get("/requests?state=queued"), 422, "invalid")


def test_the_csv_history_is_one_line_a_row(market):
    process_id, _ = market.send(1)
    data = market.client.get(f"/processes/{process_id}/history.csv").data
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    entries = history_of(market.client, process_id)
    assert [row["trigger"] for row in rows] == [entry["trigger"] for entry in entries]


def test_a_request_expires_unanswered(market):
    process_id, (one,) = market.send(1)
    until = datetime.fromisoformat(request_of(one, process_id)["answer_by"])
    assert until.tzinfo == UTC
    expiry.fire_due(until + timedelta(seconds=1))
    assert request_of(one, process_id)["state"] == "expired"
    assert market.client.get(f"/processes/{process_id}").json["state"] == "declined"
