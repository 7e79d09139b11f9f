"""Finds triangles that pass through each other, with bounded effort."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.mesh import Floats, blocks
from service.manufacturing.geometry.shape.figures import Figures, Place, point
from service.manufacturing.geometry.shape.tree import BLOCK, FANOUT, Pairs, Tree, children
from service.manufacturing.geometry.vectors import cross, dot

#: Triangles that are held against all others; of a larger mesh, a sample of so many is.
MOST_TRIANGLES = 100_000
#: Pairs of triangles that are looked at, and pairs that cross that are counted, before it is
#: enough; some 1 us for each pair.
MOST_PAIRS, MOST_FOUND = 8_000_000, 100_000
#: The level of the tree whose nodes are sampled: FANOUT ** (LEVEL + 1) triangles each.
LEVEL = 2
LISTED = 20
#: Two triangles cross if an edge of one passes through the other by more than this share of it;
#: touching is not crossing.
DEPTH = 1e-6

Numbers = NDArray[np.intp]
#: The lows and highs of the triangles, and then of each level of the tree.
Boxes = Sequence[tuple[Floats, Floats]]


@dataclass(frozen=True)
class Crossings(Figures):
    """Pairs of triangles, without a common corner, of which one's edge passes through the other.

    `tested` triangles were held against all others; `complete`: that were all of them.
    """

    pairs: int
    tested: int
    complete: bool
    places: tuple[Place, ...]


@dataclass(frozen=True)
class CrossingPairs:
    """Pairs of triangles that cross, numbered as in a tree, and where (k, 3) each pair does."""

    one: Numbers
    other: Numbers
    where: Floats
    tested: int
    complete: bool


def find_crossings(
    tree: Tree, random: np.random.Generator, most_pairs: int = MOST_PAIRS
) -> Crossings:
    """Look for triangles of `tree` that cross; the same generator finds the same ones."""
    crossing = crossing_pairs(tree, random, most_pairs=most_pairs)
    places = tuple(point(place) for place in crossing.where[:LISTED])
    return Crossings(len(crossing.one), crossing.tested, crossing.complete, places)


def crossing_pairs(
    tree: Tree,
    random: np.random.Generator,
    parts: Numbers | None = None,
    most_pairs: int = MOST_PAIRS,
) -> CrossingPairs:
    """The pairs of triangles that cross; if `parts` (m,) are given, only those of one part."""
    level = min(LEVEL, tree.top)
    nodes = len(tree.lows[level])
    per_node = int(FANOUT ** (level + 1))
    chosen = np.arange(nodes)
    if len(tree.faces) > MOST_TRIANGLES:
        chosen = np.sort(random.permutation(nodes)[: MOST_TRIANGLES // per_node])
    everything = len(chosen) == nodes
    boxes = [_triangle_boxes(tree), *zip(tree.lows, tree.highs, strict=True)]
    tested = looked = 0
    enough = False
    pair_keys: list[Numbers] = []
    places: list[Floats] = []
    for start in range(0, len(chosen), 64):
        some = chosen[start : start + 64]
        for left, right in _near(tree, boxes, some, level, ordered=everything):
            looked += len(left)
            one, other, where = _crossing(tree, *_apart(tree, left, right, parts))
            pair_keys.append(np.minimum(one, other) * len(tree.faces) + np.maximum(one, other))
            places.append(where)
            enough = looked > most_pairs or sum(map(len, pair_keys)) > MOST_FOUND
            if enough:
                break
        if enough:
            break
        tested = min(tested + len(some) * per_node, len(tree.faces))
    keys, first = np.unique(np.concatenate([np.empty(0, np.intp), *pair_keys]), return_index=True)
    where = np.concatenate([np.empty((0, 3)), *places])[first]
    complete = everything and tested == len(tree.faces)
    return CrossingPairs(keys // len(tree.faces), keys % len(tree.faces), where, tested, complete)


def _triangle_boxes(tree: Tree) -> tuple[Floats, Floats]:
    lows, highs = np.empty((len(tree.faces), 3)), np.empty((len(tree.faces), 3))
    for part in blocks(len(tree.faces), BLOCK):
        corners = tree.vertices[tree.faces[part]]
        lows[part], highs[part] = corners.min(axis=1), corners.max(axis=1)
    return lows, highs


def _near(
    tree: Tree, boxes: Boxes, nodes: Numbers, level: int, *, ordered: bool
) -> Iterator[Pairs]:
    """Pairs of triangles with overlapping boxes, the left one below the given nodes of a level.

    If `ordered`, only pairs of which the left one comes first in the tree.
    """
    stack = [(level, tree.top, nodes, np.zeros_like(nodes))]
    while stack:
        one, other, left, right = stack.pop()
        if len(left) > BLOCK:
            stack.append((one, other, left[BLOCK:], right[BLOCK:]))
            left, right = left[:BLOCK], right[:BLOCK]
        left, right = _meeting(*boxes[one + 1], left, *boxes[other + 1], right)
        if ordered and one == other:
            earlier = left <= right if one >= 0 else left < right
            left, right = left[earlier], right[earlier]
        if not len(left):
            continue
        if one == other == -1:
            yield left, right
        elif one == other:
            places, left = children(left, len(boxes[one][0]))
            stack.append((one - 1, other, left, right[places]))
        else:
            places, right = children(right, len(boxes[other][0]))
            stack.append((one, other - 1, left[places], right))


def _meeting(
    lows: Floats,
    highs: Floats,
    left: Numbers,
    other_lows: Floats,
    other_highs: Floats,
    right: Numbers,
) -> Pairs:
    """The pairs of which the boxes overlap."""
    for axis in range(3):
        met = lows[:, axis][left] <= other_highs[:, axis][right]
        met &= highs[:, axis][left] >= other_lows[:, axis][right]
        left, right = left[met], right[met]
    return left, right


def _apart(tree: Tree, left: Numbers, right: Numbers, parts: Numbers | None = None) -> Pairs:
    """The pairs without a common corner, and of one part."""
    free = left != right if parts is None else (left != right) & (parts[left] == parts[right])
    for one in tree.faces.T:
        for other in tree.faces.T:
            free &= one[left] != other[right]
    return left[free], right[free]


def _crossing(tree: Tree, left: Numbers, right: Numbers) -> tuple[Numbers, Numbers, Floats]:
    """The pairs that cross, and where; first those go that lie on one side of the other's plane."""
    for _ in range(2):
        heights, _ = _heights(tree, left, right)
        both = (heights.min(axis=1) < 0) & (heights.max(axis=1) > 0)
        left, right = right[both], left[both]
    crossed, where = np.zeros(len(left), bool), np.zeros((len(left), 3))
    for one, other in ((left, right), (right, left)):
        heights, normals = _heights(tree, one, other)
        for k in range(3):
            hit, at = _pierced(tree, one, other, k, heights, normals)
            where[hit & ~crossed] = at[hit & ~crossed]
            crossed |= hit
    return left[crossed], right[crossed], where[crossed]


def _heights(tree: Tree, one: Numbers, other: Numbers) -> tuple[Floats, Floats]:
    """How high the corners of `one` lie above the plane of `other`, in shares of its size."""
    a, b, c = (tree.vertices[column] for column in tree.faces[other].T)
    normals = cross(b - a, c - a)
    sizes = np.maximum(dot(normals, normals), 1e-300)
    corners = tree.vertices[tree.faces[one]] - a[:, None]
    roots = np.sqrt(sizes)
    heights = dot(corners, normals[:, None]) / (roots * np.sqrt(roots))[:, None]
    heights[np.abs(heights) < DEPTH] = 0
    return heights, normals


def _pierced(
    tree: Tree,
    one: Numbers,
    other: Numbers,
    k: int,
    heights: Floats,
    normals: Floats,
) -> tuple[NDArray[np.bool_], Floats]:
    """Whether edge k of `one` passes through `other`, and where."""
    before, after = heights[:, k], heights[:, (k + 1) % 3]
    apart = before * after < 0
    share = np.divide(before, before - after, out=np.zeros_like(before), where=apart)
    start, end = (tree.vertices[tree.faces[one][:, j]] for j in (k, (k + 1) % 3))
    at = start + (end - start) * share[:, None]
    a, b, c = (tree.vertices[column] for column in tree.faces[other].T)
    sizes = np.maximum(dot(normals, normals), 1e-300)
    inner = [
        dot(cross(q - p, at - p), normals) / sizes > DEPTH for p, q in ((a, b), (b, c), (c, a))
    ]
    return apart & inner[0] & inner[1] & inner[2], at
