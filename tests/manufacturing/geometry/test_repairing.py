"""Simple damage is undone without touching the shape; the volume tells whether it was."""

import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st

from service.manufacturing.geometry.measures import measure
from service.manufacturing.geometry.meshes import Mesh, Unreadable, read
from service.manufacturing.geometry.meshes.triangulating import Tangled, triangulate
from service.manufacturing.geometry.meshes.welding import weld_indexed
from service.manufacturing.geometry.meshes.writing import write
from service.manufacturing.geometry.repairing import repair
from service.manufacturing.geometry.repairing.spanning import span
from service.manufacturing.geometry.topology import connect
from tests.support import meshes

TORUS = meshes.torus(steps=32)
BOX = meshes.box()
VOLUME = 8000.0


def mesh(solid, format_="stl"):
    vertices, faces = weld_indexed(np.asarray(solid[0], float), np.asarray(solid[1], np.int32))
    return Mesh(vertices, faces, format_)


def volume(mesh):
    return measure(mesh.mesh.vertices, mesh.mesh.faces).volume


def tube(wall=4.0, count=60):
    """A tube of 30 mm without its two ends."""
    angle = np.linspace(0, 2 * np.pi, count, endpoint=False)
    circle = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    rings = [(10.0, 0.0), (10.0, 30.0), (10.0 - wall, 0.0), (10.0 - wall, 30.0)]
    points = np.concatenate([np.c_[circle * r, np.full(count, z)] for r, z in rings])
    i = np.arange(count)
    j = (i + 1) % count
    outer = [np.c_[i, j, j + count], np.c_[i, j + count, i + count]]
    inner = [face[:, ::-1] + 2 * count for face in outer]
    return points, np.concatenate(outer + inner)


def test_a_missing_side_is_put_back():
    top = (BOX[0][BOX[1]][:, :, 2] == 20).all(axis=1)
    repaired = repair(mesh((BOX[0], BOX[1][~top])))
    assert (repaired.filled_holes, repaired.added_triangles) == (1, 2)
    assert volume(repaired) == pytest.approx(VOLUME)


def test_the_ends_of_a_tube_become_rings_and_no_discs():
    repaired = repair(mesh(tube()))
    segment = 60 / 2 * np.sin(2 * np.pi / 60)
    assert volume(repaired) == pytest.approx(segment * (10**2 - 6**2) * 30)
    assert repaired.filled_holes == 2
    ends = repaired.mesh.vertices[repaired.mesh.faces[-repaired.added_triangles :]]
    area = np.linalg.norm(np.cross(ends[:, 1] - ends[:, 0], ends[:, 2] - ends[:, 0]), axis=1).sum()
    assert area / 2 == pytest.approx(2 * segment * (10**2 - 6**2))


def test_a_plate_with_many_bores_is_covered_around_them():
    """A flat hole with islands: nine bores end in the side that is missing."""
    bores = [tube(wall=1.0, count=12) for _ in range(9)]
    solids = []
    for number, (points, faces) in enumerate(bores):
        inner = faces[len(faces) // 2 :]
        shift = (-50.0 + 40 * (number % 3), -50.0 + 40 * (number // 3), 0.0)
        solids.append((points + shift, inner))
    block = (meshes.box(140, 140, 30)[0] - (80, 80, 0), meshes.box(140, 140, 30)[1])
    upright = ~np.isin(np.ptp(block[0][block[1]][:, :, 2], axis=1) == 0, [True])
    repaired = repair(mesh(meshes.joined((block[0], block[1][upright]), *solids)))
    bore = 12 / 2 * np.sin(2 * np.pi / 12) * 9**2
    assert repaired.filled_holes == 2
    assert volume(repaired) == pytest.approx(30 * (140**2 - 9 * bore))


def test_a_curved_hole_is_spanned_by_the_least_area():
    ball = trimesh.creation.icosphere(subdivisions=2, radius=10)
    near = ball.triangles_center @ (0.6, 0.0, 0.8) > 9.2
    repaired = repair(mesh((ball.vertices, ball.faces[~near])))
    assert repaired.filled_holes == 1
    assert volume(repaired) == pytest.approx(ball.volume, rel=0.02)


@pytest.mark.parametrize("seed", range(3))
def test_mixed_winding_is_turned_as_most_of_it_was(seed):
    some = np.random.default_rng(seed).random(len(TORUS[1])) < 0.4
    faces = TORUS[1].copy()
    faces[some] = faces[some][:, ::-1]
    repaired = repair(mesh((TORUS[0], faces)))
    assert repaired.turned_triangles == np.count_nonzero(some)
    assert volume(repaired) == pytest.approx(trimesh.Trimesh(*TORUS).volume)


def test_what_is_inside_out_is_turned():
    repaired = repair(mesh(meshes.turned_inside_out(BOX)))
    assert volume(repaired) == pytest.approx(VOLUME)


def test_mended_bodies_beside_each_other_add_up():
    block, slab = meshes.box(10, 20, 30), meshes.box(7, 5, 3)
    vertices, faces = meshes.joined(block, (slab[0] + (40, 50, 60), slab[1]))
    faces = faces.copy()
    faces[:8] = faces[:8, ::-1]
    faces[-5:] = faces[-5:, ::-1]
    repaired = repair(mesh((vertices, faces)))
    assert volume(repaired) == pytest.approx(10 * 20 * 30 + 7 * 5 * 3, rel=1e-6)
    assert repaired.after["bodies"] == 2


def test_a_cavity_stays_one():
    hollow = meshes.joined(
        (BOX[0], BOX[1][1:]), meshes.turned_inside_out(meshes.moved(meshes.box(5, 5, 5), 5, 5, 5))
    )
    repaired = repair(mesh(hollow))
    assert volume(repaired) == pytest.approx(VOLUME - 125)
    assert repaired.turned_triangles == 0


@pytest.mark.parametrize("again", [slice(0, 3), slice(0, 12)])
@pytest.mark.parametrize("turned", [1, -1])
def test_repeated_triangles_are_dropped(again, turned):
    twice = np.concatenate([BOX[1], BOX[1][again][:, ::turned]])
    repaired = repair(mesh((BOX[0], twice)))
    assert repaired.dropped_triangles == len(twice) - 12
    assert volume(repaired) == pytest.approx(VOLUME)


def test_a_sheet_without_thickness_inside_of_a_part_is_dropped():
    """Two triangles back to back, spanned between edges of the box."""
    sheet = np.array([[0, 1, 7], [7, 1, 0]])
    assert not connect(np.concatenate([BOX[1], sheet]).astype(np.int32)).closed
    repaired = repair(mesh((BOX[0], np.concatenate([BOX[1], sheet]))))
    assert repaired.dropped_triangles == 2
    assert volume(repaired) == pytest.approx(VOLUME)


def test_a_stray_triangle_is_dropped_and_not_closed():
    stray = meshes.joined(BOX, (np.array([[50.0, 0, 0], [51, 0, 0], [50, 1, 0]]), [[0, 1, 2]]))
    repaired = repair(mesh(stray))
    assert (repaired.dropped_triangles, repaired.after["bodies"]) == (1, 1)


@pytest.mark.parametrize("step", [1e-7, 1e-5, 1e-3])
def test_cracks_are_welded_and_it_is_said_how_far(step):
    """Every triangle is a little off its neighbours, as after a poor conversion."""
    corners = TORUS[0][TORUS[1]].reshape(-1, 3)
    shaken = corners + np.random.default_rng(5).uniform(-step, step, corners.shape)
    repaired = repair(mesh((shaken, np.arange(len(shaken)).reshape(-1, 3))))
    assert repaired.after["bodies"] == 1
    assert 0 < repaired.moved_at_most <= 2 * np.sqrt(3) * step
    assert volume(repaired) == pytest.approx(trimesh.Trimesh(*TORUS).volume, rel=max(step, 1e-6))


@settings(max_examples=25, deadline=None)
@given(share=st.floats(0.01, 0.08), seed=st.integers(0, 1000))
def test_whatever_single_triangles_are_lost_the_part_comes_back(share, seed):
    remaining = np.random.default_rng(seed).random(len(TORUS[1])) > share
    if remaining.all():
        return
    repaired = repair(mesh((TORUS[0], TORUS[1][remaining])))
    topology = connect(repaired.mesh.faces)
    assert topology.closed
    assert topology.wound_consistently
    assert volume(repaired) == pytest.approx(trimesh.Trimesh(*TORUS).volume, rel=0.02)


@pytest.mark.parametrize("format_", ["stl", "ply"])
def test_a_repaired_mesh_survives_being_written(tmp_path, format_):
    repaired = repair(mesh((TORUS[0].astype(np.float32), TORUS[1][5:]), format_))
    write(tmp_path / "part", repaired.mesh)
    again = read(tmp_path / "part")
    assert again.format == format_
    assert np.array_equal(np.sort(again.vertices, axis=0), np.sort(repaired.mesh.vertices, axis=0))
    assert connect(again.faces).closed


def test_a_sound_mesh_is_left_alone():
    with pytest.raises(Unreadable, match="closed, and wound consistently") as caught:
        repair(mesh(BOX))
    assert caught.value.code == "nothing-to-repair"


@pytest.mark.parametrize(
    ("solid", "left"),
    [
        (meshes.joined(BOX, meshes.moved(BOX, 20, 20, 0)), "edges of more than two triangles: 1"),
        ((BOX[0], BOX[1][:1]), "enclose nothing"),
    ],
)
def test_what_cannot_be_repaired_says_what_would_be_left(solid, left):
    with pytest.raises(Unreadable, match=left) as caught:
        repair(mesh(solid))
    assert caught.value.code == "not-repairable"


def test_a_surface_with_one_side_only_is_not_repaired():
    count = 24
    angle = np.linspace(0, 2 * np.pi, count, endpoint=False)
    band = [
        (
            np.cos(a) * (10 + w * np.cos(a / 2)),
            np.sin(a) * (10 + w * np.cos(a / 2)),
            w * np.sin(a / 2),
        )
        for a in angle
        for w in (-2, 2)
    ]
    faces = []
    for i in range(count):
        a, b = 2 * i, 2 * i + 1
        c, d = (2 * i + 2, 2 * i + 3) if i < count - 1 else (1, 0)
        faces += [(a, b, c), (b, d, c)]
    with pytest.raises(Unreadable, match="one side only") as caught:
        repair(mesh((np.array(band), np.array(faces))))
    assert caught.value.code == "not-repairable"


def test_a_sieve_is_not_filled():
    corners = TORUS[0][TORUS[1]].reshape(-1, 3) * 1.0
    apart = corners + np.repeat(np.arange(len(TORUS[1])) * 7.0, 3)[:, None]
    with pytest.raises(Unreadable, match="enclose nothing") as caught:
        repair(mesh((apart, np.arange(len(apart)).reshape(-1, 3))))
    assert caught.value.code == "not-repairable"


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_polygon_is_cut_into_triangles_of_its_area(data):
    """Stars of any radii around a middle, with an island in it or not."""
    count = data.draw(st.integers(3, 40))
    radii = np.array(data.draw(st.lists(st.floats(2, 10), min_size=count, max_size=count)))
    angle = np.linspace(0, 2 * np.pi, count, endpoint=False)
    star = np.stack([np.cos(angle), np.sin(angle)], axis=1) * radii[:, None]
    rings = [star]
    if data.draw(st.booleans()) and count > 5:
        rings.append(star[::-1] * 0.2)
    points = np.concatenate(rings)
    a, b, c = (points[column] for column in triangulate(rings, 1e-9).triangles.T)
    areas = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    wanted = sum(
        float(ring[:, 0] @ np.roll(ring[:, 1], -1) - ring[:, 1] @ np.roll(ring[:, 0], -1))
        for ring in rings
    )
    assert areas.sum() == pytest.approx(wanted)
    assert (areas > -1e-9).all()


def test_a_rim_that_crosses_itself_is_not_filled():
    with pytest.raises(Tangled):
        triangulate([np.array([[0.0, 0], [4, 4], [4, 0], [0, 4]])], 1e-9)


def test_the_least_area_over_a_bent_square_is_two_triangles():
    ring = np.array([[0.0, 0, 0], [1, 0, 1], [1, 1, 0], [0, 1, 1]])
    assert len(span(ring)) == 2
