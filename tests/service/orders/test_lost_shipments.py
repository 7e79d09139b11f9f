"""A parcel is lost on its way: its pieces are made again, or both sides do without them."""

from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from service.access.actor import SYSTEM
from service.database import transactions
from service.database.models import Process
from service.lifecycle import history
from service.operations import consistency, rebuild
from tests.support.orders import confirmed, fire, fired
from tests.support.pdfs import text_of
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database

PARCEL = {"carrier": "Parcel", "tracking_number": "4711"}
GONE = "The carrier has lost it."


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


@pytest.fixture
def parcel(market):
    """A contract about five pieces of which two are on their way; its contractor; the shipment."""
    process_id, winner, _ = confirmed(market)
    fired(winner, process_id, "start_production")
    fired(winner, process_id, "report_progress", made=2)
    (shipment,) = fired(winner, process_id, "ship", pieces=2, **PARCEL)["shipments"]
    yield process_id, winner, shipment["id"]
    assert contradictions(process_id) == []


def contradictions(process_id):
    with transactions.reading() as session:
        (state,) = consistency.read(session, [session.get_one(Process, UUID(process_id))])
        return list(consistency.findings(state, state.rows[0].at))


def counted(process):
    production = process["production"]
    assert production["made"] + production["failed"] + production["left"] == production["to_make"]
    names = ("to_make", "made", "left", "shipped", "delivered", "lost")
    return tuple(production[name] for name in names)


def rest_shipped(winner, process_id):
    fired(winner, process_id, "report_progress", made=3)
    fired(winner, process_id, "finish_production")
    return fired(winner, process_id, "ship", **PARCEL)


def deliver_again(market, winner, process_id, pieces):
    """The pieces that are made again leave and arrive like all others."""
    fired(winner, process_id, "finish_production")
    sent = fired(winner, process_id, "ship", **PARCEL)
    assert sent["shipments"][-1]["pieces"] == pieces
    return fired(market.client, process_id, "deliver")


def test_what_is_lost_while_others_are_made_is_made_again_with_them(market, parcel):
    process_id, winner, shipment_id = parcel
    answer = fired(winner, process_id, "report_loss", shipment_id=shipment_id, reason=GONE)
    assert (answer["state"], counted(answer)) == ("in_production", (7, 2, 5, 2, 0, 2))
    (shipment,) = answer["shipments"]
    assert (shipment["lost_reason"], shipment["delivered_at"]) == (GONE, None)
    assert shipment["lost_at"]
    (replacement,) = answer["production"]["replacements"]
    assert (replacement["replaced_by"], replacement["reason"]) == ({"first": 6, "last": 7}, GONE)
    row = market.client.get(f"/processes/{process_id}/history").json["items"][-1]
    assert (row["trigger"], row["data"]["shipment_ids"]) == ("report_loss", [shipment_id])
    assert refused(fire(winner, process_id, "finish_production"), 409, "not-ready")
    fired(winner, process_id, "report_progress", made=5)
    arrived = deliver_again(market, winner, process_id, 5)
    assert (arrived["state"], counted(arrived)) == ("delivered", (7, 7, 0, 7, 5, 2))


def test_what_is_lost_after_all_was_made_brings_the_production_back(market, parcel):
    process_id, winner, _ = parcel
    fired(winner, process_id, "report_progress", made=3)
    fired(winner, process_id, "finish_production")
    answer = fired(winner, process_id, "report_loss", reason=GONE)
    assert (answer["state"], counted(answer)) == ("in_production", (7, 5, 2, 2, 0, 2))
    arrived = deliver_again(market, winner, process_id, 5)  # who counts nothing need not begin to
    assert (arrived["state"], counted(arrived)) == ("delivered", (7, 7, 0, 7, 5, 2))


@pytest.mark.parametrize("reporting", ["client", "contractor"])
def test_when_all_were_on_their_way_the_other_side_decides_to_have_them_made_again(
    market, parcel, reporting
):
    process_id, winner, shipment_id = parcel
    rest_shipped(winner, process_id)
    sides = {"client": market.client, "contractor": winner}
    reporter = sides.pop(reporting)
    (other,) = sides.values()
    answer = fired(reporter, process_id, "report_loss", shipment_id=shipment_id, reason=GONE)
    assert (answer["state"], counted(answer)) == ("disputed", (5, 5, 0, 5, 0, 2))
    assert "remake" in answer["consents"][reporting]
    assert answer["consents"][f"{reporting}_remakes"] == 2
    assert refused(fire(reporter, process_id, "remake", pieces=2), 409, "not-ready")
    assert refused(fire(other, process_id, "remake", pieces=5), 409, "not-ready")
    again = fired(other, process_id, "remake", pieces=2)
    assert (again["state"], counted(again)) == ("in_production", (7, 5, 2, 5, 0, 2))
    arrived = deliver_again(market, winner, process_id, 2)
    assert (arrived["state"], counted(arrived)) == ("delivered", (7, 7, 0, 7, 5, 2))


def test_a_client_may_do_without_what_the_contractor_has_lost(market, parcel):
    process_id, winner, shipment_id = parcel
    rest_shipped(winner, process_id)
    fired(winner, process_id, "report_loss", shipment_id=shipment_id, reason=GONE)
    assert fired(market.client, process_id, "settle")["state"] == "completed"


def test_a_contractor_is_not_rid_of_what_the_client_never_got(market, parcel):
    process_id, winner, _ = parcel
    rest_shipped(winner, process_id)
    answer = fired(market.client, process_id, "report_loss", reason=GONE)
    assert counted(answer)[-1] == 5
    assert {shipment["lost_reason"] for shipment in answer["shipments"]} == {GONE}
    assert refused(fire(winner, process_id, "settle"), 409, "not-ready")


def test_a_loss_is_reported_by_whom_it_concerns_once_and_with_a_reason(market, parcel):
    process_id, winner, shipment_id = parcel
    by_client = fire(market.client, process_id, "report_loss", reason=GONE)
    assert refused(by_client, 409, "illegal-move")
    assert "only a contractor can" in by_client.json["detail"]
    assert refused(fire(winner, process_id, "report_loss"), 422, "invalid")
    unknown = fire(winner, process_id, "report_loss", shipment_id=str(uuid4()), reason=GONE)
    assert refused(unknown, 404, "not-found")
    fired(winner, process_id, "report_loss", shipment_id=shipment_id, reason=GONE)
    assert "report_loss" not in winner.get(f"/processes/{process_id}").json["actions"]
    fired(winner, process_id, "report_progress", made=1)
    fired(winner, process_id, "ship", pieces=1, **PARCEL)
    for trigger in ("report_loss", "deliver"):
        again = fire(winner, process_id, trigger, shipment_id=shipment_id, reason=GONE)
        assert refused(again, 409, "not-ready")
        assert "shipment 1 was reported as lost on" in again.json["detail"]


def test_a_shipment_that_has_arrived_is_not_lost(market, parcel):
    process_id, winner, shipment_id = parcel
    fired(market.client, process_id, "deliver", shipment_id=shipment_id)
    refusal = fire(winner, process_id, "report_loss", shipment_id=shipment_id, reason=GONE)
    assert refused(refusal, 409, "not-ready")
    assert "no shipment is on its way" in refusal.json["detail"]


def test_a_loss_is_rebuilt_from_the_history(market, parcel):
    process_id, winner, shipment_id = parcel
    fired(winner, process_id, "report_loss", shipment_id=shipment_id, reason=GONE)
    with transactions.writing() as session:
        columns = {
            "id": UUID(shipment_id).hex if "sqlite" in transactions.engine().name else shipment_id
        }
        forget = "UPDATE shipments SET lost_at = NULL, lost_reason = NULL WHERE id = :id"
        session.execute(sa.text(forget), columns)
    assert any("is not as its history says" in said for said in contradictions(process_id))
    with transactions.writing() as session:
        (difference,) = rebuild.rebuild(session, UUID(process_id), SYSTEM, "a test")
    assert "2 pieces, on its way -> number 1, 2 pieces, lost" in str(difference)
    (shipment,) = winner.get(f"/processes/{process_id}").json["shipments"]
    assert shipment["lost_reason"] == GONE
    with transactions.reading() as session:
        (loss,) = [
            row
            for row in history.rows_of(session, UUID(process_id))
            if row.trigger == "report_loss"
        ]
    assert shipment["lost_at"].rstrip("Z")[:19] == f"{loss.at:%Y-%m-%dT%H:%M:%S}"


def test_the_delivery_note_says_that_the_parcel_was_lost(market, parcel):
    process_id, winner, shipment_id = parcel
    fired(winner, process_id, "report_loss", shipment_id=shipment_id, reason=GONE)
    papers = market.client.get(f"/processes/{process_id}/documents").json["items"]
    (note,) = [paper for paper in papers if paper["kind"] == "delivery_note"]
    path = f"/processes/{process_id}/documents/{note['number']}.pdf?language=en"
    assert "Lost in transit" in text_of(market.client.get(path).data)
