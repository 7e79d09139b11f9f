"""Colours the visible samples of a picture: lit by direction, with dark creases and outlines."""

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.rasterising import EMPTY, Floats, Integers

#: Directions of two lights in view axes (right, down, towards the viewer) and their strengths.
LIGHTS = np.array([[-0.52, -0.60, 0.60], [0.75, 0.10, 0.65]])
STRENGTHS = np.array([0.62, 0.16])
AMBIENT = 0.38
OUTSIDE, INSIDE = (176, 196, 216), (222, 178, 108)
LINE = 0.42  #: share of its light that a sample on a line keeps
CREASE = np.cos(np.radians(28))  #: faces that meet at a sharper angle have a line between them
LEAP = 3.0  #: samples of depth, beyond what the slopes explain, that make an outline
STEEPEST = 30.0  #: slope above which a face counts as seen edge-on

Pixels = NDArray[np.uint8]


def shade(pixels: Pixels, front: Integers, placed: Floats, faces: NDArray[np.integer]) -> None:
    """Paint `pixels` (h, w, 3) wherever `found` (h, w) names a face of the `placed` vertices.

    `placed` (n, 3) is in samples: x to the right, y downwards, z towards the viewer. Flat shading
    per triangle, as the facets are what will be made.
    """
    visible, index = _visible(front, len(faces))
    if len(visible) == 0:
        return
    normals, offsets, outside = _planes(placed[faces[visible]])
    drawn = front != EMPTY
    colours = _colours(normals, outside)
    pixels[drawn] = colours[index[drawn]]
    lines = _lines(index, drawn, normals, offsets)
    pixels[lines] = (pixels[lines] * LINE).astype(np.uint8)


def _visible(front: Integers, count: int) -> tuple[Integers, Integers]:
    """The faces that are seen, and for every sample the place of its face among them."""
    drawn = np.zeros(count + 1, dtype=bool)
    drawn[front] = True
    drawn[EMPTY] = False
    return np.flatnonzero(drawn), (np.cumsum(drawn) - 1)[front]


def _planes(corners: Floats) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Normals that look at the viewer, the offset of each plane, and whether one sees its outside.

    The plane of a face is `normal . point = offset`.
    """
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    # y points downwards here, which mirrors the winding
    outside = normals[:, 2] <= 0
    normals *= np.where(normals[:, 2] < 0, -1, 1)[:, None]
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    normals = np.where(length > 0, normals / np.where(length > 0, length, 1), (0, 0, 1))
    offsets = np.einsum("ij,ij->i", normals, corners.mean(axis=1))
    return normals, offsets, outside


def _colours(normals: Floats, outside: NDArray[np.bool_]) -> Pixels:
    lights = LIGHTS / np.linalg.norm(LIGHTS, axis=1, keepdims=True)
    light = AMBIENT + np.maximum(normals @ lights.T, 0) @ STRENGTHS
    base = np.where(outside[:, None], OUTSIDE, INSIDE)
    colours: Pixels = np.clip(base * light[:, None] * 1.1, 0, 255).astype(np.uint8)
    return colours


def _lines(
    index: Integers, drawn: NDArray[np.bool_], normals: Floats, offsets: Floats
) -> NDArray[np.bool_]:
    """Samples next to a crease, to an outline or to something nearer by more than a step."""
    lines = np.zeros_like(drawn)
    rows, columns = drawn.shape
    for ahead, behind, step in (
        ((slice(1, rows), slice(None)), (slice(0, rows - 1), slice(None)), (0, 1)),
        ((slice(None), slice(1, columns)), (slice(None), slice(0, columns - 1)), (1, 0)),
    ):
        lines[ahead] |= drawn[ahead] & ~drawn[behind]
        lines[behind] |= drawn[behind] & ~drawn[ahead]
        both = drawn[ahead] & drawn[behind] & (index[ahead] != index[behind])
        y, x = np.nonzero(both)
        one, other = index[behind][y, x], index[ahead][y, x]
        crease = np.einsum("ij,ij->i", normals[one], normals[other]) < CREASE
        near = _depths(normals[one], offsets[one], x, y)
        far = _depths(normals[other], offsets[other], x + step[0], y + step[1])
        slack = LEAP + _slopes(normals[one]) + _slopes(normals[other])
        line = crease | (np.abs(near - far) > slack)
        lines[ahead][y[line], x[line]] = True
        lines[behind][y[line], x[line]] = True
    return lines


def _depths(normals: Floats, offsets: Floats, x: Integers, y: Integers) -> Floats:
    across = normals[:, 0] * (x + 0.5) + normals[:, 1] * (y + 0.5)
    depths: Floats = (offsets - across) / np.maximum(normals[:, 2], 1 / STEEPEST)
    return depths


def _slopes(normals: Floats) -> Floats:
    level = np.hypot(normals[:, 0], normals[:, 1])
    slopes: Floats = level / np.maximum(normals[:, 2], 1 / STEEPEST)
    return slopes
