"""How two verification records of a process differ."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from service.manufacturing.quoting import changes
from service.manufacturing.quoting.check_json import CheckJson, RefusalJson
from service.manufacturing.quoting.quote_json import (
    LineJson,
    QuoteViewJson,
    SealedQuoteJson,
)
from service.manufacturing.quoting.record import for_clients, names_everybody
from service.manufacturing.quoting.record_diff_json import (
    ChangedCheckJson,
    ChangedInputJson,
    ChangedLineJson,
    ChangedMeasureJson,
    ChangedQuoteJson,
    RecordDiffJson,
    TurnedContractorJson,
    UnknownContractorJson,
)
from service.manufacturing.quoting.record_json import (
    ClientRecordJson,
    CountsJson,
    FullRecordJson,
    PartJson,
)

#: Measures of a file that are compared; the picture of faults belongs to the checks.
MEASURES = (
    "unit",
    "box_mm",
    "volume_mm3",
    "surface_mm2",
    "triangles",
    "bodies",
    "closed",
    "wound_consistently",
    "open_edges",
)
QuoteField = Literal["total", "unit_price", "lead_time_days", "machine", "material_id"]
QUOTE_FIELDS: tuple[QuoteField, ...] = (
    "total",
    "unit_price",
    "lead_time_days",
    "machine",
    "material_id",
)


#: Who was asked, as far as a record without that says.
NOBODY: CountsJson = {"asked": 0, "suitable": 0}


def compare(before: FullRecordJson, after: FullRecordJson) -> RecordDiffJson:
    """The differences from one record's content to another's, as clients may see them.

    A record that does not keep all answers is compared rightly once it was given those of the
    contractors that are `unanswered`; of whom it was not, nothing is claimed.
    """
    old, new = for_clients(before), for_clients(after)
    difference: RecordDiffJson = {
        "same": True,
        "inputs": _inputs(old, new),
        "geometry": list(_geometry(old["geometry"], new["geometry"])),
        "checks": list(_checks(old["checks"], new["checks"])),
        "quotes": list(_quotes(old["quotes"], new["quotes"])),
        "newly_suitable": list(_turned(new, old)),
        "newly_unsuitable": list(_turned(old, new)),
        "not_compared": [*_unknown(new, old), *_unknown(old, new)],
        "contractors": {"before": _counts(old), "after": _counts(new)},
        "partial": not (names_everybody(old) and names_everybody(new)),
    }
    moved = old["verdict"] != new["verdict"] or _counts(old) != _counts(new)
    difference["same"] = not moved and not any(
        value for value in difference.values() if isinstance(value, list)
    )
    return difference


def unanswered(
    content: FullRecordJson | ClientRecordJson, other: FullRecordJson | ClientRecordJson
) -> list[str]:
    """Whom the other record names, and this one, which does not keep all answers, does not."""
    if names_everybody(content):
        return []
    there = _ids(content)
    return [id for id in dict.fromkeys(_ids(other)) if id not in there]


def _inputs(old: ClientRecordJson, new: ClientRecordJson) -> list[ChangedInputJson]:
    names = {file["sha256"]: file["name"] for file in (*old["geometry"], *new["geometry"])}
    files = changes.of_files(old["files"], new["files"], names)
    reasons = files + changes.of_inputs(old["inputs"], new["inputs"])
    if old["inputs"]["catalogue_digest"] != new["inputs"]["catalogue_digest"]:
        detail = "something has changed in the catalogue of contractors and materials"
        reasons.append(changes.Reason("catalogue", detail))
    return [
        {"what": r.what, "before": r.before, "after": r.after, "detail": r.detail} for r in reasons
    ]


def _geometry(old: Sequence[PartJson], new: Sequence[PartJson]) -> Iterator[ChangedMeasureJson]:
    """Files are the same if they have the same name, or else the same content."""
    left = list(old)
    for file in new:
        same = next((f for f in left if f["name"] == file["name"]), None)
        same = same or next((f for f in left if f["sha256"] == file["sha256"]), None)
        if same is not None:
            left.remove(same)
        yield from _measures(file["name"], same or {}, file)
    for file in left:
        yield from _measures(file["name"], file, {})


def _measures(
    name: str, old: Mapping[str, object], new: Mapping[str, object]
) -> Iterator[ChangedMeasureJson]:
    for measure in MEASURES:
        if old.get(measure) != new.get(measure):
            yield {
                "file": name,
                "measure": measure,
                "before": old.get(measure),
                "after": new.get(measure),
            }


def _checks(old: Sequence[CheckJson], new: Sequence[CheckJson]) -> Iterator[ChangedCheckJson]:
    """Checks of the parts whose verdict is another one; those of one name in their order."""
    checks_before, checks_after = _numbered(old), _numbered(new)
    for key in dict.fromkeys((*checks_after, *checks_before)):
        before, after = checks_before.get(key), checks_after.get(key)
        if (before and before["verdict"]) != (after and after["verdict"]):
            named = after if after and "where" in after else before
            yield {
                "check": key[0],
                "before": before["verdict"] if before else None,
                "after": after["verdict"] if after else None,
                "reason_before": before["reason"] if before else None,
                "reason_after": after["reason"] if after else None,
                "where": named.get("where") if named else None,
            }


def _numbered(checks: Sequence[CheckJson]) -> dict[tuple[str, int], CheckJson]:
    numbered: dict[tuple[str, int], CheckJson] = {}
    for check in checks:
        number = sum(name == check["check"] for name, _ in numbered)
        numbered[check["check"], number] = check
    return numbered


def _quotes(
    old: Sequence[QuoteViewJson], new: Sequence[QuoteViewJson]
) -> Iterator[ChangedQuoteJson]:
    """Of who quotes in both: what is another amount or date."""
    earlier = {quote["contractor_id"]: quote for quote in old}
    for quote in new:
        before = earlier.get(quote["contractor_id"])
        if before is None:
            continue
        lines = list(_lines(before["lines"], quote["lines"]))
        changed: ChangedQuoteJson = {
            "contractor_id": quote["contractor_id"],
            "name": quote["name"],
            "lines": lines,
        }
        differing = [name for name in QUOTE_FIELDS if before[name] != quote[name]]
        for name in differing:
            changed[name] = {"before": before[name], "after": quote[name]}
        if lines or differing:
            yield changed


def _lines(old: Sequence[LineJson], new: Sequence[LineJson]) -> Iterator[ChangedLineJson]:
    before = {line["name"]: line["amount"] for line in old}
    after = {line["name"]: line["amount"] for line in new}
    for name in dict.fromkeys((*after, *before)):
        if before.get(name) != after.get(name):
            yield {"name": name, "before": before.get(name), "after": after.get(name)}


def _ids(content: FullRecordJson | ClientRecordJson) -> list[str]:
    """Of whom the record has a quote or a refusal."""
    quoting = [quote["contractor_id"] for quote in content["quotes"]]
    return quoting + [refusal["contractor_id"] for refusal in content["unsuitable"]]


def _turned(quoting: ClientRecordJson, other: ClientRecordJson) -> Iterator[TurnedContractorJson]:
    """Who quotes in the one record and cannot make it in the other, and why."""
    quotes_there = {quote["contractor_id"] for quote in other["quotes"]}
    refusals = {refusal["contractor_id"]: refusal for refusal in other["unsuitable"]}
    complete = names_everybody(other)
    for quote in quoting["quotes"]:
        refusal = refusals.get(quote["contractor_id"])
        if refusal is None and (quote["contractor_id"] in quotes_there or not complete):
            continue
        yield {
            "contractor_id": quote["contractor_id"],
            "name": quote["name"],
            "total": quote["total"],
            "reasons": _reasons(refusal, other),
        }


def _unknown(content: ClientRecordJson, other: ClientRecordJson) -> Iterator[UnknownContractorJson]:
    """Whose answer stands in the one record, and what the other would say is not known."""
    quotes = {quote["contractor_id"]: quote for quote in content["quotes"]}
    refusals = {refusal["contractor_id"]: refusal for refusal in content["unsuitable"]}
    number, asked = other["attempt"], _counts(other)["asked"]
    for id in unanswered(other, content):
        answer: SealedQuoteJson | RefusalJson = quotes.get(id) or refusals[id]
        yield {
            "contractor_id": id,
            "name": answer["name"],
            "total": quotes[id]["total"] if id in quotes else None,
            "reason": f"verification {number} keeps the answers of the best of {asked} contractors;"
            " this one is not among them, and it, or what its answer rests on, has changed since",
        }


def _counts(content: ClientRecordJson) -> CountsJson:
    return content.get("contractors", NOBODY)


def _reasons(refusal: RefusalJson | None, record: ClientRecordJson) -> list[str]:
    """Why not, in sentences; of who is not named what failed for everybody, or that it was new."""
    if refusal:
        return [constraint["reason"] for constraint in refusal["constraints"]]
    failed = [check["reason"] for check in record["checks"] if check["verdict"] == "fail"]
    return failed or [f"verification {record['attempt']} did not ask it: it was not there"]
