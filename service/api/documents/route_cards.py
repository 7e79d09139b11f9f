"""The route card of an order over HTTP, as PDF."""

from dataclasses import replace
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response

from service.access.lookup import Unknown, find_request
from service.access.permissions import PROCESSES_READ
from service.access.process_view import sees_rates
from service.api.http import web
from service.api.http.tabular import PDF
from service.database import transactions as database
from service.documents import dossier_assembly
from service.documents.route_card import route_card_pdf
from service.translations import Sentence
from service.translations import gettext_noop as _
from workflows.request import RequestState

blueprint = APIBlueprint("route_cards", __name__, url_prefix="/requests", tag="Requests")


@blueprint.get("/<uuid:request_id>/route_card.pdf")
@blueprint.doc(
    operation_id="get_route_card",
    summary="The route card of an order as PDF",
    description="What goes through the shop with the parts: what to make and by when, a row for "
    "each step, and a QR code that leads to the page of the job. It has no prices, and there is "
    "one as soon as the contractor has the order.",
    responses=PDF | {404: "The request is unknown, not yours, or has not become an order."},
)
@web.own_transaction
def get_route_card(request_id: UUID) -> Response:
    """The card on paper; the pictures are drawn outside of the transaction."""
    with database.reading() as db:
        request, process, who = find_request(db, web.principal(), request_id, PROCESSES_READ)
        if request.state is not RequestState.ACCEPTED or not sees_rates(who):
            raise Unknown(
                Sentence(_("request {number} has no route card for you"), number=request.number)
            )
        assembled = dossier_assembly.of_request(db, request_id)
        card = dossier_assembly.route_card_of(db, request, process, assembled.dossier)
    card = replace(card, dossier=assembled.with_pictures())
    response = Response(route_card_pdf(card), mimetype="application/pdf")
    name = f"{card.dossier.number}-route-card.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
