"""The `webhooks` of the document: every type of event with what an endpoint is sent for it."""

from typing import Any

from service.events.catalogue import EVENTS, TYPES_OF_FEED
from service.events.event_data import EventData

Json = dict[str, Any]

#: Standard Webhooks: what each call carries beside its body.
_HEADERS = {
    "webhook-id": "the same for every attempt: what came twice is known by it",
    "webhook-timestamp": "seconds since 1970 at which it was signed",
    "webhook-signature": "`v1,` and the HMAC-SHA256 of id, timestamp and body, one per secret",
}
_TAKEN = {"2XX": {"description": "Taken, within 15 seconds. Anything else: it comes again."}}


def webhooks(schemas: Json) -> Json:
    """One entry for each type of event; the models of their data are added to the schemas."""
    return {type: {"post": _call(type, schemas)} for type in sorted(EVENTS)}


def _call(type: str, schemas: Json) -> Json:
    summary, data = EVENTS[type]
    body = _particulars(type, data)
    if type in TYPES_OF_FEED:
        body = {"allOf": [{"$ref": "#/components/schemas/EventShown"}, body]}
    _add(data, schemas)
    return {
        "operationId": f"hear_{type.replace('.', '_')}",
        "summary": summary,
        "tags": ["Webhooks"],
        "security": [],
        "parameters": [
            {
                "name": name,
                "in": "header",
                "required": True,
                "description": words,
                "schema": {"type": "string"},
            }
            for name, words in _HEADERS.items()
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": _TAKEN,
    }


def _particulars(type: str, data: type[EventData]) -> Json:
    return {
        "type": "object",
        "properties": {
            "type": {"const": type},
            "data": {"$ref": f"#/components/schemas/{data.__name__}"},
        },
    }


def _add(data: type[EventData], schemas: Json) -> None:
    schema = data.model_json_schema(
        ref_template="#/components/schemas/{model}", mode="serialization"
    )
    schemas |= schema.pop("$defs", {}) | {data.__name__: schema}
