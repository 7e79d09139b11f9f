"""Parses the numbers of a 3MF model as its specification spells them; errors name them."""

import re
from collections.abc import Mapping

from service.manufacturing.geometry.meshes.package_xml import Wrong

#: ST_Number of the 3MF Core Specification 1.4, appendix B; a point without digits after it, as
#: programs write it, is taken as well. What Python takes beyond that (1_0, inf, other scripts'
#: digits) is refused: other programs read something else there, or nothing.
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_COUNT = re.compile(r"\+?[0-9]{1,18}")
#: XML allows these around a value (XML Schema part 2, whiteSpace "collapse").
_BLANKS = " \t\r\n"


def decimal(attributes: Mapping[str, str], what: str, name: str) -> float:
    """The attribute as a number; raises Wrong, which names element, attribute and value."""
    return number(_attribute(attributes, what, name), f"{name} of {what}")


def number(word: str, what: str) -> float:
    """A word as a number; raises Wrong."""
    if not _NUMBER.fullmatch(word):
        hint = "; decimals take a point" if "," in word else ""
        raise Wrong(f"{what} is {_shown(word)}, which is no number{hint}")
    return float(word)


def index(attributes: Mapping[str, str], what: str, name: str) -> int:
    """The attribute as the number of a vertex; raises Wrong."""
    word = _attribute(attributes, what, name)
    if not _COUNT.fullmatch(word):
        raise Wrong(f"{name} of {what} is {_shown(word)}, which is no vertex's number")
    return int(word)


def identifier(attributes: Mapping[str, str], what: str, name: str) -> str:
    """The attribute as an object's id, in one spelling; raises Wrong."""
    word = _attribute(attributes, f"a <{what}>", name)
    return word.lstrip("+0") or word


def _attribute(attributes: Mapping[str, str], what: str, name: str) -> str:
    if (word := attributes.get(name)) is None:
        raise Wrong(f"{what} has no {name}")
    return word.strip(_BLANKS)


def _shown(word: str) -> str:
    return f'"{word[:40]}"'
