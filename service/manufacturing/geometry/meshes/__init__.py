"""Reads meshes from STL, 3MF, OBJ, PLY, GLB and STEP files, told apart by content."""

from collections.abc import Callable, Mapping
from pathlib import Path

from service.manufacturing.geometry.meshes import (
    glb,
    obj,
    ply,
    step,
    stl_ascii,
    stl_binary,
    threemf,
)
from service.manufacturing.geometry.meshes.mesh import Limits, Mesh, Unreadable
from service.manufacturing.geometry.meshes.recognising import recognise, two_byte_encoding

__all__ = ["APART", "FORMATS", "KINDS", "Limits", "Mesh", "Unreadable", "read", "recognise"]


def _read_stl(path: Path, limits: Limits) -> Mesh:
    read_kind = stl_binary.read if stl_binary.is_binary(path) else stl_ascii.read
    return read_kind(path, limits)


#: The reader of each format. A new format is a module, a line here and one in `recognise`.
FORMATS: Mapping[str, Callable[[Path, Limits], Mesh]] = {
    "stl": _read_stl,
    "3mf": threemf.read,
    "obj": obj.read,
    "ply": ply.read,
    "glb": glb.read,
    "step": step.read,
}
#: Formats that large foreign libraries read: in a process of their own only.
APART = frozenset({"step"})

#: The formats as people call them, to say which there are.
KINDS = "STL, 3MF, OBJ, PLY, GLB or STEP"
#: Formats of which a file may be a text.
TEXTS = frozenset({"stl", "obj", "ply", "step"})

_DEFAULT = Limits()


def read(path: Path, *, limits: Limits = _DEFAULT) -> Mesh:
    """Read the triangles of a model file, its format told from its content.

    Coordinates stay in the units of the file; vertices come welded. Memory: some 130 bytes per
    triangle of binary STL, up to 250 for text formats, and never more because of what a file
    merely claims. Raises Unreadable, whatever the file holds, and OSError if it cannot be read.
    """
    size = path.stat().st_size
    if size == 0:
        raise Unreadable("empty", "the file has 0 bytes")
    if size > limits.max_file_bytes:
        raise Unreadable(
            "too-large",
            f"the file has {size:,} bytes; at most {limits.max_file_bytes:,} are read",
        )
    format_ = recognise(path)
    if format_ is None:
        raise Unreadable("unsupported", f"the file is no {KINDS} model")
    _check_encoding(path, format_)
    return FORMATS[format_](path, limits)


def _check_encoding(path: Path, format_: str) -> None:
    with path.open("rb") as file:
        encoding = two_byte_encoding(file.read(64))
    if format_ in TEXTS and encoding:
        raise Unreadable(
            "unsupported",
            f"the {format_.upper()} file is a text in UTF-16 ({encoding.upper()}), "
            "which is not read: save it as UTF-8 or ASCII",
        )
