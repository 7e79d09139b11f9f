"""Shows real answers in the document: tests have recorded them, and hold them true."""

from functools import cache
from importlib import resources
from typing import Any

import orjson

Json = dict[str, Any]


@cache
def recorded() -> Json:
    """By operation: `status`, and what there was of `path`, `body` and `answer`."""
    file = resources.files(__package__) / "examples.json"
    content: Json = orjson.loads(file.read_bytes())
    return content


def add(operation: Json) -> None:
    """Put the recorded example into an operation: path, body and answer."""
    example = recorded().get(operation["operationId"])
    if example is None:
        return
    for parameter in operation["parameters"]:
        if parameter.get("name") in example.get("path", ()):
            parameter["example"] = example["path"][parameter["name"]]
    if "body" in example and "requestBody" in operation:
        _put(operation["requestBody"]["content"], example["body"])
    if "answer" in example:
        _put(operation["responses"][str(example["status"])].get("content", {}), example["answer"])


def _put(content: Json, example: Any) -> None:
    for media_type in content.keys() & {"application/json", "text/csv", "text/plain"}:
        content[media_type]["example"] = example
