"""Lays the parts of an order into all machines at once, in the ways that are worth pricing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from service.manufacturing.build_jobs import SMALLEST_SIDE
from service.manufacturing.catalogue import Part
from service.manufacturing.screening.counting import begun, beside, layers
from service.manufacturing.screening.offers import Floats, Truths
from service.manufacturing.screening.rows import Rows


@dataclass(frozen=True)
class Lain:
    """One part in each row's machine: how high it lies, how many beside and above each other.

    Where it does not fit, `fits` is false and the rest means nothing.
    """

    fits: Truths
    height_mm: Floats
    per_level: Floats
    levels: Floats
    layers: Floats
    pitch_layers: Floats
    pitch_mm: Floats

    @property
    def per_job(self) -> Floats:
        """How many of this part fill one job."""
        return self.per_level * self.levels

    def where(self, better: Truths, other: "Lain") -> "Lain":
        """This one where it is better, else the other one."""
        pairs = ((getattr(self, name), getattr(other, name)) for name in self.__dataclass_fields__)
        return Lain(*(np.where(better, own, others) for own, others in pairs))


#: One way of laying each part of the order.
Way = tuple[Lain, ...]


@dataclass(frozen=True)
class Jobs:
    """The build jobs of a way, as `build_jobs.BuildJobs` has them for one machine."""

    jobs: Floats
    layers: Floats
    charged_jobs: Floats
    charged_layers: Floats


def ways_for(rows: Rows) -> tuple[Way, ...]:
    """As `build_jobs.plans`; of one part alone every way, also those that others beat."""
    turned = [_rotations(rows, part) for part in rows.order.parts]
    if len(turned) == 1:
        return tuple((lain,) for lain in turned[0])
    keys: tuple[Callable[[Lain], Sequence[Floats]], ...] = (_flatness, _density, _fullness)
    return tuple(tuple(_best(choices, key) for choices in turned) for key in keys)


def jobs_of(way: Way, quantity: Floats | int) -> Jobs:
    """The jobs for so many of each part, as `build_jobs.build_jobs`."""
    zero = np.zeros(len(way[0].fits))
    shares = sum((quantity / lain.per_job for lain in way), zero)
    stacked = sum((quantity * lain.pitch_layers / lain.per_level for lain in way), zero)
    tallest = np.max([lain.layers for lain in way], axis=0)
    flat = np.all([lain.levels == 1 for lain in way], axis=0)
    jobs = begun(shares)
    built = np.maximum(np.where(flat, jobs * tallest, 0), np.maximum(begun(stacked), tallest))
    return Jobs(jobs, built, np.maximum(1, shares), np.maximum(tallest, stacked))


def _rotations(rows: Rows, part: Part) -> list[Lain]:
    """The part turned by right angles, in the order of `build_jobs.packings`."""
    rooms = [rows["x"], rows["y"], rows["z"]]
    spacing, stacks, layer = rows["spacing_mm"], rows["stacks"] > 0, rows.layer_mm
    counts = {
        (side, axis): beside(max(side, SMALLEST_SIDE), room, spacing)
        for side in set(part.sides)
        for axis, room in enumerate(rooms)
    }
    flat = {side: layers(side, np.zeros(len(rows)), layer) for side in set(part.sides)}
    pitched = {side: layers(side, spacing, layer) for side in set(part.sides)}
    found = []
    for x, y, z in sorted(set(permutations(part.sides))):
        levels = np.where(stacks, counts[z, 2], 1)
        several, height = levels > 1, float(z)
        lengths = zip((x, y, z), rooms, strict=True)
        found.append(
            Lain(
                fits=np.all([float(side) <= room for side, room in lengths], axis=0),
                height_mm=np.full(len(rows), height),
                per_level=counts[x, 0] * counts[y, 1],
                levels=levels,
                layers=flat[z],
                pitch_layers=np.where(several, pitched[z], flat[z]),
                pitch_mm=height + np.where(several, spacing, 0),
            )
        )
    return found


def _best(choices: Sequence[Lain], key: Callable[[Lain], Sequence[Floats]]) -> Lain:
    """In each row the first of those that fit whose key is least."""
    best = choices[0]
    for lain in choices[1:]:
        better = lain.fits & (~best.fits | less(key(lain), key(best)))
        best = lain.where(better, best)
    return best


def less(some: Sequence[Floats], others: Sequence[Floats]) -> Truths:
    """Where the first columns are less than the others, compared as tuples are."""
    found, equal = np.zeros(len(some[0]), dtype=bool), np.ones(len(some[0]), dtype=bool)
    for one, other in zip(some, others, strict=True):
        found |= equal & (one < other)
        equal &= one == other
    return found


def _flatness(lain: Lain) -> Sequence[Floats]:
    return lain.height_mm, -lain.per_job


def _density(lain: Lain) -> Sequence[Floats]:
    return lain.pitch_mm / lain.per_level, -lain.per_job


def _fullness(lain: Lain) -> Sequence[Floats]:
    return -lain.per_job, lain.height_mm
