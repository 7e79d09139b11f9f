"""Overhangs and supports of a part in each of six orientations."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import radians, sin, sqrt
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.mesh import Floats, blocks
from service.manufacturing.geometry.shape.figures import Area, Figures, Volume
from service.manufacturing.geometry.shape.rays import Effort, follow
from service.manufacturing.geometry.shape.sampling import evenly, points_on
from service.manufacturing.geometry.shape.tree import Tree
from service.manufacturing.geometry.vectors import lengths, normals

#: Faces that lean over by more than this from the vertical want supports; usual for extrusion.
USUAL_ANGLE_DEG = 45.0
#: Places from which the way down to the next face is measured, per orientation.
SAMPLES = 600
#: Triangles that are tried by rays, per orientation, before fewer places must do.
MOST_LOOKED = 1_000_000
#: A face may lean by a little more than the critical angle, some 0.1 degrees at 45, which is drawn
#: often: in single precision half of such faces would overhang.
BEYOND = 1e-3
#: A face this share of the diagonal above the lowest point still lies on the build plate.
ON_PLATE = 1e-4
#: Share of the diagonal that a column begins above its face, so that it ends at once on a face
#: that touches it.
RUN_UP = 1e-6
BLOCK = 1 << 14

#: The axis of the part that points upwards while it is built, by name: its number and its way.
UPWARDS = {
    f"{sign}{axis}": (number, way)
    for number, axis in enumerate("xyz")
    for sign, way in (("+", 1.0), ("-", -1.0))
}


@dataclass(frozen=True)
class Orientation(Figures):
    """One way to lay the part: which axis points upwards, and what hangs over then.

    Overhanging are faces that look down and lean over by more than the angle, measured from the
    vertical, but for those on the build plate. The supports are vertical columns below them, to
    the next face or the plate. What ends on a face is estimated from `sampled` columns, each
    standing for the same area seen from above; `support_error` are two standard errors of that.
    """

    DIGITS: ClassVar[int] = 6

    up: str
    sampled: int
    overhang_area: Area
    support_volume: Volume
    support_error: Volume


def lay(
    tree: Tree, inside_out: bool, angle_deg: float = USUAL_ANGLE_DEG
) -> tuple[Orientation, ...]:
    """All six orientations along the axes, in the order of UPWARDS, at a critical angle 0..90."""
    hanging = overhanging(tree, tuple(UPWARDS), inside_out, angle_deg)
    outwards = -1.0 if inside_out else 1.0
    return tuple(
        _orientation(tree, up, np.flatnonzero(hanging & (1 << number)), outwards)
        for number, up in enumerate(UPWARDS)
    )


def overhanging(
    tree: Tree, ups: Sequence[str], inside_out: bool, angle_deg: float = USUAL_ANGLE_DEG
) -> NDArray[np.uint8]:
    """Bit i of entry j: triangle j of the tree overhangs while ups[i] of UPWARDS points up."""
    steep, outwards = sin(radians(angle_deg)) + BEYOND, -1.0 if inside_out else 1.0
    hanging = np.zeros(len(tree.faces), np.uint8)
    for part in blocks(len(tree.faces), BLOCK):
        corners = tree.vertices[tree.faces[part]]
        facing = normals(corners) * outwards
        least = steep * lengths(facing)
        for bit, up in enumerate(ups):
            axis, way = UPWARDS[up]
            highest = (corners[:, :, axis] * way).max(axis=1)
            lifted = highest - _plate(tree, axis, way) > ON_PLATE * tree.diagonal
            leaning = facing[:, axis] * -way > least
            hanging[part] |= ((leaning & lifted) << bit).astype(np.uint8)
    return hanging


def _plate(tree: Tree, axis: int, way: float) -> float:
    """How high the part's lowest point lies."""
    return float(tree.lows[-1][0, axis] if way > 0 else -tree.highs[-1][0, axis])


def _orientation(tree: Tree, up: str, hanging: NDArray[np.intp], outwards: float) -> Orientation:
    axis, way = UPWARDS[up]
    corners = tree.vertices[tree.faces[hanging]]
    facing = normals(corners)
    shadows = np.abs(facing[:, axis]) / 2
    if not shadows.any():
        return Orientation(up, 0, 0.0, 0.0, 0.0)
    # Columns down to the plate are prisms; what ends on the part before is taken off by samples.
    heights = corners[:, :, axis].sum(axis=1) / 3 * way - _plate(tree, axis, way)
    columns, shadow = float((shadows * heights).sum()), float(shadows.sum())
    chosen, shares = evenly(shadows, SAMPLES)
    points = points_on(corners[chosen], shares)
    saved = _saved(tree, points, hanging[chosen], up, outwards)
    error = 2 * shadow * sqrt(float(saved.var()) / len(saved))
    volume = max(columns - shadow * float(saved.mean()), 0.0)
    return Orientation(up, len(saved), float(lengths(facing).sum()) / 2, volume, error)


def _saved(
    tree: Tree, points: Floats, triangles: NDArray[np.intp], up: str, outwards: float
) -> Floats:
    """By how much the way down from each point ends above the plate, on a face that looks up.

    Of fewer points where too many triangles lie one upon the other.
    """
    axis, way = UPWARDS[up]
    taken, effort = 0, Effort(MOST_LOOKED)
    ways = points[:, axis] * way - _plate(tree, axis, way)
    saved = np.zeros(len(points))
    upwards = np.eye(3)[axis] * way
    step = RUN_UP * tree.diagonal
    for part in effort.parts(len(points)):
        origins = points[part] + upwards * step
        hits = follow(tree, origins, np.broadcast_to(-upwards, origins.shape))
        entering = (hits.triangles != triangles[part][hits.rays]) & (hits.cosines * outwards < 0)
        first = hits.selected(entering).first()
        rays = part.start + first.rays
        saved[rays] = np.maximum(ways[rays] - np.maximum(first.distances - step, 0), 0)
        effort.left -= hits.looked
        taken = part.stop
    return saved[:taken]
