"""Walls, gaps and supports of solids of known measures, whatever file they come in."""

from math import cos, pi, radians, sin, tan

import numpy as np
import pytest
from manifold3d import CrossSection, Manifold

from service.manufacturing.geometry.analysis import examine
from service.manufacturing.geometry.meshes import Mesh, read
from service.manufacturing.geometry.meshes.polygons import indexed_mesh
from tests.support import meshes

#: Sides of what is round.
SIDES = 64


def solid_of(body):
    """Vertices and faces of one of manifold's bodies."""
    mesh = body.to_mesh64()
    return np.asarray(mesh.vert_properties)[:, :3], np.asarray(mesh.tri_verts).astype(np.int64)


def shape(body):
    return examine(indexed_mesh(*solid_of(body), "obj")).shape


def block(x=20.0, y=20.0, z=20.0):
    return Manifold.cube((x, y, z))


def extruded(outline, depth):
    """A prism upon an outline (k, 2), counter-clockwise, from z 0 on."""
    return CrossSection([np.array(outline, float)]).extrude(depth)


def rod(diameter, length):
    return Manifold.cylinder(length, diameter / 2, circular_segments=SIDES)


def finned(thickness, height, length=20.0):
    """A block with a fin upon it; its share of the surface grows with height and length."""
    return block() + block(thickness, length, height + 1).translate((9.3, 0, 19))


HOW = [(0, 0, 0), (17, 31, 73)]


@pytest.mark.parametrize("turn", HOW)
@pytest.mark.parametrize("thickness", [0.1, 0.3, 0.8])
@pytest.mark.parametrize("height", [0.5, 1, 5])
def test_a_fin_is_found_however_small_its_share_of_the_surface_is(thickness, height, turn):
    walls = shape(finned(thickness, height, height).rotate(turn)).walls
    assert walls.minimum == pytest.approx(min(thickness, height), rel=1e-6)


@pytest.mark.parametrize("height", [0.5, 2, 3, 3.2, 3.4, 3.6, 3.8, 4, 5, 6, 8])
def test_a_twentieth_of_the_walls_is_told_within_its_error(height):
    body = finned(0.5, height)
    walls = shape(body).walls
    thin = 2 * 20 * height
    # What has a wall behind it: the fin's sides and ends, and the block but for what ends in it.
    share = thin / (thin + 2 * 0.5 * height + 6 * 400 - 2 * 0.5 * 20)
    if share < 0.05:  # the fin is thinner than a twentieth of all walls, and so it must not fail
        assert walls.fifth_percentile + walls.fifth_percentile_error >= 20
    if share > 0.07:
        assert walls.fifth_percentile == pytest.approx(0.5)
        assert walls.fifth_percentile_error == pytest.approx(0.005)


@pytest.mark.parametrize("turn", HOW)
@pytest.mark.parametrize("diameter", [0.3, 0.5, 1.2])
def test_bores_and_pins_are_as_wide_as_they_are(diameter, turn):
    across = diameter * cos(pi / SIDES)
    bored = block() - rod(diameter, 22).translate((6, 7, -1))
    assert shape(bored.rotate(turn)).walls.narrowest_gap == pytest.approx(across, rel=1e-4)
    pinned = block() + rod(diameter, 5).translate((6, 7, 19))
    assert shape(pinned.rotate(turn)).walls.minimum == pytest.approx(across, rel=1e-4)


@pytest.mark.parametrize("turn", HOW)
@pytest.mark.parametrize("width", [0.05, 0.3])
def test_a_slot_is_a_narrow_gap(width, turn):
    walls = shape((block() - block(width, 30, 12).translate((3, -1, 10))).rotate(turn)).walls
    assert walls.smallest_feature == walls.narrowest_gap == pytest.approx(width, rel=1e-6)
    assert walls.minimum == pytest.approx(3, rel=1e-6)


@pytest.mark.parametrize("turn", HOW)
@pytest.mark.parametrize("degrees", [8, 15, 22, 30])
def test_a_knifes_edge_is_a_wall_of_nothing(degrees, turn):
    rise = 20 * tan(radians(degrees))
    measured = shape(extruded([(0, 0), (20, 0), (20, rise)], 30).rotate(turn)).walls
    assert measured.minimum == 0
    # Both faces taper; the two ends are 30 apart, the third face has no wall behind it.
    walls = 2 * 20 * 30 + 2 * rise * 20 / 2
    fifth = walls / 20 / (2 * 30) * tan(radians(degrees))
    assert measured.fifth_percentile == pytest.approx(fifth, rel=0.1)


@pytest.mark.parametrize("degrees", [35, 60, 90])
def test_an_edge_that_is_no_knifes_edge_is_no_thin_wall(degrees):
    top = (20 * cos(radians(degrees)), 20 * sin(radians(degrees)))
    walls = shape(extruded([(0, 0), (20, 0), top], 30)).walls
    assert walls.minimum is None or walls.minimum > 1


def up(body, name="+z"):
    return {way.up: way for way in shape(body).orientations}[name]


def leaning(degrees):
    """A plate of 5 mm that leans over by so many degrees from the vertical, 20 mm high."""
    aside = 20 * tan(radians(degrees))
    outline = [(0, 0), (5, 0), (5 + aside, 20), (aside, 20)]
    return extruded(outline, 30).rotate((90, 0, 0))


@pytest.mark.parametrize("degrees", [10, 44, 45])
@pytest.mark.parametrize("turn", [0, 20, 45])
def test_what_leans_over_by_no_more_than_45_degrees_hangs_on_nothing(degrees, turn):
    body = leaning(degrees).rotate((0, 0, turn))
    assert (up(body).overhang_area, up(body).support_volume) == (0, 0)
    vertices, faces = solid_of(body)
    single = Mesh(vertices.astype(np.float32).astype(float), faces.astype(np.int32), "stl")
    ways = {way.up: way.overhang_area for way in examine(single).shape.orientations}
    assert ways["+z"] == 0


@pytest.mark.parametrize("degrees", [46, 60])
def test_supports_below_a_plate_that_leans_over_are_exact(degrees):
    supports = up(leaning(degrees).rotate((0, 0, 33)))
    assert supports.overhang_area == pytest.approx(20 / cos(radians(degrees)) * 30)
    assert supports.support_volume == pytest.approx(20 * tan(radians(degrees)) * 20 / 2 * 30)
    assert supports.support_error == 0


def test_supports_that_stand_on_the_part_are_told_within_their_error():
    # A table on one leg in the middle of a step: what hangs over stands upon step and plate.
    body = block(40, 40, 4) + block(6, 6, 30).translate((17, 17, 0))
    body += block(60, 60, 4).translate((-10, -10, 26))
    supports = up(body)
    free = 60 * 60 - 6 * 6
    truth = (40 * 40 - 6 * 6) * 22 + (60 * 60 - 40 * 40) * 26
    assert supports.overhang_area == pytest.approx(free)
    assert 0 < supports.support_error < 0.1 * truth
    assert abs(supports.support_volume - truth) <= supports.support_error


def test_a_hull_has_the_volume_of_a_long_and_slender_rod():
    for thickness in (1, 0.1, 0.02):
        body = block(1_000, thickness, thickness).rotate((12, 34, 56))
        assert shape(body).hull_volume == pytest.approx(1_000 * thickness * thickness, rel=1e-6)


def _figures(path):
    mesh = read(path)
    record = examine(mesh).as_record(mesh.unit or "mm")
    low = record.pop("box_min_mm")
    record.pop("format")
    return _without_places(record), low


def _without_places(record):
    if isinstance(record, list):
        return [_without_places(item) for item in record]
    if not isinstance(record, dict):
        return record
    places = {"place_mm", "places_mm", "centre_of_mass_mm", "box_min_mm"}
    return {name: _without_places(item) for name, item in record.items() if name not in places}


#: Coordinates that single precision has as well.
EXACT = {
    "fin": lambda: finned(0.25, 3.5, 12.0).translate((0.5, 0.25, 1)),
    "bore": lambda: (
        block() - rod(4, 30).translate((8, 9, -1)) + block(3, 3, 3).translate((40, 0, 0))
    ),
    "hollow": lambda: block(30, 20, 10) - block(26, 16, 6).translate((2, 2, 2)),
    "leaning": lambda: leaning(60),
}


@pytest.mark.parametrize("name", EXACT)
def test_one_part_has_one_set_of_figures_in_every_file(name, tmp_path):
    vertices, faces = solid_of(EXACT[name]())
    vertices = np.round(vertices * 1024) / 1024
    random = np.random.default_rng(5)
    order = random.permutation(len(faces))
    turned = (np.arange(3) + random.integers(0, 3, (len(faces), 1))) % 3
    mixed = vertices, np.take_along_axis(faces, turned, axis=1)[order]
    solid = vertices, faces
    files = {
        "plain.stl": meshes.stl(solid),
        "remark.stl": meshes.stl(solid, b"another remark"),
        "mixed.stl": meshes.stl(mixed),
        "text.stl": meshes.ascii_stl(solid),
        "plain.obj": meshes.obj(solid),
        "comment.obj": b"# a comment\n" + meshes.obj(mixed),
        "plain.ply": meshes.ply(solid),
        "plain.3mf": meshes.threemf(mixed),
        "moved.stl": meshes.stl(meshes.moved(mixed, 512, -64, 7)),
        "moved.obj": meshes.obj(meshes.moved(solid, -16, 1024.5, 0.125)),
    }
    by_format = {}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
        by_format[name] = _figures(tmp_path / name)
    figures, low = by_format["plain.stl"]
    for name, (others, _) in by_format.items():
        assert others == figures, name
    moved = np.subtract(by_format["moved.stl"][1], low)
    assert moved == pytest.approx((512, -64, 7))


def test_rounding_to_single_precision_elsewhere_changes_no_figure_by_more_than_that():
    vertices, faces = solid_of(finned(0.3, 1.7).rotate((3, 5, 7)))
    double = examine(Mesh(vertices, faces.astype(np.int32), "obj")).shape.walls
    moved = (vertices + 100).astype(np.float32).astype(float)
    single = examine(Mesh(moved, faces.astype(np.int32), "stl")).shape.walls
    assert single.minimum == pytest.approx(double.minimum, abs=1e-4)
    assert single.fifth_percentile == pytest.approx(double.fifth_percentile, abs=1e-4)
    assert len(single.thin_places) == len(double.thin_places)
