"""The limits that a record held a part against: its wall, and its orientation for supports."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.manufacturing.geometry.shape.marking import Held
from service.manufacturing.quoting.check_json import CheckJson, ConstraintJson
from service.manufacturing.quoting.quote_json import PackingJson, QuoteJson
from service.manufacturing.quoting.record_json import ConclusionJson, PartJson


def held_against(
    content: ConclusionJson[QuoteJson], geometry: PartJson, contractor_id: str | None = None
) -> Held:
    """What the record `content` held the part with this `geometry`, one of its own, against.

    The least wall that any contractor asks for who can make it, else any that was asked, or that
    one alone; overhangs as the part lies in the first of those quotes for which they matter, or as
    it needs the least supports.
    """
    quotes = [
        _MachineAnswer(each["checks"], each.get("laid", ()))
        for each in content["quotes"]
        if contractor_id in (None, each["contractor_id"])
    ]
    refusals = [
        _MachineAnswer(each["constraints"])
        for each in content["unsuitable"]
        if contractor_id in (None, each["contractor_id"])
    ]
    for answers in (quotes, refusals):
        walls = [
            limit
            for each in answers
            for check in each.named("wall")
            if isinstance(limit := check["limit"], int | float)
        ]
        supported = [each for each in answers if any(each.named("supports"))]
        if walls or supported:
            up = _up(content, geometry, supported[0]) if supported else None
            return Held(min(walls, default=None), up)
    return Held()


@dataclass(frozen=True)
class _MachineAnswer:
    """What a contractor says: its checks, and how it would lay the parts."""

    checks: Sequence[CheckJson | ConstraintJson]
    laid: Sequence[PackingJson] = ()

    def named(self, name: str) -> Iterator[CheckJson | ConstraintJson]:
        return (check for check in self.checks if check["check"] == name)


def _up(
    content: ConclusionJson[QuoteJson], geometry: PartJson, answer: _MachineAnswer
) -> str | None:
    measured = [each for each in content["geometry"] if "error" not in each]
    place = measured.index(geometry) if geometry in measured else len(measured)
    if place < len(answer.laid):
        return answer.laid[place]["up"]
    if "error" in geometry or "shape" not in geometry:
        return None
    ways = geometry["shape"].get("orientations", ())
    return min(ways, key=lambda way: way["support_volume_mm3"], default={"up": None})["up"]
