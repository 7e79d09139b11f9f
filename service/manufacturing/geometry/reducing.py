"""Reduces a mesh to fewer triangles for whoever looks at it, and measures how far they lie off."""

from dataclasses import dataclass
from importlib import import_module

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.mesh import Floats, Indices, compacted
from service.manufacturing.geometry.shape.distances import farthest, squared_distances
from service.manufacturing.geometry.shape.tree import grow
from service.manufacturing.geometry.vectors import dot, lengths, normals

#: Points of a mesh that are compared with its reduced surface, some 10 us for each.
MOST_SAMPLES = 100_000
#: Triangles at the place of a collapsed vertex that its surface is first looked for in.
AROUND = 8
#: Beyond this angle between neighbours their edge is drawn as a line.
CREASE_DEG = 30.0
_CREASE_COSINE = 3**0.5 / 2  # the same on every processor, unlike cosines of numpy
#: Of fast_simplification, how quickly it takes worse edges; its own default. Less may end early.
AGGRESSIVENESS = 7.0


@dataclass(frozen=True)
class ReducedMesh:
    """A mesh to be looked at, and how far the one it stands for deviates from it.

    vertices: float32 (n, 3) relative to `origin`, in the unit of the mesh; faces: (m, 3).
    deviation: the largest distance of a sample of the mesh from the reduced surface, in that unit;
    the samples are the corners and the centres of its triangles, evenly thinned to MOST_SAMPLES.
    Of a mesh that needed no reduction it is what single precision has rounded off.
    """

    vertices: NDArray[np.float32]
    faces: Indices
    origin: Floats
    deviation: float
    samples: int


def reduced(vertices: Floats, faces: Indices, most: int) -> ReducedMesh:
    """A mesh of at most `most` triangles that looks like the one of vertices and faces.

    Edges collapse by quadric error (M. Garland, P. Heckbert, "Surface simplification using quadric
    error metrics", 1997). Where that ends early, as with a million bodies that do not touch, the
    smallest triangles are left out. Equal input gives an equal mesh.
    """
    origin = (vertices.min(axis=0) + vertices.max(axis=0)) / 2
    if len(faces) <= most:
        places = (vertices - origin).astype(np.float32)
        rounded = lengths(vertices - (places.astype(np.float64) + origin))
        return ReducedMesh(places, faces, origin, float(rounded.max()), len(vertices))
    kept, corners, place_of = _collapsed(vertices - origin, faces, most)
    if len(corners) > most:
        kept, corners = _largest(kept, corners, most)
        place_of = None
    places = kept.astype(np.float32)
    surface = places.astype(np.float64)
    points, nearby = _samples(vertices - origin, faces)
    bounds = None if place_of is None else _bounds(points, place_of[nearby], surface, corners)
    deviation = farthest(grow(surface, corners), points, bounds)
    return ReducedMesh(places, corners, origin, deviation, len(points))


def creases(vertices: NDArray[np.float32], faces: Indices) -> NDArray[np.int64]:
    """The edges (k, 2) where a surface bends by more than CREASE_DEG, ends, or meets others."""
    count = len(vertices)
    starts, ends = faces.T.ravel(), np.roll(faces, -1, axis=1).T.ravel()
    keys = np.minimum(starts, ends).astype(np.int64) * count + np.maximum(starts, ends)
    order = np.argsort(keys, kind="stable")
    keys, owners = keys[order], order % len(faces)
    firsts = np.flatnonzero(np.diff(keys, prepend=-1))
    sizes = np.diff(firsts, append=len(keys))
    facing = normals(vertices[faces].astype(np.float64))
    directions = np.divide(
        facing,
        (size := lengths(facing))[:, None],
        out=np.zeros_like(facing),
        where=size[:, None] > 0,
    )
    partners = owners[np.minimum(firsts + 1, len(owners) - 1)]
    bends = dot(directions[owners[firsts]], directions[partners]) < _CREASE_COSINE
    is_degenerate = (size[owners[firsts]] == 0) | (size[partners] == 0)
    chosen = keys[firsts[(sizes != 2) | (bends & ~is_degenerate)]]
    return np.stack([chosen // count, chosen % count], axis=1)


def _collapsed(
    vertices: Floats, faces: Indices, most: int
) -> tuple[Floats, Indices, NDArray[np.intp] | None]:
    """Reduced vertices and faces, and for each old vertex the new one that it went into.

    In a box of size 1, for the library compares with fixed thresholds. It is loaded here, as the
    process that analyses models imports this as well and has only so much address space.
    """
    size = float(np.abs(vertices).max()) or 1.0
    places, corners, collapses = import_module("fast_simplification").simplify(
        vertices / size, faces, target_count=most, agg=AGGRESSIVENESS, return_collapses=True
    )
    corners = np.asarray(corners, np.int32)
    if not len(corners) or not np.isfinite(places).all():
        return vertices, faces, None
    into = np.arange(len(vertices))
    into[collapses[:, 1]] = collapses[:, 0]
    while not np.array_equal(onwards := into[into], into):
        into = onwards
    return places * size, corners, _places_of(into, faces, len(places))


def _places_of(into: NDArray[np.intp], faces: Indices, count: int) -> NDArray[np.intp] | None:
    """The new numbers of vertices that collapsed `into` others; -1 for those that are gone.

    A vertex is gone with the last triangle that it belonged to. The library numbers the others in
    their old order; None if it should not.
    """
    corners = into[faces]
    is_left = (corners != np.roll(corners, 1, axis=1)).all(axis=1)
    left = np.unique(corners[is_left])
    if len(left) != count:
        return None
    numbers = np.full(len(into), -1)
    numbers[left] = np.arange(count)
    return numbers[into]


def _largest(vertices: Floats, faces: Indices, most: int) -> tuple[Floats, Indices]:
    sizes = lengths(normals(vertices[faces]))
    chosen = np.sort(np.argsort(-sizes, kind="stable")[:most])
    return compacted(vertices, faces[chosen])


def _samples(vertices: Floats, faces: Indices) -> tuple[Floats, NDArray[np.intp]]:
    """Corners and centres, and for each of them a vertex beside it."""
    every = -(-(len(vertices) + len(faces)) // MOST_SAMPLES)
    chosen = faces[::every]
    points = np.concatenate([vertices[::every], vertices[chosen].mean(axis=1)])
    return points, np.concatenate([np.arange(0, len(vertices), every), chosen[:, 0]])


def _bounds(points: Floats, beside: NDArray[np.intp], surface: Floats, corners: Indices) -> Floats:
    """Squared distances of points from the triangles at a vertex of the surface each.

    Infinite where that vertex is gone (-1).
    """
    order = np.argsort(corners.ravel(), kind="stable")
    owners = order // 3
    starts = np.searchsorted(corners.ravel()[order], np.arange(len(surface) + 1))
    first, last = starts[beside], np.maximum(starts[beside + 1] - 1, starts[beside])
    nearest = np.full(len(points), np.inf)
    for k in range(AROUND):
        triangles = owners[np.minimum(np.minimum(first + k, last), len(owners) - 1)]
        nearest = np.minimum(nearest, squared_distances(points, surface[corners[triangles]]))
    return np.where(beside < 0, np.inf, nearest)
