"""The numbers of a 3MF model are read as its specification spells them."""

import pytest

from service.manufacturing.geometry.analysis import analyse
from service.manufacturing.geometry.meshes import Unreadable, read
from tests.support import meshes
from tests.support.threemf_files import BOX

ROOT = meshes.model(meshes.object_xml("1", BOX), '<item objectid="1"/>')
TRANSFORM = '<item objectid="1" transform="{}"/>'


@pytest.fixture
def file(tmp_path):
    def write(*change):
        path = tmp_path / "upload"
        assert change[0] in ROOT
        path.write_bytes(meshes.package(ROOT.replace(*change)))
        return path

    return write


@pytest.mark.parametrize("word", ["20", "20.", "+20.0", "2e1", "2.0E+01", " 20.0 ", "0020", ".2e2"])
def test_a_number_may_be_written_in_many_ways(file, word):
    assert analyse(read(file('"20.0"', f'"{word}"'))).volume == 8000


@pytest.mark.parametrize(
    "word",
    [
        "2_0",
        "inf",
        "-INF",
        "NaN",
        "٢٠",
        "２０",
        "0x14",
        "20,0",
        "1e",
        "",
        " ",
        "20 mm",
        "--20",
        "1.2.3",
    ],
)
def test_what_only_some_programs_take_for_a_number_is_refused_with_its_place(file, word):
    with pytest.raises(Unreadable) as caught:
        read(file('x="20.0"', f'x="{word}"', 1))
    message = str(caught.value)
    assert f'line 1: x of vertex 4 is "{word.strip()}", which is no number' in message
    assert ("decimals take a point" in message) == ("," in word)
    assert caught.value.code == "malformed"


@pytest.mark.parametrize("word", ["4_0", "4.0", "-1", "٤", "0x4", "four", "", "9" * 30])
def test_what_is_no_vertexs_number_is_refused_with_its_place(file, word):
    with pytest.raises(Unreadable, match=r"v1 of triangle 1 is .*, which is no vertex's number"):
        read(file('v1="4"', f'v1="{word}"', 1))


def test_a_vertex_that_is_not_there_is_named(file):
    with pytest.raises(Unreadable, match=r"triangle 1 of object '1' .* names vertex 99; it has 8"):
        read(file('v1="4"', 'v1="99"', 1))


@pytest.mark.parametrize(
    ("transform", "message"),
    [
        ("1 0 0 0 1 0 0 0 1 0 0", "has 11 numbers, not 12"),
        ("1 0 0 0 1 0 0 0 1 0 0 0 1", "has 13 numbers, not 12"),
        ("1 0 0 0 1 0 0 0 1 0 0 1_0", 'is "1_0", which is no number'),
        ("1 0 0 0 1 0 0 0 1 0 0 1,5", "decimals take a point"),
    ],
)
def test_a_transform_that_is_none_is_refused_with_its_value(file, transform, message):
    with pytest.raises(Unreadable, match=message):
        read(file('<item objectid="1"/>', TRANSFORM.format(transform)))


def test_ids_are_equal_whatever_zeros_they_begin_with(file):
    assert len(read(file('objectid="1"', 'objectid="001"')).faces) == 12


@pytest.mark.parametrize("unit", ["mm", "Millimeter", "cubit", ""])
def test_an_unknown_unit_is_refused_with_those_that_are_known(file, unit):
    with pytest.raises(
        Unreadable, match=f"unit is '{unit}', but must be one of micron, millimeter"
    ):
        read(file('unit="millimeter"', f'unit="{unit}"'))


def test_what_is_missing_is_named(file):
    with pytest.raises(Unreadable, match="line 1: vertex 0 has no y"):
        read(file('y="0.0" z="0.0"', 'z="0.0"', 1))


def test_a_refusal_counts_lines(file):
    with pytest.raises(Unreadable, match="line 5: x of vertex 4 is"):
        read(file('<vertex x="20.0"', '\n\n\n\n<vertex x="2o"', 1))
