"""Makes a mesh of vertices and polygons as indexed formats give them."""

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.meshes.mesh import Floats, Mesh, Unreadable, check_coordinates
from service.manufacturing.meshes.welding import weld_indexed


def indexed_mesh(vertices: Floats, faces: NDArray[np.integer], format_: str) -> Mesh:
    """Check and weld vertices (n, 3) and triangles (m, 3) of one file.

    Raises Unreadable for no triangles, indices outside 0..n-1, or coordinates without measure.
    """
    if not len(faces):
        raise Unreadable("empty", f"the {format_.upper()} file has 0 triangles")
    low, high = int(faces.min()), int(faces.max())
    if low < 0 or high >= len(vertices):
        wrong = low if low < 0 else high
        raise Unreadable(
            "malformed",
            f"a face names vertex {wrong:,} (counted from 0) of {len(vertices):,}",
        )
    check_coordinates(vertices)
    welded, corners = weld_indexed(vertices, faces.astype(np.int32))
    return Mesh(welded, corners, format_)


def fans(counts: NDArray[np.integer], corners: NDArray[np.integer]) -> NDArray[np.int64]:
    """Cut polygons of `counts[i]` >= 3 corners, stored one after the other, into fans (m, 3)."""
    starts = np.cumsum(counts, dtype=np.int64) - counts
    triangles = counts.astype(np.int64) - 2
    first = np.repeat(starts, triangles)
    step = np.arange(len(first)) - np.repeat(np.cumsum(triangles) - triangles, triangles)
    places = np.stack([first, first + step + 1, first + step + 2], axis=1)
    fanned: NDArray[np.int64] = corners.astype(np.int64)[places]
    return fanned
