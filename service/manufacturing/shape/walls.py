"""Measures how thick walls and how wide gaps are, by rays from places all over the surface."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.meshes.mesh import Floats, blocks
from service.manufacturing.shape.figures import Figures, Length, Place, point
from service.manufacturing.shape.rays import Effort, Hits, cross, follow
from service.manufacturing.shape.tree import Tree

#: Places that are measured, and triangles that are tried by rays before fewer must do.
SAMPLES, MOST_LOOKED = 2_000, 4_000_000
#: Two faces make a wall, or a gap, if they lie opposite within this angle; at a greater one they
#: make an edge, where a ray finds less material the nearer it starts.
OPPOSITE_DEG = 30.0
#: Share of the diagonal below which a hit is where the ray began.
NEAREST = 1e-6
#: Thin places, and narrow ones, that are listed.
LISTED = 20
BLOCK = 1 << 15


@dataclass(frozen=True)
class Spot(Figures):
    """A place on the surface and how far the opposite side is from there."""

    DIGITS: ClassVar[int] = 8

    size: Length
    place: Place


@dataclass(frozen=True)
class Walls(Figures):
    """How thick the material is, and how wide the gaps are, where two faces lie opposite.

    Thickness is the way from a face, against its normal, to where the material ends; a gap the way
    along the normal to where material begins again, within the part. `fifth_percentile`: a
    twentieth of all sampled area with a wall behind it is thinner. `smallest_feature` is the
    smaller one of thinnest wall and narrowest gap: a pin, rib, slot or bore of that width. None
    where nothing lies opposite. `sampled` places were measured, spread evenly over the surface;
    details of less than its `sampled`-th part may be missed.
    """

    DIGITS: ClassVar[int] = 8

    sampled: int
    thin_places: tuple[Spot, ...]
    narrow_places: tuple[Spot, ...]
    minimum: Length | None
    fifth_percentile: Length | None
    narrowest_gap: Length | None
    smallest_feature: Length | None


@dataclass(frozen=True)
class Samples:
    """Places on the surface: triangle of the tree (k,), point and outward normal (k, 3)."""

    triangles: NDArray[np.intp]
    points: Floats
    normals: Floats


def measure_walls(
    tree: Tree, inside_out: bool, random: np.random.Generator, samples: int = SAMPLES
) -> Walls:
    """Measure walls and gaps of the mesh in `tree`; the same generator gives the same figures."""
    outwards = -1.0 if inside_out else 1.0
    places = scatter(tree, samples, random)
    taken, effort = 0, Effort(MOST_LOOKED)
    walls, gaps = np.full(len(places.points), np.inf), np.full(len(places.points), np.inf)
    for part in effort.parts(len(places.points)):
        normals = places.normals[part] * outwards
        origins, own = places.points[part], places.triangles[part]
        inwards = _facing(tree, origins, -normals, own, outwards)
        onwards = _facing(tree, origins, normals, own, -outwards)
        walls[part.start + inwards.rays] = inwards.distances
        gaps[part.start + onwards.rays] = onwards.distances
        effort.left -= inwards.looked + onwards.looked
        taken = part.stop
    found = walls[np.isfinite(walls)]
    fifth = float(np.percentile(found, 5, method="inverted_cdf")) if len(found) else None
    thin, narrow = _smallest(walls, places), _smallest(gaps, places)
    smallest = min((spots[0].size for spots in (thin, narrow) if spots), default=None)
    return Walls(
        sampled=taken,
        thin_places=thin,
        narrow_places=narrow,
        minimum=thin[0].size if thin else None,
        fifth_percentile=fifth,
        narrowest_gap=narrow[0].size if narrow else None,
        smallest_feature=smallest,
    )


def scatter(tree: Tree, count: int, random: np.random.Generator) -> Samples:
    """Spread `count` places over the surface, each standing for the same area, in random order.

    One place in each of `count` equal parts of the area, taken along the tree's curve.
    """
    areas = np.empty(len(tree.faces))
    for part in blocks(len(tree.faces), BLOCK):
        normals = _normals(tree, tree.faces[part])
        areas[part] = np.sqrt(np.einsum("ij,ij->i", normals, normals))
    reached = np.cumsum(areas)
    if not reached[-1] > 0:
        nothing = np.empty((0, 3))
        return Samples(np.empty(0, np.intp), nothing, nothing)
    asked = (np.arange(count) + random.random(count)) / count * reached[-1]
    triangles = np.minimum(np.searchsorted(reached, asked, side="right"), len(areas) - 1)
    triangles = random.permutation(triangles[areas[triangles] > 0])
    a, b, c = (tree.vertices[column] for column in tree.faces[triangles].T)
    u, v = random.random((2, len(triangles), 1))
    u = np.sqrt(u)
    points = a * (1 - u) + b * (u * (1 - v)) + c * (u * v)
    normals = _normals(tree, tree.faces[triangles])
    return Samples(triangles, points, normals / np.linalg.norm(normals, axis=1, keepdims=True))


def _normals(tree: Tree, faces: NDArray[np.int32]) -> Floats:
    a, b, c = (tree.vertices[column] for column in faces.T)
    return cross(b - a, c - a)


def _facing(
    tree: Tree, origins: Floats, directions: Floats, own: NDArray[np.intp], leaving: float
) -> Hits:
    """The first hits on the side asked for (1 leaving, -1 entering), if they lie opposite."""
    hits = follow(tree, origins, directions)
    cosines = hits.cosines * leaving
    away = (hits.distances > NEAREST * tree.diagonal) & (hits.triangles != own[hits.rays])
    first = hits.kept(away & (cosines > 0)).first()
    return first.kept(first.cosines * leaving >= np.cos(np.radians(OPPOSITE_DEG)))


def _smallest(sizes: Floats, places: Samples) -> tuple[Spot, ...]:
    finite = int(np.isfinite(sizes).sum())
    smallest = np.argsort(sizes, kind="stable")[: min(finite, LISTED)]
    return tuple(Spot(float(sizes[i]), point(places.points[i])) for i in smallest)
