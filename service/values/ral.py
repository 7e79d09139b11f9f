"""Colours of the RAL Classic collection: their codes, and how people write them."""

import re
from typing import Final

from service.translations import Sentence
from service.translations import gettext_noop as _

#: By the first digit (yellow, orange, red, violet, blue, green, grey, brown, white and black), the
#: other three of each code. Source: RAL gGmbH, colour register RAL 840-HR and RAL 841-GL with the
#: later RAL 2017, 6039 and 9012: the 216 colours of RAL CLASSIC.
_NUMBERS: Final = {
    "1": "000 001 002 003 004 005 006 007 011 012 013 014 015 016 017 018 019 020 021 023 024 026 "
    "027 028 032 033 034 035 036 037",
    "2": "000 001 002 003 004 005 007 008 009 010 011 012 013 017",
    "3": "000 001 002 003 004 005 007 009 011 012 013 014 015 016 017 018 020 022 024 026 027 028 "
    "031 032 033",
    "4": "001 002 003 004 005 006 007 008 009 010 011 012",
    "5": "000 001 002 003 004 005 007 008 009 010 011 012 013 014 015 017 018 019 020 021 022 023 "
    "024 025 026",
    "6": "000 001 002 003 004 005 006 007 008 009 010 011 012 013 014 015 016 017 018 019 020 021 "
    "022 024 025 026 027 028 029 032 033 034 035 036 037 038 039",
    "7": "000 001 002 003 004 005 006 008 009 010 011 012 013 015 016 021 022 023 024 026 030 031 "
    "032 033 034 035 036 037 038 039 040 042 043 044 045 046 047 048",
    "8": "000 001 002 003 004 007 008 011 012 014 015 016 017 019 022 023 024 025 028 029",
    "9": "001 002 003 004 005 006 007 010 011 012 016 017 018 022 023",
}
#: As in `RAL 9005`.
CODES: Final = frozenset(
    f"RAL {first}{rest}" for first, numbers in _NUMBERS.items() for rest in numbers.split()
)
_WRITTEN: Final = re.compile(r"ral[\s_-]*(\d+)", re.IGNORECASE)


def normal(color: str) -> str:
    """A colour as it is compared: a code in its usual form, and any other name as it is.

    Raises ValueError with a sentence for what is written like a code and is none.
    """
    written = _WRITTEN.fullmatch(color.strip())
    return code_of(written[1]) if written else color


def code_of(text: str) -> str:
    """The code that somebody writes as `RAL 9005`, `ral9005` or `9005`; raises ValueError."""
    written = _WRITTEN.fullmatch(text.strip())
    code = f"RAL {written[1] if written else text.strip()}"
    if code not in CODES:
        sentence = _("RAL Classic has no colour {code}; there are codes such as RAL 9005")
        raise ValueError(Sentence(sentence, code=code[:40]))
    return code
