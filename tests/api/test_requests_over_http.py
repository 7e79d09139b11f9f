"""Requests over HTTP: each contractor sees its own and learns nothing of the others."""

from uuid import UUID

import pytest
import sqlalchemy as sa

from service.database import transactions
from service.database.models import Audience, Event, Request
from tests.support.callers import publish
from tests.support.orders import (
    answer,
    confirmed,
    fire,
    history_of,
    offer,
    request_of,
)
from tests.support.worlds.marketplace import refused
from tests.support.worlds.workplace import check_histories


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
                own_quote=was.quote,
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
