"""Turns the records of a workshop into the fields of a form, and the form into a record again.

A field is named by its place in the record, as in `shipping.0.fixed`; what a form does not show
stays as it is stored.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, NamedTuple

from service.console.part_forms import whole_number
from service.values.json_object import JsonObject

Kind = Literal["text", "figure", "whole", "percent", "list", "tick"]


class RecordField(NamedTuple):
    """A field of a record: its place, what it is called, how it is typed, and what to know."""

    place: str
    label: str
    kind: Kind = "figure"
    hint: str = ""
    required: bool = False


class RecordRows(NamedTuple):
    """A list of records as a table; a row whose first field is empty is none."""

    place: str
    title: str
    fields: Sequence[RecordField]
    hint: str = ""


def at(record: Any, place: str) -> Any:
    """What stands at a place of a record; None where there is nothing."""
    for name in place.split("."):
        if isinstance(record, list):
            record = record[int(name)] if name.isdigit() and int(name) < len(record) else None
        else:
            record = record.get(name) if isinstance(record, Mapping) else None
    return record


def as_typed(value: Any, kind: Kind) -> str:
    """A stored value as somebody would type it."""
    if value is None:
        return ""
    if kind == "list":
        return ", ".join(str(each) for each in value)
    if kind == "percent":
        return f"{(Decimal(str(value)) * 100).normalize():f}"
    return str(value)


def typed_at(record: Any, place: str, kind: Kind = "text") -> str:
    """What stands in the field of a place before somebody types."""
    return as_typed(at(record, place), kind)


def as_stored(text: str, kind: Kind) -> Any:
    """What somebody typed as a record takes it; what is no number stays a text, and is refused."""
    text = text.strip()
    if kind == "list":
        return [part.strip() for part in text.replace("\n", ",").split(",") if part.strip()]
    if not text:
        return None
    if kind == "whole":
        return whole_number(text)
    if kind == "text":
        return text
    figure = text.replace(",", ".")
    if kind == "percent":
        try:
            return str(Decimal(figure) / 100)
        except InvalidOperation:
            return text
    return figure


def put(record: JsonObject, place: str, value: Any) -> None:
    """Let a value stand at a place; None takes out what stands there."""
    *path, last = place.split(".")
    here: Any = record
    for name in path:
        if value is None and name not in here:
            return
        here = here.setdefault(name, {})
    if value is not None:
        here[last] = value
        return
    here.pop(last, None)
    if not here and len(path) > 1:  # such as both bounds of a limit
        put(record, ".".join(path), None)


def record_of(
    stored: JsonObject,
    form: Mapping[str, str],
    fields: Sequence[RecordField],
    tables: Sequence[RecordRows],
) -> JsonObject:
    """The stored record with what a form says in the place of what it shows."""
    record = deepcopy(stored)
    for field in fields:
        if field.kind == "tick":
            put(record, field.place, field.place in form)
        elif field.place in form:
            value = as_stored(form[field.place], field.kind)
            is_unsaid = value == [] and at(stored, field.place) is None
            put(record, field.place, None if is_unsaid else value)
    for table in tables:
        record[table.place] = _rows(stored.get(table.place) or [], form, table)
    return record


def _rows(stored: Sequence[JsonObject], form: Mapping[str, str], table: RecordRows) -> list[Any]:
    first = table.fields[0].place
    rows = []
    for number in range(row_count(stored) + 1):
        if not form.get(f"{table.place}.{number}.{first}", "").strip():
            continue
        row = deepcopy(stored[number]) if number < len(stored) else {}
        for field in table.fields:
            name = f"{table.place}.{number}.{field.place}"
            if name in form:
                put(row, field.place, as_stored(form[name], field.kind))
        rows.append(row)
    return rows


def row_count(stored: Sequence[Any] | None) -> int:
    """How many rows of a table are filled in, before the empty ones for more."""
    return len(stored or ()) + 1
