"""Folds names so that those which people cannot tell apart are one."""

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources

from service.values.texts import folded

#: Letters of a skeleton; a name has 200 at the most, and few signs look like two letters.
LONGEST = 400
#: Small letters that only their capitals, or digits, are taken for: the table has no small i as l.
_FOLDED_CAPITALS = str.maketrans({"i": "l", "1": "l", "|": "l", "0": "o"})
#: Signs by which nobody tells names apart: punctuation, spaces and the like.
_BESIDE = re.compile(r"[\W_]+")
#: Sets the direction of a sign in the table.
_DIRECTION = "\u200e"
#: Legal forms, which stand at the end of names and which nobody remembers of a company.
_LEGAL_FORMS = (
    "gmbh mbh ag kg kgaa ug haftungsbeschränkt ohg gbr ek eg se co und and ltd limited llc llp inc"
    " corp corporation company plc sa sarl sas srl spa bv nv oy ab as aps doo sro kft"
)


def skeleton(name: str) -> str:
    """A name without what sets names that look alike apart; cut to LONGEST.

    The skeleton of UTS 39, section 4, by the table of confusables that confusable_homoglyphs
    carries, of the name as it is written and as it is folded, since people take the one for the
    other; without punctuation, spaces and the legal form at its end.
    """
    words = [_alike(word) for word in re.split(r"[\s&+/,-]+", name)]
    words = [word for word in words if word]
    while len(words) > 1 and words[-1] in _legal_forms():
        words.pop()
    return "".join(words)[:LONGEST]


def _alike(word: str) -> str:
    mapped = _mapped(folded(_mapped(word))).translate(_FOLDED_CAPITALS)
    return _BESIDE.sub("", mapped)


def _mapped(text: str) -> str:
    prototypes = _prototypes()
    return "".join(prototypes.get(sign, sign) for sign in text)


@cache
def _legal_forms() -> frozenset[str]:
    return frozenset(_alike(form) for form in _LEGAL_FORMS.split())


@cache
def _prototypes() -> Mapping[str, str]:
    """By sign what it looks like.

    The table names for each sign those that look like it; the prototype of several is the one that
    has more than one, and of two the smaller one.
    """
    file = resources.files("confusable_homoglyphs") / "confusables.json"
    table = {
        sign.strip(_DIRECTION): [other["c"].strip(_DIRECTION) for other in others]
        for sign, others in json.loads(file.read_text(encoding="utf-8")).items()
    }
    prototypes = {}
    for sign, others in table.items():
        if len(sign) == 1 and len(others) == 1:
            (other,) = others
            is_prototype = len(table.get(other, ())) > 1
            prototypes[sign] = other if is_prototype else min(sign, other)
    return prototypes
