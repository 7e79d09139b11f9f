"""Writes a closed STL file of a wanted number of triangles: a torus with seeded bumps."""

import sys
from math import isqrt, tau
from pathlib import Path

import numpy as np

from service.manufacturing.geometry.meshes.stl_binary import HEAD_BYTES, RECORD

SEED = 20261123
#: Radii in mm, and how far a vertex may lie off the smooth torus.
RING_MM, TUBE_MM, BUMP_MM = 60.0, 20.0, 0.05


def grid(triangles: int) -> tuple[int, int]:
    """Steps around the ring and the tube, at least 3 each, for at most `triangles` triangles."""
    for cells in range(triangles // 2, 8, -1):
        for tube in range(isqrt(cells), 2, -1):
            if cells % tube == 0:
                return cells // tube, tube
    raise ValueError(f"a closed torus needs at least 18 triangles, not {triangles}")


def write(path: Path, triangles: int) -> int:
    """Write the torus as binary STL and return how many triangles it has."""
    ring, tube = grid(triangles)
    around = np.linspace(0, tau, ring, endpoint=False)[:, None]
    across = np.linspace(0, tau, tube, endpoint=False)[None, :]
    radius = TUBE_MM + np.random.default_rng(SEED).uniform(-BUMP_MM, BUMP_MM, (ring, tube))
    reach = RING_MM + radius * np.cos(across)
    points = np.stack(
        [reach * np.cos(around), reach * np.sin(around), radius * np.sin(across)], axis=-1
    ).astype(np.float32)
    onwards = np.roll(points, -1, axis=0)
    upwards, opposite = np.roll(points, -1, axis=1), np.roll(onwards, -1, axis=1)
    records = np.zeros((ring, tube, 2), RECORD)
    records["corners"][:, :, 0] = np.stack([points, onwards, opposite], axis=-2)
    records["corners"][:, :, 1] = np.stack([points, opposite, upwards], axis=-2)
    remark = b"torus".ljust(HEAD_BYTES - 4)
    path.write_bytes(remark + np.uint32(records.size).tobytes() + records.tobytes())
    return records.size


if __name__ == "__main__":
    print(write(Path(sys.argv[1]), int(sys.argv[2])))
