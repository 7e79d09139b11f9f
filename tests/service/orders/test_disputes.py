"""Both sides of a contract find a way out of a dispute together, or an operator decides."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest

from service.database import transactions
from service.operations import consistency
from tests.support.orders import confirmed, fire, fired, operator_of
from tests.support.worlds.marketplace import refused
from tests.support.worlds.workplace import check_histories, moves_of

pytestmark = pytest.mark.one_database

PARCEL = {"carrier": "Parcel", "tracking_number": "4711"}
REASON = "two are cracked"


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


@pytest.fixture
def disputed(market):
    """A delivered order that its client disputes, and its contractor."""
    process_id, maker, _ = confirmed(market)
    for trigger, data in (("start_production", {}), ("finish_production", {}), ("ship", PARCEL)):
        fired(maker, process_id, trigger, **data)
    fired(market.client, process_id, "deliver")
    fired(market.client, process_id, "dispute", reason=REASON)
    return process_id, maker


def dispute_of(caller, process_id):
    return caller.get(f"/processes/{process_id}").json["dispute"]


def test_both_sides_see_what_is_disputed_since_when_and_who_agreed_to_what(market, disputed):
    process_id, maker = disputed
    fired(maker, process_id, "consent", to="remake", pieces=2)
    fired(market.client, process_id, "consent", to="give_up")
    process = market.client.get(f"/processes/{process_id}").json
    assert process["dispute"] == {
        "reason": REASON,
        "by": "client",
        "since": process["state_since"],
        "ways": ["settle", "remake", "give_up"],
        "agreed": {"client": ["give_up"], "contractor": ["remake"]},
    }
    assert dispute_of(maker, process_id) == process["dispute"]
    assert process["state"] == "disputed"


@pytest.mark.parametrize(
    ("way", "data", "ends"),
    [("settle", {}, "completed"), ("give_up", {}, "failed"),
     ("remake", {"pieces": 2}, "in_production")],
)  # fmt: skip
@pytest.mark.parametrize("first", ["client", "contractor"])
def test_the_second_of_two_equal_consents_decides(market, disputed, way, data, ends, first):
    process_id, maker = disputed
    sides = [market.client, maker] if first == "client" else [maker, market.client]
    assert fired(sides[0], process_id, "consent", to=way, **data)["state"] == "disputed"
    process = fired(sides[1], process_id, "consent", to=way, **data)
    assert (process["state"], process["dispute"]) == (ends, None)
    assert moves_of(UUID(process_id))[-3:] == ["consent", "consent", way]
    refusal = fire(sides[0], process_id, "consent", to=way, **data)
    assert refusal.status_code == 409
    with transactions.reading() as session:
        assert consistency.examine(session, None, 500).findings == []


def test_consents_to_different_ways_or_numbers_decide_nothing(market, disputed):
    process_id, maker = disputed
    fired(maker, process_id, "consent", to="remake", pieces=2)
    fired(market.client, process_id, "consent", to="settle")
    assert fired(market.client, process_id, "consent", to="remake", pieces=3)["state"] == "disputed"
    process = fired(maker, process_id, "consent", to="remake", pieces=3)
    assert (process["state"], process["production"]["left"]) == ("in_production", 3)


def test_a_remake_without_a_number_is_of_what_the_other_side_names_or_of_all(market, disputed):
    process_id, maker = disputed
    fired(market.client, process_id, "consent", to="remake")
    assert fired(maker, process_id, "consent", to="remake", pieces=1)["production"]["left"] == 1
    fired(maker, process_id, "finish_production")
    fired(maker, process_id, "ship", **PARCEL)
    fired(market.client, process_id, "dispute", reason=REASON)
    fired(market.client, process_id, "consent", to="remake")
    assert fired(maker, process_id, "consent", to="remake")["production"]["left"] == 5


@pytest.mark.parametrize("way", ["ship", "complete", "nothing known"])
def test_only_a_way_that_the_other_side_could_go_is_consented_to(market, disputed, way):
    process_id, maker = disputed
    answer = fire(maker, process_id, "consent", to=way)
    assert refused(answer, 422, "invalid")
    assert [error["pointer"] for error in answer.json["errors"]] == ["/to"]


def test_more_pieces_than_were_ordered_are_not_consented_to(market, disputed):
    process_id, maker = disputed
    assert refused(fire(maker, process_id, "consent", to="remake", pieces=6), 422, "invalid")
    assert refused(fire(maker, process_id, "consent", to="settle", pieces=1), 422, "invalid")


def test_a_consent_can_be_taken_back_before_the_other_side_gives_its_own(market, disputed):
    process_id, maker = disputed
    assert fire(maker, process_id, "withdraw_consent", to="settle").status_code == 409
    fired(maker, process_id, "consent", to="settle")
    assert refused(fire(maker, process_id, "withdraw_consent", to="remake"), 422, "invalid")
    process = fired(maker, process_id, "withdraw_consent", to="settle")
    assert process["dispute"]["agreed"] == {"client": [], "contractor": []}
    assert fired(market.client, process_id, "consent", to="settle")["state"] == "disputed"
    assert fire(market.client, process_id, "settle").status_code == 409


def test_a_dry_run_of_the_second_consent_says_what_it_would_decide(market, disputed):
    process_id, maker = disputed
    fired(maker, process_id, "consent", to="settle")
    path = f"/processes/{process_id}/actions/consent?dry_run=true"
    tried = market.client.post(path, {"to": "settle"})
    assert tried.json["state"] == "completed"
    assert "process.completed" in tried.json["dry_run"]["events"]
    assert market.client.get(f"/processes/{process_id}").json["state"] == "disputed"


def test_an_operator_decides_alone_and_says_why(market, disputed):
    process_id, _ = disputed
    operator = operator_of(market)
    assert refused(fire(operator, process_id, "settle"), 422, "invalid")
    assert fired(operator, process_id, "settle", reason="the photographs show no crack")
    assert market.client.get(f"/processes/{process_id}").json["state"] == "completed"


def test_of_two_consents_at_once_the_later_one_decides_and_nothing_is_decided_twice(
    market, disputed
):
    process_id, maker = disputed
    together = Barrier(2)

    def consent(caller):
        together.wait()
        return fire(caller, process_id, "consent", to="settle").status_code

    with ThreadPoolExecutor(2) as pool:
        codes = list(pool.map(consent, [market.client, maker]))
    assert codes == [200, 200]
    assert moves_of(UUID(process_id))[-3:] == ["consent", "consent", "settle"]
    assert moves_of(UUID(process_id)).count("settle") == 1
    check_histories([UUID(process_id)])


def test_a_consent_to_a_cancellation_can_be_taken_back(market):
    process_id, maker, _ = confirmed(market)
    fired(maker, process_id, "consent", to="cancel")
    fired(maker, process_id, "withdraw_consent", to="cancel")
    assert fire(market.client, process_id, "cancel", reason="no").status_code == 409
    fired(maker, process_id, "consent", to="cancel")
    assert fired(market.client, process_id, "cancel", reason="no")["state"] == "cancelled"


def test_whoever_reports_a_loss_has_consented_and_the_other_side_decides_by_consenting(market):
    process_id, maker, _ = confirmed(market)
    for trigger, data in (("start_production", {}), ("finish_production", {}), ("ship", PARCEL)):
        fired(maker, process_id, trigger, **data)
    process = fired(maker, process_id, "report_loss", reason="fell off the ferry")
    dispute = process["dispute"]
    assert (dispute["reason"], dispute["by"]) == ("fell off the ferry", "contractor")
    assert dispute["agreed"] == {"client": [], "contractor": ["remake", "settle"]}
    process = fired(market.client, process_id, "consent", to="remake")
    assert (process["state"], process["production"]["left"]) == ("in_production", 5)
