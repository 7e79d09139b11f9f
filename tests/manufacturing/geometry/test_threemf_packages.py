"""The model of a 3MF package is found however its parts are named, packed and referred to."""

from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from service.files.uploads import unit_in_file
from service.manufacturing.geometry.analysis import analyse
from service.manufacturing.geometry.meshes import Unreadable, read, recognise
from service.manufacturing.geometry.meshes.package import part_name
from tests.support import meshes
from tests.support.threemf_files import BOX, archive, built, relationships

ROOT = meshes.model(meshes.object_xml("1", BOX), '<item objectid="1"/>', "inch")

#: The target of the relationship, and the name of the part in the archive.
NAMES = {
    "as written by most": ("/3D/3dmodel.model", "3D/3dmodel.model"),
    "relative to the root": ("3D/3dmodel.model", "3D/3dmodel.model"),
    "relative with a dot": ("./3D/3dmodel.model", "3D/3dmodel.model"),
    "with dots within": ("/3D/./x/../3dmodel.model", "3D/3dmodel.model"),
    "with two slashes": ("//3D//3dmodel.model", "3D/3dmodel.model"),
    "with backslashes in the archive": ("/3D/3dmodel.model", "3D\\3dmodel.model"),
    "with backslashes in the target": ("\\3D\\3dmodel.model", "3D/3dmodel.model"),
    "with a slash before it in the archive": ("/3D/3dmodel.model", "/3D/3dmodel.model"),
    "in other capitals": ("/3d/3DMODEL.MODEL", "3D/3dmodel.model"),
    "percent signs in both": ("/3D/my%20part.model", "3D/my%20part.model"),
    "percent signs in the target only": ("/3D/my%20part.model", "3D/my part.model"),
    "percent signs in the archive only": ("/3D/my part.model", "3D/my%20part.model"),
    "percent signs in small letters": ("/3D/%c3%bc.model", "3D/%C3%BC.model"),
    "umlauts in percent signs": ("/3D/B%C3%BCgel.model", "3D/Bügel.model"),
    "umlauts in two ways": ("/3D/Bu\u0308gel.model", "3D/B\u00fcgel.model"),
    "in Cyrillic": ("/3D/деталь.model", "3D/деталь.model"),
    "a percent sign that means itself": ("/3D/100%.model", "3D/100%.model"),
    "with another ending": ("/3D/model.xml", "3D/model.xml"),
    "without an ending": ("/part", "part"),
    "in another folder": ("/geometry/a/b.model", "geometry/a/b.model"),
    "with blanks around it": (" /3D/3dmodel.model ", "3D/3dmodel.model"),
    "with a fragment": ("/3D/3dmodel.model#x", "3D/3dmodel.model"),
}


@pytest.fixture
def file(tmp_path):
    def write(content):
        path = tmp_path / "upload"
        path.write_bytes(content)
        return path

    return write


@pytest.mark.parametrize("name", NAMES)
def test_a_part_is_found_however_its_name_is_written(file, name):
    target, written = NAMES[name]
    path = file(archive(("_rels/.rels", relationships(target)), (written, ROOT)))
    mesh = read(path)
    assert (recognise(path), unit_in_file(path, "3mf"), mesh.unit) == ("3mf", "inch", "inch")
    assert analyse(mesh).volume == 8000


@pytest.mark.parametrize("rels", ["_rels\\.rels", "/_rels/.rels", "_RELS/.RELS", "./_rels/.rels"])
def test_the_relationships_are_found_as_other_parts_are(file, rels):
    path = file(archive((rels, relationships("/a/b")), ("a/b", ROOT)))
    assert len(read(path).faces) == 12


def test_a_name_in_utf_8_is_found_where_the_archive_does_not_say_so(file):
    content = archive(("_rels/.rels", relationships("/3D/Bügel.model")), ("3D/Bügel.model", ROOT))
    unsaid = bytearray(content)
    for mark, flags in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        at = -1
        while (at := content.find(mark, at + 1)) >= 0:
            unsaid[at + flags] &= ~0x08
    assert len(read(file(bytes(unsaid))).faces) == 12


def test_an_object_of_another_part_is_found_in_the_same_way(file):
    other = meshes.model(meshes.object_xml("1", BOX), "")
    path = "/3D/Objects/object%201.model"
    content = built((), f'objectid="1" p:path="{path}"', parts={"3D/Objects/object 1.model": other})
    assert len(read(file(content)).faces) == 12


def test_a_model_named_twice_is_one(file):
    targets = relationships("/3D/3dmodel.model", "3d/./3dmodel.model")
    path = file(archive(("_rels/.rels", targets), ("3D/3dmodel.model", ROOT)))
    assert len(read(path).faces) == 12


def test_folders_and_what_a_mac_adds_are_no_parts(file):
    path = file(
        archive(
            ("3D/", ""),
            ("3D\\", ""),
            ("__MACOSX/3D/._3dmodel.model", b"\0\5\x16\7"),
            ("3D/.DS_Store", b"\0\0"),
            ("_rels/.rels", relationships("/3D/3dmodel.model")),
            ("3D/3dmodel.model", ROOT),
        )
    )
    assert len(read(path).faces) == 12


def test_a_package_without_relationships_has_its_model_at_the_usual_place(file):
    assert len(read(file(archive(("3D/3dmodel.model", ROOT)))).faces) == 12


def test_a_large_archive_as_zip64_is_read(file):
    path = file(b"")
    with ZipFile(path, "w", ZIP_DEFLATED) as written:
        for name, content in (
            ("_rels/.rels", relationships("/a")),
            ("a", ROOT),
        ):
            with written.open(name, "w", force_zip64=True) as part:
                part.write(content.encode())
    assert len(read(path).faces) == 12


#: What refers elsewhere: what is said of it.
ELSEWHERE = {
    "another model": (relationships("/a", "/b"), "names 2 models as its own"),
    "no model": (relationships(), "names no model as its own"),
    "a web address": (relationships("http://example.org/a"), "lies outside the package"),
    "a file": (relationships("file:///a"), "lies outside the package"),
    "an external target": (relationships("/a", more='TargetMode="External"'), "not in the package"),
    "a part that is not there": (relationships("/c"), "has no part 'c'"),
    "what lies above": (relationships("/../a"), "has a part named"),
    "what lies above in disguise": (relationships("/x/%2e%2e/%2E%2E/a"), "has a part named"),
}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_what_refers_elsewhere_is_refused_with_a_word(file, name):
    rels, message = ELSEWHERE[name]
    path = file(archive(("_rels/.rels", rels), ("a", ROOT), ("b.model", ROOT)))
    with pytest.raises(Unreadable, match=message):
        read(path)


def test_an_archive_that_names_a_lost_model_is_a_3mf_file_without_one(file):
    path = file(archive(("_rels/.rels", relationships("/3D/3dmodel.model")), ("a.png", b"")))
    with pytest.raises(Unreadable, match=r"no part '3d/3dmodel\.model'"):
        read(path)


def test_deflate64_is_refused_with_a_word(file):
    content = archive(("_rels/.rels", relationships("/a")), ("a", ROOT))
    at = content.rindex(b"PK\x01\x02") + 10
    with pytest.raises(Unreadable, match="'a' is packed with Deflate64"):
        read(file(content[:at] + b"\x09\0" + content[at + 2 :]))


def test_only_the_root_model_refers_to_other_parts(file):
    group = meshes.group_xml("7", ['objectid="1" p:path="/3D/b.model"'])
    parts = {
        "3D/a.model": meshes.model(group, ""),
        "3D/b.model": meshes.model(meshes.object_xml("1", BOX), ""),
    }
    path = file(built((), 'objectid="7" p:path="/3D/a.model"', parts=parts))
    with pytest.raises(Unreadable, match="only the root model may do so"):
        read(path)


@pytest.mark.parametrize("encoding", ["utf-8", "UTF-8", "utf-8-sig", "UTF-16", "iso-8859-1"])
def test_a_model_is_read_in_the_encodings_of_xml(file, encoding):
    declared = ROOT.replace("UTF-8", encoding.removesuffix("-sig"))
    path = file(archive(("_rels/.rels", relationships("/a")), ("a", declared.encode(encoding))))
    assert len(read(path).faces) == 12


@pytest.mark.parametrize("encoding", ["gb2312", "utf-7", "UTF-32", "klingon", ""])
@pytest.mark.parametrize("written", ["ascii", "utf-16"])
def test_another_encoding_is_refused_with_its_name(file, encoding, written):
    declared = ROOT.replace("UTF-8", encoding).encode(written)
    path = file(archive(("_rels/.rels", relationships("/a")), ("a", declared)))
    with pytest.raises(Unreadable, match=f"encoded in '{encoding}'; 3MF asks for UTF-8 or UTF-16"):
        read(path)


def test_each_name_has_one_spelling():
    spellings = ["/3D/A b.model", "3d\\a%20B.Model", "./3D/x/../a b.model", "//3D//./A%20b.model"]
    assert {part_name(name) for name in spellings} == {"3d/a b.model"}
