"""What a client would have to change for a check to pass."""

from collections.abc import Iterable
from decimal import ROUND_CEILING, Decimal
from typing import Any, NamedTuple

from service.manufacturing.quoting.check_json import ChangeJson

Boxes = tuple[tuple[float, ...], ...]


class Change(NamedTuple):
    """The nearest value of a field of the order that passes, as data and as a sentence.

    Fields are those of a configuration; `box_mm` (a box for each part, in the order of the
    parts) and `files` are changed in the model. `extent`, 0..1, is how much of the wish is given
    up; it only serves to choose between changes of the same field.
    """

    field: str
    to: float | int | str | bool | tuple[str, ...] | Boxes | None
    detail: str
    alternatives: tuple["Change", ...] = ()
    extent: float = 0.0

    def to_dict(self) -> ChangeJson:
        """Plain data for record and client."""
        plain: ChangeJson = {
            "field": self.field,
            "to": _plain(self.to),
            "detail": self.detail,
        }
        if self.alternatives:
            plain["alternatives"] = [other.to_dict() for other in self.alternatives]
        return plain


def merged(earlier: Change, later: Change) -> Change:
    """Two changes of a field as one: all sentences of what is changed in the model; of any other
    field the later change holds.

    The later one of two boxes rests on the earlier one.
    """
    if earlier.field not in ("box_mm", "files") or earlier == later:
        return later
    extent = max(earlier.extent, later.extent)
    return Change(earlier.field, later.to, f"{earlier.detail}; {later.detail}", extent=extent)


def rounded_up(value: Decimal, step: str) -> Decimal:
    """The least multiple of a power of ten such as "0.001" that is not below the value."""
    return value.quantize(Decimal(step), ROUND_CEILING)


def listed(words: Iterable[str]) -> str:
    """Words as a sentence lists them: "a, b and c"."""
    *before, last = words
    return f"{', '.join(before)} and {last}" if before else last


def _plain(value: Any) -> Any:
    return [_plain(item) for item in value] if isinstance(value, tuple) else value
