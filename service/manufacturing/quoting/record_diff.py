"""How two verification records of a process differ."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from service.manufacturing.quoting import changes
from service.manufacturing.quoting.record import for_clients, names_everybody

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
    """The differences from one record's content to another's, as clients may see them.

    A record that does not keep all answers is compared rightly once it was given those of the
    contractors that are `unanswered`; of whom it was not, nothing is claimed.
    """
    old, new = for_clients(before), for_clients(after)
    found = {
        "inputs": _inputs(old, new),
        "geometry": list(_geometry(old["geometry"], new["geometry"])),
        "checks": list(_checks(old["checks"], new["checks"])),
        "quotes": list(_quotes(old["quotes"], new["quotes"])),
        "newly_suitable": list(_turned(new, old)),
        "newly_unsuitable": list(_turned(old, new)),
        "not_compared": [*_unknown(new, old), *_unknown(old, new)],
    }
    counts = _counted(old, new)
    moved = old["verdict"] != new["verdict"] or counts["before"] != counts["after"]
    partial = not (names_everybody(old) and names_everybody(new))
    return {"same": not moved and not any(found.values()), **found} | {
        "contractors": counts,
        "partial": partial,
    }


def unanswered(content: Content, other: Content) -> list[str]:
    """Whom the other record names, and this one, which does not keep all answers, does not."""
    if names_everybody(content):
        return []
    there = _answers(content)
    return [id for id in _answers(other) if id not in there]


def _inputs(old: Content, new: Content) -> list[dict[str, Any]]:
    names = {file["sha256"]: file["name"] for file in (*old["geometry"], *new["geometry"])}
    files = changes.of_files(old["files"], new["files"], names)
    reasons = files + changes.of_inputs(old["inputs"], new["inputs"])
    if old["inputs"]["catalogue_digest"] != new["inputs"]["catalogue_digest"]:
        detail = "something has changed in the catalogue of contractors and materials"
        reasons.append(changes.Reason("catalogue", detail))
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


def _answers(content: Content) -> dict[str, Content]:
    """Quotes and refusals by contractor."""
    return {each["contractor_id"]: each for each in (*content["quotes"], *content["unsuitable"])}


def _turned(quoting: Content, other: Content) -> Iterator[dict[str, Any]]:
    """Who quotes in the one record and cannot make it in the other, and why."""
    there, complete = _answers(other), names_everybody(other)
    for quote in quoting["quotes"]:
        answer = there.get(quote["contractor_id"])
        if "total" in answer if answer else not complete:
            continue
        named = {name: quote[name] for name in ("contractor_id", "name", "total")}
        yield {**named, "reasons": _reasons(answer, other)}


def _unknown(content: Content, other: Content) -> Iterator[dict[str, Any]]:
    """Whose answer stands in the one record, and what the other would say is not known."""
    answers = _answers(content)
    number, asked = other["attempt"], other.get("contractors", {}).get("asked")
    for id in unanswered(other, content):
        yield {
            "contractor_id": id,
            "name": answers[id]["name"],
            "total": answers[id].get("total"),
            "reason": f"verification {number} keeps the answers of the best of {asked} contractors;"
            " this one is not among them, and it, or what its answer rests on, has changed since",
        }


def _counted(old: Content, new: Content) -> dict[str, Any]:
    none = {"asked": 0, "suitable": 0}
    counts = old.get("contractors", none), new.get("contractors", none)
    return {"before": counts[0], "after": counts[1]}


def _reasons(refusal: Content | None, record: Content) -> list[str]:
    """Why not, in sentences; of who is not named what failed for everybody, or that it was new."""
    if refusal:
        return [constraint["reason"] for constraint in refusal["constraints"]]
    failed = [check["reason"] for check in record["checks"] if check["verdict"] == "fail"]
    return failed or [f"verification {record['attempt']} did not ask it: it was not there"]
