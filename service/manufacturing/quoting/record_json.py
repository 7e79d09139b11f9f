"""What a verification record is as JSON: the nouns of its text, one type each.

Whoever writes a record and whoever reads one, or a piece of one in a column or an answer, names
these types, so that both speak of the same keys. What is `NotRequired` is missing in records of
older formats, or where its docstring says so. Amounts and rates are decimals as texts, dates are
ISO 8601.
"""

from collections.abc import Sequence
from typing import Generic, NotRequired, TypedDict, TypeVar, final

from service.manufacturing.geometry.record_json import ErrorJson, MeasuresJson

#: What a check found, or held a part against.
Figure = float | int | str | None


class MoneyJson(TypedDict):
    """An amount in a currency of ISO 4217."""

    amount: str
    currency: str


class ChangeJson(TypedDict):
    """What a client would have to change; `to` is what the field takes, lists for tuples."""

    field: str
    to: object
    detail: str
    alternatives: NotRequired[list["ChangeJson"]]


class CheckJson(TypedDict):
    """One question answered; `verdict` is "pass", "warn" or "fail"."""

    check: str
    verdict: str
    value: Figure
    limit: Figure
    unit: str
    reason: str
    where: NotRequired[str | None]
    machine: NotRequired[str | None]
    change: NotRequired[ChangeJson]


class ConstraintJson(TypedDict):
    """One thing that keeps a contractor from making the order."""

    check: str
    value: Figure
    limit: Figure
    unit: str
    reason: str
    where: NotRequired[str | None]
    machine: NotRequired[str | None]
    change: NotRequired[ChangeJson | None]


class RefusalJson(TypedDict):
    """A contractor that cannot make the order, and what would let it, but in old records."""

    contractor_id: str
    name: str
    constraints: list[ConstraintJson]
    changes: list[ChangeJson]


class FindingJson(TypedDict):
    """What was found against a part or in it; `contractors` have it, if it is not of the part."""

    check: str
    verdict: str
    value: Figure
    limit: Figure
    unit: str
    reason: str
    where: str | None
    change: ChangeJson | None
    contractors: NotRequired[int]


class RequirementJson(TypedDict):
    """A subject on which purchaser and supplier have to agree, and what is stated of it."""

    requirement: str
    subject: str
    given: bool
    value: object
    fields: list[str]
    matters_for: str
    source: str


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


class FileJson(TypedDict):
    """One model file: its content, and the unit that it is read in."""

    sha256: str
    unit: str


class NamedFileJson(FileJson):
    """The same with its name."""

    name: str


@final
class MeasuredPartJson(NamedFileJson, MeasuresJson):
    """A model file with its measures."""


@final
class UnmeasuredPartJson(NamedFileJson):
    """A model file that cannot be measured."""

    error: ErrorJson


PartJson = MeasuredPartJson | UnmeasuredPartJson


class CalculatedWithJson(TypedDict, total=False):
    """Fields of a configuration that a verification depends on, beside files and country.

    In the inputs of a record each of them stands; `None` is what the client has not stated.
    """

    quantity: int
    material_id: str | None
    technology: str | None
    color: str | None
    post_processing_ids: list[str]
    layer_height_mm: str | None
    tolerance_mm: str | None
    surface_roughness_um: str | None
    infill: str | None
    express: bool | None
    certificate: str | None
    wanted_date: str | None


class InputsJson(CalculatedWithJson):
    """Everything that a result depends on, and nothing that identifies the process."""

    delivery_country: str | None
    files: list[FileJson]
    catalogue_digest: str
    analysis_version: int
    engine_version: str
    rules_version: str


class CountsJson(TypedDict):
    """How many contractors were asked, and how many of them can make it."""

    asked: int
    suitable: int


QuoteT = TypeVar("QuoteT")


class ConclusionJson(TypedDict, Generic[QuoteT]):
    """The part of a record that is calculated; `verdict` is "pass" or "fail"."""

    geometry: list[PartJson]
    checks: list[CheckJson]
    completeness: NotRequired[list[RequirementJson]]
    quotes: Sequence[QuoteT]
    unsuitable: list[RefusalJson]
    contractors: NotRequired[CountsJson]
    verdict: str


class EvaluationJson(ConclusionJson[QuoteT], Generic[QuoteT]):
    """The same with what it was calculated from."""

    format: NotRequired[int]
    engine_version: str
    rules_version: str
    inputs: InputsJson
    inputs_digest: str
    files: list[FileJson]


class RecordJson(EvaluationJson[QuoteT], Generic[QuoteT]):
    """A whole record, with what is this process' own."""

    id: str
    attempt: int
    started_at: str
    finished_at: str


#: A record as it is kept, and as everybody sees it who may see it.
FullRecordJson = RecordJson[QuoteJson]
ClientRecordJson = RecordJson[SealedQuoteJson]
