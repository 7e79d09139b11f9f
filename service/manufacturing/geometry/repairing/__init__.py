"""Repairs a mesh by simple means that preserve its shape, and says what it cannot repair."""

from dataclasses import dataclass

import numpy as np

from service.manufacturing.geometry.measures import measure
from service.manufacturing.geometry.meshes.mesh import Floats, Indices, Mesh, Unreadable, compacted
from service.manufacturing.geometry.repairing.cracks import close_cracks
from service.manufacturing.geometry.repairing.filling import fill
from service.manufacturing.geometry.repairing.surplus import drop_strays, drop_surplus
from service.manufacturing.geometry.repairing.winding import turn_outwards, wind
from service.manufacturing.geometry.topology import Topology, connect
from service.values.json_object import JsonObject

__all__ = ["MOST_TRIANGLES", "Repaired", "is_sound", "repair"]

#: Larger meshes are not repaired: their makers have the tools for it, and the patience.
MOST_TRIANGLES = 2_000_000
#: Share of the extent cubed that a repaired part encloses at least; a sheet is no part.
LEAST_VOLUME = 1e-9


@dataclass(frozen=True)
class Repaired:
    """A mesh that is closed and wound consistently, and what was done to it.

    `moved_at_most` is how far a welded corner went, in file units. `before` and `after` are the
    same counts of both meshes.
    """

    mesh: Mesh
    dropped_triangles: int
    welded_corners: int
    moved_at_most: float
    turned_triangles: int
    filled_holes: int
    added_triangles: int
    before: dict[str, int]
    after: dict[str, int]

    def changes(self) -> JsonObject:
        """Everything but the mesh, as plain values."""
        return {name: value for name, value in vars(self).items() if name != "mesh"}


def repair(mesh: Mesh) -> Repaired:
    """Drop surplus triangles, weld cracks, wind consistently, fill holes; in this order.

    Raises Unreadable "nothing-to-repair" for a sound mesh, "too-many-triangles", and
    "not-repairable" with what would still be wrong.
    """
    if len(mesh.faces) > MOST_TRIANGLES:
        raise Unreadable(
            "too-many-triangles",
            f"the file has {len(mesh.faces):,} triangles; at most {MOST_TRIANGLES:,} are repaired",
        )
    before = connect(mesh.faces)
    if is_sound(mesh):
        raise Unreadable("nothing-to-repair", "the mesh is closed, and wound consistently outwards")
    vertices, faces = mesh.vertices, drop_surplus(mesh.faces)
    faces, welded, moved = close_cracks(vertices, faces)
    faces = drop_strays(drop_surplus(faces))
    dropped = len(mesh.faces) - len(faces)
    faces, turned = wind(faces)
    filling = fill(vertices, faces)
    faces = np.concatenate([faces, filling.triangles])
    faces, turned = turn_outwards(vertices, faces, turned)
    after = connect(faces)
    _check(after, filling.left)
    _check_volume(vertices, faces)
    return Repaired(
        mesh=Mesh(*compacted(vertices, faces), mesh.format, mesh.unit),
        dropped_triangles=dropped,
        welded_corners=welded,
        moved_at_most=moved,
        turned_triangles=int(np.count_nonzero(turned)),
        filled_holes=filling.holes,
        added_triangles=len(filling.triangles),
        before=_counts(before, len(mesh.faces)),
        after=_counts(after, len(faces)),
    )


def is_sound(mesh: Mesh) -> bool:
    """Whether there is nothing to repair."""
    topology = connect(mesh.faces)
    whole = topology.closed and topology.wound_consistently
    surplus = topology.collapsed + topology.duplicates
    return whole and not surplus and measure(mesh.vertices, mesh.faces).volume >= 0


def _check(after: Topology, left: tuple[str, ...]) -> None:
    if after.closed and after.wound_consistently:
        return
    wrong = [
        f"open edges: {len(after.open_ends):,}" if len(after.open_ends) else "",
        f"edges of more than two triangles: {len(after.crowded_ends):,}"
        if len(after.crowded_ends)
        else "",
        "" if after.wound_consistently else "the surface has one side only",
        "" if after.bodies else "no triangle is left",
        *left,
    ]
    faults = "; ".join(word for word in wrong if word)
    raise Unreadable("not-repairable", f"it cannot be repaired here; there would be left {faults}")


def _check_volume(vertices: Floats, faces: Indices) -> None:
    extent = float(np.ptp(vertices, axis=0).max())
    if not len(faces) or measure(vertices, faces).volume <= LEAST_VOLUME * extent**3:
        raise Unreadable("not-repairable", "it cannot be repaired here: it would enclose nothing")


def _counts(topology: Topology, triangles: int) -> dict[str, int]:
    return {
        "triangles": triangles,
        "bodies": topology.bodies,
        "open_edges": len(topology.open_ends),
        "non_manifold_edges": len(topology.crowded_ends),
        "duplicate_triangles": topology.duplicates,
    }
