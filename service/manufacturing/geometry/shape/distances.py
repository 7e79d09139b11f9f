"""Measures how far points lie from the surface of a mesh."""

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.mesh import Floats, blocks
from service.manufacturing.geometry.shape.tree import BLOCK, FANOUT, Tree, children
from service.manufacturing.geometry.vectors import cross, dot

#: Points that are looked at exactly at a time; each batch spares many of those behind it.
BATCH = 512
#: Boxes that are followed down the tree where nothing is known of a point. One alone may miss by
#: half of the mesh, as boxes reach over hollows, and then everything nearer is looked at.
NEAREST_BOXES = 4


def farthest(tree: Tree, points: Floats, bounds: Floats | None = None) -> float:
    """The largest distance of any of the points (k, 3) from the nearest triangle of the tree.

    Exact but for rounding. `bounds` (k,) are squared distances of the points from any place of the
    surface, infinite where none is known; the nearer it is, the sooner this ends. Those that might
    lie beyond the largest distance known are compared with every triangle in reach.
    """
    bounds = np.full(len(points), np.inf) if bounds is None else bounds.copy()
    unknown = np.flatnonzero(np.isinf(bounds))
    for part in blocks(len(unknown), BLOCK // FANOUT):
        bounds[unknown[part]] = _descended(tree, points[unknown[part]])
    largest = 0.0
    order = np.argsort(-bounds, kind="stable")
    for part in blocks(len(points), BATCH):
        batch = order[part]
        batch = batch[bounds[batch] > largest]
        if not len(batch):
            break
        largest = max(largest, float(_refined(tree, points[batch], bounds[batch], largest).max()))
    return float(np.sqrt(largest))


def squared_distances(points: Floats, corners: Floats) -> Floats:
    """The squared distance of each point (k, 3) from its triangle (k, 3, 3).

    From the plane where the point lies above the triangle, else from the nearest side.
    """
    nearest = np.full(len(points), np.inf)
    normal = cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    is_above = np.ones(len(points), bool)
    for k in range(3):
        side, way = corners[:, (k + 1) % 3] - corners[:, k], points - corners[:, k]
        length = dot(side, side)
        share = np.divide(dot(way, side), length, out=np.zeros_like(length), where=length > 0)
        beside = way - np.clip(share, 0, 1)[:, None] * side
        nearest = np.minimum(nearest, dot(beside, beside))
        is_above &= dot(cross(side, way), normal) > 0
    size = dot(normal, normal)
    height = dot(points - corners[:, 0], normal)
    flat = np.divide(height * height, size, out=np.full_like(size, np.inf), where=size > 0)
    return np.where(is_above & (size > 0), flat, nearest)


def _descended(tree: Tree, points: Floats) -> Floats:
    """A bound from above of each squared distance: by way of the NEAREST_BOXES at each level."""
    nodes = np.zeros((len(points), 1), np.intp)
    for level in range(tree.top, -1, -1):
        count = len(tree.lows[level - 1]) if level else len(tree.faces)
        below = (nodes[:, :, None] * FANOUT + np.arange(FANOUT)).reshape(len(points), -1)
        # A node that is not there stands for the last one, which only looks at it twice.
        below = np.minimum(below, count - 1)
        if level == 0:
            break
        every = np.repeat(points, below.shape[1], axis=0)
        away = _box_distances(tree, level - 1, below.ravel(), every).reshape(below.shape)
        nearest = np.argsort(away, axis=1, kind="stable")[:, :NEAREST_BOXES]
        nodes = np.take_along_axis(below, nearest, axis=1)
    found: Floats = np.min([_to_triangles(tree, points, column) for column in below.T], axis=0)
    return found


def _box_distances(tree: Tree, level: int, nodes: NDArray[np.intp], points: Floats) -> Floats:
    low, high = tree.lows[level][nodes], tree.highs[level][nodes]
    outside = np.maximum(np.maximum(low - points, points - high), 0)
    return dot(outside, outside)


def _to_triangles(tree: Tree, points: Floats, triangles: NDArray[np.intp]) -> Floats:
    return squared_distances(points, tree.vertices[tree.faces[triangles]])


def _refined(tree: Tree, points: Floats, bounds: Floats, enough: float) -> Floats:
    """The squared distances, exact where they are above `enough`; `bounds` are not below them."""
    nearest = bounds.copy()
    start = np.arange(len(points))
    stack = [(tree.top, start, np.zeros_like(start))]
    while stack:
        level, which, nodes = stack.pop()
        if len(which) > BLOCK:
            stack.append((level, which[BLOCK:], nodes[BLOCK:]))
            which, nodes = which[:BLOCK], nodes[:BLOCK]
        away = _box_distances(tree, level, nodes, points[which])
        in_reach = (away < nearest[which]) & (nearest[which] > enough)
        which, nodes = which[in_reach], nodes[in_reach]
        if not len(which):
            continue
        count = len(tree.lows[level - 1]) if level else len(tree.faces)
        places, below = children(nodes, count)
        which = which[places]
        if level:
            stack.append((level - 1, which, below))
        else:
            np.minimum.at(nearest, which, _to_triangles(tree, points[which], below))
    return nearest
