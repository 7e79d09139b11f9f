"""Describes the catalogue's records as JSON Schema: types, units, bounds and defaults.

The record's own annotations say what may stand in a field, and what it means.
"""

import dataclasses
import types
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from service.api.http import enumerations
from service.manufacturing.quoting.catalogue.records import Record, plain
from service.manufacturing.quoting.catalogue.rules import Doc, Within, Written, documented

Schema = dict[str, Any]

#: A figure as a text; a JSON number is as good. Answers have texts.
FIGURE = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
#: A text of so many characters, any of them.
ANY_TEXT = r".{1,200}"
_PLAIN: Mapping[Any, Schema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    Decimal: {"type": ["string", "number"], "pattern": FIGURE},
}


def schema_of(record: type[Record], without: Collection[str] = ()) -> Schema:
    """The schema of a record but for some of its fields; raises KeyError for one without words."""
    hints = get_type_hints(record, include_extras=True)
    properties, required = {}, []
    for each in dataclasses.fields(record):  # type: ignore[arg-type]  # every record is one
        if each.name in without:
            continue
        doc, hint = documented(hints[each.name])
        if doc is None:
            raise KeyError(f"{record.__name__}.{each.name} does not say what it means")
        properties[each.name] = {"description": doc.text, **_of_field(each.name, hint, doc)}
        if each.default is not dataclasses.MISSING:
            properties[each.name]["default"] = plain(each.default)
        elif each.default_factory is dataclasses.MISSING:
            required.append(each.name)
    obligatory = {"required": required} if required else {}
    return {"type": "object", "properties": properties, "additionalProperties": False, **obligatory}


def described(record: type[Record], without: Collection[str] = ()) -> Callable[[Schema], None]:
    """Puts a record's fields into the schema of a pydantic model that leaves them to the record."""
    fields = schema_of(record, without)

    def put_in(schema: Schema) -> None:
        schema["properties"] = {**schema.get("properties", {}), **fields["properties"]}
        schema["required"] = [*schema.get("required", ()), *fields.get("required", ())]
        schema["additionalProperties"] = False

    return put_in


def _of_field(name: str, hint: Any, doc: Doc) -> Schema:
    if name == "technology":
        return enumerations.TECHNOLOGY.schema()
    if get_origin(hint) is Mapping:
        each = _of(get_args(hint)[1])
        if not doc.keys:
            return {"type": "object", "additionalProperties": each}
        named = {key: {"description": words, **each} for key, words in doc.keys.items()}
        return {"type": "object", "properties": named, "additionalProperties": False}
    return _of(hint)


def _of(hint: Any) -> Schema:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _bounded(_of(arguments[0]), arguments[1])
    if origin in (Union, types.UnionType):
        return {"anyOf": [_of(arguments[0]), {"type": "null"}]}
    if origin is tuple:
        return _row(arguments)
    if isinstance(hint, type) and issubclass(hint, Record):
        return schema_of(hint)
    return dict(_PLAIN[hint])


def _bounded(schema: Schema, rule: Within | Written) -> Schema:
    if isinstance(rule, Within):
        bounds = (rule.low, rule.high)
        low, high = (int(each) if each == int(each) else float(each) for each in bounds)
        return {**schema, "minimum": low, "maximum": high}
    if rule.pattern == ANY_TEXT:
        return {**schema, "minLength": 1, "maxLength": 200}
    return {**schema, "pattern": f"^(?:{rule.pattern})$"}


def _row(hints: tuple[Any, ...]) -> Schema:
    row = {"type": "array", "items": _of(hints[0])}
    if hints[-1] is Ellipsis:
        return row
    return {**row, "minItems": len(hints), "maxItems": len(hints)}
