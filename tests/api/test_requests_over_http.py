"""Requests over HTTP: each contractor sees its own and learns nothing of the others."""

import csv
import io
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from service import clock
from service.database import transactions
from service.database.models import Audience, Event, Request
from service.orders import expiry
from tests.support.callers import publish
from tests.support.orders import (
    an_offer,
    answer,
    as_if,
    confirmed,
    fire,
    offer,
    program,
    request_of,
    statements,
)
from tests.support.worlds.marketplace import refused
from tests.support.worlds.workplace import check_histories, process


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


def heard(process_id, contractor):
    """What the events of a process tell one contractor."""
    publish()
    with transactions.reading() as session:
        query = (
            sa.select(Event.type, Event.data, Event.actor_name)
            .join(Audience, Audience.event_id == Event.id)
            .where(Event.process_id == UUID(process_id))
            .where(Audience.party_id == contractor.login.organization_id)
        )
        return [tuple(row) for row in session.execute(query.order_by(Event.position))]


def history_of(caller, process_id):
    return caller.get(f"/processes/{process_id}/history").json["items"]


def test_a_contractor_learns_nothing_of_what_others_are_asked_and_offer(market):
    process_id, (one, two) = market.send()
    theirs = request_of(two, process_id)
    answer(two, process_id, "ask", text="May it be blue?")
    fire(market.client, process_id, "answer", text="It may.")
    made = offer(two, process_id, "777.77")
    seen = [
        one.get(f"/processes/{process_id}").text,
        one.get(f"/projects/{theirs['project_id']}").text,
        one.get("/projects?include=processes&limit=200").text,
        one.get("/requests?limit=200").text,
        one.get(f"/processes/{process_id}/offers").text,
        one.get(f"/processes/{process_id}/messages").text,
        one.get(f"/processes/{process_id}/history.csv").text,
        str(history_of(one, process_id)),
        str(heard(process_id, one)),
    ]
    other = two.login
    for secret in (
        theirs["id"],
        theirs["number"],
        made["id"],
        "777.77",
        str(other.organization_id),
        str(other.user_id),
        "blue",
    ):
        assert [text for text in seen if secret in text] == [], secret


def test_a_contractor_is_told_that_the_process_was_sent_and_of_its_own_request(market):
    process_id, (one, _) = market.send()
    triggers = [row["trigger"] for row in history_of(one, process_id)]
    assert triggers == ["send", "request.dispatch", "request.dispatched", "dispatched"]
    types = {type for type, _, _ in heard(process_id, one)}
    assert types == {"request.dispatched", "process.sent"}


def test_the_winner_sees_the_history_from_its_contract_on(market):
    process_id, winner, (loser,) = confirmed(market, 2)
    offer_rows = [r for r in history_of(winner, process_id) if r["trigger"] == "offer"]
    assert offer_rows == []  # whose offer came when is nobody else's business
    fire(winner, process_id, "start_production")
    triggers = [row["trigger"] for row in history_of(winner, process_id)]
    assert triggers[-2:] == ["accept_offer", "start_production"]
    assert "request.lose" not in triggers
    assert refused(loser.get(f"/processes/{process_id}/history"), 404, "not-found")


def test_neither_records_nor_choice_nor_weights_are_for_contractors(market):
    process_id, (one, _) = market.send()
    for path in ("verification", "verifications", "contractors"):
        assert refused(one.get(f"/processes/{process_id}/{path}"), 403, "forbidden")
    shown = one.get(f"/processes/{process_id}").json
    assert not {"choice", "verification", "offer_id"} & shown.keys()
    assert (shown["priorities"], shown["dependencies"], shown["due_at"]) == (None, [], None)


def test_the_client_sees_lines_and_totals_but_no_rates(market):
    process_id, _ = market.send(1)
    record = market.client.get(f"/processes/{process_id}/verification").json
    for quote in record["quotes"]:
        assert all(line.keys() == {"name", "amount"} for line in quote["lines"])
        assert not {"machine_id", "lead_time", "checks", "traits", "rounding"} & quote.keys()
    shown = market.client.get(f"/processes/{process_id}/contractors").json["items"]
    assert "inputs" not in str([entry["quote"] for entry in shown])


def test_what_exactly_failed_on_the_way_is_not_shown(market):
    process_id, (one,) = market.send(1)
    failed = {"mail": {"attempts": 3, "error": "smtp.internal:25 refused boss@inside.example"}}
    with transactions.writing() as session:
        request = session.get(Request, UUID(request_of(one, process_id)["id"]))
        request.dispatch = {**request.dispatch, **failed}
    for caller in (market.client, one):
        (shown,) = caller.get(f"/processes/{process_id}").json["requests"]
        assert shown["dispatch"]["mail"] == {"error": "it could not be delivered this way"}
        assert shown["dispatch"]["inbox"]["delivered_at"]


@pytest.mark.parametrize("trigger", ["start_production", "deliver"])
def test_a_dry_run_tells_a_contractor_of_no_competitor(market, trigger):
    process_id, winner, (loser,) = confirmed(market, 2)
    if trigger == "deliver":
        fire(winner, process_id, "start_production")
        fire(winner, process_id, "finish_production")
        fire(winner, process_id, "ship", carrier="Parcel", tracking_number="1")
    tried = winner.post(f"/processes/{process_id}/actions/{trigger}?dry_run=true", {})
    assert tried.status_code == 200, tried.text
    assert tried.json["dry_run"]["cost"] == []
    assert str(loser.login.organization_id) not in tried.text


def test_who_is_out_of_the_race_finds_nothing_but_their_own_request(market):
    process_id, (one, _) = market.send()
    before = request_of(one, process_id)
    assert answer(one, process_id, "decline", reason="full").status_code == 200
    project = before["project_id"]
    title = {"title": "Secret afterwards"}
    market.client.patch(f"/projects/{project}", title)
    for path in (
        f"/projects/{project}",
        f"/processes/{process_id}",
        f"/processes/{process_id}/history",
        f"/requests/{before['id']}/dossier.pdf",
    ):
        assert refused(one.get(path), 404, "not-found")
    assert project not in one.get("/projects?limit=200").text
    request = one.get(f"/requests/{before['id']}").json
    assert (request["state"], request["process"], request["dossier"]) == (
        "declined",
        {"id": process_id},
        None,
    )
    assert refused(answer(one, process_id, "acknowledge"), 409, "illegal-move")


def test_who_was_asked_for_two_parts_still_finds_the_project_after_declining_one(market):
    first, (one,) = market.send(1)
    project = request_of(one, first)["project_id"]
    copy = market.client.post(f"/processes/{first}/clone").json
    with transactions.writing() as session:  # as if it had been sent, too
        was = session.get(Request, UUID(request_of(one, first)["id"]))
        other = {c: getattr(was, c) for c in ("project_id", "contractor_id", "verification_id")}
        session.add(
            Request(
                **other,
                number="another",
                process_id=UUID(copy["id"]),
                round=1,
                state=was.state,
                quote=was.quote,
                idempotency_key="another",
            )
        )
    answer(one, first, "decline", reason="full")
    (shown,) = (p for p in one.get("/projects?limit=200").json["items"] if p["id"] == project)
    assert shown["process_count"] == 1


def test_an_answer_goes_to_the_one_who_asked_and_the_process_goes_on_after_the_last(market):
    process_id, (one, two) = market.send()
    answer(one, process_id, "ask", text="Which colour?")
    answer(two, process_id, "ask", text="Which size?")
    first = request_of(one, process_id)["id"]
    answered = fire(market.client, process_id, "answer", text="Red.", request_id=first)
    assert (answered.status_code, answered.json["state"]) == (200, "clarification")
    messages = two.get(f"/processes/{process_id}/messages").json["items"]
    assert [message["text"] for message in messages] == ["Which size?"]
    assert refused(
        fire(market.client, process_id, "answer", text="Red.", request_id=first), 404, "not-found"
    )
    assert fire(market.client, process_id, "answer", text="20 mm.").json["state"] == "sent"
    check_histories([UUID(process_id)])


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
