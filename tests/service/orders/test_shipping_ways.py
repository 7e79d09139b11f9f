"""Parts leave by parcel, by freight, are collected or brought; a number is never asked for."""

from uuid import UUID

import pytest
import sqlalchemy as sa

from service.access.actor import SYSTEM
from service.database import transactions
from service.database.models import Shipment
from service.operations import rebuild
from tests.support.callers import publish
from tests.support.orders import confirmed, fire, fired, request_of
from tests.support.pdfs import text_of
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


@pytest.fixture
def produced(market):
    """An order that is made, and who has made it."""
    process_id, winner, _ = confirmed(market)
    fired(winner, process_id, "start_production")
    fired(winner, process_id, "finish_production")
    return process_id, winner


def shipment_of(process):
    (shipment,) = process["shipments"]
    return shipment["way"], shipment["carrier"], shipment["tracking_number"]


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ({"carrier": "Posthorn"}, ("parcel", "Posthorn", None)),
        ({"way": "parcel", "carrier": "Posthorn", "tracking_number": "PH 1"},
         ("parcel", "Posthorn", "PH 1")),
        ({"way": "freight", "carrier": "Kran & Co."}, ("freight", "Kran & Co.", None)),
        ({"way": "collection"}, ("collection", None, None)),
        ({"way": "own", "carrier": "our blue van"}, ("own", "our blue van", None)),
    ],
)  # fmt: skip
def test_each_way_takes_what_it_has_and_everybody_reads_it(market, produced, body, shown):
    process_id, winner = produced
    assert shipment_of(fired(winner, process_id, "ship", **body)) == shown
    assert shipment_of(market.client.get(f"/processes/{process_id}").json) == shown
    row = market.client.get(f"/processes/{process_id}/history").json["items"][-1]
    publish()
    feed = f"/events?after=0&process_id={process_id}&types=process.in_delivery"
    (event,) = market.client.get(feed).json["items"]
    for data in (row["data"], event["data"]):
        assert (data["way"], data["carrier"], data["tracking_number"]) == shown
    fired(market.client, process_id, "deliver")


def test_a_parcel_without_a_carrier_and_a_number_that_nobody_gave_are_refused(produced):
    process_id, winner = produced
    for body in ({}, {"way": "parcel"}, {"way": "freight", "carrier": "  "}):
        refusal = fire(winner, process_id, "ship", **body)
        assert refused(refusal, 422, "invalid")
        (error,) = refusal.json["errors"]
        assert error["pointer"] == "/carrier"
        assert f"the carrier of the {body.get('way', 'parcel')}" in error["detail"]
    for way in ("collection", "own"):
        refusal = fire(winner, process_id, "ship", way=way, tracking_number="4711")
        assert refused(refusal, 422, "invalid")
        assert [error["pointer"] for error in refusal.json["errors"]] == ["/tracking_number"]
    assert refused(fire(winner, process_id, "ship", way="balloon"), 422, "invalid")


def test_some_of_the_pieces_may_be_collected_and_the_rest_sent(market):
    process_id, winner, _ = confirmed(market)
    fired(winner, process_id, "start_production")
    fired(winner, process_id, "report_progress", made=2)
    fired(winner, process_id, "ship_part", pieces=2, way="collection")
    fired(winner, process_id, "report_progress", made=3)
    fired(winner, process_id, "finish_production")
    process = fired(winner, process_id, "ship", carrier="Posthorn")
    assert [each["way"] for each in process["shipments"]] == ["collection", "parcel"]


def test_the_delivery_note_says_how_and_nothing_that_there_is_not(market, produced):
    process_id, winner = produced
    fired(winner, process_id, "ship", way="collection")
    number = request_of(winner, process_id)["number"]
    path = f"/processes/{process_id}/documents/{number}-DN1.pdf"
    english = text_of(market.client.get(f"{path}?language=en").data)
    assert "collected by the client" in english
    assert "Carrier" not in english
    assert "Tracking number" not in english
    german = text_of(market.client.get(f"{path}?language=de").data)
    assert "Abholung durch den Auftraggeber" in german


def test_the_way_is_in_the_history_so_that_it_survives_a_rebuild(market, produced):
    process_id, winner = produced
    fired(winner, process_id, "ship", way="own")
    with transactions.writing() as session:
        of_process = Shipment.process_id == UUID(process_id)
        session.execute(sa.delete(Shipment).where(of_process))
    with transactions.writing() as session:
        rebuild.rebuild(session, UUID(process_id), SYSTEM, "a test")
    assert shipment_of(market.client.get(f"/processes/{process_id}").json) == ("own", None, None)
