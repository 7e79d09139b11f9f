"""Reads from a record what verification found against a part or in it, each thing once."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Finding = dict[str, Any]
#: What a finding says as the check or the constraint does.
_FIELDS = ("check", "verdict", "value", "limit", "unit", "reason", "where", "change")

#: What a repaired copy of a file mends.
MENDED_BY_REPAIR = frozenset({"closed", "wound_consistently", "volume"})


def of_record(content: Mapping[str, Any]) -> list[Finding]:
    """What a client should know of a record: first of the parts, then of who could make them.

    Of the parts every check that failed or warns. Where nobody can make them although the parts are
    sound, each kind of constraint once, as the first contractor has it whose refusal a change would
    lift, the most frequent kinds first; `contractors` says how many have it. Where some can make
    them, likewise what their quotes warn of. A large catalogue is judged by the answers that the
    record keeps.
    """
    parts = [_finding(check) for check in content["checks"] if check["verdict"] != "pass"]
    known = {finding["check"] for finding in parts}
    if content["verdict"] == "pass":
        said = [
            {**check, "change": None}
            for quote in content["quotes"]
            for check in quote["checks"]
            if check["verdict"] == "warn" and check["check"] not in known
        ]
    elif any(finding["verdict"] == "fail" for finding in parts):
        said = []  # nobody is asked for what is wrong in itself
    else:
        said = [
            {"verdict": "fail", **constraint}
            for refusal in content["unsuitable"]
            for constraint in _each_once(refusal["constraints"])
            if constraint["check"] not in known
        ]
    return [*parts, *_by_kind(said)]


def file_of(finding: Mapping[str, Any], names: Iterable[str]) -> str | None:
    """The name of the file in which something was found; None where it is about the order."""
    where = str(finding["where"] or "")
    fitting = (name for name in names if where == name or where.startswith(f"{name} at ("))
    return max(fitting, key=len, default=None)


def _finding(check: Mapping[str, Any]) -> Finding:
    return {name: check.get(name) for name in _FIELDS}


def _each_once(constraints: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """One contractor's constraints, of several machines the one with a change."""
    kinds: dict[str, Mapping[str, Any]] = {}
    for constraint in constraints:
        kept = kinds.get(constraint["check"])
        if kept is None or (kept.get("change") is None and constraint.get("change")):
            kinds[constraint["check"]] = constraint
    return list(kinds.values())


def _by_kind(said: Iterable[Mapping[str, Any]]) -> Iterator[Finding]:
    kinds: dict[str, list[Mapping[str, Any]]] = {}
    for each in said:
        kinds.setdefault(each["check"], []).append(each)
    for alike in sorted(kinds.values(), key=len, reverse=True):
        best = next((each for each in alike if each.get("change")), alike[0])
        yield {**_finding(best), "contractors": len(alike)}
