"""Writes a part in the many ways in which programs write STL, OBJ and PLY, chosen at random."""

import struct

import numpy as np

#: Ends of lines, and blanks between words.
ENDS = ("\n", "\r\n", "\r")
BLANKS = (" ", "  ", "\t", " \t ")
MARK = b"\xef\xbb\xbf"
#: Names of solids and materials that say something else to a careless reader.
NAMES = (
    "",
    "part",
    "facet normal v2",
    "endfacet test",
    "outer loop vertex 1 2 3",
    "a endsolid b",
    "Gehäuse – Größe 3",
    "solid",
    "C:\\parts\\",
)
STL_WORDS = {
    "facet normal": ("facet normal", "facet  normal", "facetnormal"),
    "outer loop": ("outer loop", "outerloop", "outer\tloop"),
    "endloop": ("endloop", "end loop", "end  loop"),
    "endfacet": ("endfacet", "end facet"),
    "endsolid": ("endsolid", "end solid"),
}
#: What an OBJ may have between its vertices and faces.
CLUTTER = ("# a remark \\", "#", "vt 0 0", "vn 0 0 1", "l 1 2", "p 1", "g a b", "", "f 1 2", "f")
FORMATS = {"": "ascii", "<": "binary_little_endian", ">": "binary_big_endian"}
COUNTS = {"uchar": "u1", "uint8": "u1", "int": "i4"}
INDICES = {"int": "i4", "uint32": "u4", "short": "i2", "uint8": "u1", "ushort": "u2"}


def ascii_stl(random, solid):
    """ASCII STL: words in one or two, any case, names, several solids, padding at the end."""
    vertices, faces = solid
    words = {word: random.choice(ways) for word, ways in STL_WORDS.items()}
    number = random.choice([repr, "{:+.17e}".format, "{:.17E}".format, "{:.17g}".format])
    shuffled = random.sample(faces.tolist(), len(faces))
    lines = []
    for part in np.array_split(np.array(shuffled), random.randint(1, 3)):
        name = random.choice(NAMES)
        lines.append(f"solid {name}")
        for corners in vertices[part].tolist():
            normal = random.choice(["0 0 1", "nan nan nan", "-nan(ind) 1.#QNAN 0"])
            lines += [f"{words['facet normal']} {normal}", words["outer loop"]]
            lines += ["vertex " + " ".join(map(number, corner)) for corner in corners]
            lines += [words["endloop"], words["endfacet"], *[""] * (random.random() < 0.1)]
        lines.append(words["endsolid"] + random.choice(["", " "]) + name)
    text = random.choice(ENDS).join(random.choice(["", "  ", "\t"]) + line for line in lines)
    text = random.choice([text, text.upper()]).replace(" ", random.choice(BLANKS))
    tail = random.choice([b"", b"\r\n", b"\n\x1a", bytes(300), b"\n\0\n"])
    return random.choice([b"", MARK]) + text.encode() + tail


def binary_stl(random, solid):
    """Binary STL: any remark, attributes with colours or with bytes that they announce."""
    vertices, faces = solid
    remark = random.choice([b"solid part", b"COLOR=\xff\x80\0\xff", b"", b"solid facet normal"])
    announced = random.random() < 0.3
    body = b""
    for corners in vertices[random.sample(faces.tolist(), len(faces))]:
        length = random.randrange(9) if announced else 0
        attribute = length if announced else random.choice([0, random.randrange(1 << 16)])
        normal = random.choice([[0.0, 0, 0], [0, 0, 1], [np.nan] * 3])
        body += np.array([normal, *corners], "<f4").tobytes() + struct.pack("<H", attribute)
        body += bytes(length)
    count = len(faces) if announced else random.choice([len(faces), 0, len(faces) // 2])
    tails = [b"", bytes(16), b"made by a CAD program"]
    tail = random.choice(tails) if count == len(faces) and not announced else b""
    return remark.ljust(80, random.choice([b"\0", b" "])) + struct.pack("<I", count) + body + tail


def obj(random, solid, polygons):
    """OBJ: remarks, continuations, textures, negative indices, any order and ends of lines."""
    vertices, _ = solid
    end = random.choice(ENDS)
    rest = random.choice(["", " 1.0", " 0.5 0.25 1"])
    lines = [f"v {x!r} {y!r} {z!r}{rest}" for x, y, z in vertices.tolist()]
    backwards, remarks = random.random() < 0.3, random.random() < 0.5
    corner = random.choice(["{}", "{}//", "{}/1", "{}/1/1", "{}//1"])
    faces = []
    for polygon in polygons:
        indices = [index - len(vertices) if backwards else index + 1 for index in polygon]
        words = [corner.format(index) for index in indices]
        if random.random() < 0.2:
            words.insert(random.randrange(len(words)), f"\\{end}")
        word = random.choice(["f", "f", "fo"])
        faces.append(f"{word} {' '.join(words)}{' # a remark' * remarks}")
    names = [f"{word} {random.choice(NAMES)}" for word in ("o", "usemtl", "g")]
    for some in (lines, faces):
        for _ in range(5):
            some.insert(random.randint(0, len(some)), random.choice([*CLUTTER, *names]))
    order = [lines, faces]
    if not backwards and random.random() < 0.3:
        order.reverse()
    text = end.join(line for some in order for line in some) + random.choice(["", end])
    return random.choice([b"", MARK]) + text.replace(" ", random.choice(BLANKS)).encode()


def ply(random, solid, polygons):
    """PLY: text or binary of either order, any types, other properties and elements between."""
    vertices, _ = solid
    order, end = random.choice(list(FORMATS)), random.choice(ENDS)
    count, index = random.choice(list(COUNTS)), random.choice(list(INDICES))
    before, after, neighbours = (random.random() < 0.3 for _ in range(3))
    head = ["ply", f"format {FORMATS[order]} 1.0", "comment", "obj_info  made for  a test"]
    head += [f"element vertex {len(vertices)}", *(f"property double {axis}" for axis in "xyz")]
    head += ["property list uchar int neighbours"] * neighbours
    head += ["element  camera 1", "property float focus"] * before
    head += [f"element face {len(polygons) + 1}"] + ["property uchar red"] * before
    name = random.choice(["vertex_indices", "vertex_index"])
    head += [f"property list {count} {index} {name}"]
    head += ["property float32 quality", "property list uchar float texcoord"] * after
    head += ["comment the end", "end_header"]
    more = [("u1", 1), ("i4", 0)] * neighbours
    rows = [[*(("f8", value) for value in place), *more] for place in vertices.tolist()]
    rows += [[("f4", 35.0)]] * before
    for polygon in [*polygons, []]:
        face = [(COUNTS[count], len(polygon)), *((INDICES[index], corner) for corner in polygon)]
        more = [("f4", 0.5), ("u1", 2), ("f4", 0.0), ("f4", 1.0)] * after
        rows.append([("u1", 255)] * before + face + more)
    text = end.join(head) + end
    if order:
        values = (np.array(value, order + kind) for row in rows for kind, value in row)
        return text.encode() + b"".join(value.tobytes() for value in values)
    spread, blank = random.random() < 0.3, random.choice(BLANKS)
    lines = [""] * random.randint(0, 2)
    for row in rows:
        words = [repr(value) for _, value in row]
        lines += words if spread else [blank.join(words)]
    return (text + end.join(lines) + random.choice(["", end])).encode()
