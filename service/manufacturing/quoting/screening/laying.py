"""Lays the parts of an order into all machines at once, in the ways that are worth pricing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np

from service.manufacturing.quoting.catalogue import Part
from service.manufacturing.quoting.catalogue.footprints import LaidFootprint, Lying, boxes_of
from service.manufacturing.quoting.packing import SMALLEST_SIDE
from service.manufacturing.quoting.screening.columns import LYING, Floats, Truths, Whole
from service.manufacturing.quoting.screening.counting import begun, beside, layers
from service.manufacturing.quoting.screening.rows import Rows
from service.manufacturing.quoting.turning import count_turned, fits_turned


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
    support_mm3: Floats

    @property
    def per_job(self) -> Floats:
        """How many of this part fill one job."""
        return self.per_level * self.levels

    def where(self, better: Truths, other: "Lain") -> "Lain":
        """This one where it is better, else the other one."""
        pairs = ((getattr(self, name), getattr(other, name)) for name in self.__dataclass_fields__)
        return Lain(*(np.where(better, here, others) for here, others in pairs))


#: One way of laying each part of the order.
Way = tuple[Lain, ...]


def picked(ways: tuple[Way, ...], which: Whole) -> tuple[Way, ...]:
    """The ways of the rows at these places; what is one array for several stays one."""
    known: dict[int, Any] = {}

    def pick(column: Floats | Truths) -> Any:
        if id(column) not in known:
            known[id(column)] = column[which]
        return known[id(column)]

    names = Lain.__dataclass_fields__
    return tuple(
        tuple(Lain(*(pick(getattr(lain, name)) for name in names)) for lain in way) for way in ways
    )


@dataclass(frozen=True)
class Jobs:
    """The build jobs of a way, as `build_jobs.BuildJobs` has them for one machine."""

    jobs: Floats
    layers: Floats
    charged_jobs: Floats
    charged_layers: Floats


def ways_for(rows: Rows) -> tuple[Way, ...]:
    """As `build_jobs.laid_plans`; of one part alone every way, also those that others beat.

    Rows of machines that are alike are laid once.
    """
    _, firsts, kind_of = np.unique(rows[LYING], return_index=True, return_inverse=True)
    return picked(_ways_for(rows.some(firsts)), kind_of)


def _ways_for(rows: Rows) -> tuple[Way, ...]:
    turned = [_rotations(rows, part) for part in rows.order.parts]
    if len(turned) == 1:
        return tuple((lain,) for lain in turned[0])
    keys: tuple[Callable[[Lain], Sequence[Floats]], ...] = (_flatness, _density, _fullness)
    return tuple(tuple(_best(choices, key) for choices in turned) for key in keys)


def jobs_of(rows: Rows, way: Way, quantity: Floats | int) -> Jobs:
    """The jobs for so many of each part, as `build_jobs.build_jobs`."""
    zero = np.zeros(len(way[0].fits))
    shares = sum((quantity / lain.per_job for lain in way), zero)
    stacked = sum((quantity * lain.pitch_layers / lain.per_level for lain in way), zero)
    tallest = np.max([lain.layers for lain in way], axis=0)
    flat = np.all([lain.levels == 1 for lain in way], axis=0)
    jobs = begun(shares)
    built = np.maximum(np.where(flat, jobs * tallest, 0), np.maximum(begun(stacked), tallest))
    charged_jobs, charged_layers = np.maximum(1, shares), np.maximum(tallest, stacked)
    fill = rows["shared_job_fill"]  # not a number where jobs are not shared
    return Jobs(
        jobs,
        built,
        np.fmin(charged_jobs, shares / fill),
        np.fmin(charged_layers, stacked / fill),
    )


def fit(rows: Rows, part: Part) -> Truths:
    """Where the part fits the build volume, as `build_jobs.fits`."""
    inside = [_inside(rows, lying) for lying in boxes_of(part.footprints, freely=True)]
    for footprint in part.footprints:
        across = _only_across(rows, footprint)
        if across.any():
            platforms, machine_of = _different(rows, ("x", "y"), across)
            across[across] = fits_turned(footprint.spans, platforms)[machine_of]
            inside.append(across)
    return np.asarray(np.any(inside, axis=0))


def _rotations(rows: Rows, part: Part) -> list[Lain]:
    """Every way of laying the part, in the order of `packing.packings`."""
    boxes = boxes_of(part.footprints, freely=True)
    rooms, spacing = [rows["x"], rows["y"], rows["z"]], rows["spacing_mm"]
    counts = {
        (side, axis): beside(max(side, SMALLEST_SIDE), room, spacing)
        for axis, room in enumerate(rooms)
        for side in {lying.box[axis] for lying in boxes}
    }
    upright = _Upright(rows, part)
    rotations = [
        upright.lain(fits, up, height, np.maximum(per_level, 1))
        for (up, height, _), (fits, per_level) in _boxes(rows, part, counts).items()
    ]
    for footprint in part.footprints:
        per_level = _row_across(rows, footprint)
        if per_level.any():
            lain = upright.lain(
                per_level > 0, footprint.up, footprint.height, np.maximum(per_level, 1)
            )
            rotations.append(lain)
    return rotations


def _boxes(
    rows: Rows, part: Part, counts: Mapping[tuple[Decimal, int], Floats]
) -> dict[tuple[str, Decimal, object], tuple[Truths, Floats]]:
    """By what points upwards and the height: where such a box fits, and how many lie on a level.

    Of boxes that differ by nothing else the one counts of which most lie there. Of several parts
    the first of those that are as good counts, so boxes with other supports stand between them.
    """
    boxes: dict[tuple[str, Decimal, object], tuple[Truths, Floats]] = {}
    apart = bool(part.hanging) and len(rows.order.parts) > 1
    for lying in boxes_of(part.footprints, freely=True):
        key = (lying.up if part.hanging else "", lying.box[2], lying.box if apart else None)
        fits = _inside(rows, lying)
        per_level = fits * counts[lying.box[0], 0] * counts[lying.box[1], 1]
        if key in boxes:
            fits, per_level = fits | boxes[key][0], np.maximum(per_level, boxes[key][1])
        boxes[key] = fits, per_level
    return boxes


@dataclass(frozen=True)
class _Upright:
    """Works out the levels and layers of ways, once for each height, and their supports."""

    rows: Rows
    part: Part
    known: dict[Decimal, tuple[Floats, Floats, Floats]] = field(default_factory=dict)
    supports: dict[str, Floats] = field(default_factory=dict)

    def lain(self, fits: Truths, up: str, height: Decimal, per_level: Floats) -> Lain:
        if height not in self.known:
            self.known[height] = self._count(height)
        levels, flat, pitched = self.known[height]
        several, high = levels > 1, float(height)
        return Lain(
            fits=fits,
            height_mm=np.full(len(self.rows), high),
            per_level=per_level,
            levels=levels,
            layers=flat,
            pitch_layers=np.where(several, pitched, flat),
            pitch_mm=high + np.where(several, self.rows["spacing_mm"], 0),
            support_mm3=self._supports(up if self.part.hanging else ""),
        )

    def _supports(self, up: str) -> Floats:
        """As `pricing.material_use` has them; of one direction they are one array."""
        if up not in self.supports:
            self.supports[up] = self._supports_of(up)
        return self.supports[up]

    def _supports_of(self, up: str) -> Floats:
        ratio, fill = self.rows["support_ratio"], self.rows["support_fill"]
        by_volume = float(self.part.volume) * ratio
        room = self.part.hanging.get(up)
        if not self.part.hanging:
            return by_volume
        most = max(self.part.hanging.values()) if room is None else room
        return np.where(np.isnan(fill), by_volume, float(most) * fill)

    def _count(self, height: Decimal) -> tuple[Floats, Floats, Floats]:
        rows, spacing = self.rows, self.rows["spacing_mm"]
        above = beside(max(height, SMALLEST_SIDE), rows["z"], spacing)
        return (
            np.where(rows["stacks"] > 0, above, 1),
            layers(height, np.zeros(len(rows)), rows.layer_mm),
            layers(height, spacing, rows.layer_mm),
        )


def _inside(rows: Rows, lying: Lying) -> Truths:
    rooms = (rows["x"], rows["y"], rows["z"])
    pairs = zip(lying.box, rooms, strict=True)
    inside = np.all([float(side) <= room for side, room in pairs], axis=0)
    return np.asarray(inside if lying.straight else inside & (rows["turns"] > 0))


def _only_across(rows: Rows, footprint: LaidFootprint) -> Truths:
    """Where the part with this axis upwards could only lie across the platform, if at all."""
    turns = (rows["turns"] > 0) & (float(footprint.height) <= rows["z"])
    return np.asarray(turns & ~np.any([_inside(rows, lying) for lying in footprint.lyings], axis=0))


def _row_across(rows: Rows, footprint: LaidFootprint) -> Floats:
    """How many lie in one row across the platform; 0 where they need not, or none fits."""
    counts, across = np.zeros(len(rows)), _only_across(rows, footprint)
    if across.any():
        beds, machine_of = _different(rows, ("x", "y", "spacing_mm"), across)
        row = footprint.spans, footprint.beside, footprint.width_mm
        counts[across] = count_turned(*row, beds[:, :2], beds[:, 2])[machine_of]
    return counts


def _different(rows: Rows, names: Sequence[str], some: Truths) -> tuple[Floats, Whole]:
    """The different machines among some rows by these figures, and for each row which it is."""
    figures = np.stack([rows[name][some] for name in names], axis=1)
    different, machine_of = np.unique(figures, axis=0, return_inverse=True)
    return different, machine_of.reshape(-1)


def _best(choices: Sequence[Lain], key: Callable[[Lain], Sequence[Floats]]) -> Lain:
    """In each row the first of those that fit whose key is least."""
    best = choices[0]
    for lain in choices[1:]:
        better = lain.fits & (~best.fits | less(key(lain), key(best)))
        best = lain.where(better, best)
    return best


def less(some: Sequence[Floats], others: Sequence[Floats]) -> Truths:
    """Where the first columns are less than the others, compared as tuples are."""
    lesser, equal = np.zeros(len(some[0]), dtype=bool), np.ones(len(some[0]), dtype=bool)
    for column, other_column in zip(some, others, strict=True):
        lesser |= equal & (column < other_column)
        equal &= column == other_column
    return lesser


def _flatness(lain: Lain) -> Sequence[Floats]:
    return lain.height_mm, -lain.per_job


def _density(lain: Lain) -> Sequence[Floats]:
    return lain.pitch_mm / lain.per_level, -lain.per_job


def _fullness(lain: Lain) -> Sequence[Floats]:
    return -lain.per_job, lain.height_mm
