"""Recognises the format of a model by its content, never by its name."""

import codecs
import re
import struct
from pathlib import Path

from service.manufacturing.geometry.meshes import glb_container, obj, ply_header, stl_binary
from service.manufacturing.geometry.meshes.mesh import Limits, Unreadable
from service.manufacturing.geometry.meshes.package import Package
from service.manufacturing.geometry.meshes.package_root import is_about_a_model

#: Bytes that are looked at first: an STL may open with a long name.
HEAD_BYTES = 64 * 1024
#: Lines of an OBJ that are looked through for its first numbers: it may open with long remarks.
LONGEST_PREFACE_LINES = 1_000_000

#: What every STEP file begins with, blanks and remarks left aside (ISO 10303-21, section 5.1).
_STEP = re.compile(rb"(?:\xef\xbb\xbf)?(?>\s|/\*.*?\*/)*+ISO-10303-21\s*;", re.DOTALL)
_ZIP = b"PK\x03\x04"
_UTF_8_MARK = codecs.BOM_UTF8
_TWO_BYTE_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_ASCII_STL = re.compile(
    rb"\s*(?:facet\s*normal\s|solid\b.*?(?:\bfacet\s*normal\s|end\s*solid))", re.DOTALL | re.I
)
_OBJ_NUMBERS = re.compile(
    rb"(?:^|[\r\n])[ \t]*(?:v|vn)(?:[ \t]+[-+]?(?:\.?\d\S*|nan|inf)){2,}", re.I
)
#: Bytes that some programs fill a text up with.
_PADDING = b"\0\x1a \t\r\n"

#: How far a stored normal may be from length 1 to look like a normal at all.
_NORMAL_SLACK = 0.01


def recognise(path: Path) -> str | None:
    """Say which key of FORMATS a file is, or None; reads little of the file.

    A damaged model is still recognised where its beginning shows what it was meant to be, so
    that `read` can say what is wrong with it.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    size = path.stat().st_size
    if head.startswith(_ZIP):
        return "3mf" if _holds_model(path, head) else None
    if head.startswith(glb_container.MAGIC):
        return "glb"
    if encoding := two_byte_encoding(head):
        return _text_format(head.decode(encoding, "replace").encode())
    if stl_binary.has_exact_size(head, size):
        return "stl"
    return _text_format(head) or _other_format(path, head, size)


def two_byte_encoding(head: bytes) -> str | None:
    """The encoding of a text in two-byte letters, told from its mark or its zeros, or None."""
    if encoding := _TWO_BYTE_MARKS.get(head[:2]):
        return encoding
    start = head[:64]
    if len(start) < 16 or len(start) % 2:
        return None
    for zeros, letters, encoding in ((1, 0, "utf-16-le"), (0, 1, "utf-16-be")):
        if not any(start[zeros::2]) and all(9 <= byte < 127 for byte in start[letters::2]):
            return encoding
    return None


def _text_format(head: bytes) -> str | None:
    """What a file that begins with these bytes is, if that shows at once."""
    head = head.removeprefix(_UTF_8_MARK)
    if _STEP.match(head):
        return "step"
    if ply_header.FIRST_LINE.match(head):
        return "ply"
    if _ASCII_STL.match(head):
        return "stl"
    if b"\0" in head.rstrip(_PADDING):
        return None
    return "obj" if _OBJ_NUMBERS.search(head) else None


def _other_format(path: Path, head: bytes, size: int) -> str | None:
    if b"\0" in head:
        return "stl" if _is_damaged_binary_stl(head, size) else None
    return "obj" if len(head) == HEAD_BYTES and obj.begins(path, LONGEST_PREFACE_LINES) else None


def _holds_model(path: Path, head: bytes) -> bool:
    try:
        with Package(path, Limits()) as package:
            return is_about_a_model(package)
    except Unreadable:  # its directory is lost, but each part's name also stands before it
        return b".model" in head


def _is_damaged_binary_stl(head: bytes, size: int) -> bool:
    """Whether the first triangle, or what is left of it, could be one."""
    if len(head) < stl_binary.HEAD_BYTES:
        return False
    first = head[stl_binary.HEAD_BYTES :][: stl_binary.RECORD.itemsize]
    if len(first) == stl_binary.RECORD.itemsize:
        x, y, z = struct.unpack_from("<3f", first)
        length = x * x + y * y + z * z
        if length != 0 and abs(length - 1) <= _NORMAL_SLACK:
            return True
        promised = stl_binary.promised_triangles(head) * stl_binary.RECORD.itemsize
        if promised <= size and stl_binary.looks_like_triangles(first):
            return True
        if length != 0:
            return False
    remark = head[: stl_binary.HEAD_BYTES - 4].rstrip(b"\0")
    return all(byte in b"\t\r\n" or 32 <= byte < 127 for byte in remark)
