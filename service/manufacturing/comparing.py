"""Says what two verification records of a process tell differently."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from service.manufacturing import staleness
from service.manufacturing.record import for_clients

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
Content = Mapping[str, Any]


def compare(before: Content, after: Content) -> dict[str, Any]:
    """The differences from one record's content to another's, as clients may see them."""
    old, new = for_clients(before), for_clients(after)
    found = {
        "inputs": _inputs(old, new),
        "geometry": list(_geometry(old["geometry"], new["geometry"])),
        "checks": list(_checks(old["checks"], new["checks"])),
        "quotes": list(_quotes(old["quotes"], new["quotes"])),
        "newly_suitable": _gained(old, new),
        "newly_unsuitable": _lost(old, new),
    }
    differs = any(found.values()) or old["verdict"] != new["verdict"]
    return {"same": not differs, **found}


def _inputs(old: Content, new: Content) -> list[dict[str, Any]]:
    names = {file["sha256"]: file["name"] for file in (*old["geometry"], *new["geometry"])}
    files = staleness.of_files(old["files"], new["files"], names)
    reasons = files + staleness.of_inputs(old["inputs"], new["inputs"])
    if old["inputs"]["catalogue_digest"] != new["inputs"]["catalogue_digest"]:
        detail = "something has changed in the catalogue of contractors and materials"
        reasons.append(staleness.Reason("catalogue", detail))
    return [
        {"what": r.what, "before": r.before, "after": r.after, "detail": r.detail} for r in reasons
    ]


def _geometry(old: Sequence[Content], new: Sequence[Content]) -> Iterator[dict[str, Any]]:
    """Files are the same if they have the same name, or else the same content."""
    left = list(old)
    for file in new:
        same = next((f for f in left if f["name"] == file["name"]), None)
        same = same or next((f for f in left if f["sha256"] == file["sha256"]), None)
        if same is not None:
            left.remove(same)
        yield from _measures(same or {}, file)
    for file in left:
        yield from _measures(file, {})


def _measures(old: Content, new: Content) -> Iterator[dict[str, Any]]:
    name = new.get("name", old.get("name"))
    for measure in MEASURES:
        if old.get(measure) != new.get(measure):
            values = {"before": old.get(measure), "after": new.get(measure)}
            yield {"file": name, "measure": measure, **values}


def _checks(old: Sequence[Content], new: Sequence[Content]) -> Iterator[dict[str, Any]]:
    """Checks of the parts whose verdict is another one; those of one name in their order."""
    before, after = _numbered(old), _numbered(new)
    for key in dict.fromkeys((*after, *before)):
        one, other = before.get(key, {}), after.get(key, {})
        if one.get("verdict") != other.get("verdict"):
            yield {
                "check": key[0],
                "before": one.get("verdict"),
                "after": other.get("verdict"),
                "reason_before": one.get("reason"),
                "reason_after": other.get("reason"),
                "where": other.get("where", one.get("where")),
            }


def _numbered(checks: Sequence[Content]) -> dict[tuple[str, int], Content]:
    found: dict[tuple[str, int], Content] = {}
    for check in checks:
        number = sum(name == check["check"] for name, _ in found)
        found[check["check"], number] = check
    return found


def _quotes(old: Sequence[Content], new: Sequence[Content]) -> Iterator[dict[str, Any]]:
    """Of who quotes in both: what is another amount or date."""
    earlier = {quote["contractor_id"]: quote for quote in old}
    for quote in new:
        before = earlier.get(quote["contractor_id"])
        if before is None:
            continue
        lines = list(_lines(before["lines"], quote["lines"]))
        names = ("total", "unit_price", "lead_time_days", "machine", "material_id")
        changed = {
            name: {"before": before.get(name), "after": quote.get(name)}
            for name in names
            if before.get(name) != quote.get(name)
        }
        if lines or changed:
            named = {"contractor_id": quote["contractor_id"], "name": quote["name"]}
            yield {**named, **changed, "lines": lines}


def _lines(old: Sequence[Content], new: Sequence[Content]) -> Iterator[dict[str, Any]]:
    before = {line["name"]: line["amount"] for line in old}
    after = {line["name"]: line["amount"] for line in new}
    for name in dict.fromkeys((*after, *before)):
        if before.get(name) != after.get(name):
            yield {"name": name, "before": before.get(name), "after": after.get(name)}


def _gained(old: Content, new: Content) -> list[dict[str, Any]]:
    """Who quotes only now, with what stood in the way before."""
    asked = {quote["contractor_id"] for quote in old["quotes"]}
    refused = {refusal["contractor_id"]: refusal for refusal in old["unsuitable"]}
    return [
        {
            "contractor_id": quote["contractor_id"],
            "name": quote["name"],
            "total": quote["total"],
            "reasons": _reasons(refused.get(quote["contractor_id"]), old),
        }
        for quote in new["quotes"]
        if quote["contractor_id"] not in asked
    ]


def _lost(old: Content, new: Content) -> list[dict[str, Any]]:
    """Who quotes no more, with what stands in the way now."""
    asked = {quote["contractor_id"] for quote in new["quotes"]}
    refused = {refusal["contractor_id"]: refusal for refusal in new["unsuitable"]}
    return [
        {
            "contractor_id": quote["contractor_id"],
            "name": quote["name"],
            "total": quote["total"],
            "reasons": _reasons(refused.get(quote["contractor_id"]), new),
        }
        for quote in old["quotes"]
        if quote["contractor_id"] not in asked
    ]


def _reasons(refusal: Content | None, record: Content) -> list[str]:
    """Why not, in sentences; if the record does not name it, what failed for everybody."""
    if refusal:
        return [constraint["reason"] for constraint in refusal["constraints"]]
    return [check["reason"] for check in record["checks"] if check["verdict"] == "fail"]
