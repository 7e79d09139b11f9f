"""Of a 3MF file the parts are measured, and what is no part is left out with a word."""

import numpy as np
import pytest

from service.manufacturing.geometry.analysis import analyse
from service.manufacturing.geometry.meshes import Unreadable, read
from tests.support import meshes
from tests.support.threemf_files import (
    BAR,
    BOX,
    SMALL,
    bambu,
    built,
    group_of,
    object_of,
    prusa,
)

CURA = 'xmlns:cura="http://software.ultimaker.com/xml/cura/3mf/2015/10"'
#: The box, then the bar through it, as one mesh.
PIERCED = [object_of("1", meshes.joined(BOX, BAR))]
#: The same as two objects, and a group of both.
PAIR = [object_of("1", BOX), object_of("2", BAR), group_of("3", "1", "2")]


def pair(kind, inside=""):
    """A box and a smaller one of a type, in one group."""
    small = object_of("2", SMALL, kind, inside)
    return [object_of("1", BOX), small, group_of("3", "1", "2")]


def cura(setting, value="True"):
    return (
        f'<metadatagroup><metadata name="cura:{setting}" type="xs:string">{value}</metadata>'
        "</metadatagroup>"
    )


def nested(kind):
    return [*pair(kind), group_of("4", "3"), group_of("5", "4", kind=kind)]


PART, REST = {"volume_type": "ModelPart"}, (12, 23)

#: A file: what it encloses, and the note that is made.
FILES = {
    "a support beside the part": (built(pair("support"), "1", "2"), 8000, ("support_bodies", 1)),
    "a support in the group": (built(pair("support"), "3"), 8000, ("support_bodies", 1)),
    "supports in capitals of their own": (
        built(pair("solidsupport"), "3", "3"),
        8000,  # the same place twice is one solid
        ("support_bodies", 2),
    ),
    "a support two groups deep": (built(nested("support"), "5"), 8000, ("support_bodies", 1)),
    "a group that calls itself a support": (
        built([object_of("1", BOX), group_of("2", "1", kind="support")], "2"),
        8000,
        None,
    ),
    "a group that calls itself other": (
        built([object_of("1", BOX), group_of("2", "1", kind="other")], "2"),
        8000,
        None,
    ),
    "an object of type other within a group": (
        built(pair("other"), "3"),
        8000,
        ("other_objects", 1),
    ),
    "a surface beside the part": (built(pair("surface"), "1", "2"), 8000, ("surfaces", 1)),
    "an item that is not printed": (
        built(pair("model"), "1", 'objectid="2" printable="0"'),
        8000,
        ("not_printed", 1),
    ),
    "an item that is printed": (
        built(pair("model"), "1", 'objectid="2" printable="1"'),
        8125,
        None,
    ),
    "a modifier of Cura": (built(pair("model", cura("infill_mesh")), "3"), 8000, ("modifiers", 1)),
    "a cutting mesh of Cura": (
        built(pair("model", cura("cutting_mesh")), "3"),
        8000,
        ("modifiers", 1),
    ),
    "a support of Cura": (
        built(pair("model", cura("support_mesh")), "3"),
        8000,
        ("support_bodies", 1),
    ),
    "a support blocker of Cura": (
        built(pair("model", cura("anti_overhang_mesh", "true")), "1", "2"),
        8000,
        ("support_bodies", 1),
    ),
    "a setting of Cura that is not set": (
        built(pair("model", cura("infill_mesh", "False")), "3"),
        8125,
        None,
    ),
    "a modifier of Cura as it was written once": (
        built(
            pair(
                "model",
                '<cura:settings><cura:setting key="infill_mesh">True</cura:setting>'
                "</cura:settings>",
            ),
            "3",
            more=CURA,
        ),
        8000,
        ("modifiers", 1),
    ),
    "a negative volume of PrusaSlicer": (
        built(PIERCED, "1", parts=prusa((0, 11, PART), (*REST, {"volume_type": "NegativeVolume"}))),
        7500,
        ("negative_volumes", 1),
    ),
    "a negative volume that is built twice": (
        built(
            PIERCED,
            "1",
            'objectid="1" transform="2 0 0 0 2 0 0 0 2 90 0 0"',
            parts=prusa((0, 11, PART), (*REST, {"volume_type": "NegativeVolume"})),
        ),
        7500 * 9,
        ("negative_volumes", 2),
    ),
    "a negative volume in a mirrored object": (
        built(
            PIERCED,
            'objectid="1" transform="-1 0 0 0 1 0 0 0 1 0 0 0"',
            parts=prusa((0, 11, PART), (*REST, {"volume_type": "NegativeVolume"})),
        ),
        7500,
        ("negative_volumes", 1),
    ),
    "a modifier of PrusaSlicer": (
        built(PIERCED, "1", parts=prusa((*REST, {"volume_type": "ParameterModifier"}))),
        8000,
        ("modifiers", 1),
    ),
    "a modifier of Slic3r, before there were types": (
        built(PIERCED, "1", parts=prusa((0, 11, {"modifier": "0"}), (*REST, {"modifier": "1"}))),
        8000,
        ("modifiers", 1),
    ),
    "a support blocker of PrusaSlicer": (
        built(PIERCED, "1", parts=prusa((*REST, {"volume_type": "SupportBlocker"}))),
        8000,
        ("support_bodies", 1),
    ),
    "settings for another object": (
        built(
            [object_of("1", BOX), object_of("2", SMALL)],
            "1",
            "2",
            parts=prusa((0, 11, {"volume_type": "ParameterModifier"}), object_id="2"),
        ),
        8000,
        ("modifiers", 1),
    ),
    "a negative part of Bambu Studio": (
        built(PAIR, "3", parts=bambu({"1": "normal_part", "2": "negative_part"})),
        7500,
        ("negative_volumes", 1),
    ),
    "a negative part of type other": (
        built(
            [object_of("1", BOX), object_of("2", BAR, "other"), group_of("3", "1", "2")],
            "3",
            parts=bambu({"2": "negative_part"}),
        ),
        7500,
        ("negative_volumes", 1),
    ),
    "a modifier of Bambu Studio": (
        built(PAIR, "3", parts=bambu({"1": "normal_part", "2": "modifier_part"})),
        8000,
        ("modifiers", 1),
    ),
    "a support enforcer of Bambu Studio": (
        built(PAIR, "3", parts=bambu({"2": "support_enforcer"})),
        8000,
        ("support_bodies", 1),
    ),
    "parts of Bambu Studio in a file of their own": (
        built(
            [group_of("3", "1", "2", path="/3D/Objects/object_1.model")],
            "3",
            parts={
                "3D/Objects/object_1.model": meshes.model("".join(PAIR[:2]), ""),
                **bambu({"1": "normal_part", "2": "negative_part"}),
            },
            more='requiredextensions="p"',
        ),
        7500,
        ("negative_volumes", 1),
    ),
}


@pytest.fixture
def file(tmp_path):
    def write(content):
        path = tmp_path / "upload"
        path.write_bytes(content)
        return path

    return write


@pytest.mark.parametrize("name", FILES)
def test_what_is_built_is_measured_and_the_rest_left_out_with_a_word(file, name):
    content, volume, message = FILES[name]
    mesh = read(file(content))
    geometry = analyse(mesh)
    assert (geometry.closed, geometry.wound_consistently, geometry.inside_out) == (
        True,
        True,
        False,
    )
    assert geometry.volume == pytest.approx(volume, rel=1e-12)
    assert [(note.kind, note.times) for note in mesh.notes] == (
        [] if message is None else [message]
    )


def lattice(mesh_end="</mesh>"):
    beams = '<b:beamlattice minlength="1" radius="1"><b:beams><b:beam v1="0" v2="6"/></b:beams>'
    whole = object_of("1", BOX).replace("</mesh>", f"{beams}</b:beamlattice>{mesh_end}")
    extension = 'xmlns:b="http://schemas.microsoft.com/3dmanufacturing/beamlattice/2017/02"'
    return whole, extension


BEAMS, BEAMED = lattice()
SHAPED = 'xmlns:v="http://schemas.3mf.io/3dmanufacturing/volumetric/2022/01"'
SLICED = 'xmlns:s="http://schemas.microsoft.com/3dmanufacturing/slice/2015/07"'

#: What must not be priced: what is said of it.
REFUSED = {
    "an object of type other in the build": (built(pair("other"), "1", "2"), "type other"),
    "an object of an unknown type": (built(pair("prop"), "3"), "type 'prop'"),
    "only supports": (built(pair("support"), "2"), r"all it has is support bodies \(1\)"),
    "only surfaces": (built(pair("surface"), "2"), r"surfaces \(1\)"),
    "only what is not printed": (
        built(pair("model"), 'objectid="1" printable="0"'),
        r"not printed \(1\)",
    ),
    "only a negative volume": (
        built(PAIR, "3", parts=bambu({"1": "negative_part", "2": "negative_part"})),
        r"negative volumes \(2\)",
    ),
    "a volume that nobody knows": (
        built(PIERCED, "1", parts=prusa((*REST, {"volume_type": "Ghost"}))),
        "volume of the type 'Ghost' is not known",
    ),
    "a part that nobody knows": (
        built(PAIR, "3", parts=bambu({"2": "ghost_part"})),
        "part of the type 'ghost_part' is not known",
    ),
    "a negative volume with a hole in it": (
        built(
            [object_of("1", meshes.joined(BOX, (BAR[0], BAR[1][:-1])))],
            "1",
            parts=prusa((12, 22, {"volume_type": "NegativeVolume"})),
        ),
        "a negative volume is no closed solid",
    ),
    "a required beam lattice": (
        built([BEAMS], "1", more=f'{BEAMED} requiredextensions="b"'),
        "requires the extension .*beamlattice",
    ),
    "a beam lattice that is not required": (built([BEAMS], "1", more=BEAMED), "a beam lattice"),
    "beams without triangles": (
        built([object_of("2", BOX), object_of("1", (BOX[0], BOX[1][:0])).replace(
            "</mesh>", "<b:beamlattice/></mesh>")], "2", "1", more=BEAMED),
        "a beam lattice",
    ),
    "a shape that is no mesh": (
        built(
            [object_of("2", BOX), '<object id="1"><v:implicit/></object>'], "2", "1", more=SHAPED
        ),
        "has <implicit>, which is not read",
    ),
    "slices beside a coarse mesh": (
        built(
            [object_of("1", BOX, attributes='s:slicestackid="9" s:meshresolution="lowres"')],
            "1",
            more=f'{SLICED} requiredextensions="s"',
        ),
        "a mesh in 'lowres' only",
    ),
    "two meshes in one object": (
        built([object_of("1", BOX).replace("</mesh>", "</mesh><mesh/>")], "1"),
        "an object has two meshes",
    ),
    "ids that differ in their zeros only": (
        built([object_of("1", BOX), object_of("01", BOX)], "1"),
        "second object has the id '1'",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_be_priced_wrongly_is_refused_with_a_word(file, name):
    content, message = REFUSED[name]
    with pytest.raises(Unreadable, match=message):
        read(file(content))


def test_slices_beside_a_full_mesh_take_nothing_away(file):
    sliced = object_of("1", BOX, attributes='s:slicestackid="9"')
    path = file(built([sliced], "1", more=f'{SLICED} requiredextensions="s"'))
    assert analyse(read(path)).volume == 8000


def test_what_is_not_built_may_be_anything(file):
    path = file(built([BEAMS.replace('id="1"', 'id="9"'), object_of("1", BOX)], "1", more=BEAMED))
    assert analyse(read(path)).volume == 8000


def test_triangles_within_unknown_elements_do_not_count(file):
    foreign = '<x:y xmlns:x="urn:x"><triangle v1="0" v2="1" v3="2"/></x:y>'
    path = file(built([object_of("1", BOX).replace("</triangles>", foreign + "</triangles>")], "1"))
    assert len(read(path).faces) == 12


@pytest.mark.parametrize(
    ("shift", "bodies"), [((20, 20, 0), 2), ((20, 0, 0), 1), ((20, 20, 20), 2)]
)
def test_bodies_of_one_mesh_that_touch_have_no_open_edges(file, shift, bodies):
    touching = meshes.joined(BOX, meshes.moved(BOX, *shift))
    geometry = analyse(read(file(meshes.threemf(touching))))
    assert (geometry.closed, geometry.bodies, geometry.volume) == (True, bodies, 16000)


def test_triangles_that_share_no_vertices_are_closed_by_their_places(file):
    vertices = BOX[0][BOX[1]].reshape(-1, 3)
    soup = vertices, np.arange(len(vertices)).reshape(-1, 3)
    geometry = analyse(read(file(meshes.threemf(soup))))
    assert (geometry.closed, geometry.vertices, geometry.volume) == (True, 8, 8000)


def test_a_cavity_stays_in_a_part_with_a_negative_volume(file):
    hollow = meshes.joined(
        BOX, meshes.turned_inside_out(meshes.moved(meshes.box(4, 4, 4), 2, 2, 2)), BAR
    )
    negative = prusa((24, 35, {"volume_type": "NegativeVolume"}))
    geometry = analyse(read(file(built([object_of("1", hollow)], "1", parts=negative))))
    assert geometry.volume == pytest.approx(8000 - 64 - 500)


def test_overlapping_bodies_lose_the_same_negative_volume(file):
    """Each is cut by itself: where two of them lie, nothing must be left either."""
    both = meshes.joined(BOX, meshes.moved(meshes.box(20, 20, 20), 5), BAR)
    negative = prusa((24, 35, {"volume_type": "NegativeVolume"}))
    mesh = read(file(built([object_of("1", both)], "1", parts=negative)))
    assert analyse(mesh).volume == pytest.approx(25 * 20 * 20 - 5 * 5 * 20)
