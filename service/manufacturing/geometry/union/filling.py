"""Unites the shells of one group, all of which may meet, by the positive fill rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np
from manifold3d import Manifold
from numpy.typing import NDArray

from service.manufacturing.geometry.measures import measure
from service.manufacturing.geometry.meshes.mesh import Floats, Indices, Piece, compacted
from service.manufacturing.geometry.union.booleans import (
    difference,
    levels,
    solid,
    triangles,
    union_of,
    without_sheets,
)
from service.manufacturing.geometry.union.facing import STICKING_OUT, facing_wrongly
from service.manufacturing.geometry.union.offsetting import offset
from service.manufacturing.geometry.union.shells import TOUCHING

#: Share of what shells measure together that their union must differ by to replace them.
UNCHANGED = 1e-9
#: Share of the surface that must vanish between surfaces that touch but for rounding.
VANISHING = 1e-5

#: How much more cavities grow than bodies: more, so that they break through where they touch the
#: outside, or less, so that a body that touches their wall grows together with it.
CAVITY_STEPS = (2.0, 0.5)

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Filled:
    """Which shells were turned, and the surface of all together, None if theirs already is."""

    turned: Flags
    surface: Piece | None


def united_shells(
    vertices: Floats, shells: Sequence[Indices], volumes: Floats, area: float
) -> Filled:
    """Unite closed shells over `vertices` with signed volumes (k,) and one area in all."""
    inwards = volumes < 0
    outwards = [
        np.ascontiguousarray(shell[:, ::-1]) if turn else shell
        for shell, turn in zip(shells, inwards, strict=True)
    ]
    solids, sizes = [solid(vertices, shell) for shell in outwards], np.abs(volumes)
    boxes = np.array([body.bounding_box() for body in solids]).reshape(-1, 2, 3)
    turned = facing_wrongly(_Solids(solids, sizes, boxes), sizes, inwards)
    cavities = inwards ^ turned
    whole = without_sheets(_filled(solids, cavities))
    if whole.is_empty():
        return Filled(turned, triangles(whole)[:2])
    for cavity_steps in CAVITY_STEPS if cavities.any() else CAVITY_STEPS[:1]:
        grown = _without_slits(vertices, outwards, cavities, cavity_steps)
        if grown is not None and measure(*grown).surface < (1 - VANISHING) * whole.surface_area():
            return Filled(turned, grown)
    signed = fsum(np.where(cavities, -sizes, sizes).tolist())
    before, after = (signed, area), (whole.volume(), whole.surface_area())
    changed = differs(before, after, (fsum(sizes.tolist()), area))
    return Filled(turned, triangles(whole)[:2] if changed else None)


def differs(
    before: tuple[float, float], after: tuple[float, float], summed: tuple[float, float]
) -> bool:
    """Whether volume or surface changed by more than rounding, held against those of all shells."""
    return any(
        abs(one - other) > UNCHANGED * whole
        for one, other, whole in zip(before, after, summed, strict=True)
    )


@dataclass(frozen=True)
class _Solids:
    """Solids of volumes (k,) in boxes (k, 2, 3), as the rule of facing asks for them."""

    solids: Sequence[Manifold]
    sizes: Floats
    boxes: Floats

    def lie_within(self, some: Sequence[int], others: Sequence[int]) -> bool:
        low, high = self.boxes[some, 0].min(axis=0), self.boxes[some, 1].max(axis=0)
        near = (self.boxes[others, 0] <= high).all(axis=1)
        near &= (self.boxes[others, 1] >= low).all(axis=1)
        around = [self.solids[other] for other, meets in zip(others, near, strict=True) if meets]
        inner = union_of([self.solids[i] for i in some])
        out = float(difference(inner, union_of(around)).volume())
        return out <= STICKING_OUT * float(self.sizes[some].min())


def _filled(solids: Sequence[Manifold], cavities: Flags) -> Manifold:
    """What more of the solids enclose than cavities do."""
    if not cavities.any():
        return union_of(solids)
    around = levels([body for body, hollow in zip(solids, cavities, strict=True) if not hollow])
    within = levels([body for body, hollow in zip(solids, cavities, strict=True) if hollow])
    parts = [difference(whole, hollow) for whole, hollow in zip(around, within, strict=False)]
    return union_of([*parts, *around[len(within) :]])


def _without_slits(
    vertices: Floats, shells: Sequence[Indices], cavities: Flags, cavity_steps: float
) -> Piece | None:
    """The same union with surfaces that touch but for rounding grown together.

    Shells are made larger by next to nothing, cavities `cavity_steps` times as much; what comes
    of it is made smaller again by as much. None if that was no small change after all.
    """
    step = TOUCHING * float(np.ptp(vertices[np.concatenate(shells).ravel()], axis=0).max())
    more, solids = step * cavity_steps, []
    for shell, hollow in zip(shells, cavities.tolist(), strict=True):
        places, faces = compacted(vertices, shell)
        moved = offset(places, faces, np.full(len(faces), more if hollow else step))
        solids.append(solid(moved, faces, np.full(len(faces), hollow)))
    larger = without_sheets(_filled(solids, cavities).simplify(step / 4))
    if larger.is_empty():
        return None
    places, faces, hollow_faces = triangles(larger)
    surface = (offset(places, faces, np.where(hollow_faces, more, -step)), faces)
    change = abs(measure(*surface).volume - larger.volume())
    return surface if change <= 2 * max(step, more) * larger.surface_area() else None
