"""Decides what is a VAT identification number, by the check digits of its country."""

import re
from typing import Annotated, Final

from pydantic import AfterValidator, Field, StringConstraints
from stdnum import get_cc_module
from stdnum.exceptions import ValidationError

from service.translations import Sentence
from service.translations import gettext_noop as _

#: Characters of one as it is typed; the longest that we know (India, Switzerland) have 15.
LONGEST: Final = 40
#: The prefixes of Greece and Northern Ireland, which are not their codes in ISO 3166-1
#: (Directive 2006/112/EC, article 215; Protocol on Ireland/Northern Ireland, article 8).
_COUNTRIES: Final = {"EL": "GR", "XI": "GB"}
_SEPARATORS: Final = re.compile(r"[\s./-]")
_SHAPE: Final = re.compile(r"(?=(?:\D*\d){2})[A-Z0-9]{4,20}")


def normal(text: str) -> str:
    """The number in `text` without spaces and dots, in capitals: DE136695976.

    One that begins with the code of a country has to be right by that country's rules, as far as
    python-stdnum knows them; whether it is in use, only the tax office can say. Raises ValueError
    with a sentence.
    """
    number = _SEPARATORS.sub("", text).upper()
    if not _SHAPE.fullmatch(number):
        raise ValueError(
            Sentence(_("{text!r} is no VAT identification number, as in DE136695976"), text=text)
        )
    prefix = number[:2]
    if prefix.isalpha() and (rules := get_cc_module(_COUNTRIES.get(prefix, prefix), "vat")):
        try:
            rules.validate(number)
        except ValidationError as error:
            raise ValueError(
                Sentence(
                    _("{text!r} is no VAT identification number of {country}; check its digits"),
                    text=text,
                    country=prefix,
                )
            ) from error
    return number


#: As it is typed; empty means that there is none.
VatId = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST),
    AfterValidator(normal),
    Field(description="VAT identification number, for example DE136695976; stands on papers"),
]
