"""Bodies come and go as gzip where it pays, within bounds, and are the same in every coding."""

import gzip
import hashlib
import io
import json
import random
import zlib

import pytest

from service.api.http import content_coding
from service.app import MAX_JSON_BYTES
from tests.support import meshes
from tests.support.worlds import marketplace as markets
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database

PACKED = {"Accept-Encoding": "gzip"}
CUBE = meshes.cube_stl()


@pytest.fixture(scope="module")
def everybody(shared_market):
    return shared_market


@pytest.fixture
def market(everybody, monkeypatch, tmp_path):
    markets.moved_to(tmp_path, monkeypatch)
    return everybody


@pytest.fixture
def process_id(market):
    return market.client.draft(notes="steel " * 100)


def post(market, path, body, coding="gzip", **more):
    headers = {"Content-Encoding": coding, "Content-Type": "application/json"} | more
    return market.client.post(path, data=body, headers=headers)


def put(market, process_id, body, coding="gzip"):
    headers = {"Content-Encoding": coding}
    return market.client.put(f"/processes/{process_id}/files/a.stl", data=body, headers=headers)


def files(market, process_id):
    return market.client.get(f"/processes/{process_id}/files").json["items"]


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "GZIP", " gzip "])
def test_a_body_that_comes_packed_is_read(market, coding):
    body = gzip.compress(json.dumps({"title": "Bracket " * 20}).encode())
    answer = post(market, "/projects", body, coding)
    assert answer.status_code == 201, answer.text
    assert answer.json["title"] == ("Bracket " * 20).strip()


def test_a_body_in_several_packed_parts_is_read_as_one(market):
    body = gzip.compress(b'{"title": ') + gzip.compress(b'"Lid"}')
    assert post(market, "/projects", body).json["title"] == "Lid"


@pytest.mark.parametrize("coding", ["br", "deflate", "zstd", "gzip, gzip", "identity, gzip", "aes"])
def test_a_coding_that_is_not_understood_is_told_and_nothing_is_kept(market, process_id, coding):
    body = zlib.compress(b'{"title": "Lid"}')
    known = len(market.client.get("/projects?limit=200").json["items"])
    for answer in (post(market, "/projects", body, coding), put(market, process_id, body, coding)):
        assert refused(answer, 415, "unknown-coding")
        assert answer.headers["Accept-Encoding"] == "gzip"
    assert len(market.client.get("/projects?limit=200").json["items"]) == known
    assert files(market, process_id) == []


@pytest.mark.parametrize(
    "body",
    [
        b'{"title": "Lid"}',
        gzip.compress(b'{"title": "Lid"}')[:-1],
        gzip.compress(b'{"title": "Lid"}')[:-8] + b"12345678",
        gzip.compress(b'{"title": "Lid"}')[:12],
        gzip.compress(b'{"title": "Lid"}') + b"rest",
        zlib.compress(b'{"title": "Lid"}'),
    ],
    ids=["not packed", "cut", "wrong length", "cut early", "with a rest", "not gzip"],
)
def test_what_cannot_be_unpacked_is_told_and_nothing_is_kept(market, process_id, body):
    assert refused(post(market, "/projects", body), 400, "broken-coding")
    assert refused(put(market, process_id, body), 400, "broken-coding")
    assert files(market, process_id) == []


def test_a_packed_upload_is_the_same_file(market, process_id):
    answer = put(market, process_id, gzip.compress(CUBE))
    assert answer.status_code == 201, answer.text
    assert answer.json["sha256"] == hashlib.sha256(CUBE).hexdigest()
    assert answer.json["size_bytes"] == len(CUBE)
    again = put(market, process_id, CUBE, "identity")
    assert (again.status_code, again.json["id"]) == (200, answer.json["id"])


def test_a_packed_form_is_the_same_file(market, process_id):
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.stl"\r\n\r\n'
    answer = market.client.post(
        f"/processes/{process_id}/files",
        data=gzip.compress(head + CUBE + b"\r\n--x--\r\n"),
        headers={"Content-Encoding": "gzip"},
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.status_code == 201, answer.text
    assert answer.json["sha256"] == hashlib.sha256(CUBE).hexdigest()


def test_a_bomb_is_as_large_as_what_is_in_it(market, process_id, monkeypatch, tmp_path):
    bomb = gzip.compress(b'{"title": "' + b"a" * MAX_JSON_BYTES + b'"}')
    assert len(bomb) < MAX_JSON_BYTES / 100
    assert refused(post(market, "/projects", bomb), 413, "too-large")
    markets.moved_to(tmp_path, monkeypatch, max_upload_bytes=100_000)
    bomb = gzip.compress(b"a" * 10_000_000)
    assert refused(put(market, process_id, bomb), 413, "too-large")
    assert files(market, process_id) == []


def test_a_repeat_in_another_coding_is_the_same_request(market):
    body, key = b'{"title": "Lid"}', {"Idempotency-Key": "packed or not"}
    first = post(market, "/projects", gzip.compress(body), **key)
    again = post(market, "/projects", body, "identity", **key)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.json == first.json


@pytest.mark.parametrize(
    ("accepted", "is_packed"),
    [
        ("gzip", True),
        ("gzip, deflate, br", True),
        ("*", True),
        ("gzip;q=0.1", True),
        ("gzip;q=0.5, identity;q=1", False),
        ("gzip;q=0", False),
        ("*;q=0", False),
        ("br", False),
        ("", False),
        (None, False),
    ],
)
def test_an_answer_is_packed_for_who_takes_it_so(market, process_id, accepted, is_packed):
    headers = {} if accepted is None else {"Accept-Encoding": accepted}
    plain = market.client.get(f"/processes/{process_id}")
    answer = market.client.get(f"/processes/{process_id}", headers=headers)
    assert (answer.headers.get("Content-Encoding") == "gzip") == is_packed
    assert "Accept-Encoding" in answer.vary
    assert answer.headers["Content-Length"] == str(len(answer.data))
    if is_packed:
        assert len(answer.data) < len(plain.data) * 0.6
        assert gzip.decompress(answer.data) == plain.data
        assert answer.headers["ETag"] != plain.headers["ETag"]


def test_a_head_says_what_a_packed_answer_would_be(market, process_id):
    path = f"/processes/{process_id}"
    answer = market.client.get(path, headers=PACKED)
    head = market.client.ask("HEAD", path, headers=PACKED)
    for name in ("Content-Encoding", "Content-Length", "ETag", "Vary"):
        assert head.headers[name] == answer.headers[name]
    assert head.data == b""


def test_the_tag_of_a_packed_answer_stands_for_the_same_version(market, process_id):
    path = f"/processes/{process_id}"
    tag = market.client.get(path, headers=PACKED).headers["ETag"]
    changed = market.client.patch(path, {"title": "b"}, headers={"If-Match": tag, **PACKED})
    assert changed.status_code == 200
    stale = market.client.patch(path, {"title": "c"}, headers={"If-Match": tag, **PACKED})
    assert refused(stale, 412, "version-moved-on")
    now = changed.headers["ETag"]
    unwanted = market.client.patch(path, {"title": "c"}, headers={"If-None-Match": now})
    assert refused(unwanted, 412, "there-already")


def test_a_packed_answer_that_the_caller_has_is_not_sent_again(market):
    path = "/workflows/process.svg"
    tag = market.client.get(path, headers=PACKED).headers["ETag"]
    again = market.client.get(path, headers={"If-None-Match": tag, **PACKED})
    assert (again.status_code, again.headers["ETag"], again.data) == (304, tag, b"")


def test_what_is_small_packed_already_a_stream_or_secret_goes_as_it_is(market, process_id):
    put(market, process_id, CUBE, "identity")
    (file,) = files(market, process_id)
    for path in (
        "/health/live",
        "/auth/me",
        f"/files/{file['id']}/content",
        f"/processes/{process_id}/files.zip",
        f"/processes/{process_id}/history.pdf",
    ):
        answer = market.client.get(path, headers=PACKED)
        assert answer.status_code == 200, path
        assert "Content-Encoding" not in answer.headers, path


def member(name=b"", content=b""):
    """A member of gzip with a name in its head (RFC 1952, 2.3.1)."""
    packed = zlib.compress(content)[2:-4]
    end = zlib.crc32(content).to_bytes(4, "little") + len(content).to_bytes(4, "little")
    return b"\x1f\x8b\x08\x08" + bytes(5) + b"\xff" + name + b"\0" + packed + end


def test_a_name_in_a_packed_body_takes_no_time_of_its_own(monkeypatch):
    """However long it is: what reads it is no loop of ours."""
    monkeypatch.setattr(gzip, "_read_gzip_header", None)
    body = member(b"n" * 1_000_000, b'{"title": "Lid"}')
    assert content_coding.decoded(io.BytesIO(body), None).read() == b'{"title": "Lid"}'


def test_a_body_in_very_many_packed_parts_is_not_read_to_its_end(market, process_id):
    most = content_coding.MOST_MEMBERS
    most_parts = member(content=b'{"title": "Lid"}') + member() * (most - 1)
    assert post(market, "/projects", most_parts).json["title"] == "Lid"
    for answer in (
        post(market, "/projects", most_parts + member()),
        put(market, process_id, most_parts + member()),
    ):
        assert refused(answer, 400, "broken-coding")
    assert files(market, process_id) == []


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 3_000_000])
@pytest.mark.parametrize("at_once", [1, 1000, 65_536, 1 << 20])
def test_what_is_unpacked_in_pieces_is_what_was_packed(size, at_once):
    content = bytes(size // 2) + random.Random(size).randbytes(size - size // 2)
    if at_once == 1:
        content = content[:70_000]
    packed = gzip.compress(content) + b"\0" * 10 + member(b"more", content[:5]) + b"\0" * 100_000
    unpacked = content_coding.decoded(io.BytesIO(packed), None)
    pieces = list(iter(lambda: unpacked.read(at_once), b""))
    assert b"".join(pieces) == content + content[:5]
