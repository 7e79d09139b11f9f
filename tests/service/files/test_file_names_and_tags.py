"""Files are told apart by their names as given, and written only under the caller's conditions."""

import io
import unicodedata
import zipfile
from urllib.parse import quote

import pytest

from tests.support.worlds import marketplace as markets
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database


@pytest.fixture(scope="module")
def everybody(shared_market):
    return shared_market


@pytest.fixture
def market(everybody, monkeypatch, tmp_path):
    markets.moved_to(tmp_path, monkeypatch)
    return everybody


def put(market, process_id, name, content=b"one", **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    path = f"/processes/{process_id}/files/{quote(name, safe='')}"
    return market.client.put(path, data=content, headers=named)


def listed(market, process_id):
    items = market.client.get(f"/processes/{process_id}/files").json["items"]
    return [(item["name"], item["size_bytes"]) for item in items]


ALIKE = [
    ("a_b.bin", "a?b.bin"),
    ("a_b.bin", 'a"b.bin'),
    ("a_b.bin", "a\\b.bin"),
    ("part.bin", "PART.bin"),
    ("part.bin", "part.bin."),
    ("part.bin", " part.bin"),
    ("x" * 200 + "1.bin", "x" * 200 + "2.bin"),
    ("con.bin", "_con.bin"),
    ("straße.bin", "strasse.bin"),
    ("a:b.bin", "a*b.bin"),
]


@pytest.mark.parametrize(("first", "second"), ALIKE)
def test_putting_a_file_never_touches_one_with_another_name(market, first, second):
    process_id = market.client.draft()
    assert put(market, process_id, first).status_code == 201
    for turn in range(3):
        answer = put(market, process_id, second, b"other")
        assert answer.status_code == (200 if turn else 201), answer.text
        assert answer.json["name"] == second
    assert listed(market, process_id) == [(first, 3), (second, 5)]
    packed = market.client.get(f"/processes/{process_id}/files.zip").data
    names = zipfile.ZipFile(io.BytesIO(packed)).namelist()
    assert len({name.casefold() for name in names}) == 2
    assert not any(sign in name for name in names for sign in '?*:"\\/<>|')


def test_a_name_in_composed_and_in_decomposed_letters_is_one_name(market):
    process_id = market.client.draft()
    assert put(market, process_id, unicodedata.normalize("NFD", "Größe.bin")).status_code == 201
    assert put(market, process_id, unicodedata.normalize("NFC", "Größe.bin")).status_code == 200
    assert listed(market, process_id) == [(unicodedata.normalize("NFC", "Größe.bin"), 3)]


@pytest.mark.parametrize(
    "name", ["a\nb.bin", "a\tb.bin", "\u202egnp.exe", "a\u200bb.bin", " ", "x" * 256, "a\x7f.bin"]
)
def test_what_cannot_be_shown_is_no_name(market, name):
    process_id = market.client.draft()
    assert refused(put(market, process_id, name), 422, "invalid")
    assert listed(market, process_id) == []


def test_names_that_are_no_utf_8_are_refused_and_never_taken_for_one_another(market):
    process_id = market.client.draft()
    for name in ("%FF.bin", "%FE.bin"):
        answer = market.client.put(f"/processes/{process_id}/files/{name}", data=b"one")
        assert answer.status_code in (400, 404, 422), answer.text
    assert listed(market, process_id) == []


def test_words_of_joined_letters_keep_what_joins_them(market):
    process_id = market.client.draft()
    name = "می\u200cشود.bin"
    assert put(market, process_id, name).json["name"] == name


def test_nothing_is_replaced_for_who_asks_that_nothing_is(market):
    process_id = market.client.draft()
    star = {"If_None_Match": "*"}
    assert put(market, process_id, "a.bin", b"one", **star).status_code == 201
    again = put(market, process_id, "a.bin", b"other", **star)
    assert refused(again, 412, "there-already")
    same = put(market, process_id, "a.bin", b"one", **star)
    assert refused(same, 412, "there-already")
    assert listed(market, process_id) == [("a.bin", 3)]


def test_a_file_is_replaced_only_where_it_is_the_expected_one(market):
    process_id = market.client.draft()
    assert refused(put(market, process_id, "a.bin", If_Match="*"), 412, "version-moved-on")
    file = put(market, process_id, "a.bin").json
    known = f'"{file["sha256"]}"'
    assert refused(put(market, process_id, "a.bin", b"2", If_Match='"0"'), 412, "version-moved-on")
    weak = put(market, process_id, "a.bin", b"2", If_Match=f"W/{known}")
    assert refused(weak, 412, "version-moved-on")
    unwanted = put(market, process_id, "a.bin", b"2", If_None_Match=f'"x", W/{known}')
    assert refused(unwanted, 412, "there-already")
    assert put(market, process_id, "a.bin", b"22", If_Match=f'"x", {known}').status_code == 200
    assert refused(
        put(market, process_id, "a.bin", b"333", If_Match=known), 412, "version-moved-on"
    )
    assert put(market, process_id, "a.bin", b"333", If_None_Match=known).status_code == 200
    version = market.client.get(f"/processes/{process_id}").headers["ETag"]
    assert put(market, process_id, "b.bin", If_Match=version).status_code == 201
    assert refused(put(market, process_id, "c.bin", If_Match=version), 412, "version-moved-on")
    assert listed(market, process_id) == [("a.bin", 3), ("b.bin", 3)]


@pytest.mark.parametrize("header", ["If-Match", "If-None-Match"])
@pytest.mark.parametrize("tags", ["7", "garbage", '"7', "* , *", 'w/"7"', '"1" "2"', ""])
def test_tags_that_cannot_be_read_are_told_and_nothing_is_written(market, header, tags):
    process_id = market.client.draft()
    headers = {header: tags}
    changed = market.client.patch(f"/processes/{process_id}", {"title": "b"}, headers=headers)
    assert refused(changed, 400, "unreadable-tags")
    path = f"/processes/{process_id}/files/a.bin"
    assert refused(market.client.put(path, data=b"1", headers=headers), 400, "unreadable-tags")
    assert listed(market, process_id) == []


def test_no_write_happens_to_what_should_not_be_there(market):
    process_id = market.client.draft()
    path = f"/processes/{process_id}"
    answer = market.client.patch(path, {"title": "b"}, headers={"If-None-Match": "*"})
    assert refused(answer, 412, "there-already")


@pytest.mark.parametrize(
    ("asked", "status", "body"),
    [
        ("bytes=-65536", 206, b"0123456789"),
        ("bytes=-10", 206, b"0123456789"),
        ("bytes=-3", 206, b"789"),
        ("bytes=0-", 206, b"0123456789"),
        ("bytes=4-65536", 206, b"456789"),
        ("bytes=10-", 416, None),
        ("bytes=-0", 200, b"0123456789"),
        ("bytes=1-2,4-5", 200, b"0123456789"),
        ("lines=1-2", 200, b"0123456789"),
        ("bytes=5-2", 200, b"0123456789"),
    ],
)
def test_every_range_gives_the_bytes_that_it_means(market, asked, status, body):
    process_id = market.client.draft()
    id = put(market, process_id, "a.bin", b"0123456789").json["id"]
    answer = market.client.get(f"/files/{id}/content", headers={"Range": asked})
    assert answer.status_code == status
    if status == 416:
        assert answer.headers["Content-Range"] == "bytes */10"
        return
    assert answer.data == body
    assert answer.headers["Content-Length"] == str(len(body))
    if status == 206:
        first = 10 - len(body) if asked != "bytes=4-65536" else 4
        assert answer.headers["Content-Range"] == f"bytes {first}-9/10"
