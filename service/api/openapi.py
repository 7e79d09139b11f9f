"""The OpenAPI 3.1 document: what APIFlask collects, with each model named once."""

import json
from importlib import metadata
from typing import Any

from apiflask import APIFlask

from service.api.problems import MEDIA_TYPE

VERSION = metadata.version("werkbank")

PROBLEM = {
    "type": "object",
    "description": "RFC 9457 problem document",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": "stable address of the explanation"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "a sentence with the values in it"},
        "instance": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
        "state": {"type": "string", "description": "with 409: the state that forbids it"},
        "actions": {"type": "array", "items": {"type": "string"}},
        "missing": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}


def describe(app: APIFlask) -> None:
    """Set up how the document is made."""
    app.config.update(
        OPENAPI_VERSION="3.1.0",
        AUTO_OPERATION_ID=True,
        HTTP_ERROR_SCHEMA=PROBLEM,
        VALIDATION_ERROR_SCHEMA=PROBLEM,
        VALIDATION_ERROR_DESCRIPTION="The input is not valid",
        AUTO_SERVERS=False,
    )
    app.spec_processor(_tidied)


def _tidied(spec: dict[str, Any]) -> dict[str, Any]:
    """Name nested models once, and give problems their media type."""
    schemas = spec.get("components", {}).get("schemas", {})
    text = json.dumps(spec)
    for name in sorted((n for n in schemas if "." in n), key=len, reverse=True):
        text = text.replace(
            f'"#/components/schemas/{name}"', f'"#/components/schemas/{name.rsplit(".")[-1]}"'
        )
    tidy: dict[str, Any] = json.loads(text)
    schemas = tidy["components"]["schemas"]
    for name in [n for n in schemas if "." in n]:
        schemas.setdefault(name.rsplit(".")[-1], schemas[name])
        del schemas[name]
    for path in tidy["paths"].values():
        for operation in path.values():
            for status, response in operation.get("responses", {}).items():
                content = response.get("content", {})
                if status >= "400" and "application/json" in content:
                    content[MEDIA_TYPE] = content.pop("application/json")
    return tidy
