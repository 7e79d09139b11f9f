"""Makes the winding consistent, with the outside facing out."""

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.mesh import Floats, Indices
from service.manufacturing.geometry.topology import connect, match_edges, shared_edges
from service.manufacturing.geometry.vectors import cross, dot

Turned = NDArray[np.bool_]


def wind(faces: Indices) -> tuple[Indices, Turned]:
    """`faces` wound consistently, as most of each body were, and which of them were turned.

    A surface with one side only stays inconsistent somewhere.
    """
    topology = connect(faces)
    turned = np.zeros(len(faces), bool)
    if topology.wound_consistently:
        return faces, turned
    neighbours, opposed = _neighbours(faces)
    reached = topology.shells == np.arange(len(faces))
    front = np.flatnonzero(reached)
    while len(front):
        places, sides = np.nonzero(neighbours[front] >= 0)
        before, after = front[places], neighbours[front[places], sides]
        fresh = ~reached[after]
        before, after, sides = before[fresh], after[fresh], sides[fresh]
        turned[after] = turned[before] ^ ~opposed[before, sides]
        reached[after] = True
        front = np.unique(after)
    turned = _fewest(turned, topology.shells)
    return turn(faces, turned), turned


def turn_outwards(vertices: Floats, faces: Indices, turned: Turned) -> tuple[Indices, Turned]:
    """Turn bodies that were mended, and stand alone, with their outside out; all if all is in.

    `turned` (k,) says which of the first faces have been turned already. A mended body in the box
    of a larger one may be a cavity: it stays as most of its triangles were.
    """
    topology = connect(faces)
    numbers = topology.shells
    a, b, c = (vertices[column] - vertices.mean(axis=0) for column in faces.T)
    sizes = np.bincount(numbers, dot(cross(a, b), c), minlength=len(faces))
    known = np.concatenate([turned, np.zeros(len(faces) - len(turned), bool)])
    mended = np.zeros(len(faces), bool)
    mended[numbers[known]] = True
    wrong = np.zeros(len(faces), bool)
    heads = np.flatnonzero(numbers == np.arange(len(faces)))
    if len(heads) == 1:
        wrong[heads] = sizes[heads] < 0
    elif mended.any():
        alone = _alone(vertices, faces, numbers, heads, np.abs(sizes))
        wrong[heads] = mended[heads] & alone & (sizes[heads] < 0)
    sizes = np.where(wrong, -sizes, sizes)
    if sizes.sum() < 0:
        wrong[heads] ^= True
    again = wrong[numbers]
    return turn(faces, again), known ^ again


def _neighbours(faces: Indices) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """The triangle across each edge (m, 3), -1 for none or several, and if they agree there."""
    starts, ends = faces.ravel(), faces[:, (1, 2, 0)].ravel()
    first = match_edges(starts, ends)
    later, earlier = shared_edges(first, np.bincount(first, minlength=len(first)))
    agree = (starts[later] < ends[later]) != (starts[earlier] < ends[earlier])
    across = np.full(len(starts), -1, np.intp)
    opposed = np.zeros(len(starts), bool)
    across[later], across[earlier] = earlier // 3, later // 3
    opposed[later] = opposed[earlier] = agree
    return across.reshape(-1, 3), opposed.reshape(-1, 3)


def _fewest(turned: Turned, shells: Indices) -> Turned:
    """Which to turn so that as few as possible of each body are."""
    standing = shells >= 0  # collapsed triangles belong to no body
    shell_of = shells[standing]
    sizes = np.bincount(shell_of, minlength=len(shells))
    much = np.bincount(shell_of, turned[standing], minlength=len(shells)) * 2 > sizes
    fewest: Turned = turned ^ (standing & much[shells])
    return fewest


def _alone(
    vertices: Floats, faces: Indices, numbers: Indices, heads: NDArray[np.intp], sizes: Floats
) -> NDArray[np.bool_]:
    """Whether the box of each body lies in that of no larger one."""
    lows, highs = np.full((len(faces), 3), np.inf), np.full((len(faces), 3), -np.inf)
    for corner in faces.T:
        np.minimum.at(lows, numbers, vertices[corner])
        np.maximum.at(highs, numbers, vertices[corner])
    largest = heads[np.argsort(-sizes[heads], kind="stable")][:500]
    alone = np.ones(len(heads), bool)
    for other in largest:
        within = (lows[heads] >= lows[other]) & (highs[heads] <= highs[other])
        alone &= ~(within.all(axis=1) & (sizes[heads] < sizes[other]))
    return alone


def turn(faces: Indices, which: Turned) -> Indices:
    """`faces` with those turned that `which` (m,) names; the same ones if that is none."""
    if not which.any():
        return faces
    turned = faces.copy()
    turned[which] = turned[which][:, ::-1]
    return turned
