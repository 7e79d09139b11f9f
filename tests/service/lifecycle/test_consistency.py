"""Whatever is kept beside the history must agree with it; what does not is found."""

from uuid import UUID

import pytest

from service.database import transactions
from service.ids import new_id
from service.operations import consistency
from tests.support.callers import publish
from tests.support.orders import confirmed, fire
from tests.support.tampering import tamper

PARCEL = {"carrier": "Parcel", "tracking_number": "4711"}


@pytest.fixture
def process_id(market):
    """An order with a loser, a failed piece, a part that has arrived and one on its way."""
    process_id, winner, _ = confirmed(market, 2)
    fire(winner, process_id, "start_production")
    fire(winner, process_id, "report_progress", made=2, failed=1, reason="warped")
    part = fire(winner, process_id, "ship", pieces=2, **PARCEL).json["shipments"][0]
    fire(market.client, process_id, "deliver", shipment_id=part["id"])
    fire(winner, process_id, "report_progress", made=3)
    fire(winner, process_id, "finish_production")
    assert fire(winner, process_id, "ship", **PARCEL).json["state"] == "in_delivery"
    publish()
    return UUID(process_id)


def said():
    with transactions.reading() as session:
        return [finding.detail for finding in consistency.examine(session, None, 50).findings]


def test_an_order_that_went_its_way_agrees_with_its_history(process_id):
    assert said() == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE requests SET state = 'offered' WHERE state = 'lost'", "its history says lost"),
        ("UPDATE requests SET state = 'accepted'", "were all accepted"),
        ("UPDATE offers SET number = 7, id = :id", "offers, its history says 1"),
        ("UPDATE offers SET amount = 1", "offer 1: is 1"),
        ("UPDATE offers SET lead_time_days = 99", "in 99 days, its history says"),
        ("UPDATE processes SET offer_id = NULL", "its contract is offer None"),
        ("UPDATE processes SET contractor_id = :id", "its offer is from"),
        ("UPDATE processes SET state = 'completed'", "is completed, its history says in_delivery"),
        ("UPDATE productions SET made = made + 1", "made of its pieces is 6, its history says 5"),
        ("UPDATE productions SET failed = 0", "failed of its pieces is 0, its history says 1"),
        ("DELETE FROM replacements", "0 pieces are replaced, its history says 1"),
        ("DELETE FROM productions", "its pieces are not counted"),
        ("UPDATE shipments SET pieces = 9 WHERE number = 1", "12 shipped and 5 made"),
        ("UPDATE shipments SET delivered_at = NULL WHERE number = 1", "is not as its history says"),
        ("DELETE FROM shipments WHERE number = 2", "is not as its history says"),
        ("DELETE FROM events WHERE type = 'process.confirmed'", "no event tells that it is conf"),
        ("UPDATE events SET type = 'process.failed' WHERE type = 'process.produced'", "is failed;"),
    ],
)
def test_what_was_changed_past_the_history_is_found(process_id, change, words):
    values = {"id": new_id().hex if "sqlite" in transactions.engine().name else new_id()}
    tamper(change, **{name: value for name, value in values.items() if f":{name}" in change})
    assert any(words in sentence for sentence in said()), said()


def test_events_that_were_forgotten_in_time_are_no_contradiction(process_id, monkeypatch):
    monkeypatch.setenv("WERKBANK_EVENT_RETENTION_DAYS", "1")
    consistency.settings.cache_clear()
    tamper("DELETE FROM events WHERE type = 'process.confirmed'")
    assert said() == []


def test_windows_that_were_changed_are_found(process_id):
    later = "UPDATE shared_values SET value = :value"
    tamper(later, "shared_values", value='{"start": {"hours": 9000.0, "reminder_hours": 0}}')
    assert f"process {process_id}: the windows that it was sent with were changed" in said()
