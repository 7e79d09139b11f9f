"""Smallest boxes, hulls, centres and bodies are what the solids were built to have."""

from math import pi, sqrt

import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st

from service.manufacturing.geometry.analysis import Geometry, examine
from service.manufacturing.geometry.meshes.polygons import indexed_mesh
from service.manufacturing.geometry.shape.bodies import LISTED, centre_of_mass
from service.manufacturing.geometry.shape.hull import convex_hull
from service.manufacturing.geometry.shape.oriented_box import FLUSH, _flattest, smallest_box
from tests.support import meshes

SIDES = st.floats(0.1, 300)
AXES = st.tuples(*[st.floats(-1, 1)] * 3).filter(lambda axis: np.linalg.norm(axis) > 0.1)


def shape(solid):
    return examine(indexed_mesh(*solid, "obj")).shape


def turned(solid, axis, angle):
    turn = trimesh.transformations.rotation_matrix(angle, axis)[:3, :3]
    return solid[0] @ turn.T, solid[1]


def ball(radius=10.0, subdivisions=3):
    sphere = trimesh.creation.icosphere(subdivisions=subdivisions, radius=radius)
    return np.asarray(sphere.vertices), np.asarray(sphere.faces)


@settings(max_examples=30, deadline=None)
@given(x=SIDES, y=SIDES, z=SIDES, axis=AXES, angle=st.floats(0, 6.3))
def test_a_box_is_its_own_smallest_box_and_hull_however_it_lies(x, y, z, axis, angle):
    points, _ = turned(meshes.box(x, y, z), axis, angle)
    hull = convex_hull(points)
    box = smallest_box(points, hull, np.random.default_rng(1))
    assert box.sides == pytest.approx(sorted((x, y, z), reverse=True), rel=1e-6)
    assert hull.volume == pytest.approx(x * y * z, rel=1e-6)
    assert hull.slack == 0


def test_the_smallest_box_of_a_tetrahedron_touches_it_with_edges_only():
    corners = np.array([[1.0, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]])
    solid = corners, np.array([[0, 1, 2], [0, 3, 1], [0, 2, 3], [1, 3, 2]])
    figures = shape(turned(solid, (1, 2, 3), 0.7))
    assert figures.oriented_box == pytest.approx((2, 2, 2), rel=1e-6)
    assert figures.hull_volume == pytest.approx(8 / 3)


@settings(max_examples=30, deadline=None)
@given(st.integers(3, 200), st.integers(0, 2**32 - 1))
def test_the_flattest_edges_of_an_outline_hold_its_smallest_rectangle(corners, seed):
    angles = np.sort(np.random.default_rng(seed).uniform(0, 2 * pi, corners))
    outline = np.stack([3 * np.cos(angles), np.sin(angles)], axis=1)
    lines = np.roll(outline, -1, axis=0) - outline
    along = lines / np.linalg.norm(lines, axis=1, keepdims=True)
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)
    areas = np.ptp(outline @ along.T, axis=0) * np.ptp(outline @ across.T, axis=0)
    tried = _flattest(np.random.default_rng(seed).permutation(lines))
    assert len(tried) == min(corners, FLUSH)
    assert areas[_flattest(lines)].min() == pytest.approx(areas.min(), rel=1e-9)


def test_a_smallest_box_is_at_least_as_small_as_thousands_of_others():
    random = np.random.default_rng(5)
    points = random.normal(size=(40, 3))
    hull = convex_hull(points)
    figures = shape((hull.points, hull.triangles))
    turns = np.linalg.qr(random.normal(size=(5_000, 3, 3)))[0]
    others = np.ptp(points @ turns, axis=1).prod(axis=1)
    assert np.prod(figures.oriented_box) <= others.min() * 1.02


@settings(max_examples=25, deadline=None)
@given(count=st.integers(4, 200), seed=st.integers(0, 2**32 - 1))
def test_a_hull_is_closed_and_has_every_point_inside(count, seed):
    points = np.random.default_rng(seed).normal(size=(count, 3))
    hull = convex_hull(points)
    solid = trimesh.Trimesh(hull.points, hull.triangles, process=False)
    assert solid.is_watertight
    assert hull.volume == pytest.approx(solid.volume, rel=1e-9)
    offsets = np.einsum("ij,ij->i", hull.normals, hull.points[hull.triangles[:, 0]])
    assert (points @ hull.normals.T - offsets).max() < 1e-8


def test_points_on_the_faces_of_a_hull_change_nothing():
    grid = np.stack(np.meshgrid(*[np.linspace(0, 3, 12)] * 3), axis=-1).reshape(-1, 3)
    assert convex_hull(grid).volume == pytest.approx(27, rel=1e-9)


def test_a_hull_of_very_many_points_says_how_much_it_leaves_out():
    vertices, _ = ball(1, 4)
    whole, part = convex_hull(vertices, 10_000), convex_hull(vertices, 1_000)
    assert (whole.slack, len(part.points) <= 1_000) == (0, True)
    assert 0 < whole.volume - part.volume < 4 * pi * part.slack
    apart = np.linalg.norm(vertices[:, None] - part.points[None], axis=2).min(axis=1)
    assert apart.max() <= part.slack


def test_a_hull_of_ten_thousand_corners_leaves_none_out():
    vertices, faces = ball(30, 5)
    hull = convex_hull(vertices)
    assert hull.slack == 0
    assert hull.volume == pytest.approx(trimesh.Trimesh(vertices, faces).volume, rel=1e-9)


def test_slender_facets_of_caps_that_lie_askew_leave_a_hull_closed():
    around = np.linspace(0, 2 * pi, 2_000, endpoint=False)
    rim = 30 * np.stack([np.cos(around), np.sin(around)], axis=1)
    caps = [np.insert(rim, 2, height, axis=1) for height in (0, 50)]
    points, _ = turned((np.concatenate(caps), None), (1, 2, 3), 0.7)
    points = points.astype(np.float32).astype(float)
    hull = convex_hull(points)
    assert trimesh.Trimesh(hull.points, hull.triangles, process=False).is_watertight
    assert hull.volume == pytest.approx(1_000 * 30**2 * np.sin(pi / 1_000) * 50, rel=1e-6)


@pytest.mark.parametrize("points", [np.zeros((5, 3)), np.eye(3), np.eye(3)[[0, 1, 1, 0]]])
def test_a_flat_hull_encloses_nothing(points):
    assert convex_hull(points).volume == 0


def test_the_hull_of_a_ring_is_filled():
    figures = shape(meshes.torus(30, 10, 48))
    assert figures.hull_volume > 1.5 * trimesh.Trimesh(*meshes.torus(30, 10, 48)).volume


@settings(max_examples=20, deadline=None)
@given(shift=st.tuples(*[st.floats(-1e3, 1e3)] * 3), axis=AXES, angle=st.floats(0, 6.3))
def test_the_centre_of_mass_agrees_with_trimesh(shift, axis, angle):
    solid = turned(
        meshes.joined(meshes.box(10, 20, 5), meshes.moved(meshes.box(), 50)), axis, angle
    )
    solid = solid[0] + shift, solid[1]
    expected = trimesh.Trimesh(*solid).center_mass
    assert centre_of_mass(*solid) == pytest.approx(expected.tolist(), rel=1e-6, abs=1e-6)


def test_an_open_part_has_no_centre_of_mass():
    vertices, faces = meshes.box()
    assert shape((vertices, faces[1:])).centre_of_mass is None


def nested_cubes():
    """A hollow cube of 20 with a cube of 6 loose in its cavity of 10, which has a hole of 2."""
    cavity = meshes.turned_inside_out(meshes.moved(meshes.box(10, 10, 10), 5, 5, 5))
    loose = meshes.moved(meshes.box(6, 6, 6), 7, 7, 7)
    bubble = meshes.turned_inside_out(meshes.moved(meshes.box(2, 2, 2), 9, 9, 9))
    return meshes.joined(meshes.box(), cavity, loose, bubble)


def test_what_lies_inside_what_is_found_out_and_what_is_shut_in():
    bodies = shape(nested_cubes()).bodies
    assert (bodies.count, bodies.cavities) == (4, 2)
    assert [body.volume for body in bodies.largest] == pytest.approx([8000, 1000, 216, 8])
    assert [body.inside for body in bodies.largest] == [None, 0, 1, 2]
    assert [body.depth for body in bodies.largest] == [0, 1, 2, 3]
    assert [body.cavity for body in bodies.largest] == [False, True, False, True]
    assert bodies.trapped == pytest.approx(1000 - 216 + 8)


def test_a_part_that_is_inside_out_as_a_whole_has_the_same_cavities():
    bodies = shape(meshes.turned_inside_out(nested_cubes())).bodies
    assert bodies.trapped == pytest.approx(1000 - 216 + 8)


def test_bodies_beside_each_other_shut_nothing_in():
    row = meshes.joined(*(meshes.moved(meshes.box(), 30 * place) for place in range(30)))
    bodies = shape(row).bodies
    assert (bodies.count, len(bodies.largest), bodies.cavities, bodies.trapped) == (
        30,
        LISTED,
        0,
        0,
    )
    assert {body.depth for body in bodies.largest} == {0}


def test_bodies_that_take_too_long_to_ask_are_not_asked_and_that_is_said(monkeypatch):
    monkeypatch.setattr("service.manufacturing.geometry.shape.bodies.MOST_LOOKED", 60)
    sheet = np.array([[0.0, 0, 0], [100, 0, 0], [0, 100, 0]])
    corners = sheet + np.arange(200)[:, None, None] * np.array([0, 0, 1e-3])
    bodies = shape((corners.reshape(-1, 3), np.arange(600).reshape(-1, 3))).bodies
    assert bodies.count == 200
    assert 1 <= bodies.nested < 100


def test_a_cavity_with_a_way_out_traps_nothing():
    vertices, faces = nested_cubes()
    bodies = shape((vertices, np.delete(faces, 12, axis=0))).bodies
    assert (bodies.cavities, bodies.trapped) == (1, pytest.approx(8))


def test_a_hole_is_a_ring_of_open_edges_with_its_length_and_place():
    vertices, faces = meshes.box(20, 30, 40)
    top = (vertices[faces][:, :, 2] == 40).all(axis=1)
    first = (vertices[faces][:, :, 0] == 0).all(axis=1)
    first[np.flatnonzero(first)[0]] = False
    holes = shape((vertices, faces[~top])).holes
    assert (holes.count, holes.largest[0].edges, holes.largest[0].ring) == (1, 4, True)
    assert holes.largest[0].rim == pytest.approx(100)
    assert holes.largest[0].place == pytest.approx((10, 15, 40))


def test_holes_that_do_not_touch_are_counted_apart_the_largest_first():
    small, large = meshes.box(2, 2, 2), meshes.moved(meshes.box(), 50)
    solids = [(vertices, faces[1:]) for vertices, faces in (small, large)]
    holes = shape(meshes.joined(*solids)).holes
    assert [hole.edges for hole in holes.largest] == [3, 3]
    assert [hole.rim for hole in holes.largest] == pytest.approx(
        [40 + 20 * sqrt(2), 4 + 2 * sqrt(2)]
    )


def test_a_closed_part_has_no_holes():
    assert shape(meshes.torus()).holes.count == 0


@settings(max_examples=5, deadline=None)
@given(factor=st.floats(1e-3, 1e3))
def test_a_scaled_part_has_a_scaled_shape(factor):
    vertices, faces = nested_cubes()
    power = 2.0 ** round(np.log2(factor))
    one, other = (examine(indexed_mesh(v, faces, "obj")) for v in (vertices, vertices * power))
    assert one.scaled(power).as_record("mm") == other.as_record("mm")


def test_the_same_mesh_gives_the_same_shape_and_it_survives_being_stored():
    mesh = indexed_mesh(*meshes.torus(30, 10, 16), "obj")
    geometry = examine(mesh)
    assert geometry == examine(mesh)
    assert geometry == Geometry.from_dict(geometry.to_dict())
