"""Why a contractor cannot make an order, in figures, and what would change that."""

from dataclasses import dataclass

from service.manufacturing.quoting.check_json import ConstraintJson, Figure, RefusalJson
from service.manufacturing.quoting.checks import Change, Check


@dataclass(frozen=True)
class Constraint:
    """One thing that keeps a contractor from making the order, in numbers.

    `where` is the part that it is about, if it is about one, and the place in its file. `change` is
    the nearest one that would make it pass; None if the client can change nothing.
    """

    check: str
    value: Figure
    limit: Figure
    unit: str
    reason: str
    machine: str | None = None
    where: str | None = None
    change: Change | None = None

    @classmethod
    def of(cls, check: Check, machine: str | None = None) -> "Constraint":
        """The constraint that a failed check means, on the machine it was held against."""
        plain = check.to_dict()
        return cls(
            check=check.check,
            value=plain["value"],
            limit=plain["limit"],
            unit=check.unit,
            reason=check.reason,
            machine=machine,
            where=check.where,
            change=check.change,
        )

    def to_dict(self) -> ConstraintJson:
        """Plain data for record and client."""
        return {
            "check": self.check,
            "value": self.value,
            "limit": self.limit,
            "unit": self.unit,
            "reason": self.reason,
            "where": self.where,
            "machine": self.machine,
            "change": self.change.to_dict() if self.change else None,
        }


@dataclass(frozen=True)
class Unsuitable:
    """A contractor that cannot make the order, with every constraint that failed.

    `changes` is the smallest set of changes that together would let it; empty if nothing that
    the client can change would.
    """

    contractor_id: str
    name: str
    constraints: tuple[Constraint, ...]
    changes: tuple[Change, ...] = ()

    def to_dict(self) -> RefusalJson:
        """Plain data for record and client."""
        return {
            "contractor_id": self.contractor_id,
            "name": self.name,
            "constraints": [constraint.to_dict() for constraint in self.constraints],
            "changes": [change.to_dict() for change in self.changes],
        }
