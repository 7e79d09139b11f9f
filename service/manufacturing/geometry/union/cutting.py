"""Cuts surfaces that may overlap themselves into pieces that do not."""

from math import fsum

import numpy as np
from manifold3d import Manifold
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.mesh import Floats, Indices
from service.manufacturing.geometry.topology import connect
from service.manufacturing.geometry.union.booleans import TOUCHING, pieces_of, solid, triangles
from service.manufacturing.geometry.vectors import cross, dot

#: Planes that a surface is cut along at most; one with more is left as it is.
MOST_PLANES = 48
#: Orders of the planes that are tried.
MOST_ORDERS = 12
#: Steps of a unit vector, and of the extent, that tell one plane from another.
STEPS = 1 << 20


def cut(vertices: Floats, faces: Indices, doubtful: NDArray[np.bool_]) -> tuple[Floats, Indices]:
    """Vertices and faces with each shell that has a doubtful face cut along all of its planes.

    What lies between the planes, each piece a shell of its own, is there as often as the shell
    winds around it, but not where it does so inwards. Every edge has two triangles, before and
    after.
    """
    shells = connect(faces).shells
    places, parts, count = [vertices], [], len(vertices)
    whole = np.ones(len(faces), bool)
    for head in np.unique(shells[doubtful]):
        mine = shells == head
        own = faces[mine]
        normals, heights, volume = _planes(vertices, own)
        if len(normals) > MOST_PLANES or volume == 0:
            continue
        outwards = own if volume > 0 else np.ascontiguousarray(own[:, ::-1])
        pieces = _pieces(vertices, outwards, normals, heights)
        whole &= ~mine | (not pieces)
        for piece in pieces:
            corners, surface, _ = triangles(piece)
            places.append(corners)
            parts.append((surface if volume > 0 else surface[:, ::-1]) + np.int32(count))
            count += len(corners)
    return np.concatenate(places), np.concatenate([faces[whole], *parts])


def _pieces(vertices: Floats, faces: Indices, normals: Floats, heights: Floats) -> list[Manifold]:
    """The pieces of a shell, as often as it winds around each outwards.

    A surface that overlaps itself may be cut wrongly where a plane lies in one of its faces, until
    what overlaps has come apart. So the pieces must enclose what the shell does; if they do not,
    another plane begins, and in the end there are none.
    """
    whole = solid(vertices, faces)
    near = TOUCHING * float(np.ptp(vertices[faces.ravel()], axis=0).max())
    for start in range(0, len(normals), -(-len(normals) // MOST_ORDERS)):
        order = np.roll(np.arange(len(normals)), -start)
        pieces = pieces_of(whole, normals[order], heights[order])
        centres = np.array([triangles(piece)[0].mean(axis=0) for piece in pieces]).reshape(-1, 3)
        first = [
            int(np.flatnonzero((np.abs(centres - centre) <= near).all(axis=1))[0]) == i
            for i, centre in enumerate(centres)
        ]
        times = [_winding(vertices, faces, c) * own for c, own in zip(centres, first, strict=True)]
        found = list(zip(pieces, times, strict=True))
        enclosed = fsum(piece.volume() * often for piece, often in found)
        if abs(enclosed - whole.volume()) <= TOUCHING * whole.volume():
            return [piece for piece, often in found for _ in range(often)]
    return []


def _winding(vertices: Floats, faces: Indices, place: Floats) -> int:
    """How often a closed surface winds around a place that is not on it.

    The sum of the solid angles of its triangles (A. van Oosterom, J. Strackee, "The solid angle of
    a plane triangle", 1983), which is a whole number of full ones.
    """
    a, b, c = (vertices[column] - place for column in faces.T)
    lengths = [np.sqrt(dot(corner, corner)) for corner in (a, b, c)]
    below = lengths[0] * lengths[1] * lengths[2]
    for one, other, length in ((a, b, lengths[2]), (b, c, lengths[0]), (c, a, lengths[1])):
        below += dot(one, other) * length
    return round(float(np.arctan2(dot(a, cross(b, c)), below).sum()) / (2 * np.pi))


def _planes(vertices: Floats, faces: Indices) -> tuple[Floats, Floats, float]:
    """The distinct planes of the faces, as unit normals and heights, and what they enclose."""
    a, b, c = (vertices[column] for column in faces.T)
    extent = float(np.ptp(vertices[faces.ravel()], axis=0).max())
    normals = cross(b - a, c - a)
    volume = float(dot(normals, a - a[0]).sum()) / 6
    lengths = np.sqrt(dot(normals, normals))
    flat = lengths <= extent**2 / STEPS**2
    units = normals[~flat] / lengths[~flat][:, None]
    leading = np.argmax(np.abs(units) > 0.5, axis=1)
    units = units * np.where(units[np.arange(len(units)), leading] < 0, -1.0, 1.0)[:, None]
    heights = dot(units, a[~flat])
    low = dot(units, np.broadcast_to(a[0], units.shape))
    keys = np.column_stack([units * STEPS, (heights - low) * (STEPS / extent)])
    _, first = np.unique(np.rint(keys), axis=0, return_index=True)
    first = np.sort(first)
    return units[first], heights[first], volume
