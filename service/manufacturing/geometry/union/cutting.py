"""Cuts surfaces that may overlap themselves into pieces that do not."""

from math import atan2, fsum, pi

import numpy as np
from manifold3d import Manifold
from numpy.typing import NDArray

from service.manufacturing.geometry.measures import measure
from service.manufacturing.geometry.meshes.mesh import Floats, Indices, Piece
from service.manufacturing.geometry.shape.crossings import MOST_TRIANGLES, crossing_pairs
from service.manufacturing.geometry.shape.tree import grow
from service.manufacturing.geometry.topology import connect
from service.manufacturing.geometry.union.booleans import (
    TOUCHING,
    box_around,
    halves,
    pieces_of,
    solid,
    triangles,
)
from service.manufacturing.geometry.vectors import cross, dot, lengths

#: Planes that a surface is cut along at most; one with more is left as it is.
MOST_PLANES = 48
#: Triangles that are searched for crossings, pairs of neighbours that are looked at in one search,
#: and pairs that cross, in all pieces of a surface together, before it is left as it is: one that
#: is rough all over crosses itself everywhere.
MOST_SEARCHED, MOST_LOOKED, MOST_CROSSED = 2 * MOST_TRIANGLES, 2_000_000, 40_000
#: Share of a piece's side that a cut beside the crossings must take off; else it goes through.
LEAST_OFF = 0.05
#: Orders of the planes that are tried, and triangles that are looked at from pieces in each; some
#: 0.3 us for a triangle.
MOST_ORDERS, MOST_ANGLES = 12, 5_000_000
#: Steps of a unit vector, and of the extent, that tell one plane from another.
STEPS = 1 << 20

#: Parts of a solid, and how often its surface winds around each, below 0 for inwards.
Pieces = list[tuple[Manifold, int]]


def cut(
    vertices: Floats, faces: Indices, doubtful: NDArray[np.bool_], *, crossing: bool
) -> tuple[Floats, Indices]:
    """Vertices and faces with each shell that has a doubtful face cut into pieces.

    It is cut along all of its planes, if these are few, as surfaces may lie upon each other as
    well; or else, if its `crossing` itself is what is doubtful, until no piece crosses itself.
    What lies between the cuts, each piece a shell of its own, winds around every point as often as
    the shell did; but a shell that crosses itself encloses nothing where it winds inwards. Every
    edge has two triangles, before and after. A shell that would take too many cuts is left as it
    is.
    """
    shells = connect(faces).shells
    places, parts, count = [vertices], [], len(vertices)
    whole = np.ones(len(faces), bool)
    for head in np.unique(shells[doubtful]):
        mine = shells == head
        shell_faces = faces[mine]
        outwards = measure(vertices, shell_faces).volume >= 0
        shell_faces = shell_faces if outwards else np.ascontiguousarray(shell_faces[:, ::-1])
        shell = solid(vertices, shell_faces)
        pieces = (
            None if shell.is_empty() else _pieces(shell, (vertices, shell_faces), crossing=crossing)
        )
        if pieces is None:
            continue
        whole &= ~mine
        for piece, often in pieces:
            corners, surface, _ = triangles(piece)
            for _ in range(abs(often)):
                places.append(corners)
                parts.append((surface if outwards == (often > 0) else surface[:, ::-1]) + count)
                count += len(corners)
    return np.concatenate(places), np.concatenate([faces[whole], *parts]).astype(np.int32)


def _pieces(shell: Manifold, surface: Piece, *, crossing: bool) -> Pieces | None:
    pieces = _between_planes(shell, surface)
    if pieces is None and crossing:
        pieces = _uncrossed(shell)
    if pieces is None or not crossing:
        return pieces
    return [(piece, often) for piece, often in pieces if often > 0]


def _between_planes(shell: Manifold, surface: Piece) -> Pieces | None:
    """The pieces of a solid between all of its planes, and how often its surface winds around each.

    A surface that overlaps itself may be cut wrongly where a plane lies in one of its faces, until
    what overlaps has come apart, or may be another one as the library takes it. So the pieces must
    enclose what the surface does; if they do not, another plane begins. If no beginning helps, the
    box around it is cut instead, which takes longer. None if that does not help either, or if
    there are too many planes or pieces.
    """
    vertices, faces, _ = triangles(shell)
    normals, heights = _planes(vertices, faces)
    if len(normals) > MOST_PLANES:
        return None
    volume = measure(*surface).volume
    near = TOUCHING * float(np.ptp(vertices, axis=0).max())
    for start in range(0, len(normals), -(-len(normals) // MOST_ORDERS)):
        order = np.roll(np.arange(len(normals)), -start)
        pieces = pieces_of(shell, normals[order], heights[order])
        if len(pieces) * len(faces) > MOST_ANGLES:
            return None
        centres = np.array([triangles(piece)[0].mean(axis=0) for piece in pieces]).reshape(-1, 3)
        again = [(np.abs(centres[:i] - c) <= near).all(axis=1).any() for i, c in enumerate(centres)]
        wound_pieces = [
            (piece, _winding(vertices, faces, centre))
            for piece, centre, known in zip(pieces, centres, again, strict=True)
            if not known
        ]
        if _enclose(wound_pieces, volume):
            return wound_pieces
    return _cells(surface, volume)


def _enclose(pieces: Pieces, volume: float) -> bool:
    """Whether pieces, each as often as it is wound around, have that volume together."""
    volumes = [piece.volume() * often for piece, often in pieces]
    return abs(fsum(volumes) - volume) <= TOUCHING * fsum(map(abs, volumes))


def _cells(surface: Piece, volume: float) -> Pieces | None:
    """The parts of the box around a surface, cut along all of its planes, that it winds around."""
    vertices, faces = surface
    normals, heights = _planes(vertices, faces)
    if len(normals) > MOST_PLANES:
        return None
    cells = pieces_of(box_around(vertices[faces.ravel()]), normals, heights)
    if len(cells) * len(faces) > MOST_ANGLES:
        return None
    centres = [triangles(cell)[0].mean(axis=0) for cell in cells]
    windings = [_winding(vertices, faces, centre) for centre in centres]
    wound_cells = [(cell, often) for cell, often in zip(cells, windings, strict=True) if often]
    return wound_cells if _enclose(wound_cells, volume) else None


def _winding(vertices: Floats, faces: Indices, place: Floats) -> int:
    """How often a closed surface winds around a place that is not on it.

    The sum of the solid angles of its triangles (A. van Oosterom, J. Strackee, "The solid angle of
    a plane triangle", 1983), which is a whole number of full ones.
    """
    a, b, c = (vertices[column] - place for column in faces.T)
    far_a, far_b, far_c = map(lengths, (a, b, c))
    below = far_a * far_b * far_c
    for one, other, length in ((a, b, far_c), (b, c, far_a), (c, a, far_b)):
        below += dot(one, other) * length
    angles = map(atan2, dot(a, cross(b, c)).tolist(), below.tolist())
    return round(fsum(angles) / (2 * pi))


def _uncrossed(shell: Manifold) -> Pieces | None:
    """Pieces of a solid that do not cross themselves; None if that takes too much.

    Two strands that pass through each other come apart as soon as no piece holds what joins them.
    """
    waiting, done, searched, crossed = [shell], [], 0, 0
    while waiting:
        piece = waiting.pop()
        vertices, faces, _ = triangles(piece)
        searched += len(faces)
        if searched > MOST_SEARCHED:
            return None
        tree, random = grow(vertices, faces), np.random.default_rng(0)
        crossings = crossing_pairs(tree, random, most_pairs=MOST_LOOKED)
        crossed += len(crossings.where)
        if crossed > MOST_CROSSED or not crossings.complete:
            return None
        if len(crossings.where):
            waiting += halves(piece, *_cut_beside(vertices, crossings.where))
        elif piece.volume() > 0:
            done.append((piece, 1))
    return done


def _cut_beside(vertices: Floats, places: Floats) -> tuple[Floats, float]:
    """A plane across an axis, as its normal and height, that frees a piece of its crossings.

    It goes where it takes off most beside all of them, or else through their middle.
    """
    low, high = places.min(axis=0), places.max(axis=0)
    lowest, highest = vertices.min(axis=0), vertices.max(axis=0)
    sides = np.maximum(highest - lowest, np.finfo(float).tiny)
    off = np.stack([low - lowest, highest - high]) / sides
    end, axis = divmod(int(np.argmax(off)), 3)
    if off[end, axis] > LEAST_OFF:
        edge, limit = (low, lowest) if end == 0 else (high, highest)
        height = edge[axis] + LEAST_OFF / 2 * (limit - edge)[axis]
    else:
        axis = int(np.argmax(high - low))
        height = (low + high)[axis] / 2
    return np.eye(3)[axis], float(height)


def _planes(vertices: Floats, faces: Indices) -> tuple[Floats, Floats]:
    """The distinct planes of the faces, as unit normals and heights."""
    a, b, c = (vertices[column] for column in faces.T)
    extent = float(np.ptp(vertices[faces.ravel()], axis=0).max())
    normals = cross(b - a, c - a)
    doubled_areas = lengths(normals)
    flat = doubled_areas <= extent**2 / STEPS**2
    units = normals[~flat] / doubled_areas[~flat][:, None]
    leading = np.argmax(np.abs(units) > 0.5, axis=1)
    units = units * np.where(units[np.arange(len(units)), leading] < 0, -1.0, 1.0)[:, None]
    heights = dot(units, a[~flat])
    low = dot(units, np.broadcast_to(a[0], units.shape))
    keys = np.column_stack([units * STEPS, (heights - low) * (STEPS / extent)])
    _, first = np.unique(np.rint(keys), axis=0, return_index=True)
    first = np.sort(first)
    return units[first], heights[first]
