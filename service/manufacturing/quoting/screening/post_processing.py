"""Lays out what each row's contractor asks for the treatments that an order wants."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from service.manufacturing.quoting.catalogue import Contractor, ContractorPostProcessing
from service.manufacturing.quoting.screening.counting import rounded
from service.manufacturing.quoting.screening.laying import Jobs
from service.manufacturing.quoting.screening.offers import Floats, Truths, number_of
from service.manufacturing.quoting.screening.rows import Rows


@dataclass(frozen=True)
class PostProcessingColumns:
    """The treatments of an order at each row's contractor."""

    rows: Rows

    def offered(self, name: str) -> Truths:
        """Who offers it, for the material of the row."""
        offers = np.zeros(len(self.rows), dtype=bool)
        materials = self.rows["material"]
        for i, treatment in enumerate(self._offers[name]):
            offers[i] = treatment is not None and (
                not treatment.material_ids or materials[i] in map(number_of, treatment.material_ids)
            )
        return offers

    @cached_property
    def days(self) -> Floats:
        """Working days that all of them take."""
        return sum((column["days"] for column in self._columns), np.zeros(len(self.rows)))

    def cost(self, jobs: Jobs, pieces: Floats | int, surface_mm2: Floats | float) -> Floats:
        """What all cost in smallest units, each rounded as in `pricing.post_processing`."""
        total = np.zeros(len(self.rows))
        for column in self._columns:
            amount = column["per_job"] * jobs.charged_jobs + column["per_part"] * pieces
            amount += column["per_dm2"] * surface_mm2 / 10_000
            total += rounded(amount * self.rows["units"])
        return total

    @cached_property
    def _offers(self) -> dict[str, list[ContractorPostProcessing | None]]:
        blocks, owners = self.rows.table.blocks, self.rows.owners.tolist()
        by_treatment: dict[str, list[ContractorPostProcessing | None]] = {}
        for name in self.rows.order.post_processing_ids:
            by_owner = {i: _of(blocks[i].contractor, name) for i in set(owners)}
            by_treatment[name] = [by_owner[i] for i in owners]
        return by_treatment

    @cached_property
    def _columns(self) -> list[dict[str, Floats]]:
        fields = ("per_job", "per_part", "per_dm2", "days")
        return [
            {
                field: np.array(
                    [float(getattr(treatment, field)) if treatment else 0.0 for treatment in by_row]
                )
                for field in fields
            }
            for by_row in self._offers.values()
        ]


def _of(contractor: object, name: str) -> ContractorPostProcessing | None:
    return contractor.post_processing(name) if isinstance(contractor, Contractor) else None
