"""The catalogue of events as its page shows it: every type, with what it says."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from service.api.reference.fields import Field, Schemas
from service.events.catalogue import TYPES_OF_FEED

Json = dict[str, Any]


@dataclass(frozen=True)
class EventEntry:
    """A type of event."""

    type: str
    summary: str
    data: tuple[Field, ...]
    in_feed: bool


def events_by_subject(document: Json, schemas: Schemas) -> dict[str, list[EventEntry]]:
    """Every type by what it is about: `process.sent` is about a process."""
    subjects: dict[str, list[EventEntry]] = defaultdict(list)
    for type, call in document["webhooks"].items():
        schema = call["post"]["requestBody"]["content"]["application/json"]["schema"]
        particulars = schema["allOf"][1] if "allOf" in schema else schema
        fields = schemas.fields(particulars["properties"]["data"])
        event = EventEntry(type, call["post"]["summary"], fields, type in TYPES_OF_FEED)
        subjects[type.partition(".")[0]].append(event)
    return subjects
