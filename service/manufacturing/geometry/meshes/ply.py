"""Reads PLY, text and binary of both byte orders, polygons of any shape."""

from pathlib import Path

import numpy as np

from service.manufacturing.geometry.meshes.mesh import (
    Floats,
    Indices,
    Limits,
    Mesh,
    Note,
    Unreadable,
    check_count,
)
from service.manufacturing.geometry.meshes.ply_body import Binary, PlyBody, Text, ended
from service.manufacturing.geometry.meshes.ply_header import PlyElement, read_header
from service.manufacturing.geometry.meshes.polygons import (
    Polygons,
    cut,
    indexed_mesh,
    unknown_vertex,
)


def read(path: Path, limits: Limits) -> Mesh:
    """Read the elements `vertex` and `face` of a PLY file (G. Turk, 1994); others are skipped.

    Faces of fewer than three corners are left out and noted. No count of the header is believed
    that the file is too short for. Raises Unreadable with the row that makes no sense.
    """
    size = path.stat().st_size
    vertices: Floats | None = None
    polygons: Polygons | None = None
    with path.open("rb") as file:
        header = read_header(file)
        is_text = header.order == "="
        body: PlyBody = Text(file, header.lines) if is_text else Binary(file)
        for element in header.elements:
            if vertices is not None and polygons is not None:
                break
            _check_room(element, size - (0 if is_text else file.tell()), text=is_text)
            if element.name == "vertex":
                vertices = body.numbers(element, _coordinates(element))
            elif element.name == "face":
                polygons = _polygons(body, element, limits)
            elif element.name == "tristrips":
                raise Unreadable(
                    "unsupported",
                    "the PLY file holds strips of triangles (tristrips), which are not read: "
                    "export it with faces",
                )
            else:
                body.skip(element)
    if vertices is None or polygons is None:
        missing = "vertices" if vertices is None else "faces: it is a cloud of points"
        raise Unreadable("empty", f"the PLY file has no {missing}")
    triangles, flat = _triangles(vertices, polygons)
    check_count(len(triangles), limits)
    return indexed_mesh(vertices, triangles, "ply", [Note("faces_without_area", flat)])


def _check_room(element: PlyElement, left: int, *, text: bool) -> None:
    if element.count and not element.properties:
        raise Unreadable("malformed", f"the PLY's element {element.name} has no properties")
    row = 1 if text else sum(entry.least_bytes for entry in element.properties)
    if row * element.count > left:
        raise ended(element)


def _coordinates(element: PlyElement) -> list[int]:
    places = [element.place(axis) for axis in "xyz"]
    for place in places:
        if element.properties[place].count:
            name = element.properties[place].name
            raise Unreadable("malformed", f"the PLY's property {name} of {element.name} is a list")
    return places


def _polygons(body: PlyBody, element: PlyElement, limits: Limits) -> Polygons:
    place = element.place("vertex_indices", "vertex_index")
    indices = element.properties[place]
    if indices.count is None or indices.type.kind == "f":
        raise Unreadable("malformed", "the PLY's faces are not lists of whole numbers")
    counts, corners = body.lists(element, place)
    check_count(int(np.maximum(counts - 2, 0).sum()), limits)
    return Polygons(counts, corners, lambda number: f"row {number + 1:,} of the PLY's faces")


def _triangles(vertices: Floats, polygons: Polygons) -> tuple[Indices, int]:
    counts, corners = polygons.counts, polygons.corners
    wrong = np.flatnonzero((corners < 0) | (corners >= len(vertices)))
    if len(wrong):
        row = int(np.searchsorted(np.cumsum(counts), wrong[0], side="right"))
        raise unknown_vertex(polygons.place(row), int(corners[wrong[0]]), len(vertices))
    if len(counts) and (counts == 3).all():
        return corners.astype(np.int32).reshape(-1, 3), 0
    flat = counts == 3
    triangles = corners[np.repeat(flat, counts)].astype(np.int32).reshape(-1, 3)
    others = np.flatnonzero(~flat)
    rest = Polygons(
        counts[others],
        corners[np.repeat(~flat, counts)],
        lambda number: polygons.place(int(others[number])),
    )
    more, empty = cut(vertices, rest)
    return np.concatenate([triangles, more]), empty
