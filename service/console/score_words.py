"""What the parts of a contractor's score are called, and what a client weighs them by."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from service.console.reader import Reader, as_json
from service.manufacturing.quoting.matching.ranking import PRIORITIES, USUAL_WEIGHT
from service.translations import gettext_noop as _

#: What a client can weigh, in the words of a form.
NAMES: Mapping[str, str] = {
    "cost": _("Price"),
    "time": _("Date of arrival"),
    "quality": _("Quality"),
    "quantity": _("Free capacity"),
    "resilience": _("Spare machines"),
    "sustainability": _("Sustainability"),
}
#: What each of them compares.
EXPLANATIONS: Mapping[str, str] = {
    "cost": _("the lowest total among these"),
    "time": _("the fewest days until the parts arrive"),
    "quality": _("the finest tolerance that the machine holds, and the fewest warnings"),
    "quantity": _("what the order leaves free of the contractor's capacity"),
    "resilience": _("how many of its machines could make the part"),
    "sustainability": _("the least material and machine time, and the shortest way"),
}
#: What a score does without where it is not known.
DETAILS: Mapping[str, str] = {
    "tolerance": _("tolerance of the machine"),
    "warnings": _("warnings"),
    "free_capacity": _("free capacity"),
    "machines": _("number of machines"),
    "material": _("material needed"),
    "machine_hours": _("machine time"),
    "distance": _("distance"),
}
#: Of how many points a score is told.
POINTS = 100
#: The most that a priority counts.
MOST_WEIGHT = 10


class ScorePart(NamedTuple):
    """One part of a score in points, and how much it counts for the client, 0 to 10."""

    name: str
    explanation: str
    points: int
    weight: int


class ScoreInWords(NamedTuple):
    """How good a quote is among those it stands beside, of POINTS, and what was not known."""

    points: int
    parts: list[ScorePart]
    missing: list[str]


def score_of(quote: Any, reader: Reader) -> ScoreInWords | None:
    """The score of a quote as a page shows it; None if it has none."""
    score = as_json(quote).get("score")
    if score is None:
        return None
    shown = as_json(score)
    parts = [
        ScorePart(
            reader.text(NAMES[name]),
            reader.text(EXPLANATIONS[name]),
            _points(part["value"]),
            int(part["weight"]),
        )
        for name in PRIORITIES
        if (part := shown["parts"].get(name))
    ]
    missing = [reader.text(DETAILS[name]) for name in shown["missing"]]
    return ScoreInWords(_points(shown["total"]), parts, missing)


def _points(share: float) -> int:
    return round(share * POINTS)


class Weight(NamedTuple):
    """A priority as a form asks for it."""

    field: str
    name: str
    explanation: str
    weight: int


def weights_of(priorities: Any, reader: Reader) -> list[Weight]:
    """What can be weighed, with the weights that are stated or else the usual ones."""
    stated = as_json(priorities or {})
    return [
        Weight(
            f"weight-{name}",
            reader.text(NAMES[name]),
            reader.text(EXPLANATIONS[name]),
            stated.get(name, USUAL_WEIGHT),
        )
        for name in PRIORITIES
    ]
