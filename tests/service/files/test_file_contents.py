"""Contents going out: whole, in ranges, zipped, as a picture, and harmless to browsers."""

import io
import threading
import zipfile

import pytest
from PIL import Image

from service.files import previews, storage
from service.settings import settings
from tests.support import meshes
from tests.support.worlds import marketplace as markets
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database

CUBE = meshes.cube_stl()


@pytest.fixture(scope="module")
def everybody(shared_market):
    return shared_market


@pytest.fixture
def market(everybody, monkeypatch, tmp_path, kept_in):
    markets.moved_to(tmp_path, monkeypatch, **kept_in)
    return everybody


@pytest.fixture
def file(market):
    """A cube of a draft."""
    return market.client.upload(market.client.draft(), CUBE, "Würfel 1.stl", unit="mm").json


def content(market, file, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return market.client.get(f"/files/{file['id']}/content", headers=named)


def test_a_content_goes_out_as_an_attachment_that_no_browser_runs(market, file):
    answer = content(market, file)
    assert answer.status_code == 200
    assert answer.data == CUBE
    assert answer.headers["Content-Type"] == "model/stl"
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=\"W_rfel 1.stl\"; filename*=UTF-8''W%C3%BCrfel%201.stl"
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.headers["ETag"] == f'"{file["sha256"]}"'
    assert answer.headers["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize(
    ("asked", "span"),
    [
        ("bytes=0-9", (0, 10)),
        ("bytes=80-", (80, 684)),
        ("bytes=-4", (680, 684)),
        ("bytes=600-9999", (600, 684)),
    ],
)
def test_a_range_of_a_content_is_what_was_asked_for(market, file, asked, span):
    answer = content(market, file, Range=asked)
    assert answer.status_code == 206
    assert answer.data == CUBE[span[0] : span[1]]
    assert answer.headers["Content-Range"] == f"bytes {span[0]}-{span[1] - 1}/{len(CUBE)}"
    assert answer.headers["Content-Length"] == str(span[1] - span[0])


def test_a_range_behind_the_end_is_refused_with_the_size(market, file):
    answer = content(market, file, Range="bytes=684-")
    assert refused(answer, 416, "range-not-satisfiable")
    assert answer.headers["Content-Range"] == f"bytes */{len(CUBE)}"


@pytest.mark.parametrize("asked", ["bytes=0-1,4-5", "chapters=1-2", "bytes=x"])
def test_ranges_that_are_not_understood_give_the_whole(market, file, asked):
    answer = content(market, file, Range=asked)
    assert answer.status_code == 200
    assert answer.data == CUBE


def test_a_content_that_the_caller_has_is_not_sent_again(market, file):
    assert content(market, file, If_None_Match=f'"{file["sha256"]}"').status_code == 304
    stale = content(market, file, Range="bytes=0-9", If_Range='"another"')
    assert stale.status_code == 200
    assert stale.data == CUBE


def test_a_head_says_the_size_and_sends_nothing(market, file):
    answer = market.client.ask("HEAD", f"/files/{file['id']}/content")
    assert answer.headers["Content-Length"] == str(len(CUBE))
    assert answer.data == b""


def test_a_content_that_is_missing_in_storage_is_a_passing_problem(market, file):
    storage.current_storage().remove(file["sha256"])
    answer = content(market, file)
    assert refused(answer, 503, "content-missing")
    assert answer.headers["Retry-After"]
    zipped = market.client.get(f"/processes/{file['process_id']}/files.zip")
    assert refused(zipped, 503, "content-missing")


def test_all_files_come_as_one_zip_that_is_always_the_same(market, file):
    market.client.upload(file["process_id"], b"a drawing", "Zeichnung.pdf")
    path = f"/processes/{file['process_id']}/files.zip"
    first, again = market.client.get(path), market.client.get(path)
    assert first.status_code == 200
    assert first.mimetype == "application/zip"
    assert first.data == again.data
    with zipfile.ZipFile(io.BytesIO(first.data)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["Würfel 1.stl", "Zeichnung.pdf"]
        assert archive.read("Würfel 1.stl") == CUBE
        assert archive.read("Zeichnung.pdf") == b"a drawing"


def test_a_process_without_files_is_an_empty_zip(market):
    answer = market.client.get(f"/processes/{market.client.draft()}/files.zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.namelist() == []


def picture(market, file, **more):
    return market.client.get(f"/files/{file['id']}/preview.png", **more)


def test_a_model_has_a_picture_that_is_drawn_once(market, file, monkeypatch):
    answer = picture(market, file)
    assert answer.status_code == 200
    assert Image.open(io.BytesIO(answer.data)).size == (640, 480)
    monkeypatch.setattr(previews, "render", None)  # nobody draws any more
    assert picture(market, file).data == answer.data
    known = {"If-None-Match": answer.headers["ETag"]}
    assert picture(market, file, headers=known).status_code == 304


def test_another_unit_is_another_picture(market, file):
    before = picture(market, file)
    market.client.patch(f"/files/{file['id']}", {"unit": "cm"})
    after = picture(market, file)
    assert after.data != before.data
    assert after.headers["ETag"] != before.headers["ETag"]


def test_an_attachment_has_no_picture(market):
    drawing = market.client.upload(market.client.draft(), b"a drawing", "a.pdf").json
    answer = picture(market, drawing)
    assert refused(answer, 404, "not-found")
    assert "'a.pdf' is no model" in answer.json["detail"]


@pytest.mark.parametrize("damage", [b"solid empty\nendsolid empty\n", CUBE[:-100]])
def test_a_damaged_model_is_told_instead_of_drawn(market, damage):
    broken = market.client.upload(market.client.draft(), damage, "a.stl").json
    assert broken["model_format"] == "stl"
    answer = picture(market, broken)
    assert refused(answer, 422, "unreadable-model")
    assert not list(settings().var("previews").glob("*"))


def test_a_model_with_too_many_triangles_is_not_drawn_while_somebody_waits(
    market, file, monkeypatch
):
    monkeypatch.setattr(previews, "MOST_TRIANGLES", 11)
    answer = picture(market, file)
    assert refused(answer, 422, "unreadable-model")
    assert "12 triangles" in answer.json["detail"]


def test_more_pictures_than_turns_are_sent_away_for_a_moment(market, file, monkeypatch):
    monkeypatch.setattr(previews.LIMIT, "_places", threading.BoundedSemaphore(1))
    monkeypatch.setattr(previews.LIMIT, "patience_s", 0.01)
    with previews.LIMIT.place():
        answer = picture(market, file)
    assert refused(answer, 503, "crowded")
    assert answer.headers["Retry-After"]
    assert picture(market, file).status_code == 200
