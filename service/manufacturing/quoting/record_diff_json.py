"""What the comparison of two verification records is as JSON."""

from typing import NotRequired, TypedDict

from service.manufacturing.quoting.quote_json import MoneyJson
from service.manufacturing.quoting.record_json import CountsJson


class BeforeAfterJson(TypedDict):
    """A value in the one record and in the other."""

    before: object
    after: object


class ChangedInputJson(BeforeAfterJson):
    """An input, a version or a file that is another one."""

    what: str
    detail: str


class ChangedMeasureJson(BeforeAfterJson):
    """A measure of a file."""

    file: str
    measure: str


class ChangedCheckJson(TypedDict):
    """A check of the parts with another verdict; None where it was not made."""

    check: str
    before: str | None
    after: str | None
    reason_before: str | None
    reason_after: str | None
    where: str | None


class ChangedLineJson(TypedDict):
    """A line of a quote with another amount; None where there is no such line."""

    name: str
    before: str | None
    after: str | None


class ChangedQuoteJson(TypedDict):
    """Of a contractor that quotes in both, what is not the same."""

    contractor_id: str
    name: str
    total: NotRequired[BeforeAfterJson]
    unit_price: NotRequired[BeforeAfterJson]
    lead_time_days: NotRequired[BeforeAfterJson]
    machine: NotRequired[BeforeAfterJson]
    material_id: NotRequired[BeforeAfterJson]
    lines: list[ChangedLineJson]


class TurnedContractorJson(TypedDict):
    """Who quotes in one record only, and why not in the other."""

    contractor_id: str
    name: str
    total: MoneyJson
    reasons: list[str]


class UnknownContractorJson(TypedDict):
    """Whose answer stands in one record only, and why that to the other is not known."""

    contractor_id: str
    name: str
    total: MoneyJson | None
    reason: str


class CountsBeforeAfterJson(TypedDict):
    """How many contractors were asked, and could make it."""

    before: CountsJson
    after: CountsJson


class RecordDiffJson(TypedDict):
    """What the second record says otherwise than the first."""

    same: bool
    inputs: list[ChangedInputJson]
    geometry: list[ChangedMeasureJson]
    checks: list[ChangedCheckJson]
    quotes: list[ChangedQuoteJson]
    newly_suitable: list[TurnedContractorJson]
    newly_unsuitable: list[TurnedContractorJson]
    not_compared: list[UnknownContractorJson]
    contractors: CountsBeforeAfterJson
    partial: bool
