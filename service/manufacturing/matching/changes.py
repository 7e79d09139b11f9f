"""Finds the smallest set of changes that would let a contractor make an order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from service.manufacturing.catalogue import Candidate, Order
from service.manufacturing.checks import Change, Check, check_candidate, failed
from service.manufacturing.matching.capacity import fewer_pieces, in_time
from service.manufacturing.matching.options import Key, Option

#: Of equally many changes that keep as much of material and technology the easier ones are
#: nearer. A judgement of this project: a colour is given up before a treatment, and a treatment
#: before the shape of the part.
EASIEST_FIRST = (
    "color",
    "layer_height_mm",
    "tolerance_mm",
    "express",
    "certificate",
    "quantity",
    "post_processing_ids",
    "delivery_address.country",
    "technology",
    "material_id",
    "files",
    "box_mm",
)
EFFORT = {field: effort for effort, field in enumerate(EASIEST_FIRST)}
#: After one of these nothing can be said of the building time before the new file is there.
SHAPES = frozenset({"files", "box_mm"})
#: These decide how long an order is built on a machine.
LENGTHENING = frozenset({"quantity", "layer_height_mm"})

Changes = tuple[Change, ...]


@dataclass(frozen=True)
class _Way:
    """One option and all that has to change for it."""

    option: Option
    changes: Changes

    @property
    def effort(self) -> tuple[int, int, float]:
        """The less, the nearer."""
        return (
            len(self.changes),
            sum(EFFORT.get(change.field, len(EFFORT)) for change in self.changes),
            sum(change.extent for change in self.changes),
        )


def smallest_changes(
    options: Sequence[Option], general: Sequence[Check], known: Mapping[Key, tuple[Check, ...]]
) -> Changes:
    """The fewest changes that together let the contractor make the order, nearest first.

    `options` come nearest first, `general` failed whatever the option, `known` are the checks
    that some options failed already. Empty if nothing that the client can change suffices.
    """
    common = _changes(general)
    if common is None or not options:
        return ()
    if not options[0].candidate.order.parts:
        return (*options[0].changes, *common)
    best = _nearest(options, known)
    if best is None:
        return ()
    return _in_time(best.option.candidate, (*best.changes, *common))


def _changes(checks: Sequence[Check]) -> Changes | None:
    """What would mend them all; None if the client can do nothing about one of them."""
    found = tuple(check.change for check in checks if check.change)
    return found if len(found) == len(checks) else None


def _nearest(options: Sequence[Option], known: Mapping[Key, tuple[Check, ...]]) -> _Way | None:
    best: _Way | None = None
    for option in options:
        if best and len(best.changes) <= option.least:
            return best  # whatever follows takes at least as many
        failing = known.get(option.key)
        own = _changes(failed(check_candidate(option.candidate)) if failing is None else failing)
        if own is None:
            continue
        way = _Way(option, (*option.changes, *own))
        best = way if best is None or way.effort < best.effort else best
    return best


def _in_time(candidate: Candidate, changes: Changes) -> Changes:
    """The changes, with fewer pieces if the machine would still build too long."""
    if any(change.field in SHAPES for change in changes):
        return changes
    if not LENGTHENING.isdisjoint(change.field for change in changes):
        candidate = replace(candidate, order=_built(candidate.order, changes))
    if in_time(candidate):
        return changes
    fewer = fewer_pieces(candidate)
    if fewer is None:
        return ()
    return (*(change for change in changes if change.field != "quantity"), fewer)


def _built(order: Order, changes: Changes) -> Order:
    """The order with those of the changes that are LENGTHENING."""
    to = {change.field: change.to for change in changes}
    layer = to.get("layer_height_mm")
    quantity = to.get("quantity")
    return replace(
        order,
        quantity=quantity if isinstance(quantity, int) else order.quantity,
        layer_height_mm=Decimal(str(layer)) if layer is not None else order.layer_height_mm,
    )
