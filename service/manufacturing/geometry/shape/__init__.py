"""What the shape of a mesh means for making it: walls, overhangs, cavities, crossings."""

from dataclasses import dataclass
from math import frexp, ldexp

import numpy as np

from service.manufacturing.geometry.meshes.mesh import Floats, Indices
from service.manufacturing.geometry.shape.bodies import Bodies, centre_of_mass, list_bodies
from service.manufacturing.geometry.shape.crossings import Crossings, find_crossings
from service.manufacturing.geometry.shape.figures import (
    Figures,
    Length,
    Place,
    Sides,
    Volume,
    point,
)
from service.manufacturing.geometry.shape.footprints import Footprint, footprints
from service.manufacturing.geometry.shape.holes import Holes, find_holes
from service.manufacturing.geometry.shape.hull import convex_hull
from service.manufacturing.geometry.shape.oriented_box import smallest_box
from service.manufacturing.geometry.shape.overhangs import USUAL_ANGLE_DEG, Orientation, lay
from service.manufacturing.geometry.shape.pockets import UNKNOWN, Pockets, find_pockets
from service.manufacturing.geometry.shape.tree import grow
from service.manufacturing.geometry.shape.walls import Walls, measure_walls
from service.manufacturing.geometry.stages import Reached, ignore_stage
from service.manufacturing.geometry.topology import Topology

__all__ = ["Shape", "describe"]

#: Of what is tried at random. It is one for all meshes: taken from a mesh, it would be another one
#: for the same part in single precision.
SEED = 20261129


@dataclass(frozen=True)
class Shape(Figures):
    """What the full analysis finds beyond counts and sizes, in the units of the file.

    `centre_of_mass` is that of a closed, consistently wound mesh, else None. `oriented_box` are
    the sides of the smallest box however the part lies, longest first. `hull_slack` is 0 where the
    hull was worked out of all vertices; else its volume is a little too small, by at most its
    surface times that. `orientations` hold at `overhang_angle_deg`.
    """

    centre_of_mass: Place | None
    oriented_box: Sides
    hull_volume: Volume
    hull_slack: Length
    overhang_angle_deg: float
    holes: Holes
    bodies: Bodies
    pockets: Pockets
    walls: Walls
    orientations: tuple[Orientation, ...]
    footprints: tuple[Footprint, ...]
    crossings: Crossings


def describe(
    vertices: Floats,
    faces: Indices,
    topology: Topology,
    *,
    volume: float,
    reached: Reached = ignore_stage,
) -> Shape:
    """Work out the shape of vertices (n, 3) and faces (m, 3), m >= 1, and tell each stage.

    `volume` is what the faces enclose, below 0 where they face inwards.
    What is random comes from one SEED, so the same mesh gives the same shape. Time O(m log m),
    with bounded effort wherever it says so; some 200 bytes per triangle.
    """
    # By a power of two, so exactly: what is far too small to be multiplied thrice is so no more.
    step = ldexp(1.0, max(min(-frexp(float(np.ptp(vertices, axis=0).max()))[1], 1000), -1000))
    shape = _described(vertices * step, faces, topology, volume * step * step * step, reached)
    return shape.scaled(1 / step)


def _described(
    vertices: Floats, faces: Indices, topology: Topology, volume: float, reached: Reached
) -> Shape:
    random = [np.random.default_rng(part) for part in np.random.SeedSequence(SEED).spawn(3)]
    solid, inside_out = topology.closed and topology.wound_consistently, volume < 0
    reached("hull")
    hull = convex_hull(vertices)
    reached("oriented_box")
    box = smallest_box(vertices, hull, random[0])
    reached("sorting")
    tree = grow(vertices, faces)
    holes = find_holes(vertices, topology.open_ends)
    reached("bodies")
    bodies = list_bodies(tree, topology, random[1])
    reached("pockets")
    filled = (abs(volume) + bodies.trapped) / hull.volume if hull.volume else 1.0
    pockets = find_pockets(vertices, faces, 1 - filled, bodies.trapped) if solid else UNKNOWN
    reached("walls")
    walls = measure_walls(tree, inside_out)
    reached("overhangs")
    orientations = lay(tree, inside_out)
    reached("crossings")
    crossings = find_crossings(tree, random[2])
    return Shape(
        centre_of_mass=centre_of_mass(vertices, faces) if solid else None,
        oriented_box=point(box.sides),
        hull_volume=hull.volume,
        hull_slack=hull.slack,
        overhang_angle_deg=USUAL_ANGLE_DEG,
        holes=holes,
        bodies=bodies,
        pockets=pockets,
        walls=walls,
        orientations=orientations,
        footprints=footprints(vertices, flat=not len(hull.triangles)),
        crossings=crossings,
    )
