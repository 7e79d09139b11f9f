"""Whatever order a file has its triangles in, and wherever it has put them, the form is one."""

import numpy as np
import pytest

from service.manufacturing.geometry.canonical import canonical
from service.manufacturing.geometry.meshes import Mesh
from tests.support import meshes


def _reordered(mesh: Mesh, seed: int) -> Mesh:
    """Other numbers for the vertices, another order of the faces, other first corners."""
    random = np.random.default_rng(seed)
    number = random.permutation(len(mesh.vertices)).astype(np.int32)
    vertices = np.empty_like(mesh.vertices)
    vertices[number] = mesh.vertices
    faces = number[mesh.faces[random.permutation(len(mesh.faces))]]
    turned = (np.arange(3) + random.integers(0, 3, (len(faces), 1))) % 3
    return Mesh(vertices, np.take_along_axis(faces, turned, axis=1), mesh.format)


def _same(one: Mesh, other: Mesh) -> bool:
    return np.array_equal(one.vertices, other.vertices) and np.array_equal(one.faces, other.faces)


@pytest.mark.parametrize("solid", [meshes.box(), meshes.torus()], ids=str)
@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_a_file_leaves_no_trace(solid, seed):
    mesh = Mesh(solid[0], solid[1].astype(np.int32), "obj")
    assert _same(canonical(mesh), canonical(_reordered(mesh, seed)))


def test_triangles_that_have_collapsed_are_ordered_as_well():
    faces = np.array([[0, 1, 1], [2, 0, 2], [2, 2, 0], [1, 2, 0], [1, 1, 1]], np.int32)
    mesh = Mesh(np.array([[0.0, 0, 0], [1, 0, 0], [0, 1, 0]]), faces, "obj")
    assert all(_same(canonical(mesh), canonical(_reordered(mesh, seed))) for seed in range(20))


def test_a_part_elsewhere_has_the_same_form():
    vertices, faces = meshes.box(30, 20, 10)
    moved = Mesh(vertices + np.array([1000, -500, 0.25]), faces, "obj")
    assert _same(canonical(Mesh(vertices, faces, "obj")), canonical(moved))


def test_single_precision_changes_no_order():
    vertices, faces = meshes.torus(steps=40)
    single = canonical(Mesh(vertices.astype(np.float32).astype(float), faces, "stl"))
    double = canonical(Mesh(vertices, faces, "obj"))
    assert np.array_equal(single.faces, double.faces)
    assert np.abs(single.vertices - double.vertices).max() < 1e-5


@pytest.mark.parametrize("first", [0, 1])
def test_a_zero_with_a_sign_is_no_other_place(first):
    vertices, faces = meshes.box(30, 20, 10)
    signed = vertices.copy()
    signed[first::2] = np.where(signed[first::2] == 0, -0.0, signed[first::2])
    form = canonical(Mesh(signed, faces, "obj"))
    assert _same(form, canonical(Mesh(vertices, faces, "obj")))
    assert not np.signbit(form.vertices).any()


def test_a_triangle_keeps_its_winding_and_its_place():
    vertices, faces = meshes.box(30, 20, 10)
    mesh = Mesh(vertices - 7, faces, "obj", "mm")
    form = canonical(mesh)
    corners = form.vertices[form.faces] + mesh.vertices.min(axis=0)

    def walked(triangles):
        rolled = (np.roll(triangle, k, axis=0) for triangle in triangles for k in range(3))
        return {turn.tobytes() for turn in rolled}

    assert walked(corners) == walked(mesh.vertices[mesh.faces])
    assert (form.format, form.unit) == ("obj", "mm")
    assert not np.signbit(form.vertices).any()
