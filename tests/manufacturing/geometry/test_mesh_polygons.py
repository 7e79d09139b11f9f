"""Polygons of any shape become triangles of their own area, and of their own corners."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.manufacturing.geometry.analysis import analyse
from service.manufacturing.geometry.meshes import Unreadable, read
from service.manufacturing.geometry.meshes.polygons import MOST_CORNERS

U = [(0, 0), (30, 0), (30, 20), (20, 20), (20, 5), (10, 5), (10, 20), (0, 20)]
ARROW = [(0, 0), (10, 4), (20, 0), (10, 20)]
#: A frame as programs without holes in polygons write it: a cut to the hole and back.
FRAME = [(0, 0), (30, 0), (30, 30), (0, 30), (0, 0)]
FRAME += [(10, 10), (10, 20), (20, 20), (20, 10), (10, 10)]


def comb(teeth):
    """The outline of a comb with gaps of 2 mm and teeth 2 mm wide and 30 mm long."""
    outline = [(0, 0), (4 * teeth - 2, 0)]
    for tooth in reversed(range(teeth)):
        outline += [(4 * tooth + 2, 40), (4 * tooth, 40), (4 * tooth, 10), (4 * tooth - 2, 10)]
    return outline[:-2]


OUTLINES = {"U": U, "arrow": ARROW, "frame": FRAME, "comb": comb(30), "large comb": comb(800)}


def prism(outline, height=10.0):
    """A plate of that outline: vertices and polygons, both caps one each, no wall along a cut."""
    count = len(outline)
    flat = np.array(outline, float)
    vertices = np.concatenate([np.c_[flat, np.full(count, z)] for z in (0.0, height)])
    caps = [list(reversed(range(count))), list(range(count, 2 * count))]
    around = [(i, (i + 1) % count) for i in range(count)]
    walked = {(outline[i], outline[j]) for i, j in around}
    around = [(i, j) for i, j in around if (outline[j], outline[i]) not in walked]
    return vertices, caps + [[i, j, count + j, count + i] for i, j in around]


def figures(outline, height=10.0):
    """Volume and surface of the plate; there and back along a cut is no side of it."""
    x, y = np.array(outline, float).T
    area = float(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2
    sides = list(zip(outline, outline[1:] + outline[:1], strict=True))
    real = [(a, b) for a, b in sides if (b, a) not in sides]
    length = sum(np.hypot(b[0] - a[0], b[1] - a[1]) for a, b in real)
    return area * height, 2 * area + length * height


def as_obj(vertices, polygons):
    lines = [f"v {x!r} {y!r} {z!r}" for x, y, z in vertices.tolist()]
    lines += ["f " + " ".join(str(corner + 1) for corner in polygon) for polygon in polygons]
    return "\n".join(lines).encode()


def as_ply(vertices, polygons):
    head = (
        f"ply\nformat binary_little_endian 1.0\nelement vertex {len(vertices)}\n"
        "property double x\nproperty double y\nproperty double z\n"
        f"element face {len(polygons)}\nproperty list int int vertex_indices\nend_header\n"
    )
    lists = [np.array([len(polygon), *polygon], "<i4").tobytes() for polygon in polygons]
    return head.encode() + vertices.astype("<f8").tobytes() + b"".join(lists)


@pytest.fixture
def measured(tmp_path):
    def measure(content):
        path = tmp_path / "upload"
        path.write_bytes(content)
        return analyse(read(path))

    return measure


@pytest.mark.parametrize("write", [as_obj, as_ply])
@pytest.mark.parametrize("outline", OUTLINES.values(), ids=OUTLINES)
def test_hollow_polygons_and_those_with_holes_have_their_own_area(measured, write, outline):
    geometry = measured(write(*prism(outline)))
    volume, surface = figures(outline)
    assert (geometry.closed, geometry.wound_consistently, geometry.inside_out) == (
        True,
        True,
        False,
    )
    assert (geometry.volume, geometry.surface) == (pytest.approx(volume), pytest.approx(surface))


@pytest.mark.parametrize(("name", "turn"), [*product(["U", "arrow", "frame"], range(4))])
def test_a_polygon_may_begin_at_any_corner_and_lie_in_any_plane(measured, name, turn):
    outline = OUTLINES[name]
    vertices, polygons = prism(outline)
    volume, surface = figures(outline)
    askew = np.linalg.qr(np.random.default_rng(turn).normal(size=(3, 3)))[0]
    askew *= np.sign(np.linalg.det(askew))
    for start, (axes, sign) in enumerate([((0, 1, 2), 1), ((1, 2, 0), 1), ((1, 0, 2), -1)]):
        begun = [np.roll(polygon, turn + 3 * start)[::sign] for polygon in polygons]
        geometry = measured(as_obj((vertices[:, axes] + 500) @ askew, begun))
        assert (geometry.closed, geometry.wound_consistently, geometry.inside_out) == (
            True,
            True,
            False,
        )
        assert (geometry.volume, geometry.surface) == (
            pytest.approx(volume),
            pytest.approx(surface),
        )


def test_the_triangles_of_a_polygon_do_not_depend_on_where_it_begins(tmp_path):
    vertices, polygons = prism(U)
    path, triangles = tmp_path / "upload", []
    for turn in range(8):
        path.write_bytes(as_obj(vertices, [np.roll(polygon, turn) for polygon in polygons]))
        mesh = read(path)
        triangles.append({tuple(sorted(face)) for face in mesh.faces.tolist()})
    assert all(each == triangles[0] for each in triangles)


def test_corners_on_a_line_stay_connected_to_their_neighbours(measured):
    """Each side of the caps is parted; its own walls end in those corners too."""
    parted = []
    for (a, b), (c, d) in zip(U, U[1:] + U[:1], strict=True):
        parted += [(a, b), ((2 * a + c) / 3, (2 * b + d) / 3), ((a + 2 * c) / 3, (b + 2 * d) / 3)]
    for shift in (0.0, 0.1, 777.7):
        outline = [(x + shift, y + shift / 3) for x, y in parted]
        geometry = measured(as_obj(*prism(outline)))
        assert (geometry.closed, geometry.open_edges) == (True, 0)
        assert (geometry.volume, geometry.surface) == tuple(map(pytest.approx, figures(U)))


def test_a_corner_that_is_named_twice_counts_once(measured):
    vertices, polygons = prism(U)
    twice = [[*polygon, polygon[-1], polygon[0], polygon[0]] for polygon in polygons]
    geometry = measured(as_obj(vertices, twice))
    assert (geometry.closed, geometry.degenerate_triangles) == (True, 0)
    assert geometry.volume == pytest.approx(4500)


def test_a_polygon_that_is_not_quite_flat_is_cut_in_its_shadow(measured):
    vertices, polygons = prism(U)
    noise = np.random.default_rng(1).uniform(-1e-3, 1e-3, vertices.shape)
    geometry = measured(as_obj(vertices + noise, polygons))
    assert (geometry.closed, geometry.wound_consistently) == (True, True)
    assert (geometry.volume, geometry.surface) == tuple(
        pytest.approx(x, rel=1e-3) for x in figures(U)
    )


def test_a_polygon_that_crosses_itself_is_refused_with_its_line(measured):
    vertices, polygons = prism([(0, 0), (10, 10), (10, 0), (0, 12)])
    with pytest.raises(Unreadable, match=r"line 9 of the OBJ .* its edges cross") as caught:
        measured(as_obj(vertices, polygons))
    assert caught.value.code == "malformed"
    with pytest.raises(Unreadable, match=r"row 1 of the PLY's faces .* its edges cross"):
        measured(as_ply(vertices, polygons))


def test_a_polygon_of_more_corners_than_are_read_is_refused(measured):
    angle = np.linspace(0, 2 * np.pi, MOST_CORNERS + 2)[1:]
    outline = list(zip(np.cos(angle).tolist(), np.sin(angle).tolist(), strict=True))
    with pytest.raises(Unreadable, match=r"a face of 10,001 corners; at most 10,000"):
        measured(as_obj(*prism(outline)))


def test_faces_of_fewer_than_three_corners_are_left_out_and_noted(measured):
    vertices, polygons = prism(U)
    geometry = measured(as_obj(vertices, [*polygons, [1, 2], [3], [], [4, 5, 5, 4]]))
    assert (geometry.closed, geometry.volume) == (True, pytest.approx(4500))
    assert [(note.kind, note.times) for note in geometry.notes] == [("faces_without_area", 4)]


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_quad_has_the_area_of_its_outline(data, tmp_path_factory):
    """Four corners in four sectors around a middle: convex or hollow, at any corner."""
    radii = data.draw(st.lists(st.integers(1, 9), min_size=4, max_size=4))
    turns = data.draw(st.integers(0, 3))
    rim = [
        (x * r, y * r) for r, (x, y) in zip(radii, [(1, 0), (0, 1), (-1, 0), (0, -1)], strict=True)
    ]
    vertices, polygons = prism(rim)
    path = tmp_path_factory.getbasetemp() / "quads"
    path.write_bytes(as_obj(vertices, [np.roll(polygon, turns) for polygon in polygons]))
    geometry = analyse(read(path))
    assert (geometry.closed, geometry.wound_consistently) == (True, True)
    assert (geometry.volume, geometry.surface) == tuple(map(pytest.approx, figures(rim)))
