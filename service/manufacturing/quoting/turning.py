"""Turns footprints about the build axis: whether one fits a platform, how often, at what angle.

A footprint is known by its spans: the vectors between the corners that lie opposite each other.
How wide it is in some direction is the longest of their shadows there. It can be turned to fit a
platform only if it does so at an angle at which some shadow just fills a side of the platform, so
trying these angles decides it for good. Of a rectangle this is what J. E. Carver shows in
"The rectangle-in-rectangle problem", 1957: at least one corner touches a side.

Only sums, products, quotients and square roots decide, which every machine rounds alike: one
platform gets the same answer alone and among thousands. What is equal but for rounding is equal.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import atan2, degrees, sqrt

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]
Spans = tuple[tuple[float, float], ...]
#: Where copies stand in a row: a unit vector in the frame of the spans.
Direction = tuple[float, float]

#: A platform counts as this share smaller: what fits is sure to fit, whatever floats err.
MARGIN = 1e-9
#: What rounding may leave of a shadow that just fills a side.
ROUNDING = 1e-12
#: Share of the platform's longer side within which turns leave as much room as each other, and
#: decimals of degrees and mm that are kept.
ALIKE, DECIMALS = 1e-9, 9
#: Copies in a row are at least this far apart (mm), so that they are not endlessly many.
NARROWEST = 0.01
#: So many shadows are looked at in one go, some 8 bytes each.
AT_ONCE = 1_000_000


def fits_turned(spans: Spans, rooms: Floats) -> Truths:
    """For each platform (n, 2) in mm whether the footprint fits it at some angle."""
    return _fit_rows(spans, (1.0, 0.0), rooms, np.zeros(len(rooms)))


def count_turned(
    spans: Spans, beside: Direction, width: float, rooms: Floats, spacings: Floats
) -> Floats:
    """How many fit each platform (n, 2) in one row, all turned alike, with spacings (n,) between.

    The row runs in the direction `beside`, in which one of them is `width` wide; 0 if none fits.
    """
    pitches = np.maximum(width + spacings, NARROWEST)
    most = np.floor(np.sqrt(rooms[:, 0] ** 2 + rooms[:, 1] ** 2) / pitches) + 2
    counts, beyond = np.zeros(len(rooms)), most
    counts[_fit_rows(spans, beside, rooms, np.zeros(len(rooms)))] = 1
    beyond = np.where(counts > 0, most, 1)
    while bool(np.any(beyond - counts > 1)):
        middle = np.floor((counts + beyond) / 2)
        fitting = _fit_rows(spans, beside, rooms, np.maximum(middle - 1, 0) * pitches)
        counts, beyond = np.where(fitting, middle, counts), np.where(fitting, beyond, middle)
        beyond = np.maximum(beyond, counts + 1)
    return counts


@dataclass(frozen=True)
class Turned:
    """A footprint turned counterclockwise, 0..180 degrees, and its reach along x and y (mm)."""

    degrees: float
    reach: tuple[float, float]


def most_room(spans: Spans, beside: Direction, room: tuple[float, float], longer: float) -> Turned:
    """How a row that is `longer` than one footprint is turned so that the most room is left.

    Of turns that leave as much room but for ALIKE of it, the one turned the farthest is taken.
    Raises ValueError if it fits at no angle.
    """
    along, rooms = np.array([longer]), np.array([room])
    tried = _directions(spans, beside, along, rooms)[0]
    tried = upwards(tried[np.isfinite(tried).all(axis=1)])
    every = np.concatenate([tried, between(tried)])
    left = (rooms[:, None] - _extents(spans, beside, along, every[None]))[0].min(axis=1)
    if left.max() < 0:
        raise ValueError(f"nothing that is turned fits {room[0]:g} x {room[1]:g} mm")
    alike = every[left >= left.max() - ALIKE * max(room)]
    # Seen from the footprint the platform turns the other way, so its least turn is the farthest.
    x, y = alike[alike[:, 0].argmax()].tolist()
    reach = _extents(spans, (1.0, 0.0), np.zeros(1), np.array([[[x, y]]]))[0, 0].tolist()
    farthest = round(-degrees(atan2(y, x)), DECIMALS) % 180
    return Turned(farthest, (round(reach[0], DECIMALS), round(reach[1], DECIMALS)))


def upwards(directions: Floats) -> Floats:
    """Unit vectors (k, 2) turned into the upper half plane, by growing angle from 0 to below 180.

    In that half plane the cosine, which is x, falls as the angle grows.
    """
    x, y = directions.T
    directions = np.where(((y < 0) | ((y == 0) & (x < 0)))[:, None], -directions, directions)
    sorted_: Floats = directions[np.argsort(-directions[:, 0], kind="stable")] + 0.0
    return sorted_


def between(directions: Floats) -> Floats:
    """Halfway from each of `upwards` to the next, and from the last to the first turned by 180."""
    sums = directions + np.concatenate([directions[1:], -directions[:1]])
    sizes = np.sqrt(sums[:, 0] * sums[:, 0] + sums[:, 1] * sums[:, 1])
    # From a single direction to itself turned by 180, it is halfway at 90.
    upright = np.stack([-directions[:, 1], directions[:, 0]], axis=1)
    sizes = sizes[:, None]
    halfway: Floats = np.where(sizes > 0, sums / np.where(sizes > 0, sizes, 1), upright)
    return halfway


@lru_cache(maxsize=4_096)
def longest(width: float, room: tuple[float, float]) -> float:
    """The longest rectangle of that width that fits the platform, straight or turned, in mm.

    Turned as far as it goes, its long side reaches from side to side both ways: the angle is
    where what x leaves for it equals what y leaves. 0 if the width alone is too much.
    """
    x, y = (side * (1 - MARGIN) for side in room)
    if width > min(x, y):
        return 0.0
    low, high = (1.0, 0.0), (0.0, 1.0)
    for _ in range(60):
        cos, sin = low[0] + high[0], low[1] + high[1]
        size = sqrt(cos * cos + sin * sin)
        middle = cos, sin = cos / size, sin / size
        beyond = x * sin - y * cos + width * (cos * cos - sin * sin)
        low, high = (low, middle) if beyond > 0 else (middle, high)
    cos, sin = high
    turned = min((x - width * sin) / cos, (y - width * cos) / sin) if cos > 0 else 0.0
    return max(x, y, turned * (1 - MARGIN))


def _fit_rows(spans: Spans, beside: Direction, rooms: Floats, longer: Floats) -> Truths:
    """Whether a row that is so much longer than one footprint fits each platform, however turned.

    Only platforms are looked at more closely whose diagonal is as long as the longest span.
    """
    fitting = np.zeros(len(rooms), dtype=bool)
    reach = max(x * x + y * y for x, y in spans)
    maybe = np.flatnonzero(rooms[:, 0] ** 2 + rooms[:, 1] ** 2 >= reach)
    step = max(1, AT_ONCE // (len(spans) * (8 * len(spans) + 1)))
    for start in range(0, len(maybe), step):
        rows = maybe[start : start + step]
        some, along = rooms[rows] * (1 - MARGIN), longer[rows]
        tried = _directions(spans, beside, along, some)
        inside = _extents(spans, beside, along, tried) <= some[:, None] * (1 + ROUNDING)
        fitting[rows] = np.any(inside[:, :, 0] & inside[:, :, 1], axis=1)
    return fitting


def _directions(spans: Spans, beside: Direction, longer: Floats, rooms: Floats) -> Floats:
    """Unit vectors (n, k, 2) of the platform's x axis, as the footprint sees it, worth trying.

    Where some span's shadow just fills a side; not a number where it is too short for that.
    """
    more = longer[:, None, None] * np.array(beside)
    every = np.concatenate([np.array(spans) + more, np.array(spans) - more], axis=1)
    directions = [np.broadcast_to([1.0, 0.0], (len(rooms), 1, 2))]
    for axis in (0, 1):
        x, y = every[:, :, 0], every[:, :, 1]
        if axis:
            x, y = y, -x
        room, squared = rooms[:, axis, None], x * x + y * y
        with np.errstate(invalid="ignore", divide="ignore"):
            rest = np.sqrt(squared - room * room)
            for turn in (rest, -rest):
                pair = (room * x - turn * y) / squared, (room * y + turn * x) / squared
                directions.append(np.stack(pair, axis=2))
    return np.concatenate(directions, axis=1)


def _extents(spans: Spans, beside: Direction, longer: Floats, directions: Floats) -> Floats:
    """How wide a row is (n, k, 2) along directions (n, k, 2) and across them."""
    x, y = directions[:, :, 0, None], directions[:, :, 1, None]
    dx, dy = np.array(spans).T
    sides = [np.abs(dx * x + dy * y).max(axis=2), np.abs(dy * x - dx * y).max(axis=2)]
    (dx, dy), more = beside, longer[:, None]
    row = np.abs(dx * x + dy * y)[:, :, 0], np.abs(dy * x - dx * y)[:, :, 0]
    return np.stack([side + more * along for side, along in zip(sides, row, strict=True)], axis=2)
