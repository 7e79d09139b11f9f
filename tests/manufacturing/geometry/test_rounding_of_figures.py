"""What a record says of lengths and places does not hang on the last bits of a sum."""

import pytest

from service.manufacturing.geometry.analysis import examine
from service.manufacturing.geometry.meshes.polygons import indexed_mesh
from service.manufacturing.geometry.shape.figures import rounded, rounded_place
from tests.support import meshes


@pytest.mark.parametrize("noise", [-1.1e-17, 4.1e-18, 3e-15])
def test_a_place_next_to_the_origin_is_at_the_origin(noise):
    assert rounded_place((noise, 10.0 + noise, -noise), 10, 20.0) == [0.0, 10.0, 0.0]


def test_a_place_has_the_digits_of_the_parts_extent():
    assert rounded_place((1 / 3, 100 / 3, 0.0), 10, 200.0) == [0.3333333, 33.3333333, 0.0]


def test_a_size_has_its_own_digits_unless_they_are_noise():
    assert rounded(0.1 + 0.2, 10, 200.0) == 0.3
    assert rounded(1 / 3, 10, 200.0) == 0.3333333333
    assert rounded(1e-13 / 3, 10, 200.0) == 0.0
    assert rounded(6000.000000000012, 10, 30.0, 3) == 6000.0
    assert rounded(123456789012.6, 10, 1e6, 3) == 123456790000.0


def test_the_centre_of_a_part_around_the_origin_has_no_noise():
    vertices, faces = meshes.torus(steps=24)
    record = examine(indexed_mesh(vertices, faces, "obj")).as_record("mm")
    assert record["shape"]["centre_of_mass_mm"] == [0.0, 0.0, 0.0]


def test_places_move_with_the_part_and_sizes_do_not():
    shape = examine(indexed_mesh(*meshes.box(30, 20, 10), "obj")).shape
    moved = shape.moved((100.0, 0.0, -5.0))
    assert moved.centre_of_mass == (115.0, 10.0, 0.0)
    assert moved.bodies.largest[0].box_min == (100.0, 0.0, -5.0)
    assert moved.bodies.largest[0].box == shape.bodies.largest[0].box
    assert moved.oriented_box == shape.oriented_box
    assert moved.walls.thin_places[0].place[0] == shape.walls.thin_places[0].place[0] + 100
    assert moved.footprints == shape.footprints
