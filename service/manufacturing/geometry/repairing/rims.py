"""Finds the rims of holes: rings of corners along open edges."""

from dataclasses import dataclass

import numpy as np

from service.manufacturing.geometry.meshes.mesh import Floats, Indices
from service.manufacturing.geometry.vectors import cross, dot, lengths

#: How far the corners of a flat rim may lie off its plane, as a share of its extent.
FLATNESS = 1e-4


@dataclass(frozen=True)
class Rim:
    """The corners (k,) of a ring in the direction in which a patch would walk it.

    `normal` points to the side that would be the patch's outside; its length is the area of the
    rim's shadow along it. A `flat` one lies in a plane, at `offset` along the unit normal.
    """

    corners: Indices
    normal: Floats
    flat: bool
    offset: float
    extent: float

    @property
    def area(self) -> float:
        """The area of the shadow."""
        return float(lengths(self.normal))

    @property
    def direction(self) -> Floats:
        """The normal with length 1, or nothing for a rim without area."""
        return self.normal / self.area if self.area else self.normal


def find_rims(vertices: Floats, open_ends: Indices) -> list[Rim]:
    """The rims that edges (k, 2) of one triangle each, consistently wound, come to.

    A ring that meets itself in a corner counts as several; edges that form no ring are left out.
    """
    onwards: dict[int, list[int]] = {}
    for start, end in open_ends.tolist():
        onwards.setdefault(end, []).append(start)  # a patch walks it the other way round
    return [_rim(vertices, ring) for ring in _rings(onwards)]


def _rings(onwards: dict[int, list[int]]) -> list[list[int]]:
    rings = []
    for start in list(onwards):
        path, places = [start], {start: 0}
        while path and (ahead := onwards.get(path[-1])):
            corner = ahead.pop()
            if corner not in places:
                places[corner] = len(path)
                path.append(corner)
                continue
            ring = path[places[corner] :]
            rings.append(ring)
            for gone in ring[1:]:
                del places[gone]
            del path[places[corner] + 1 :]
    return [ring for ring in rings if len(ring) > 2]


def _rim(vertices: Floats, ring: list[int]) -> Rim:
    corners = np.array(ring, np.int32)
    points = vertices[corners]
    middle = points.mean(axis=0)
    around = points - middle
    normal = cross(around, np.roll(around, -1, axis=0)).sum(axis=0) / 2
    extent = float(np.ptp(points, axis=0).max())
    size = float(lengths(normal))
    if not size:
        return Rim(corners, normal, True, 0.0, extent)
    direction = normal / size
    heights = dot(around, direction)
    flat = bool(np.abs(heights).max() <= FLATNESS * extent)
    return Rim(corners, normal, flat, float(dot(middle, direction)), extent)
