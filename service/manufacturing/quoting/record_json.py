"""What a verification record is as JSON: the nouns of its text, one type each.

Whoever writes a record and whoever reads one, or a piece of one in a column or an answer, names
these types, so that both speak of the same keys. What is `NotRequired` is missing in records of
older formats, or where its docstring says so. Amounts and rates are decimals as texts, dates are
ISO 8601.
"""

from collections.abc import Sequence
from typing import Generic, NotRequired, TypedDict, TypeVar, final

from service.manufacturing.geometry.record_json import ErrorJson, MeasuresJson
from service.manufacturing.quoting.check_json import CheckJson, RefusalJson, RequirementJson
from service.manufacturing.quoting.quote_json import QuoteJson, SealedQuoteJson


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
