"""Unites the shells of one group, all of which may meet, by the positive fill rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.measures import measure
from service.manufacturing.geometry.meshes.mesh import Floats, Indices, Piece
from service.manufacturing.geometry.union.booleans import TOUCHING, solid, triangles, without_sheets
from service.manufacturing.geometry.union.facing import facing_wrongly, fill
from service.manufacturing.geometry.union.offsetting import offset

#: Share of what shells measure together that their union must differ by to replace them.
UNCHANGED = 1e-9
#: Share of the surface that must vanish between surfaces that touch but for rounding.
VANISHING = 1e-5

#: How much more cavities grow than bodies: more, so that they break through where they touch the
#: outside, or less, so that a body that touches their wall grows together with it.
CAVITY_STEPS = (2.0, 0.5)


@dataclass(frozen=True)
class Filled:
    """Which shells were turned, and the surface of all together, None if theirs already is."""

    turned: NDArray[np.bool_]
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
    solids = [solid(vertices, shell) for shell in outwards]
    turned = facing_wrongly(solids, volumes)
    cavities = inwards ^ turned
    whole = without_sheets(fill(solids, cavities))
    if whole.is_empty():
        return Filled(turned, triangles(whole)[:2])
    for cavity_steps in CAVITY_STEPS if cavities.any() else CAVITY_STEPS[:1]:
        grown = _without_slits(vertices, outwards, cavities, cavity_steps)
        if grown is not None and measure(*grown).surface < (1 - VANISHING) * whole.surface_area():
            return Filled(turned, grown)
    sizes = np.abs(volumes)
    signed = fsum(np.where(cavities, -sizes, sizes).tolist())
    changed = abs(whole.volume() - signed) > UNCHANGED * fsum(sizes.tolist())
    changed |= abs(whole.surface_area() - area) > UNCHANGED * area
    return Filled(turned, triangles(whole)[:2] if changed else None)


def _without_slits(
    vertices: Floats, shells: Sequence[Indices], cavities: NDArray[np.bool_], cavity_steps: float
) -> Piece | None:
    """The same union with surfaces that touch but for rounding grown together.

    Shells are made larger by next to nothing, cavities `cavity_steps` times as much; what comes
    of it is made smaller again by as much. None if that was no small change after all.
    """
    step = TOUCHING * float(np.ptp(vertices[np.concatenate(shells).ravel()], axis=0).max())
    more, solids = step * cavity_steps, []
    for shell, hollow in zip(shells, cavities.tolist(), strict=True):
        used, corners = np.unique(shell, return_inverse=True)
        faces = corners.reshape(-1, 3).astype(np.int32)
        moved = offset(vertices[used], faces, np.full(len(faces), more if hollow else step))
        solids.append(solid(moved, faces, cavity=hollow))
    larger = without_sheets(fill(solids, cavities).simplify(step / 4))
    if larger.is_empty():
        return None
    places, faces, hollow_faces = triangles(larger)
    surface = (offset(places, faces, np.where(hollow_faces, more, -step)), faces)
    change = abs(measure(*surface).volume - larger.volume())
    return surface if change <= 2 * max(step, more) * larger.surface_area() else None
