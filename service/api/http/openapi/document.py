"""The OpenAPI 3.1 document: what APIFlask collects, completed by what holds for every operation."""

from collections.abc import Callable, Iterator
from importlib import metadata
from typing import Any

from apiflask import APIFlask
from werkzeug.routing import Rule

from service.api.http import query_parameters
from service.api.http.openapi import examples, links, parts, schemas, webhooks

VERSION = metadata.version("werkbank")

Json = dict[str, Any]
_FILED_PROBLEM = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


def describe(app: APIFlask) -> None:
    """Set up how the document is made."""
    app.config.update(
        OPENAPI_VERSION="3.1.0",
        HTTP_ERROR_SCHEMA=parts.PROBLEM,
        VALIDATION_ERROR_SCHEMA=parts.PROBLEM,
        VALIDATION_ERROR_DESCRIPTION="The input is readable, but not valid.",
        AUTO_SERVERS=False,
    )

    @app.spec_processor
    def complete(spec: Json | str) -> Json:
        assert isinstance(spec, dict), "the document is made as JSON"
        return _completed(app, spec)


def _completed(app: APIFlask, spec: Json) -> Json:
    spec["webhooks"] = webhooks.webhooks(spec["components"]["schemas"])
    spec = schemas.tidy(spec)
    used = {tag for operation in schemas.operations(spec) for tag in operation["tags"]}
    spec["info"]["description"] = parts.DESCRIPTION
    spec["servers"] = [{"url": "/"}]
    spec["tags"] = [
        {"name": name, "description": words} for name, words in parts.TAGS.items() if name in used
    ]
    spec["components"] |= {
        "securitySchemes": parts.SECURITY_SCHEMES,
        "parameters": parts.PARAMETERS,
        "responses": parts.shared_responses(),
    }
    views = dict(_views(app))
    for path in spec["paths"].values():
        for method, operation in path.items():
            rule, view = views[operation["operationId"]]
            _complete_operation(operation, method, rule, view)
            examples.add(operation)
            links.add(operation)
    return spec


def _views(app: APIFlask) -> Iterator[tuple[str, tuple[Rule, Callable[..., Any]]]]:
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if operation_id := getattr(view, "_spec", {}).get("operation_id"):
            yield operation_id, (rule, view)


def _complete_operation(operation: Json, method: str, rule: Rule, view: Callable[..., Any]) -> None:
    writes = method.upper() not in query_parameters.SAFE
    for_anybody = getattr(view, "for_anybody", False)
    without_csrf = getattr(view, "without_csrf", False)
    operation["security"] = [] if for_anybody else _identities(writes and not without_csrf)
    if getattr(view, "deprecated", None):
        operation["deprecated"] = True
    responses = operation["responses"]
    for status, response in responses.items():
        if status >= "400" and response.get("content") == _FILED_PROBLEM:
            responses[status] = parts.problem(status, response["description"])
    for status in _statuses(operation, view, rule, writes=writes):
        reference = {"$ref": f"#/components/responses/{parts.PROBLEMS[status][0]}"}
        responses.setdefault(status, reference)
    operation["parameters"] = [
        *(_parameter(parameter, rule) for parameter in operation.get("parameters", [])),
        *_shared_parameters(operation, writes, keeps_key=not without_csrf),
    ]
    if any(parameter.get("name") == "fields" for parameter in operation["parameters"]):
        content = responses["200"]["content"]["application/json"]
        content["schema"] = {"anyOf": [content["schema"], parts.SOME_FIELDS]}
    operation["responses"] = dict(sorted(responses.items()))


def _identities(by_cookie_with_token: bool) -> list[Json]:
    session: Json = {"session": []} | ({"csrf_token": []} if by_cookie_with_token else {})
    return [{"api_key": []}, session, {}]


def _parameter(parameter: Json, rule: Rule) -> Json:
    if parameter["in"] == "header":
        return parameter | {"name": parameter["name"].title()}
    if parameter["in"] == "path" and f"<uuid:{parameter['name']}>" in rule.rule:
        return parameter | {"schema": {"type": "string", "format": "uuid"}}
    if parameter["name"] == "trigger":
        return parameter | {"schema": {"$ref": "#/components/schemas/ProcessAction"}}
    return parameter


def _shared_parameters(operation: Json, writes: bool, *, keeps_key: bool) -> Iterator[Json]:
    names = []
    if writes:
        names = ["IdempotencyKey", "DryRun"] if keeps_key else ["DryRun"]
    if "412" in operation["responses"]:
        names += ["IfMatch", "IfNoneMatch"]
    for name in names:
        yield {"$ref": f"#/components/parameters/{name}"}


def _statuses(
    operation: Json, view: Callable[..., Any], rule: Rule, *, writes: bool
) -> Iterator[str]:
    """The answers that every operation of its kind may give."""
    if getattr(view, "with_tag", False):
        yield "412"
    if getattr(view, "for_anybody", False):
        yield "422"
        return
    yield from ("400", "401", "422", "503")
    if rule.arguments:
        yield from ("403", "404")
    if writes:
        yield from ("403", "409", "412", "429", "507")
    if "requestBody" in operation:
        yield from ("413", "415")
