"""Says which fields hold money, and takes it out of what is shown to whoever may not see prices.

A field of an answer that holds an amount is an `Amount`, or has `MONEY` among its annotations. What
was kept as JSON is taken for what the model of its field says that it is; where no model says it,
as in the data of events and of the history, an amount is what stands under AMOUNT.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Final, NamedTuple, get_args

from babel.numbers import list_currencies
from pydantic import BaseModel, GetJsonSchemaHandler
from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

#: What amounts are called wherever a model does not say what a thing is.
AMOUNT: Final = "amount"
#: By it the document says that a field holds money, and is null for whoever may not see prices.
IN_SCHEMA: Final = "x-price"
#: Sentences of the service, or reasons of people, in which an amount may stand with its currency.
SENTENCES: Final = frozenset(
    {"detail", "note", "reason", "reason_after", "reason_before", "reasons", "warnings"}
)
#: What figures of a check are called, which are amounts if their unit is a currency.
FIGURES: Final = ("value", "limit")
#: Instead of an amount in a sentence.
HIDDEN: Final = "\N{EM DASH}"
_CODES = frozenset(list_currencies())
#: Digits with what groups them in any country, and a dash that may stand for no cents. As long as
#: an amount is at most: whoever writes more would have every place in it tried up to the end.
_DIGITS = (
    r"[-+\N{MINUS SIGN}]?\d(?:(?:[\d.,'\N{RIGHT SINGLE QUOTATION MARK}"
    r"\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]| (?=\d{3}(?!\d))){0,40}\d)?"
    r"(?:[.,][-\N{EN DASH}\N{EM DASH}]{1,2})?"
)
#: An amount before its currency, or after it.
_BEFORE = re.compile(rf"(?<![\w.,]){_DIGITS}(?=\s?(?:([A-Z]{{3}})\b|[€$£¥]))")
_AFTER = re.compile(rf"(?:\b([A-Z]{{3}})\s?|[€$£¥]\s?){_DIGITS}")


class HoldsMoney:
    """The mark of a field that holds money."""

    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        schema = handler(core_schema)
        is_nullable = {"type": "null"} in schema.get("anyOf", [])
        if not is_nullable:
            schema = {"anyOf": [schema, {"type": "null"}]}
        return schema | {IN_SCHEMA: True}


MONEY: Final = HoldsMoney()
#: An amount in plain digits; null in the answers to whoever may not see prices.
Amount = Annotated[str, MONEY]


class _Field(NamedTuple):
    """A field of a model: whether it holds money, and what kept JSON in it is."""

    is_money: bool
    model: type[BaseModel] | None


_UNKNOWN = _Field(False, None)


def without_prices(content: Mapping[str, Any], model: type[BaseModel] | None = None) -> Any:
    """A thing without what anything costs: its amounts are None, and sentences name none.

    Models in it stay as they are, as they are shown one by one.
    """
    fields = _fields(model) if model else {}
    shown = {
        name: _without(name, value, fields.get(name, _UNKNOWN)) for name, value in content.items()
    }
    if isinstance(unit := content.get("unit"), str) and unit in _CODES:
        shown |= {name: None for name in FIGURES if name in content}
    return shown


def _without(name: str, value: Any, field: _Field) -> Any:
    if field.is_money or (name == AMOUNT and isinstance(value, str | int | float)):
        return None
    if name in SENTENCES:
        return _in_sentences(value, field.model)
    return json_without_prices(value, field.model)


def _in_sentences(value: Any, model: type[BaseModel] | None) -> Any:
    if isinstance(value, str):
        return in_sentence(value)
    if isinstance(value, list):
        return [_in_sentences(each, model) for each in value]
    return json_without_prices(value, model)


def in_sentence(text: str) -> str:
    """A sentence without the amounts in it: what stands before or after a currency."""

    def hidden(found: re.Match[str]) -> str:
        if found[1] and found[1] not in _CODES:
            return found[0]
        return f"{found[1]} {HIDDEN}" if found[1] and found[0].startswith(found[1]) else HIDDEN

    return _AFTER.sub(hidden, _BEFORE.sub(hidden, text))


def json_without_prices(value: Any, model: type[BaseModel] | None = None) -> Any:
    """The same of anything that was kept as JSON, or is about to be written as such."""
    if isinstance(value, Mapping):
        return without_prices(value, model)
    if isinstance(value, list | tuple):
        return [json_without_prices(each, model) for each in value]
    return value


def shown_without_prices(value: Any) -> Any:
    """What a page is made from without what anything costs: models, and lists and dicts of them.

    Anything else stays as it is.
    """
    if isinstance(value, BaseModel):
        fields = without_prices(vars(value), type(value))
        return value.model_copy(update=_each(fields))
    if isinstance(value, Mapping):
        return _each(value)
    if isinstance(value, list):
        return [shown_without_prices(each) for each in value]
    if isinstance(value, tuple):
        items = [shown_without_prices(each) for each in value]
        return type(value)(*items) if hasattr(value, "_fields") else tuple(items)
    return value


def _each(content: Mapping[str, Any]) -> dict[str, Any]:
    return {name: shown_without_prices(value) for name, value in content.items()}


@cache
def _fields(model: type[BaseModel]) -> Mapping[str, _Field]:
    fields = {}
    for name, field in model.model_fields.items():
        fields[name] = fields[field.alias or name] = _Field(
            _is_money(field), _model_in(field.annotation)
        )
    return fields


def _is_money(field: FieldInfo) -> bool:
    return MONEY in field.metadata or MONEY in _parts(field.annotation)


def _parts(annotation: Any) -> list[Any]:
    """All that an annotation is made of."""
    args = [*get_args(annotation), *getattr(annotation, "__metadata__", ())]
    return [annotation, *(part for arg in args for part in _parts(arg))]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The only model in an annotation; None where there is none, or more than one."""
    models = {part for part in _parts(annotation) if isinstance(part, type) and _is_model(part)}
    return models.pop() if len(models) == 1 else None


def _is_model(part: type) -> bool:
    try:
        return issubclass(part, BaseModel)
    except TypeError:  # a generic alias such as list[str] passes for a type, but is none
        return False
