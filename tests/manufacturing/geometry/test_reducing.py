"""Meshes for viewers: few triangles, and a deviation that is measured and not guessed."""

import io

import numpy as np
import pytest
import trimesh
from hypothesis import given
from hypothesis import strategies as st

from service.manufacturing.geometry.glb_writing import write_glb
from service.manufacturing.geometry.meshes import Limits, read
from service.manufacturing.geometry.reducing import creases, reduced
from service.manufacturing.geometry.shape import distances
from service.manufacturing.geometry.shape.distances import farthest, squared_distances
from service.manufacturing.geometry.shape.tree import grow
from tests.support import meshes


def parts(solid):
    return np.asarray(solid[0], float), np.asarray(solid[1], np.int32)


def sphere(radius, times):
    """A sphere whose vertices all lie on it."""
    vertices, faces = parts(meshes.divided(meshes.moved(meshes.box(2, 2, 2), -1, -1, -1), times))
    return vertices / np.linalg.norm(vertices, axis=1)[:, None] * radius, faces


def test_a_mesh_that_is_small_enough_stays_as_it_is():
    vertices, faces = parts(meshes.moved(meshes.box(20, 30, 40), 1000.5, 0, -7))
    mesh = reduced(vertices, faces, 12)
    assert np.array_equal(mesh.faces, faces)
    assert np.array_equal(mesh.vertices + mesh.origin, vertices)
    assert mesh.deviation == 0


def test_what_single_precision_rounds_off_counts_as_deviation():
    vertices, faces = parts(meshes.box(0.1, 1000.1, 3))
    mesh = reduced(vertices, faces, 12)
    there = mesh.vertices.astype(float) + mesh.origin
    assert mesh.deviation == pytest.approx(np.linalg.norm(there - vertices, axis=1).max())
    assert 0 < mesh.deviation < 1e-4


def test_a_cube_that_was_cut_into_many_triangles_is_reduced_without_any_deviation():
    mesh = reduced(*parts(meshes.divided(meshes.box(20, 20, 20), 5)), 100)
    assert len(mesh.faces) <= 100
    assert mesh.deviation < 1e-6
    there = mesh.vertices + mesh.origin
    assert np.allclose([there.min(axis=0), there.max(axis=0)], [[0] * 3, [20] * 3], atol=1e-6)
    edges = creases(mesh.vertices, mesh.faces)
    ends = there[edges]
    assert np.linalg.norm(ends[:, 0] - ends[:, 1], axis=1).sum() > 0.9 * 12 * 20


def test_the_deviation_of_a_sphere_is_that_of_its_polyhedron():
    vertices, faces = sphere(50, 6)
    mesh = reduced(vertices, faces, 2_000)
    there = mesh.vertices.astype(float) + mesh.origin
    # By construction: the surface encloses the middle, so that a line from there through a point
    # of the sphere meets it between the nearest and the farthest place that it has.
    middle = np.zeros((len(mesh.faces), 3))
    nearest = np.sqrt(squared_distances(middle, there[mesh.faces]).min())
    assert mesh.deviation <= max(50 - nearest, np.linalg.norm(there, axis=1).max() - 50) + 1e-6
    _nearest, distances, _triangles = trimesh.proximity.closest_point_naive(
        trimesh.Trimesh(there, mesh.faces, process=False), vertices[::40]
    )
    assert 0.3 * mesh.deviation < distances.max() <= mesh.deviation + 1e-9


def test_a_body_that_is_left_out_shows_in_the_deviation():
    cubes = [meshes.moved(meshes.box(1, 1, 1), 3 * k) for k in range(20)]
    mesh = reduced(*parts(meshes.joined(*cubes)), 100)
    assert len(mesh.faces) <= 100
    assert mesh.deviation > 0.3


def test_equal_meshes_are_reduced_equally():
    solid = parts(meshes.torus(steps=60))
    one, other = reduced(*solid, 1_000), reduced(*solid, 1_000)
    assert one.vertices.tobytes() == other.vertices.tobytes()
    assert one.faces.tobytes() == other.faces.tobytes()
    assert one.deviation == other.deviation


@given(st.integers(0, 2**32 - 1), st.booleans())
def test_the_farthest_point_is_the_one_that_comparing_all_with_all_finds(seed, is_bounded):
    rng = np.random.default_rng(seed)
    vertices, faces = rng.normal(size=(40, 3)), rng.integers(0, 40, (60, 3)).astype(np.int32)
    points = rng.normal(size=(50, 3)) * 2
    all_pairs = np.min(
        [squared_distances(points, np.repeat(vertices[face][None], 50, axis=0)) for face in faces],
        axis=0,
    )
    bounds = all_pairs * 1.5 if is_bounded else None
    assert farthest(grow(vertices, faces), points, bounds) == pytest.approx(
        np.sqrt(all_pairs.max())
    )


def test_only_what_lay_at_vertices_that_are_gone_is_looked_for_in_the_whole_surface(monkeypatch):
    looked_for, descended = [], distances._descended

    def counting(tree, points):
        looked_for.append(len(points))
        return descended(tree, points)

    monkeypatch.setattr(distances, "_descended", counting)
    specks = [meshes.moved(meshes.box(1e-4, 1e-4, 1e-4), 100 + k) for k in range(30)]
    mesh = reduced(*parts(meshes.joined(meshes.torus(steps=60), *specks)), 1_000)
    # Each speck has 8 corners and 12 centres; it has gone, or is reduced as well.
    assert sum(looked_for) <= 30 * 20
    assert looked_for
    # The farthest of those that have gone tells how far the surface is from it.
    reach = (mesh.vertices + mesh.origin)[np.unique(mesh.faces)][:, 0].max()
    assert mesh.deviation >= 129 - reach


def test_a_point_of_which_nothing_is_known_is_compared_with_few_triangles(monkeypatch):
    vertices, faces = parts(meshes.torus(steps=150))
    compared, comparing = [], distances.squared_distances

    def counting(points, corners):
        compared.append(len(points))
        return comparing(points, corners)

    monkeypatch.setattr(distances, "squared_distances", counting)
    points = vertices[faces[::20]].mean(axis=1) * 1.0001
    farthest(grow(vertices, faces), points)
    # By way of one box alone, the one whose middle is the nearest, it was 1,600 for each.
    assert sum(compared) < 100 * len(points)


def test_distances_from_a_triangle_are_those_to_its_face_its_sides_and_its_corners():
    triangle = np.array([[0, 0, 0], [4, 0, 0], [0, 4, 0]], float)
    points = np.array([[1, 1, 3], [2, -2, 0], [-3, -4, 0], [3, 3, 0], [0, 0, 0]], float)
    squared = squared_distances(points, np.repeat(triangle[None], len(points), axis=0))
    assert squared == pytest.approx([9, 4, 25, 2, 0])
    flat = np.array([[0, 0, 0], [4, 0, 0], [2, 0, 0]], float)
    assert squared_distances(np.array([[2.0, 1, 0]]), flat[None]) == pytest.approx([1])


def test_edges_are_where_a_surface_bends_or_ends():
    vertices, faces = parts(meshes.divided(meshes.box(), 2))
    assert len(creases(vertices, faces)) == 12 * 4
    assert len(creases(vertices, faces[1:])) >= 12 * 4 + 1
    assert len(creases(*parts(meshes.torus(steps=40)))) == 0


def test_the_file_is_what_other_programs_take_for_the_same_part(tmp_path):
    vertices, faces = parts(meshes.moved(meshes.box(20, 30, 40), 100, -50, 7))
    path = tmp_path / "part.glb"
    write_glb(path, reduced(vertices, faces, 20_000), 12)
    ours = read(path, limits=Limits())
    assert (ours.unit, len(ours.faces)) == ("m", 12)
    scene = trimesh.load(io.BytesIO(path.read_bytes()), file_type="glb")
    (low, high) = scene.bounds * 1000
    # z upwards became y upwards, as glTF has it
    assert np.allclose(low, [100, 7, 20], atol=1e-4)
    assert np.allclose(high, [120, 47, 50], atol=1e-4)
    assert sum(each.volume for each in scene.dump() if hasattr(each, "volume")) == pytest.approx(
        20 * 30 * 40 * 1e-9, rel=1e-5
    )
