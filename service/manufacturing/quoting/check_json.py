"""What checks of an order answer, and what would mend it, as JSON; see `record_json`."""

from typing import NotRequired, TypedDict

#: What a check found, or held a part against.
Figure = float | int | str | None


class ChangeJson(TypedDict):
    """What a client would have to change; `to` is what the field takes, lists for tuples."""

    field: str
    to: object
    detail: str
    alternatives: NotRequired[list["ChangeJson"]]


class CheckJson(TypedDict):
    """One question answered; `verdict` is "pass", "warn" or "fail"."""

    check: str
    verdict: str
    value: Figure
    limit: Figure
    unit: str
    reason: str
    where: NotRequired[str | None]
    machine: NotRequired[str | None]
    change: NotRequired[ChangeJson]


class ConstraintJson(TypedDict):
    """One thing that keeps a contractor from making the order."""

    check: str
    value: Figure
    limit: Figure
    unit: str
    reason: str
    where: NotRequired[str | None]
    machine: NotRequired[str | None]
    change: NotRequired[ChangeJson | None]


class RefusalJson(TypedDict):
    """A contractor that cannot make the order, and what would let it, but in old records."""

    contractor_id: str
    name: str
    constraints: list[ConstraintJson]
    changes: list[ChangeJson]


class FindingJson(TypedDict):
    """What was found against a part or in it; `contractors` have it, if it is not of the part."""

    check: str
    verdict: str
    value: Figure
    limit: Figure
    unit: str
    reason: str
    where: str | None
    change: ChangeJson | None
    contractors: NotRequired[int]


class RequirementJson(TypedDict):
    """A subject on which purchaser and supplier have to agree, and what is stated of it."""

    requirement: str
    subject: str
    given: bool
    value: object
    fields: list[str]
    matters_for: str
    source: str
