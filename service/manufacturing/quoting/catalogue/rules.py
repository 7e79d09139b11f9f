"""What may stand in a field of the catalogue's records: rules, types that obey them, meanings."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Any, get_origin

from service.manufacturing.quoting import currencies
from service.translations import Sentence
from service.translations import gettext_noop as _
from service.values import ral


class BadData(ValueError):
    """Something in the catalogue is not as it must be; the message names field and value."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(Sentence(message, **values))


@dataclass(frozen=True)
class Within:
    """A number from `low` to `high`, both included."""

    low: Decimal
    high: Decimal

    def check(self, value: Any, where: str) -> None:
        if not self.low <= value <= self.high:
            raise BadData(
                _("{where} must be from {low} to {high}, not {value}"),
                where=where,
                low=self.low,
                high=self.high,
                value=f"{value!s:.40}",
            )


@dataclass(frozen=True)
class Written:
    """A text that matches a pattern as a whole."""

    pattern: str
    like: str

    def check(self, value: Any, where: str) -> None:
        if not re.fullmatch(self.pattern, value, re.DOTALL):
            raise BadData(
                _("{where} must be {like}, not {value!r}"),
                where=where,
                like=Sentence(self.like),
                value=value[:80],
            )


@dataclass(frozen=True)
class InUse:
    """The ISO 4217 code of a currency that is in use."""

    def check(self, value: Any, where: str) -> None:
        if value not in currencies.in_use():
            raise BadData(
                _("{where} must be a currency that is in use, and {value} is none"),
                where=where,
                value=value,
            )


@dataclass(frozen=True)
class InRalClassic:
    """A code that the RAL Classic collection has."""

    def check(self, value: Any, where: str) -> None:
        if value not in ral.CODES:
            sentence = _("{where} must be a code of RAL Classic, and {value} is none")
            raise BadData(sentence, where=where, value=value)


@dataclass(frozen=True)
class Doc:
    """What a field means, with its unit, for people; of a table what each of its `keys` means."""

    text: str
    keys: Mapping[str, str] = field(default_factory=dict, hash=False)


def documented(hint: Any) -> tuple[Doc | None, Any]:
    """What a field's annotation says it means, if anything, and the annotation without that."""
    if get_origin(hint) is not Annotated:
        return None, hint
    doc = next((each for each in hint.__metadata__ if isinstance(each, Doc)), None)
    rules = tuple(each for each in hint.__metadata__ if not isinstance(each, Doc))
    return doc, Annotated[(hint.__origin__, *rules)] if rules else hint.__origin__


#: Decimal places that a figure may have: a rate of 1E-900000 would fill pages when written out.
PLACES = 12
#: No figure is larger; with PLACES it still fits the 28 digits of a Decimal calculation.
GREATEST = Decimal(10**15)

# The upper bounds keep every product of a price far inside what Decimal holds exactly.
Amount = Annotated[Decimal, Within(Decimal(0), Decimal(10**9))]
Positive = Annotated[Decimal, Within(Decimal("0.000001"), Decimal(10**9))]
Ratio = Annotated[Decimal, Within(Decimal(0), Decimal(1))]
Share = Annotated[Decimal, Within(Decimal("0.000001"), Decimal(1))]
Factor = Annotated[Decimal, Within(Decimal(0), Decimal(100))]
Count = Annotated[int, Within(Decimal(1), Decimal(10**9))]
Days = Annotated[int, Within(Decimal(0), Decimal(1000))]
Weekday = Annotated[int, Within(Decimal(0), Decimal(6))]
Slug = Annotated[str, Written(r"[a-z0-9][a-z0-9._-]{0,79}", _("a slug such as 'pa12-gf'"))]
Name = Annotated[str, Written(r".{1,200}", _("a text of 1 to 200 characters"))]
Country = Annotated[str, Written(r"[A-Z]{2}", _("an ISO 3166 code such as 'DE'"))]
Source = Annotated[str, Doc("where the figures come from; no price rests on it")]
Assumption = Annotated[str, Doc("what is assumed where no source says it; no price rests on it")]
RalCode = Annotated[str, Written(r"RAL \d{4}", _("a code such as 'RAL 9005'")), InRalClassic()]
Currency = Annotated[str, Written(r"[A-Z]{3}", _("an ISO 4217 code such as 'EUR'")), InUse()]
