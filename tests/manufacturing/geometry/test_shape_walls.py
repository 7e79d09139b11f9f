"""Walls, gaps, overhangs and crossings are what the solids were built to have."""

from math import cos, pi, radians, tan

import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st

from service.manufacturing.geometry.analysis import examine
from service.manufacturing.geometry.meshes.polygons import indexed_mesh
from service.manufacturing.geometry.shape import crossings as crossing
from service.manufacturing.geometry.shape.crossings import find_crossings
from service.manufacturing.geometry.shape.overhangs import lay
from service.manufacturing.geometry.shape.rays import AT_ONCE, Effort
from service.manufacturing.geometry.shape.tree import grow
from service.manufacturing.geometry.shape.walls import measure_walls
from tests.support import meshes


def tree(solid):
    mesh = indexed_mesh(*solid, "obj")
    return grow(mesh.vertices, mesh.faces)


def walls(solid, samples=500):
    return measure_walls(tree(solid), False, samples)


def laid(solid, **angle):
    directions = lay(tree(solid), False, **angle)
    return {orientation.up: orientation for orientation in directions}


def crossings(solid, **effort):
    return find_crossings(tree(solid), np.random.default_rng(1), **effort)


def prism(outline, height):
    """A solid of a convex outline (k, 2), counter-clockwise, from z 0 up to `height`."""
    outline, count = np.asarray(outline, float), len(outline)
    vertices = np.concatenate([np.insert(outline, 2, z, axis=1) for z in (0, height)])
    here, onwards = np.arange(count), np.roll(np.arange(count), -1)
    sides = [(here, onwards, onwards + count), (here, onwards + count, here + count)]
    caps = [(0, i + 1, i) for i in range(1, count - 1)]
    caps += [(count, count + i, count + i + 1) for i in range(1, count - 1)]
    return vertices, np.concatenate([*(np.stack(side, axis=1) for side in sides), caps])


def wedge(angle_deg, length=50.0, width=20.0):
    """A wedge whose two large faces meet at an angle, its lower face on z 0."""
    top = length * tan(radians(angle_deg))
    vertices, faces = prism([(0, 0), (length, 0), (length, top)], width)
    return vertices[:, (0, 2, 1)] * (1, -1, 1), faces


def tube(outer=20.0, inner=17.0, height=60.0, steps=128):
    made = trimesh.creation.annulus(inner, outer, height, sections=steps)
    return np.asarray(made.vertices), np.asarray(made.faces)


def turned(solid, axis, angle):
    turn = trimesh.transformations.rotation_matrix(angle, axis)[:3, :3]
    return solid[0] @ turn.T, solid[1]


@settings(max_examples=10, deadline=None)
@given(wall=st.floats(0.5, 8), angle=st.floats(0, 6))
def test_the_wall_of_a_tube_is_found_however_it_lies(wall, angle):
    measured = walls(turned(tube(20, 20 - wall), (1, 2, 3), angle))
    assert measured.minimum == pytest.approx(wall, rel=0.01, abs=0.02)
    assert measured.fifth_percentile == pytest.approx(wall, rel=0.01, abs=0.02)


def test_the_bore_of_a_tube_is_a_gap_and_no_wall():
    measured = walls(tube(20, 3))
    assert measured.narrowest_gap == pytest.approx(6, rel=0.01)
    assert measured.smallest_feature == measured.narrowest_gap
    assert measured.minimum == pytest.approx(17, rel=0.01)


def test_a_sheet_on_a_block_is_the_thinnest_wall_and_says_where():
    sheet = meshes.moved(meshes.box(0.8, 20, 30), 9.6, 0, 20)
    measured = walls(meshes.joined(meshes.box(20, 20, 20), sheet))
    assert measured.minimum == pytest.approx(0.8)
    assert measured.smallest_feature == pytest.approx(0.8)
    for spot in measured.thin_places:
        assert spot.size == pytest.approx(0.8)
        assert 9.59 < spot.place[0] < 10.41
        assert 20 <= spot.place[2] <= 50


def test_a_block_has_the_wall_of_its_shortest_side_and_no_gap():
    measured = walls(meshes.box(30, 20, 10))
    assert (measured.minimum, measured.narrowest_gap) == (pytest.approx(10), None)


def test_faces_at_a_wide_angle_make_an_edge_and_no_thin_wall():
    assert walls(wedge(40)).minimum > 10
    assert walls(wedge(10)).minimum < 0.5


def test_a_part_turned_inside_out_has_the_same_walls():
    mesh = indexed_mesh(*meshes.turned_inside_out(tube()), "obj")
    measured = examine(mesh).shape.walls
    assert measured.minimum == pytest.approx(3, rel=0.01)


def test_the_order_of_triangles_does_not_matter():
    vertices, faces = tube(steps=32)
    shuffled = np.random.default_rng(3).permutation(faces)
    assert walls((vertices, shuffled)) == walls((vertices, faces))


def test_more_samples_than_hits_can_be_looked_at_are_cut_and_said_so(monkeypatch):
    monkeypatch.setattr("service.manufacturing.geometry.shape.walls.MOST_LOOKED", 100)
    assert walls(tube(), samples=2_000).sampled in (1, 1 + 4)


@settings(max_examples=50, deadline=None)
@given(count=st.integers(1, 2_000), price=st.integers(1, 3 * AT_ONCE), budget=st.integers(0, 10**7))
def test_rays_try_hardly_more_triangles_than_they_may(count, price, budget):
    effort, followed = Effort(budget), []
    for part in effort.parts(count):
        followed.extend(range(count)[part])
        effort.left -= price * (part.stop - part.start)
    assert followed == list(range(len(followed)))
    assert len(followed) == count or effort.left < 0
    assert effort.left >= -max(price, AT_ONCE)


def test_a_block_on_a_plate_needs_no_supports():
    for orientation in laid(meshes.box(30, 20, 10)).values():
        assert (orientation.overhang_area, orientation.support_volume) == (0, 0)


def test_a_table_stands_on_supports_unless_it_lies_on_its_top():
    leg = meshes.box(10, 10, 30)
    top = meshes.moved(meshes.box(50, 50, 5), -20, -20, 30)
    directions = laid(meshes.joined(leg, top))
    assert directions["+z"].overhang_area == pytest.approx(50 * 50)
    assert directions["+z"].support_volume == pytest.approx(30 * (50 * 50 - 10 * 10), rel=0.02)
    assert directions["-z"].support_volume == pytest.approx(0, abs=1e-6)


def test_supports_end_on_the_face_below():
    slab = meshes.box(40, 40, 5)
    column = meshes.moved(meshes.box(5, 40, 20), 0, 0, 5)
    roof = meshes.moved(meshes.box(40, 40, 5), 0, 0, 25)
    upright = laid(meshes.joined(slab, column, roof))["+z"]
    assert upright.support_volume == pytest.approx(20 * 40 * 35, rel=0.02)


@pytest.mark.parametrize("leaning", [20, 40, 50, 70])
def test_a_face_overhangs_when_it_leans_over_by_more_than_the_angle(leaning):
    flat = radians(90 - leaning)
    vertices, faces = wedge(90 - leaning, length=30)
    upright = vertices * (1, 1, -1), faces[:, ::-1]
    area = 20 * 30 / cos(flat)
    lifted = upright[0] - upright[0].min(axis=0), upright[1]
    standing = laid(lifted)["+z"]
    assert standing.overhang_area == pytest.approx(area if leaning > 45 else 0, rel=1e-6)
    steeper = laid(lifted, angle_deg=leaning - 1)["+z"]
    assert steeper.overhang_area == pytest.approx(area, rel=1e-6)


def test_supports_under_a_ball_are_what_calculus_says():
    made = trimesh.creation.icosphere(subdivisions=4, radius=10)
    upright = laid((np.asarray(made.vertices), np.asarray(made.faces)))["+z"]
    assert upright.overhang_area == pytest.approx(2 * pi * 100 * (1 - cos(pi / 4)), rel=0.05)
    below = 10 * pi * 50 - 2 / 3 * pi * 1000 * (1 - cos(pi / 4) ** 3)
    assert upright.support_volume == pytest.approx(below, rel=0.1)


def test_two_bars_through_each_other_cross_where_they_meet():
    bars = meshes.joined(
        meshes.moved(meshes.box(40, 4, 4), -20, -2, -2),
        meshes.moved(meshes.box(3, 3, 40), -1.5, -1.5, -20),
    )
    result = crossings(bars)
    assert (result.complete, result.tested) == (True, 24)
    assert result.pairs > 0
    for place in result.places:
        assert np.abs(place).max() <= 2 + 1e-9


def test_a_strip_that_runs_through_itself_crosses_itself():
    corners = [(0, 0), (10, 0), (10, 6), (4, -4), (3, -3), (8, 5), (0, 5)]
    ends = [(x, y, z) for z in (0, 3) for x, y in corners]
    here = np.arange(6)
    faces = [(i, i + 1, i + 8) for i in here] + [(i, i + 8, i + 7) for i in here]
    assert crossings((np.array(ends, float), np.array(faces))).pairs > 0


@pytest.mark.parametrize(
    "solid",
    [
        meshes.torus(),
        tube(steps=32),
        meshes.joined(meshes.box(), meshes.moved(meshes.box(), 20, 20, 20)),
        meshes.joined(meshes.box(), meshes.moved(meshes.box(5, 5, 5), 20, 7, 7)),
    ],
    ids=["ring", "tube", "corner to corner", "face on face"],
)
def test_what_only_touches_does_not_cross(solid):
    assert crossings(solid).pairs == 0


@settings(max_examples=15, deadline=None)
@given(angle=st.floats(0.1, 3), shift=st.floats(-5, 5))
def test_crossings_are_those_that_are_found_by_trying_every_pair(angle, shift):
    one = turned(meshes.torus(20, 8, 8), (1, 1, 0), angle)
    solid = meshes.joined(meshes.torus(20, 8, 8), meshes.moved(one, shift, shift / 2))
    grown = tree(solid)
    every = np.array(np.triu_indices(len(grown.faces), 1))
    left, _, _ = crossing._crossing(grown, *crossing._apart(grown, *every))
    assert crossings(solid).pairs == len(left)


def test_when_there_is_too_much_to_look_at_it_says_how_much_was(monkeypatch):
    assert not crossings(meshes.torus(steps=60), most_pairs=10).complete
    monkeypatch.setattr(crossing, "MOST_TRIANGLES", 1_000)
    result = crossings(meshes.torus(steps=40))
    assert (result.complete, result.tested) == (False, 960)
