"""Bounds what is sent: the fields of an answer that its caller asks for with `?fields=`."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from pydantic import BaseModel, Field

from service.api.http.json_bodies import plain
from service.errors import BadField
from service.translations import Sentence
from service.translations import gettext_noop as _
from service.values.input_errors import first_of


@dataclass(frozen=True)
class Selection:
    """Which fields of an answer are wanted: those named, or all where none is.

    `processes.id` names a field of each entry of `processes`.
    """

    names: tuple[str, ...] = ()

    def __contains__(self, name: str) -> bool:
        return not self.names or name in self.top_level

    @cached_property
    def top_level(self) -> Mapping[str, "Selection"]:
        """The fields of the answer itself that are named, each once, in their order.

        With what is wanted of the entries of each.
        """
        inner: defaultdict[str, list[str]] = defaultdict(list)
        for name in self.names:
            head, _, rest = name.partition(".")
            inner[head].append(rest)
        return {
            head: Selection(tuple(rests)) if all(rests) else ALL for head, rests in inner.items()
        }

    def within(self, name: str) -> "Selection":
        """What is wanted of the entries of a field."""
        return self.top_level.get(name, ALL)

    def of(self, names: Iterable[str]) -> "Selection":
        """Which of these fields are wanted."""
        return Selection(tuple(name for name in names if name in self))


#: An answer as it is without `?fields=`.
ALL = Selection()


class FieldsQuery(BaseModel):
    """Which fields of the answer are wanted."""

    fields: str | None = Field(
        None,
        max_length=2000,
        description="names of fields, separated by commas: only those are sent and worked out; of "
        "a list those of each entry; `processes.id` is the `id` of each of the `processes`; all if "
        "left out",
        examples=["id,state,version"],
    )

    def selection(self) -> Selection:
        """What is asked for."""
        parts = (part.strip() for part in (self.fields or "").split(","))
        return Selection(tuple(part for part in parts if part))


def names_of(model: type[BaseModel]) -> list[str]:
    """What the fields of an answer are called in JSON."""
    return [field.alias or name for name, field in model.model_fields.items()]


def select(shown: BaseModel, wanted: Selection) -> dict[str, Any]:
    """The fields of an answer that are wanted, null where one has no value now.

    All that there are if all are. Raises BadField for names that no field has.
    """
    whole: dict[str, Any] = plain(shown)
    if not wanted.names:
        return whole
    if wanted.top_level.keys() - whole.keys():
        _check(wanted, {*names_of(type(shown)), *whole})
    return {
        name: _selected(name, whole.get(name), inner) for name, inner in wanted.top_level.items()
    }


def select_each(
    model: type[BaseModel], items: Iterable[BaseModel], wanted: Selection
) -> list[dict[str, Any]]:
    """The wanted fields of each entry of a list, however many there are; raises as `select`."""
    if wanted.names:
        _check(wanted, names_of(model))
    return [select(item, wanted) for item in items]


def _selected(name: str, value: Any, wanted: Selection) -> Any:
    if not wanted.names or value is None:
        return value
    if isinstance(value, BaseModel):
        return select(value, wanted)
    if isinstance(value, list) and all(isinstance(each, BaseModel) for each in value):
        return [select(each, wanted) for each in value]
    raise BadField.at("query:/fields", _("{name} has no fields of its own"), name=name[:40])


def _check(wanted: Selection, known: Collection[str]) -> None:
    if unknown := [name for name in wanted.top_level if name not in known]:
        raise BadField(first_of(unknown, lambda name: ("query:/fields", _sentence(name, known))))


def _sentence(name: str, known: Collection[str]) -> str:
    near = get_close_matches(name, known, n=1)
    if near:
        return Sentence(
            _("there is no field {name}; did you mean {near}?"), name=name[:40], near=near[0]
        )
    there = ", ".join(sorted(known))
    return Sentence(_("there is no field {name}; there are {there}"), name=name[:40], there=there)
