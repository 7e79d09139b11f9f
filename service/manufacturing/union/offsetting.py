"""Moves surfaces outwards by next to nothing, so that those that touch but for rounding overlap."""

import numpy as np

from service.manufacturing.meshes.mesh import Floats, Indices
from service.manufacturing.shape.rays import cross, dot

#: Share of the largest squared weight below which planes at a vertex count as parallel.
PARALLEL = 1e-2
#: A vertex moves no farther than so many times its faces, however sharp its corner is.
FARTHEST = 4.0


def offset(vertices: Floats, faces: Indices, by: Floats) -> Floats:
    """The vertices (n, 3) moved so that each face i comes to lie `by[i]` (m,) farther outwards.

    Where more than three planes meet this is done by least squares, weighted with the faces'
    areas.
    """
    a, b, c = (vertices[column] for column in faces.T)
    normals = cross(b - a, c - a)
    doubled = np.sqrt(dot(normals, normals))
    units = normals / np.maximum(doubled, np.finfo(float).tiny)[:, None]
    squares, aims = np.zeros((len(vertices), 3, 3)), np.zeros((len(vertices), 3))
    for column in faces.T:
        for i in range(3):
            pull = doubled * units[:, i]
            aims[:, i] += np.bincount(column, pull * by, minlength=len(vertices))
            for j in range(3):
                weighted = np.bincount(column, pull * units[:, j], minlength=len(vertices))
                squares[:, i, j] += weighted
    values, axes = np.linalg.eigh(squares)
    firm = values > PARALLEL * values[:, -1:]
    inverse = np.divide(1.0, values, out=np.zeros_like(values), where=firm & (values > 0))
    steps = np.einsum("nij,nj,nkj,nk->ni", axes, inverse, axes, aims)
    lengths = np.sqrt(dot(steps, steps))
    most = FARTHEST * float(np.abs(by).max(initial=0.0))
    shorten = np.minimum(1.0, most / np.maximum(lengths, np.finfo(float).tiny))
    moved: Floats = vertices + steps * shorten[:, None]
    return moved
