"""A record is the same, byte for byte, whatever kernels the processor lets numpy choose."""

import os
import subprocess
import sys

import numpy as np

from service.manufacturing.geometry.shape.hull import convex_hull
from tests.support import grids, hollow_solids, kernels, meshes, odd_files
from tests.support.paths import ROOT

#: What ties and cancels: right angles, diagonals, symmetric parts, parts around the origin.
ANGLES = (0, 30, 45, 60, 90)


def _turned(solid, degrees, axis=2):
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    turn = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]])
    turn = np.roll(turn, axis + 1, axis=(0, 1))
    return (solid[0][:, None] * turn[None]).sum(axis=2), solid[1]


def _gear(teeth=16, height=8.0):
    count = 2 * teeth
    angles = np.pi * np.arange(count) / teeth
    radius = np.where(np.arange(count) % 2, 25.0, 30.0)
    rim = np.stack([radius * np.cos(angles), radius * np.sin(angles), np.zeros(count)], axis=1)
    top = (0, 0, height)
    vertices = np.concatenate([rim, rim + top, [(0.0, 0, 0), top]])
    here, onwards = np.arange(count), np.roll(np.arange(count), -1)
    below, above = np.full(count, 2 * count), np.full(count, 2 * count + 1)
    faces = [(here, onwards, onwards + count), (here, onwards + count, here + count)]
    faces += [(below, onwards, here), (above, here + count, onwards + count)]
    return vertices, np.concatenate([np.stack(part, axis=1) for part in faces])


def _stone(seed, count=60):
    random = np.random.default_rng(seed)
    hull = convex_hull(random.normal(size=(count, 3)) * random.uniform(1, 40, 3))
    return hull.points, hull.triangles


def corpus():
    """Names and contents of model files of all kinds."""
    for degrees in ANGLES:
        yield f"stick-{degrees}.obj", meshes.obj(_turned(meshes.box(310, 12, 5), degrees))
        yield f"bar-{degrees}.stl", meshes.stl(_turned(meshes.box(260, 40, 20), degrees, 0))
    for seed in range(6):
        yield f"stone-{seed}.ply", meshes.ply(_stone(seed))
    centred = meshes.moved(meshes.box(), -10, -10, -10)
    yield "centred.stl", meshes.stl(centred)
    yield "far.obj", meshes.obj(meshes.moved(meshes.box(1, 2, 3), 1000.1, -0.3, 7.7))
    yield "inch.3mf", meshes.threemf(meshes.torus(3, 1, 16), "inch")
    yield "ring.stl", meshes.stl(meshes.torus(steps=40))
    yield "wide-ring.obj", meshes.obj(meshes.torus(170, 20, 24))
    yield "gear.obj", meshes.obj(_gear())
    yield "sheet.stl", meshes.stl(meshes.box(80, 80, 0.4))
    for seed in range(2):
        bodies = grids.random_bodies(np.random.default_rng([20, seed]), size=3, hollow=seed % 2)
        turned = [_turned(body, 20 + seed) for body in bodies.solids]
        yield f"bodies-{seed}.stl", meshes.stl(meshes.joined(*turned))
    yield "hollow.obj", meshes.obj(hollow_solids.hollow_cube())
    yield "hollow-turned.stl", meshes.stl(_turned(hollow_solids.hollow_cube(30, 20, 3), 30))
    yield "bottle.ply", meshes.ply(hollow_solids.bottle())
    yield "mug.stl", meshes.stl(hollow_solids.mug())
    yield "needles.stl", odd_files.needles(60)
    cavity = meshes.turned_inside_out(meshes.moved(meshes.box(5, 5, 5), 7, 7, 7))
    yield "cavity.obj", meshes.obj(meshes.joined(meshes.box(), cavity))
    yield "two.stl", meshes.stl(meshes.joined(meshes.box(), meshes.moved(meshes.box(), 30.3)))
    yield "across.obj", meshes.obj(meshes.joined(centred, _turned(centred, 30, 1)))
    vertices, faces = meshes.torus()
    yield "open.obj", meshes.obj((vertices, faces[7:-9]))
    yield "flat.stl", meshes.stl((vertices * (1, 1, 0), faces))


def test_every_set_of_kernels_calculates_the_same_records(tmp_path):
    models = []
    for name, content in corpus():
        models.append(tmp_path / name)
        models[-1].write_bytes(content)
    digests = {name: _digests(models, chosen) for name, chosen in kernels.sets().items()}
    assert len(digests) >= 3
    assert all(len(lines) == len(models) for lines in digests.values())
    for name, lines in digests.items():
        assert lines == digests["all"], name


def _digests(models, chosen):
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.support.reproduced", *map(str, models)],
        env={**os.environ, **chosen},
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()
