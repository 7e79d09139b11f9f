"""The history of a process over HTTP: who did what and when, as JSON, CSV and PDF."""

from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa
from apiflask import APIBlueprint
from flask import Response
from pydantic import ConfigDict

from service.access import lookup
from service.access.lookup import ProcessAccess
from service.access.permissions import PROCESSES_READ
from service.api.documents.business_papers import LanguageQuery
from service.api.http import paging, web
from service.api.http.fields import PartQuery, Shown
from service.api.http.tabular import CSV, PDF, rows_as_text
from service.database.models import HistoryRow, Request
from service.documents import business_papers
from service.documents.history import HistoryLine, history_pdf
from service.lifecycle import history
from workflows.engine import Actor

blueprint = APIBlueprint("histories", __name__, url_prefix="/processes", tag="Verification")


class HistoryEntry(Shown):
    """Who did what and when. `from` is null for the first entry."""

    model_config = ConfigDict(extra="allow")

    version: int
    trigger: str
    to: str
    at: Any
    actor: dict[str, Any]
    data: dict[str, Any]
    request_id: UUID | None
    hash: str


class HistoryList(Shown):
    """The whole history of a process, oldest first."""

    items: list[HistoryEntry]
    next: str | None


def _entry(row: HistoryRow, found: ProcessAccess) -> dict[str, Any]:
    return {
        "version": row.version,
        "trigger": row.trigger,
        "from": row.source,
        "to": row.dest,
        "at": row.at,
        "actor": {"role": row.actor_role, "id": row.actor_id, "name": row.actor_name},
        "data": _data(row, found),
        "request_id": row.request_id,
        "hash": row.hash,
    }


def _rows(process_id: UUID) -> tuple[ProcessAccess, list[HistoryRow]]:
    """The rows that the caller may see."""
    found = lookup.find_process(web.db(), web.principal(), process_id, PROCESSES_READ)
    rows = history.rows_of(web.db(), process_id)
    if found.who.role is Actor.CONTRACTOR:
        rows = _seen_by_contractor(found, rows)
    return found, rows


def _seen_by_contractor(found: ProcessAccess, rows: list[HistoryRow]) -> list[HistoryRow]:
    """What its own request brought, that the process was sent, and all from its contract on.

    Neither drafts nor what competitors were asked and answered.
    """
    own = sa.select(Request.id, Request.round).where(
        Request.process_id == found.process.id, Request.contractor_id == found.who.party_id
    )
    rounds = {request_id: number for request_id, number in web.db().execute(own)}
    contract = len(rows)
    if found.process.contractor_id == found.who.party_id:
        accepted = (i for i, row in enumerate(rows) if row.trigger == "accept_offer")
        contract = next(accepted, contract)
    number, seen = 0, []
    for i, row in enumerate(rows):
        number += row.trigger == "send"
        sent = row.trigger in ("send", "dispatched") and number in rounds.values()
        if row.request_id in rounds or (row.request_id is None and (sent or i >= contract)):
            seen.append(row)
    return seen


def _data(row: HistoryRow, found: ProcessAccess) -> dict[str, Any]:
    """What a row keeps; what exactly failed in here is the operators' business."""
    if row.trigger == "park" and found.who.role is not Actor.OPERATOR:
        return {"attempts": row.data.get("attempts")}
    return row.data


@blueprint.get("/<uuid:process_id>/history")
@blueprint.input(PartQuery, location="query")
@blueprint.output(HistoryList)
@blueprint.doc(
    operation_id="get_history",
    summary="Who did what and when",
    description="In order. Also as `/history.csv` and `/history.pdf`.",
)
def rows_as_json(process_id: UUID, query_data: PartQuery) -> Response:
    """The history."""
    found, rows = _rows(process_id)
    items = [_entry(row, found) for row in rows]
    return web.answer(paging.part(items, query_data.limit, query_data.cursor))


@blueprint.get("/<uuid:process_id>/history.csv")
@blueprint.doc(
    operation_id="get_history_csv",
    summary="The history as CSV",
    responses=CSV,
)
def rows_as_csv(process_id: UUID) -> Response:
    """The history for spreadsheets."""
    found, rows = _rows(process_id)
    heading = ["version", "at", "trigger", "from", "to", "role", "name", "data", "hash"]
    lines = (
        [
            row.version,
            row.at.isoformat(),
            row.trigger,
            row.source or "",
            row.dest,
            row.actor_role,
            row.actor_name,
            orjson.dumps(_data(row, found)).decode(),
            row.hash,
        ]
        for row in rows
    )
    response = Response("".join(rows_as_text(heading, lines)), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="history-{process_id}.csv"'
    return response


@blueprint.get("/<uuid:process_id>/history.pdf")
@blueprint.input(LanguageQuery, location="query")
@blueprint.doc(
    operation_id="get_history_pdf",
    summary="The history as PDF",
    responses=PDF,
)
def rows_as_pdf(process_id: UUID, query_data: LanguageQuery) -> Response:
    """The history on paper."""
    found, rows = _rows(process_id)
    language = query_data.language or business_papers.language_for(web.db(), found.who.party_id)
    lines = [
        HistoryLine(r.at, r.trigger, r.source, r.dest, r.actor_role, r.actor_name) for r in rows
    ]
    title = found.process.title or str(process_id)
    digest = rows[-1].hash if rows else ""
    pdf = history_pdf(title, str(process_id), lines, digest, language)
    response = Response(pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="history-{process_id}.pdf"'
    return response
