"""Cuts surfaces that may overlap themselves into pieces that do not."""

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.mesh import Floats, Indices
from service.manufacturing.geometry.topology import connect
from service.manufacturing.geometry.union.booleans import pieces_of, solid, triangles
from service.manufacturing.geometry.vectors import cross, dot

#: Planes that a surface is cut along at most; one with more is left as it is.
MOST_PLANES = 48
#: Steps of a unit vector, and of the extent, that tell one plane from another.
STEPS = 1 << 20


def cut(vertices: Floats, faces: Indices, doubtful: NDArray[np.bool_]) -> tuple[Floats, Indices]:
    """Vertices and faces with each shell that has a doubtful face cut along all of its planes.

    What lies between the planes, each piece a shell of its own, winds around every point as often
    as the shell did. Every edge has two triangles, before and after.
    """
    shells = connect(faces).shells
    places, parts, count = [vertices], [], len(vertices)
    whole = np.ones(len(faces), bool)
    for head in np.unique(shells[doubtful]):
        mine = shells == head
        own = faces[mine]
        normals, heights, volume = _planes(vertices, own)
        if len(normals) > MOST_PLANES or volume == 0:
            continue
        whole &= ~mine
        outwards = own if volume > 0 else np.ascontiguousarray(own[:, ::-1])
        for piece in pieces_of(solid(vertices, outwards), normals, heights):
            corners, surface, _ = triangles(piece)
            places.append(corners)
            parts.append((surface if volume > 0 else surface[:, ::-1]) + np.int32(count))
            count += len(corners)
    return np.concatenate(places), np.concatenate([faces[whole], *parts])


def _planes(vertices: Floats, faces: Indices) -> tuple[Floats, Floats, float]:
    """The distinct planes of the faces, as unit normals and heights, and what they enclose."""
    a, b, c = (vertices[column] for column in faces.T)
    extent = float(np.ptp(vertices[faces.ravel()], axis=0).max())
    normals = cross(b - a, c - a)
    volume = float(dot(normals, a - a[0]).sum()) / 6
    lengths = np.sqrt(dot(normals, normals))
    flat = lengths <= extent**2 / STEPS**2
    units = normals[~flat] / lengths[~flat][:, None]
    leading = np.argmax(np.abs(units) > 0.5, axis=1)
    units = units * np.where(units[np.arange(len(units)), leading] < 0, -1.0, 1.0)[:, None]
    heights = dot(units, a[~flat])
    low = dot(units, np.broadcast_to(a[0], units.shape))
    keys = np.column_stack([units * STEPS, (heights - low) * (STEPS / extent)])
    _, first = np.unique(np.rint(keys), axis=0, return_index=True)
    first = np.sort(first)
    return units[first], heights[first], volume
