"""What is measured does not depend on how the part lies, is numbered or is scaled."""

import json

import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st

from service.manufacturing.geometry.analysis import (
    LOCATED_EDGES,
    UNITS_MM,
    Geometry,
    analyse,
    sizes_by_unit,
)
from service.manufacturing.geometry.meshes.polygons import indexed_mesh
from tests.support import meshes

SIDES = st.floats(0.01, 1000)
SOLIDS = st.one_of(
    st.builds(meshes.box, SIDES, SIDES, SIDES),
    st.builds(meshes.torus, st.floats(20, 100), st.floats(1, 15), st.integers(3, 12)),
    st.builds(
        lambda gap: meshes.joined(meshes.box(), meshes.moved(meshes.torus(), 100 + gap)),
        st.floats(0, 100),
    ),
)


def measured(solid):
    return analyse(indexed_mesh(*solid, "obj"))


def counts(geometry):
    return (
        geometry.triangles,
        geometry.vertices,
        geometry.bodies,
        geometry.closed,
        geometry.wound_consistently,
        geometry.inside_out,
        geometry.open_edges,
        geometry.non_manifold_edges,
        geometry.degenerate_triangles,
        geometry.duplicate_triangles,
    )


def test_a_box_measures_what_it_was_made_to():
    geometry = measured(meshes.moved(meshes.box(10, 20, 30), 5, 6, 7))
    assert counts(geometry) == (12, 8, 1, True, True, False, 0, 0, 0, 0)
    assert (geometry.box_min, geometry.box) == ((5, 6, 7), (10, 20, 30))
    assert (geometry.volume, geometry.surface) == (pytest.approx(6000), pytest.approx(2200))


@settings(max_examples=50, deadline=None)
@given(solid=SOLIDS)
def test_closed_parts_agree_with_trimesh(solid):
    figures, expected = measured(solid), trimesh.Trimesh(*solid)
    assert figures.closed == expected.is_watertight
    assert figures.wound_consistently == expected.is_winding_consistent
    assert figures.volume == pytest.approx(expected.volume, rel=1e-6)
    assert figures.surface == pytest.approx(expected.area, rel=1e-6)
    assert figures.box == pytest.approx(expected.extents.tolist(), rel=1e-9)


@settings(max_examples=50, deadline=None)
@given(
    solid=SOLIDS,
    axis=st.tuples(*[st.floats(-1, 1)] * 3).filter(lambda axis: np.linalg.norm(axis) > 0.1),
    angle=st.floats(0, 6.3),
    shift=st.tuples(*[st.floats(-1e4, 1e4)] * 3),
)
def test_moving_and_turning_a_part_changes_neither_volume_nor_surface(solid, axis, angle, shift):
    turn = trimesh.transformations.rotation_matrix(angle, axis)[:3, :3]
    before, after = measured(solid), measured((solid[0] @ turn.T + shift, solid[1]))
    assert counts(after) == counts(before)
    assert after.volume == pytest.approx(before.volume, rel=1e-6)
    assert after.surface == pytest.approx(before.surface, rel=1e-6)


@settings(max_examples=50, deadline=None)
@given(solid=SOLIDS, seed=st.integers(0, 2**32 - 1))
def test_the_order_of_triangles_and_vertices_does_not_matter(solid, seed):
    vertices, faces = solid
    random = np.random.default_rng(seed)
    numbers = random.permutation(len(vertices))
    shuffled = np.empty_like(vertices)
    shuffled[numbers] = vertices
    turned = np.take_along_axis(
        faces, (np.arange(3) + random.integers(0, 3, (len(faces), 1))) % 3, 1
    )
    before = measured(solid)
    after = measured((shuffled, numbers[random.permutation(turned)]))
    assert counts(after) == counts(before)
    assert after.box == before.box
    assert after.volume == pytest.approx(before.volume, rel=1e-12)


@settings(max_examples=50, deadline=None)
@given(solid=SOLIDS, unit=st.sampled_from(sorted(UNITS_MM)))
def test_a_scaled_part_is_the_same_part_in_another_unit(solid, unit):
    factor = UNITS_MM[unit]
    record = measured(solid).as_record(unit)
    scaled = measured((solid[0] * factor, solid[1])).as_record("mm")
    assert record["box_mm"] == pytest.approx(scaled["box_mm"], rel=1e-9)
    for name in ("volume_mm3", "surface_mm2"):
        assert record.pop(name) == pytest.approx(scaled.pop(name), rel=1e-6)
    for name in [name for name in record if name.endswith("_mm")]:
        del record[name], scaled[name]
    assert record == scaled


def test_a_missing_triangle_leaves_three_open_edges_and_says_where():
    vertices, faces = meshes.box(10, 20, 30)
    geometry = measured((vertices, faces[1:]))
    assert (geometry.closed, geometry.open_edges, geometry.bodies) == (False, 3, 1)
    a, b, c = vertices[faces[0]]
    expected = {tuple(middle) for middle in ((a + b) / 2, (b + c) / 2, (c + a) / 2)}
    assert set(geometry.open_edge_places) == expected


def test_only_so_many_open_edges_are_located():
    vertices, faces = meshes.torus()
    geometry = measured((vertices, faces[::2]))
    assert geometry.open_edges > len(geometry.open_edge_places) == LOCATED_EDGES


def test_a_turned_triangle_is_turned_back():
    vertices, faces = meshes.moved(meshes.box(), 100, 200, 300)
    faces[7] = faces[7][::-1]
    geometry = measured((vertices, faces))
    assert (geometry.closed, geometry.wound_consistently, geometry.inside_out) == (
        True,
        True,
        False,
    )
    assert (geometry.volume, geometry.union.turned_triangles) == (8000, 1)


def test_a_part_inside_out_is_noticed_and_still_measured():
    geometry = measured(meshes.turned_inside_out(meshes.box()))
    assert (geometry.wound_consistently, geometry.inside_out) == (True, True)
    assert geometry.volume == pytest.approx(8000)


def test_an_open_part_has_no_inside():
    vertices, faces = meshes.turned_inside_out(meshes.box())
    assert not measured((vertices, faces[1:])).inside_out


def test_a_cavity_is_a_body_of_its_own_and_takes_volume_away():
    hollow = meshes.turned_inside_out(meshes.moved(meshes.box(10, 10, 10), 5, 5, 5))
    geometry = measured(meshes.joined(meshes.box(), hollow))
    assert (geometry.bodies, geometry.closed, geometry.inside_out) == (2, True, False)
    assert geometry.volume == pytest.approx(7000)


def test_boxes_that_share_an_edge_are_two_closed_bodies():
    geometry = measured(meshes.joined(meshes.box(), meshes.moved(meshes.box(), 20, 20)))
    assert (geometry.closed, geometry.bodies, geometry.non_manifold_edges) == (True, 2, 0)
    assert (geometry.volume, geometry.union) == (16000, None)


def test_a_sheet_that_ends_in_a_wall_leaves_an_edge_of_three_triangles():
    vertices, faces = meshes.box()
    sheet = [(0, 1, 8)]
    geometry = measured(
        (np.append(vertices, [(-9, -9, 10)], axis=0), np.append(faces, sheet, axis=0))
    )
    assert (geometry.closed, geometry.non_manifold_edges) == (False, 1)
    assert geometry.non_manifold_edge_places == ((0, 0, 10),)


def test_boxes_that_share_a_corner_are_two_bodies():
    geometry = measured(meshes.joined(meshes.box(), meshes.moved(meshes.box(), 20, 20, 20)))
    assert (geometry.closed, geometry.bodies, geometry.vertices) == (True, 2, 15)


def test_collapsed_and_flat_triangles_are_counted_and_collapsed_ones_open_nothing():
    vertices, faces = meshes.box()
    vertices = np.concatenate([vertices, [[0, 0, 10]]])
    first, second = faces[0][:2]
    collapsed = [[first, first, second], [second, second, second]]
    geometry = measured((vertices, np.concatenate([faces, collapsed])))
    assert (geometry.closed, geometry.degenerate_triangles) == (True, 2)
    flat = measured((vertices, np.concatenate([faces, [[0, 8, 1]]])))
    assert (flat.closed, flat.degenerate_triangles) == (False, 1)


@pytest.mark.parametrize("order", [[0, 1, 2], [1, 2, 0], [2, 1, 0]])
def test_a_triangle_given_twice_is_a_duplicate(order):
    vertices, faces = meshes.box()
    geometry = measured((vertices, np.concatenate([faces, faces[-1:, order]])))
    assert (geometry.duplicate_triangles, geometry.closed) == (1, False)


def test_two_triangles_back_to_back_are_duplicates():
    geometry = measured((np.eye(3), np.array([[0, 1, 2], [2, 1, 0]])))
    assert (geometry.duplicate_triangles, geometry.closed, geometry.volume) == (1, True, 0)


@given(step=st.integers(-300, 8))
def test_no_size_is_too_small_or_too_far_away_to_be_measured(step):
    size = 10.0**step
    geometry = measured(meshes.moved(meshes.box(size, size, size), 1.0))
    assert np.isfinite([geometry.volume, geometry.surface, *geometry.box]).all()


@pytest.mark.parametrize(("x", "size"), [(1e9, 1e-300), (0.0, 5e-324)])
def test_a_part_that_is_hardly_there_is_measured_as_nothing(x, size):
    geometry = measured((np.array([[x, 0, 0], [x, size, 0], [x, 0, size]]), np.array([[0, 1, 2]])))
    assert (geometry.volume, geometry.surface, geometry.degenerate_triangles) == (0, 0, 1)


def test_a_small_part_far_away_keeps_its_volume():
    far, faces = meshes.moved(meshes.torus(0.03, 0.01), 1e8, 1e8, 1e8)
    near = far - 1e8  # exact: only the rounding of `far` itself remains
    assert measured((far, faces)).volume == pytest.approx(measured((near, faces)).volume, rel=1e-11)


def test_a_record_is_in_millimetres_and_plain_json():
    record = measured(meshes.box(1, 2, 3)).as_record("inch")
    assert record["box_mm"] == [25.4, 50.8, 76.2]
    assert record["volume_mm3"] == pytest.approx(6 * 25.4**3, rel=1e-9)
    assert record["surface_mm2"] == pytest.approx(22 * 25.4**2, rel=1e-9)
    assert json.loads(json.dumps(record)) == record
    assert {key: record[key] for key in ("triangles", "vertices", "bodies", "closed")} == {
        "triangles": 12,
        "vertices": 8,
        "bodies": 1,
        "closed": True,
    }


def test_a_stored_geometry_comes_back_as_it_was():
    vertices, faces = meshes.torus()
    geometry = measured((vertices, faces[3:]))
    assert Geometry.from_dict(json.loads(json.dumps(geometry.to_dict()))) == geometry


def test_the_sizes_that_each_unit_would_mean_are_listed():
    assert sizes_by_unit(measured(meshes.box(20, 10, 0.5)).box) == {
        "mm": "20.0 x 10.0 x 0.5 mm",
        "cm": "200.0 x 100.0 x 5.0 mm",
        "m": "20000.0 x 10000.0 x 500.0 mm",
        "inch": "508.0 x 254.0 x 12.7 mm",
    }
