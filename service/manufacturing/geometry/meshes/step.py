"""Reads STEP through the library cascadio, which turns its surfaces into triangles."""

import re
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from service.manufacturing.geometry.meshes import glb
from service.manufacturing.geometry.meshes.mesh import (
    Limits,
    Mesh,
    Note,
    Piece,
    Unreadable,
    check_coordinates,
    check_count,
    concatenated,
)
from service.manufacturing.geometry.meshes.shells import separate
from service.manufacturing.geometry.meshes.welding import is_closed

#: How far a triangle may lie off the true surface, in mm, and how much neighbours may be turned
#: against each other, in radians, whichever is finer: a bore has some 90 sides, whatever its size.
#: Volumes of balls and rings come out at most 1 in 1,000 too small, those of flat faces exactly.
CHORD_MM, TURN = 0.01, 0.07
MM_PER_M = 1000.0
#: Kinds of notes: about surfaces that enclose nothing, and about references to other files.
OPEN, ELSEWHERE = "open_surfaces", "other_files"

#: Where the exchange structure begins (ISO 10303-21, section 5.1), with what may stand before it
#: and within it, but which the library does not know: a byte order mark, remarks, blanks.
_BEGIN = re.compile(rb"\A.*?ISO-10303-21\s*;", re.DOTALL)
#: Entities that name other files. The library would open them, wherever they lie.
_OTHER_FILES = re.compile(rb"DOCUMENT_FILE", re.IGNORECASE)


def read(path: Path, limits: Limits) -> Mesh:
    """Read the solids of a STEP file (ISO 10303-21, AP203, AP214, AP242) in millimetres.

    Each solid is one of its own, whatever colours its faces have: solids that touch are not welded
    together. Surfaces that are not closed are read as well, and `notes` count them. What lies in
    other files is left out. The library is large and not ours, and it may end the process: call it
    in one that may die. Raises Unreadable.
    """
    content = _BEGIN.sub(b"ISO-10303-21;", path.read_bytes(), count=1)
    content, elsewhere = _OTHER_FILES.subn(b"DOCUMENT_PASS", content)
    pieces = _triangulated(content, limits)
    check_count(sum(len(faces) for _, faces in pieces), limits)
    if not any(len(faces) for _, faces in pieces):
        raise Unreadable("empty", "the STEP file has 0 solids and surfaces")
    patches = np.repeat(np.arange(len(pieces)), [len(faces) for _, faces in pieces])
    shells = separate(*concatenated(pieces), patches)
    vertices, faces = concatenated(shells)
    check_coordinates(vertices)
    open_ = sum(not is_closed(faces) for _, faces in shells)
    notes = (Note(OPEN, open_), Note(ELSEWHERE, elsewhere))
    return Mesh(vertices, faces, "step", "mm", tuple(note for note in notes if note.times))


def _triangulated(content: bytes, limits: Limits) -> list[Piece]:
    """Vertices in mm and triangles of each face, in the order of the solids."""
    cascadio = import_module("cascadio")  # takes a second, which no other format should wait for
    with TemporaryDirectory(prefix="werkbank-step-") as folder:
        out = Path(folder) / "model.glb"
        try:
            out.write_bytes(
                cascadio.to_glb_bytes(
                    content,
                    cascadio.FileType.STEP,
                    tol_linear=CHORD_MM,
                    tol_angular=TURN,
                    merge_primitives=False,
                    use_parallel=False,
                )
            )
            model_pieces = list(glb.pieces(out, limits)) if out.stat().st_size else None
        except (RuntimeError, ValueError) as error:
            raise Unreadable("malformed", "the STEP file cannot be read: it is damaged") from error
    if model_pieces is None:
        raise Unreadable("malformed", "the STEP file cannot be read: it is damaged or cut off")
    return [(vertices * MM_PER_M, faces) for vertices, faces in model_pieces]
