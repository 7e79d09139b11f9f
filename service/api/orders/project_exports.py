"""The list of projects as a table for spreadsheets."""

from collections.abc import Iterator
from typing import Any

from apiflask import APIBlueprint
from flask import Response

from service.access.permissions import NOBODY, Principal, Unauthenticated
from service.api.http import web
from service.api.http.tabular import CSV, rows_as_text
from service.api.orders.project_input import ProjectQuery
from service.database import transactions as database
from service.manufacturing.quoting.currencies import written
from service.orders import project_list
from service.orders.project_list import Listed
from service.orders.totals import Amounts, Totals
from service.translations import gettext_noop as _
from workflows.process import ProcessState

blueprint = APIBlueprint("project_exports", __name__, tag="Projects")

#: Projects that are read at a time.
PAGE = 200
HEADING = (
    *("id", "title", "role", "status", "process_count", "states"),
    *("confirmed", "offered", "quoted", "created_at", "updated_at"),
)


@blueprint.get("/projects.csv")
@blueprint.input(ProjectQuery, location="query")
@blueprint.doc(
    operation_id="export_projects",
    summary="Projects as CSV",
    description="All that `GET /projects` would list with the same filters, in the same order, "
    "without pages. Sums have their currency with them, several are separated by a semicolon; for "
    "whoever may not see prices they are left empty.",
    responses=CSV | {401: "Neither key nor session."},
)
def export(query_data: ProjectQuery) -> Response:
    """Every project that is asked for, written as it is read."""
    principal = web.principal()
    if principal == NOBODY:
        raise Unauthenticated(_("log in, send an API key, or get a session from GET /auth/me"))
    lines = _all(principal, query_data)
    response = Response(rows_as_text(HEADING, lines), mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="projects.csv"'
    return response


def _all(principal: Principal, query: ProjectQuery) -> Iterator[list[Any]]:
    search, after = query.search(), None
    while True:
        # Each page in a view of its own: the response outlives the request's transaction.
        with database.reading() as db:
            rows = project_list.page(db, principal, search, after=after, limit=PAGE)
            lines = [_row(listed, sees_prices=principal.sees_prices) for listed in rows]
        yield from lines
        if len(rows) < PAGE:
            return
        after = (rows[-1].key, rows[-1].project.id)


def _row(listed: Listed, *, sees_prices: bool) -> list[Any]:
    project, totals = listed.project, listed.totals if sees_prices else Totals()
    return [
        project.id,
        project.title,
        listed.side.value,
        listed.status.value,
        listed.count,
        "; ".join(f"{state.value}: {n}" for state, n in _in_order(listed.states)),
        _sums(totals.confirmed),
        _sums(totals.offered),
        _sums(totals.quoted),
        project.created_at.isoformat(),
        project.updated_at.isoformat(),
    ]


def _in_order(states: dict[ProcessState, int]) -> list[tuple[ProcessState, int]]:
    return sorted(states.items(), key=lambda item: list(ProcessState).index(item[0]))


def _sums(amounts: Amounts) -> str:
    return "; ".join(
        f"{written(amount, currency)} {currency}" for currency, amount in sorted(amounts.items())
    )
