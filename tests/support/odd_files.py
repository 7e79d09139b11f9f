"""Makes files that no honest program writes, and those of honest ones that are hard to measure."""

import gzip
import io
import struct
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import numpy as np

from tests.support import meshes

BOX = meshes.box()
ITEM = '<item objectid="1"/>'
ROOT = meshes.model(meshes.object_xml("1", BOX), ITEM)
#: What is said of a file that was measured.
MEASURED = "measured"


def soup(corners):
    """Binary STL of triangles (m, 3, 3) that share nothing."""
    corners = np.asarray(corners, float)
    return meshes.stl((corners.reshape(-1, 3), np.arange(len(corners) * 3).reshape(-1, 3)))


def many_bodies(count=20_000):
    """Triangles that hang together with none of the others."""
    at = np.random.default_rng(1).uniform(0, 1000, (count, 1, 3))
    return soup(at + np.array([[0.0, 0, 0], [0.1, 0, 0], [0, 0.1, 0]]))


def many_boxes(side=8):
    """Closed bodies in rows, which nothing lies between."""
    places = np.stack(np.meshgrid(*[np.arange(side) * 30.0] * 3), axis=-1).reshape(-1, 1, 3)
    vertices = (places + BOX[0]).reshape(-1, 3)
    shifts = np.arange(len(places))[:, None, None] * 8
    return meshes.stl((vertices, (shifts + BOX[1]).reshape(-1, 3)))


def nested(depth=60):
    """Boxes in boxes in boxes."""
    sizes = np.linspace(20, 1, depth)
    shells = [(BOX[0] / 20 * size - size / 2, BOX[1]) for size in sizes]
    return meshes.stl(meshes.joined(*shells))


def needles(count=1_000):
    """Long triangles through one another, so that each box meets all others."""
    random = np.random.default_rng(2)
    ends = random.uniform(-100, 100, (count, 2, 3))
    third = ends[:, :1] + random.uniform(-0.01, 0.01, (count, 1, 3))
    return soup(np.concatenate([ends, third], axis=1))


def pages(count=3_000):
    """All triangles at one edge, like the pages of a book."""
    angle = np.linspace(0, 2 * np.pi, count)
    outer = np.stack([10 * np.cos(angle), 10 * np.sin(angle), np.full(count, 5.0)], axis=1)
    edge = np.broadcast_to(np.array([[0.0, 0, 0], [0, 0, 10]]), (count, 2, 3))
    return soup(np.concatenate([edge, outer[:, None]], axis=1))


def stacked(count=2_000):
    """Large triangles almost upon one another, so that every ray meets all of them."""
    sheet = np.array([[0.0, 0, 0], [100, 0, 0], [0, 100, 0]])
    heights = np.arange(count)[:, None, None] * np.array([0, 0, 1e-4])
    return soup(sheet + heights)


def line(count=500):
    """Triangles without area, all on one line."""
    return soup(np.random.default_rng(3).uniform(0, 100, (count, 3, 1)) * np.ones(3))


def ball(steps=30):
    """Every corner is one of the hull."""
    return meshes.stl(meshes.torus(ring=1e-3, tube=10.0, steps=steps))


def far_apart():
    return soup([BOX[0][BOX[1][0]], BOX[0][BOX[1][1]] + 9e8])


def tiny():
    return soup(BOX[0][BOX[1]] * 1e-37)


def zipped(*entries, how=ZIP_DEFLATED):
    file = io.BytesIO()
    with ZipFile(file, "w", how) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return file.getvalue()


def lying_sizes():
    """The directory says that each part unpacks to a few bytes."""
    content = bytearray(meshes.package(ROOT + " " * 2**25))
    for at in range(len(content) - 4):
        if content[at : at + 4] == b"PK\x01\x02":
            content[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(content)


def rels(text):
    return zipped(("_rels/.rels", text), ("3D/3dmodel.model", ROOT))


def deep_components(levels=31):
    groups = [meshes.group_xml(str(i), [f'objectid="{i - 1}"']) for i in range(2, levels + 1)]
    item = f'<item objectid="{levels}"/>'
    return meshes.package(meshes.model(meshes.object_xml("1", BOX) + "".join(groups), item))


def ascii_stl(ending):
    return meshes.ascii_stl(BOX).replace(b"\n", ending)


def polygon(corners=3_000):
    """One face with very many corners."""
    angle = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    lines = [f"v {x:.9f} {y:.9f} 0" for x, y in zip(np.cos(angle), np.sin(angle), strict=True)]
    return ("\n".join(lines) + "\nf " + " ".join(map(str, range(1, corners + 1)))).encode()


def star(corners=9_999):
    """One face whose edges all cross many others."""
    turns = np.arange(corners) * (corners // 2) * 2 * np.pi / corners
    lines = [f"v {x:.9f} {y:.9f} 0" for x, y in zip(np.cos(turns), np.sin(turns), strict=True)]
    return ("\n".join(lines) + "\nf " + " ".join(map(str, range(1, corners + 1)))).encode()


def thin_stars(count=40, corners=2_500):
    """Faces whose edges cross, so far off that it may be rounding: each takes its time."""
    random = np.random.default_rng(5)
    at = random.uniform(0, 500, (corners, 2)) + 9e8
    lines = [f"v {x:.3f} {y:.3f} 0" for x, y in at.tolist()]
    lines += ["f " + " ".join(map(str, random.permutation(corners) + 1)) for _ in range(count)]
    return "\n".join(lines).encode()


PLY = meshes.ply(BOX)
OBJ = meshes.obj(BOX)
STL = meshes.cube_stl()

#: What a file holds, made when it is needed: what is said of it.
ODD = {
    # hard to measure, but measured
    "bodies without number": (many_bodies, MEASURED),
    "thousands of closed bodies": (many_boxes, MEASURED),
    "bodies within bodies": (nested, MEASURED),
    "needles through one another": (needles, MEASURED),
    "an edge of thousands of triangles": (pages, MEASURED),
    "sheets upon one another": (stacked, MEASURED),
    "triangles on a line": (line, MEASURED),
    "triangles in a point": (lambda: soup(np.ones((1_000, 3, 3))), MEASURED),
    "one triangle": (lambda: soup([BOX[0][BOX[1][0]]]), MEASURED),
    "one triangle two thousand times": (
        lambda: soup(np.repeat(BOX[0][BOX[1][:1]], 2_000, axis=0)),
        MEASURED,
    ),
    "a hull of all corners": (ball, MEASURED),
    "two pieces a million kilometres apart": (far_apart, MEASURED),
    "a part smaller than an atom": (tiny, MEASURED),
    "a part at the edge of what is measured": (lambda: soup(BOX[0][BOX[1]] + 9e8), MEASURED),
    "normals that are no numbers": (
        lambda: STL[:84] + (struct.pack("<3f", *[np.nan] * 3) + STL[96:134]) * 12,
        MEASURED,
    ),
    "a face of thousands of corners": (polygon, MEASURED),
    "lines that end as on an old Macintosh": (lambda: ascii_stl(b"\r"), MEASURED),
    "lines that end as on Windows": (lambda: ascii_stl(b"\r\n"), MEASURED),
    "lines that end in every way": (
        lambda: ascii_stl(b"\n").replace(b"\n", b"\r\n", 20).replace(b"\r\n", b"\r", 7),
        MEASURED,
    ),
    "an STL that begins with solid and is binary": (
        lambda: meshes.stl(BOX, b"solid facet normal endsolid"),
        MEASURED,
    ),
    "a name of a million letters": (lambda: meshes.ascii_stl(BOX, "x" * 60_000), MEASURED),
    "components just deep enough": (deep_components, MEASURED),
    "an OBJ with remarks and groups only between": (
        lambda: b"#" + b"x" * 9_000 + b"\ng a\nusemtl b\n" + OBJ.replace(b"f ", b"g c\nf "),
        MEASURED,
    ),
    "an index that counts backwards as far as it may": (
        lambda: OBJ.replace(b"f 1 ", b"f -8 "),
        MEASURED,
    ),
    "bytes behind the triangles": (lambda: STL + b"and more", MEASURED),
    "a face of two": (lambda: OBJ + b"f 1 2\n", MEASURED),
    "a PLY list of two": (lambda: PLY[:-13] + b"\x02" + PLY[-12:-4], MEASURED),
    "an STL text without its end": (
        lambda: (text := meshes.ascii_stl(BOX))[: text.rindex(b"endsolid")],
        MEASURED,
    ),
    "a star of thousands of corners": (star, "malformed"),
    "many stars of thousands of corners": (thin_stars, "malformed"),
    # what is no model at all, whatever it is called
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(200), "unsupported"),
    "a web page": (lambda: b"<!doctype html><html><body>v 1 2 3</body>", "unsupported"),
    "a program": (lambda: b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 4, "unsupported"),
    "a packed STL": (lambda: gzip.compress(STL), "unsupported"),
    "an STL in two-byte letters": (
        lambda: meshes.ascii_stl(BOX).decode().encode("utf-16"),
        "unsupported",
    ),
    "an archive of anything": (lambda: zipped(("a.txt", "text")), "unsupported"),
    "an archive in an archive": (
        lambda: zipped(("part.3mf", meshes.threemf(BOX)), how=ZIP_STORED),
        "unsupported",
    ),
    "random bytes": (lambda: np.random.default_rng(4).bytes(5_000), "unsupported"),
    "one byte": (lambda: b"s", "unsupported"),
    "nothing but blanks": (lambda: b" " * 100_000, "unsupported"),
    "no bytes": (lambda: b"", "empty"),
    # archives that lie
    "an archive that lies about sizes": (lying_sizes, "truncated"),
    "a bomb in a part that nobody asked for": (
        lambda: meshes.package(ROOT, {"Metadata/bomb.txt": " " * 2**25}),
        MEASURED,
    ),
    "a bomb among the relationships": (lambda: rels(" " * 2**26), "zip-bomb"),
    "thousands of parts": (
        lambda: zipped(*((f"3D/{i}.model", "") for i in range(10_001)), how=ZIP_STORED),
        "too-large",
    ),
    "relationships that lead out": (
        lambda: rels(meshes.RELATIONSHIPS.replace("/3D/3dmodel.model", "/../../etc/passwd")),
        "malformed",
    ),
    "relationships that lead nowhere": (
        lambda: rels(meshes.RELATIONSHIPS.replace("3dmodel.model", "other.model")),
        "malformed",
    ),
    "relationships without a model": (
        lambda: rels(meshes.RELATIONSHIPS.replace('3dmodel"', 'thumbnail"')),
        "malformed",
    ),
    "an archive without relationships": (lambda: zipped(("3D/3dmodel.model", ROOT)), MEASURED),
    # XML that is meant to do harm
    "XML that includes itself": (
        lambda: meshes.package(
            '<!DOCTYPE m [<!ENTITY % p SYSTEM "3D/3dmodel.model">%p;]>' + ROOT[38:]
        ),
        "xml-attack",
    ),
    "XML in two-byte letters that nests": (
        lambda: meshes.package("<a>" * 500),
        "xml-attack",
    ),
    "XML with an attribute twice": (
        lambda: meshes.package(ROOT.replace('x="20.0"', 'x="20.0" x="1"', 1)),
        "malformed",
    ),
    "XML with a zero byte": (
        lambda: meshes.package(ROOT.replace("<build>", "<build>\0")),
        "malformed",
    ),
    "a number of a thousand digits": (
        lambda: meshes.package(ROOT.replace('v1="4"', f'v1="{"9" * 1000}"', 1)),
        "malformed",
    ),
    "a negative index": (
        lambda: meshes.package(ROOT.replace('v1="4"', 'v1="-1"', 1)),
        "malformed",
    ),
    # counts and indices that lie
    "a PLY with a list that counts in floats": (
        lambda: PLY.replace(b"list uchar int", b"list float int"),
        "malformed",
    ),
    "a PLY with a negative index": (lambda: PLY[:-4] + b"\xff\xff\xff\xff", "malformed"),
    "a PLY of no faces": (lambda: PLY.replace(b"face 12", b"face 0"), "empty"),
    "a PLY of strips": (lambda: PLY.replace(b"element face", b"element tristrips"), "unsupported"),
    "a PLY header of remarks": (
        lambda: PLY.replace(b"comment made", b"comment made" * 9_000),
        "truncated",
    ),
    "an OBJ that names what comes later": (lambda: b"f 1 2 3\n" + OBJ, MEASURED),
    "an OBJ with zero bytes": (lambda: OBJ + b"v 1 1 \0\n" * 3, "unsupported"),
    "a STEP file that is cut off": (
        lambda: b"ISO-10303-21;\nHEADER;\nFILE_DESCRIPTION(('x'),'2;1');\n",
        "malformed",
    ),
}
