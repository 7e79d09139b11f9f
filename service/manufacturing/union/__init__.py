"""Makes one solid of all shells of a mesh, by the positive fill rule, before it is measured.

3MF demands it (3MF Core Specification 1.3, section 4.1: overlapping volumes are united, positive
fill); other formats say nothing, and the same part should measure the same in each of them.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.meshes.mesh import Floats, Indices, Mesh, blocks
from service.manufacturing.repairing.winding import turn, wind
from service.manufacturing.shape.figures import Area, Figures, Volume
from service.manufacturing.shape.rays import cross, dot
from service.manufacturing.topology import Topology, connect
from service.manufacturing.union.booleans import is_sheet
from service.manufacturing.union.cutting import cut
from service.manufacturing.union.filling import Surface, united_shells
from service.manufacturing.union.neighbours import touching
from service.manufacturing.union.separating import separate

__all__ = ["Solid", "Union", "unite"]

#: Triangles per block: its temporaries stay in the cache of one core.
BLOCK = 1 << 14


@dataclass(frozen=True)
class Union(Figures):
    """What was done to the shells of a mesh to make them one solid.

    Of `shells` closed ones, `united` were replaced by what they enclose together, `turned_shells`
    faced inwards without being a cavity. `turned_triangles` faced another way than those around
    them. `summed_volume` and `summed_surface` are those of the shells as the file has them, each
    counted by itself and inwards ones negative; `volume` and `surface` those of the solid.
    """

    shells: int
    united: int
    turned_shells: int
    turned_triangles: int
    summed_volume: Volume
    volume: Volume
    summed_surface: Area
    surface: Area


@dataclass(frozen=True)
class Solid:
    """A mesh as it is measured, and how it came about: `union` is None if nothing had to be done.

    `inside_out`: every shell had to be turned. A mesh that is not closed, or has one side only,
    is left as it was.
    """

    mesh: Mesh
    topology: Topology
    union: Union | None = None
    inside_out: bool = False


@dataclass(frozen=True)
class _Shells:
    """Signed volumes, surfaces (k,) and boxes (k, 3) of shells, and the shell of each face."""

    labels: NDArray[np.intp]
    volumes: Floats
    surfaces: Floats
    lows: Floats
    highs: Floats


def unite(mesh: Mesh) -> Solid:
    """Put the winding of a mesh right, and unite what its shells enclose.

    A single shell that is wound consistently outwards passes as it is. Where shells touch or
    overlap, a point is inside if more of them wind around it outwards than inwards. A shell that
    faces inwards is a cavity if it lies within others that face outwards; else it was inside out
    by mistake, with all that lies in it. Raises Unreadable "not-united".
    """
    topology = connect(mesh.faces)
    vertices, faces, turned = mesh.vertices, mesh.faces, 0
    if len(topology.open_ends) or not topology.bodies:
        return Solid(mesh, topology)
    now = topology
    if not topology.wound_consistently:
        faces, which = wind(faces)
        turned, now = int(np.count_nonzero(which)), connect(faces)
    if len(now.crowded_ends):
        separated = separate(vertices, faces)
        if separated is None:
            return Solid(mesh, topology)
        vertices, faces, doubtful = separated
        if doubtful.any():
            vertices, faces = cut(vertices, faces, doubtful)
        now = connect(faces)
    if not (now.closed and now.wound_consistently):
        return Solid(mesh, topology)
    return _united(replace(mesh, vertices=vertices, faces=faces), now, turned)


def _united(mesh: Mesh, topology: Topology, turned: int) -> Solid:
    shells = _measured(mesh, topology)
    flips, parts, united = _resolved(mesh, shells)
    summed = (float(shells.volumes.sum()), float(shells.surfaces.sum()))
    kept = shells.labels >= 0
    kept[kept] = ~united[shells.labels[kept]]
    faces = mesh.faces
    if flips.any():
        faces = turn(faces, (shells.labels >= 0) & flips[shells.labels])
    if united.any():
        vertices, faces = _joined(mesh.vertices, faces[kept], parts)
        mesh = replace(mesh, vertices=vertices, faces=faces)
    elif flips.any():
        mesh = replace(mesh, faces=faces)
    if not (united.any() or flips.any() or turned):
        return Solid(mesh, topology)
    now = connect(mesh.faces)
    after = _measured(mesh, now)
    union = Union(
        shells=len(flips),
        united=int(np.count_nonzero(united)),
        turned_shells=int(np.count_nonzero(flips)),
        turned_triangles=turned,
        summed_volume=abs(summed[0]),
        volume=float(after.volumes.sum()),
        summed_surface=summed[1],
        surface=float(after.surfaces.sum()),
    )
    return Solid(mesh, now, union, bool(flips.all()))


def _resolved(
    mesh: Mesh, shells: _Shells
) -> tuple[NDArray[np.bool_], list[Surface], NDArray[np.bool_]]:
    """Which shells are turned, the surfaces of those that are united, and which those are."""
    count = len(shells.volumes)
    flips, united = shells.volumes < 0, _sheets(shells)
    parts: list[Surface] = []
    if count == 1:
        return flips, parts, united
    groups = touching(shells.lows, shells.highs)
    order = np.argsort(shells.labels, kind="stable")
    begins = np.searchsorted(shells.labels[order], np.arange(count + 1))
    crowds = np.flatnonzero(np.bincount(groups, minlength=count) > 1)
    by_group = np.argsort(groups, kind="stable")
    for group in crowds:
        left, right = np.searchsorted(groups[by_group], (group, group + 1))
        members = by_group[left:right]
        members = members[~united[members]]
        if len(members) < 2:
            continue
        found = united_shells(
            mesh.vertices,
            [mesh.faces[order[begins[i] : begins[i + 1]]] for i in members],
            shells.volumes[members],
            float(shells.surfaces[members].sum()),
        )
        flips[members] = found.turned
        if found.surface is not None:
            united[members] = True
            parts.append(found.surface)
    return flips, parts, united
    groups = touching(shells.lows, shells.highs)
    order = np.argsort(shells.labels, kind="stable")
    begins = np.searchsorted(shells.labels[order], np.arange(count + 1))
    crowds = np.flatnonzero(np.bincount(groups, minlength=count) > 1)
    by_group = np.argsort(groups, kind="stable")
    for group in crowds:
        left, right = np.searchsorted(groups[by_group], (group, group + 1))
        members = by_group[left:right]
        volumes = shells.volumes[members]
        members, volumes = members[volumes != 0], volumes[volumes != 0]
        solids = [
            solid(mesh.vertices, _outwards(mesh.faces[order[begins[i] : begins[i + 1]]], size))
            for i, size in zip(members, volumes, strict=True)
        ]
        turned, whole = resolve(solids, volumes)
        flips[members] = turned
        signed = float(np.where(turned, -volumes, volumes).sum())
        surface = float(shells.surfaces[members].sum())
        changed = abs(whole.volume() - signed) > UNCHANGED * float(np.abs(volumes).sum())
        if changed or abs(whole.surface_area() - surface) > UNCHANGED * surface:
            united[members] = True
            parts.append(triangles(whole))
    return flips, parts, united


def _sheets(shells: _Shells) -> NDArray[np.bool_]:
    """Which shells are sheets without thickness beside others that are none."""
    sides = (shells.highs - shells.lows).max(axis=1)
    figures = zip(shells.volumes, shells.surfaces, sides, strict=True)
    sheets = np.array([is_sheet(*one) for one in figures])
    return sheets & (not sheets.all())


def _joined(
    vertices: Floats, kept: Indices, parts: list[Surface]
) -> tuple[Floats, Indices]:
    used, corners = np.unique(kept, return_inverse=True)
    places, faces = [vertices[used]], [corners.reshape(-1, 3).astype(np.int32)]
    count = len(used)
    for more, part in parts:
        places.append(more)
        faces.append(part + np.int32(count))
        count += len(more)
    return np.concatenate(places), np.concatenate(faces)


def _measured(mesh: Mesh, topology: Topology) -> _Shells:
    standing = topology.shells >= 0
    heads, own = np.unique(topology.shells[standing], return_inverse=True)
    labels = np.full(len(standing), -1, np.intp)
    labels[standing] = own
    count = len(heads)
    volumes, surfaces = np.zeros(count), np.zeros(count)
    lows, highs = np.full((3, count), np.inf), np.full((3, count), -np.inf)
    middle = (mesh.vertices.min(axis=0) + mesh.vertices.max(axis=0)) / 2
    for part in blocks(len(labels), BLOCK):
        mine = labels[part]
        inside = mine >= 0
        mine = mine[inside]
        a, b, c = (mesh.vertices[column[inside]] - middle for column in mesh.faces[part].T)
        normals = cross(b - a, c - a)
        volumes += np.bincount(mine, dot(a, normals), minlength=count)
        surfaces += np.bincount(mine, np.sqrt(dot(normals, normals)), minlength=count)
        for corner in mesh.faces[part].T:
            for axis in range(3):
                at = mesh.vertices[corner[inside], axis]
                np.minimum.at(lows[axis], mine, at)
                np.maximum.at(highs[axis], mine, at)
    return _Shells(labels, volumes / 6, surfaces / 2, lows.T, highs.T)
