"""Makes one solid of all shells of a mesh, by the positive fill rule, before it is measured.

3MF demands it (3MF Core Specification 1.3, section 4.1: overlapping volumes are united, positive
fill); other formats say nothing, and the same part should measure the same in each of them.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.measures import Measures, measure
from service.manufacturing.geometry.meshes.mesh import (
    Floats,
    Indices,
    Limits,
    Mesh,
    Piece,
    Unreadable,
    compacted,
    concatenated,
)
from service.manufacturing.geometry.repairing.winding import turn, wind
from service.manufacturing.geometry.shape.crossings import MOST_TRIANGLES, crossing_pairs
from service.manufacturing.geometry.shape.figures import Area, Figures, Volume
from service.manufacturing.geometry.shape.tree import grow
from service.manufacturing.geometry.topology import Topology, connect
from service.manufacturing.geometry.union.booleans import unite_in_one_thread
from service.manufacturing.geometry.union.cutting import MOST_LOOKED
from service.manufacturing.geometry.union.groups import Group, united_groups
from service.manufacturing.geometry.union.separating import Separated, separate
from service.manufacturing.geometry.union.shells import Shells, measure_shells

__all__ = ["MOST_MEETING", "Solid", "Union", "unite", "unite_in_one_thread"]

#: Triangles of a shell that is searched for crossings of its own, which cuts then resolve.
MOST_SEARCHED = MOST_TRIANGLES
#: Shells that touch each other and are united, unless another number is asked for.
MOST_MEETING = Limits().max_meeting_shells


@dataclass(frozen=True)
class Union(Figures):
    """What was done to the shells of a mesh to make them one solid.

    Of `shells` closed ones, `united` were replaced by what they enclose together; so many
    `inner_triangles` lay back to back within the solid. `turned_triangles` faced another way than
    those around them, and `turned_shells` faced inwards without being a cavity. `summed_volume`
    and `summed_surface` count each shell by itself, those that face inwards below 0; `volume` and
    `surface` are those of the solid.
    """

    shells: int
    united: int
    inner_triangles: int
    turned_shells: int
    turned_triangles: int
    summed_volume: Volume
    volume: Volume
    summed_surface: Area
    surface: Area


@dataclass(frozen=True)
class Solid:
    """A mesh as it is measured, and how it came about: `union` is None if nothing had to be done.

    `inside_out`: every shell had to be turned. `duplicates` are triangles of the mesh as it was
    read. A mesh that is not closed, or has one side only, is left as it was.
    """

    mesh: Mesh
    topology: Topology
    measures: Measures
    duplicates: int
    union: Union | None = None
    inside_out: bool = False

    @property
    def passes_unsearched(self) -> bool:
        """Whether it is one shell that faces outwards, too large to be searched for crossings."""
        sound = self.topology.closed and self.topology.wound_consistently
        single = self.topology.bodies == 1 and self.measures.volume >= 0
        return sound and single and len(self.mesh.faces) > MOST_SEARCHED


def unite(mesh: Mesh, most_meeting: int = MOST_MEETING) -> Solid:
    """Put the winding of a mesh right, and unite what its shells enclose.

    A single shell that is wound consistently outwards passes as it is. Where shells touch or
    overlap, a point is inside if more of them wind around it outwards than inwards. A shell that
    faces inwards is a cavity if it lies within others that face outwards; else it was inside out
    by mistake, with all that lies in it. Where cavities leave nothing of the bodies, the volume
    is 0 and the mesh as it was. Raises Unreadable "not-united", and "too-many-shells"
    if more than `most_meeting` touch each other.
    """
    topology, measures = connect(mesh.faces), measure(mesh.vertices, mesh.faces)
    untouched = Solid(mesh, topology, measures, topology.duplicates)
    if len(topology.open_ends) or untouched.passes_unsearched:
        return untouched
    wound = _wound(mesh, topology)
    if wound is None:
        return untouched
    before = measures if wound.faces is mesh.faces else measure(mesh.vertices, wound.faces)
    united = _united(mesh, wound, before, most_meeting)
    if not len(united.mesh.faces):
        return replace(untouched, measures=replace(measures, volume=0.0))
    solid = replace(untouched, mesh=united.mesh, topology=united.topology)
    if not (wound.turned or wound.surface.cancelled or united.flips.any() or united.united.any()):
        return solid
    after = measure(united.mesh.vertices, united.mesh.faces)
    return replace(
        solid,
        measures=replace(after, degenerate=measures.degenerate),
        union=_union(wound, united, before, after),
        inside_out=bool(united.flips.all()),
    )


@dataclass(frozen=True)
class _Wound:
    """The faces of a mesh, `turned` so many of them, and the closed `surface` that these make."""

    faces: Indices
    turned: int
    surface: Separated
    topology: Topology


def _wound(mesh: Mesh, topology: Topology) -> _Wound | None:
    """The mesh wound consistently, surfaces that share edges taken apart; None if it cannot be."""
    faces, turned = mesh.faces, 0
    if not topology.wound_consistently:
        faces, which = wind(faces)
        turned, topology = int(np.count_nonzero(which)), connect(faces)
    surface = Separated(mesh.vertices, faces, np.zeros(len(faces), bool))
    if len(topology.crowded_ends):
        separated = separate(mesh.vertices, faces)
        if separated is None:
            return None
        surface, topology = separated, connect(separated.faces)
    if not (topology.closed and topology.wound_consistently):
        return None
    return _Wound(faces, turned, surface, topology)


@dataclass(frozen=True)
class _United:
    """A mesh and its topology, and which of its shells were turned and united on the way."""

    mesh: Mesh
    topology: Topology
    flips: NDArray[np.bool_]
    united: NDArray[np.bool_]


def _union(wound: _Wound, united: _United, before: Measures, after: Measures) -> Union:
    shells = wound.topology.bodies
    return Union(
        shells=shells,
        united=min(int(np.count_nonzero(united.united)), shells),
        inner_triangles=wound.surface.cancelled,
        turned_shells=min(int(np.count_nonzero(united.flips)), shells),
        turned_triangles=wound.turned,
        summed_volume=abs(before.volume),
        volume=after.volume,
        summed_surface=before.surface,
        surface=after.surface,
    )


def _united(mesh: Mesh, wound: _Wound, before: Measures, most_meeting: int) -> _United:
    surface, topology = wound.surface, wound.topology
    whole = replace(mesh, vertices=surface.vertices, faces=surface.faces)
    nothing = np.zeros(topology.bodies, bool)
    doubtful, searched = surface.doubtful, len(surface.faces) <= MOST_SEARCHED
    crossing = np.zeros(len(surface.faces), bool)
    if searched and not doubtful.any():
        crossing = _crossing(surface.vertices, surface.faces, topology)
    sound = not (doubtful.any() or crossing.any())
    if sound and topology.bodies == 1 and before.volume >= 0:
        return _United(whole, topology, nothing, nothing)
    shells = measure_shells(whole.vertices, whole.faces, topology)
    overlapping, crossed = shells.having(doubtful), shells.having(crossing)
    sheets = shells.sheets & ~overlapping
    flips, united = shells.volumes < 0, sheets.copy()
    groups = [
        Group.of(shells, members, whole.vertices, overlapping, crossed, searched=searched)
        for members in shells.meeting(sheets, alone=overlapping | crossed)
    ]
    most = max((len(group.members) for group in groups), default=0)
    if most > most_meeting:
        raise Unreadable(
            "too-many-shells",
            f"{most:,} shells touch each other; at most {most_meeting:,} are united",
        )
    parts: list[Piece] = []
    for group, result in zip(groups, united_groups(groups), strict=True):
        flips[group.members] = result.turned
        if result.surface is not None:
            united[group.members] = True
            parts.append(result.surface)
    flips[sheets] = flips[~sheets].all()  # a sheet faces no side of its own
    if not (flips.any() or united.any()):
        return _United(whole, topology, flips, united)
    solid = _put_together(whole, shells, flips, united, parts)
    return _United(solid, connect(solid.faces), flips, united)


def _crossing(vertices: Floats, faces: Indices, topology: Topology) -> NDArray[np.bool_]:
    """Which faces belong to a shell that passes through itself."""
    tree = grow(vertices, faces)
    parts = topology.shells[tree.order].astype(np.intp)
    crossings = crossing_pairs(tree, np.random.default_rng(0), parts, MOST_LOOKED)
    crossing: NDArray[np.bool_] = np.isin(topology.shells, parts[crossings.one])
    return crossing


def _put_together(
    mesh: Mesh,
    shells: Shells,
    flips: NDArray[np.bool_],
    united: NDArray[np.bool_],
    parts: list[Piece],
) -> Mesh:
    standing = shells.labels >= 0
    faces = turn(mesh.faces, standing & flips[shells.labels])
    if not united.any():
        return replace(mesh, faces=faces)
    rest = compacted(mesh.vertices, faces[standing & ~united[shells.labels]])
    vertices, faces = concatenated([rest, *parts])
    return replace(mesh, vertices=vertices, faces=faces)
