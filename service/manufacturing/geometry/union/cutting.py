"""Cuts surfaces that pass through themselves into pieces that do not."""

import numpy as np
from manifold3d import Manifold

from service.manufacturing.geometry.meshes.mesh import Floats, Indices, Piece
from service.manufacturing.geometry.shape.crossings import MOST_TRIANGLES, crossing_pairs
from service.manufacturing.geometry.shape.tree import grow
from service.manufacturing.geometry.union.booleans import halves, solid, triangles

#: Triangles that are searched for crossings, pairs of neighbours that are looked at in one search,
#: and pairs that cross, in all pieces of a surface together, before it is left as it is: one that
#: is rough all over crosses itself everywhere.
MOST_SEARCHED, MOST_LOOKED, MOST_CROSSED = 2 * MOST_TRIANGLES, 2_000_000, 40_000
#: Share of a piece's side that a cut beside the crossings must take off; else it goes through.
LEAST_OFF = 0.05


def uncrossed(vertices: Floats, faces: Indices, *, outwards: bool) -> list[Piece] | None:
    """The surfaces of pieces of a closed shell, facing as it does, that do not cross themselves.

    Two strands that pass through each other come apart as soon as no piece holds what joins them.
    What the shell encloses the other way is left out. None if it takes too much.
    """
    shell = solid(vertices, faces if outwards else np.ascontiguousarray(faces[:, ::-1]))
    if shell.is_empty():
        return None
    pieces = _uncrossed(shell)
    if pieces is None:
        return None
    surfaces = [triangles(piece)[:2] for piece in pieces]
    return surfaces if outwards else [(corners, part[:, ::-1]) for corners, part in surfaces]


def _uncrossed(shell: Manifold) -> list[Manifold] | None:
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
            done.append(piece)
    return done


def _cut_beside(vertices: Floats, places: Floats) -> tuple[int, float]:
    """A plane, as the axis that it lies across and its height, that frees a piece of its crossings.

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
    return axis, float(height)
