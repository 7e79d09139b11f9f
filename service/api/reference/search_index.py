"""What the search of the reference looks through: all that has a page or a place on one."""

from collections.abc import Iterator
from typing import TypedDict

from flask import url_for

from service.api.reference.events import EventEntry
from service.api.reference.fields import Schemas
from service.api.reference.operations import Operations
from service.api.reference.problems import explained


class Entry(TypedDict):
    """What can be looked for: what it is, what it is called, and by which words it is met."""

    kind: str
    title: str
    note: str
    words: str
    href: str


def entries(
    operations: Operations, schemas: Schemas, events: dict[str, list[EventEntry]]
) -> Iterator[Entry]:
    """Operations, types of events, problems and schemas, in this order."""
    for each in operations.by_name.values():
        yield Entry(
            kind=each.method,
            title=each.summary,
            note=each.path,
            words=f"{each.name} {each.tag} {operations.words(each.name)}",
            href=url_for("docs.operation", name=each.name),
        )
    for event in (event for group in events.values() for event in group):
        words = " ".join(field.name for field in event.data)
        href = url_for("docs.webhooks_page", _anchor=event.type)
        yield Entry(kind="event", title=event.type, note=event.summary, words=words, href=href)
    for problem in explained():
        href = url_for("docs.problems_page", _anchor=problem.slug)
        words = " ".join(problem.meanings)
        yield Entry(
            kind=str(problem.status), title=problem.slug, note=problem.title, words=words, href=href
        )
    for name in schemas.names():
        schema = schemas.get(name)
        words = " ".join([*schema.get("properties", ()), *schemas.choices(schema)])
        href = url_for("docs.schema", name=name)
        note = schema.get("description", "")
        yield Entry(kind="schema", title=name, note=note, words=words, href=href)
