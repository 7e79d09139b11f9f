"""Generated solids measure what was built, however their shells lie and whoever wrote them.

`WERKBANK_TEST_FULL=1` makes a thousand of each kind.
"""

import os

import numpy as np
import pytest

from service.manufacturing.geometry.canonical import canonical
from service.manufacturing.geometry.meshes import Mesh
from service.manufacturing.geometry.meshes.welding import weld
from service.manufacturing.geometry.union import unite
from tests.support import grids, meshes, turned_cells

#: Figures of turned solids come from rounded corners.
EXACT, TURNED = 1e-9, 1e-6
#: What single precision leaves of them, some lengths from the origin.
SINGLE = 2e-5
#: Solids of each kind.
SOLIDS = 1000 if os.environ.get("WERKBANK_TEST_FULL") else 30


def as_index(solids):
    vertices, faces = meshes.joined(*solids)
    return vertices, faces


def as_soup(solids):
    """Triangles without a common corner, welded by place as those of an STL file are."""
    vertices, faces = meshes.joined(*solids)
    return weld(np.ascontiguousarray(vertices[faces].reshape(-1, 3).T))


def united(vertices, faces, random):
    shuffled = faces[random.permutation(len(faces))].astype(np.int32)
    return unite(canonical(Mesh(vertices, shuffled, "obj", None)))


def assert_measures(solid, bodies, error):
    """One solid that is closed, and whose surface shows that nothing within it was left."""
    if not bodies.volume:
        assert solid.measures.volume == 0
        return
    assert solid.topology.closed
    assert solid.topology.wound_consistently
    assert solid.measures.volume == pytest.approx(bodies.volume, rel=error)
    assert solid.measures.surface == pytest.approx(bodies.surface, rel=100 * error)


@pytest.mark.parametrize("written", [as_index, as_soup])
@pytest.mark.parametrize("seed", range(SOLIDS))
def test_boxes_that_overlap_touch_and_nest_are_one_solid(written, seed):
    random = np.random.default_rng([1, seed])
    boxes = grids.random_boxes(random, size=3 + seed % 2)
    solid = united(*written(boxes.solids), random)
    measured = (solid.measures.volume, solid.measures.surface)
    assert measured == pytest.approx((boxes.volume, boxes.surface), rel=EXACT)
    assert solid.topology.closed
    assert solid.topology.wound_consistently


@pytest.mark.parametrize("written", [as_index, as_soup])
@pytest.mark.parametrize("seed", range(SOLIDS))
def test_they_are_as_well_where_they_lie_askew_and_far_away(written, seed):
    random = np.random.default_rng([2, seed])
    boxes = grids.random_boxes(random)
    turn, shift = grids.rotation(random), random.uniform(-1000, 1000, 3)
    solids = [(vertices @ turn.T + shift, faces) for vertices, faces in boxes.solids]
    solid = united(*written(solids), random)
    assert solid.measures.volume == pytest.approx(boxes.volume, rel=TURNED)
    assert solid.measures.surface == pytest.approx(boxes.surface, rel=10 * TURNED)


@pytest.mark.parametrize("written", [as_index, as_soup])
@pytest.mark.parametrize("hollow", [False, True])
@pytest.mark.parametrize("seed", range(SOLIDS))
def test_bodies_that_share_faces_edges_and_corners_are_one_solid(hollow, written, seed):
    random = np.random.default_rng([8, seed, hollow])
    bodies = grids.random_bodies(random, size=2 + seed % 3, hollow=hollow)
    turn, shift = grids.rotation(random), random.uniform(-20, 20, 3)
    solids = [(vertices @ turn.T + shift, faces) for vertices, faces in bodies.solids]
    assert_measures(united(*written(solids), random), bodies, TURNED)


@pytest.mark.parametrize("hollow", [False, True])
@pytest.mark.parametrize("seed", range(SOLIDS))
def test_so_are_they_in_single_precision(hollow, seed):
    """Faces that were one lie apart then, and the planes of small triangles are turned."""
    random = np.random.default_rng([9, seed, hollow])
    bodies = grids.random_bodies(random, size=2 + seed % 3, hollow=hollow)
    turn, shift = grids.rotation(random), random.uniform(-20, 20, 3)
    solids = [
        ((vertices @ turn.T + shift).astype(np.float32).astype(float), faces)
        for vertices, faces in bodies.solids
    ]
    assert_measures(united(*as_soup(solids), random), bodies, SINGLE)


@pytest.mark.parametrize("seed", range(min(SOLIDS // 10, 30)))
def test_so_are_they_in_small_triangles_in_single_precision(seed):
    """The smaller a triangle is, the farther is its plane turned."""
    random = np.random.default_rng([77, seed])
    turn, shift = grids.rotation(random), random.uniform(-20, 20, 3)
    bodies = grids.random_bodies(random, size=3, hollow=seed % 2 == 1)
    solids = []
    for vertices, faces in (meshes.divided(solid, 2) for solid in bodies.solids):
        solids.append(((vertices @ turn.T + shift).astype(np.float32).astype(float), faces))
    assert_measures(united(*as_soup(solids), random), bodies, SINGLE)


@pytest.mark.parametrize("seed", range(SOLIDS))
def test_so_are_they_inside_out(seed):
    random = np.random.default_rng([10, seed])
    bodies, turn = grids.random_bodies(random, size=2 + seed % 3), grids.rotation(random)
    solids = [(vertices @ turn.T, faces[:, ::-1]) for vertices, faces in bodies.solids]
    solid = united(*as_soup(solids), random)
    assert_measures(solid, bodies, TURNED)
    assert solid.inside_out


@pytest.mark.parametrize("written", [as_index, as_soup])
@pytest.mark.parametrize("seed", range(SOLIDS))
def test_so_are_they_beside_others_that_are_inside_out(written, seed):
    random = np.random.default_rng([11, seed])
    turn, solids, sizes = grids.rotation(random), [], []
    for number, (hollow, inwards) in enumerate([(False, False), (True, False), (False, True)]):
        bodies = grids.random_bodies(random, size=3, most=5, hollow=hollow)
        sizes.append((bodies.volume, bodies.surface))
        for vertices, faces in bodies.solids:
            turned = faces[:, ::-1] if inwards else faces
            moved, _ = meshes.moved((vertices, faces), 5.0 * number)
            solids.append((moved @ turn.T, turned))
    solid = united(*written(solids), random)
    figures = (solid.measures.volume, solid.measures.surface)
    assert figures == pytest.approx(np.sum(sizes, axis=0), rel=TURNED)


@pytest.mark.parametrize("written", [as_index, as_soup])
@pytest.mark.parametrize("seed", range(SOLIDS))
def test_bodies_that_are_turned_each_in_its_own_way_are_one_solid(written, seed):
    random = np.random.default_rng([12, seed])
    bodies = turned_cells.random_turned_bodies(random, 2 + seed % 2)
    solid = united(*written(bodies.solids), random)
    assert solid.topology.closed
    assert solid.measures.volume == pytest.approx(bodies.volume, rel=TURNED)


@pytest.mark.parametrize("written", [as_index, as_soup])
@pytest.mark.parametrize("seed", range(SOLIDS))
def test_cavities_stay_empty_unless_another_body_fills_them(written, seed):
    random = np.random.default_rng([3, seed])
    boxes = grids.random_boxes(random, size=3 + seed % 2, hollow=True)
    solid = united(*written(boxes.solids), random)
    assert solid.measures.volume == pytest.approx(boxes.volume, rel=EXACT)


@pytest.mark.parametrize("written", [as_index, as_soup])
@pytest.mark.parametrize("seed", range(SOLIDS))
def test_cavities_that_lie_askew_stay_empty_as_well(written, seed):
    random = np.random.default_rng([7, seed])
    boxes = grids.random_boxes(random, size=3, hollow=True)
    turn, shift = grids.rotation(random), random.uniform(-1000, 1000, 3)
    solids = [(vertices @ turn.T + shift, faces) for vertices, faces in boxes.solids]
    solid = united(*written(solids), random)
    assert solid.measures.volume == pytest.approx(boxes.volume, rel=TURNED)


@pytest.mark.parametrize("seed", range(SOLIDS))
def test_triangles_that_were_turned_change_no_volume(seed):
    random = np.random.default_rng([4, seed])
    boxes = grids.random_boxes(random)
    solids = [grids.with_turned_triangles(solid, random) for solid in boxes.solids]
    solid = united(*as_index(solids), random)
    assert solid.measures.volume == pytest.approx(boxes.volume, rel=EXACT)
    assert solid.union.turned_triangles > 0


@pytest.mark.parametrize("seed", range(SOLIDS))
def test_a_file_that_is_inside_out_is_the_same_solid(seed):
    random = np.random.default_rng([5, seed])
    boxes = grids.random_boxes(random)
    solids = [meshes.turned_inside_out(solid) for solid in boxes.solids]
    solid = united(*as_index(solids), random)
    assert solid.measures.volume == pytest.approx(boxes.volume, rel=EXACT)
    assert solid.inside_out


@pytest.mark.parametrize("seed", range(SOLIDS))
def test_cylinders_that_slide_along_each_other_are_one(seed):
    random = np.random.default_rng([6, seed])
    corners, length = int(random.integers(3, 80)), 30.0
    shift = float(random.uniform(1, length))
    solids = [cylinder(corners, 10.0, length), meshes.moved(cylinder(corners, 10.0, length), shift)]
    turn = grids.rotation(random)
    solid = united(*as_index([(one @ turn.T, faces) for one, faces in solids]), random)
    base = corners / 2 * 100 * np.sin(2 * np.pi / corners)
    around = 2 * corners * 10 * np.sin(np.pi / corners)
    assert solid.topology.bodies == 1
    assert solid.measures.volume == pytest.approx(base * (length + shift), rel=TURNED)
    surface = 2 * base + around * (length + shift)
    assert solid.measures.surface == pytest.approx(surface, rel=10 * TURNED)


def cylinder(corners, radius, length):
    """A prism along x over a regular polygon in a circle."""
    angles = 2 * np.pi * np.arange(corners) / corners
    ring = radius * np.stack([np.zeros(corners), np.cos(angles), np.sin(angles)], axis=1)
    vertices = np.concatenate([ring, ring + np.array([length, 0, 0])])
    faces = []
    for i in range(corners):
        j = (i + 1) % corners
        faces += [(i, i + corners, j + corners), (i, j + corners, j)]
        if 0 < i < corners - 1:
            faces += [(0, i, j), (corners, j + corners, i + corners)]
    return vertices, np.array(faces)[:, ::-1]
