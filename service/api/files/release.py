"""Who gets the files of a process, and who has downloaded them."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from pydantic import Field

from service.access.lookup import find_process, find_request, only_client
from service.access.permissions import PROCESSES_EDIT, PROCESSES_FILES
from service.api.http import paging, web
from service.api.http.fields import PageQuery, RequestBody, Shown
from service.files import release
from service.lifecycle.parties import project_of
from service.translations import gettext_noop as _

blueprint = APIBlueprint("file_access", __name__, tag="Files")

CHANGING: dict[int, Any] = {
    403: "A right is missing, or it is not the client who asks.",
    404: "Unknown, or not yours.",
}


class Access(RequestBody):
    """What contractors get before one of them is confirmed."""

    full: bool = Field(
        description="true: the files themselves; false: their measures and pictures only"
    )


class AccessShown(Shown):
    """What contractors get before one of them is confirmed."""

    full: bool


class DownloadShown(Shown):
    """That a contractor downloaded something."""

    id: UUID
    request_id: UUID
    organization_id: UUID = Field(description="the contractor")
    file_id: UUID | None = Field(description="null: all files together, or what a message carries")
    name: str
    actor_id: UUID | None
    actor_name: str
    at: datetime


class DownloadPage(Shown):
    """Some downloads."""

    items: list[DownloadShown]
    next: str | None = Field(description="cursor of the next page")


@blueprint.put("/processes/<uuid:process_id>/file_access")
@blueprint.input(Access)
@blueprint.output(AccessShown)
@blueprint.doc(
    operation_id="set_file_access",
    summary="Show files to contractors, or keep them back",
    description="Contractors that the client has chosen by name get the files, those of the "
    "ranking (`best`, or `send` without a choice) measures and pictures, unless this says "
    "otherwise; best said before sending, as what was mailed cannot be taken back. Who is "
    "confirmed always gets them.",
    responses=CHANGING,
)
def of_process(process_id: UUID, json_data: Access) -> dict[str, bool]:
    """For all requests of which nothing else is said."""
    access = find_process(web.db(), web.principal(), process_id, PROCESSES_EDIT, lock=True)
    only_client(access.actor, _("only the client's side decides who gets its files"))
    release.set_release(
        web.db(), access.project, access.process, None, access.actor, json_data.full
    )
    return {"full": json_data.full}


@blueprint.put("/requests/<uuid:request_id>/file_access")
@blueprint.input(Access)
@blueprint.output(AccessShown)
@blueprint.doc(
    operation_id="set_file_access_of_request",
    summary="Show files to one contractor, or keep them back",
    description="Counts for more than what is said of the process.",
    responses=CHANGING,
)
def of_request(request_id: UUID, json_data: Access) -> dict[str, bool]:
    """For this contractor alone."""
    request, process, who = find_request(
        web.db(), web.principal(), request_id, PROCESSES_EDIT, lock=True
    )
    only_client(who, _("only the client's side decides who gets its files"))
    project = project_of(web.db(), request.project_id)
    release.set_release(web.db(), project, process, request, who, json_data.full)
    return {"full": json_data.full}


@blueprint.get("/processes/<uuid:process_id>/file_accesses")
@blueprint.input(PageQuery, location="query")
@blueprint.output(DownloadPage)
@blueprint.doc(
    operation_id="list_file_accesses",
    summary="Who downloaded files",
    description="What contractors downloaded, newest first; only the client's side sees it.",
    responses=CHANGING,
)
def list_accesses(process_id: UUID, query_data: PageQuery) -> DownloadPage:
    """Newest first."""
    access = find_process(web.db(), web.principal(), process_id, PROCESSES_FILES)
    only_client(access.actor, _("only the client's side sees who downloaded its files"))
    downloads = partial(release.list_downloads, web.db(), process_id)
    shown, following = paging.page(query_data, downloads)
    fields = ("id", "request_id", "file_id", "name", "actor_id", "actor_name", "at")
    items = [{f: getattr(r, f) for f in fields} | {"organization_id": r.party_id} for r in shown]
    return DownloadPage(items=items, next=following)
