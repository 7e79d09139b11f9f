"""Products of vectors that every machine rounds alike.

numpy leaves `@`, `dot`, `einsum` and the norm of a whole vector to kernels that are chosen by the
processor, and these add in different orders; sums of single products do not depend on it.
"""

import numpy as np

from service.manufacturing.geometry.meshes.mesh import Floats


def cross(u: Floats, v: Floats) -> Floats:
    """The cross products of rows (k, 3)."""
    product = np.empty_like(u)
    for i, j, k in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
        product[..., i] = u[..., j] * v[..., k] - u[..., k] * v[..., j]
    return product


def dot(u: Floats, v: Floats) -> Floats:
    """The dot products of rows (..., 2) or (..., 3)."""
    products = u[..., 0] * v[..., 0]
    for axis in range(1, u.shape[-1]):
        products += u[..., axis] * v[..., axis]
    return products


def lengths(u: Floats) -> Floats:
    """The lengths of rows."""
    sizes: Floats = np.sqrt(dot(u, u))
    return sizes


def units(u: Floats) -> Floats:
    """Rows of length 1 in the same directions; none may be 0."""
    return u / lengths(u)[..., None]


def normals(corners: Floats) -> Floats:
    """Twice the area of triangles (k, 3, 3), along their normals, counter-clockwise outwards."""
    a, b, c = (corners[:, k] for k in range(3))
    return cross(b - a, c - a)
