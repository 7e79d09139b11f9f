"""Holds an order against the contractors of all rows at once, whatever their machines.

Each function is a check of contractors in `quoting.checks` for columns.
"""

from collections.abc import Callable, Mapping

import numpy as np

from service.manufacturing.quoting.catalogue import Catalogue, Contractor, Order
from service.manufacturing.quoting.checks import CONTRACTOR_CHECKS, Check, Verdict, contractors
from service.manufacturing.quoting.screening.column_verdict import ColumnVerdict, verdict_on
from service.manufacturing.quoting.screening.columns import Floats, Truths, Whole
from service.manufacturing.quoting.screening.rows import Rows


def contractor_verdicts(rows: Rows) -> tuple[Truths, Floats]:
    """Rows whose contractor fails some check whatever the machine, and warnings per row."""
    refused, warnings = np.zeros(len(rows), dtype=bool), np.zeros(len(rows))
    for check in CONTRACTOR_CHECKS:
        column = OF_CONTRACTORS.get(check)
        result = column(rows) if column else _one_by_one(check, rows)
        refused |= result.fails
        warnings += result.warns & ~result.fails
    return refused, warnings


def _quantity(rows: Rows) -> ColumnVerdict:
    pieces = rows.order.quantity * len(rows.order.parts)
    return verdict_on(rows, (rows["max_quantity"] < pieces) | (pieces < 1))


def _delivery(rows: Rows) -> ColumnVerdict:
    return verdict_on(rows, np.isnan(rows.shipping["fixed"]))


def _express(rows: Rows) -> ColumnVerdict:
    return verdict_on(rows, np.isnan(rows["express_surcharge"]) if rows.order.express else False)


def _serves(rows: Rows) -> ColumnVerdict:
    return _one_of_each(contractors.serves, rows, "serves")


def _certificate(rows: Rows) -> ColumnVerdict:
    if rows.order.certificate is None:
        return verdict_on(rows)
    return _one_of_each(contractors.certificate, rows, "certificates")


def _one_by_one(
    check: Callable[[Order, Contractor, Catalogue], Check | None], rows: Rows
) -> ColumnVerdict:
    """What the check itself says of each row's contractor."""
    return _asked(check, rows, *np.unique(rows.owners, return_index=True, return_inverse=True)[1:])


def _one_of_each(
    check: Callable[[Order, Contractor, Catalogue], Check | None], rows: Rows, column: str
) -> ColumnVerdict:
    """The same of a check that looks at nothing but what this column stands for."""
    kinds = np.unique(rows[column], return_index=True, return_inverse=True)
    return _asked(check, rows, *kinds[1:])


def _asked(
    check: Callable[[Order, Contractor, Catalogue], Check | None],
    rows: Rows,
    firsts: Whole,
    kind_of: Whole,
) -> ColumnVerdict:
    """What the check says of the contractors of these rows, which stand for all of their kind."""
    verdicts = []
    for place in rows.owners[firsts].tolist():
        contractor = rows.table.contractor(place)
        assert isinstance(contractor, Contractor), "whose data cannot be read has no rows"
        result = check(rows.order, contractor, rows.catalogue)
        verdicts.append(result.verdict if result else Verdict.PASS)
    fails, warns = (
        np.array([verdict is kind for verdict in verdicts], dtype=bool)[kind_of]
        for kind in (Verdict.FAIL, Verdict.WARN)
    )
    return verdict_on(rows, fails, warns)


#: The columns' form of each check; any other is asked contractor by contractor.
OF_CONTRACTORS: Mapping[
    Callable[[Order, Contractor, Catalogue], Check | None], Callable[[Rows], ColumnVerdict]
] = {
    contractors.quantity: _quantity,
    contractors.delivery: _delivery,
    contractors.serves: _serves,
    contractors.express: _express,
    contractors.certificate: _certificate,
}
