"""Takes surfaces apart that share edges: of many triangles at one, two belong together."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.connectivity import roots
from service.manufacturing.geometry.meshes.matching import first_equal
from service.manufacturing.geometry.meshes.mesh import Floats, Indices, concatenated
from service.manufacturing.geometry.topology import match_edges
from service.manufacturing.geometry.union.pairing import pair_walks

#: Rounds in which edges are halved that a surface touches itself along. Each round leaves those
#: of triangles that were halved already, and a triangle has three edges.
MOST_ROUNDS = 8

Numbers = NDArray[np.intp]


@dataclass(frozen=True)
class Separated:
    """A surface over vertices (n, 3) of its own, every edge of its faces (m, 3) having two.

    `doubtful` (m,): faces that could have been paired otherwise, so that they may overlap others
    of their surface. `cancelled` triangles lay back to back.
    """

    vertices: Floats
    faces: Indices
    doubtful: NDArray[np.bool_]
    cancelled: int = 0


def separate(vertices: Floats, faces: Indices) -> Separated | None:
    """The same surface over vertices so that every edge has exactly two triangles.

    Triangles that lie back to back cancel each other out. Those that are left at an edge are
    paired so that two bound a wedge of material between them, of one surface where possible.
    Vertices are doubled where surfaces only touch, and edges halved that one surface touches
    itself along. The surface winds around every point as often as before, however it is paired;
    but where several pairings were possible, what was paired may overlap itself.

    None if some edge is not walked as often one way as the other, or if nothing is left.
    """
    a, b, c = faces.T
    faces = faces[(a != b) & (b != c) & (c != a)]
    layers = _layers(faces)
    parts = [part for layer in layers if (part := _separated(vertices, layer)) is not None]
    if not parts or len(parts) < len(layers):
        return None
    return Separated(
        *concatenated([(part.vertices, part.faces) for part in parts]),
        np.concatenate([part.doubtful for part in parts]),
        len(faces) - sum(map(len, layers)),
    )


def _layers(faces: Indices) -> list[Indices]:
    """The triangles without opposite ones; repeated ones apart, if each layer is closed then."""
    if not len(faces):
        return []
    corners = np.sort(faces, axis=1)
    same = first_equal([np.ascontiguousarray(column).view(np.uint32) for column in corners.T])
    middle = (faces[:, 0] < faces[:, 1]).astype(np.intp)
    odd = middle + (faces[:, 1] < faces[:, 2]) + (faces[:, 2] < faces[:, 0]) == 1
    keys = same.astype(np.intp) * 2 + odd
    counts = np.bincount(keys, minlength=2 * len(faces))
    order = np.argsort(keys, kind="stable")
    ranks = np.empty(len(faces), np.intp)
    begins = np.cumsum(counts) - counts
    ranks[order] = np.arange(len(faces)) - begins[keys[order]]
    depths = ranks - np.minimum(counts[keys], counts[keys ^ 1])
    faces, depths = faces[depths >= 0], depths[depths >= 0]
    layers = [faces[depths == depth] for depth in range(int(depths.max(initial=-1)) + 1)]
    return layers if all(_balanced(layer) for layer in layers) else [faces]


def _balanced(faces: Indices) -> bool:
    """Whether every edge is walked as often one way as the other."""
    starts, ends = faces.ravel(), faces[:, (1, 2, 0)].ravel()
    first = match_edges(starts, ends)
    return not np.bincount(first, np.where(starts < ends, 1.0, -1.0)).any()


def _separated(vertices: Floats, faces: Indices) -> Separated | None:
    if not _balanced(faces):
        return None
    doubtful = np.zeros(len(faces), bool)
    for _ in range(MOST_ROUNDS):
        mates, joined = pair_walks(vertices, faces)
        doubtful |= joined
        faces, origins = _split(faces, mates)
        vertices = vertices[origins]
        pinched = _pinched(faces, mates)
        if not len(pinched):
            return Separated(vertices, faces, doubtful)
        vertices, faces, halves = _halved(vertices, faces, pinched, mates)
        doubtful = np.concatenate([doubtful, doubtful[halves]])
    return None


def _split(faces: Indices, mates: Numbers) -> tuple[Indices, Indices]:
    """Faces over vertices of their own for each fan of triangles, and what those vertices were."""
    walks = np.arange(len(mates))
    onwards = walks + np.where(walks % 3 == 2, -2, 1)
    left, right = walks.astype(np.int32), onwards[mates].astype(np.int32)
    heads, corners = np.unique(roots(len(walks), left, right), return_inverse=True)
    return corners.reshape(-1, 3).astype(np.int32), faces.ravel()[heads]


def _pinched(faces: Indices, mates: Numbers) -> Numbers:
    """One walk of each pair, but the first, along edges that still have more than two triangles."""
    first = match_edges(faces.ravel(), faces[:, (1, 2, 0)].ravel())
    sharing = np.bincount(first, minlength=len(first))
    walks = np.flatnonzero(sharing[first] > 2)
    pinched: Numbers = walks[
        (walks < mates[walks]) & (first[walks] != walks) & (first[walks] != mates[walks])
    ]
    return pinched


def _halved(
    vertices: Floats, faces: Indices, walks: Numbers, mates: Numbers
) -> tuple[Floats, Indices, list[int]]:
    """Halve the edge of each walk and its mate, leaving triangles alone that were halved before.

    And the triangles whose other halves were added at the end.
    """
    used: set[int] = set()
    places, added, halves = [vertices], [], []
    faces, count = faces.copy(), len(vertices)
    for walk in walks.tolist():
        pair = (walk, int(mates[walk]))
        if used & {walk_of_pair // 3 for walk_of_pair in pair}:
            continue
        used |= {walk_of_pair // 3 for walk_of_pair in pair}
        ends = faces[walk // 3, [walk % 3, (walk + 1) % 3]]
        places.append(vertices[ends].mean(axis=0, keepdims=True))
        for face, corner in (divmod(walk_of_pair, 3) for walk_of_pair in pair):
            start, end, tip = (int(faces[face, (corner + k) % 3]) for k in range(3))
            faces[face] = (start, count, tip)
            added.append((count, end, tip))
            halves.append(face)
        count += 1
    return np.concatenate(places), np.concatenate([faces, np.array(added, np.int32)]), halves
