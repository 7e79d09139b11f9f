"""Makes solids of boxes on a grid, whose exact volume and surface follow from counting cells."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tests.support import meshes

#: A box from one corner of the grid to another; an inwards one takes away.
Corners = tuple[tuple[int, int, int], tuple[int, int, int]]


@dataclass(frozen=True)
class Boxes:
    """Boxes with the side of each that each diagonal of a face is drawn from, and which are hollow.

    `counted` (n, n, n): how many more boxes than hollow ones a cell of side 1 lies in.
    """

    solids: Sequence[meshes.Solid]
    counted: np.ndarray

    @property
    def volume(self):
        return int((self.counted > 0).sum())

    @property
    def surface(self):
        filled = np.pad(self.counted > 0, 1).astype(int)
        return sum(int(np.abs(np.diff(filled, axis=axis)).sum()) for axis in range(3))


def random_boxes(random, size=4, most=6, hollow=False):
    """Up to `most` boxes; hollow ones lie wholly within others."""
    counted, solids = np.zeros((size, size, size), int), []
    for _ in range(random.integers(1, most + 1)):
        low = random.integers(0, size, 3)
        high = random.integers(low + 1, size + 1)
        cells = counted[tuple(map(slice, low, high))]
        vertices, faces = with_other_diagonals(meshes.box(*(high - low)), random)
        inwards = hollow and random.random() < 0.4 and (cells > 0).all()
        cells += -1 if inwards else 1
        solids.append((vertices + low, faces[:, ::-1] if inwards else faces))
    return Boxes(solids, counted)


def with_other_diagonals(solid, random):
    """A box, some sides of which are divided along their other diagonal."""
    vertices, faces = solid
    sides = [(a, b, c, d) for (a, b, c), (_, _, d) in zip(faces[:6], faces[6:], strict=True)]
    halves = [
        [(a, b, c), (a, c, d)] if random.random() < 0.5 else [(a, b, d), (b, c, d)]
        for a, b, c, d in sides
    ]
    return vertices, np.array(halves).reshape(-1, 3)


def rotation(random):
    """A random rotation, (3, 3)."""
    axes, upper = np.linalg.qr(random.normal(size=(3, 3)))
    axes = axes * np.sign(np.diag(upper))
    return axes if np.linalg.det(axes) > 0 else axes[:, ::-1]


def with_turned_triangles(solid, random):
    """The solid with up to five triangles of a dozen turned."""
    vertices, faces = solid
    faces = faces.copy()
    some = random.choice(len(faces), random.integers(1, 6), replace=False)
    faces[some] = faces[some][:, ::-1]
    return vertices, faces


def random_cells(random, size, most=12):
    """Cells of a grid (size, size, size), up to `most`, as flags.

    They hang together by their faces, or by an edge or a corner only.
    """
    cells = np.zeros((size,) * 3, bool)
    cells[tuple(random.integers(0, size, 3))] = True
    for _ in range(random.integers(0, most)):
        filled = np.argwhere(cells)
        beside = filled[random.integers(len(filled))] + random.integers(-1, 2, 3)
        cells[tuple(np.clip(beside, 0, size - 1))] = True
    return cells


def boundary(cells, random):
    """The surface of filled cells of side 1, each face divided along a diagonal by chance."""
    sides = []
    for axis in range(3):
        along, u, v = np.roll(np.eye(3, dtype=int), -axis, axis=0)
        for end in (0, 1):
            corner = end * along
            around = np.array([corner, corner + u, corner + u + v, corner + v])
            beyond = np.roll(np.pad(cells, 1), 1 - 2 * end, axis)[1:-1, 1:-1, 1:-1]
            places = np.argwhere(cells & ~beyond)
            sides.append(places[:, None] + (around if end else around[::-1]))
    vertices, corners = np.unique(np.concatenate(sides).reshape(-1, 3), axis=0, return_inverse=True)
    halves = [
        [(a, b, c), (a, c, d)] if random.random() < 0.5 else [(a, b, d), (b, c, d)]
        for a, b, c, d in corners.reshape(-1, 4).tolist()
    ]
    return vertices.astype(float), np.array(halves).reshape(-1, 3)


def random_bodies(random, size=4, most=8, hollow=False):
    """Up to `most` bodies of such cells, which overlap and touch by faces, edges and corners.

    Some are there twice; hollow ones lie wholly within others, one or several.
    """
    counted, solids = np.zeros((size,) * 3, int), []
    for _ in range(random.integers(2, most + 1)):
        cells, times = random_cells(random, size), 1 + (random.random() < 0.1)
        inwards = hollow and random.random() < 0.4 and (cells & (counted > 0)).any()
        if inwards:
            cells, times = cells & (counted > 0), 1
        counted += (-times if inwards else times) * cells
        vertices, faces = boundary(cells, random)
        solids += [(vertices, faces[:, ::-1] if inwards else faces)] * times
    return Boxes(solids, counted)
