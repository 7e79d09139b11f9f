"""Reads the catalogue's records from plain data and writes them back, saying what is wrong.

A record is a frozen dataclass whose annotations tell what may stand in each field, so that a
new field is one line and every error names the field and the value.
"""

import dataclasses
import re
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Self, Union, get_args, get_origin, get_type_hints

from service.manufacturing.quoting import currencies
from service.translations import Sentence
from service.translations import gettext_noop as _
from service.values import ral
from service.values.json_object import JsonObject

Reader = Callable[[object, str], Any]


class BadData(ValueError):
    """Something in the catalogue is not as it must be; the message names field and value."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(Sentence(message, **values))


@dataclass(frozen=True)
class Within:
    """A number from `low` to `high`, both included."""

    low: Decimal
    high: Decimal

    def check(self, value: Any, where: str) -> None:
        if not self.low <= value <= self.high:
            raise BadData(
                _("{where} must be from {low} to {high}, not {value}"),
                where=where,
                low=self.low,
                high=self.high,
                value=f"{value!s:.40}",
            )


@dataclass(frozen=True)
class Written:
    """A text that matches a pattern as a whole."""

    pattern: str
    like: str

    def check(self, value: Any, where: str) -> None:
        if not re.fullmatch(self.pattern, value, re.DOTALL):
            raise BadData(
                _("{where} must be {like}, not {value!r}"),
                where=where,
                like=Sentence(self.like),
                value=value[:80],
            )


@dataclass(frozen=True)
class InUse:
    """The ISO 4217 code of a currency that is in use."""

    def check(self, value: Any, where: str) -> None:
        if value not in currencies.in_use():
            raise BadData(
                _("{where} must be a currency that is in use, and {value} is none"),
                where=where,
                value=value,
            )


@dataclass(frozen=True)
class InRalClassic:
    """A code that the RAL Classic collection has."""

    def check(self, value: Any, where: str) -> None:
        if value not in ral.CODES:
            sentence = _("{where} must be a code of RAL Classic, and {value} is none")
            raise BadData(sentence, where=where, value=value)


@dataclass(frozen=True)
class Doc:
    """What a field means, with its unit, for people; of a table what each of its `keys` means."""

    text: str
    keys: Mapping[str, str] = field(default_factory=dict, hash=False)


def documented(hint: Any) -> tuple[Doc | None, Any]:
    """What a field's annotation says it means, if anything, and the annotation without that."""
    if get_origin(hint) is not Annotated:
        return None, hint
    doc = next((each for each in hint.__metadata__ if isinstance(each, Doc)), None)
    rules = tuple(each for each in hint.__metadata__ if not isinstance(each, Doc))
    return doc, Annotated[(hint.__origin__, *rules)] if rules else hint.__origin__


#: Decimal places that a figure may have: a rate of 1E-900000 would fill pages when written out.
PLACES = 12
#: No figure is larger; with PLACES it still fits the 28 digits of a Decimal calculation.
GREATEST = Decimal(10**15)

# The upper bounds keep every product of a price far inside what Decimal holds exactly.
Amount = Annotated[Decimal, Within(Decimal(0), Decimal(10**9))]
Positive = Annotated[Decimal, Within(Decimal("0.000001"), Decimal(10**9))]
Ratio = Annotated[Decimal, Within(Decimal(0), Decimal(1))]
Share = Annotated[Decimal, Within(Decimal("0.000001"), Decimal(1))]
Factor = Annotated[Decimal, Within(Decimal(0), Decimal(100))]
Count = Annotated[int, Within(Decimal(1), Decimal(10**9))]
Days = Annotated[int, Within(Decimal(0), Decimal(1000))]
Weekday = Annotated[int, Within(Decimal(0), Decimal(6))]
Slug = Annotated[str, Written(r"[a-z0-9][a-z0-9._-]{0,79}", _("a slug such as 'pa12-gf'"))]
Name = Annotated[str, Written(r".{1,200}", _("a text of 1 to 200 characters"))]
Country = Annotated[str, Written(r"[A-Z]{2}", _("an ISO 3166 code such as 'DE'"))]
Source = Annotated[str, Doc("where the figures come from; no price rests on it")]
Assumption = Annotated[str, Doc("what is assumed where no source says it; no price rests on it")]
RalCode = Annotated[str, Written(r"RAL \d{4}", _("a code such as 'RAL 9005'")), InRalClassic()]
Currency = Annotated[str, Written(r"[A-Z]{3}", _("an ISO 4217 code such as 'EUR'")), InUse()]


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
