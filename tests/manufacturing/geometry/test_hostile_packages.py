"""Damaged and hostile packages of 3MF files end in an error that says what is wrong, cheaply."""

import tracemalloc
from pathlib import Path
from zipfile import ZIP_BZIP2, ZipFile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.manufacturing.geometry.analysis import analyse
from service.manufacturing.geometry.meshes import Limits, Unreadable, read, recognise
from tests.support import meshes
from tests.support.small_files import ASCII, BOX, ITEM, OBJ, PLY, PLY_TEXT, ROOT, STL, THREEMF

ORIGINALS = [STL, ASCII, OBJ, PLY, PLY_TEXT, THREEMF, meshes.glb(BOX)]


@pytest.fixture
def file(tmp_path):
    def write(content):
        path = tmp_path / "upload"
        path.write_bytes(content)
        return path

    return write


def test_a_zip_bomb_is_left_packed(file):
    """64 MiB of blanks in 64 KiB: the reader stops at the ratio, not at the end."""
    path = file(meshes.package(ROOT + " " * 2**26))
    assert path.stat().st_size < 100_000
    tracemalloc.start()
    try:
        with pytest.raises(Unreadable, match="200 times its size") as caught:
            read(path)
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()
    assert caught.value.code == "zip-bomb"


def test_the_parts_of_a_package_count_together(file):
    items = "".join(f'<item objectid="1" p:path="/3D/{i}.model"/>' for i in range(9))
    parts = {f"3D/{i}.model": ROOT for i in range(9)}
    path = file(meshes.package(meshes.model("", items), parts))
    assert len(read(path).faces) == 9 * 12
    with pytest.raises(Unreadable, match="more than 5,000 bytes") as caught:
        read(path, limits=Limits(max_unpacked_bytes=5_000))
    assert caught.value.code == "zip-bomb"


@pytest.mark.parametrize(
    ("limits", "code"),
    [(Limits(max_archive_files=3), "too-large"), (Limits(max_instances=4), "too-many-objects")],
)
def test_archives_of_many_files_and_builds_of_many_objects_are_refused(file, limits, code):
    parts = {f"Metadata/{i}.png": "" for i in range(3)}
    path = file(meshes.package(ROOT.replace(ITEM, ITEM * 5), parts))
    assert len(read(path).faces) == 5 * 12
    with pytest.raises(Unreadable) as caught:
        read(path, limits=limits)
    assert caught.value.code == code


def test_triangles_that_are_not_built_are_not_collected_without_end(file):
    objects = meshes.object_xml("1", BOX) + meshes.object_xml("2", meshes.torus())
    path = file(meshes.package(meshes.model(objects, ITEM)))
    assert len(read(path).faces) == 12
    with pytest.raises(Unreadable, match="101 triangles; at most 100"):
        read(path, limits=Limits(max_triangles=100))


def test_an_encrypted_archive_is_refused(file):
    flagged = bytearray(THREEMF)
    flagged[THREEMF.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(Unreadable, match=r"'_rels/\.rels' is encrypted"):
        read(file(flagged))


def test_an_archive_packed_in_an_unusual_way_is_refused(file):
    path = file(b"")
    with ZipFile(path, "w", ZIP_BZIP2) as archive:
        archive.writestr("3D/3dmodel.model", ROOT)
    with pytest.raises(Unreadable, match=r"'3d/3dmodel\.model' is packed with bzip2"):
        read(path)


def test_what_nobody_looks_at_may_be_packed_as_it_likes(file):
    path = file(THREEMF)
    with ZipFile(path, "a", ZIP_BZIP2) as archive:
        archive.writestr("Metadata/thumbnail.png", b"")
    assert len(read(path).faces) == 12


def test_an_archive_with_a_part_twice_is_refused(file):
    """Two programs could read two different parts out of it."""
    with pytest.raises(Unreadable, match=r"holds '3d/3dmodel\.model' twice"):
        read(file(meshes.package(ROOT, {"3d/3DMODEL.model": ROOT})))


@pytest.mark.parametrize(
    "name", ["../secret", "3D/../../secret", "3D\\..\\..\\secret", "%2e%2e/secret"]
)
def test_an_archive_with_names_that_lead_elsewhere_is_refused(file, name):
    with pytest.raises(Unreadable, match="has a part named"):
        read(file(meshes.package(ROOT, {name: ""})))


def test_a_lying_archive_directory_is_not_read(file, monkeypatch):
    monkeypatch.setattr("service.manufacturing.geometry.meshes.package.LARGEST_READ_BYTES", 200)
    with pytest.raises(Unreadable, match="at most 200 are read"):
        read(file(THREEMF))


@settings(max_examples=300, deadline=None)
@given(data=st.data(), original=st.sampled_from(ORIGINALS))
def test_whatever_happens_to_a_file_it_is_measured_or_refused(tmp_path_factory, data, original):
    content = bytearray(original)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        new = data.draw(st.binary(max_size=6))
        content[at : at + data.draw(st.integers(0, 8))] = new
    path: Path = tmp_path_factory.getbasetemp() / "changed"
    path.write_bytes(content)
    recognise(path)
    try:
        geometry = analyse(read(path))
    except Unreadable:
        return
    assert np.isfinite([geometry.volume, geometry.surface, *geometry.box]).all()
