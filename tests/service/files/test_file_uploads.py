"""Uploads: whole or not at all, recognised by content, under names and units that can be."""

import hashlib
import io
from uuid import UUID

import pytest
import sqlalchemy as sa

from service.database import transactions
from service.database.models import Event
from service.files import storage
from service.files.uploads import media_type
from service.ids import new_id
from service.verification import verify
from tests.support import meshes
from tests.support.callers import API, publish
from tests.support.worlds import marketplace as markets
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database

CUBE = meshes.cube_stl()


@pytest.fixture(scope="module")
def everybody(shared_market):
    return shared_market


@pytest.fixture
def market(everybody, monkeypatch, tmp_path):
    markets.moved_to(tmp_path, monkeypatch)
    return everybody


def contents():
    """Every file in the storage, also the half ones."""
    return [path for path in storage.current_storage().folder.rglob("*") if path.is_file()]


def test_an_upload_is_recognised_by_its_content_and_kept_under_its_hash(market):
    process_id = market.client.draft()
    answer = market.client.upload(process_id, CUBE, "Halter groß.stl", unit="mm")
    assert answer.status_code == 201, answer.text
    file = answer.json
    assert file["name"] == "Halter groß.stl"
    assert file["model_format"] == "stl"
    assert file["media_type"] == "model/stl"
    assert file["unit"] == "mm"
    assert file["size_bytes"] == len(CUBE)
    assert file["sha256"] == hashlib.sha256(CUBE).hexdigest()
    assert [path.name for path in contents()] == [file["sha256"]]
    assert market.client.get(answer.headers["Location"].removeprefix(API)).json == file
    assert market.client.get(f"/processes/{process_id}/files").json["items"] == [file]


def test_a_glb_brings_its_unit_and_is_verified_in_it(market):
    """A cube of 20 mm, in metres as glTF has them; bytes behind an STL beside it are told."""
    process_id = market.client.draft(quantity=5, material_id="pa12")
    cube = meshes.glb(meshes.box(0.02, 0.02, 0.02))
    file = market.client.upload(process_id, cube, "cube.glb").json
    assert (file["model_format"], file["unit"]) == ("glb", "m")
    assert file["media_type"] == "model/gltf-binary"
    refused(market.client.upload(process_id, cube + b" ", "again.glb", unit="mm"), 422, "invalid")
    market.client.upload(process_id, CUBE + b"made by hand", "cube.stl", unit="mm")
    project = market.client.get(f"/processes/{process_id}").json["project_id"]
    market.client.post(f"/projects/{project}/verify", {"process_ids": [process_id]})
    verify.verify(UUID(process_id))
    record = market.client.get(f"/processes/{process_id}/verification").json
    volumes = [part["volume_mm3"] for part in record["geometry"]]
    assert volumes == pytest.approx([8000, 8000])
    (noted,) = [check for check in record["checks"] if check["check"] == "surplus_bytes"]
    assert (noted["verdict"], noted["value"], noted["where"]) == ("warn", 12, "cube.stl")


def test_an_upload_is_one_history_row_and_one_event_for_those_who_work_with_files(market):
    process_id = market.client.draft()
    market.client.upload(process_id, unit="mm")
    publish()
    with transactions.reading() as session:
        query = sa.select(Event).where(
            Event.type == "process.file", Event.process_id == UUID(process_id)
        )
        (event,) = session.scalars(query)
        process = session.get(verify.Process, UUID(process_id))
        assert process.version == 2
    assert event.right == "processes:files"
    assert event.data["file"] == "added"


def test_a_file_may_come_as_the_raw_body_under_its_name(market):
    process_id = market.client.draft()
    path = f"/processes/{process_id}/files/part.stl?unit=inch"
    first = market.client.put(path, data=CUBE)
    assert first.status_code == 201, first.text
    assert first.json["unit"] == "inch"
    again = market.client.put(path, data=CUBE)
    assert again.status_code == 200
    assert again.json == first.json
    other = market.client.put(path, data=meshes.cube_stl(30))
    assert other.status_code == 200
    listed = market.client.get(f"/processes/{process_id}/files").json["items"]
    assert [(f["name"], f["sha256"]) for f in listed] == [("part.stl", other.json["sha256"])]


def test_a_truncated_body_leaves_nothing(market):
    process_id = market.client.draft()
    path = f"/processes/{process_id}/files/part.stl"
    for terminated in (False, True):  # servers differ in who notices
        answer = market.client.put(
            path,
            input_stream=io.BytesIO(CUBE[:100]),
            environ_overrides=promising(len(CUBE), terminated),
        )
        assert refused(answer, 400, "bad-upload")
    assert contents() == []
    assert market.client.get(f"/processes/{process_id}/files").json["items"] == []


def promising(size, terminated):
    """What a server says of a request with `size` bytes, some of which never came."""
    ended = {"wsgi.input_terminated": True} if terminated else {}
    return {"CONTENT_LENGTH": str(size), **ended}


def test_a_truncated_form_leaves_nothing(market):
    process_id = market.client.draft()
    body = (
        b"--b\r\nContent-Disposition: form-data; name=file; filename=part.stl\r\n\r\n" + CUBE[:200]
    )
    for terminated in (False, True):
        answer = market.client.ask(
            "POST",
            f"/processes/{process_id}/files",
            input_stream=io.BytesIO(body),
            content_type="multipart/form-data; boundary=b",
            environ_overrides=promising(len(body) + 500, terminated),
        )
        assert refused(answer, 400, "bad-upload")
    assert contents() == []


@pytest.mark.parametrize("raw", [True, False])
def test_a_file_above_the_limit_is_refused_and_leaves_nothing(market, monkeypatch, tmp_path, raw):
    markets.moved_to(tmp_path, monkeypatch, max_upload_bytes=1000)
    process_id = market.client.draft()
    path = f"/processes/{process_id}/files/part.stl"
    for size in (1001, 200_000):
        if raw:
            answer = market.client.put(path, data=bytes(size))
        else:
            answer = market.client.upload(process_id, bytes(size))
        assert refused(answer, 413, "too-large")
        assert "1000 bytes" in answer.json["detail"]
    assert contents() == []
    assert market.client.put(path, data=bytes(1000)).status_code == 201


def post_form(market, process_id, content, boundary="b", **more):
    """Upload `content` as any browser would, with the same boundary every time."""
    head = "Content-Disposition: form-data; name=file; filename=scan.bin\r\n\r\n"
    return market.client.post(
        f"/processes/{process_id}/files",
        data=f"--{boundary}\r\n{head}".encode() + content + f"\r\n--{boundary}--\r\n".encode(),
        content_type=f"multipart/form-data; boundary={boundary}",
        **more,
    )


def test_a_file_may_be_larger_than_a_json_body(market):
    process_id = market.client.draft()
    content = b"a measured point\n" * 200_000
    answer = post_form(market, process_id, content)
    assert answer.status_code == 201, answer.text
    assert answer.json["sha256"] == hashlib.sha256(content).hexdigest()
    assert answer.json["media_type"] == "application/octet-stream"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("a/b/c.stl", "c.stl"),
        ("C:/parts/a?b.stl", "a?b.stl"),
        ("x" * 251 + ".stl", "x" * 251 + ".stl"),
    ],
)
def test_names_lose_their_folders_and_nothing_else(market, given, name):
    process_id = market.client.draft()
    answer = market.client.upload(process_id, name=given)
    assert answer.status_code == 201, answer.text
    assert answer.json["name"] == name


def test_two_files_of_one_process_never_have_the_same_name(market):
    process_id = market.client.draft()
    names = [
        market.client.upload(process_id, name=name).json["name"]
        for name in ("part.stl", "PART.stl", "part.stl", "LICENSE", "license")
    ]
    assert names == ["part.stl", "PART (2).stl", "part (3).stl", "LICENSE", "license (2)"]


@pytest.mark.parametrize(
    ("content", "name", "unit", "says"),
    [
        (CUBE, "a.stl", "furlong", "must be one of micron, mm, cm, m, inch, foot, not 'furlong'"),
        (
            b"%PDF-1.7 a drawing",
            "a.pdf",
            "mm",
            "'a.pdf' is no STL, 3MF, OBJ, PLY, GLB or STEP model",
        ),
        (meshes.threemf(meshes.box(), unit="inch"), "a.3mf", "mm", "says that its unit is inch"),
    ],
)
def test_a_unit_that_cannot_be_is_refused_and_leaves_nothing(market, content, name, unit, says):
    process_id = market.client.draft()
    answer = market.client.upload(process_id, content, name, unit=unit)
    assert refused(answer, 422, "invalid")
    assert answer.json["errors"][0]["pointer"] == "/unit"
    assert says in answer.json["detail"]
    assert contents() == []


def test_a_3mf_file_brings_its_unit(market):
    process_id = market.client.draft()
    content = meshes.threemf(meshes.box(), unit="inch")
    assert market.client.upload(process_id, content, "a.3mf").json["unit"] == "inch"
    assert market.client.upload(process_id, content, "b.3mf", unit="inch").status_code == 201


def test_an_upload_may_name_its_id_and_the_version_that_it_knows(market):
    process_id, id = market.client.draft(), str(new_id())
    first = market.client.upload(process_id, id=id, headers={"If-Match": '"1"'})
    assert first.json["id"] == id
    assert first.headers["ETag"] == '"2"'
    assert refused(market.client.upload(process_id, id=id), 409, "id-taken")
    assert refused(market.client.upload(process_id, id="seven"), 422, "invalid")
    stale = market.client.upload(process_id, headers={"If-Match": '"1"'})
    assert refused(stale, 412, "version-moved-on")
    listed = market.client.get(f"/processes/{process_id}/files").json["items"]
    assert len(listed) == 1


def test_a_repeated_upload_with_its_key_is_one_file(market):
    process_id, key = market.client.draft(), {"Idempotency-Key": "one"}
    first = post_form(market, process_id, CUBE, headers=key)
    again = post_form(market, process_id, CUBE, headers=key)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.json == first.json


def test_a_repeated_upload_is_known_by_its_content_however_it_is_wrapped(market):
    process_id, key = market.client.draft(), {"Idempotency-Key": "wrapped"}
    first = post_form(market, process_id, CUBE, headers=key)
    again = post_form(market, process_id, CUBE, boundary="a-longer-one", headers=key)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.json == first.json


@pytest.mark.parametrize("way", ["form", "body"])
def test_a_key_is_not_taken_for_another_content_of_the_same_length(market, way):
    process_id, key = market.client.draft(), {"Idempotency-Key": f"content of {way}"}

    def send(content):
        if way == "form":
            return post_form(market, process_id, content, headers=key)
        return market.client.put(f"/processes/{process_id}/files/a.bin", data=content, headers=key)

    first = send(b"one content")
    assert refused(send(b"two content"), 422, "idempotency-key-reused")
    assert send(b"one content").json == first.json
    assert len(market.client.get(f"/processes/{process_id}/files").json["items"]) == 1
    assert list((storage.current_storage().folder / storage.INCOMING).iterdir()) == []


def test_a_dry_run_keeps_no_file(market):
    process_id = market.client.draft()
    path = f"/processes/{process_id}/files/a.stl?dry_run=true"
    assert market.client.put(path, data=CUBE).status_code == 201
    assert market.client.get(f"/processes/{process_id}/files").json["items"] == []


@pytest.mark.parametrize(
    ("data", "pointer"),
    [
        ({"unit": "mm"}, "/file"),
        ({"file": "no file, just a field"}, "/file"),
        ({"file": [(io.BytesIO(b"a"), "a"), (io.BytesIO(b"b"), "b")]}, "/file"),
        ({"file": (io.BytesIO(b""), "a.stl")}, "/file"),
        ({"file": (io.BytesIO(b"a"), "a"), "unti": "mm"}, "/unti"),
    ],
)
def test_a_form_that_is_no_upload_is_refused_with_the_field(market, data, pointer):
    data = {name: _fresh(value) for name, value in data.items()}
    path = f"/processes/{market.client.draft()}/files"
    answer = market.client.post(path, data=data, content_type="multipart/form-data")
    assert refused(answer, 422, "invalid")
    assert answer.json["errors"][0]["pointer"] == pointer
    assert contents() == []


def _fresh(value):
    """A field's value with streams of its own: the client closes those that it sends."""
    if isinstance(value, list):
        return [_fresh(part) for part in value]
    return (io.BytesIO(value[0].getvalue()), value[1]) if isinstance(value, tuple) else value


def test_what_is_no_form_is_told_so(market):
    path = f"/processes/{market.client.draft()}/files"
    assert refused(market.client.post(path, data=CUBE), 415, "unsupported-media-type")
    answer = market.client.post(path, data=b"x", content_type="multipart/form-data")
    assert refused(answer, 400, "bad-upload")


@pytest.mark.parametrize(
    ("model_format", "name", "expected"),
    [
        ("stl", "a.html", "model/stl"),
        (None, "a.html", "application/octet-stream"),
        (None, "a.svg", "application/octet-stream"),
        (None, "A.PDF", "application/pdf"),
        (None, "README", "application/octet-stream"),
    ],
)
def test_nothing_is_served_as_what_a_browser_runs(model_format, name, expected):
    assert media_type(model_format, name) == expected
