"""Reads from a record what verification found against a part or in it, each thing once."""

import re
from collections.abc import Iterable, Iterator

from service.manufacturing.quoting.check_json import (
    ChangeJson,
    CheckJson,
    ConstraintJson,
    FindingJson,
)
from service.manufacturing.quoting.quote_json import QuoteJson
from service.manufacturing.quoting.record_json import ConclusionJson

#: What a repaired copy of a file mends.
MENDED_BY_REPAIR = frozenset({"closed", "wound_consistently", "volume"})

#: A place in mm, as `checks.parts.at` writes it.
_PLACE = re.compile(r" at \((-?[\d.]+), (-?[\d.]+), (-?[\d.]+)\) mm$")


def of_record(content: ConclusionJson[QuoteJson]) -> list[FindingJson]:
    """What a client should know of a record: first of the parts, then of who could make them.

    Of the parts every check that failed or warns. Where nobody can make them although the parts are
    sound, each kind of constraint once, as the first contractor has it whose refusal a change would
    lift, the most frequent kinds first; `contractors` says how many have it. Where some can make
    them, likewise what their quotes warn of. A large catalogue is judged by the answers that the
    record keeps.
    """
    parts = [_of_check(check) for check in content["checks"] if check["verdict"] != "pass"]
    known = {finding["check"] for finding in parts}
    others: list[FindingJson] = []  # nobody is asked for what is wrong in itself
    if content["verdict"] == "pass":
        others = [
            {**_of_check(check), "change": None}
            for quote in content["quotes"]
            for check in quote["checks"]
            if check["verdict"] == "warn" and check["check"] not in known
        ]
    elif all(finding["verdict"] != "fail" for finding in parts):
        others = [
            _of_constraint(constraint)
            for refusal in content["unsuitable"]
            for constraint in _each_once(refusal["constraints"])
            if constraint["check"] not in known
        ]
    return [*parts, *_by_kind(others)]


def for_contractor(entries: Iterable[FindingJson], own: Iterable[CheckJson]) -> list[FindingJson]:
    """What a contractor sees of findings: those of the parts, and what its own quote warns of.

    `own` are the warnings of its quote. What others have against the order is left out, and so are
    the changes, which are its client's to make.
    """
    parts = [entry for entry in entries if "contractors" not in entry]
    known = {entry["check"] for entry in parts}
    warnings = [_of_check(check) for check in own if check["check"] not in known]
    return [{**finding, "change": None} for finding in (*parts, *warnings)]


def file_of(finding: FindingJson, names: Iterable[str]) -> str | None:
    """The name of the file in which something was found; None where it is about the order."""
    where = str(finding["where"] or "")
    fitting = (name for name in names if where == name or where.startswith(f"{name} at ("))
    return max(fitting, key=len, default=None)


def place_of(finding: FindingJson) -> list[float] | None:
    """The place in its file, in mm, where something was found; None where it has none."""
    found = _PLACE.search(str(finding["where"] or ""))
    return [float(value) for value in found.groups()] if found else None


def _of_check(check: CheckJson) -> FindingJson:
    return _finding(check, check["verdict"], check.get("change"))


def _of_constraint(constraint: ConstraintJson) -> FindingJson:
    return _finding(constraint, "fail", constraint.get("change"))


def _finding(
    answer: CheckJson | ConstraintJson, verdict: str, change: ChangeJson | None
) -> FindingJson:
    return {
        "check": answer["check"],
        "verdict": verdict,
        "value": answer["value"],
        "limit": answer["limit"],
        "unit": answer["unit"],
        "reason": answer["reason"],
        "where": answer.get("where"),
        "change": change,
    }


def _each_once(constraints: Iterable[ConstraintJson]) -> list[ConstraintJson]:
    """One contractor's constraints, of several machines the one with a change."""
    kinds: dict[str, ConstraintJson] = {}
    for constraint in constraints:
        other = kinds.get(constraint["check"])
        if other is None or (other.get("change") is None and constraint.get("change")):
            kinds[constraint["check"]] = constraint
    return list(kinds.values())


def _by_kind(findings: Iterable[FindingJson]) -> Iterator[FindingJson]:
    kinds: dict[str, list[FindingJson]] = {}
    for finding in findings:
        kinds.setdefault(finding["check"], []).append(finding)
    for alike in sorted(kinds.values(), key=len, reverse=True):
        best = next((finding for finding in alike if finding["change"]), alike[0])
        yield {**best, "contractors": len(alike)}
