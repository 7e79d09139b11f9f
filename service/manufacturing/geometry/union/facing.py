"""Finds out which shells face inwards by mistake, and what all of them enclose together."""

from collections.abc import Sequence

import numpy as np
from manifold3d import Manifold
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.mesh import Floats
from service.manufacturing.geometry.union.booleans import difference, levels, union_of

#: Share of a shell's volume that may stick out of another one that it counts as inside of.
STICKING_OUT = 1e-6

Flags = NDArray[np.bool_]


def fill(solids: Sequence[Manifold], cavities: Flags) -> Manifold:
    """What more of the solids enclose than cavities do."""
    if not cavities.any():
        return union_of(solids)
    around = levels([body for body, hollow in zip(solids, cavities, strict=True) if not hollow])
    within = levels([body for body, hollow in zip(solids, cavities, strict=True) if hollow])
    parts = [difference(whole, hollow) for whole, hollow in zip(around, within, strict=False)]
    return union_of([*parts, *around[len(within) :]])


def facing_wrongly(solids: Sequence[Manifold], volumes: Floats) -> Flags:
    """Which shells face the wrong way: those in nothing else inwards, and what is in them.

    `solids` are what each shell encloses, `volumes` below 0 for shells that face inwards. From the
    largest to the smallest: a shell that lies within larger ones stays as it is, if it lies
    within such as stay; it is turned if it lies within such as are turned.
    """
    turned = np.zeros(len(solids), bool)
    inwards = volumes < 0
    if inwards.all() or not inwards.any():
        return inwards
    outer = [body for body, inside in zip(solids, inwards, strict=True) if not inside]
    inner = [body for body, inside in zip(solids, inwards, strict=True) if inside]
    sizes = np.abs(volumes)
    if _within(union_of(inner), union_of(outer), float(sizes[inwards].min())):
        return turned
    boxes = np.array([body.bounding_box() for body in solids]).reshape(-1, 2, 3)
    known = np.zeros(len(solids), bool)
    for i in np.argsort(-sizes, kind="stable").tolist():
        met = known & (boxes[:, 0] <= boxes[i, 1]).all(axis=1)
        met &= (boxes[:, 1] >= boxes[i, 0]).all(axis=1)
        known[i] = True
        for others, answer in ((met & ~turned, False), (met & turned, True), (met, False)):
            around = [solids[j] for j in np.flatnonzero(others).tolist()]
            if around and _within(solids[i], union_of(around), sizes[i]):
                turned[i] = answer
                break
        else:
            turned[i] = inwards[i]
    return turned


def _within(inner: Manifold, outer: Manifold, volume: float) -> bool:
    """Whether nothing of a solid sticks out of another one, but for a share of `volume`."""
    return float(difference(inner, outer).volume()) <= STICKING_OUT * volume
