"""What checks and prices need to know about a part's shape, from its full analysis."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

Place = tuple[float, float, float]
#: Corners, counterclockwise.
Outline = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Traits:
    """Lengths in mm, volumes in mm3; None where the part has no such thing.

    `wall` is thicker than that of a twentieth of the surface only, `thinnest_wall` the thinnest
    one that was found, `smallest_feature` that or the narrowest gap. `supports` are those of the
    best of six orientations, `trapped` the space without a way out, `crossings` pairs of triangles
    that pass through each other. `outlines` are those of the part with each axis upright, and
    `hanging` the supports with "-x" to "+z" pointing upwards. `opening` is the diameter of the
    narrowest way out of a hollow space, of the volume `pocket`, give or take `opening_tolerance`.
    `wall` may be more by `wall_error`, `supports` more or less by `supports_error`.
    Walls, gaps, supports and ways out are None if the surface is not closed or faces different
    sides, since it is unknown then what is inside.
    """

    wall: Decimal | None
    thinnest_wall: Decimal | None
    thinnest_at: Place | None
    smallest_feature: Decimal | None
    smallest_at: Place | None
    supports: Decimal | None
    trapped: Decimal
    crossings: int
    crossing_at: Place | None
    outlines: tuple[tuple[str, Outline], ...] = ()
    hanging: tuple[tuple[str, float], ...] = ()
    opening: Decimal | None = None
    opening_tolerance: Decimal | None = None
    opening_at: Place | None = None
    pocket: Decimal | None = None
    wall_error: Decimal | None = None
    supports_error: Decimal | None = None

    @property
    def wall_at_most(self) -> Decimal | None:
        """What `wall` may be, whatever its error."""
        return None if self.wall is None else self.wall + (self.wall_error or 0)

    @property
    def supports_at_least(self) -> Decimal | None:
        """What `supports` may be, whatever their error."""
        if self.supports is None:
            return None
        return max(self.supports - (self.supports_error or 0), Decimal(0))

    @property
    def thinnest(self) -> Decimal | None:
        """The thinnest wall that is known of."""
        return self.wall if self.thinnest_wall is None else self.thinnest_wall

    @classmethod
    def from_record(cls, geometry: Mapping[str, Any]) -> Self | None:
        """Take the traits from a file's measures as the record keeps them; None without a shape."""
        shape = geometry.get("shape")
        if shape is None:
            return None
        solid = geometry["closed"] and geometry["wound_consistently"]
        walls = shape["walls"] if solid else {}
        thin, narrow = walls.get("thin_places", ()), walls.get("narrow_places", ())
        smallest = min((*thin, *narrow), key=lambda spot: spot["size_mm"], default=None)
        hanging = {way["up"]: way["support_volume_mm3"] for way in shape["orientations"]}
        best = min(shape["orientations"], key=lambda way: way["support_volume_mm3"])
        crossings, pockets = shape["crossings"], shape.get("pockets") or {"found": ()}
        pocket = min(pockets["found"], key=lambda each: each["opening_mm"], default=None)
        return cls(
            wall=_exact(walls.get("fifth_percentile_mm")),
            thinnest_wall=_exact(walls.get("minimum_mm")),
            thinnest_at=_place(thin[0]["place_mm"]) if thin else None,
            smallest_feature=_exact(walls.get("smallest_feature_mm")),
            smallest_at=_place(smallest["place_mm"]) if smallest else None,
            supports=_exact(best["support_volume_mm3"]) if solid else None,
            trapped=_exact(shape["bodies"]["trapped_mm3"]) or Decimal(0),
            crossings=crossings["pairs"],
            crossing_at=_place(crossings["places_mm"][0]) if crossings["places_mm"] else None,
            outlines=tuple(
                (footprint["up"], tuple((x, y) for x, y in footprint["outline_mm"]))
                for footprint in shape.get("footprints", ())
            ),
            hanging=tuple(hanging.items()) if solid else (),
            opening=_exact(pocket["opening_mm"]) if pocket else None,
            opening_tolerance=_exact(pocket["tolerance_mm"]) if pocket else None,
            opening_at=_place(pocket["place_mm"]) if pocket else None,
            pocket=_exact(pocket["volume_mm3"]) if pocket else None,
            wall_error=_exact(walls.get("fifth_percentile_error_mm")),
            supports_error=_exact(best.get("support_error_mm3")) if solid else None,
        )


def _exact(measure: float | None) -> Decimal | None:
    return None if measure is None else Decimal(repr(float(measure)))


def _place(values: Any) -> Place:
    x, y, z = values
    return x, y, z
