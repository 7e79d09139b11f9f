"""A marked picture points at what is wrong with a part."""

import io

import numpy as np
import pytest
from PIL import Image

from service.manufacturing.meshes.polygons import indexed_mesh
from service.manufacturing.picture import RED
from service.manufacturing.shape.marking import faults
from tests import market as markets
from tests import meshes
from tests.market import refused


@pytest.fixture
def market(example_url, monkeypatch, tmp_path):
    with markets.opened(example_url, monkeypatch, tmp_path) as market:
        yield market


def lines(solid, unit_mm=1.0):
    return faults(indexed_mesh(*solid, "obj"), unit_mm, 1)


def red(answer):
    """How many pixels are as good as red."""
    pixels = np.asarray(Image.open(io.BytesIO(answer.data)).convert("RGB")).astype(int)
    return int((np.abs(pixels - RED).max(axis=2) < 20).sum())


def test_a_sound_block_is_marked_nowhere():
    assert len(lines(meshes.box())) == 0


def test_every_open_edge_is_a_line():
    vertices, faces = meshes.box(20, 30, 40)
    found = lines((vertices, faces[1:]))
    corners = vertices[faces[0]]
    expected = {frozenset(map(tuple, corners[[i, (i + 1) % 3]])) for i in range(3)}
    assert {frozenset(map(tuple, line)) for line in found.tolist()} == expected


def test_a_thin_wall_has_a_cross_on_it_unless_its_size_is_unknown():
    sheet = meshes.box(30, 30, 0.6)
    found = lines(sheet)
    assert len(found) == 20 * 3
    assert np.isin(found.mean(axis=1)[:, 2].round(9), (0, 0.6)).all()
    assert len(lines(sheet, unit_mm=25.4)) == 0
    assert len(lines(sheet, unit_mm=None)) == 0


def test_an_overhang_has_a_line_around_it_and_none_across():
    table = meshes.joined(meshes.box(10, 10, 30), meshes.moved(meshes.box(50, 40, 5), 50, 0, 30))
    found = lines(table)
    assert (found[:, :, 2] == 30).all()
    assert np.linalg.norm(found[:, 1] - found[:, 0], axis=1).sum() == pytest.approx(180)


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


def test_marks_that_are_neither_true_nor_false_are_refused(market):
    file = market.client.upload(market.client.draft(), unit="mm").json
    answer = market.client.get(f"/files/{file['id']}/preview.png?marks=perhaps")
    assert refused(answer, 422, "invalid")
