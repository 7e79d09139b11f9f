"""Tells how three contractors answer, over HTTP and with real workers, until one has the order."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from service.database import transactions
from service.orders import expiry
from service.settings import settings


@contextmanager
def clock_of(werkbank, monkeypatch):
    """Lets a scheduler of our own look at the Werkbank's database at another time."""
    monkeypatch.setenv("WERKBANK_VAR_DIR", str(werkbank.config.var_dir))
    monkeypatch.setenv("WERKBANK_DATABASE_URL", werkbank.config.database_url)
    monkeypatch.setenv("WERKBANK_EMBEDDED", "true")
    settings.cache_clear()
    transactions.connect(werkbank.config.database_url)
    try:
        yield expiry.fire_due
    finally:
        transactions.disconnect()
        settings.cache_clear()


def offered(contractor, process, **changes):
    request = contractor.request_of(process)
    return contractor.tell("POST", f"/requests/{request['id']}/actions/offer", changes)


def test_one_counters_one_declines_one_stays_silent_and_the_client_takes_the_counter_offer(
    werkbank, monkeypatch
):
    ada = werkbank.client("Ada")
    process = ada.sent(3)
    counter, unwilling, silent = werkbank.contractors(process)
    request = counter.request_of(process)
    quote, currency = request["quote"], request["quote"]["total"]["currency"]

    first = offered(counter, process)
    assert (first["price"], first["as_quoted"]) == (quote["total"], True)
    later = quote["lead_time_days"] + 2
    price = {"amount": "88.00", "currency": currency}
    until = (datetime.now(UTC) + timedelta(days=25)).isoformat()
    better = offered(counter, process, price=price, lead_time_days=later, valid_until=until)
    refusal = unwilling.request_of(process)
    reason = {"reason": "The machines are full."}
    unwilling.tell("POST", f"/requests/{refusal['id']}/actions/decline", reason)
    process = ada.await_state(process, "offered")

    table = ada.tell("GET", f"/processes/{process['id']}/offers")
    assert [(o["number"], o["superseded"]) for o in table["items"]] == [(1, True), (2, False)]
    states = {line["contractor_id"]: line for line in table["comparison"]}
    own = states[request["contractor_id"]]
    assert (own["cheapest"], own["fastest"], own["lead_time_difference_days"]) == (True, True, 2)
    assert states[refusal["contractor_id"]]["reason"] == "The machines are full."

    window = silent.request_of(process)["due"]
    with clock_of(werkbank, monkeypatch) as recover_at:
        recover_at(datetime.fromisoformat(window["reminder_at"]) + timedelta(minutes=1))
        silent.await_events(process, "request.reminder")
        recover_at(datetime.fromisoformat(window["at"]) + timedelta(minutes=1))
    assert silent.request_of(process)["state"] == "expired"
    assert silent.status("GET", f"/processes/{process['id']}") == 404
    late = silent.ask("POST", f"/requests/{silent.request_of(process)['id']}/actions/offer", {})
    assert (late.status_code, late.json()["state"]) == (409, "expired")
    assert ada.tell("GET", f"/processes/{process['id']}")["state"] == "offered"

    superseded = ada.ask(
        "POST", f"/processes/{process['id']}/actions/accept_offer", {"offer_id": first["id"]}
    )
    assert superseded.status_code == 409
    process = ada.fire(process, "accept_offer", offer_id=better["id"])
    assert process["state"] == "confirmed"
    assert process["contractor_id"] == request["contractor_id"]
    assert [r["state"] for r in process["requests"]] == ["accepted", "declined", "expired"]
    assert process["due_at"] == process["start_by"]
    counter.await_events(process, "process.confirmed", "request.accepted")


def test_an_order_at_an_instant_price_needs_nobody(werkbank):
    ada = werkbank.client("Ada")
    process = ada.verified()
    answers = ada.tell("GET", f"/processes/{process['id']}/contractors")["items"]
    first = next(a for a in answers if a["suitable"])
    contractor = werkbank.contractor(first["contractor_id"])
    path = f"/organizations/{first['contractor_id']}/terms"
    terms = contractor.tell("GET", path)["terms"]
    most = {"max_value": first["quote"]["total"]["amount"], "max_quantity": 5}
    contractor.tell("PUT", path, terms | {"instant_orders": most})
    try:
        chosen = {"contractor_ids": [first["contractor_id"]]}
        ada.tell("PUT", f"/processes/{process['id']}/choice", chosen)
        ada.start("send", process, accept="as_quoted")
        process = ada.await_state(process, "confirmed")
    finally:
        contractor.tell("PUT", path, terms)
    (offer,) = process["requests"][0]["offers"]
    assert offer["price"] == first["quote"]["total"]
    rows = ada.tell("GET", f"/processes/{process['id']}/history")["items"]
    acted = {row["trigger"]: row["actor"]["role"] for row in rows}
    assert (acted["offer"], acted["accept_offer"]) == ("system", "system")


def test_refused_by_all_an_order_goes_to_others_with_the_same_record(werkbank):
    ada = werkbank.client("Ada")
    process = ada.sent(2)
    for contractor in werkbank.contractors(process):
        request = contractor.request_of(process)
        contractor.tell("POST", f"/requests/{request['id']}/actions/decline", {"reason": "full"})
    process = ada.await_state(process, "declined")
    assert [r["reason"] for r in process["refusals"]] == ["full", "full"]
    answers = ada.tell("GET", f"/processes/{process['id']}/contractors")["items"]
    asked = {request["contractor_id"] for request in process["requests"]}
    others = [a["contractor_id"] for a in answers if a["suitable"]]
    choice = {"contractor_ids": [id for id in others if id not in asked][:1]}
    ada.tell("PUT", f"/processes/{process['id']}/choice", choice)
    ada.start("send", process)
    process = ada.await_state(process, "sent")
    assert process["verification"]["attempt"] == 1
