"""Normalises texts for comparing, searching and sorting them as people do."""

import unicodedata

#: Characters by which a list is sorted; beyond them the ids of the rows decide.
LONGEST_KEY = 100
#: The i of Turkish with its dot, taken apart by folding, and without it: who types an i means it.
_DOTTED, _DOTLESS = "i\u0307", "ı"


def folded(text: str) -> str:
    """The text without what sets equal words apart: case, width, composition, invisible signs.

    NFKC_Casefold of the Unicode Standard, section 3.13, with one i for Turkish. Folding twice is
    folding once.
    """
    composed = unicodedata.normalize("NFKC", text).casefold()
    visible = "".join(sign for sign in composed if unicodedata.category(sign) != "Cf")
    visible = visible.replace(_DOTTED, "i").replace(_DOTLESS, "i")
    return unicodedata.normalize("NFKC", visible)


def sort_key(text: str) -> str:
    """By what a list is sorted, the same on every database: letters stand beside accented ones."""
    apart = unicodedata.normalize("NFKD", folded(text))
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return bare.strip()[:LONGEST_KEY]
