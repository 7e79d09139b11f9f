"""Takes in to whom a client shows the files of a part, before one of them is confirmed."""

from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from service.access.lookup import find_request, only_client, unknown
from service.access.permissions import PROCESSES_EDIT
from service.api.files.release import Access
from service.api.http import web
from service.console.part_forms import validated
from service.console.parts import part
from service.console.rendering import acts, blueprint, see
from service.files import release
from service.lifecycle.parties import project_of
from service.translations import gettext_noop as _


@blueprint.post("/parts/<uuid:process_id>/requests/<uuid:request_id>/files")
@acts(part)
def share_files(process_id: UUID, request_id: UUID) -> ResponseReturnValue:
    """Show the files to one contractor, or keep them back."""
    full = validated(Access, {"full": request.form.get("full")}).full
    db = web.db()
    asked, process, who = find_request(db, web.principal(), request_id, PROCESSES_EDIT, lock=True)
    if process.id != process_id:
        raise unknown(_("there is no request {id}"), id=request_id)
    only_client(who, _("only the client's side decides who gets its files"))
    release.set_release(db, project_of(db, asked.project_id), process, asked, who, full)
    return see(url_for("console.part", process_id=process_id, _anchor="files"))
