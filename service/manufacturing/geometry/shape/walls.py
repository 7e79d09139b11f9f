"""Measures the thickness of walls and the width of gaps, with rays from all over the surface."""

from dataclasses import dataclass
from math import isqrt
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.mesh import Floats
from service.manufacturing.geometry.shape.figures import Figures, Length, Place, point
from service.manufacturing.geometry.shape.rays import Effort, Hits, follow
from service.manufacturing.geometry.shape.sampling import Samples, samples_at, scatter
from service.manufacturing.geometry.shape.tree import Tree
from service.manufacturing.geometry.vectors import lengths, normals

#: Places that are measured, evenly over the area; of so many when a twentieth of it is hard to
#: tell; and triangles of which the middle is, so that small details are met as well.
SAMPLES, MORE_SAMPLES, DETAILS = 2_000, 8_000, 2_000
#: Share of its thickness that a curved wall of triangles is thinner at most than the wall that it
#: stands for, if there are 24 sides or more to a turn: 1 - cos(pi / 24) is 0.0086.
FLATTENED = 0.01
#: Triangles that are tried by rays before fewer places must do.
MOST_LOOKED = 4_000_000
#: Two faces make a wall, or a gap, if they lie opposite within 30 degrees; at a greater angle they
#: make an edge, where a ray finds less material the nearer it starts. The cosine is that of 30.7:
#: 30 itself is drawn often, and must not hang on its last bits.
OPPOSITE_DEG, OPPOSITE_COSINE = 30.0, 0.86
#: Share of the diagonal below which a hit is where the ray began.
NEAREST = 1e-6
#: Share of the diagonal below which a wall that tapers is a knife's edge, and a gap closed: 0.
SHARPEST = 1e-5
#: Thin places, and narrow ones, that are listed: of so many the thinnest, no two of them nearer to
#: each other than this share of the diagonal.
LISTED, CANDIDATES, APART = 20, 1_000, 0.01
#: Rounds in which the neighbourhood of the thinnest places is searched for thinner ones, how many
#: triangles before and after them along the tree's curve, and how far towards their corners.
ROUNDS, BESIDE, TOWARDS = 5, 4, (0.5, 0.95)
#: Sizes that differ by less than this share of the diagonal are listed in the order of the mesh.
ALIKE = 1e-6


@dataclass(frozen=True)
class Spot(Figures):
    """A place on the surface and how far the opposite side is from there."""

    DIGITS: ClassVar[int] = 6

    size: Length
    place: Place


@dataclass(frozen=True)
class Walls(Figures):
    """How thick the material is, and how wide the gaps are, where two faces lie opposite.

    Thickness is the way from a face, against its normal, to where the material ends; a gap the way
    along the normal to where material begins again, within the part. Faces lie opposite within
    `opposite_within_deg`; where such faces meet, the wall or gap tapers to 0. `fifth_percentile`: a
    twentieth of all sampled area with a wall behind it is thinner; it may be thicker by up to
    `fifth_percentile_error`, since of `sampled` places, spread evenly, so many more may lie beyond
    it by chance (two standard errors of a share of 5 %), and as triangles cut curves short.
    `minimum` and `narrowest_gap` were found at some place, so none is less thin; details of fewer
    than one in DETAILS triangles and less than the `sampled`-th part of the surface may be thinner
    still. `smallest_feature` is the smaller one of both: a pin, rib, slot or bore of that width.
    None where nothing lies opposite.
    """

    DIGITS: ClassVar[int] = 6

    sampled: int
    opposite_within_deg: float
    thin_places: tuple[Spot, ...]
    narrow_places: tuple[Spot, ...]
    minimum: Length | None
    fifth_percentile: Length | None
    fifth_percentile_error: Length | None
    narrowest_gap: Length | None
    smallest_feature: Length | None


@dataclass
class _Probe:
    """Measures from places inwards or onwards, `leaving` as in `_facing`, while effort lasts."""

    tree: Tree
    effort: Effort
    towards: float
    leaving: float

    def measure(self, places: Samples) -> Floats:
        """How far the opposite side is from each place (k,), infinite where there is none.

        Where it has become too much, the last ones are left out.
        """
        sizes = []
        for part in self.effort.parts(len(places.points)):
            triangles, directions = places.triangles[part], places.normals[part] * self.towards
            hits = _facing(self.tree, places.points[part], directions, triangles, self.leaving)
            distances = np.full(len(triangles), np.inf)
            distances[hits.rays] = hits.distances
            self.effort.left -= hits.looked
            sizes.append(distances)
        return np.concatenate([np.empty(0), *sizes])

    def thinnest(self, places: Samples, sizes: Floats) -> tuple[Spot, ...]:
        """The thinnest places, with those found by searching around them."""
        for _ in range(ROUNDS):
            ordered = self._ordered(places, sizes)
            _, first = np.unique(places.triangles[ordered], return_index=True)
            around = self._around(places, ordered[np.sort(first)[:LISTED]])
            further_sizes = self.measure(around)
            sizes = np.concatenate([sizes, further_sizes])
            places = _joined(
                _first(places, len(sizes) - len(further_sizes)), _first(around, len(further_sizes))
            )
        ordered, sharp = self._ordered(places, sizes), SHARPEST * self.tree.diagonal
        best: list[int] = []
        for i in ordered[:CANDIDATES].tolist():
            apart = lengths(places.points[best] - places.points[i]) > APART * self.tree.diagonal
            if apart.all() and len(best) < LISTED:
                best.append(i)
        return tuple(
            Spot(float(sizes[i]) if sizes[i] > sharp else 0.0, point(places.points[i]))
            for i in best
        )

    def _ordered(self, places: Samples, sizes: Floats) -> NDArray[np.intp]:
        """The places with something opposite, the thinnest first, else in the order of the mesh."""
        finite = np.flatnonzero(np.isfinite(sizes))
        steps = np.rint(sizes[finite] / (ALIKE * self.tree.diagonal))
        ordered: NDArray[np.intp] = finite[np.lexsort((places.triangles[finite], steps))]
        return ordered

    def _around(self, places: Samples, best: NDArray[np.intp]) -> Samples:
        """The middles of triangles near the best places, and points from these to the corners."""
        tree = self.tree
        triangles, at = places.triangles[best], places.points[best]
        near = np.unique(triangles[:, None] + np.arange(-BESIDE, BESIDE + 1))
        middles = _middles(tree, near[(near >= 0) & (near < len(tree.faces))])
        corners = tree.vertices[tree.faces[triangles]]
        steps = np.array(TOWARDS)[:, None]
        points = at[:, None, None] + (corners - at[:, None])[:, :, None] * steps
        count = corners.shape[1] * len(TOWARDS)
        towards = samples_at(tree, np.repeat(triangles, count), points.reshape(-1, 3))
        return _joined(middles, towards)


def measure_walls(tree: Tree, inside_out: bool, samples: int = SAMPLES) -> Walls:
    """Measure walls and gaps of the mesh in `tree`."""
    outwards = -1.0 if inside_out else 1.0
    inwards, onwards = (
        _Probe(tree, Effort(MOST_LOOKED // 2), -side * outwards, side * outwards)
        for side in (1.0, -1.0)
    )
    places = scatter(tree, samples)
    walls = inwards.measure(places)
    fifth, error = _fifth(walls)
    if fifth and error and error > fifth * FLATTENED and len(walls) == samples:
        more = scatter(tree, MORE_SAMPLES - samples, after=samples)
        added = inwards.measure(more)
        places, walls = _joined(places, _first(more, len(added))), np.concatenate([walls, added])
        fifth, error = _fifth(walls)
    details = _details(tree)
    thin = _thinnest_with(inwards, _first(places, len(walls)), walls, details)
    gaps = onwards.measure(_first(places, samples))
    narrow = _thinnest_with(onwards, _first(places, len(gaps)), gaps, details)
    minimum, narrowest = (_least(spots) for spots in (thin, narrow))
    return Walls(
        sampled=len(walls),
        opposite_within_deg=OPPOSITE_DEG,
        thin_places=thin,
        narrow_places=narrow,
        minimum=minimum,
        fifth_percentile=fifth,
        fifth_percentile_error=error,
        narrowest_gap=narrowest,
        smallest_feature=min((s for s in (minimum, narrowest) if s is not None), default=None),
    )


def _least(spots: tuple[Spot, ...]) -> float | None:
    return min((spot.size for spot in spots), default=None)


def _thinnest_with(
    probe: _Probe, places: Samples, sizes: Floats, details: Samples
) -> tuple[Spot, ...]:
    detail_sizes = probe.measure(details)
    every = _joined(places, _first(details, len(detail_sizes)))
    return probe.thinnest(every, np.concatenate([sizes, detail_sizes]))


def _fifth(walls: Floats) -> tuple[float | None, float | None]:
    """The thickness that a twentieth of the walls is below, and by how much it may be more."""
    ordered = np.sort(walls[np.isfinite(walls)])
    if not len(ordered):
        return None, None
    place = (len(ordered) - 1) // 20
    # Two standard errors of a share of 1/20 among n: 2 * sqrt(n * 1/20 * 19/20), in whole places.
    beyond = min(place + isqrt(len(ordered) * 19 // 100) + 1, len(ordered) - 1)
    fifth = float(ordered[place])
    return fifth, max(float(ordered[beyond]) - fifth, fifth * FLATTENED)


def _details(tree: Tree) -> Samples:
    """The middles of all triangles, or of DETAILS of them, evenly along the tree's curve."""
    count = len(tree.faces)
    return _middles(tree, np.unique(np.arange(min(count, DETAILS)) * count // min(count, DETAILS)))


def _middles(tree: Tree, triangles: NDArray[np.intp]) -> Samples:
    corners = tree.vertices[tree.faces[triangles]]
    standing = lengths(normals(corners)) > 0
    corners = corners[standing]
    middles = (corners[:, 0] + corners[:, 1] + corners[:, 2]) / 3
    return samples_at(tree, triangles[standing], middles)


def _first(places: Samples, count: int) -> Samples:
    return Samples(places.triangles[:count], places.points[:count], places.normals[:count])


def _joined(one: Samples, other: Samples) -> Samples:
    return Samples(
        np.concatenate([one.triangles, other.triangles]),
        np.concatenate([one.points, other.points]),
        np.concatenate([one.normals, other.normals]),
    )


def _facing(
    tree: Tree, origins: Floats, directions: Floats, triangles: NDArray[np.intp], leaving: float
) -> Hits:
    """The first hits on the side asked for (1 leaving, -1 entering), if they lie opposite."""
    hits = follow(tree, origins, directions)
    cosines = hits.cosines * leaving
    away = (hits.distances > NEAREST * tree.diagonal) & (hits.triangles != triangles[hits.rays])
    first = hits.selected(away & (cosines > 0)).first()
    return first.selected(first.cosines * leaving >= OPPOSITE_COSINE)
