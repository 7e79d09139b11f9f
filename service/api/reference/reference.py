"""The document of the application as its pages show it."""

from functools import cached_property
from typing import Any, cast

from apiflask import APIFlask
from flask import current_app, url_for

from service.api.reference.events import events_by_subject
from service.api.reference.fields import Schemas
from service.api.reference.operations import Operations
from service.api.reference.prose import Prose
from service.api.reference.search_index import Entry, entries

BASE_PATH = "/api/v1"


class Reference:
    """All that is shown of one document; each part is made when it is first asked for."""

    @cached_property
    def document(self) -> dict[str, Any]:
        spec = cast(APIFlask, current_app).spec
        assert isinstance(spec, dict), "the document is made as JSON"
        return spec

    @cached_property
    def operations(self) -> Operations:
        return Operations(self.document, _order())

    @cached_property
    def schemas(self) -> Schemas:
        return Schemas(self.document)

    @cached_property
    def events(self) -> dict[str, Any]:
        return events_by_subject(self.document, self.schemas)

    @cached_property
    def prose(self) -> Prose:
        return Prose(
            list(self.operations.by_name.values()),
            BASE_PATH,
            lambda name: url_for("docs.operation", name=name),
        )

    def search_entries(self) -> list[Entry]:
        """What the search looks through."""
        return list(entries(self.operations, self.schemas, self.events))


def _order() -> dict[str, int]:
    """Operations as the application's blueprints name them, which is as one needs them."""
    names = (
        getattr(view, "_spec", {}).get("operation_id")
        for view in current_app.view_functions.values()
    )
    return {name: place for place, name in enumerate(name for name in names if name)}
