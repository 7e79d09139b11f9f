"""Finds out which bodies face inwards by mistake, and which are cavities."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.mesh import Floats

#: Share of a body's volume that may stick out of others that it counts as inside of.
STICKING_OUT = 1e-6

Flags = NDArray[np.bool_]


class FacedBodies(Protocol):
    """Bodies of which can be told whether some lie within others."""

    def lie_within(self, some: Sequence[int], others: Sequence[int]) -> bool:
        """Whether nothing sticks out, but for STICKING_OUT of the smallest of `some`."""


def facing_wrongly(bodies: FacedBodies, sizes: Floats, inwards: Flags) -> Flags:
    """Which bodies, of volumes (k,), face the wrong way: those in nothing inwards, and all in them.

    From the largest to the smallest: a body that lies within larger ones stays as it is, if it lies
    within such as stay; it is turned if it lies within such as are turned. A body that faces
    inwards stays as well if it takes smaller ones that face outwards to surround it.
    """
    turned = np.zeros(len(sizes), bool)
    if inwards.all() or not inwards.any():
        return inwards
    if bodies.lie_within(_numbers(inwards), _numbers(~inwards)):
        return turned
    known = np.zeros(len(sizes), bool)
    for i in np.argsort(-sizes, kind="stable").tolist():
        staying, turning, smaller = known & ~turned, known & turned, ~known & ~inwards
        surroundings = [(staying, False), (turning, True)]
        if inwards[i] and smaller.any():
            surroundings.append((staying | smaller, False))
        if staying.any() and turning.any():
            surroundings.append((known, False))
        for others, answer in surroundings:
            if others.any() and bodies.lie_within([i], _numbers(others)):
                turned[i] = answer
                break
        else:
            turned[i] = inwards[i]
        known[i] = True
    return turned


def _numbers(flags: Flags) -> list[int]:
    return np.flatnonzero(flags).tolist()
