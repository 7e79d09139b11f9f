"""The bodies of a mesh: which lies inside which, and how much space is trapped."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.mesh import Floats, Indices, blocks
from service.manufacturing.geometry.shape.figures import Figures, Place, Point, Sides, Volume, point
from service.manufacturing.geometry.shape.rays import Effort, follow
from service.manufacturing.geometry.shape.sampling import points_on
from service.manufacturing.geometry.shape.tree import Tree
from service.manufacturing.geometry.topology import Topology
from service.manufacturing.geometry.vectors import cross, dot, units

#: Bodies that are listed, and bodies of which it is found out what they lie in: the largest ones.
LISTED, NESTED = 20, 500
#: Triangles that are tried by rays before fewer bodies must do.
MOST_LOOKED = 4_000_000
#: Rays go up, between these sides of an octant, so along no axis.
ASKEW = np.array([0.9, 1.1, 1.3])
BLOCK = 1 << 14


@dataclass(frozen=True)
class Body(Figures):
    """A shell: triangles connected through edges of exactly two. A cavity is a shell of its own.

    `inside` is the place in the list of the smallest closed body that this one lies in, `depth`
    how many there are. The volume of a body that is not `closed` means little.
    """

    triangles: int
    closed: bool
    cavity: bool
    depth: int
    inside: int | None
    volume: Volume
    box_min: Place
    box: Sides


@dataclass(frozen=True)
class Bodies(Figures):
    """The bodies of a mesh, the `largest` by volume in their order.

    `trapped` is the volume shut in by cavities, less the bodies that float in them: powder or
    resin in them cannot get out. An open way, however narrow, makes a cavity part of the outside.
    `nested` bodies were asked what they lie in.
    """

    count: int
    nested: int
    cavities: int
    largest: tuple[Body, ...]
    trapped: Volume


@dataclass(frozen=True)
class _Shells:
    """Figures of all shells, largest first: (k,) and (k, 3)."""

    triangles: NDArray[np.intp]
    volumes: Floats
    closed: NDArray[np.bool_]
    lows: Floats
    highs: Floats


def centre_of_mass(vertices: Floats, faces: Indices) -> Point | None:
    """The centre of what a closed, consistently wound mesh encloses; None if that is nothing.

    The mean of the centres of the signed tetrahedra over each triangle, from the middle of the box.
    """
    middle = (vertices.min(axis=0) + vertices.max(axis=0)) / 2
    volumes, moments = 0.0, np.zeros(3)
    for part in blocks(len(faces), BLOCK):
        a, b, c = (vertices[column] - middle for column in faces[part].T)
        sixfold = dot(cross(a, b), c)
        volumes += float(sixfold.sum())
        moments += (sixfold[:, None] * (a + b + c)).sum(axis=0)
    if volumes == 0:
        return None
    x, y, z = (middle + moments / volumes / 4).tolist()
    return x, y, z


def list_bodies(tree: Tree, topology: Topology, random: np.random.Generator) -> Bodies:
    """The bodies of the mesh that `tree` was grown from and `topology` was worked out of."""
    numbers = topology.shells[tree.order]
    heads, shell = np.unique(numbers[numbers >= 0], return_inverse=True)
    labels = np.full(len(numbers), -1, np.intp)
    labels[numbers >= 0] = shell
    if not len(heads):
        return Bodies(0, 0, 0, (), 0.0)
    open_heads = np.unique(topology.shells[topology.fraying])
    shells = _measured(tree, labels, ~np.isin(heads, open_heads))
    order = np.argsort(-np.abs(shells.volumes), kind="stable")
    holding = _holding(tree, labels, order[:NESTED], shells.closed, random)
    asked = order[: len(holding)]
    depths = holding.sum(axis=1)
    inner = _innermost(holding, shells, asked)
    outwards = np.sign(shells.volumes[asked[0]]) or 1.0
    sizes = shells.volumes[asked] * outwards
    cavities = shells.closed[asked] & (sizes < 0) & (inner >= 0) & (sizes[inner] > 0)
    floating = cavities[inner] & (inner >= 0) & shells.closed[asked] & (sizes > 0)
    trapped = -sizes[cavities].sum() - sizes[floating].sum()
    listed = (
        _body(shells, int(asked[i]), bool(cavities[i]), int(depths[i]), int(inner[i]))
        for i in range(min(len(asked), LISTED))
    )
    return Bodies(
        len(heads), len(asked), int(cavities.sum()), tuple(listed), max(float(trapped), 0.0) + 0.0
    )


def _measured(tree: Tree, labels: NDArray[np.intp], closed: NDArray[np.bool_]) -> _Shells:
    count = len(closed)
    volumes = np.zeros(count)
    lows, highs = np.full((3, count), np.inf), np.full((3, count), -np.inf)
    middle = (tree.lows[-1][0] + tree.highs[-1][0]) / 2
    for part in blocks(len(labels), BLOCK):
        faces, mine = tree.faces[part][labels[part] >= 0], labels[part][labels[part] >= 0]
        corners = tree.vertices[faces]
        a, b, c = (corners[:, k] - middle for k in range(3))
        np.add.at(volumes, mine, dot(cross(a, b), c))
        for axis in range(3):
            np.minimum.at(lows[axis], mine, corners[:, :, axis].min(axis=1))
            np.maximum.at(highs[axis], mine, corners[:, :, axis].max(axis=1))
    triangles = np.bincount(labels[labels >= 0], minlength=count)
    return _Shells(triangles, volumes / 6, closed, lows.T, highs.T)


def _holding(
    tree: Tree,
    labels: NDArray[np.intp],
    asked: NDArray[np.intp],
    closed: NDArray[np.bool_],
    random: np.random.Generator,
) -> NDArray[np.bool_]:
    """(k, k): whether asked shell i lies inside asked shell j, by counting what a ray crosses.

    The rays start on a triangle and go in a random direction, so that none meets an edge. Of the
    first k asked only, where too many triangles lie in their way.
    """
    if len(asked) < 2:
        return np.zeros((len(asked), len(asked)), bool)
    rank = np.full(len(closed), -1)
    rank[asked] = np.arange(len(asked))
    first = np.full(len(closed), -1)
    standing = np.flatnonzero(labels >= 0)[::-1]
    first[labels[standing]] = standing
    origins = points_on(tree.vertices[tree.faces[first[asked]]], random.random((len(asked), 2)))
    directions = units(random.random((len(asked), 3)) * ASKEW)
    crossed = np.zeros((len(asked), len(asked)), np.intp)
    taken, effort = 0, Effort(MOST_LOOKED)
    for part in effort.parts(len(asked)):
        hits = follow(tree, origins[part], directions[part], 0.0)
        holders = np.where(labels[hits.triangles] >= 0, rank[labels[hits.triangles]], -1)
        known = holders >= 0
        np.add.at(crossed, (part.start + hits.rays[known], holders[known]), 1)
        effort.left -= hits.looked
        taken = part.stop
    inside: NDArray[np.bool_] = (crossed[:taken, :taken] % 2 == 1) & closed[asked[:taken]]
    np.fill_diagonal(inside, False)
    return inside


def _innermost(
    holding: NDArray[np.bool_], shells: _Shells, asked: NDArray[np.intp]
) -> NDArray[np.intp]:
    """The place of the smallest shell that each lies in, -1 for none."""
    sizes = np.where(holding, np.abs(shells.volumes[asked])[None, :], np.inf)
    return np.where(holding.any(axis=1), sizes.argmin(axis=1), -1)


def _body(shells: _Shells, number: int, cavity: bool, depth: int, inside: int) -> Body:
    low, high = shells.lows[number], shells.highs[number]
    return Body(
        triangles=int(shells.triangles[number]),
        closed=bool(shells.closed[number]),
        cavity=cavity,
        depth=depth,
        inside=inside if 0 <= inside < LISTED else None,
        volume=abs(float(shells.volumes[number])),
        box_min=point(low),
        box=point(high - low),
    )
