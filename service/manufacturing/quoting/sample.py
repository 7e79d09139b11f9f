"""Makes orders of parts of which no file is there: of a box, with whatever else is known."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from service.errors import BadField
from service.manufacturing.quoting.catalogue import Order, Part
from service.manufacturing.quoting.record import placing
from service.translations import gettext_noop as _

#: The sample: a cube as everybody knows it.
SIDE_MM = 20.0


def sample_part() -> Part:
    """The part that stands for any other where none is known."""
    return block((SIDE_MM, SIDE_MM, SIDE_MM), None, None)


def block(
    box_mm: tuple[float, float, float], volume_mm3: float | None, surface_mm2: float | None
) -> Part:
    """A part of which only measures are known; without volume or surface those of its full box.

    Raises BadField if the volume is larger than the box.
    """
    x, y, z = box_mm
    full = x * y * z
    if volume_mm3 is not None and volume_mm3 > full * (1 + 1e-9):
        raise BadField.at(
            "/part/volume_mm3",
            _("{volume} mm³ do not fit a box of {full} mm³"),
            volume=f"{volume_mm3:g}",
            full=f"{full:g}",
        )
    return Part(
        sha256="",
        box_mm=box_mm,
        volume_mm3=full if volume_mm3 is None else volume_mm3,
        surface_mm2=2 * (x * y + y * z + z * x) if surface_mm2 is None else surface_mm2,
        closed=True,
        wound_consistently=True,
        open_edges=0,
        triangles=0,
        name="part",
    )


def order_of(part: Part, placed: date | datetime, wishes: Mapping[str, Any]) -> Order:
    """An order of the part that leaves open what is estimated; `wishes` are fields of Order.

    When it is placed is said as in `record.placing`.
    """
    placed_on, placed_at = placing(placed)
    return Order(
        **{
            "quantity": 1,
            "material_id": None,
            "technology": None,
            "color": None,
            "post_processing_ids": (),
            "tolerance_mm": None,
            "layer_height_mm": None,
            "infill": None,
            "delivery_country": None,
            **wishes,
        },
        parts=(part,),
        placed_on=placed_on,
        placed_at=placed_at,
    )
