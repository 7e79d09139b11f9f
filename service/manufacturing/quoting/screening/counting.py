"""Counts whole layers and parts in columns of floats as exactly as decimals would.

A float quotient that is a whole number, or nearly, may lie on the wrong side of it. Only such
ones are counted again in decimals, once for each pair of figures.
"""

from collections.abc import Callable
from decimal import Decimal

import numpy as np

from service.manufacturing.quoting.exact import whole
from service.manufacturing.quoting.screening.columns import Floats

#: Quotients this near to a whole number are counted again: far more than floats err.
NEAR = 1e-9


def layers(height_mm: Decimal, more_mm: Floats, layer_mm: Floats) -> Floats:
    """Layers that `height_mm` and `more_mm` above it take, the last one begun counted in full."""
    quotients = (float(height_mm) + more_mm) / layer_mm
    return _settled(
        np.ceil(quotients),
        quotients,
        (more_mm, layer_mm),
        lambda more, layer: whole((height_mm + more) / layer),
    )


def beside(side_mm: Decimal, room_mm: Floats, spacing_mm: Floats) -> Floats:
    """How often a side fits into the room with spacing between, at least once."""
    quotients = (room_mm + spacing_mm) / (float(side_mm) + spacing_mm)
    counts = _settled(
        np.floor(quotients),
        quotients,
        (room_mm, spacing_mm),
        lambda room, spacing: int((room + spacing) / (side_mm + spacing)),
    )
    return np.maximum(counts, 1)


def begun(amounts: Floats) -> Floats:
    """The least whole numbers not below the amounts, but for what floats err."""
    return np.ceil(amounts * (1 - 1e-12))


def rounded(units: Floats) -> Floats:
    """Amounts in whole smallest units, half up; a float just below a half counts as the half."""
    return np.floor(units + 0.5 + 1e-10 * np.maximum(1, np.abs(units)))


def _settled(
    rounded: Floats,
    quotients: Floats,
    pairs: tuple[Floats, Floats],
    exactly: Callable[[Decimal, Decimal], int],
) -> Floats:
    nearest = np.rint(quotients)
    near = np.abs(quotients - nearest) <= NEAR * np.maximum(1, nearest)
    if near.any():
        first, second = (column[near] for column in pairs)
        different, answer_of = np.unique(first + 1j * second, return_inverse=True)
        answers = [exactly(_exact(pair.real), _exact(pair.imag)) for pair in different]
        rounded[near] = np.array(answers, dtype=float)[answer_of]
    return rounded


def _exact(figure: float) -> Decimal:
    return Decimal(repr(float(figure)))
