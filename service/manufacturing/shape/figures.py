"""Gives figures their dimension, so that scaling, rounding and naming them is one rule for all."""

from collections.abc import Mapping
from dataclasses import replace
from types import NoneType
from typing import Annotated, Any, ClassVar, Self, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import NDArray

Point = tuple[float, float, float]

#: What a field measures: the power of length that it grows with.
Length = Annotated[float, 1]
Area = Annotated[float, 2]
Volume = Annotated[float, 3]
Place = Annotated[Point, 1]

#: What a name in a record ends with, by the power of length.
_SUFFIXES = {0: "", 1: "_mm", 2: "_mm2", 3: "_mm3"}


def point(values: NDArray[np.float64]) -> Point:
    """Three coordinates as plain numbers."""
    x, y, z = values.tolist()
    return x, y, z


class Figures:
    """Mixed into frozen dataclasses of numbers, texts, None, tuples and other figures.

    DIGITS are the significant digits of a record; sums and samples may differ in their last bits
    from machine to machine.
    """

    DIGITS: ClassVar[int] = 10

    def scaled(self, factor: float) -> Self:
        """The same with every length times `factor` > 0."""
        values = {
            name: _times(getattr(self, name), factor**power)
            if power
            else _deeply_scaled(getattr(self, name), factor)
            for name, power in _powers(type(self)).items()
        }
        return replace(self, **values)  # type: ignore[type-var]

    def as_record(self) -> dict[str, Any]:
        """Plain JSON values of figures in millimetres, rounded, with the unit in each name."""
        return {
            name + _SUFFIXES[power]: _recorded(getattr(self, name), self.DIGITS)
            for name, power in _powers(type(self)).items()
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


def _times(value: Any, factor: float) -> Any:
    if isinstance(value, tuple):
        return tuple(_times(item, factor) for item in value)
    return None if value is None else value * factor


def _deeply_scaled(value: Any, factor: float) -> Any:
    if isinstance(value, tuple):
        return tuple(_deeply_scaled(item, factor) for item in value)
    return value.scaled(factor) if isinstance(value, Figures) else value


def _recorded(value: Any, digits: int) -> Any:
    if isinstance(value, Figures):
        return value.as_record()
    if isinstance(value, tuple):
        return [_recorded(item, digits) for item in value]
    if isinstance(value, float):
        return float(f"{value:.{digits}g}") + 0.0  # a record knows no -0.0
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
