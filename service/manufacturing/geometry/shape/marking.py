"""What a picture should mark: open edges, thin walls and the rims of overhangs."""

from dataclasses import dataclass

import numpy as np

from service.manufacturing.geometry.measures import measure
from service.manufacturing.geometry.meshes import Mesh
from service.manufacturing.geometry.meshes.mesh import Floats
from service.manufacturing.geometry.shape.overhangs import overhanging
from service.manufacturing.geometry.shape.tree import grow
from service.manufacturing.geometry.shape.walls import measure_walls
from service.manufacturing.geometry.topology import connect

#: Lines that are drawn of each kind; a picture with more shows no more.
MOST_LINES = 20_000
#: Arms of the cross at a thin place, as a share of the part's diagonal.
ARM = 0.02


@dataclass(frozen=True)
class Held:
    """The wall in mm below which a part was warned of or refused, and what points `up` ("-x" to
    "+z") while what overhangs is counted; None where nobody has asked for it.
    """

    wall_mm: float | None = None
    up: str | None = None


def faults(mesh: Mesh, unit_mm: float | None, held: Held) -> Floats:
    """Line segments (k, 2, 3) in file units.

    They follow open edges and edges of more than two triangles, and surround areas that overhang in
    the orientation `held`; crosses mark walls thinner than its limit. Without a limit, or a unit in
    mm, walls and overhangs are not marked.
    """
    topology = connect(mesh.faces)
    broken = (topology.open_ends, topology.crowded_ends)
    lines = [mesh.vertices[ends[:MOST_LINES]] for ends in broken]
    if topology.closed and topology.wound_consistently and held != Held():
        inside_out = measure(mesh.vertices, mesh.faces).volume < 0
        tree = grow(mesh.vertices, mesh.faces)
        if held.up:
            hanging = tree.faces[overhanging(tree, (held.up,), inside_out) > 0]
            lines.append(mesh.vertices[connect(hanging).open_ends[:MOST_LINES]])
        if held.wall_mm is not None and unit_mm is not None:
            thin_places = measure_walls(tree, inside_out).thin_places
            thin = [spot.place for spot in thin_places if spot.size * unit_mm < held.wall_mm]
            lines.append(_crosses(np.reshape(thin, (-1, 3)), tree.diagonal * ARM))
    return np.concatenate(lines)


def _crosses(places: Floats, arm: float) -> Floats:
    ends = np.stack([-np.eye(3), np.eye(3)], axis=1) * arm
    crosses: Floats = (places[:, None, None] + ends).reshape(-1, 2, 3)
    return crosses
