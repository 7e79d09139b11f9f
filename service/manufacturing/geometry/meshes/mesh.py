"""What every reader returns: a mesh within stated limits, or the reason why there is none."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: Coordinates and indices, as the whole of `manufacturing` uses them.
Floats = NDArray[np.float64]
Indices = NDArray[np.int32]
#: Vertices (n, 3), and triangles (m, 3) over these alone.
Piece = tuple[Floats, Indices]

#: Largest coordinate in file units. The measures multiply three of them, and a part beyond
#: a million kilometres (in mm) is a damaged file.
LARGEST_COORDINATE = 1e9

MIB = 1024 * 1024


class Unreadable(Exception):
    """A file is no mesh that can be measured; `code` is a stable slug, the message a sentence."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True)
class Limits:
    """How much of a file a reader takes on before it raises Unreadable."""

    max_triangles: int = 20_000_000
    max_file_bytes: int = 512 * MIB
    #: An archive's parts together, unpacked.
    max_unpacked_bytes: int = 2048 * MIB
    #: Unpacked bytes per packed byte, asked only above `ratio_free_bytes`: XML packs well.
    max_unpack_ratio: int = 200
    ratio_free_bytes: int = 16 * MIB
    #: Files inside an archive.
    max_archive_files: int = 10_000
    #: Objects made of objects made of objects ...
    max_component_depth: int = 32
    #: Placed copies of objects in one build.
    max_instances: int = 100_000
    #: Shells that touch each other, and are united.
    max_meeting_shells: int = 100_000


@dataclass(frozen=True)
class Note:
    """What a reader has left out or understood otherwise than it is written, and how often.

    `kind` is a key of `checks.reading.NOTES`.
    """

    kind: str
    times: int


@dataclass(frozen=True)
class Mesh:
    """Triangles over vertices that are distinct within a solid.

    vertices: float64 (n, 3) in file units, each used by some triangle.
    faces: int32 (m, 3), m >= 1, indices into `vertices`; counter-clockwise from outside.
    format: a key of FORMATS.
    unit: a key of `geometry.UNITS_MM` if the file says it, else None.
    notes: what is not in the mesh as it is in the file, for whoever relies on its measures.
    """

    vertices: Floats
    faces: Indices
    format: str
    unit: str | None = None
    notes: tuple[Note, ...] = ()


def check_count(triangles: int, limits: Limits) -> None:
    """Raise Unreadable if a file has, or promises, more triangles than are measured."""
    if triangles > limits.max_triangles:
        raise Unreadable(
            "too-many-triangles",
            f"the file has {triangles:,} triangles; at most {limits.max_triangles:,} are measured",
        )


def check_coordinates(
    coordinates: NDArray[np.floating], place: Callable[[int], str] = "vertex {:,}".format
) -> None:
    """Raise Unreadable if coordinates (k, 3) are not finite or beyond LARGEST_COORDINATE.

    `place` names a row for the message, counted from 1.
    """
    sound = np.abs(coordinates) <= LARGEST_COORDINATE  # false for NaN as well
    if sound.all():
        return
    row = int(np.flatnonzero(~sound.all(axis=1))[0])
    where = ", ".join(f"{value:g}" for value in coordinates[row].tolist())
    if not np.isfinite(coordinates[row]).all():
        raise Unreadable(
            "not-finite",
            f"{place(row + 1)} lies at ({where}): a coordinate must be a finite number",
        )
    raise Unreadable(
        "too-large-coordinates",
        f"{place(row + 1)} lies at ({where}); at most {LARGEST_COORDINATE:g} is measured",
    )


def corner_place(row: int, before: int = 0) -> str:
    """The name of a corner of triangles that follow one another; `before` triangles precede."""
    return f"corner {(row - 1) % 3 + 1} of triangle {before + (row - 1) // 3 + 1:,}"


def concatenated(pieces: Sequence[Piece]) -> Piece:
    """One or more pieces as one, without welding them."""
    shifts = np.cumsum([0] + [len(vertices) for vertices, _ in pieces[:-1]])
    faces = [faces + np.int32(shift) for (_, faces), shift in zip(pieces, shifts, strict=True)]
    return np.concatenate([vertices for vertices, _ in pieces]), np.concatenate(faces)


def compacted(vertices: Floats, faces: Indices) -> Piece:
    """Some faces of a mesh over those of its vertices that they use, in the same order."""
    used, corners = np.unique(faces, return_inverse=True)
    return vertices[used], corners.reshape(-1, 3).astype(np.int32)


def blocks(total: int, size: int) -> Iterator[slice]:
    """Cut 0..total into slices of at most `size`, so that temporaries stay small."""
    return (slice(start, min(start + size, total)) for start in range(0, total, size))


#: Formats that carry their own unit.
WITH_UNIT = frozenset({"3mf", "glb", "step"})
