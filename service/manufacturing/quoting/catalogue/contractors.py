"""A contractor with its machines, treatments, terms and working days."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from service.manufacturing.quoting import standards
from service.manufacturing.quoting.catalogue.days import days_of
from service.manufacturing.quoting.catalogue.machine_rates import AMOUNT, ZERO
from service.manufacturing.quoting.catalogue.machines import Machine
from service.manufacturing.quoting.catalogue.records import Record
from service.manufacturing.quoting.catalogue.rules import (
    Amount,
    Assumption,
    BadData,
    Count,
    Country,
    Currency,
    Days,
    Doc,
    Factor,
    Name,
    Positive,
    Ratio,
    Slug,
    Source,
    Weekday,
)
from service.manufacturing.quoting.time_zones import is_known, zone_of
from service.manufacturing.quoting.working_days import WorkingDays, regions
from service.translations import Sentence
from service.translations import gettext_noop as _

#: Stands in a zone's countries for every country that no other zone names.
ANYWHERE = "*"


@dataclass(frozen=True, kw_only=True)
class Preparation(Record):
    """Engineering before the build: hours per distinct part by its complexity 0..4."""

    engineering_hour: Annotated[Amount, Doc(f"an hour of engineering, {AMOUNT}")]
    hours_by_complexity: Annotated[
        tuple[Amount, Amount, Amount, Amount, Amount],
        Doc("hours per distinct part by its complexity, 0 (a full block) to 4"),
    ]
    equipment: Annotated[Amount, Doc(f"once per order, {AMOUNT}")] = ZERO
    days: Annotated[Days, Doc("working days before the build")] = 1
    source: Source = ""
    assumption: Assumption = ""


@dataclass(frozen=True, kw_only=True)
class Tier(Record):
    """From the `from_quantity`-th piece on, each further piece costs `discount` (0..1) less."""

    from_quantity: Annotated[Count, Doc("the piece from which on the discount holds")]
    discount: Annotated[Ratio, Doc("share less for each further piece: 0.1 is 10 %")]
    source: Source = ""
    assumption: Assumption = ""


@dataclass(frozen=True, kw_only=True)
class ShippingZone(Record):
    """What a parcel to these countries costs and how many working days it takes."""

    countries: Annotated[
        tuple[str, ...], Doc("ISO 3166-1 alpha-2, or * for all that no other zone names")
    ]
    fixed: Annotated[Amount, Doc(f"per parcel, {AMOUNT}")]
    per_kg: Annotated[Amount, Doc(f"per kilogram of parts, {AMOUNT}")]
    days: Annotated[Days, Doc("working days on the way")]
    source: Source = ""
    assumption: Assumption = ""


@dataclass(frozen=True, kw_only=True)
class Express(Record):
    """An order that is in a hurry costs `surcharge` (0..) more and queues `queue_days` at most."""

    surcharge: Annotated[Factor, Doc("share added to the price: 0.5 is 50 %")]
    queue_days: Annotated[Days, Doc("working days that such an order queues at most")] = 0
    source: Source = ""
    assumption: Assumption = ""


@dataclass(frozen=True, kw_only=True)
class ContractorPostProcessing(Record):
    """A treatment as this contractor does it after the build."""

    post_processing_id: Annotated[Slug, Doc("of the catalogue")]
    per_job: Annotated[Amount, Doc(f"once per build job, {AMOUNT}")] = ZERO
    per_part: Annotated[Amount, Doc(f"for each part, {AMOUNT}")] = ZERO
    per_dm2: Annotated[Amount, Doc(f"for each square decimetre of surface, {AMOUNT}")] = ZERO
    days: Annotated[Days, Doc("working days that it takes")] = 1
    material_ids: Annotated[
        tuple[Slug, ...], Doc("materials that are treated; none: all that it can treat")
    ] = ()
    source: Source = ""
    assumption: Assumption = ""


@dataclass(frozen=True, kw_only=True)
class InstantOrders(Record):
    """Within these limits the service offers as quoted in the contractor's name."""

    max_value: Annotated[Amount | None, Doc(f"of one order, {AMOUNT}; null: no limit")] = None
    max_quantity: Annotated[Count | None, Doc("pieces, all parts counted; null: no limit")] = None
    min_lead_time: Annotated[Days, Doc("shortest lead time in calendar days")] = 0
    material_ids: Annotated[tuple[Slug, ...], Doc("of the catalogue; none: all")] = ()
    technologies: Annotated[tuple[Name, ...], Doc("codes or trade names; none: all")] = ()


@dataclass(frozen=True, kw_only=True)
class Contractor(Record):
    """A contractor as matching sees it; all amounts in its one currency, without tax.

    It works on its `working_days` but for the public holidays of its country and `region` and for
    the days in `closed_on`. `min_order_value` is compared with the order without its shipping.
    """

    id: Name
    name: Name
    country: Annotated[Country, Doc("ISO 3166-1 alpha-2; left out: the organization's")]
    currency: Annotated[Currency, Doc("ISO 4217; all amounts are in it")]
    machines: tuple[Machine, ...]
    preparation: Annotated[Preparation, Doc("engineering before the build")]
    shipping: Annotated[
        tuple[ShippingZone, ...], Doc("zones by country; whoever is in none is not delivered to")
    ]
    margin: Annotated[Factor, Doc("share added to the cost: 0.2 is 20 %")]
    vat_rate: Annotated[Ratio, Doc("share of value added tax at home, shown apart: 0.19 is 19 %")]
    post_processings: Annotated[
        tuple[ContractorPostProcessing, ...], Doc("treatments that are offered")
    ] = ()
    tiers: Annotated[tuple[Tier, ...], Doc("discounts by quantity, growing in both")] = ()
    express: Annotated[Express | None, Doc("terms for orders in a hurry; null: none are taken")] = (
        None
    )
    fixed_costs: Annotated[Amount, Doc(f"added to each order, {AMOUNT}")] = ZERO
    region: Annotated[
        Name | None, Doc("part of the country whose public holidays hold, such as BY")
    ] = None
    time_zone: Annotated[
        Name | None,
        Doc("in which its day begins, such as Europe/Berlin; null: that of its country"),
    ] = None
    working_days: Annotated[tuple[Weekday, ...], Doc("weekdays, 0 is Monday")] = (0, 1, 2, 3, 4)
    closed_on: Annotated[
        tuple[str, ...], Doc("own free days, ISO 8601, or spans such as 2026-12-24/2027-01-03")
    ] = ()
    max_quantity: Annotated[Count, Doc("pieces in one order, all parts counted")] = 10_000
    max_build_days: Annotated[
        Days, Doc("working days that the machines may build for one order")
    ] = 250
    certificates: Annotated[
        tuple[Name, ...] | None, Doc("those that are issued; null: not said")
    ] = None
    min_order_value: Annotated[
        Amount, Doc(f"an order that comes to less is charged that much, {AMOUNT}")
    ] = ZERO
    shows_calculation: Annotated[
        bool,
        Doc(
            "whether clients see each line of a quote as it was calculated, or "
            "preparation, set-up, margin and fee within the others"
        ),
    ] = False
    link_offer_limit: Annotated[
        Amount | None,
        Doc(f"higher offers made by a link have to be confirmed by mail, {AMOUNT}; null: none has"),
    ] = None
    max_order_value: Annotated[
        Positive | None, Doc(f"what one order may come to, {AMOUNT}; null: no limit")
    ] = None
    max_open_requests: Annotated[
        Count | None, Doc("requests that may wait for it at once; null: no limit")
    ] = None
    serves: Annotated[
        tuple[Country, ...],
        Doc("countries (ISO 3166-1 alpha-2) that it takes orders for; none: all it ships to"),
    ] = ()
    instant_orders: Annotated[
        InstantOrders | None,
        Doc("the service offers as quoted in its name within these limits; null: not"),
    ] = None
    source: Source = ""
    assumption: Assumption = ""

    def __post_init__(self) -> None:
        if not self.working_days:
            raise BadData(_("working_days must name at least one weekday"))
        for span in self.closed_on:
            days_of(span, "closed_on")
        if self.region is not None and self.region not in (
            known := regions().get(self.country, ())
        ):
            raise BadData(
                _("region of {country} must be {names}, not {region!r}"),
                country=self.country,
                names=", ".join(known) or Sentence(_("left out")),
                region=self.region,
            )
        if self.time_zone is not None and not is_known(self.time_zone):
            raise BadData(
                _("time_zone must be one such as Europe/Berlin, not {time_zone!r}"),
                time_zone=self.time_zone,
            )
        starts = [tier.from_quantity for tier in self.tiers]
        discounts = [tier.discount for tier in self.tiers]
        if starts != sorted(set(starts)) or discounts != sorted(discounts):
            raise BadData(
                _("tiers must grow in quantity and discount, not {starts}, {discounts}"),
                starts=starts,
                discounts=discounts,
            )
        if self.instant_orders:
            for name in self.instant_orders.technologies:
                if standards.resolve(name) is None:
                    raise BadData(_("instant_orders: no technology is called {name!r}"), name=name)
        ids = [machine.id for machine in self.machines]
        if twice := sorted({name for name in ids if ids.count(name) > 1}):
            raise BadData(_("two machines are called {twice!r}"), twice=twice[0])

    @cached_property
    def calendar(self) -> WorkingDays:
        """On which days the contractor works."""
        return WorkingDays(
            self.country,
            self.working_days,
            frozenset(day for span in self.closed_on for day in days_of(span, "closed_on")),
            self.region,
            self.time_zone or zone_of(self.country),
        )

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
            (
                offered
                for offered in self.post_processings
                if offered.post_processing_id == treatment_id
            ),
            None,
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
