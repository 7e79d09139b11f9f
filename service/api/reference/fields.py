"""Says what a schema of the document takes or holds, field by field, as people read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import orjson

Json = dict[str, Any]

SCHEMAS: Final = "#/components/schemas/"
#: Levels of fields that are shown within each other; what lies deeper is on the schema's own page.
DEEPEST: Final = 2
#: Enumerations that are longer stand on their own page only.
MOST_CHOICES: Final = 60

#: The words for a limit; where it counts something, those for one and those for more.
_LIMITS: Final[dict[str, tuple[str, ...]]] = {
    "minLength": ("at least {} character", "at least {} characters"),
    "maxLength": ("at most {} character", "at most {} characters"),
    "minItems": ("at least {} entry", "at least {} entries"),
    "maxItems": ("at most {} entry", "at most {} entries"),
    "maxProperties": ("at most {} name", "at most {} names"),
    "minimum": ("from {}",),
    "exclusiveMinimum": ("more than {}",),
    "maximum": ("up to {}",),
    "exclusiveMaximum": ("less than {}",),
}


@dataclass(frozen=True)
class Kind:
    """What a value is: its words, and the schema that describes it further."""

    words: str
    schema: str | None = None


@dataclass(frozen=True)
class Field:
    """A field or parameter, with all that is said of it."""

    name: str
    kinds: tuple[Kind, ...]
    required: bool
    description: str
    limits: tuple[str, ...]
    choices: tuple[str, ...]
    fields: tuple["Field", ...] = ()


class Schemas:
    """The schemas of the document, by name."""

    def __init__(self, document: Json) -> None:
        self._schemas: Json = document["components"]["schemas"]

    def names(self) -> list[str]:
        """Every schema, in the order of the alphabet."""
        return sorted(self._schemas)

    def get(self, name: str) -> Json:
        """One schema; KeyError where there is none."""
        schema: Json = self._schemas[name]
        return schema

    def fields(self, schema: Json, depth: int = 0) -> tuple[Field, ...]:
        """The fields of an object, those that are required first."""
        required = self._required(schema)
        fields = [
            self._field(name, each, name in required, depth)
            for name, each in self._properties(schema)
        ]
        return tuple(sorted(fields, key=lambda field: not field.required))

    def parameter(self, parameter: Json) -> Field:
        """A parameter of an operation."""
        schema = parameter["schema"]
        described = {"description": parameter.get("description", "")} | schema
        return self._field(parameter["name"], described, parameter.get("required", False), DEEPEST)

    def kinds(self, schema: Json) -> tuple[Kind, ...]:
        """What a value may be, each once."""
        return tuple(dict.fromkeys(self._kinds(schema)))

    def choices(self, schema: Json) -> tuple[str, ...]:
        """The values of an enumeration, wherever it stands."""
        values = [value for part in self._parts(schema) for value in part.get("enum", ())]
        return tuple(map(str, dict.fromkeys(values)))

    def _field(self, name: str, schema: Json, required: bool, depth: int) -> Field:
        inner = self._object_within(schema)
        return Field(
            name=name,
            kinds=self.kinds(schema),
            required=required,
            description=schema.get("description") or (inner or {}).get("description", ""),
            limits=tuple(self._limits(schema)),
            choices=self.choices(schema)[:MOST_CHOICES],
            fields=self.fields(inner, depth + 1) if inner and depth < DEEPEST else (),
        )

    def _properties(self, schema: Json) -> Iterator[tuple[str, Json]]:
        for part in self._parts(schema):
            yield from part.get("properties", {}).items()

    def _required(self, schema: Json) -> set[str]:
        return {name for part in self._parts(schema) for name in part.get("required", ())}

    def _parts(self, schema: Json) -> Iterator[Json]:
        """The schema and what it is put together of."""
        if reference := schema.get("$ref"):
            yield from self._parts(self.get(reference.removeprefix(SCHEMAS)))
        yield schema
        for word in ("allOf", "anyOf", "oneOf"):
            for part in schema.get(word, ()):
                yield from self._parts(part)

    def _object_within(self, schema: Json) -> Json | None:
        """The object that a value is, or that the entries of a list are."""
        for part in self._parts(schema):
            if part.get("properties"):
                return part
            if entries := part.get("items"):
                return self._object_within(entries)
        return None

    def _kinds(self, schema: Json) -> Iterator[Kind]:
        alternatives = [part for word in ("anyOf", "oneOf") for part in schema.get(word, ())]
        if reference := schema.get("$ref"):
            name = reference.removeprefix(SCHEMAS)
            yield Kind(name, name)
        elif alternatives:
            for part in alternatives:
                yield from self._kinds(part)
        elif "allOf" in schema:
            yield from self._kinds(schema["allOf"][0])
        elif "const" in schema:
            yield Kind(_as_json(schema["const"]))
        elif schema.get("type") == "array":
            for entry in self._kinds(schema.get("items", {})):
                yield Kind(f"list of {entry.words}", entry.schema)
        elif isinstance(values := schema.get("additionalProperties"), dict):
            for value in self._kinds(values):
                yield Kind(f"object of {value.words}", value.schema)
        else:
            yield Kind(_plain_kind(schema))

    def _limits(self, schema: Json) -> Iterator[str]:
        for part in (schema, *schema.get("anyOf", ()), *schema.get("oneOf", ())):
            for word, (of_one, *others) in _LIMITS.items():
                if word in part:
                    sentence = of_one if part[word] == 1 or not others else others[0]
                    yield sentence.format(f"{part[word]:,}")
        if (default := schema.get("default")) is not None:
            yield f"{_as_json(default)} by default"


def _plain_kind(schema: Json) -> str:
    kind = str(schema.get("format") or schema.get("type", "anything"))
    return {"date-time": "time", "binary": "file"}.get(kind, kind)


def _as_json(value: object) -> str:
    return orjson.dumps(value).decode()
