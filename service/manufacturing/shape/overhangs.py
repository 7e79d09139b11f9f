"""Says for each of six ways to lay a part how much of it overhangs and wants supports."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.meshes.mesh import Floats, blocks
from service.manufacturing.shape.figures import Area, Figures, Volume
from service.manufacturing.shape.rays import Effort, cross, follow
from service.manufacturing.shape.tree import Tree

#: Faces that lean over by more than this from the vertical want supports; usual for extrusion.
USUAL_ANGLE_DEG = 45.0
#: Places from which the way down to the next face is measured, per orientation.
SAMPLES = 300
#: Triangles that are tried by rays, per orientation, before fewer places must do.
MOST_LOOKED = 1_000_000
#: A face this share of the diagonal above the lowest point still lies on the build plate.
ON_PLATE = 1e-4
#: Share of the diagonal that a column begins above its face, so that it ends at once on a face
#: that touches it.
RUN_UP = 1e-6
BLOCK = 1 << 14

#: The axis of the part that points upwards while it is built, by name.
UPWARDS = {
    "+x": (1.0, 0.0, 0.0),
    "-x": (-1.0, 0.0, 0.0),
    "+y": (0.0, 1.0, 0.0),
    "-y": (0.0, -1.0, 0.0),
    "+z": (0.0, 0.0, 1.0),
    "-z": (0.0, 0.0, -1.0),
}


@dataclass(frozen=True)
class Orientation(Figures):
    """One way to lay the part: which axis points upwards, and what hangs over then.

    Overhanging are faces that look down and lean over by more than the angle, measured from the
    vertical, but for those on the build plate. The supports are vertical columns below them, to
    the next face or the plate; their volume is estimated from `sampled` columns, each standing
    for the same area seen from above.
    """

    DIGITS: ClassVar[int] = 8

    up: str
    sampled: int
    overhang_area: Area
    support_volume: Volume


def lay(
    tree: Tree,
    inside_out: bool,
    random: np.random.Generator,
    angle_deg: float = USUAL_ANGLE_DEG,
) -> tuple[Orientation, ...]:
    """All six orientations along the axes, in the order of UPWARDS, at a critical angle 0..90."""
    ups = np.array(list(UPWARDS.values()))
    hanging = overhanging(tree, ups, inside_out, angle_deg)
    outwards = -1.0 if inside_out else 1.0
    return tuple(
        _orientation(tree, name, up, np.flatnonzero(hanging & (1 << number)), outwards, random)
        for number, (name, up) in enumerate(zip(UPWARDS, ups, strict=True))
    )


def overhanging(
    tree: Tree, ups: Floats, inside_out: bool, angle_deg: float = USUAL_ANGLE_DEG
) -> NDArray[np.uint8]:
    """Bit i of entry j: triangle j of the tree overhangs while ups[i] (k, 3) points upwards."""
    steep = float(np.sin(np.radians(angle_deg)))
    lowest = (tree.vertices @ ups.T).min(axis=0) + ON_PLATE * tree.diagonal
    hanging = np.zeros(len(tree.faces), np.uint8)
    for part, corners, normals in _normals(tree, inside_out):
        sizes = np.sqrt(np.einsum("ij,ij->i", normals, normals))
        leaning = -(normals @ ups.T) > (steep + 1e-9) * sizes[:, None]
        lifted = (corners @ ups.T).max(axis=1) > lowest
        bits = (leaning & lifted) @ (1 << np.arange(len(ups)))
        hanging[part] = bits.astype(np.uint8)
    return hanging


def _normals(tree: Tree, inside_out: bool) -> Iterator[tuple[slice, Floats, Floats]]:
    outwards = -1.0 if inside_out else 1.0
    for part in blocks(len(tree.faces), BLOCK):
        corners = tree.vertices[tree.faces[part]]
        a, b, c = (corners[:, k] for k in range(3))
        yield part, corners, cross(b - a, c - a) * outwards


def _orientation(
    tree: Tree,
    name: str,
    up: Floats,
    hanging: NDArray[np.intp],
    outwards: float,
    random: np.random.Generator,
) -> Orientation:
    if not len(hanging):
        return Orientation(name, 0, 0.0, 0.0)
    a, b, c = (tree.vertices[column] for column in tree.faces[hanging].T)
    normals = cross(b - a, c - a)
    overhang = float(np.sqrt(np.einsum("ij,ij->i", normals, normals)).sum()) / 2
    shadows = np.abs(normals @ up)
    reached = np.cumsum(shadows)
    asked = (np.arange(SAMPLES) + random.random(SAMPLES)) / SAMPLES * reached[-1]
    chosen = np.minimum(np.searchsorted(reached, asked, side="right"), len(hanging) - 1)
    u, v = random.random((2, SAMPLES, 1))
    u = np.sqrt(u)
    chosen = random.permutation(chosen)
    points = a[chosen] * (1 - u) + b[chosen] * (u * (1 - v)) + c[chosen] * (u * v)
    ways = _ways_down(tree, points, hanging[chosen], up, outwards)
    return Orientation(name, len(ways), overhang, float(reached[-1]) / 2 * float(ways.mean()))


def _ways_down(
    tree: Tree, points: Floats, own: NDArray[np.intp], up: Floats, outwards: float
) -> Floats:
    """How far it is from each point down to the next face that looks up, else to the plate.

    Of fewer points where too many triangles lie one upon the other.
    """
    taken, effort = 0, Effort(MOST_LOOKED)
    ways: Floats = points @ up - float((tree.vertices @ up).min())
    step = RUN_UP * tree.diagonal
    for part in effort.parts(len(points)):
        origins = points[part] + up * step
        hits = follow(tree, origins, np.broadcast_to(-up, origins.shape))
        entering = (hits.triangles != own[part][hits.rays]) & (hits.cosines * outwards < 0)
        first = hits.kept(entering).first()
        rays = part.start + first.rays
        ways[rays] = np.minimum(ways[rays], np.maximum(first.distances - step, 0))
        effort.left -= hits.looked
        taken = part.stop
    return ways[:taken]
