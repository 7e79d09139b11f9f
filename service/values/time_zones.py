"""The names of time zones that people and programs may state."""

from functools import cache
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, StringConstraints

from service.translations import Sentence
from service.translations import gettext_noop as _

#: Characters of the longest name that is read at all; the longest of today has 32.
LONGEST = 64


@cache
def names() -> frozenset[str]:
    """All names of the IANA database that this installation has."""
    return frozenset(available_timezones())


def is_known(name: str) -> bool:
    """Whether there is a time zone of that IANA name."""
    return name in names()


def _known(name: str) -> str:
    if not is_known(name):
        raise ValueError(
            Sentence(_("there is no time zone {name}; write it as in Europe/Berlin"), name=name)
        )
    return name


#: The name of a time zone.
TimeZone = Annotated[str, StringConstraints(max_length=LONGEST), AfterValidator(_known)]
