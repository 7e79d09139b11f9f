"""Whether an order arrives by the date that its client wants."""

from datetime import date

from service.manufacturing.quoting.catalogue import Order
from service.manufacturing.quoting.checks import Change, Check, Verdict

CHECK = "wanted_date"


def punctuality(order: Order, delivery: date, earliest: date) -> Check | None:
    """A late arrival warns: the client may rather wait. None where no date is wanted.

    `earliest` is when the contractor could deliver at the soonest, on whatever machine.
    """
    wanted = order.wanted_date
    if wanted is None:
        return None
    late = is_late(order, delivery)
    days = abs((delivery - wanted).days)
    return Check(
        check="wanted_date",
        verdict=Verdict.WARN if late else Verdict.PASS,
        value=delivery.isoformat(),
        limit=wanted.isoformat(),
        unit="",
        reason=f"arrives on {delivery}, {days} days after {wanted}, when it is wanted"
        if late
        else f"arrives on {delivery}, wanted by {wanted}",
        change=Change("wanted_date", earliest.isoformat(), f"let it arrive on {earliest}")
        if late
        else None,
    )


def is_late(order: Order, delivery: date) -> bool:
    """Whether that is after the date that the client wants it; never where none is wanted."""
    return order.wanted_date is not None and delivery > order.wanted_date
