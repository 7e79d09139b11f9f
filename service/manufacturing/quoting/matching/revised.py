"""Makes the changes of an order that a client is told of: the order as it would then be asked."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from math import prod
from typing import Any

from service.manufacturing.quoting.catalogue import Order, Part, Traits
from service.manufacturing.quoting.checks import Change

#: Stands for a model file that is still to come, a cube of 10 mm: every machine has room for it,
#: and it is thicker than any wall has to be.
TO_COME = Part(
    sha256="",
    box_mm=(10.0, 10.0, 10.0),
    volume_mm3=1000.0,
    surface_mm2=600.0,
    closed=True,
    wound_consistently=True,
    open_edges=0,
    triangles=12,
)

#: Changed parts kept for the next machine that asks for the same: how a part may lie is worked out
#: once for each.
CHANGED = 256


def revised(order: Order, changes: Iterable[Change]) -> Order:
    """The order with all the changes made, each field once.

    Nobody has seen a part yet that is changed in its model. A box is taken to be filled, and
    covered, by the same share as before, and a mended file to have the volume that it has now and
    none of the faults.
    """
    fields: dict[str, Any] = {}
    for change in changes:
        fields |= _fields(fields.get("parts", order.parts), change)
    return replace(order, **fields) if fields else order


def _fields(parts: tuple[Part, ...], change: Change) -> dict[str, Any]:
    """What a change makes of an order that has these parts."""
    match change.field:
        case "box_mm":
            assert isinstance(change.to, tuple)
            pairs = zip(parts, change.to, strict=True)
            return {"parts": tuple(_reshaped(part, tuple(box)) for part, box in pairs)}
        case "files":
            return {"parts": tuple(map(_mended, parts)) or (TO_COME,)}
        case "delivery_address.country":
            return {"delivery_country": change.to}
        case "tolerance_mm" | "layer_height_mm":
            return {change.field: Decimal(str(change.to))}
    return {change.field: change.to}


@lru_cache(maxsize=CHANGED)
def _reshaped(part: Part, box: Any) -> Part:
    if box == part.box_mm:
        return part
    before, after = prod(part.box_mm), prod(box)
    covered, covers = _surface(part.box_mm), _surface(box)
    return replace(
        part,
        box_mm=box,
        volume_mm3=part.volume_mm3 * after / before if before else after,
        surface_mm2=part.surface_mm2 * covers / covered if covered else covers,
        traits=replace(part.traits, outlines=()) if part.traits else None,
    )


def _surface(box: tuple[float, float, float]) -> float:
    x, y, z = box
    return 2 * (x * y + y * z + z * x)


@lru_cache(maxsize=CHANGED)
def _mended(part: Part) -> Part:
    return replace(
        part,
        closed=True,
        open_edges=0,
        non_manifold_edges=0,
        open_at=None,
        wound_consistently=True,
        volume_mm3=part.volume_mm3 or prod(part.box_mm),
        traits=_without_faults(part.traits) if part.traits else None,
    )


def _without_faults(traits: Traits) -> Traits:
    return replace(
        traits,
        wall=None,
        thinnest_wall=None,
        smallest_feature=None,
        supports=None,
        trapped=Decimal(0),
        opening=None,
    )
