"""The rows of all contractors as columns, of which single contractors' can take others' places."""

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from service.manufacturing.quoting.catalogue import BadContractor, Contractor
from service.manufacturing.quoting.catalogue.contractors import ANYWHERE
from service.manufacturing.quoting.screening.blocks import Block
from service.manufacturing.quoting.screening.columns import GROUPS, Floats, Whole, number_of
from service.manufacturing.quoting.screening.ragged import Ragged, Span


class TableEntry(Protocol):
    """Who stands in a table: known by name, and read in full only when asked in full."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def contractor(self) -> Contractor | BadContractor: ...


@dataclass(frozen=True, eq=False)
class Table:
    """The rows of all contractors, who come in the order of their ids."""

    listed: tuple[TableEntry, ...]
    groups: Mapping[str, Ragged]

    @classmethod
    def of(cls, blocks: Sequence[Block], listed: Sequence[TableEntry] | None = None) -> "Table":
        """A table of these contractors, in their order; there is one at least.

        It holds on to `listed`, who are the same ones; else to the blocks.
        """
        groups = {
            name: Ragged.of(columns, [block.rows[name] for block in blocks])
            for name, columns in GROUPS.items()
        }
        return cls(tuple(blocks if listed is None else listed), groups)

    def __len__(self) -> int:
        """How many contractors there are."""
        return len(self.listed)

    def revised(self, listed: Sequence[TableEntry], blocks: Mapping[str, Block]) -> "Table":
        """The table of who is `listed`, in the order of ids; `blocks` has all that are others now.

        It is equal to one that is made of all of them, and shares with this one what is the same.
        """
        if len(listed) == len(self) and blocks.keys() <= self.places.keys():
            return self._replaced(listed, blocks)
        ids, new_ids = list(self.places), {each.id for each in listed}
        gone = self.places.keys() - new_ids
        pieces = _pieces(ids, blocks.keys() & new_ids, gone | blocks.keys())
        groups = {
            name: group.spliced(
                [blocks[each].rows[name] if isinstance(each, str) else each for each in pieces]
            )
            for name, group in self.groups.items()
        }
        return Table(tuple(listed), groups)

    def _replaced(self, listed: Sequence[TableEntry], blocks: Mapping[str, Block]) -> "Table":
        """The same contractors, of whom some have other rows."""
        groups = {
            name: group.replaced({self.places[id]: b.rows[name] for id, b in blocks.items()})
            for name, group in self.groups.items()
        }
        table = Table(tuple(listed), groups)
        vars(table).update(places=self.places)
        if all(self.listed[self.places[id]].name == block.name for id, block in blocks.items()):
            vars(table).update(by_name=self.by_name)
        return table

    def contractor(self, place: int) -> Contractor | BadContractor:
        """Who stands at that place."""
        return self.listed[place].contractor

    @property
    def firms(self) -> Ragged:
        """A row for each contractor."""
        return self.groups["firms"]

    @property
    def offers(self) -> Ragged:
        """A row for each material on each machine of a contractor."""
        return self.groups["offers"]

    @property
    def closed(self) -> Ragged:
        """A row for each free day of a contractor's own, in the order of days."""
        return self.groups["closed"]

    @property
    def treatments(self) -> Ragged:
        """A row for each treatment that a contractor offers."""
        return self.groups["treatments"]

    @cached_property
    def by_name(self) -> Whole:
        """The places of all contractors, sorted by their names."""
        names = [(each.name, each.id) for each in self.listed]
        return np.array(sorted(range(len(names)), key=names.__getitem__))

    @cached_property
    def places(self) -> dict[str, int]:
        """Of each contractor's id its place."""
        return {each.id: i for i, each in enumerate(self.listed)}

    @cached_property
    def tiers(self) -> tuple[Floats, Floats]:
        """From how many pieces on, and how much less: one row for each tier, a column per firm."""
        tiers = self.groups["tiers"]
        most = int(tiers.lengths.max())
        starts, discounts = np.full((most, len(self)), np.inf), np.zeros((most, len(self)))
        starts[tiers.ranks, tiers.owners] = tiers["from_quantity"]
        discounts[tiers.ranks, tiers.owners] = tiers["discount"]
        return starts, discounts

    def shipping(self, country: str | None) -> dict[str, Floats]:
        """As `Contractor.zone` for all: fixed, per kg and days, not a number where there is none.

        Without a country it is each contractor's own.
        """
        zones = self.groups["zones"]
        there = number_of(country) if country else self.firms["country"][zones.owners]
        parcels = {name: np.full(len(self), np.nan) for name in ("fixed", "per_kg", "days")}
        for wanted in (number_of(ANYWHERE), there):  # whoever names the country means it
            places = np.flatnonzero(zones["country"] == wanted)[::-1]  # of several the first one
            for name, column in parcels.items():
                column[zones.owners[places]] = zones[name][places]
        return parcels


def _pieces(
    ids: Sequence[str], new_ids: Collection[str], changed_ids: Collection[str]
) -> list[Span | str]:
    """Spans of the contractors that stay, and between them the ids of those with new rows."""
    pieces: list[Span | str] = []
    first = 0
    for id in sorted(changed_ids):
        place = bisect_left(ids, id)
        pieces.append((first, place))
        if id in new_ids:
            pieces.append(id)
        first = place + (place < len(ids) and ids[place] == id)
    return [*pieces, (first, len(ids))]
