"""Warns of what was left out of a file, or understood otherwise than it is written."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from service.manufacturing.quoting.catalogue import Part
from service.manufacturing.quoting.checks.check import Check, Verdict


class NoteKind(NamedTuple):
    """How often something was met, in a unit, and the sentence that says so with {times}."""

    unit: str
    sentence: str


#: By the kind of a note (`meshes.mesh.Note`), which names its check as well.
NOTES: Mapping[str, NoteKind] = {
    "faces_without_area": NoteKind(
        "faces", "{times} faces have fewer than three different corners and were left out"
    ),
    "free_form_curves": NoteKind(
        "curves", "{times} free-form curves were left out: only the faces of the file are measured"
    ),
    "endsolid_missing": NoteKind(
        "solids",
        "the STL text does not close its last solid (endsolid): the file may be cut off, with "
        "solids missing",
    ),
    "triangles_not_counted": NoteKind(
        "triangles",
        "the STL file holds {times} triangles more than it says, which were read as well",
    ),
    "surplus_bytes": NoteKind(
        "bytes", "{times} bytes behind the triangles of the STL file were left out"
    ),
    "negative_volumes": NoteKind(
        "bodies", "{times} negative volumes of the 3MF file were taken off"
    ),
    "modifiers": NoteKind(
        "bodies", "{times} modifiers of the 3MF file were left out: they change settings, not shape"
    ),
    "support_bodies": NoteKind(
        "bodies", "{times} supports of the 3MF file were left out: only the part is measured"
    ),
    "surfaces": NoteKind(
        "surfaces", "{times} surfaces of the 3MF file enclose nothing and were left out"
    ),
    "other_objects": NoteKind(
        "bodies", "{times} objects of type other were left out of the 3MF file"
    ),
    "not_printed": NoteKind(
        "bodies",
        "{times} objects of the 3MF file are marked as not to be printed and were left out",
    ),
    "open_surfaces": NoteKind(
        "surfaces", "{times} surfaces of the STEP file are not closed and enclose nothing"
    ),
    "other_files": NoteKind(
        "references", "{times} references of the STEP file to other files were left out"
    ),
}


def as_read(part: Part) -> Iterator[Check]:
    """A warning for each note of the reader."""
    for kind, times in part.notes:
        unit, sentence = NOTES[kind]
        yield Check(
            check=kind,
            verdict=Verdict.WARN,
            value=times,
            limit=0,
            unit=unit,
            reason=sentence.format(times=times),
            where=part.name or part.sha256,
        )
