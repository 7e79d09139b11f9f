"""Lays out what each row's contractor asks for the treatments that an order wants."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import orjson

from service.manufacturing.quoting.screening.columns import (
    Floats,
    Truths,
    Whole,
    number_of,
    text_of,
)
from service.manufacturing.quoting.screening.counting import rounded
from service.manufacturing.quoting.screening.laying import Jobs
from service.manufacturing.quoting.screening.rows import Rows


@dataclass(frozen=True)
class PostProcessingColumns:
    """The treatments of an order at each row's contractor."""

    rows: Rows

    def offered(self, name: str) -> Truths:
        """Who offers it, for the material of the row."""
        rows = self._treatments[name]
        offers = rows >= 0
        limits = self._figures("materials", rows)
        for number in np.unique(limits[offers]).tolist():
            if material_ids := orjson.loads(text_of(number)):
                some = np.array([number_of(id) for id in material_ids])
                offers &= (limits != number) | np.isin(self.rows["material"], some)
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
    def _treatments(self) -> dict[str, Whole]:
        """By treatment its place in the table at each row's contractor, -1 where it is none."""
        treatments, places = self.rows.table.treatments, {}
        for name in self.rows.order.post_processing_ids:
            of_firms = np.full(len(self.rows.table), -1)
            there = np.flatnonzero(treatments["treatment"] == number_of(name))[::-1]
            of_firms[treatments.owners[there]] = there  # of several the first one
            places[name] = of_firms[self.rows.owners]
        return places

    @cached_property
    def _columns(self) -> list[dict[str, Floats]]:
        fields = ("per_job", "per_part", "per_dm2", "days")
        return [
            {field: self._figures(field, rows) for field in fields}
            for rows in self._treatments.values()
        ]

    def _figures(self, field: str, rows: Whole) -> Floats:
        """A column of the treatments in these places, 0 where there is none."""
        figures = np.append(self.rows.table.treatments[field], 0.0)
        return figures[rows]  # the last one stands for none
