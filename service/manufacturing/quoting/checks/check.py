"""The result of a check."""

from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from service.manufacturing.quoting.catalogue import Candidate
from service.manufacturing.quoting.check_json import CheckJson, Figure
from service.manufacturing.quoting.checks.change import Change


class Verdict(Enum):
    """What a check says."""

    PASS = "pass"
    WARN = "warn"
    FAIL = "fail"


Measure = Decimal | int | str | None


class Check(NamedTuple):
    """One question answered: the value found, the limit it was held against, and why.

    A failed one says what the client could `change`, if there is anything.
    """

    check: str
    verdict: Verdict
    value: Measure
    limit: Measure
    unit: str
    reason: str
    where: str | None = None
    machine: str | None = None
    change: Change | None = None

    def to_dict(self) -> CheckJson:
        """Plain data for record and client; measures are numbers, not texts."""
        plain: CheckJson = {
            "check": self.check,
            "verdict": self.verdict.value,
            "value": _number(self.value),
            "limit": _number(self.limit),
            "unit": self.unit,
            "reason": self.reason,
            "where": self.where,
            "machine": self.machine,
        }
        if self.change:
            plain["change"] = self.change.to_dict()
        return plain


def at_least(
    check: str, limit_name: str, candidate: Candidate, value: Decimal, what: str
) -> Check | None:
    """Hold a length in mm against the candidate's limit of that name; None if it has none."""
    limit = candidate.machine.limit(limit_name, candidate.offered)
    if limit is None:
        return None
    for bound, verdict in ((limit.limit, Verdict.FAIL), (limit.warning, Verdict.WARN)):
        if value < bound:
            return Check(check, verdict, value, bound, "mm", too_little(what, value, bound))
    reason = f"{what} of {value:.2f} mm >= {limit.warning} mm"
    return Check(check, Verdict.PASS, value, limit.warning, "mm", reason)


def too_little(what: str, value: Decimal, bound: Decimal) -> str:
    """Says that a length in mm is below its bound, with enough decimals to see it."""
    texts = (f"{value:.{places}f}" for places in range(2, 7))
    text = next((text for text in texts if Decimal(text) < bound), str(value))
    return f"{what} of {text} mm < {bound} mm"


def _number(value: Measure) -> Figure:
    return float(value) if isinstance(value, Decimal) else value
