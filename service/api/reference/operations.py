"""The operations of the document as their pages show them, in the order in which one needs them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from service.api.http.openapi import examples
from service.api.reference.fields import SCHEMAS, Field, Kind, Schemas
from service.api.reference.snippets import SampleRequest, Snippet, as_json, marked, snippets

Json = dict[str, Any]

#: What stands for the value of a parameter of which no example was recorded.
_WITHOUT_EXAMPLE: Final = "..."


@dataclass(frozen=True)
class BodyFields:
    """What a request sends."""

    media_type: str
    kinds: tuple[Kind, ...]
    required: bool
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Answer:
    """What a request may be answered with."""

    status: str
    description: str
    media_type: str | None
    kinds: tuple[Kind, ...]
    fields: tuple[Field, ...]

    @property
    def is_problem(self) -> bool:
        return self.status >= "400"


@dataclass(frozen=True)
class Operation:
    """An operation in short, as lists show it."""

    name: str
    method: str
    path: str
    tag: str
    summary: str
    description: str
    deprecated: bool


@dataclass(frozen=True)
class Details:
    """All that the page of an operation shows beside that."""

    parameters: dict[str, list[Field]]
    body: BodyFields | None
    answers: list[Answer]
    following: list[Operation]
    snippets: list[Snippet]
    example_status: int | None
    example_html: str | None
    needs_identity: bool


class Operations:
    """All operations of a document."""

    def __init__(self, document: Json, order: dict[str, int]) -> None:
        self._document = document
        self._schemas = Schemas(document)
        self._json: dict[str, Json] = {}
        self.by_name: dict[str, Operation] = {}
        listed = sorted(_listed(document), key=lambda row: order.get(row[0].name, len(order)))
        for operation, content in listed:
            self.by_name[operation.name] = operation
            self._json[operation.name] = content
        self.by_tag: dict[str, list[Operation]] = {tag["name"]: [] for tag in document["tags"]}
        for operation in self.by_name.values():
            self.by_tag[operation.tag].append(operation)

    def details(self, name: str) -> Details:
        """What the page of an operation shows; KeyError where there is none of this name."""
        operation, content = self.by_name[name], self._json[name]
        example = examples.recorded().get(name, {})
        answers = [self._answer(*row) for row in content["responses"].items()]
        return Details(
            parameters=self._parameters(content),
            body=self._body(content),
            answers=answers,
            following=list(self._following(content)),
            snippets=snippets(self._request(operation, content, answers)),
            example_status=example.get("status"),
            example_html=_example(example.get("answer")),
            needs_identity={} not in content["security"] and bool(content["security"]),
        )

    def using(self, schema: str) -> list[Operation]:
        """The operations that take or answer with a schema, each once."""
        reference = f"'{SCHEMAS}{schema}'"
        return [self.by_name[name] for name, each in self._json.items() if reference in str(each)]

    def words(self, name: str) -> str:
        """What an operation may be looked for by, beside its name, its summary and its path."""
        content = self._json[name]
        body = self._body(content)
        fields = [*self._fields_of_parameters(content), *(body.fields if body else ())]
        return " ".join(field.name for field in fields)

    def _parameters(self, content: Json) -> dict[str, list[Field]]:
        places: dict[str, list[Field]] = defaultdict(list)
        for parameter in map(self._resolved, content["parameters"]):
            places[parameter["in"]].append(self._schemas.parameter(parameter))
        return places

    def _fields_of_parameters(self, content: Json) -> list[Field]:
        return [field for fields in self._parameters(content).values() for field in fields]

    def _body(self, content: Json) -> BodyFields | None:
        body = content.get("requestBody")
        if body is None:
            return None
        ((media_type, media),) = list(body["content"].items())[:1]
        schema = media["schema"]
        return BodyFields(
            media_type,
            self._schemas.kinds(schema),
            body.get("required", False),
            self._schemas.fields(schema),
        )

    def _answer(self, status: str, response: Json) -> Answer:
        response = self._resolved(response)
        media_types: Json = response.get("content", {})
        media_type = next(iter(media_types), None)
        schema: Json = media_types[media_type].get("schema", {}) if media_type else {}
        is_shown = status < "400" and schema
        return Answer(
            status,
            response["description"],
            media_type,
            self._schemas.kinds(schema) if is_shown else (),
            self._schemas.fields(schema, depth=1) if is_shown else (),
        )

    def _following(self, content: Json) -> Iterator[Operation]:
        for status, response in content["responses"].items():
            if status < "300":
                yield from (self.by_name[name] for name in response.get("links", {}))

    def _request(self, operation: Operation, content: Json, answers: list[Answer]) -> SampleRequest:
        path, query = operation.path, {}
        for parameter in map(self._resolved, content["parameters"]):
            value = str(parameter.get("example", _WITHOUT_EXAMPLE))
            if parameter["in"] == "path":
                path = path.replace(f"{{{parameter['name']}}}", value)
            elif parameter["in"] == "query" and parameter.get("required"):
                query[parameter["name"]] = value
        return SampleRequest(
            operation.method,
            path,
            query,
            next(iter(content.get("requestBody", {}).get("content", {})), None),
            examples.recorded().get(operation.name, {}).get("body"),
            next((answer.media_type for answer in answers if not answer.is_problem), None),
            bool(content["security"]),
        )

    def _resolved(self, part: Json) -> Json:
        """What a reference within the document stands for."""
        if "$ref" not in part:
            return part
        resolved = self._document
        for step in part["$ref"].removeprefix("#/").split("/"):
            resolved = resolved[step]
        return resolved


def _listed(document: Json) -> Iterator[tuple[Operation, Json]]:
    for path, methods in document["paths"].items():
        for method, content in methods.items():
            yield (
                Operation(
                    content["operationId"],
                    method.upper(),
                    path,
                    content["tags"][0],
                    content["summary"],
                    content.get("description", ""),
                    content.get("deprecated", False),
                ),
                content,
            )


def _example(answer: Any) -> str | None:
    if answer is None:
        return None
    return marked(answer, "text") if isinstance(answer, str) else marked(as_json(answer), "json")
