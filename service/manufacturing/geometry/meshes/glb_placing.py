"""Places meshes as the nodes of a glTF scene say, with the same sums on every machine."""

from typing import Any

import numpy as np

from service.manufacturing.geometry.meshes.mesh import Floats


def matrix_product(one: Floats, other: Floats) -> Floats:
    """The product of two matrices (4, 4)."""
    columns = [one[:, [k]] * other[[k], :] for k in range(4)]
    return columns[0] + columns[1] + columns[2] + columns[3]


def is_mirroring(transform: Floats) -> bool:
    """Whether a matrix (4, 4) turns left hands into right ones."""
    (a, b, c), (d, e, f), (g, h, i) = transform[:3, :3].tolist()
    return bool(a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g) < 0)


def transformed(vertices: Floats, transform: Floats) -> Floats:
    """The vertices (n, 3) where a matrix (4, 4) brings them."""
    x, y, z = vertices.T
    return np.stack([a * x + b * y + c * z + d for a, b, c, d in transform[:3].tolist()], axis=1)


def node_transform(node: Any) -> Floats:
    """The matrix of a node, which is given in columns, or as move, turn and scale (3.5.3)."""
    if "matrix" in node:
        return np.array(node["matrix"], np.float64).reshape(4, 4).T
    x, y, z, w = (float(value) for value in node.get("rotation", (0, 0, 0, 1)))
    turn = np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )
    matrix = np.eye(4)
    matrix[:3, :3] = turn * np.array(node.get("scale", (1, 1, 1)), np.float64).reshape(3)
    matrix[:3, 3] = np.array(node.get("translation", (0, 0, 0)), np.float64).reshape(3)
    return matrix
