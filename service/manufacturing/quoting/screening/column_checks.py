"""Holds an order against all rows at once: what forbids it, what it is warned of, what is unsure.

Each function is a check of machines, materials and shapes in `quoting.checks` for columns. What
floats cannot decide for sure, and each check that has no function here, is left to the check
itself, contractor by contractor.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal

import numpy as np
import orjson

from service.manufacturing.quoting.catalogue import Candidate
from service.manufacturing.quoting.checks import (
    CANDIDATE_CHECKS,
    Check,
    machines,
    materials,
    shapes,
)
from service.manufacturing.quoting.screening.column_verdict import ColumnVerdict, verdict_on
from service.manufacturing.quoting.screening.columns import (
    Floats,
    Truths,
    number_of,
    text_of,
)
from service.manufacturing.quoting.screening.laying import fit
from service.manufacturing.quoting.screening.post_processing import PostProcessingColumns
from service.manufacturing.quoting.screening.rows import Rows

#: Figures that are this near to each other are not told apart by floats.
NEAR = 1e-9


def candidate_verdicts(
    rows: Rows, treatments: PostProcessingColumns
) -> tuple[Truths, Floats, Truths]:
    """Rows that some check forbids, warnings per row, and rows that are unsure."""
    fails, unsure = np.zeros((2, len(rows)), dtype=bool)
    warnings = np.zeros(len(rows))
    for check in CANDIDATE_CHECKS:
        column = COLUMNS.get(check)
        result = column(rows, treatments) if column else verdict_on(rows, unsure=True)
        fails |= result.fails
        unsure |= result.unsure
        warnings += result.warns & ~result.fails
    return fails, warnings, unsure | np.isnan(rows.density_g_cm3)


def _least(rows: Rows, name: str, value: Decimal, *, forbids: bool = True) -> ColumnVerdict:
    """A figure of the order held against the limit of that name, where there is one."""
    limit, warning, figure = rows[f"limit_{name}"], rows[f"warning_{name}"], float(value)
    fails = figure < limit
    warns = figure < warning
    near = np.abs(figure - limit) < NEAR * np.abs(limit)
    unsure = near & (figure != limit) if name.endswith("_mm") else near
    return (
        verdict_on(rows, fails, warns, unsure)
        if forbids
        else verdict_on(rows, False, fails | warns)
    )


def _build_volume(rows: Rows, _: PostProcessingColumns) -> ColumnVerdict:
    return verdict_on(rows, ~np.all([fit(rows, part) for part in rows.order.parts], axis=0))


def _smallest_side(rows: Rows, _: PostProcessingColumns) -> ColumnVerdict:
    return _least(rows, "feature_mm", min(part.sides[0] for part in rows.order.parts))


def _mean_wall(rows: Rows, _: PostProcessingColumns) -> ColumnVerdict:
    unmeasured = [p for p in rows.order.parts if p.traits is None or p.traits.wall is None]
    if not unmeasured:
        return verdict_on(rows)
    walls = [2 * p.volume / p.surface if p.surface else Decimal(0) for p in unmeasured]
    return _least(rows, "wall_mm", min(walls), forbids=False)


def _wall(rows: Rows, _: PostProcessingColumns) -> ColumnVerdict:
    measured = [p.traits for p in rows.order.parts if p.traits]
    surely = [most for t in measured if (most := t.wall_at_most) is not None]
    if not surely:
        return verdict_on(rows)
    surely_suits = _least(rows, "wall_mm", min(surely))
    least = min(size for t in measured for size in (t.wall, t.thinnest) if size is not None)
    single = _least(rows, "wall_mm", least, forbids=False)
    return ColumnVerdict(surely_suits.fails, surely_suits.warns | single.warns, surely_suits.unsure)


def _smallest_feature(rows: Rows, _: PostProcessingColumns) -> ColumnVerdict:
    measured = [p.traits.smallest_feature for p in rows.order.parts if p.traits]
    known = [value for value in measured if value is not None]
    return _least(rows, "feature_mm", min(known), forbids=False) if known else verdict_on(rows)


def _supports(rows: Rows, _: PostProcessingColumns) -> ColumnVerdict:
    parts = [(p.volume, p.traits) for p in rows.order.parts if p.traits and p.volume]
    shares, surely = (
        [volume / (volume + some) for volume, some in pairs if some is not None]
        for pairs in (
            [(volume, traits.supports) for volume, traits in parts],
            [(volume, traits.supports_at_least) for volume, traits in parts],
        )
    )
    if not shares:
        return verdict_on(rows)
    surely_suits = _least(rows, "part_share", min(surely))
    warned = _least(rows, "part_share", min(shares), forbids=False)
    warns, stands = surely_suits.warns | warned.warns, rows["stacks"] == 0
    return ColumnVerdict(surely_suits.fails & stands, warns & stands, surely_suits.unsure & stands)


def _trapped(rows: Rows, _: PostProcessingColumns) -> ColumnVerdict:
    parts = [(p.volume, p.traits.trapped) for p in rows.order.parts if p.traits and p.volume]
    shares = [volume / (volume + some) for volume, some in parts]
    return _least(rows, "solid_share", min(shares)) if shares else verdict_on(rows)


def _escape_holes(rows: Rows, _: PostProcessingColumns) -> ColumnVerdict:
    measured = [
        (t.opening, t.opening + (t.opening_tolerance or 0))
        for p in rows.order.parts
        if (t := p.traits) and t.opening is not None
    ]
    if not measured:
        return verdict_on(rows)
    surely_suits = _least(rows, "escape_mm", min(most for _, most in measured))
    single = _least(rows, "escape_mm", min(opening for opening, _ in measured), forbids=False)
    return ColumnVerdict(surely_suits.fails, surely_suits.warns | single.warns, surely_suits.unsure)


def tolerances(rows: Rows) -> tuple[Floats, Floats]:
    """As `checks.machines.tolerances`: the best and the usual one over the largest side."""
    largest = float(max(part.sides[2] for part in rows.order.parts))
    best, usual = (
        np.fmax(
            np.nan_to_num(rows[f"{bound}_tolerance_mm"]),
            np.nan_to_num(rows[f"{bound}_tolerance_ratio"]) * largest,
        )
        for bound in ("limit", "warning")
    )
    return best, usual


def _tolerance(rows: Rows, _: PostProcessingColumns) -> ColumnVerdict:
    if rows.order.tolerance_mm is None:
        return verdict_on(rows)
    asked = float(rows.order.tolerance_mm)
    best, usual = tolerances(rows)
    product = best != np.nan_to_num(rows["limit_tolerance_mm"])  # else nothing was calculated
    near = product & (np.abs(asked - best) < NEAR * asked)
    return verdict_on(rows, asked < best, asked < usual, near)


def _surface(rows: Rows, _: PostProcessingColumns) -> ColumnVerdict:
    asked = rows.order.surface_roughness_um
    return verdict_on(rows) if asked is None else _least(rows, "surface_um", asked, forbids=False)


def _near_net_shape(rows: Rows, _: PostProcessingColumns) -> ColumnVerdict:
    return verdict_on(rows, False, rows["technology"] == number_of("DED"))


def _layer_height(rows: Rows, _: PostProcessingColumns) -> ColumnVerdict:
    if rows.order.layer_height_mm is None:
        return verdict_on(rows)
    asked = float(rows.order.layer_height_mm)
    return verdict_on(rows, (asked < rows["layer_min_mm"]) | (asked > rows["layer_max_mm"]))


def _infill(rows: Rows, _: PostProcessingColumns) -> ColumnVerdict:
    return verdict_on(rows, False, ~rows.extrudes if rows.order.infill is not None else False)


def _color(rows: Rows, _: PostProcessingColumns) -> ColumnVerdict:
    if rows.order.color is None:
        return verdict_on(rows)
    asked = rows.order.color.casefold()
    kinds, kind_of = np.unique(rows["colors"], return_inverse=True)
    named = [orjson.loads(text_of(number)) for number in kinds.tolist()]
    keys = [{name.casefold() for pair in pairs for name in pair if name} for pairs in named]
    missing = [asked not in known for known in keys]
    return verdict_on(rows, np.array(missing, dtype=bool)[kind_of])


def _post_processing(rows: Rows, treatments: PostProcessingColumns) -> ColumnVerdict:
    wanted = rows.order.post_processing_ids
    known = rows.catalogue.post_processings
    if not all(name in known for name in wanted):
        return verdict_on(rows, fails=True)
    if any(set(known[name].excludes) & set(wanted) for name in wanted):
        return verdict_on(rows, fails=True)
    fails = np.zeros(len(rows), dtype=bool)
    for name in wanted:
        treated = [
            number_of(m.id) for m in rows.catalogue.materials.values() if known[name].treats(m)
        ]
        fails |= ~treatments.offered(name) | ~np.isin(rows["material"], treated)
    return verdict_on(rows, fails)


#: The columns' form of each check.
COLUMNS: Mapping[
    Callable[[Candidate], Check | None], Callable[[Rows, PostProcessingColumns], ColumnVerdict]
] = {
    machines.build_volume: _build_volume,
    machines.smallest_side: _smallest_side,
    machines.mean_wall: _mean_wall,
    machines.tolerance: _tolerance,
    machines.surface: _surface,
    machines.near_net_shape: _near_net_shape,
    machines.layer_height: _layer_height,
    materials.infill: _infill,
    materials.color: _color,
    materials.post_processing: _post_processing,
    shapes.wall: _wall,
    shapes.smallest_feature: _smallest_feature,
    shapes.supports: _supports,
    shapes.trapped: _trapped,
    shapes.escape_holes: _escape_holes,
}
