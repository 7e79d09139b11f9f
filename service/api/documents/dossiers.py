"""The dossier of a request over HTTP: as PDF, and with all files as zip."""

import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

import flask
from apiflask import APIBlueprint
from flask import Response, send_file

from service.access.lookup import Unknown, find_request
from service.access.permissions import PROCESSES_FILES, PROCESSES_READ
from service.access.process_view import check_sees_prices, sees_rates, sees_whole
from service.access.request_view import may_see_process
from service.api.http import web
from service.database import transactions as database
from service.documents import dossier_assembly
from service.documents.dossier_assembly import AssembledDossier
from service.documents.dossier_pdf import dossier_pdf
from service.documents.dossier_zip import dossier_zip
from service.files import release
from service.translations import Sentence
from service.translations import gettext_noop as _

blueprint = APIBlueprint("dossiers", __name__, url_prefix="/requests", tag="Requests")


def _assembled(request_id: UUID, right: str) -> AssembledDossier:
    """The dossier for whoever may read the request; the pictures are drawn outside of it."""
    with database.reading() as db:
        request, __, who = find_request(db, web.principal(), request_id, right)
        if not may_see_process(request, who):  # its files may be others by now
            raise Unknown(
                Sentence(
                    _("there is no dossier of request {request_id} for you any more"),
                    request_id=request_id,
                )
            )
        check_sees_prices(who)
        return dossier_assembly.of_request(db, request_id, to_client=not sees_rates(who))


def _note(request_id: UUID) -> None:
    """That a contractor or an operator takes the files along stands in a log."""
    with database.reading() as db:
        request, process, who = find_request(db, web.principal(), request_id, PROCESSES_FILES)
    asked = None if sees_whole(who) else request
    release.log_download(web.caller(), process, who, asked, None, "dossier.zip")


def _document(media_type: str) -> Any:
    return {200: {"description": "The dossier.", "content": {media_type: {}}}}


@blueprint.get("/<uuid:request_id>/dossier.pdf")
@blueprint.doc(
    operation_id="get_dossier",
    summary="The dossier as PDF",
    description="What is to be made, until when to answer, and the quote; with a picture.",
    responses=_document("application/pdf"),
)
@web.own_transaction
def as_pdf(request_id: UUID) -> Response:
    """The dossier on paper."""
    assembled = _assembled(request_id, PROCESSES_READ)
    response = Response(dossier_pdf(assembled.with_pictures()), mimetype="application/pdf")
    name = f"{assembled.dossier.number}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.get("/<uuid:request_id>/dossier.zip")
@blueprint.doc(
    operation_id="get_dossier_zip",
    summary="The dossier with all files as zip",
    responses=_document("application/zip"),
)
@web.own_transaction
def as_zip(request_id: UUID) -> Response:
    """The dossier, its data as JSON, and the model files."""
    assembled = _assembled(request_id, PROCESSES_FILES)
    if assembled.files and flask.request.method == "GET":
        _note(request_id)
    dossier = assembled.with_pictures()
    folder = tempfile.TemporaryDirectory()
    place = Path(folder.name) / f"{dossier.number}.zip"
    with assembled.contents() as contents, place.open("wb") as target:
        dossier_zip(dossier, dossier_pdf(dossier), contents, target)
    response = send_file(
        place, "application/zip", as_attachment=True, conditional=False, etag=False
    )
    # When this copy was written says nothing of when the dossier changed.
    del response.headers["Last-Modified"]
    # A file that is passed through to the server would be closed without telling the response.
    response.direct_passthrough = False
    response.call_on_close(folder.cleanup)
    return response
