"""Spans the smallest surface over a ring of corners."""

import numpy as np

from service.manufacturing.geometry.meshes.mesh import Floats, Indices

#: Edges of a ring: the time grows with their third power, some 0.3 s for so many.
MOST_EDGES = 150


def span(points: Floats) -> Indices:
    """Triangles (k - 2, 3) over the corners (k, 3) of a ring, of the least area in sum.

    Every way to cut off a part of the ring is priced once, from the short ones to the long ones
    (G. Barequet, M. Sharir, "Filling gaps in the boundary of a polyhedron", 1995, section 3).
    """
    count = len(points)
    cost = np.zeros((count, count))
    cut = np.zeros((count, count), np.intp)
    for width in range(2, count):
        for start in range(count - width):
            end = start + width
            middles = np.arange(start + 1, end)
            sides = np.cross(points[middles] - points[start], points[end] - points[start])
            areas = np.sqrt((sides * sides).sum(axis=1))
            whole = cost[start, middles] + cost[middles, end] + areas
            best = int(whole.argmin())
            cost[start, end], cut[start, end] = whole[best], middles[best]
    triangles, waiting = [], [(0, count - 1)]
    while waiting:
        start, end = waiting.pop()
        if end - start < 2:
            continue
        middle = int(cut[start, end])
        triangles.append((start, middle, end))
        waiting += [(start, middle), (middle, end)]
    return np.array(triangles, np.int32)
