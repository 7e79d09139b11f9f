"""What the ids of the catalogue are called, where reasons and changes hold them."""

from collections.abc import Mapping
from typing import Any

from service.api.catalogue.catalogue import materials, post_processings
from service.api.catalogue.schemas import MaterialQuery, PostProcessingQuery
from service.api.http import web
from service.console.reader import as_json
from service.console.rendering import reader
from service.documents.catalogue_names import catalogue_name

#: Checks and fields of the configuration that hold ids.
HOLDING_IDS = ("material", "material_id", "post_processing_ids")


def material_names() -> Mapping[str, str]:
    """What the materials of the catalogue are called, by their ids."""
    language, rows = reader().language, materials(web.db(), MaterialQuery(limit=200)).items
    return {each.id: catalogue_name(each.name, language) for each in rows}


def catalogue_names() -> Mapping[str, str]:
    """The same, and what the finishes are called."""
    rows = post_processings(web.db(), PostProcessingQuery(limit=200)).items
    language, shown = reader().language, map(as_json, rows)
    finishes = {str(row["id"]): catalogue_name(str(row["name"]), language) for row in shown}
    return {**finishes, **material_names()}


def named(shown: Any, names: Mapping[str, str]) -> Mapping[str, Any]:
    """A check, a constraint or a change with names where it holds ids; the others as they are."""
    content = as_json(shown)
    if content.get("check", content.get("field")) not in HOLDING_IDS:
        return content
    return {
        key: _named(value, names) if key in ("value", "limit", "to") else value
        for key, value in content.items()
    }


def _named(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [names.get(str(each), each) for each in value]
    if isinstance(value, str):
        return ", ".join(names.get(each, each) for each in value.split(", "))
    return value
