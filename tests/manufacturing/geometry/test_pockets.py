"""Hollow spaces are found with the width of their way out, as the solids were built."""

from math import pi

import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st

from service.manufacturing.geometry.analysis import examine
from service.manufacturing.geometry.meshes.polygons import indexed_mesh
from service.manufacturing.geometry.shape.grid import Grid, cut
from service.manufacturing.geometry.shape.pockets import find_pockets
from tests.support import hollow_solids, meshes


@pytest.fixture(autouse=True)
def _a_coarser_grid(monkeypatch):
    """What is promised is promised in cells; fewer of them are quicker."""
    monkeypatch.setattr("service.manufacturing.geometry.shape.pockets.COARSE", 20_000)
    monkeypatch.setattr("service.manufacturing.geometry.shape.pockets.FINE", 80_000)


def pockets(solid, trapped=0.0):
    return find_pockets(*solid, 1.0, trapped)


def turned(solid, seed):
    turn = trimesh.transformations.random_rotation_matrix(np.random.default_rng(seed).random(3))
    return solid[0] @ turn[:3, :3].T, solid[1]


@settings(max_examples=6, deadline=None)
@given(hole=st.floats(3, 8), seed=st.integers(0, 2**32 - 1))
def test_a_hollow_cube_has_a_pocket_as_wide_open_as_its_hole(hole, seed):
    result = pockets(turned(hollow_solids.hollow_cube(30, 20, hole), seed))
    (pocket,) = result.found
    assert pocket.opening == pytest.approx(hole, abs=pocket.tolerance)
    # Where the pocket ends and its hole begins is a matter of taste.
    assert 0.94 * 20**3 < pocket.volume < 1.03 * 20**3 + pi / 4 * hole**2 * 5
    assert 10 - hole < np.linalg.norm(pocket.place) < 17


def test_an_opening_is_measured_on_a_grid_that_is_laid_around_it():
    (pocket,) = pockets(hollow_solids.hollow_cube()).found
    assert pocket.tolerance < 30 / 36 / 2  # a cell of the whole grid is larger


@pytest.mark.parametrize("hole", [0.8, 1.5, 3, 5])
def test_a_hole_that_is_small_for_its_part_is_measured_within_its_tolerance(hole):
    (pocket,) = pockets(turned(hollow_solids.hollow_cube(120, 112, hole), 3)).found
    assert pocket.opening == pytest.approx(hole, abs=pocket.tolerance)


@pytest.mark.parametrize("solid", [hollow_solids.mug(), meshes.torus(30, 10, 48), meshes.box()])
def test_what_is_open_wide_has_no_pocket(solid):
    result = pockets(turned(solid, 1))
    assert (result.searched, result.found) == (True, ())


def test_a_bottle_with_walls_much_thinner_than_a_cell_opens_at_its_neck_only():
    result = pockets(turned(hollow_solids.bottle(8), 2))
    (pocket,) = result.found
    assert pocket.opening == pytest.approx(16, abs=pocket.tolerance)
    assert pocket.volume == pytest.approx(pi * 44.6**2 * 92, rel=0.05)


def test_a_cavity_without_any_way_out_is_trapped_and_no_pocket():
    cavity = meshes.turned_inside_out(meshes.moved(meshes.box(19.8, 19.8, 19.8), 0.1, 0.1, 0.1))
    assert pockets(turned(meshes.joined(meshes.box(), cavity), 3), trapped=19.8**3).found == ()


def test_a_way_out_that_is_too_small_to_be_seen_is_said_to_be_none():
    (pocket,) = pockets(turned(hollow_solids.hollow_cube(hole=0.1), 4)).found
    assert pocket.opening == 0
    assert pocket.volume == pytest.approx(8_000, rel=0.05)


def test_each_pocket_has_its_own_way_out_the_largest_comes_first():
    small, large = hollow_solids.hollow_cube(30, 16, 4), hollow_solids.hollow_cube(30, 22, 8)
    result = pockets(meshes.joined(small, meshes.moved(large, 40)))
    for pocket, opening in zip(result.found, (8, 4), strict=True):
        assert pocket.opening == pytest.approx(opening, abs=pocket.tolerance)
    assert [pocket.place[0] > 20 for pocket in result.found] == [True, False]


def test_no_line_slips_through_where_it_meets_edges_and_corners():
    """A double pyramid whose corners, seen from above, lie on lines of the grid."""
    angles = np.linspace(0, 2 * pi, 16, endpoint=False)
    heights = np.random.default_rng(7).uniform(-3, 3, 16)
    rim = np.stack([20 * np.cos(angles), 20 * np.sin(angles)], axis=1).round()
    vertices = np.concatenate([np.c_[rim, heights], [[0, 0, 17.3], [0, 0, -13.7]]])
    here, there = np.arange(16), np.roll(np.arange(16), -1)
    top, bottom = np.full(16, 16), np.full(16, 17)
    faces = np.concatenate([np.c_[here, there, top], np.c_[there, here, bottom]])
    cuts = cut(Grid(np.array([-23.0, -23, -17]), 1.0, (47, 47, 40)), vertices, faces, 10**6)
    for axis in range(3):
        solid = np.moveaxis(cuts.solid, axis, 0)
        links = np.moveaxis(cuts.open_[axis], axis, 0)[:-1]
        assert not (links & (solid[1:] != solid[:-1])).any()
    assert cuts.solid.sum() == pytest.approx(trimesh.Trimesh(vertices, faces).volume, rel=0.02)


def test_too_much_work_is_given_up_and_said(monkeypatch):
    monkeypatch.setattr("service.manufacturing.geometry.shape.pockets.MOST_TRIED", 1_000)
    result = pockets(hollow_solids.hollow_cube())
    assert (result.searched, result.found) == (False, ())


def test_a_part_that_fills_its_hull_is_not_searched_by_a_grid(monkeypatch):
    monkeypatch.setattr("service.manufacturing.geometry.shape.pockets.MOST_TRIED", 0)
    result = examine(indexed_mesh(*meshes.box(), "obj")).shape.pockets
    assert (result.searched, result.found) == (True, ())


def test_an_open_surface_has_no_inside_to_be_searched():
    vertices, faces = hollow_solids.hollow_cube()
    result = examine(indexed_mesh(vertices, faces[1:], "obj")).shape.pockets
    assert (result.searched, result.found) == (False, ())
