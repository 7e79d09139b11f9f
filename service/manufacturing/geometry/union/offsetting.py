"""Moves surfaces outwards by next to nothing, so that those that touch but for rounding overlap."""

import numpy as np

from service.manufacturing.geometry.meshes.mesh import Floats, Indices
from service.manufacturing.geometry.vectors import cross, dot, lengths

#: Share of all weights that is added to each direction (A. N. Tikhonov's regularization), so that
#: vertices stay where nothing pulls them, as along an edge or on a plane.
DAMPING = 1e-3
#: A vertex moves no farther than so many times its faces, however sharp its corner is.
FARTHEST = 4.0


def offset(vertices: Floats, faces: Indices, by: Floats) -> Floats:
    """The vertices (n, 3) moved so that each face i comes to lie `by[i]` (m,) farther outwards.

    Where more than three planes meet this is done by least squares, weighted with the faces'
    areas.
    """
    a, b, c = (vertices[column] for column in faces.T)
    normals = cross(b - a, c - a)
    doubled = lengths(normals)
    units = normals / np.maximum(doubled, np.finfo(float).tiny)[:, None]
    rows, aims = np.zeros((3, len(vertices), 3)), np.zeros((len(vertices), 3))
    for column in faces.T:
        for i in range(3):
            pull = doubled * units[:, i]
            aims[:, i] += np.bincount(column, pull * by, minlength=len(vertices))
            for j in range(3):
                weighted = np.bincount(column, pull * units[:, j], minlength=len(vertices))
                rows[i, :, j] += weighted
    damping = DAMPING * (rows[0, :, 0] + rows[1, :, 1] + rows[2, :, 2])
    for i in range(3):
        rows[i, :, i] += damping
    steps = _solved(rows, aims)
    most = FARTHEST * float(np.abs(by).max(initial=0.0))
    shorten = np.minimum(1.0, most / np.maximum(lengths(steps), np.finfo(float).tiny))
    moved: Floats = vertices + steps * shorten[:, None]
    return moved


def _solved(rows: Floats, aims: Floats) -> Floats:
    """By Cramer's rule x (n, 3) of symmetric systems with rows (3, n, 3); 0 where there is none."""
    cofactors = [cross(rows[1], rows[2]), cross(rows[2], rows[0]), cross(rows[0], rows[1])]
    determinants = dot(rows[0], cofactors[0])[:, None]
    sums = sum(cofactor * aims[:, i, None] for i, cofactor in enumerate(cofactors))
    solved: Floats = np.divide(sums, determinants, out=np.zeros_like(aims), where=determinants > 0)
    return solved
