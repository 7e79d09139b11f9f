"""The first page: one field for files, and what somebody has going on already."""

from uuid import UUID

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue

from service.access.lookup import ProcessAccess, find_project
from service.access.permissions import PROCESSES_EDIT, Principal
from service.accounts import authentication, sessions
from service.api.http import paging, uploads, web
from service.api.http.cookies import set_session_cookie
from service.api.http.devices import calling_device
from service.api.http.rate_limits import limit_new_visitors
from service.api.http.selection import ALL
from service.api.orders.project_input import ListQuery
from service.api.orders.project_presenter import FlatProject, flat
from service.console.rendering import (
    blueprint,
    check_origin,
    check_token,
    refusable,
    render,
    see,
    shows,
)
from service.console.words import MODELS
from service.database import transactions
from service.database.models import Process
from service.files import files
from service.files.uploads import Upload
from service.lifecycle import usage
from service.orders import processes, project_list, projects
from service.settings import settings
from service.values.json_object import JsonObject

front = Blueprint("front", __name__)

#: Projects that the first page lists.
MOST_LISTED = 20


@front.get("/")
def lead_in() -> ResponseReturnValue:
    """Whoever opens the address of the service is most likely a person."""
    return see(url_for("console.drop"))


@blueprint.get("")
@shows
def drop() -> ResponseReturnValue:
    """One field, and the projects of whoever asks, the latest first."""
    return render(
        "drop.html",
        models=MODELS,
        most_bytes=settings().max_upload_bytes,
        projects=_projects() if web.principal().via != "none" else [],
    )


def _projects() -> list[FlatProject]:
    query = ListQuery(limit=MOST_LISTED, role="client", sort="-updated_at")
    shown, _following = paging.first_rows(
        query.limit,
        lambda limit: project_list.page(
            web.db(), web.principal(), query.search(), after=None, limit=limit
        ),
        lambda _listed: "",
    )
    return flat(web.principal(), shown, ALL, details=False)


@blueprint.post("")
@limit_new_visitors
@uploads.takes_file
def take_in() -> ResponseReturnValue:
    """A file from a browser without scripts: a project of its name, with one part."""
    check_origin()
    return refusable(drop, {}, _take_in)


def _take_in() -> ResponseReturnValue:
    who, secret = web.principal(), None
    with transactions.reading() as db:
        room = usage.check_file(db, who.home_id or who.visitor_id, uploads.announced_bytes())
    upload, fields = uploads.form_with(room, "csrf_token")
    check_token(fields.get("csrf_token"))
    if who.via == "none":
        with transactions.writing(web.caller()) as db:
            secret, session = sessions.open_session(db, device=calling_device())
            who = g.principal = authentication.principal_of(db, session)
    response = web.in_transaction(lambda: see(_part_with(who, upload)))
    if secret:
        set_session_cookie(response, secret)
    return response


def _part_with(who: Principal, upload: Upload) -> str:
    db = web.db()
    project = projects.create(db, who, title=title_of(upload), details={})
    db.flush()
    process = add_part_to(project.id, upload)
    return url_for("console.part", process_id=process.id)


def title_of(upload: Upload) -> str:
    """What a part is called that a file becomes."""
    return (upload.name.rpartition(".")[0] or upload.name)[:200]


def add_part_to(project_id: UUID, upload: Upload, fields: JsonObject | None = None) -> Process:
    """One more part of a project: a draft of the file's name, with the file.

    Raises Unknown, Forbidden, TooMany, QuotaExceeded.
    """
    db = web.db()
    project, actor = find_project(db, web.principal(), project_id, PROCESSES_EDIT, lock=True)
    process = processes.create(db, project, actor, {"title": title_of(upload), **(fields or {})})
    files.add_file(db, ProcessAccess(process, project, actor), upload)
    return process
