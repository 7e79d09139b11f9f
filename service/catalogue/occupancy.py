"""Works out which machines are occupied by accepted orders that are not finished yet.

An order takes the machine that its quote names for as many days as building takes there, spread
evenly over the working days until the agreed day of shipping: when exactly it is built is the
contractor's affair.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_UP, Decimal
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database.models import Process, Request, Verification
from service.manufacturing.quoting.catalogue.days import LONGEST_SPAN
from service.manufacturing.quoting.catalogue.machines import MOST_BOOKINGS
from service.manufacturing.quoting.quote_json import QuoteJson
from service.values.json_object import JsonObject
from workflows.process import ProcessState
from workflows.request import RequestState

#: In these states an order takes its machine.
TAKING: Final = frozenset({ProcessState.CONFIRMED, ProcessState.IN_PRODUCTION})
#: Shares of machines are told to so many.
STEP: Final = Decimal("0.0001")
DAY: Final = timedelta(days=1)
#: Of more contractors at once those of all are read.
MOST_NAMED: Final = 500
WEEKDAYS: Final = (0, 1, 2, 3, 4)

#: By machine the share of it that is taken, by span of days (ISO 8601).
Bookings = dict[str, dict[str, Decimal]]


def keep_quote(db: Session, process: Process, request: Request) -> None:
    """Keep the winner's quote in full with the process: it says which machine, and how long."""
    quotes, winner = process.further_quotes or {}, str(request.contractor_id)
    if winner in quotes:
        return
    verification = db.get(Verification, request.verification_id)
    if verification is None:
        return
    for quote in verification.content["quotes"]:
        if quote["contractor_id"] == winner:
            process.further_quotes = {**quotes, winner: quote}


def booked_by_orders(
    db: Session, working_days: Mapping[UUID, Sequence[int]]
) -> dict[UUID, Bookings]:
    """What accepted orders take of the machines of these contractors, by contractor."""
    rows = (
        sa.select(
            Process.contractor_id, Process.further_quotes, Process.ship_by, Request.updated_at
        )
        .join(Request, Request.process_id == Process.id)
        .where(Process.state.in_(TAKING), Process.deleted_at.is_(None))
        .where(Request.state == RequestState.ACCEPTED, Process.ship_by.is_not(None))
        .order_by(Process.id)
    )
    if len(working_days) <= MOST_NAMED:
        rows = rows.where(Process.contractor_id.in_(working_days))
    by_contractor: dict[UUID, Bookings] = defaultdict(lambda: defaultdict(dict))
    for contractor_id, quotes, ship_by, accepted_at in db.execute(rows):
        quote = (quotes or {}).get(str(contractor_id))
        if quote is None or contractor_id is None or ship_by is None:
            continue
        if contractor_id not in working_days:
            continue
        # What is due on a day is due when it is over.
        last = (ship_by - timedelta.resolution).date()
        days, share = _booking(quote, accepted_at.date(), last, working_days[contractor_id])
        machine = by_contractor[contractor_id][quote["machine_id"]]
        machine[days] = min(Decimal(1), machine.get(days, Decimal(0)) + share)
    return by_contractor


def with_orders_booked(data: JsonObject, by_orders: Bookings) -> JsonObject:
    """A contractor's data in which what accepted orders take of its machines is booked as well.

    A machine has MOST_BOOKINGS at most: of more those that take the least are left out.
    """
    machines = []
    for machine in data["machines"]:
        stated = list(machine.get("booked") or ())
        spans = by_orders.get(machine["id"], {}).items()
        most = sorted(spans, key=lambda span: (-span[1], span[0]))
        more = [{"days": days, "share": str(share)} for days, share in most]
        booked = [*stated, *more[: max(0, MOST_BOOKINGS - len(stated))]]
        machines.append(machine | ({"booked": booked} if more else {}))
    return data | {"machines": machines}


def _booking(
    quote: QuoteJson, accepted: date, last: date, weekdays: Sequence[int]
) -> tuple[str, Decimal]:
    """From when to when a quoted order takes its machine, and what share of it."""
    last = min(max(last, accepted), accepted + (LONGEST_SPAN - 1) * DAY)
    span = (accepted + i * DAY for i in range((last - accepted).days + 1))
    days = max(1, sum(day.weekday() in weekdays for day in span))
    (build,) = (term for term in quote["lead_time"]["terms"] if term["name"] == "build")
    machines = int(build["inputs"]["machines"])
    used = min(int(build["inputs"]["jobs"]), machines)
    share = Decimal(used * build["days"]) / (machines * days)
    return f"{accepted}/{last}", min(Decimal(1), share).quantize(STEP, ROUND_UP)
