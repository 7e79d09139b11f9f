"""Reads the catalogue's records from plain data and writes them back, saying what is wrong.

A record is a frozen dataclass whose annotations tell what may stand in each field, so that a
new field is one line and every error names the field and the value.
"""

import dataclasses
import types
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Self, Union, get_args, get_origin, get_type_hints

from service.manufacturing.quoting.catalogue.rules import (
    GREATEST,
    PLACES,
    BadData,
    documented,
)
from service.translations import Sentence
from service.translations import gettext_noop as _
from service.values.json_object import JsonObject

Reader = Callable[[object, str], Any]


class Record:
    """What all records can do: be read from plain data and be written as plain data."""

    @classmethod
    def from_dict(cls, data: object, where: str = "") -> Self:
        """Read a record from JSON-like data; numbers may be texts, integers or floats.

        Raises BadData for a missing, unknown or wrong field, with its place and value.
        """
        here = where or cls.__name__.lower()
        if not isinstance(data, Mapping):
            raise BadData(
                _("{here} must be a table of fields, not {data!r:.80}"), here=here, data=data
            )
        fields = _fields(cls)
        if unknown := sorted(map(str, data.keys() - fields.keys())):
            raise BadData(
                _("{here} has no field {unknown!r}; it has {names}"),
                here=here,
                unknown=unknown[0],
                names=", ".join(sorted(fields)),
            )
        values = {}
        for name, (read, required) in fields.items():
            if name in data:
                values[name] = read(data[name], f"{here}.{name}")
            elif required:
                raise BadData(_("{here}.{name} is missing"), here=here, name=name)
        try:
            return cls(**values)
        except BadData as bad:
            raise BadData(_("{here}: {bad}"), here=here, bad=bad.args[0]) from None

    def to_dict(self) -> JsonObject:
        """Plain data that `from_dict` reads back to an equal record; decimals become texts."""
        return {name: plain(getattr(self, name)) for name in _fields(type(self))}


def plain(value: Any) -> Any:
    """JSON-like data: decimals as texts, tuples as lists, records as tables."""
    if isinstance(value, Record):
        return value.to_dict()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    return value


def decimal(value: object, where: str = "a number") -> Decimal:
    """An exact Decimal; a float is taken as the shortest text that means it, `repr`."""
    if isinstance(value, str) and (known := _USUAL.get(value)) is not None:
        return known
    number = _number(value, where)
    if isinstance(value, str) and len(_USUAL) < _MOST_USUAL:
        _USUAL[value] = number
    return number


#: Texts whose numbers are known: thousands of contractors state the same few figures.
_USUAL: dict[str, Decimal] = {}
_MOST_USUAL = 20_000


def _number(value: object, where: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise BadData(_("{where} must be a number, not {value!r:.80}"), where=where, value=value)
    try:
        number = Decimal(repr(value) if isinstance(value, float) else value)
    except InvalidOperation:
        raise BadData(
            _("{where} must be a number, not {value!r:.80}"), where=where, value=value
        ) from None
    if not number.is_finite():
        raise BadData(_("{where} must be a finite number, not {value}"), where=where, value=value)
    if not -GREATEST <= number <= GREATEST:
        raise BadData(
            _("{where} must be within {greatest}, not {value}"),
            where=where,
            greatest=GREATEST,
            value=f"{value!s:.40}",
        )
    if number != round(number, PLACES):
        raise BadData(
            _("{where} must have at most {places} decimal places, not {value}"),
            where=where,
            places=PLACES,
            value=f"{value!s:.40}",
        )
    return number


def _fields(record: type[Record]) -> dict[str, tuple[Reader, bool]]:
    """How each field is read and whether it must be there; found out once per class."""
    if record not in _KNOWN:
        _KNOWN[record] = _find_fields(record)
    return _KNOWN[record]


def _find_fields(record: type[Record]) -> dict[str, tuple[Reader, bool]]:
    hints = get_type_hints(record, include_extras=True)
    fields = dataclasses.fields(record)  # type: ignore[arg-type]  # every record is a dataclass
    missing = dataclasses.MISSING
    return {
        each.name: (
            _reader(documented(hints[each.name])[1]),
            each.default is missing and each.default_factory is missing,
        )
        for each in fields
    }


def _reader(hint: Any) -> Reader:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _checked(_reader(arguments[0]), arguments[1:])
    if origin in (Union, types.UnionType):
        return _optional(_reader(arguments[0]))
    if origin is tuple:
        return _row(arguments)
    if origin is Mapping:
        return _table(_reader(arguments[1]))
    if isinstance(hint, type) and issubclass(hint, Record):
        return hint.from_dict
    return decimal if hint is Decimal else _exactly(hint)


def _checked(read: Reader, rules: tuple[Any, ...]) -> Reader:
    def checked(value: object, where: str) -> Any:
        result = read(value, where)
        for rule in rules:
            rule.check(result, where)
        return result

    return checked


def _optional(read: Reader) -> Reader:
    return lambda value, where: None if value is None else read(value, where)


def _row(hints: tuple[Any, ...]) -> Reader:
    length = None if hints[-1] is Ellipsis else len(hints)
    read = _reader(hints[0])

    def row(value: object, where: str) -> Any:
        if not isinstance(value, list | tuple):
            raise BadData(_("{where} must be a list, not {value!r:.80}"), where=where, value=value)
        if length is not None and len(value) != length:
            raise BadData(
                _("{where} must have {length} entries, not {actual}"),
                where=where,
                length=length,
                actual=len(value),
            )
        return tuple(read(item, f"{where}[{index}]") for index, item in enumerate(value))

    return row


def _table(read: Reader) -> Reader:
    def table(value: object, where: str) -> Any:
        if not isinstance(value, Mapping):
            raise BadData(_("{where} must be a table, not {value!r:.80}"), where=where, value=value)
        return {str(key): read(item, f"{where}.{key}") for key, item in value.items()}

    return table


def _exactly(kind: type) -> Reader:
    def exactly(value: object, where: str) -> Any:
        if type(value) is not kind:
            raise BadData(
                _("{where} must be {spoken}, not {value!r:.80}"),
                where=where,
                spoken=_SPOKEN[kind],
                value=value,
            )
        return value

    return exactly


_KNOWN: dict[type[Record], dict[str, tuple[Reader, bool]]] = {}
_SPOKEN = {
    int: Sentence(_("a whole number")),
    str: Sentence(_("a text")),
    bool: Sentence(_("true or false")),
}
