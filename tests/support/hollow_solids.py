"""Makes hollow solids whose ways out are known."""

import numpy as np
import trimesh

from tests.support import meshes


def hollow_cube(outer=30.0, inner=20.0, hole=4.0, corners=32):
    """A cube around a cubic hollow, both with their middle at the origin, with a hole upwards.

    The hole is round, of `corners` (a multiple of 4) on its rim.
    """
    shell, hollow = _pierced(outer, hole, corners), _pierced(inner, hole, corners)
    vertices, faces = meshes.joined(shell, meshes.turned_inside_out(hollow))
    above = 8 + np.arange(corners)
    onwards, down = np.roll(above, -1), 8 + corners
    walls = [(above, onwards, onwards + down), (above, onwards + down, above + down)]
    return vertices, np.concatenate([faces, *(np.stack(wall, axis=1) for wall in walls)])


def _pierced(side, hole, corners):
    vertices, faces = meshes.box(side, side, side)
    angles = 2 * np.pi * np.arange(corners) / corners
    rim = np.stack([np.cos(angles), np.sin(angles), np.full(corners, side / hole)], axis=1)
    faces = np.delete(faces, (5, 11), axis=0).tolist()
    around = (7, 3, 1, 5)
    for k in range(corners):
        here, there = 8 + k, 8 + (k + 1) % corners
        quarter, then = (around[4 * (k + step) // corners % 4] for step in (0, 1))
        faces.append([here, quarter, there])
        if then != quarter:
            faces.append([there, quarter, then])
    return np.concatenate([vertices - side / 2, rim * hole / 2]), np.array(faces)


def revolved(*outline, sections=48):
    """What an outline of (radius, height), counter-clockwise from the axis to it, turns into."""
    solid = trimesh.creation.revolve(np.array([*outline, outline[0]], float), sections=sections)
    assert solid.is_watertight
    assert solid.volume > 0
    return np.asarray(solid.vertices), np.asarray(solid.faces)


def mug():
    return revolved((0, 0), (40, 0), (40, 90), (37, 90), (37, 3), (0, 3))


def bottle(neck=8.0):
    """A bottle of 0.4 mm, 90 mm wide; `neck` is the radius of its opening."""
    inside = [(neck, 120), (neck, 100), (44.6, 89), (44.6, 0.4), (0, 0.4)]
    return revolved((0, 0), (45, 0), (45, 90), (neck + 0.4, 101), (neck + 0.4, 120), *inside)
