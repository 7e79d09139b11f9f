"""Bounds what is sent: the fields of an answer that its caller asks for with `?fields=`."""

from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, Field

from service.api.http.json_bodies import plain
from service.errors import BadField
from service.translations import Sentence
from service.translations import gettext_noop as _


class FieldsQuery(BaseModel):
    """Which fields of the answer are wanted."""

    fields: str | None = Field(
        None,
        max_length=2000,
        description="names of fields, separated by commas: only those are sent; all if left out",
        examples=["id,state,version"],
    )

    def names(self) -> list[str]:
        """The names that are asked for, each once; empty: all."""
        parts = (part.strip() for part in (self.fields or "").split(","))
        return list(dict.fromkeys(part for part in parts if part))


def select(shown: BaseModel, names: list[str]) -> dict[str, Any]:
    """The fields of an answer that are asked for, null where one has no value now.

    All that there are if no names are given. Raises BadField for names that no field has.
    """
    whole: dict[str, Any] = plain(shown)
    if not names:
        return whole
    known = type(shown).model_fields.keys() | whole.keys()
    if unknown := [name for name in names if name not in known]:
        raise BadField([("query:/fields", _sentence(name, known)) for name in unknown])
    return {name: whole.get(name) for name in names}


def _sentence(name: str, known: set[str]) -> str:
    near = get_close_matches(name, known, n=1)
    if near:
        return Sentence(
            _("there is no field {name}; did you mean {near}?"), name=name[:40], near=near[0]
        )
    there = ", ".join(sorted(known))
    return Sentence(_("there is no field {name}; there are {there}"), name=name[:40], there=there)
