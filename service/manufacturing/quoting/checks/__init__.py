"""Checks whether a part can be made as ordered: lists of pure functions, one for each question.

A new check is a function in one of the three lists; CONTRIBUTING.md says what else it touches.
Limits come with the candidate: the contractor's own for this machine and material, else the
defaults of `standards`.
"""

from collections.abc import Callable, Iterable

from service.manufacturing.quoting.catalogue import Candidate, Catalogue, Contractor, Order, Part
from service.manufacturing.quoting.checks.change import Change
from service.manufacturing.quoting.checks.check import Check, Verdict
from service.manufacturing.quoting.checks.contractors import (
    certificate,
    delivery,
    express,
    quantity,
    serves,
)
from service.manufacturing.quoting.checks.machines import (
    build_volume,
    layer_height,
    mean_wall,
    near_net_shape,
    smallest_side,
    surface,
    tolerance,
)
from service.manufacturing.quoting.checks.materials import color, infill, post_processing
from service.manufacturing.quoting.checks.parts import (
    closed,
    facing,
    has_volume,
    union,
    wound_consistently,
)
from service.manufacturing.quoting.checks.reading import as_read
from service.manufacturing.quoting.checks.shapes import (
    crossings,
    escape_holes,
    smallest_feature,
    supports,
    trapped,
    wall,
)

__all__ = [
    "CANDIDATE_CHECKS",
    "CONTRACTOR_CHECKS",
    "PART_CHECKS",
    "Change",
    "Check",
    "Verdict",
    "check_candidate",
    "check_part",
    "check_parts",
    "failed",
]

#: Of each part alone; they hold for every contractor.
PART_CHECKS: tuple[Callable[[Part], Check | None], ...] = (
    closed,
    wound_consistently,
    facing,
    has_volume,
    union,
    crossings,
)

#: Of the order at one contractor, whatever its machine.
CONTRACTOR_CHECKS: tuple[Callable[[Order, Contractor, Catalogue], Check | None], ...] = (
    quantity,
    delivery,
    serves,
    express,
    certificate,
)

#: Of the order on one machine in one material.
CANDIDATE_CHECKS: tuple[Callable[[Candidate], Check | None], ...] = (
    build_volume,
    smallest_side,
    mean_wall,
    wall,
    smallest_feature,
    supports,
    trapped,
    escape_holes,
    tolerance,
    surface,
    near_net_shape,
    layer_height,
    infill,
    color,
    post_processing,
)


def check_parts(order: Order) -> tuple[Check, ...]:
    """All checks of the parts alone; an order without a measured part fails."""
    if not order.parts:
        missing = Change("files", None, "add a model file that can be measured")
        reason = "0 measured parts < 1"
        return (Check("parts", Verdict.FAIL, 0, 1, "parts", reason, change=missing),)
    return tuple(check for part in order.parts for check in check_part(part))


def check_part(part: Part) -> tuple[Check, ...]:
    """All checks of a part alone, and what was left out of its file in reading."""
    result = tuple(result for check in PART_CHECKS if (result := check(part)) is not None)
    return (*result, *as_read(part))


def check_candidate(candidate: Candidate) -> tuple[Check, ...]:
    """All checks of an order, which has parts, on one machine in one material."""
    return tuple(result for check in CANDIDATE_CHECKS if (result := check(candidate)) is not None)


def failed(checks: Iterable[Check]) -> tuple[Check, ...]:
    """Those of the checks that forbid making the part."""
    return tuple(check for check in checks if check.verdict is Verdict.FAIL)
