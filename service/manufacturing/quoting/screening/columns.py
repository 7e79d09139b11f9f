"""Names the columns of figures that screening reads, and numbers the texts that stand in them."""

from collections.abc import Mapping
from threading import Lock
from typing import Final

import numpy as np
import numpy.typing as npt

from service.manufacturing.quoting import standards

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]

LIMITS: Final = tuple(sorted(standards.LIMIT_NAMES))
#: A speed that a category can do without is endless where a machine does not state it.
SPEEDS: Final = tuple(
    sorted({s for each in standards.CATEGORIES for s in each.speeds | each.optional_speeds})
)
OF_MACHINE: Final = (
    *("technology", "process", "stacks", "x", "y", "z", "spacing_mm", "layer_mm", "turns"),
    *("layer_min_mm", "layer_max_mm", "infill", "count", "hours_per_day", "cooling_hours"),
    *("queue_days", "booked", "hour", "personnel_hour", "setup_hours", "setup_fixed"),
    *("handling_hours", "shared_job_fill", "allowance_mm"),
)
#: All of an offer that decides how parts lie: rows with the same number lie alike.
LYING: Final = "lying"
OF_MATERIAL: Final = (
    *("material", "price_per_kg", "loss", "refresh", "powder_g_cm3", "support_ratio"),
    *("support_fill", *SPEEDS),
)
OF_LIMITS: Final = tuple(f"{bound}_{name}" for name in LIMITS for bound in ("limit", "warning"))
OF_FIRM: Final = (
    *("currency", "country", "calendar", "serves", "certificates"),
    *("margin", "max_quantity", "max_build_days", "express_surcharge", "express_queue_days"),
    *("fixed_costs", "engineering_hour", "equipment", "preparation_days"),
    *("hours_0", "hours_1", "hours_2", "hours_3", "hours_4"),
    *("limits_value", "units", "min_order_value"),
)

#: The groups of columns. A contractor has one row of `firms` and any number of the others.
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "firms": OF_FIRM,
    "offers": (*OF_MACHINE, *OF_MATERIAL, *OF_LIMITS, LYING, "colors", "machine"),
    "zones": ("country", "fixed", "per_kg", "days"),
    "tiers": ("from_quantity", "discount"),
    "closed": ("day",),
    "treatments": ("treatment", "per_job", "per_part", "per_dm2", "days", "materials"),
}
#: The columns that hold numbers of texts.
TEXTS: Final[Mapping[str, frozenset[str]]] = {
    "firms": frozenset({"currency", "country", "calendar", "serves", "certificates"}),
    "offers": frozenset({"technology", "process", "material", LYING, "colors"}),
    "zones": frozenset({"country"}),
    "tiers": frozenset(),
    "closed": frozenset(),
    "treatments": frozenset({"treatment", "materials"}),
}


class _Numbering:
    """Gives each text a number, the same one for as long as this process lives."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._numbers: dict[str, int] = {}
        self._texts: list[str] = []

    def number_of(self, text: str) -> int:
        """The number that stands for a text in all tables of this process."""
        if (number := self._numbers.get(text)) is None:
            with self._lock:
                number = self._numbers.setdefault(text, len(self._texts))
                if number == len(self._texts):
                    self._texts.append(text)
        return number

    def text_of(self, number: float) -> str:
        """The text that a number stands for."""
        return self._texts[int(number)]


_numbering = _Numbering()
number_of, text_of = _numbering.number_of, _numbering.text_of
