"""Says what all contractors of a table offer of each material, without asking one of them."""

from dataclasses import dataclass

import numpy as np
import orjson

from service.manufacturing.quoting.screening.columns import text_of
from service.manufacturing.quoting.screening.table import Table


@dataclass(frozen=True)
class OfferedMaterial:
    """By which technologies (ISO/ASTM 52900 codes) a material is built, and in which colours.

    Of a colour it has the name and the code in RAL Classic, None where a contractor states none.
    """

    technologies: frozenset[str] = frozenset()
    colors: frozenset[tuple[str, str | None]] = frozenset()


def offered_materials(table: Table) -> dict[str, OfferedMaterial]:
    """By the ids of all materials with which somebody builds."""
    if not len(table.offers):
        return {}
    names = ("material", "technology", "colors")
    different = [np.unique(table.offers[name], return_inverse=True) for name in names]
    (materials, _), (technologies, _), (colors, _) = different
    shape = (len(materials), len(technologies), len(colors))
    triples = np.unique(np.ravel_multi_index(tuple(place for _, place in different), shape))
    built: dict[int, tuple[set[str], set[tuple[str, str | None]]]] = {}
    for material, technology, color in zip(*np.unravel_index(triples, shape), strict=True):
        known, pairs = built.setdefault(int(material), (set(), set()))
        known.add(text_of(technologies[technology]))
        pairs.update((name, ral) for name, ral in orjson.loads(text_of(colors[color])))
    return {
        text_of(materials[material]): OfferedMaterial(frozenset(known), frozenset(pairs))
        for material, (known, pairs) in built.items()
    }
