"""A contractor with its machines, treatments, terms and working days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from service.manufacturing.quoting import standards
from service.manufacturing.quoting.catalogue.days import days_of
from service.manufacturing.quoting.catalogue.machines import ZERO, Machine
from service.manufacturing.quoting.catalogue.records import (
    Amount,
    BadData,
    Count,
    Country,
    Currency,
    Days,
    Factor,
    Name,
    Positive,
    Ratio,
    Record,
    Slug,
    Weekday,
)
from service.manufacturing.quoting.time_zones import is_known
from service.manufacturing.quoting.working_days import regions

#: Stands in a zone's countries for every country that no other zone names.
ANYWHERE = "*"


@dataclass(frozen=True, kw_only=True)
class Preparation(Record):
    """Engineering before the build: hours per distinct part by its complexity 0..4."""

    engineering_hour: Amount
    hours_by_complexity: tuple[Amount, Amount, Amount, Amount, Amount]
    equipment: Amount = ZERO
    days: Days = 1
    source: str = ""
    assumption: str = ""


@dataclass(frozen=True, kw_only=True)
class Tier(Record):
    """From the `from_quantity`-th piece on, each further piece costs `discount` (0..1) less."""

    from_quantity: Count
    discount: Ratio
    source: str = ""
    assumption: str = ""


@dataclass(frozen=True, kw_only=True)
class ShippingZone(Record):
    """What a parcel to these countries costs and how many working days it takes."""

    countries: tuple[str, ...]
    fixed: Amount
    per_kg: Amount
    days: Days
    source: str = ""
    assumption: str = ""


@dataclass(frozen=True, kw_only=True)
class Express(Record):
    """An order that is in a hurry costs `surcharge` (0..) more and queues `queue_days` at most."""

    surcharge: Factor
    queue_days: Days = 0
    source: str = ""
    assumption: str = ""


@dataclass(frozen=True, kw_only=True)
class ContractorPostProcessing(Record):
    """A treatment at this contractor; without `material_ids` for every material it can treat.

    It costs `per_job` once per build job, `per_part` for each part and `per_dm2` for each
    square decimetre of surface, and takes `days` working days.
    """

    post_processing_id: Slug
    per_job: Amount = ZERO
    per_part: Amount = ZERO
    per_dm2: Amount = ZERO
    days: Days = 1
    material_ids: tuple[Slug, ...] = ()
    source: str = ""
    assumption: str = ""


@dataclass(frozen=True, kw_only=True)
class InstantOrders(Record):
    """Within these limits the service offers as quoted in the contractor's name.

    `max_value` is in the contractor's currency, `max_quantity` counts all parts, `min_lead_time`
    is the shortest lead time in calendar days. Empty lists mean every material and technology.
    """

    max_value: Amount | None = None
    max_quantity: Count | None = None
    min_lead_time: Days = 0
    material_ids: tuple[Slug, ...] = ()
    technologies: tuple[Name, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Contractor(Record):
    """A contractor as matching sees it; all amounts in its one currency, without tax.

    `working_days` are weekdays, Monday is 0; `closed_on` holds its own free days, or spans of them
    such as '2026-12-24/2027-01-03', besides the public holidays of its country and `region`.
    Its day begins in `time_zone` (IANA), left out that of its country.
    `max_quantity` is what it takes on in one order, all parts counted, `max_build_days` how many
    working days its machines may build for it.
    `certificates` are those that it issues, None if it has not said so.
    An order that comes to less than `min_order_value` is charged that much, shipping apart. Clients
    see what the lines of a quote are made of only if it `shows_calculation`.
    `max_order_value` is what one order may come to, `max_open_requests` how many requests may
    wait for it at once, `serves` the countries that it takes orders for; empty: all it ships to.
    """

    id: Name
    name: Name
    country: Country
    currency: Currency
    machines: tuple[Machine, ...]
    preparation: Preparation
    shipping: tuple[ShippingZone, ...]
    margin: Factor
    vat_rate: Ratio
    post_processings: tuple[ContractorPostProcessing, ...] = ()
    tiers: tuple[Tier, ...] = ()
    express: Express | None = None
    fixed_costs: Amount = ZERO
    region: Name | None = None
    time_zone: Name | None = None
    working_days: tuple[Weekday, ...] = (0, 1, 2, 3, 4)
    closed_on: tuple[str, ...] = ()
    max_quantity: Count = 10_000
    max_build_days: Days = 250
    certificates: tuple[Name, ...] | None = None
    min_order_value: Amount = ZERO
    shows_calculation: bool = False
    max_order_value: Positive | None = None
    max_open_requests: Count | None = None
    serves: tuple[Country, ...] = ()
    instant_orders: InstantOrders | None = None
    source: str = ""
    assumption: str = ""

    def __post_init__(self) -> None:
        if not self.working_days:
            raise BadData("working_days must name at least one weekday")
        for span in self.closed_on:
            days_of(span, "closed_on")
        if self.region is not None and self.region not in (
            known := regions().get(self.country, ())
        ):
            raise BadData(
                f"region of {self.country} must be {', '.join(known) or 'left out'}, "
                f"not {self.region!r}"
            )
        if self.time_zone is not None and not is_known(self.time_zone):
            raise BadData(f"time_zone must be one such as Europe/Berlin, not {self.time_zone!r}")
        starts = [tier.from_quantity for tier in self.tiers]
        discounts = [tier.discount for tier in self.tiers]
        if starts != sorted(set(starts)) or discounts != sorted(discounts):
            raise BadData(f"tiers must grow in quantity and discount, not {starts}, {discounts}")
        if self.instant_orders:
            for name in self.instant_orders.technologies:
                if standards.resolve(name) is None:
                    raise BadData(f"instant_orders: no technology is called {name!r}")
        ids = [machine.id for machine in self.machines]
        if twice := sorted({name for name in ids if ids.count(name) > 1}):
            raise BadData(f"two machines are called {twice[0]!r}")

    @property
    def free_days(self) -> frozenset[date]:
        """The contractor's own free days as dates."""
        return frozenset(day for span in self.closed_on for day in days_of(span, "closed_on"))

    def zone(self, country: str) -> ShippingZone | None:
        """The shipping zone of a country; None if the contractor does not deliver there."""
        for wanted in (country, ANYWHERE):
            for zone in self.shipping:
                if wanted in zone.countries:
                    return zone
        return None

    def post_processing(self, treatment_id: str) -> ContractorPostProcessing | None:
        """What the contractor asks for that treatment; None if it does not offer it."""
        return next(
            (own for own in self.post_processings if own.post_processing_id == treatment_id), None
        )


@dataclass(frozen=True)
class BadContractor:
    """A contractor whose data cannot be read: it is listed with this reason, never dropped."""

    id: str
    name: str
    reason: str


def read_contractor(data: Mapping[str, object]) -> Contractor | BadContractor:
    """Read a contractor, or say what is wrong with it; raises nothing."""
    try:
        return Contractor.from_dict(data)
    except BadData as bad:
        return BadContractor(str(data.get("id", "")), str(data.get("name", "")), str(bad))
