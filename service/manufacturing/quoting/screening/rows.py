"""Picks those rows of a table that an order asks for, by material and technology."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from service.manufacturing.quoting import standards
from service.manufacturing.quoting.catalogue import Catalogue, Order
from service.manufacturing.quoting.screening.columns import (
    Floats,
    Truths,
    Whole,
    number_of,
)
from service.manufacturing.quoting.screening.table import Table


@dataclass(frozen=True)
class Rows:
    """Some rows of a table: `places` in it, `owners` of each, and their figures by name."""

    order: Order
    catalogue: Catalogue
    table: Table
    places: Whole
    _gathered: dict[str, Floats] = field(default_factory=dict, repr=False, compare=False)
    #: What each contractor asks for a parcel.
    _parcels: dict[str, Floats] = field(default_factory=dict, repr=False, compare=False)

    def __getitem__(self, name: str) -> Floats:
        """A column of the rows: of the offer, or of the contractor who makes it."""
        if (column := self._gathered.get(name)) is None:
            offers, firms = self.table.offers, self.table.firms
            is_offer = name in offers.columns
            column = offers[name][self.places] if is_offer else firms[name][self.owners]
            self._gathered[name] = column
        return column

    def __len__(self) -> int:
        return len(self.places)

    def some(self, which: Whole) -> "Rows":
        """Those at these places among these rows."""
        places = self.places[which]
        return Rows(self.order, self.catalogue, self.table, places, _parcels=self._parcels)

    @cached_property
    def owners(self) -> Whole:
        """Of each row the place of its contractor."""
        return self.table.offers.owners[self.places]

    @cached_property
    def layer_mm(self) -> Floats:
        """The layer height that the order asks for, else each machine's usual one."""
        asked = self.order.layer_height_mm
        return np.full(len(self), float(asked)) if asked else self["layer_mm"]

    @cached_property
    def extrudes(self) -> Truths:
        """Whose machines know shells and infill."""
        return np.asarray(self["technology"] == number_of("MEX"))

    @cached_property
    def density_g_cm3(self) -> Floats:
        """Of each row's material; not a number if the catalogue does not know it."""
        densities = {
            number_of(id): float(m.density_g_cm3) for id, m in self.catalogue.materials.items()
        }
        numbers, material_of = np.unique(self["material"], return_inverse=True)
        return np.array([densities.get(int(number), np.nan) for number in numbers])[material_of]

    @cached_property
    def shipping(self) -> dict[str, Floats]:
        """What each row's contractor asks for a parcel, not a number if it does not deliver."""
        if not self._parcels:
            self._parcels.update(self.table.shipping(self.order.delivery_country))
        return {name: column[self.owners] for name, column in self._parcels.items()}


def rows_for(order: Order, catalogue: Catalogue, table: Table) -> Rows:
    """The candidates of an order, as `matching.candidates` finds them one by one."""
    wanted = np.full(len(table.offers), bool(order.technology or order.material_id))
    if order.technology:
        asked = standards.resolve(order.technology)
        code = number_of(asked.code) if asked else -1
        wanted &= table.offers["technology"] == code
        if asked and asked.process:
            wanted &= table.offers["process"] == number_of(asked.process)
    if order.material_id:
        wanted &= table.offers["material"] == number_of(order.material_id)
    return Rows(order, catalogue, table, np.flatnonzero(wanted))
