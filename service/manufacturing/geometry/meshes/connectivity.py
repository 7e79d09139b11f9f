"""Finds what hangs together in a graph."""

import numpy as np

from service.manufacturing.geometry.meshes.mesh import Indices


def roots(nodes: int, left: Indices, right: Indices) -> Indices:
    """For each node the smallest of its connected component; edges are `left[i] - right[i]`.

    Hooks each root to its smallest neighbouring root and shortens the paths, until no edge
    leads out of a component (Y. Shiloach, U. Vishkin, "An O(log n) parallel connectivity
    algorithm", 1982). A root that takes no other in one round is hooked in the next, so two
    rounds at least halve the roots of a component.
    """
    parent: Indices = np.arange(nodes, dtype=np.int32)
    while len(left):
        np.minimum.at(parent, np.maximum(left, right), np.minimum(left, right))
        while not np.array_equal(parent, shorter := parent[parent]):
            parent = shorter
        left, right = parent[left], parent[right]
        apart = left != right
        left, right = left[apart], right[apart]
    return parent
