"""Says where a picture should point: at open edges, thin walls and the rims of overhangs."""

import numpy as np

from service.manufacturing.measures import measure
from service.manufacturing.meshes import Mesh
from service.manufacturing.meshes.mesh import Floats
from service.manufacturing.shape.overhangs import overhanging
from service.manufacturing.shape.tree import grow
from service.manufacturing.shape.walls import measure_walls
from service.manufacturing.topology import connect

#: Walls below this many mm are pointed at: what most processes of `standards` warn of.
THIN_MM = 1.0
#: Lines that are drawn of each kind; a picture with more shows no more.
MOST_LINES = 20_000
#: Arms of the cross at a thin place, as a share of the part's diagonal.
ARM = 0.02
_Z_UP = np.array([[0.0, 0.0, 1.0]])


def faults(mesh: Mesh, unit_mm: float | None, seed: int) -> Floats:
    """Line segments (k, 2, 3) in file units, the part standing on its lowest point.

    Along open edges and edges of more than two triangles, around areas that overhang, and crosses
    where a wall is thinner than THIN_MM; without the mm of a unit, walls are not looked at.
    """
    topology = connect(mesh.faces)
    broken = (topology.open_ends, topology.crowded_ends)
    lines = [mesh.vertices[ends[:MOST_LINES]] for ends in broken]
    if topology.closed and topology.wound_consistently:
        inside_out = measure(mesh.vertices, mesh.faces).volume < 0
        tree = grow(mesh.vertices, mesh.faces)
        hanging = tree.faces[overhanging(tree, _Z_UP, inside_out) > 0]
        lines.append(mesh.vertices[connect(hanging).open_ends[:MOST_LINES]])
        if unit_mm is not None:
            walls = measure_walls(tree, inside_out, np.random.default_rng(seed))
            thin = [spot.place for spot in walls.thin_places if spot.size * unit_mm < THIN_MM]
            lines.append(_crosses(np.reshape(thin, (-1, 3)), tree.diagonal * ARM))
    return np.concatenate(lines)


def _crosses(places: Floats, arm: float) -> Floats:
    ends = np.stack([-np.eye(3), np.eye(3)], axis=1) * arm
    crosses: Floats = (places[:, None, None] + ends).reshape(-1, 2, 3)
    return crosses
