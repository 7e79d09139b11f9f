"""Figures with a dimension, so that scaling, rounding and naming them follows one rule."""

from collections.abc import Mapping
from dataclasses import replace
from math import prod
from types import NoneType
from typing import Annotated, Any, ClassVar, Self, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import NDArray

from service.values.json_object import JsonObject

Point = tuple[float, float, float]

#: What a field measures: the power of length that it grows with.
Length = Annotated[float, 1]
Area = Annotated[float, 2]
Volume = Annotated[float, 3]
Sides = Annotated[Point, 1]
#: A point of the part, so it moves along with it.
Place = Annotated[Point, 1, "moves"]

#: What a name in a record ends with, by the power of length.
_SUFFIXES = {0: "", 1: "_mm", 2: "_mm2", 3: "_mm3"}
#: Share of the part's extent, and of its powers, that is nothing but rounding of sums.
NOISE_DIGITS = 15


def point(values: NDArray[np.float64]) -> Point:
    """Three coordinates as plain numbers."""
    x, y, z = values.tolist()
    return x, y, z


def rounded(value: float, digits: int, extent: float, power: int = 1) -> float:
    """A value with so many significant digits, of which none is mere rounding of the sums.

    `power` is that of length which the value grows with; digits beyond the NOISE_DIGITS-th of the
    same power of the part's extent are dropped.
    """
    finest = NOISE_DIGITS - 1 - _exponent(extent) * power
    return round(value, min(digits - 1 - _exponent(value), finest)) + 0.0  # no -0.0 in a record


def rounded_place(place: Point, digits: int, extent: float) -> list[float]:
    """A place in steps of the `digits`-th digit of the part's extent, however near the origin."""
    return [round(value, digits - 1 - _exponent(extent)) + 0.0 for value in place]


def _exponent(value: float) -> int:
    """Of the power of ten of the first digit; taken from the text, as logarithms differ."""
    return int(f"{value:e}".partition("e")[2])


class Figures:
    """Mixed into frozen dataclasses of numbers, texts, None, tuples and other figures.

    DIGITS are the significant digits of a record, of a place those of the part's extent: sums and
    samples are not more exact than that.
    """

    DIGITS: ClassVar[int] = 10

    def scaled(self, factor: float) -> Self:
        """The same with every length times `factor` > 0."""
        values = {
            name: _times(getattr(self, name), prod([factor] * power))
            if power
            else _deeply_scaled(getattr(self, name), factor)
            for name, power in _powers(type(self)).items()
        }
        return replace(self, **values)  # type: ignore[type-var]

    def moved(self, by: Point) -> Self:
        """The same with every place moved by so much."""
        values = {
            name: _moved(getattr(self, name), by, _is_place(hint))
            for name, hint in _hints(type(self)).items()
        }
        return replace(self, **values)  # type: ignore[type-var]

    def as_record(self, extent: float) -> JsonObject:
        """Plain JSON values of figures in millimetres, rounded, with the unit in each name.

        `extent` is the longest side of the part's box, in mm.
        """
        return {
            name + _SUFFIXES[_power(hint)]: _recorded(value, hint, self.DIGITS, extent)
            for name, hint in _hints(type(self)).items()
            for value in [getattr(self, name)]
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """Undo `dataclasses.asdict`, also after JSON; raises KeyError or TypeError for a gap."""
        return cls(**{name: _read(hint, stored[name]) for name, hint in _hints(cls).items()})


def _hints(kind: type) -> Mapping[str, Any]:
    if kind not in _KNOWN:
        hints = get_type_hints(kind, include_extras=True)
        _KNOWN[kind] = {name: hint for name, hint in hints.items() if name != "DIGITS"}
    return _KNOWN[kind]


def _powers(kind: type) -> Mapping[str, int]:
    return {name: _power(hint) for name, hint in _hints(kind).items()}


def _power(hint: Any) -> int:
    if get_origin(hint) is Annotated:
        return int(hint.__metadata__[0])
    return max((_power(argument) for argument in get_args(hint)), default=0)


def _is_place(hint: Any) -> bool:
    if get_origin(hint) is Annotated:
        return "moves" in hint.__metadata__
    return any(_is_place(argument) for argument in get_args(hint))


def _times(value: Any, factor: float) -> Any:
    if isinstance(value, tuple):
        return tuple(_times(item, factor) for item in value)
    return None if value is None else value * factor


def _deeply_scaled(value: Any, factor: float) -> Any:
    if isinstance(value, tuple):
        return tuple(_deeply_scaled(item, factor) for item in value)
    return value.scaled(factor) if isinstance(value, Figures) else value


def _moved(value: Any, by: Point, place: bool) -> Any:
    if isinstance(value, Figures):
        return value.moved(by)
    if not isinstance(value, tuple):
        return value
    if place and value and isinstance(value[0], float):
        return tuple(one + other for one, other in zip(value, by, strict=True))
    return tuple(_moved(item, by, place) for item in value)


def _recorded(value: Any, hint: Any, digits: int, extent: float) -> Any:
    if isinstance(value, Figures):
        return value.as_record(extent)
    if isinstance(value, tuple):
        if _is_place(hint) and value and isinstance(value[0], float):
            return rounded_place(value, digits, extent)
        return [_recorded(item, hint, digits, extent) for item in value]
    if isinstance(value, float):
        return rounded(value, digits, extent, _power(hint))
    return value


def _read(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    arguments = [argument for argument in get_args(hint) if argument is not NoneType]
    if get_origin(hint) is tuple:
        return tuple(_read(arguments[0], item) for item in value)
    if arguments:
        return _read(arguments[0], value)
    if issubclass(hint, Figures):
        return hint.from_dict(value)
    return float(value) if hint is float else value


_KNOWN: dict[type, Mapping[str, Any]] = {}
