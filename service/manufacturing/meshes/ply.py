"""Reads PLY, text and binary of both byte orders, polygons cut into fans."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.meshes.mesh import Floats, Limits, Mesh, Unreadable, check_count
from service.manufacturing.meshes.ply_body import Binary, Body, Text, ended
from service.manufacturing.meshes.ply_header import Element, read_header
from service.manufacturing.meshes.polygons import fans, indexed_mesh


def read(path: Path, limits: Limits) -> Mesh:
    """Read the elements `vertex` and `face` of a PLY file (G. Turk, 1994); others are skipped.

    No count of the header is believed that the file is too short for.
    """
    size = path.stat().st_size
    vertices: Floats | None = None
    triangles: NDArray[np.int64] | None = None
    with path.open("rb") as file:
        header = read_header(file)
        body: Body = Binary(file) if header.order else Text(file)
        for element in header.elements:
            if vertices is not None and triangles is not None:
                break
            _check_room(element, size - file.tell(), text=not header.order)
            if element.name == "vertex":
                vertices = _vertices(body, element)
            elif element.name == "face":
                triangles = _triangles(body, element, limits)
            elif element.name == "tristrips":
                raise Unreadable("unsupported", "the PLY file holds triangle strips, not faces")
            else:
                body.skip(element)
    if vertices is None or triangles is None:
        raise Unreadable("empty", "the PLY file lacks vertices or faces")
    return indexed_mesh(vertices, triangles, "ply")


def _check_room(element: Element, left: int, *, text: bool) -> None:
    if element.count and not element.properties:
        raise Unreadable("malformed", f"the PLY's element {element.name} has no properties")
    row = 1 if text else sum(entry.least_bytes for entry in element.properties)
    if row * element.count > left:
        raise ended(element)


def _vertices(body: Body, element: Element) -> Floats:
    if element.has_lists:
        raise Unreadable("unsupported", "the PLY file has lists in its vertices")
    return body.numbers(element, [element.place(axis) for axis in "xyz"])


def _triangles(body: Body, element: Element, limits: Limits) -> NDArray[np.int64]:
    place = element.place("vertex_indices", "vertex_index")
    indices = element.properties[place]
    if indices.count is None or indices.type.kind == "f":
        raise Unreadable("malformed", "the PLY's faces are not lists of whole numbers")
    counts, corners = body.lists(element, place)
    if len(counts) and int(counts.min()) < 3:
        raise Unreadable("malformed", f"a face of the PLY has {int(counts.min())} corners")
    check_count(int((counts - 2).sum()), limits)
    return fans(counts, corners)
