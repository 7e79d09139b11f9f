"""Pieces are counted: made, failed and replaced, shipped in parts, delivered, disputed, remade."""

from uuid import UUID, uuid4

import pytest

from tests.support.orders import confirmed, fire, fired
from tests.support.worlds.marketplace import refused
from tests.support.worlds.workplace import check_histories, moves_of

pytestmark = pytest.mark.one_database

PARCEL = {"carrier": "Parcel", "tracking_number": "4711"}


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


@pytest.fixture
def started(market):
    """A contract about five pieces that are being made, and its contractor."""
    process_id, winner, _ = confirmed(market)
    assert fired(winner, process_id, "start_production")["state"] == "in_production"
    yield process_id, winner
    check_histories([UUID(process_id)])


def counted(process):
    production = process["production"]
    assert production["made"] + production["failed"] + production["left"] == production["to_make"]
    names = ("pieces", "to_make", "made", "failed", "left", "shipped", "delivered")
    return tuple(production[name] for name in names)


def pointers(answer):
    assert refused(answer, 422, "invalid")
    return [error["pointer"] for error in answer.json["errors"]]


def disputed(market, started):
    process_id, winner = started
    fired(winner, process_id, "finish_production")
    fired(winner, process_id, "ship", **PARCEL)
    fired(market.client, process_id, "dispute", reason="two are broken")
    return process_id, winner


def test_a_contractor_that_counts_no_pieces_makes_and_ships_them_as_a_whole(market, started):
    process_id, winner = started
    assert counted(fired(winner, process_id, "finish_production")) == (5, 5, 5, 0, 0, 0, 0)
    sent = fired(winner, process_id, "ship", **PARCEL)
    assert (sent["state"], counted(sent)) == ("in_delivery", (5, 5, 5, 0, 0, 5, 0))
    (shipment,) = sent["shipments"]
    assert (shipment["number"], shipment["pieces"], shipment["delivered_at"]) == (1, 5, None)
    arrived = fired(market.client, process_id, "deliver")
    assert (arrived["state"], counted(arrived)) == ("delivered", (5, 5, 5, 0, 0, 5, 5))
    assert arrived["shipments"][0]["delivered_at"]


def test_every_failed_piece_is_replaced_by_one_more_that_can_be_traced(started):
    process_id, winner = started
    shown = fired(winner, process_id, "report_progress", made=2, failed=2, reason="warped")
    assert counted(shown) == (5, 7, 2, 2, 3, 0, 0)
    shown = fired(winner, process_id, "report_progress", failed=1, reason="torn")
    assert counted(shown) == (5, 8, 2, 3, 3, 0, 0)
    replaced = [
        (entry["failed"], entry["replaced_by"], entry["reason"])
        for entry in shown["production"]["replacements"]
    ]
    assert replaced == [
        ({"first": 3, "last": 4}, {"first": 6, "last": 7}, "warped"),
        ({"first": 5, "last": 5}, {"first": 8, "last": 8}, "torn"),
    ]
    assert counted(fired(winner, process_id, "report_progress", made=3)) == (5, 8, 5, 3, 0, 0, 0)
    assert fired(winner, process_id, "finish_production")["state"] == "produced"


def test_progress_stands_in_the_history_and_is_told_to_the_client(market, started):
    process_id, winner = started
    dry = fire(winner, f"{process_id}", "report_progress?dry_run=true", made=1)
    assert dry.json["dry_run"]["events"] == ["process.updated"]
    fired(winner, process_id, "report_progress", made=1, failed=1, reason="warped")
    row = market.client.get(f"/processes/{process_id}/history").json["items"][-1]
    row["data"].pop("replacement_id")
    assert (row["trigger"], row["from"], row["to"]) == (
        "report_progress",
        "in_production",
        "in_production",
    )
    assert row["data"] == {
        "made": 1,
        "failed": 1,
        "reason": "warped",
        "failed_from": 2,
        "made_from": 6,
    }


@pytest.mark.parametrize(
    ("data", "pointer"),
    [
        ({}, "/made"),
        ({"made": 0, "failed": 0}, "/made"),
        ({"made": 6}, "/made"),
        ({"made": 3, "failed": 3, "reason": "warped"}, "/made"),
        ({"failed": 6, "reason": "warped"}, "/failed"),
        ({"failed": 1}, "/reason"),
        ({"failed": 1, "reason": "  "}, "/reason"),
        ({"made": -1}, "/made"),
        ({"made": "1"}, "/made"),
        ({"made": 1.5}, "/made"),
    ],
)
def test_only_progress_that_can_be_is_taken(started, data, pointer):
    process_id, winner = started
    assert pointers(fire(winner, process_id, "report_progress", **data)) == [pointer]
    assert moves_of(UUID(process_id))[-1] == "start_production"


def test_production_is_finished_only_when_every_piece_is_made(started):
    process_id, winner = started
    shown = fired(winner, process_id, "report_progress", made=4)
    assert "finish_production" not in shown["actions"]
    refusal = fire(winner, process_id, "finish_production")
    assert refused(refusal, 409, "not-ready")
    assert "still to be made: 1" in refusal.json["detail"]
    shown = fired(winner, process_id, "report_progress", made=1)
    assert "report_progress" not in shown["actions"]
    assert refused(fire(winner, process_id, "report_progress", made=1), 409, "not-ready")
    assert fired(winner, process_id, "finish_production")["state"] == "produced"


def test_parts_are_shipped_while_others_are_made_and_arrive_on_their_own(market, started):
    process_id, winner = started
    assert refused(fire(winner, process_id, "ship", **PARCEL), 409, "not-ready")
    fired(winner, process_id, "report_progress", made=3)
    assert pointers(fire(winner, process_id, "ship", pieces=4, **PARCEL)) == ["/pieces"]
    first = fired(winner, process_id, "ship", pieces=2, **PARCEL)
    assert (first["state"], counted(first)) == ("in_production", (5, 5, 3, 0, 2, 2, 0))
    arrived = fired(market.client, process_id, "deliver", shipment_id=first["shipments"][0]["id"])
    assert (arrived["state"], counted(arrived)[-1]) == ("in_production", 2)
    fired(winner, process_id, "report_progress", made=2)
    fired(winner, process_id, "finish_production")
    second = fired(winner, process_id, "ship", pieces=1, **PARCEL)
    assert (second["state"], counted(second)[-2:]) == ("produced", (3, 2))
    third = fired(winner, process_id, "ship", **PARCEL)
    assert (third["state"], counted(third)[-2:]) == ("in_delivery", (5, 2))
    assert [s["pieces"] for s in third["shipments"]] == [2, 1, 2]
    one = fired(winner, process_id, "deliver", shipment_id=third["shipments"][2]["id"])
    assert (one["state"], counted(one)[-1]) == ("in_delivery", 4)
    last = fired(winner, process_id, "deliver", shipment_id=third["shipments"][1]["id"])
    assert (last["state"], counted(last)[-1]) == ("delivered", 5)
    assert (
        moves_of(UUID(process_id))[-8:]
        == [
            *("report_progress", "ship_part", "deliver_part"),
            *("report_progress", "finish_production", "ship_part", "ship"),
            *("deliver_part", "deliver"),
        ][-8:]
    )


def test_the_last_piece_is_shipped_when_production_is_finished(started):
    process_id, winner = started
    fired(winner, process_id, "report_progress", made=5)
    assert counted(fired(winner, process_id, "ship", **PARCEL))[-2] == 4
    refusal = fire(winner, process_id, "ship", **PARCEL)
    assert refused(refusal, 409, "not-ready")
    fired(winner, process_id, "finish_production")
    assert pointers(fire(winner, process_id, "ship", pieces=2, **PARCEL)) == ["/pieces"]
    assert fired(winner, process_id, "ship", **PARCEL)["state"] == "in_delivery"


def test_a_shipment_arrives_once_and_belongs_to_its_process(market, started):
    process_id, winner = started
    fired(winner, process_id, "report_progress", made=4)
    shipment = fired(winner, process_id, "ship", pieces=1, **PARCEL)["shipments"][0]
    fired(winner, process_id, "ship", pieces=1, **PARCEL)
    unknown = fire(market.client, process_id, "deliver", shipment_id=str(uuid4()))
    assert refused(unknown, 404, "not-found")
    fired(market.client, process_id, "deliver", shipment_id=shipment["id"])
    again = fire(market.client, process_id, "deliver", shipment_id=shipment["id"])
    assert refused(again, 409, "not-ready")
    assert "shipment 1 arrived on" in again.json["detail"]
    assert refused(fire(market.client, process_id, "deliver"), 409, "illegal-move")


def test_pieces_are_counted_by_the_contractor_alone(market, started):
    process_id, _ = started
    for trigger, data in (
        ("report_progress", {"made": 1}),
        ("finish_production", {}),
        ("ship", {"pieces": 1, **PARCEL}),
    ):
        assert refused(fire(market.client, process_id, trigger, **data), 409, "illegal-move")


def test_a_remake_is_made_shipped_and_delivered_like_the_rest(market, started):
    process_id, winner = disputed(market, started)
    fired(winner, process_id, "consent", to="remake")
    assert pointers(fire(market.client, process_id, "remake", pieces=6)) == ["/pieces"]
    again = fired(market.client, process_id, "remake", pieces=2)
    assert (again["state"], counted(again)) == ("in_production", (5, 7, 5, 0, 2, 5, 0))
    (replacement,) = again["production"]["replacements"]
    assert replacement["failed"] is None
    assert replacement["replaced_by"] == {"first": 6, "last": 7}
    fired(winner, process_id, "report_progress", made=1, failed=1, reason="warped")
    assert refused(fire(winner, process_id, "finish_production"), 409, "not-ready")
    fired(winner, process_id, "report_progress", made=1)
    fired(winner, process_id, "finish_production")
    sent = fired(winner, process_id, "ship", **PARCEL)
    assert [s["pieces"] for s in sent["shipments"]] == [5, 2]
    done = fired(market.client, process_id, "deliver")
    assert (done["state"], counted(done)) == ("delivered", (5, 8, 7, 1, 0, 7, 7))
    assert fired(market.client, process_id, "complete")["state"] == "completed"


def test_a_consent_to_remake_counts_for_the_pieces_that_it_names(market, started):
    process_id, winner = disputed(market, started)
    assert fired(winner, process_id, "consent", to="remake", pieces=2)["consents"] == {
        "client": [],
        "contractor": ["remake"],
        "client_remakes": None,
        "contractor_remakes": 2,
    }
    refusal = fire(market.client, process_id, "remake", pieces=5)
    assert refused(refusal, 409, "not-ready")
    assert "the contractor has consented to remake 2 pieces, not 5" in refusal.json["detail"]
    assert fired(market.client, process_id, "remake", pieces=2)["state"] == "in_production"


def test_the_reason_of_a_dispute_is_a_message_to_the_contractor(market, started):
    process_id, winner = disputed(market, started)
    messages = winner.get(f"/processes/{process_id}/messages").json["items"]
    assert [message["text"] for message in messages] == ["two are broken"]
    answer = winner.post(f"/processes/{process_id}/messages", {"text": "Please send a picture."})
    assert answer.status_code == 201
    texts = market.client.get(f"/processes/{process_id}/messages").json["items"]
    assert [m["author"]["role"] for m in texts] == ["client", "contractor"]
