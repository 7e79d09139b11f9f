"""What is to be made: the parts as measured, and how the client wants them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from service.manufacturing.quoting.catalogue.footprints import LaidFootprint, footprints_of
from service.manufacturing.quoting.catalogue.traits import Traits


@dataclass(frozen=True)
class Part:
    """One model file as measured, in millimetres.

    `box_mm` are the extents of its axis-aligned box, `open_edges` belong to one triangle only,
    `non_manifold_edges` to more than two. `traits` is None if only sizes were measured.
    `open_at` is the middle of the first such edge. `turned_triangles` and `turned_shells` faced
    the wrong way in the file, all of it where it was `inside_out`. `united_shells` were made one,
    which together enclosed `summed_volume_mm3`. `notes` say what its reader has left out.
    """

    sha256: str
    box_mm: tuple[float, float, float]
    volume_mm3: float
    surface_mm2: float
    closed: bool
    wound_consistently: bool
    open_edges: int
    triangles: int
    bodies: int = 1
    non_manifold_edges: int = 0
    name: str = ""
    traits: Traits | None = None
    open_at: tuple[float, float, float] | None = None
    notes: tuple[tuple[str, int], ...] = ()
    format: str = ""
    inside_out: bool = False
    turned_triangles: int = 0
    turned_shells: int = 0
    united_shells: int = 0
    summed_volume_mm3: float = 0.0

    @classmethod
    def from_record(cls, sha256: str, geometry: Mapping[str, Any], name: str = "") -> "Part":
        """Take what a check or a price needs from a file's measures as the record keeps them."""
        x, y, z = geometry["box_mm"]
        places = ("open_edge_places_mm", "non_manifold_edge_places_mm")
        union = geometry.get("union") or {}
        open_at = next((at for name in places for at in geometry.get(name, ())), None)
        return cls(
            sha256=sha256,
            box_mm=(x, y, z),
            volume_mm3=geometry["volume_mm3"],
            surface_mm2=geometry["surface_mm2"],
            closed=geometry["closed"],
            wound_consistently=geometry["wound_consistently"],
            open_edges=geometry["open_edges"],
            triangles=geometry["triangles"],
            bodies=geometry.get("bodies", 1),
            non_manifold_edges=geometry.get("non_manifold_edges", 0),
            name=name,
            traits=Traits.from_record(geometry),
            open_at=tuple(open_at) if open_at else None,
            notes=tuple((note["kind"], note["times"]) for note in geometry.get("notes", ())),
            format=geometry.get("format", ""),
            inside_out=geometry.get("inside_out", False),
            turned_triangles=union.get("turned_triangles", 0),
            turned_shells=union.get("turned_shells", 0),
            united_shells=union.get("united", 0),
            summed_volume_mm3=union.get("summed_volume_mm3", 0.0),
        )

    @cached_property
    def sides(self) -> tuple[Decimal, Decimal, Decimal]:
        """The box's extents in mm, smallest first: however a part lies, they are the same."""
        low, middle, high = sorted(_exact(side) for side in self.box_mm)
        return low, middle, high

    @cached_property
    def footprints(self) -> tuple[LaidFootprint, ...]:
        """The ways to put it up that differ, the one with the least supports first."""
        return footprints_of(self.box_mm, self.traits)

    @cached_property
    def hanging(self) -> Mapping[str, Decimal]:
        """The room below the overhangs (mm3) with each axis upwards; empty if it is not known."""
        rooms = self.traits.hanging if self.traits else ()
        return {up: _exact(room) for up, room in rooms}

    @cached_property
    def volume(self) -> Decimal:
        """Enclosed volume in mm3, exactly as the float's shortest text says."""
        return _exact(abs(self.volume_mm3))

    @cached_property
    def surface(self) -> Decimal:
        """Surface in mm2."""
        return _exact(self.surface_mm2)


@dataclass(frozen=True)
class Order:
    """Parts that make one assembly, each made `quantity` times, as configured by the client.

    `technology` is an ISO/ASTM 52900 code or a trade name, `infill` a share from 0 to 1,
    `tolerance_mm` the half width (plus or minus) that the client asks for,
    `surface_roughness_um` Ra. An `express` order goes
    before the queue, for the contractor's surcharge. It is to arrive by `wanted_date`.

    Where the moment is known at which it is placed, each contractor's own day counts; else it is
    `placed_on` for all.
    """

    quantity: int
    material_id: str | None
    technology: str | None
    color: str | None
    post_processing_ids: tuple[str, ...]
    tolerance_mm: Decimal | None
    layer_height_mm: Decimal | None
    infill: Decimal | None
    delivery_country: str | None
    parts: tuple[Part, ...]
    placed_on: date
    express: bool = False
    surface_roughness_um: Decimal | None = None
    certificate: str | None = None
    wanted_date: date | None = None
    placed_at: datetime | None = None


def _exact(measure: float) -> Decimal:
    return Decimal(repr(float(measure)))
