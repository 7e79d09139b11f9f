"""Says of each row what a check says of it, as far as floats can tell."""

from dataclasses import dataclass

import numpy as np

from service.manufacturing.quoting.screening.columns import Truths
from service.manufacturing.quoting.screening.rows import Rows


@dataclass(frozen=True)
class ColumnVerdict:
    """What a check says of each row; `unsure` rows are to be asked one by one."""

    fails: Truths
    warns: Truths
    unsure: Truths


def verdict_on(
    rows: Rows,
    fails: Truths | bool = False,
    warns: Truths | bool = False,
    unsure: Truths | bool = False,
) -> ColumnVerdict:
    """The verdict of a check that says the same of all rows, or something of each."""
    wide = (np.broadcast_to(np.asarray(some), len(rows)) for some in (fails, warns, unsure))
    return ColumnVerdict(*wide)
