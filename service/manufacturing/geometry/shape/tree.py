"""A tree of boxes over triangles, so that a ray or box meets only those in its way."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.mesh import Floats, Indices, blocks
from service.manufacturing.geometry.vectors import lengths

Pairs = tuple[NDArray[np.intp], NDArray[np.intp]]

#: Triangles in a leaf, and children of a node.
FANOUT = 4
#: Triangles, or pairs of something with a node, that are worked on at once.
BLOCK = 1 << 16
#: What stands for a direction of none along an axis: its inverse is still a number.
LEAST_SLOPE = 1e-300
#: Steps of the space-filling curve along each axis, as bits.
CURVE_BITS = 20
#: Shifts and masks that spread 20 bits over 60, three apart.
_SPREAD = (
    (32, 0x1F00000000FFFF),
    (16, 0x1F0000FF0000FF),
    (8, 0x100F00F00F00F00F),
    (4, 0x10C30C30C30C30C3),
    (2, 0x1249249249249249),
)


@dataclass(frozen=True)
class Tree:
    """Boxes around boxes around triangles that lie next to each other.

    vertices, faces: the mesh, its triangles along a space-filling curve; `order` (m,) gives the
    number that each had before. lows, highs: (k, 3) per level, leaves first. Triangle i lies in
    leaf i // FANOUT, node j in node j // FANOUT of the next level.
    """

    vertices: Floats
    faces: Indices
    order: NDArray[np.intp]
    lows: tuple[Floats, ...]
    highs: tuple[Floats, ...]

    @property
    def top(self) -> int:
        """The level that has one node only."""
        return len(self.lows) - 1

    @property
    def diagonal(self) -> float:
        """The diagonal of the box around everything."""
        return float(lengths(self.highs[-1][0] - self.lows[-1][0]))


def grow(vertices: Floats, faces: Indices) -> Tree:
    """Build the tree of vertices (n, 3) and faces (m, 3), m >= 1, in O(m log m).

    Leaves are cut from the triangles sorted by the Morton codes of their centres (C. Lauterbach
    et al., "Fast BVH construction on GPUs", 2009, section 4.1). Needs some 50 bytes per triangle.
    """
    order = np.argsort(_codes(vertices, faces), kind="stable")
    faces = faces[order]
    low, high = (np.empty((-(-len(faces) // FANOUT), 3)) for _ in range(2))
    for part in blocks(len(faces), BLOCK):
        corners = vertices[faces[part]]
        starts = np.arange(0, len(corners), FANOUT)
        leaves = slice(part.start // FANOUT, part.start // FANOUT + len(starts))
        low[leaves] = np.minimum.reduceat(corners.min(axis=1), starts)
        high[leaves] = np.maximum.reduceat(corners.max(axis=1), starts)
    lows, highs = [low], [high]
    while len(low) > 1:
        starts = np.arange(0, len(low), FANOUT)
        low, high = np.minimum.reduceat(low, starts), np.maximum.reduceat(high, starts)
        lows.append(low)
        highs.append(high)
    return Tree(vertices, faces, order, tuple(lows), tuple(highs))


def _codes(vertices: Floats, faces: Indices) -> NDArray[np.uint64]:
    low = vertices.min(axis=0)
    extent = float((vertices.max(axis=0) - low).max()) or 1.0
    codes = np.empty(len(faces), np.uint64)
    for part in blocks(len(faces), BLOCK):
        centres = vertices[faces[part]].mean(axis=1)
        steps = ((centres - low) / extent * ((1 << CURVE_BITS) - 1)).astype(np.uint64)
        for shift, mask in _SPREAD:
            steps = (steps | (steps << np.uint64(shift))) & np.uint64(mask)
        codes[part] = steps[:, 0] | (steps[:, 1] << np.uint64(1)) | (steps[:, 2] << np.uint64(2))
    return codes


def children(nodes: NDArray[np.intp], count: int) -> Pairs:
    """The children of each node among `count` in all: their parents' places, and themselves."""
    below = nodes[:, None] * FANOUT + np.arange(FANOUT)
    there = below < count
    return np.nonzero(there)[0], below[there]


def in_the_way(tree: Tree, origins: Floats, directions: Floats) -> Iterator[Pairs]:
    """Pairs (ray, triangle of the tree) of which the ray meets the leaf, BLOCK * FANOUT at once.

    origins, directions: (k, 3); rays start at their origin and never end.
    """
    flat = np.abs(directions) < LEAST_SLOPE
    inverse = 1 / np.where(flat, np.copysign(LEAST_SLOPE, directions), directions)
    rays = np.arange(len(origins))
    stack = [(tree.top, rays, np.zeros_like(rays))]
    while stack:
        level, rays, nodes = stack.pop()
        if len(rays) > BLOCK:
            stack.append((level, rays[BLOCK:], nodes[BLOCK:]))
            rays, nodes = rays[:BLOCK], nodes[:BLOCK]
        origin, steep = origins[rays], inverse[rays]
        one = (tree.lows[level][nodes] - origin) * steep
        other = (tree.highs[level][nodes] - origin) * steep
        enters = np.minimum(one, other).max(axis=1)
        leaves = np.maximum(one, other).min(axis=1)
        met = (leaves >= 0) & (leaves >= enters)
        rays, nodes = rays[met], nodes[met]
        if not len(rays):
            continue
        count = len(tree.lows[level - 1]) if level else len(tree.faces)
        places, below = children(nodes, count)
        if level:
            stack.append((level - 1, rays[places], below))
        else:
            yield rays[places], below
