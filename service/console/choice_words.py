"""Says in a reader's words what a choice would do to price and date."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from service.api.http.json_bodies import hides_prices
from service.api.verification.choices import CheapestShown, ChoiceShown, ChoicesShown
from service.console.reader import Reader
from service.translations import gettext_noop as _
from service.translations import ngettext_noop

LATER = ngettext_noop("{count} day later", "{count} days later")
EARLIER = ngettext_noop("{count} day earlier", "{count} days earlier")


class ChoiceInWords(NamedTuple):
    """A choice as a page shows it: what it is called, what it does, and what choosing it changes.

    `field` and `value` name it as forms do.
    """

    field: str
    value: str
    name: str
    effect: str
    chosen: bool
    change: dict[str, object]


def in_words(
    shown: ChoicesShown, finishes: list[str], names: Mapping[str, str], reader: Reader
) -> list[ChoiceInWords]:
    """The choices of a part that has these finishes; `names` are those of the catalogue, by id."""
    express = reader.text(_("Express"))
    return [
        ChoiceInWords(
            each.field,
            str(each.value),
            express if each.field == "express" else names.get(str(each.value), str(each.value)),
            _effect(each, shown.configured, reader),
            each.chosen,
            _change(each, finishes),
        )
        for each in shown.choices
    ]


def _effect(choice: ChoiceShown, configured: CheapestShown | None, reader: Reader) -> str:
    if choice.chosen and choice.field == "material_id":
        return reader.text(_("chosen")) if configured else reader.text(_("nobody makes it"))
    effect = _difference(choice, configured, reader)
    return reader.text(_("without it: {effect}"), effect=effect) if choice.chosen else effect


def _difference(choice: ChoiceShown, configured: CheapestShown | None, reader: Reader) -> str:
    if not choice.suitable:
        return reader.text(_("nobody makes it"))
    if choice.cheapest is None:
        return reader.text(_("only in other currencies"))
    if configured is None:
        days = reader.days(choice.cheapest.lead_time_days)
        if hides_prices():
            return days
        price = reader.money(choice.cheapest.total)
        return reader.text(_("from {price}, {days}"), price=price, days=days)
    parts = [_days(choice.cheapest.lead_time_days - configured.lead_time_days, reader)]
    if not hides_prices():
        parts.insert(0, _price(choice.cheapest, configured, reader))
    return ", ".join(part for part in parts if part) or reader.text(_("the same"))


def _price(cheapest: CheapestShown, configured: CheapestShown, reader: Reader) -> str:
    more = Decimal(cheapest.total.amount) - Decimal(configured.total.amount)
    if not more:
        return ""
    currency = configured.total.currency
    price = reader.money({"amount": abs(more), "currency": currency})
    words = _("{price} more") if more > 0 else _("{price} less")
    return reader.text(words, price=price)


def _days(later: int, reader: Reader) -> str:
    if not later:
        return ""
    return reader.count(*(LATER if later > 0 else EARLIER), abs(later))


def _change(choice: ChoiceShown, finishes: list[str]) -> dict[str, object]:
    match choice.field:
        case "material_id":
            return {"material_id": choice.value, "color": None}
        case "express":
            return {"express": not choice.chosen}
        case _:
            others = [id for id in finishes if id != choice.value]
            return {choice.field: others if choice.chosen else [*finishes, str(choice.value)]}
