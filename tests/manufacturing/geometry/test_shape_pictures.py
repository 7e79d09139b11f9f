"""A marked picture points at what is wrong with a part."""

import io
from uuid import UUID

import numpy as np
import pytest
from PIL import Image

from service.manufacturing.geometry.meshes.polygons import indexed_mesh
from service.manufacturing.geometry.picture import RED
from service.manufacturing.geometry.shape.marking import Held, faults
from service.manufacturing.quoting.applied_limits import held_against
from service.verification import verify
from tests.support import meshes
from tests.support.orders import fire
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database

HELD = Held(wall_mm=1.0, up="+z")


def lines(solid, unit_mm=1.0, held=HELD):
    return faults(indexed_mesh(*solid, "obj"), unit_mm, held)


def red(answer):
    """How many pixels are as good as red."""
    pixels = np.asarray(Image.open(io.BytesIO(answer.data)).convert("RGB")).astype(int)
    return int((np.abs(pixels - RED).max(axis=2) < 20).sum())


def test_a_sound_block_is_marked_nowhere():
    assert len(lines(meshes.box())) == 0


def test_every_open_edge_is_a_line():
    vertices, faces = meshes.box(20, 30, 40)
    drawn = lines((vertices, faces[1:]))
    corners = vertices[faces[0]]
    expected = {frozenset(map(tuple, corners[[i, (i + 1) % 3]])) for i in range(3)}
    assert {frozenset(map(tuple, line)) for line in drawn.tolist()} == expected


def test_a_thin_wall_has_a_cross_on_it_unless_its_size_is_unknown():
    sheet = meshes.box(30, 30, 0.6)
    drawn = lines(sheet)
    assert len(drawn) == 20 * 3
    assert np.isin(drawn.mean(axis=1)[:, 2].round(9), (0, 0.6)).all()
    assert len(lines(sheet, unit_mm=25.4)) == 0
    assert len(lines(sheet, unit_mm=None)) == 0


def test_an_overhang_has_a_line_around_it_and_none_across():
    table = meshes.joined(meshes.box(10, 10, 30), meshes.moved(meshes.box(50, 40, 5), 50, 0, 30))
    drawn = lines(table)
    assert (drawn[:, :, 2] == 30).all()
    assert np.linalg.norm(drawn[:, 1] - drawn[:, 0], axis=1).sum() == pytest.approx(180)


def test_what_a_part_was_not_held_against_is_not_marked():
    assert len(lines(meshes.box(30, 30, 0.6), held=Held())) == 0
    assert len(lines(meshes.box(30, 30, 0.6), held=Held(wall_mm=0.5))) == 0
    table = meshes.joined(meshes.box(10, 10, 30), meshes.moved(meshes.box(50, 40, 5), 50, 0, 30))
    assert len(lines(table, held=Held(wall_mm=1.0))) == 0


def test_an_overhang_is_marked_as_the_part_was_laid():
    table = meshes.joined(meshes.box(10, 10, 30), meshes.moved(meshes.box(50, 40, 5), 50, 0, 30))
    drawn = lines(table, held=Held(up="+x"))
    assert (drawn[:, :, 0] == 50).all()
    assert np.linalg.norm(drawn[:, 1] - drawn[:, 0], axis=1).sum() == pytest.approx(90)


GEOMETRY = {
    "shape": {
        "orientations": [
            {"up": "+z", "support_volume_mm3": 9.0},
            {"up": "-y", "support_volume_mm3": 2.0},
        ]
    }
}


def answer(contractor, wall, *, supported=True, up=None):
    checks = [{"check": "wall", "limit": wall}, *([{"check": "supports"}] if supported else [])]
    named = {"contractor_id": contractor, "checks": checks, "constraints": checks}
    return named | ({"laid": [{"up": up}]} if up else {})


@pytest.mark.parametrize(
    ("quotes", "refusals", "alone", "expected"),
    [
        ([("a", 0.7, "+x"), ("b", 0.5, "-z")], [("c", 0.3, None)], None, Held(0.5, "+x")),
        ([("a", 0.7, "+x"), ("b", 0.5, "-z")], [], "b", Held(0.5, "-z")),
        ([], [("c", 0.3, None), ("d", 0.2, None)], None, Held(0.2, "-y")),
        ([], [], None, Held()),
    ],
)
def test_limits_are_those_of_who_can_make_it_else_of_who_was_asked(
    quotes, refusals, alone, expected
):
    content = {
        "geometry": [GEOMETRY],
        "quotes": [answer(id, wall, up=up) for id, wall, up in quotes],
        "unsuitable": [answer(id, wall) for id, wall, _ in refusals],
    }
    assert held_against(content, GEOMETRY, alone) == expected


def test_where_powder_carries_the_part_no_overhang_is_looked_for():
    content = {"geometry": [GEOMETRY], "unsuitable": []}
    content["quotes"] = [answer("a", 0.7, supported=False, up="+x")]
    assert held_against(content, GEOMETRY) == Held(0.7, None)


def test_marks_are_asked_for_and_kept_beside_the_plain_picture(market):
    vertices, faces = meshes.box()
    content = meshes.stl((vertices, faces[2:]))
    file = market.client.upload(market.client.draft(), content, "a.stl", unit="mm").json
    path = f"/files/{file['id']}/preview.png"
    plain, marked = market.client.get(path), market.client.get(f"{path}?marks=true")
    assert (plain.status_code, marked.status_code) == (200, 200)
    assert red(marked) > 100 > red(plain) == 0
    assert plain.headers["ETag"] != marked.headers["ETag"]
    assert market.client.get(path).data == plain.data


def test_a_thin_wall_is_marked_once_it_was_held_against_a_limit(market):
    id = market.client.draft(quantity=5, material_id="pa12")
    file = market.client.upload(id, meshes.stl(meshes.box(30, 30, 0.6)), "a.stl", unit="mm").json
    path = f"/files/{file['id']}/preview.png?marks=true"
    assert red(market.client.get(path)) == 0
    assert fire(market.client, id, "verify").status_code == 202
    verify.verify(UUID(id))
    assert red(market.client.get(path)) > 100


def test_marks_that_are_neither_true_nor_false_are_refused(market):
    file = market.client.upload(market.client.draft(), unit="mm").json
    answer = market.client.get(f"/files/{file['id']}/preview.png?marks=perhaps")
    assert refused(answer, 422, "invalid")
