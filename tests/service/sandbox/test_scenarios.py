"""Contractors of the sandbox do with an order what its client has chosen."""

import re
from uuid import UUID

import pytest
from sqlalchemy.exc import OperationalError

from service import clock
from service.database import transactions
from service.database.models import Process
from service.operations import consistency
from service.orders.sandbox_scenarios import SandboxScenario
from service.sandbox import play
from service.settings import settings
from tests.support.orders import fire, fired, operator_of
from tests.support.paths import ROOT
from tests.support.sandbox_orders import moves, played, sent, wait

#: What the contractor does with an order that is completed, in this order.
USUAL = [
    *("request.acknowledge", "request.offer", "offer"),
    *("start_production", "finish_production", "ship", "deliver"),
]


@pytest.fixture(autouse=True)
def _time_goes_on_from_now():
    yield
    clock.reset()


@pytest.fixture
def market(shared_market):
    return shared_market


def of_contractor(market, process_id):
    return [move for move, role in moves(market, process_id) if role == "contractor"]


def test_an_order_gets_from_draft_to_completed_by_its_client_alone(market):
    process_id = sent(market)
    process = played(market, process_id)
    assert process["state"] == "delivered"
    assert of_contractor(market, process_id) == USUAL
    [shipment] = process["shipments"]
    assert shipment["tracking_number"]
    assert shipment["delivered_at"]
    assert fired(market.client, process_id, "complete")["state"] == "completed"


@pytest.mark.one_database
def test_each_move_takes_the_delay(market):
    process_id = sent(market)
    assert play.play_due(clock.now()) == 0
    wait()
    assert play.play_due(clock.now()) == 1
    assert play.play_due(clock.now()) == 0
    [request] = market.client.get(f"/processes/{process_id}").json["requests"]
    assert request["state"] == "acknowledged"
    played(market, process_id)


def test_of_several_contractors_the_best_offer_wins(market):
    process_id = sent(market, count=2)
    process = played(market, process_id)
    assert process["state"] == "delivered"
    assert sorted(r["state"] for r in process["requests"]) == ["accepted", "lost"]


@pytest.mark.one_database
def test_a_client_that_accepts_by_itself_finds_an_offer_of_each(market):
    process_id = sent(market, count=2, accept=None)
    process = played(market, process_id)
    assert process["state"] == "offered"
    assert [r["offers"][-1]["as_quoted"] for r in process["requests"]] == [True, True]
    offer_id = process["requests"][1]["offers"][-1]["id"]
    fired(market.client, process_id, "accept_offer", offer_id=offer_id)
    assert played(market, process_id)["state"] == "delivered"


@pytest.mark.one_database
def test_asks_and_goes_on_when_it_has_been_answered(market):
    process_id = sent(market, SandboxScenario.ASKS)
    assert played(market, process_id)["state"] == "clarification"
    [question] = market.client.get(f"/processes/{process_id}/messages").json["items"]
    assert question["text"].endswith("other one.")
    fired(market.client, process_id, "answer", text="The side with the lettering.")
    assert played(market, process_id)["state"] == "delivered"


@pytest.mark.one_database
def test_declines_with_a_reason(market):
    process = played(market, sent(market, SandboxScenario.DECLINES))
    assert process["state"] == "declined"
    assert process["refusals"][0]["reason"]


@pytest.mark.one_database
def test_stays_silent_until_the_request_expires(market):
    process = played(market, sent(market, SandboxScenario.STAYS_SILENT))
    assert process["state"] == "sent"
    assert process["requests"][0]["state"] == "acknowledged"
    assert process["due_at"]


@pytest.mark.one_database
def test_offers_late(market):
    process_id = sent(market, SandboxScenario.OFFERS_LATE)
    for _ in range(9):
        wait()
        play.play_due(clock.now())
    assert market.client.get(f"/processes/{process_id}").json["state"] == "sent"
    wait(2)
    assert play.play_due(clock.now()) == 1
    assert played(market, process_id)["state"] == "delivered"


@pytest.mark.one_database
def test_offers_more_than_its_quote_which_the_client_must_accept(market):
    process_id = sent(market, SandboxScenario.OFFERS_MORE)
    process = played(market, process_id)
    assert process["state"] == "offered"
    [request] = process["requests"]
    offer, quote = request["offers"][-1], request["quote"]
    assert not offer["as_quoted"]
    assert offer["lead_time_days"] == quote["lead_time_days"] + 3
    assert float(offer["price"]["amount"]) > float(quote["total"]["amount"])
    fired(market.client, process_id, "accept_offer", offer_id=offer["id"])
    assert played(market, process_id)["state"] == "delivered"


def test_fails_a_piece_and_makes_another_one(market):
    process = played(market, sent(market, SandboxScenario.FAILS_A_PIECE))
    assert process["state"] == "delivered"
    assert (process["production"]["made"], process["production"]["failed"]) == (4, 1)


@pytest.mark.one_database
@pytest.mark.parametrize(("quantity", "parcels"), [(4, [2, 2]), (1, [1])])
def test_ships_in_parts(market, quantity, parcels):
    process_id = sent(market, SandboxScenario.SHIPS_IN_PARTS, quantity=quantity)
    process = played(market, process_id)
    assert process["state"] == "delivered"
    assert [shipment["pieces"] for shipment in process["shipments"]] == parcels
    numbers = {shipment["tracking_number"] for shipment in process["shipments"]}
    assert len(numbers) == len(parcels)


@pytest.mark.one_database
def test_loses_a_shipment_and_makes_it_again_if_the_client_wants_that(market):
    process_id = sent(market, SandboxScenario.LOSES_A_SHIPMENT)
    process = played(market, process_id)
    assert process["state"] == "disputed"
    fired(market.client, process_id, "consent", to="remake", pieces=4)
    process = played(market, process_id)
    assert process["state"] == "delivered"
    assert [bool(s["delivered_at"]) for s in process["shipments"]] == [False, True]


@pytest.mark.one_database
def test_fails_after_it_has_begun(market):
    process_id = sent(market, SandboxScenario.FAILS)
    assert played(market, process_id)["state"] == "failed"
    assert of_contractor(market, process_id)[-2:] == ["start_production", "report_failure"]


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("way", "more", "state"),
    [
        ("settle", {}, "completed"),
        ("give_up", {}, "failed"),
        ("remake", {"pieces": 2}, "delivered"),
    ],
)
def test_in_a_dispute_it_consents_to_what_the_client_wants(market, way, more, state):
    process_id = sent(market)
    played(market, process_id)
    fired(market.client, process_id, "dispute", reason="Two of them are broken.")
    assert played(market, process_id)["state"] == "disputed"  # nothing is wanted yet
    fired(market.client, process_id, "consent", to=way, **more)
    assert played(market, process_id)["state"] == state


@pytest.mark.one_database
def test_insists_in_a_dispute_until_an_operator_decides(market):
    process_id = sent(market, SandboxScenario.INSISTS)
    played(market, process_id)
    fired(market.client, process_id, "dispute", reason="Two of them are broken.")
    fired(market.client, process_id, "consent", to="settle")
    assert played(market, process_id)["state"] == "disputed"


@pytest.mark.one_database
def test_an_order_that_is_withdrawn_is_played_no_more(market):
    process_id = sent(market, accept=None)
    wait()
    play.play_due(clock.now())
    fired(market.client, process_id, "withdraw")
    assert played(market, process_id)["state"] == "declined"


def out_of_order(turn):
    raise RuntimeError("out of order")


def break_down(monkeypatch, process_id, fail=out_of_order):
    """Let the contractors of an order fail at whatever they would do."""
    real = play.answers.answer

    def answer(turn):
        return fail(turn) if str(turn.process.id) == process_id else real(turn)

    monkeypatch.setattr(play.answers, "answer", answer)


def fail_often(monkeypatch, process_id, times):
    with monkeypatch.context() as broken:
        break_down(broken, process_id)
        for _ in range(times):
            clock.move(play.PUT_OFF)
            play.play_due(clock.now())


def refused_by_the_database(turn):
    turn.request.number = None
    turn.db.flush()


@pytest.mark.parametrize("fail", [out_of_order, refused_by_the_database])
def test_what_fails_is_put_off_and_holds_up_no_other_order(market, monkeypatch, fail):
    broken, other = sent(market), sent(market)
    break_down(monkeypatch, broken, fail)
    assert played(market, other)["state"] == "delivered"
    monkeypatch.undo()
    assert market.client.get(f"/processes/{broken}").json["state"] == "sent"
    clock.move(play.PUT_OFF)
    assert played(market, broken)["state"] == "delivered"


@pytest.mark.one_database
def test_what_fails_as_often_as_it_may_is_parked_until_an_operator_retries_it(market, monkeypatch):
    process_id = sent(market)
    operator = operator_of(market)
    fail_often(monkeypatch, process_id, settings().max_attempts - 1)
    assert operator.get("/operations/parked").json["items"] == []
    fail_often(monkeypatch, process_id, 1)
    [entry] = operator.get("/operations/parked").json["items"]
    assert (entry["process_id"], entry["attempts"]) == (process_id, settings().max_attempts)
    assert entry["reason"] == entry["last_error"] == "RuntimeError: out of order"
    assert "werkbank_processes_parked 1.0" in operator.get("//metrics").text
    shown = market.client.get(f"/processes/{process_id}").json
    assert (shown["state"], shown["parked"]["attempts"]) == ("sent", settings().max_attempts)
    clock.move(play.PUT_OFF)
    play.play_due(clock.now())
    assert of_contractor(market, process_id) == []
    answer = operator.post(f"/operations/parked/{process_id}/retry", {"reason": "mended"})
    assert answer.status_code == 202, answer.text
    assert operator.get("/operations/parked").json["items"] == []
    rows = market.client.get(f"/processes/{process_id}/history").json["items"]
    assert [row["trigger"] for row in rows][-2:] == ["park", "retry"]
    assert played(market, process_id)["state"] == "delivered"
    with transactions.reading() as session:
        assert list(consistency.examine(session, None, 200).findings) == []


@pytest.mark.one_database
def test_failures_are_forgotten_with_the_next_move_that_is_made(market, monkeypatch):
    process_id = sent(market)
    fail_often(monkeypatch, process_id, settings().max_attempts - 1)
    clock.move(play.PUT_OFF)
    play.play_due(clock.now())
    assert of_contractor(market, process_id) == USUAL[:1]
    with transactions.reading() as session:
        process = session.get_one(Process, UUID(process_id))
        assert (process.attempts, process.last_error) == (0, None)


@pytest.mark.one_database
def test_a_move_stays_due_while_the_database_is_out_of_reach(market, monkeypatch):
    process_id = sent(market)
    wait()

    def be_locked_out(turn):
        raise OperationalError("", {}, Exception("database is locked"))

    with monkeypatch.context() as locked:
        locked.setattr(play.answers, "answer", be_locked_out)
        with pytest.raises(OperationalError):
            play.play_due(clock.now())
    assert play.play_due(clock.now()) == 1
    assert of_contractor(market, process_id) == USUAL[:1]


@pytest.mark.one_database
def test_a_scenario_is_chosen_for_orders_of_the_sandbox_alone(market):
    real = market.client.project(title="real")
    body = {"sandbox_scenario": "declines"}
    refused = market.client.post(f"/projects/{real}/processes", body)
    assert refused.status_code == 422
    assert refused.json["errors"][0]["pointer"] == "/sandbox_scenario"
    process_id = market.client.process(real)
    assert market.client.patch(f"/processes/{process_id}", body).status_code == 422
    trial = market.client.process(market.client.project(sandbox=True))
    assert market.client.patch(f"/processes/{trial}", body).json["sandbox_scenario"] == "declines"
    wrong = market.client.patch(f"/processes/{trial}", {"sandbox_scenario": "explodes"})
    assert wrong.status_code == 422
    assert fire(market.client, trial, "send").status_code == 409


def test_the_page_for_integrators_says_what_each_scenario_does():
    page = (ROOT / "docs" / "integrators.md").read_text()
    table = page.split("<!-- scenarios -->")[1].split("<!-- /scenarios -->")[0]
    assert re.findall(r"^\| `(\w+)`", table, re.MULTILINE)[1:] == list(SandboxScenario)
