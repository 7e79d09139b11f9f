"""What several shells enclose is one solid before anything is measured."""

import json
from itertools import pairwise

import numpy as np
import pytest

from service.files.analysis_child import analyse_here
from service.manufacturing.geometry.analysis import Geometry, analyse, examine
from service.manufacturing.geometry.meshes import Limits, Mesh, Unreadable, read
from service.manufacturing.geometry.union import cutting, unite
from tests.support import grids, meshes

CUBE = meshes.box()


def mesh(*solids):
    vertices, faces = meshes.joined(*solids)
    return Mesh(vertices.astype(float), faces.astype(np.int32), "obj", None)


def measured(*solids):
    return analyse(mesh(*solids))


def inwards(x, y, z, side=10.0):
    return meshes.turned_inside_out(meshes.moved(meshes.box(side, side, side), x, y, z))


@pytest.mark.parametrize(
    ("solids", "volume", "surface", "bodies"),
    [
        ([CUBE, meshes.moved(CUBE, 10)], 12000, 3200, 1),
        ([CUBE, meshes.moved(CUBE, 10, 3, 4)], 13280, 3596, 1),
        ([CUBE, CUBE], 8000, 2400, 1),
        ([CUBE] * 7, 8000, 2400, 1),
        ([CUBE, meshes.moved(meshes.box(10, 10, 10), 5, 5, 5)], 8000, 2400, 1),
        ([CUBE, meshes.moved(CUBE, 20)], 16000, 4000, 1),
        ([CUBE, meshes.moved(CUBE, 20, 3, 4)], 16000, 4800 - 2 * 17 * 16, 1),
        ([CUBE, meshes.moved(CUBE, 20, 20)], 16000, 4800, 2),
        ([CUBE, meshes.moved(CUBE, 20, 20, 20)], 16000, 4800, 2),
        ([CUBE, meshes.moved(CUBE, 21)], 16000, 4800, 2),
    ],
)
def test_shells_that_meet_are_one_solid(solids, volume, surface, bodies):
    geometry = measured(*solids)
    assert (geometry.volume, geometry.surface) == (pytest.approx(volume), pytest.approx(surface))
    assert (geometry.bodies, geometry.closed, geometry.inside_out) == (bodies, True, False)


@pytest.mark.parametrize(
    ("solids", "volume"),
    [
        # A cavity, and one that touches the outside: a pocket.
        ([CUBE, inwards(5, 5, 5)], 7000),
        ([CUBE, inwards(5, 5, 10)], 7000),
        # What lies alone, or sticks out, is no cavity.
        ([CUBE, inwards(40, 0, 0)], 9000),
        ([CUBE, inwards(15, 5, 5)], 8500),
        # Inside out as a whole, with a cavity and without.
        ([meshes.turned_inside_out(CUBE)], 8000),
        ([meshes.turned_inside_out(CUBE), meshes.moved(meshes.box(10, 10, 10), 5, 5, 5)], 7000),
        # The same beside a body that is not.
        (
            [
                meshes.moved(CUBE, 50),
                meshes.turned_inside_out(CUBE),
                meshes.moved(meshes.box(10, 10, 10), 5, 5, 5),
            ],
            15000,
        ),
        # A cavity in one of two bodies, where the other fills it, and where it does not.
        ([CUBE, inwards(5, 5, 5), meshes.moved(CUBE, 10)], 12000 - 500),
        ([CUBE, inwards(5, 5, 5), meshes.moved(CUBE, 5)], 10000),
        # A cavity that takes two bodies to surround it.
        ([CUBE, meshes.moved(CUBE, 20), inwards(15, 5, 5)], 15000),
        # A body in a cavity, and a cavity in that.
        ([CUBE, inwards(5, 5, 5), meshes.moved(meshes.box(4, 4, 4), 7, 7, 7)], 7064),
    ],
)
def test_a_shell_that_faces_inwards_is_a_cavity_only_within_another(solids, volume):
    assert measured(*solids).volume == pytest.approx(volume)
    shuffled = measured(*reversed(solids))
    assert shuffled.volume == pytest.approx(volume)


@pytest.mark.parametrize("cavities", [1, 2, 3])
def test_a_body_that_is_all_cavity_encloses_nothing(cavities):
    geometry = measured(CUBE, *[inwards(0, 0, 0, 20.0)] * cavities)
    assert geometry.volume == 0
    askew = [
        (vertices @ grids.rotation(np.random.default_rng(1)).T, faces)
        for vertices, faces in (CUBE, *[inwards(0, 0, 0, 20.0)] * cavities)
    ]
    assert measured(*askew).volume == 0


def test_so_does_one_whose_cavity_shares_its_corners():
    """Its sides are divided along other diagonals, so that no two triangles are back to back."""
    vertices, faces = CUBE
    sides = [(a, b, c, d) for (a, b, c), (_, _, d) in zip(faces[:6], faces[6:], strict=True)]
    other = [half for a, b, c, d in sides for half in ((a, b, d), (b, c, d))]
    geometry = measured((vertices, np.concatenate([faces, np.array(other)[:, ::-1]])))
    assert geometry.volume == 0


def test_what_is_sound_passes_as_it_is():
    hollow = mesh(CUBE, inwards(5, 5, 5), meshes.moved(CUBE, 30))
    for sound in (mesh(meshes.torus()), mesh(meshes.torus(steps=60)), hollow):
        solid = unite(sound)
        assert solid.mesh is sound or np.array_equal(solid.mesh.faces, sound.faces)
        assert np.array_equal(solid.mesh.vertices, sound.vertices)
        assert solid.union is None


@pytest.mark.parametrize("place", [0.0, 1000.0, -123456.0])
@pytest.mark.parametrize("turned", [[0], [3, 7], [0, 1, 2, 3, 4], list(range(11))])
def test_turned_triangles_do_not_make_the_volume_depend_on_the_place(place, turned):
    vertices, faces = meshes.moved(CUBE, place, place / 3, 7)
    faces = faces.copy()
    faces[turned] = faces[turned][:, ::-1]
    geometry = measured((vertices, faces))
    assert geometry.volume == pytest.approx(8000)
    assert geometry.wound_consistently
    assert geometry.union.turned_triangles == min(len(turned), 12 - len(turned))


def test_turned_triangles_are_put_right_beside_collapsed_ones():
    vertices, faces = CUBE
    turned = np.concatenate([faces[:1, ::-1], faces[1:], [(3, 3, 5), (2, 2, 2)]])
    geometry = measured((vertices, turned))
    assert (geometry.volume, geometry.closed) == (pytest.approx(8000), True)
    assert (geometry.union.turned_triangles, geometry.degenerate_triangles) == (1, 2)


def test_a_surface_that_crosses_itself_everywhere_is_left_with_its_crossings(monkeypatch):
    monkeypatch.setattr(cutting, "MOST_CROSSED", 10)
    geometry = examine(mesh(tube(0, 120, 8)))
    assert geometry.union is None
    assert geometry.shape.crossings.pairs > 10


def test_the_volume_of_an_open_part_does_not_depend_on_its_place():
    near, far = ((meshes.moved(CUBE, x)[0], CUBE[1][1:]) for x in (0, 1000))
    assert measured(near).volume == pytest.approx(measured(far).volume)


def test_a_surface_with_one_side_only_is_never_measured_as_if_it_had_two():
    vertices, faces = klein_bottle()
    geometry = measured((vertices, faces))
    assert (geometry.closed, geometry.wound_consistently) == (True, False)
    assert geometry.union is None


def klein_bottle(steps=12):
    """A torus of `steps` rows, the last of which is joined to the first the other way round."""
    vertices, _ = meshes.torus(steps=steps)
    number = np.arange(steps * steps).reshape(steps, steps)
    around = np.append(number, number[:1, ::-1], axis=0)
    faces = []
    for i in range(steps):
        for j in range(steps):
            k = (j + 1) % steps
            a, b, c, d = around[i, j], around[i + 1, j], around[i + 1, k], around[i, k]
            faces += [(a, b, c), (a, c, d)]
    return vertices, np.array(faces)


def test_sheets_back_to_back_within_a_body_end_no_wall():
    vertices, faces = CUBE
    middle = np.array([(10.0, y, z) for y in (5, 15) for z in (5, 15)])
    sheet = np.array([(8, 9, 11), (8, 11, 10), (8, 11, 9), (8, 10, 11)])
    halves = meshes.joined(meshes.box(10, 20, 20), meshes.moved(meshes.box(10, 20, 20), 10))
    geometry = examine(Mesh(*welded(*halves), "stl", None))
    assert (geometry.volume, geometry.surface, geometry.bodies) == (pytest.approx(8000), 2400, 1)
    assert geometry.union.inner_triangles == 4
    assert geometry.shape.walls.minimum == pytest.approx(20, rel=1e-3)
    loose = examine(mesh((np.append(vertices, middle, axis=0), np.append(faces, sheet, axis=0))))
    assert loose.volume == pytest.approx(8000)
    assert loose.shape.walls.minimum == pytest.approx(20, rel=1e-3)


def welded(vertices, faces):
    places, numbers = np.unique(vertices, axis=0, return_inverse=True)
    return places, numbers[faces].astype(np.int32)


def test_a_bar_that_passes_through_itself_encloses_each_place_once():
    """Along a path that crosses itself at right angles, 10 by 10 by 10 are passed twice."""
    path = [(0, 0), (50, 0), (50, 30), (20, 30), (20, -30)]
    geometry = measured(bar(path, 10.0))
    lengths = 50 + 30 + 30 + 60
    assert geometry.volume == pytest.approx(lengths * 100 - 1000)
    assert (geometry.union.united, geometry.union.turned_shells) == (1, 0)
    inside_out = measured(meshes.turned_inside_out(bar(path, 10.0)))
    assert (inside_out.volume, inside_out.inside_out) == (pytest.approx(geometry.volume), True)
    assert (inside_out.union.united, inside_out.union.turned_shells) == (1, 1)


@pytest.mark.parametrize("times", [1, 3])
def test_so_does_one_of_many_triangles(times):
    """However finely it is divided, and of however many planes."""
    path = [(0, 0), (50, 0), (50, 30), (20, 30), (20, -30)]
    vertices, faces = meshes.divided(bar(path, 10.0), times)
    geometry = measured((vertices, faces))
    assert len(faces) == 36 * 4**times
    assert (geometry.volume, geometry.surface) == (pytest.approx(16000), pytest.approx(6400))


@pytest.mark.parametrize("corners", [8, 24])
def test_a_bent_tube_that_passes_through_itself_encloses_each_place_once(corners):
    """It measures what its two halves do, neither of which passes through itself."""
    whole = examine(mesh(tube(0, 120, corners)))
    halves = measured(tube(0, 60, corners), tube(60, 120, corners))
    assert whole.union.united == 1
    assert whole.volume < 0.9 * whole.union.summed_volume
    assert whole.volume == pytest.approx(halves.volume, rel=1e-6)
    assert whole.surface == pytest.approx(halves.surface, rel=1e-5)
    assert whole.shape.crossings.pairs == 0


def tube(start, end, corners, radius=5.0):
    """The steps from `start` to `end` of a round bar, bent to more than an eight in 120 steps."""
    t = np.linspace(0, 7.4, 121)[start : end + 1]
    ring = 2 * np.pi * np.arange(corners) / corners
    along = np.stack([np.cos(t), np.cos(2 * t)], axis=1)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    out = np.cos(ring)[:, None] * np.stack([-along[:, 1], along[:, 0], 0 * t], axis=1)[:, None]
    middle = np.stack([60 * np.sin(t), 30 * np.sin(2 * t), 0 * t], axis=1)[:, None]
    rings = middle + radius * out
    rings[:, :, 2] = radius * np.sin(ring)
    return rings.reshape(-1, 3), skin(end - start + 1, corners)


def skin(rings, corners):
    """Triangles around rows of vertices, and over both ends."""
    number = np.arange(rings * corners).reshape(rings, corners)
    a, b = number[:-1].ravel(), np.roll(number, -1, axis=1)[:-1].ravel()
    caps = [(0, j + 1, j) for j in range(1, corners - 1)]
    last = number[-1, 0]
    caps += [(last, last + j, last + j + 1) for j in range(1, corners - 1)]
    sides = [np.stack([a, b, a + corners], axis=1), np.stack([b, b + corners, a + corners], axis=1)]
    return np.concatenate([*sides, np.array(caps)])


def test_of_an_outline_that_crosses_itself_only_what_it_surrounds_outwards_is_filled():
    outline = [(-20, -20), (20, -20), (-10, 10), (10, 10)]
    low = np.array([(x, y, 0.0) for x, y in outline])
    faces = [(0, 2, 1), (0, 3, 2), (4, 5, 6), (4, 6, 7)]
    for i in range(4):
        j = (i + 1) % 4
        faces += [(i, j, j + 4), (i, j + 4, i + 4)]
    geometry = measured((np.concatenate([low, low + np.array((0, 0, 5))]), np.array(faces)))
    assert geometry.volume == pytest.approx(400 * 5)


def bar(path, width):
    """A bar with mitred corners along a path whose parts run along x or y, from z = 0 to width."""
    points = np.array(path, float)
    ways = np.diff(points, axis=0)
    ways /= np.linalg.norm(ways, axis=1, keepdims=True)
    normals = np.stack([-ways[:, 1], ways[:, 0]], axis=1)
    at = [normals[0]]
    at += [before + after for before, after in pairwise(normals)]
    at.append(normals[-1])
    left, right = points + np.array(at) * width / 2, points - np.array(at) * width / 2
    rows = np.stack([right, left], axis=1).reshape(-1, 2)
    low = np.column_stack([rows, np.zeros(len(rows))])
    high = np.column_stack([rows, np.full(len(rows), width)])
    n, faces = len(rows), []
    for i in range(0, n - 2, 2):
        a, b, c, d = i, i + 1, i + 3, i + 2
        faces += [(a, b, c), (a, c, d), (a + n, c + n, b + n), (a + n, d + n, c + n)]
        faces += [(a, d, d + n), (a, d + n, a + n), (c, b, b + n), (c, b + n, c + n)]
    a, b = 0, 1
    faces += [(b, a, a + n), (b, a + n, b + n)]
    a, b = n - 2, n - 1
    faces += [(a, b, b + n), (a, b + n, a + n)]
    return np.concatenate([low, high]), np.array(faces)


def test_the_record_says_what_was_united_and_how_much_it_changed():
    record = examine(mesh(CUBE, meshes.moved(CUBE, 10), inwards(60, 0, 0))).as_record("cm")
    assert record["union"] == {
        "shells": 3,
        "united": 2,
        "inner_triangles": 0,
        "turned_shells": 1,
        "turned_triangles": 0,
        "summed_volume_mm3": 15_000_000.0,
        "volume_mm3": 13_000_000.0,
        "summed_surface_mm2": 540_000.0,
        "surface_mm2": 380_000.0,
    }
    assert record["volume_mm3"] == 13_000_000.0
    assert record["shape"]["crossings"]["pairs"] == 0


def test_a_stored_geometry_keeps_its_union():
    geometry = examine(mesh(CUBE, meshes.moved(CUBE, 10)))
    assert Geometry.from_dict(json.loads(json.dumps(geometry.to_dict()))) == geometry
    assert measured(CUBE).as_record("mm")["union"] is None


def test_more_shells_in_one_place_than_allowed_are_refused(tmp_path):
    path = tmp_path / "many.stl"
    path.write_bytes(meshes.stl(meshes.joined(*(meshes.moved(CUBE, i) for i in range(5)))))
    with pytest.raises(Unreadable, match="5 shells touch each other; at most 4 are united"):
        analyse_here(path, Limits(max_meeting_shells=4))
    assert analyse(read(path)).volume == pytest.approx(24 * 400)


def test_many_cavities_in_one_body_take_no_longer_than_many_bodies():
    row = [inwards(2 + 3 * i, 2 + 3 * j, 2, 2) for i in range(20) for j in range(20)]
    geometry = measured(meshes.box(70, 70, 6), *row)
    assert geometry.volume == pytest.approx(70 * 70 * 6 - 400 * 8)
    assert (geometry.bodies, geometry.union) == (401, None)
