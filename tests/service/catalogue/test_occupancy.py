"""An order that was accepted takes its machine until it is made."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import orjson
import pytest

from service.catalogue import occupancy, snapshot
from service.database import transactions
from service.database.models import Process, Verification
from tests.support.orders import confirmed, fire, verified


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


def bookings(contractor):
    """What is booked of the contractor's machines, as the catalogue has it now."""
    with transactions.reading() as session:
        entry = snapshot.current(session).entries[str(contractor.login.organization_id)]
    return [booking for machine in entry.contractor.machines for booking in machine.booked]


def lead_time(process_id, contractor):
    """The lead time in the newest record of a process, as this contractor quotes it."""
    with transactions.reading() as session:
        verification_id = session.get_one(Process, UUID(process_id)).verification_id
        record = orjson.loads(session.get_one(Verification, verification_id).record)
    own = str(contractor.login.organization_id)
    return next(q["lead_time"] for q in record["quotes"] if q["contractor_id"] == own)


def test_an_accepted_order_takes_its_machine_until_it_is_made(market):
    process_id, winner, _ = confirmed(market)
    before = lead_time(process_id, winner)
    assert "booked" not in [term["name"] for term in before["terms"]]
    (booking,) = bookings(winner)
    assert Decimal(0) < booking.share <= 1
    with transactions.reading() as session:
        ship_by = session.get_one(Process, UUID(process_id)).ship_by
    first, last = map(date.fromisoformat, booking.days.split("/"))
    assert first < last < ship_by.date()

    later = lead_time(verified(market), winner)
    assert "booked" in [term["name"] for term in later["terms"]]
    assert later["days"] > before["days"]

    assert fire(winner, process_id, "start_production").status_code == 200
    assert bookings(winner) == [booking]
    assert fire(winner, process_id, "finish_production").status_code == 200
    assert bookings(winner) == []
    assert lead_time(verified(market), winner)["days"] == before["days"]


def test_an_order_takes_as_many_machines_as_it_has_jobs_for():
    build = {"name": "build", "days": 2, "inputs": {"jobs": "3", "machines": "4"}}
    quote = {"lead_time": {"terms": [build]}}
    monday, friday = date(2026, 11, 23), date(2026, 11, 27)
    days, share = occupancy._booking(quote, monday, friday, (0, 1, 2, 3, 4))
    assert (days, share) == ("2026-11-23/2026-11-27", Decimal("0.3"))  # 3 x 2 of 4 x 5 days
    _, share = occupancy._booking(quote, monday, monday, (0, 1, 2, 3, 4))
    assert share == 1  # more than there is
