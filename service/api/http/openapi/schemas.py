"""Tidies the schemas of the document: each model and each enumeration once, under one name."""

import json
import re
from collections.abc import Iterator
from typing import Any

from service.api.http.enumerations import COMPONENT
from service.api.http.openapi import parts
from service.api.http.openapi.field_words import FIELD_WORDS

Json = dict[str, Any]

#: The schemas under which APIFlask files problem documents.
_PROBLEM_NAMES = ("HTTPError", "ValidationError")


def tidy(spec: Json) -> Json:
    """The document with each model once, enumerations as components, and no titles of fields."""
    spec = _with_short_names(spec)
    enumerations: Json = {}
    for schema in list(_schemas(spec)):
        _name_enumeration(schema, enumerations)
    for model, schema in spec["components"]["schemas"].items():
        for each in _schemas(schema):
            _describe_fields(model, each.get("properties") or {})
    for operation in operations(spec):
        for parameter in operation.get("parameters", []):
            parameter.get("schema", {}).pop("title", None)
    components = spec["components"]["schemas"] | enumerations
    spec["components"]["schemas"] = dict(sorted(components.items()))
    return spec


def operations(spec: Json) -> Iterator[Json]:
    """Every operation of the document."""
    for path in spec["paths"].values():
        yield from path.values()


def _schemas(part: Any) -> Iterator[Json]:
    """Every object within a part of the document; schemas are among them."""
    if isinstance(part, dict):
        yield part
        for each in part.values():
            yield from _schemas(each)
    elif isinstance(part, list):
        for each in part:
            yield from _schemas(each)


def _describe_fields(model: str, fields: Json) -> None:
    """A field's name is no title of a schema; what it means stands in its model or in the words."""
    for name, field in fields.items():
        field.pop("title", None)
        words = FIELD_WORDS.get(f"{model}.{name}") or FIELD_WORDS.get(name)
        if words:
            field.setdefault("description", words)


def _name_enumeration(schema: Json, enumerations: Json) -> None:
    """Put a reference in the place of an enumeration; what else is said of the field stays."""
    component = schema.pop(COMPONENT, None)
    if component is None:
        return
    component |= {name: schema.pop(name) for name in ("type", "enum")}
    title = component["title"]
    if enumerations.setdefault(title, component) != component:
        raise ValueError(f"two enumerations are called {title}")
    schema.pop("title", None)
    schema["$ref"] = f"#/components/schemas/{title}"


def _with_short_names(spec: Json) -> Json:
    """Name nested models once, and problem documents the same everywhere."""
    schemas: Json = spec["components"]["schemas"]
    short_names = {name: name.rsplit(".")[-1] for name in schemas}
    short_names |= {name: "Problem" for name in _PROBLEM_NAMES}
    contents: dict[str, str] = {}
    for name in schemas:
        content = _renamed(json.dumps(schemas[name]), short_names)
        same = contents.setdefault(short_names[name], content)
        if same != content and short_names[name] != "Problem":
            raise ValueError(f"two schemas are called {short_names[name]}")
    named: Json = json.loads(_renamed(json.dumps(spec), short_names))
    shown = {short_names[name]: schema for name, schema in named["components"]["schemas"].items()}
    named["components"]["schemas"] = shown | {"Problem": parts.PROBLEM}
    return named


def _renamed(text: str, names: dict[str, str]) -> str:
    def renamed(reference: re.Match[str]) -> str:
        return f'"#/components/schemas/{names.get(reference[1], reference[1])}"'

    return re.sub(r'"#/components/schemas/([^"]+)"', renamed, text)
