"""What a quote is as JSON, for each of its readers; see `record_json`."""

from typing import NotRequired, TypedDict

from service.manufacturing.quoting.check_json import CheckJson


class MoneyJson(TypedDict):
    """An amount in a currency of ISO 4217."""

    amount: str
    currency: str


class LineJson(TypedDict):
    """A term of a price as anybody sees it."""

    name: str
    amount: str


class LineWithInputsJson(LineJson):
    """The same with the figures that it was made of."""

    inputs: dict[str, str]


class TaxJson(TypedDict):
    """The tax on a price, which its total does not contain."""

    rate: str
    amount: str
    reason: str


class PackingJson(TypedDict):
    """How a part lies in the machine; `up` of its file ("-x" to "+z") points upwards."""

    up: str
    turned_deg: float
    box_mm: list[float]
    per_job: int


class QuantityPriceJson(TypedDict):
    """What another number of pieces costs, or the `reason` why it cannot be had."""

    quantity: int
    total: NotRequired[MoneyJson]
    unit_price: NotRequired[MoneyJson]
    lead_time_days: NotRequired[int | None]
    reason: NotRequired[str | None]


class LeadTimeTermJson(TypedDict):
    """How many working days one stage takes, and from what."""

    name: str
    days: int
    inputs: dict[str, str]


class LeadTimeJson(TypedDict):
    """When an order ships and arrives; `days` are calendar days."""

    ship_date: str
    delivery_date: str
    days: int
    terms: list[LeadTimeTermJson]


class MeritsJson(TypedDict):
    """What ranking compares of a quote beside price and date."""

    machines: int
    tolerance_mm: float
    free_capacity: float
    material_kg: float
    machine_hours: float
    distance_km: float | None


class ScorePartJson(TypedDict):
    """One part of a score, 0 to 1, and how much it counts."""

    value: float
    weight: int


class ScoreJson(TypedDict):
    """How well a quote does among others, 0 to 1; `missing` names what is not known of it."""

    total: float
    parts: dict[str, ScorePartJson]
    missing: list[str]


class QuoteHeadJson(TypedDict):
    """What everybody sees of a quote; `shows_calculation` stands there only if it is true."""

    contractor_id: str
    name: str
    country: str
    machine: str
    material_id: str
    technology: str
    process: NotRequired[str]
    laid: NotRequired[list[PackingJson]]
    total: MoneyJson
    unit_price: MoneyJson
    tax: TaxJson
    tiers: NotRequired[list[QuantityPriceJson]]
    shows_calculation: NotRequired[bool]


class QuoteJson(QuoteHeadJson):
    """A quote as a record keeps it: with all that its contractor calculates with."""

    machine_id: str
    lines: list[LineWithInputsJson]
    lead_time: LeadTimeJson
    checks: list[CheckJson]
    merits: NotRequired[MeritsJson]
    rounding: str
    engine_version: str
    rules_version: str


class QuoteViewJson(QuoteHeadJson):
    """A quote without rates: as its contractor sees it, and its client with the lines folded."""

    lines: list[LineJson]
    lead_time_days: int
    ship_date: str
    delivery_date: str
    warnings: list[CheckJson]


class SealedQuoteJson(QuoteViewJson):
    """The same as it is digested; `sealed` is the digest of the quote in full."""

    sealed: str
