"""Candidates for an order: one contractor's machine with one of its materials each."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from service.manufacturing.quoting.catalogue.contractors import Contractor
from service.manufacturing.quoting.catalogue.goods import Catalogue, Material
from service.manufacturing.quoting.catalogue.machines import Machine, MachineMaterial
from service.manufacturing.quoting.catalogue.orders import Order
from service.manufacturing.quoting.catalogue.rules import BadData
from service.translations import gettext_noop as _

#: Machine and material.
CandidateKey = tuple[str, str]


class Candidate(NamedTuple):
    """What every check and every price looks at; nothing in it changes."""

    order: Order
    contractor: Contractor
    machine: Machine
    offered: MachineMaterial
    catalogue: Catalogue

    def with_order(self, order: Order) -> "Candidate":
        """The same machine and material for another order."""
        return Candidate(order, self.contractor, self.machine, self.offered, self.catalogue)

    @property
    def key(self) -> CandidateKey:
        """What it is called within its contractor."""
        return self.machine.id, self.offered.material_id

    @property
    def material(self) -> Material:
        """The material as the catalogue knows it; raises BadData if the catalogue does not."""
        try:
            return self.catalogue.materials[self.offered.material_id]
        except KeyError:
            raise BadData(
                _(
                    "machine {id} offers material {material_id!r}, which the catalogue does not"
                    " know"
                ),
                id=self.machine.id,
                material_id=self.offered.material_id,
            ) from None

    @property
    def speeds(self) -> Mapping[str, Decimal]:
        """How fast the machine works with this material, units in the names."""
        return {**self.machine.speeds, **self.offered.speeds}

    @property
    def layer_mm(self) -> Decimal:
        """The layer height that the order asks for, else the machine's usual one."""
        return self.order.layer_height_mm or self.machine.layer_height_mm

    @property
    def infill(self) -> Decimal:
        """The share of the inside that is filled, 0..1."""
        asked = self.order.infill
        return self.machine.infill if asked is None else asked
