"""The limits and the rates of a machine, as its contractor states them."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Annotated

from service.manufacturing.quoting.catalogue.records import Record
from service.manufacturing.quoting.catalogue.rules import (
    Amount,
    Assumption,
    BadData,
    Doc,
    Source,
)
from service.translations import gettext_noop as _

ZERO = Decimal(0)
#: How amounts are stated.
AMOUNT = "in the contractor's currency, without tax"


@dataclass(frozen=True, kw_only=True)
class Limit(Record):
    """Below `limit` a check fails, below `warning` it warns; units as in the limit's name."""

    limit: Annotated[Amount, Doc("below it a check fails, in the unit of the limit's name")]
    warning: Annotated[
        Amount, Doc("below it a check warns, in the same unit; not less than the limit")
    ]

    def __post_init__(self) -> None:
        if self.warning < self.limit:
            raise BadData(
                _("the warning {warning} lies beyond the limit {limit}"),
                warning=self.warning,
                limit=self.limit,
            )


@dataclass(frozen=True, kw_only=True)
class Rates(Record):
    """What an hour of the machine and its people costs, in the contractor's currency.

    The machine's hourly rate is the sum of the five `*_hour` terms without personnel.
    """

    machine_hour: Annotated[Amount, Doc(f"an hour of the machine, {AMOUNT}")]
    personnel_hour: Annotated[Amount, Doc(f"an hour of people, {AMOUNT}")]
    energy_hour: Annotated[Amount, Doc(f"energy per hour, {AMOUNT}")] = ZERO
    gas_hour: Annotated[Amount, Doc(f"gas per hour, {AMOUNT}")] = ZERO
    room_hour: Annotated[Amount, Doc(f"room per hour, {AMOUNT}")] = ZERO
    repair_hour: Annotated[Amount, Doc(f"repair per hour, {AMOUNT}")] = ZERO
    setup_hours: Annotated[Amount, Doc("hours of people to set a build job up")] = ZERO
    setup_fixed: Annotated[Amount, Doc(f"once per build job, {AMOUNT}")] = ZERO
    handling_hours: Annotated[
        Amount, Doc("hours of people per part: unpacking, taking supports off, a look at it")
    ] = ZERO
    source: Source = ""
    assumption: Assumption = ""

    @cached_property
    def hour(self) -> Decimal:
        """All that one machine hour costs."""
        return (
            self.machine_hour + self.energy_hour + self.gas_hour + self.room_hour + self.repair_hour
        )
