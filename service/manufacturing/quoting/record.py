"""The verification record: what was asked, what was found, canonical and digested.

What is digested is the record as a client sees it, so that whoever reads it can prove it. A quote
stands in it with its lines folded and without the contractor's rates, which its `sealed` vouches
for: the digest of the quote in full.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

import orjson

from service.manufacturing.geometry.analysis import ANALYSIS_VERSION
from service.manufacturing.geometry.record_json import ErrorJson, MeasuresJson
from service.manufacturing.quoting import client_view, completeness
from service.manufacturing.quoting.catalogue import Order, Part
from service.manufacturing.quoting.check_json import ChangeJson, CheckJson
from service.manufacturing.quoting.checks import Change, Check, check_part
from service.manufacturing.quoting.matching import Matching
from service.manufacturing.quoting.pricing import ENGINE_VERSION
from service.manufacturing.quoting.quote_json import (
    QuoteHeadJson,
    QuoteJson,
    QuoteViewJson,
    SealedQuoteJson,
)
from service.manufacturing.quoting.record_json import (
    CalculatedWithJson,
    ClientRecordJson,
    ConclusionJson,
    FullRecordJson,
    InputsJson,
    NamedFileJson,
    PartJson,
)
from service.manufacturing.quoting.standards import RULES_VERSION, resolve

#: Fields of a configuration that a verification depends on, beside files and country.
CALCULATED_WITH = tuple(CalculatedWithJson.__annotations__)
#: How `for_clients` makes the digested form; raise it when that changes, and keep the old.
FORMAT = 3
#: The format in which quotes were digested with all their lines.
WITH_ALL_LINES = 2
#: The answers of so many contractors stand in a record, those of more half of quotes and half of
#: refusals; any other is calculated again from what the record rests on.
MOST_ANSWERS = 64
#: What a client sees of a quote as the record has it: nothing from which rates follow.
SHOWN_TO_CLIENTS = frozenset(QuoteHeadJson.__annotations__)


@dataclass(frozen=True)
class Measured:
    """One model file with what its analysis found: measures, or why it cannot be measured."""

    name: str
    sha256: str
    unit: str
    geometry: MeasuresJson | None
    error: ErrorJson | None = None


def inputs_of(
    configuration: Mapping[str, Any], files: Sequence[Measured], catalogue_digest: str
) -> InputsJson:
    """Everything that the result depends on, and nothing that identifies the process."""
    address = configuration.get("delivery_address") or {}
    stated = {name: configuration.get(name) for name in CALCULATED_WITH}
    return {
        **cast(CalculatedWithJson, stated),  # its keys, of a configuration that was checked
        "post_processing_ids": sorted(configuration.get("post_processing_ids") or []),
        "delivery_country": address.get("country"),
        "files": [{"sha256": file.sha256, "unit": file.unit} for file in files],
        "catalogue_digest": catalogue_digest,
        "analysis_version": ANALYSIS_VERSION,
        "engine_version": ENGINE_VERSION,
        "rules_version": RULES_VERSION,
    }


def order_of(inputs: InputsJson, files: Sequence[Measured], placed: date | datetime) -> Order:
    """The order as matching takes it; every file of `files` has been measured.

    When it is placed is said as in `placing`.
    """
    wanted = inputs.get("wanted_date")
    placed_on, placed_at = placing(placed)
    return Order(
        quantity=inputs["quantity"],
        material_id=inputs["material_id"],
        technology=inputs["technology"],
        color=inputs["color"],
        post_processing_ids=tuple(inputs["post_processing_ids"]),
        tolerance_mm=_decimal(inputs["tolerance_mm"]),
        layer_height_mm=_decimal(inputs["layer_height_mm"]),
        infill=_decimal(inputs["infill"]),
        express=bool(inputs["express"]),
        surface_roughness_um=_decimal(inputs["surface_roughness_um"]),
        certificate=inputs["certificate"],
        delivery_country=inputs["delivery_country"],
        parts=_parts(files),
        wanted_date=date.fromisoformat(wanted) if wanted else None,
        placed_on=placed_on,
        placed_at=placed_at,
    )


def placing(placed: date | datetime) -> tuple[date, datetime | None]:
    """`placed_on` and `placed_at` of an order.

    It is placed at a moment (UTC), of which contractors in other zones may have another day; or on
    a day that is that of all.
    """
    if isinstance(placed, datetime):
        return placed.date(), quarter_of(placed)
    return placed, None


def quarter_of(moment: datetime) -> datetime:
    """The quarter of an hour in which a moment lies: nowhere a day begins within one."""
    return moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def conclusion(
    inputs: InputsJson, files: Sequence[Measured], matching: Matching | None
) -> ConclusionJson[QuoteJson]:
    """The calculated part of a record: geometry, checks, completeness, quotes, verdict and so on.

    Without a `matching` (some file cannot be measured) the verdict is "fail" for that reason; the
    other files are checked all the same.
    """
    unreadable: list[CheckJson] = [
        {
            "check": "readable",
            "verdict": "fail",
            "value": file.error["code"],
            "limit": None,
            "unit": "",
            "reason": f"{file.name}: {file.error['detail']}",
            "where": file.name,
            "change": _replacement(file.name, file.error["code"]),
        }
        for file in files
        if file.error
    ]
    asked = resolve(inputs["technology"]) if inputs["technology"] else None
    category = asked.code if asked else None
    checks = matching.checks if matching else _checks_of(files)
    quotes = [quote.to_record() for quote in matching.quotes] if matching else []
    return {
        "geometry": [_part_json(file) for file in files],
        "checks": [*unreadable, *(check.to_dict() for check in checks)],
        "completeness": completeness.of_inputs(inputs, category),
        "quotes": quotes,
        "unsuitable": [u.to_dict() for u in matching.unsuitable] if matching else [],
        "contractors": {
            "asked": matching.asked if matching else 0,
            "suitable": matching.suitable if matching else 0,
        },
        "verdict": "pass" if quotes else "fail",
    }


def _part_json(file: Measured) -> PartJson:
    named: NamedFileJson = {"name": file.name, "sha256": file.sha256, "unit": file.unit}
    if file.geometry:
        return {**named, **file.geometry}
    assert file.error, "what has no measures says why"
    return {**named, "error": file.error}


def _checks_of(files: Sequence[Measured]) -> list[Check]:
    """The checks of those parts that could be measured."""
    return [check for part in _parts(files) for check in check_part(part)]


def _parts(files: Sequence[Measured]) -> tuple[Part, ...]:
    return tuple(
        Part.from_record(file.sha256, file.geometry, file.name)
        for file in files
        if file.geometry is not None
    )


def _replacement(name: str, code: str) -> ChangeJson:
    """What the client can change about a file that cannot be measured."""
    if code == "no-unit":
        return Change("unit", None, f"state the unit of {name}").to_dict()
    return Change("files", None, f"replace {name} by a file that can be measured").to_dict()


def names_everybody(content: ConclusionJson[Any]) -> bool:
    """Whether the answers of all contractors that were asked stand in the record."""
    answers = len(content["quotes"]) + len(content["unsuitable"])
    return "contractors" not in content or answers >= content["contractors"]["asked"]


def count_of_suitable(content: ConclusionJson[Any]) -> int:
    """How many contractors can make it, though the record may keep the quotes of a few alone."""
    counts = content.get("contractors")
    return counts["suitable"] if counts else len(content["quotes"])


def canonical(value: Any) -> bytes:
    """Canonical JSON: sorted keys, no spaces, UTF-8, shortest floats."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON, in hex."""
    return hashlib.sha256(canonical(value)).hexdigest()


def for_clients(content: FullRecordJson) -> ClientRecordJson:
    """The record as everybody sees it who may see it: without what contractors calculate with."""
    return {**content, "quotes": sealed_quotes(content["quotes"], quote_for_client)}


def sealed_quotes(
    quotes: Iterable[QuoteJson], view: Callable[[QuoteJson], QuoteViewJson]
) -> list[SealedQuoteJson]:
    """The quotes as `view` shows them, each with the digest of all of it."""
    return [{**view(quote), "sealed": digest(quote)} for quote in quotes]


def digest_of(content: FullRecordJson) -> str:
    """The digest of a record: of all that clients see, and of the rest by its seals."""
    if content.get("format") == WITH_ALL_LINES:
        return digest({**content, "quotes": sealed_quotes(content["quotes"], quote_for_contractor)})
    if content.get("format") != FORMAT:
        return digest(content)  # of the first format, which was digested with all rates
    return digest(for_clients(content))


def faults(text: str, stored_digest: str, columns: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a stored record that had this digest; nothing if it is untouched.

    `columns` are fields of it that stand in its row beside its text as well.
    """
    try:
        content = orjson.loads(text)
        fits = digest_of(content) == stored_digest
        inputs_fit = digest(content["inputs"]) == content["inputs_digest"]
        different = sorted(name for name in columns if content[name] != columns[name])
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        yield f"it cannot be read ({error!r:.80})"
        return
    if canonical(content).decode() != text:
        yield "its text is not canonical"
    if not fits:
        yield "its digest does not fit"
    if not inputs_fit:
        yield "the digest of its inputs does not fit"
    if different:
        yield f"its row has another {', '.join(different)}"


def quote_for_client(quote: QuoteJson) -> QuoteViewJson:
    """A quote of a record as its client sees it, who learns nothing of how it was calculated."""
    return client_view.for_client(quote_for_contractor(quote))


def quote_for_contractor(quote: QuoteJson) -> QuoteViewJson:
    """A quote of a record with all its lines, and without rates: totals, dates, warnings."""
    lead_time = quote["lead_time"]
    shown = {name: value for name, value in quote.items() if name in SHOWN_TO_CLIENTS}
    return {
        **cast(QuoteHeadJson, shown),
        "lines": [{"name": line["name"], "amount": line["amount"]} for line in quote["lines"]],
        "lead_time_days": lead_time["days"],
        "ship_date": lead_time["ship_date"],
        "delivery_date": lead_time["delivery_date"],
        "warnings": [check for check in quote["checks"] if check["verdict"] == "warn"],
    }
