"""Tells a model's format from its first bytes, never from its name."""

import re
import struct
from pathlib import Path

from service.manufacturing.meshes import stl_binary
from service.manufacturing.meshes.mesh import Limits, Unreadable
from service.manufacturing.meshes.package import Package
from service.manufacturing.meshes.package_root import is_about_a_model

#: Bytes that are looked at. An OBJ may open with long remarks, an STL with a long name.
HEAD_BYTES = 64 * 1024

#: What every STEP file begins with, blanks and remarks left aside (ISO 10303-21, section 5.1).
_STEP = re.compile(rb"(?:\xef\xbb\xbf)?(?>\s|/\*.*?\*/)*+ISO-10303-21\s*;", re.DOTALL)
_ZIP = b"PK\x03\x04"
_PLY = re.compile(rb"ply[ \t]*\r?\n")
_ASCII_STL = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*solid\s.*?\b(?:facet\s+normal|endsolid)\b", re.DOTALL | re.IGNORECASE
)
_OBJ_VERTEX = re.compile(rb"^[ \t]*v(?:[ \t]+[-+]?(?:\.?\d\S*|nan|inf)){2,}", re.M | re.I)

#: How far a stored normal may be from length 1 to look like a normal at all.
_NORMAL_SLACK = 0.01


def recognise(path: Path) -> str | None:
    """Say "stl", "3mf", "obj", "ply" or "step", or None; reads little of the file.

    A damaged model is still recognised where its beginning shows what it was meant to be, so
    that `read` can say what is wrong with it.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    size = path.stat().st_size
    if head.startswith(_ZIP):
        return "3mf" if _holds_model(path, head) else None
    if _STEP.match(head):
        return "step"
    if _PLY.match(head):
        return "ply"
    if stl_binary.has_exact_size(head, size) or _ASCII_STL.match(head):
        return "stl"
    if b"\0" in head:
        return "stl" if _is_damaged_binary_stl(head) else None
    return "obj" if _OBJ_VERTEX.search(head) else None


def _holds_model(path: Path, head: bytes) -> bool:
    try:
        with Package(path, Limits()) as package:
            return is_about_a_model(package)
    except Unreadable:  # its directory is lost, but each part's name also stands before it
        return b".model" in head


def _is_damaged_binary_stl(head: bytes) -> bool:
    """Whether the first triangle, or what is left of it, could be one."""
    if len(head) < stl_binary.HEAD_BYTES:
        return False
    if len(head) >= stl_binary.HEAD_BYTES + stl_binary.RECORD.itemsize:
        x, y, z = struct.unpack_from("<3f", head, stl_binary.HEAD_BYTES)
        length = x * x + y * y + z * z
        if length != 0:
            return bool(abs(length - 1) <= _NORMAL_SLACK)
    remark = head[: stl_binary.HEAD_BYTES - 4].rstrip(b"\0")
    return all(byte in b"\t\r\n" or 32 <= byte < 127 for byte in remark)
