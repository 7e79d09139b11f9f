"""The history of a process over HTTP: who did what and when, as JSON, CSV and PDF."""

from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from service.access import lookup
from service.access.actor import ActingParty
from service.access.history_view import actor_names, visible_data, visible_rows
from service.access.lookup import ProcessAccess
from service.access.permissions import PROCESSES_READ
from service.api.documents.business_papers import LanguageQuery, reading_language
from service.api.events.events import ActorShown
from service.api.http import paging, web
from service.api.http.enumerations import HistoryTrigger
from service.api.http.fields import PartQuery, Shown
from service.api.http.tabular import CSV, PDF, rows_as_text
from service.database.models import HistoryRow
from service.documents.history import HistoryLine, history_pdf
from service.lifecycle import history
from workflows.engine import Actor
from workflows.process import ProcessState

blueprint = APIBlueprint("histories", __name__, url_prefix="/processes", tag="Verification")


class HistoryEntry(Shown):
    """Who did what and when. `from` is null for the first entry."""

    version: int
    trigger: HistoryTrigger
    source: ProcessState | None = Field(alias="from")
    to: ProcessState
    at: datetime
    actor: ActorShown
    data: dict[str, Any]
    request_id: UUID | None
    hash: str


class HistoryList(Shown):
    """The whole history of a process, oldest first."""

    items: list[HistoryEntry]
    next: str | None


def _entry(row: HistoryRow, name: str, who: ActingParty) -> HistoryEntry:
    return HistoryEntry.model_construct(
        version=row.version,
        trigger=row.trigger,
        source=ProcessState(row.source) if row.source else None,
        to=ProcessState(row.dest),
        at=row.at,
        actor=ActorShown.model_construct(role=Actor(row.actor_role), id=row.actor_id, name=name),
        data=visible_data(row, who),
        request_id=row.request_id,
        hash=row.hash,
    )


def _visible(process_id: UUID) -> tuple[ProcessAccess, list[HistoryRow]]:
    access = lookup.find_process(web.db(), web.principal(), process_id, PROCESSES_READ)
    rows = history.rows_of(web.db(), process_id)
    return access, visible_rows(web.db(), access.process, rows, access.actor)


def entries_of(process_id: UUID) -> list[HistoryEntry]:
    """All entries that the caller may see, oldest first; raises Unknown, Forbidden."""
    access, rows = _visible(process_id)
    names = actor_names(web.db(), rows)
    return [_entry(row, name, access.actor) for row, name in zip(rows, names, strict=True)]


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
    items = entries_of(process_id)
    page, following = paging.part(items, query_data.limit, query_data.cursor)
    return web.answer(HistoryList.model_construct(items=page, next=following))


@blueprint.get("/<uuid:process_id>/history.csv")
@blueprint.doc(
    operation_id="get_history_csv",
    summary="The history as CSV",
    responses=CSV,
)
def rows_as_csv(process_id: UUID) -> Response:
    """The history for spreadsheets."""
    access, rows = _visible(process_id)
    heading = ["version", "at", "trigger", "from", "to", "role", "name", "data", "hash"]
    lines = (
        [
            row.version,
            row.at.isoformat(),
            row.trigger,
            row.source or "",
            row.dest,
            row.actor_role,
            name,
            orjson.dumps(visible_data(row, access.actor)).decode(),
            row.hash,
        ]
        for row, name in zip(rows, actor_names(web.db(), rows), strict=True)
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
    access, rows = _visible(process_id)
    language = query_data.language or reading_language(access.actor.party_id)
    lines = [
        HistoryLine(r.at, r.trigger, r.source, r.dest, r.actor_role, name)
        for r, name in zip(rows, actor_names(web.db(), rows), strict=True)
    ]
    title = access.process.title or str(process_id)
    digest = rows[-1].hash if rows else ""
    pdf = history_pdf(title, str(process_id), lines, digest, language)
    response = Response(pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="history-{process_id}.pdf"'
    return response
