"""Requests over HTTP: a contractor's inbox and its answers."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

import sqlalchemy as sa
from apiflask import APIBlueprint
from flask import Response
from pydantic import AwareDatetime, Field, StringConstraints

from service import requesting
from service.access import SEEING
from service.api import web
from service.api.fields import Body, PageQuery, Shown
from service.api.process_fields import OfferShown, RequestShown
from service.api.process_views import show_offer, show_request
from service.models import Organization, Process, Project, Request
from service.rights import NOBODY, PROCESSES_EDIT, PROCESSES_READ, Forbidden, Unauthenticated
from service.who import Who
from workflows.engine import Actor
from workflows.request import REQUEST, RequestFacts, RequestState

blueprint = APIBlueprint("requests", __name__, url_prefix="/requests", tag="Requests")

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000)]


class Price(Body):
    """An amount with at most two decimals."""

    amount: Decimal = Field(gt=0, lt=10**10, decimal_places=2, allow_inf_nan=False)
    currency: Annotated[str, StringConstraints(pattern="^[A-Z]{3}$")]


class Question(Body):
    """What the contractor wants to know."""

    text: Text


class NewOffer(Body):
    """A binding offer, without tax."""

    price: Price
    lead_time_days: int = Field(ge=0, le=3650, description="calendar days to the delivery")
    valid_until: AwareDatetime
    note: str = Field("", max_length=4000)


class Refusal(Body):
    """Why the contractor declines."""

    reason: str = Field("", max_length=2000)


class RequestOfInbox(RequestShown):
    """A request with what the contractor must know to answer it."""

    process: dict[str, Any] = Field(description="its id alone once the contractor is out")
    client: str
    actions: list[str]
    dossier: str | None = Field(description="where to get the dossier as PDF; null once out")


class RequestPage(Shown):
    """Some requests, newest first."""

    items: list[RequestOfInbox]
    next: str | None


class InboxQuery(PageQuery):
    """Which requests are wanted."""

    state: (
        Literal[
            "dispatched",
            "acknowledged",
            "clarification",
            "offered",
            "accepted",
            "declined",
            "expired",
            "withdrawn",
            "lost",
        ]
        | None
    ) = None


def show_one(request: Request, who: Who) -> dict[str, Any]:
    """A request for the contractor that it is for, or for its client."""
    db = web.db()
    process = db.get_one(Process, request.process_id)
    project = db.get_one(Project, request.project_id)
    client = db.get(Organization, project.client_id) if project.client_id else None
    actions = REQUEST.actions(request.state, who.role, RequestFacts())
    sees = may_see_process(request, who)
    return show_request(request, requesting.offers_of(db, [request.id])) | {
        "process": {"id": process.id} | (_summary(process) if sees else {}),
        "client": client.name if client else "",
        "actions": [a for a in actions if REQUEST.move(request.state, a, who.role).via == "action"],
        "dossier": f"/api/v1/requests/{request.id}/dossier.pdf" if sees else None,
    }


def may_see_process(request: Request, who: Who) -> bool:
    """Whether the process behind a request may be shown: not to contractors out of the race."""
    return who.role is not Actor.CONTRACTOR or request.state in SEEING


def _summary(process: Process) -> dict[str, Any]:
    return {
        "title": process.title,
        "state": process.state.value,
        "quantity": process.configuration.get("quantity"),
        "material_id": process.configuration.get("material_id"),
    }


@blueprint.get("")
@blueprint.input(InboxQuery, location="query")
@blueprint.output(RequestPage)
@blueprint.doc(
    operation_id="list_requests",
    summary="A contractor's inbox",
    description="What the caller's organizations were asked, newest first.",
    responses={401: "Neither key nor session."},
)
def inbox(query_data: InboxQuery) -> Response:
    """A page of received requests."""
    principal = web.principal()
    if principal == NOBODY:
        raise Unauthenticated("log in or send an API key")
    parties = [p for p in principal.parties if PROCESSES_READ in principal.rights_in(p)]
    query = sa.select(Request).where(
        Request.contractor_id.in_(parties), Request.state.in_(requesting.ARRIVED)
    )
    if query_data.state:
        query = query.where(Request.state == RequestState(query_data.state))
    if before := web.decode_cursor(query_data.cursor):
        query = query.where(Request.id < before)
    query = query.order_by(Request.id.desc()).limit(query_data.limit + 1)
    rows = web.db().scalars(query).all()
    shown, following = web.page(rows, query_data.limit, lambda request: request.id)
    items = [
        show_one(r, Who(Actor.CONTRACTOR, principal.user_id, principal.name, r.contractor_id))
        for r in shown
    ]
    return web.answer({"items": items, "next": following})


@blueprint.get("/<uuid:request_id>")
@blueprint.output(RequestOfInbox)
@blueprint.doc(operation_id="get_request", summary="Read a request")
def read(request_id: UUID) -> Response:
    """One request."""
    request, _, who = requesting.find(web.db(), web.principal(), request_id, PROCESSES_READ)
    return web.with_etag(web.answer(show_one(request, who)), request.version)


def _locked(request_id: UUID) -> tuple[Request, Process, Who]:
    request, process, who = requesting.find(
        web.db(), web.principal(), request_id, PROCESSES_EDIT, lock=True
    )
    if who.role is Actor.CLIENT:
        raise Forbidden("only the contractor that was asked may answer a request")
    web.check_version(request.version)
    return request, process, who


def _answered(request: Request, who: Who) -> Response:
    web.db().flush()
    return web.with_etag(web.answer(show_one(request, who)), request.version)


@blueprint.post("/<uuid:request_id>/actions/acknowledge")
@blueprint.output(RequestOfInbox)
@blueprint.doc(
    operation_id="acknowledge_request",
    summary="Acknowledge a request",
    responses={409: "The state forbids it."},
)
def acknowledge(request_id: UUID) -> Response:
    """The contractor has seen it."""
    request, process, who = _locked(request_id)
    requesting.acknowledge(web.db(), request, process, who)
    return _answered(request, who)


@blueprint.post("/<uuid:request_id>/actions/ask")
@blueprint.input(Question)
@blueprint.output(RequestOfInbox)
@blueprint.doc(
    operation_id="ask_client", summary="Ask the client", responses={409: "The state forbids it."}
)
def ask(request_id: UUID, json_data: Question) -> Response:
    """Ask; the question is a message."""
    request, process, who = _locked(request_id)
    requesting.ask(web.db(), request, process, who, json_data.text)
    return _answered(request, who)


@blueprint.post("/<uuid:request_id>/actions/offer")
@blueprint.input(NewOffer)
@blueprint.output(OfferShown, status_code=201, description="The offer.")
@blueprint.doc(
    operation_id="make_offer",
    summary="Make an offer",
    description="Binding until `valid_until`; it supersedes an earlier one.",
    responses={409: "The state forbids it."},
)
def offer(request_id: UUID, json_data: NewOffer) -> Response:
    """Offer as quoted, or counter-offer."""
    request, process, who = _locked(request_id)
    valid_until: datetime = json_data.valid_until
    made = requesting.offer(
        web.db(),
        request,
        process,
        who,
        amount=json_data.price.amount,
        currency=json_data.price.currency,
        lead_time_days=json_data.lead_time_days,
        valid_until=valid_until,
        note=json_data.note,
    )
    web.db().flush()
    response = web.answer(show_offer(made, True))
    response.status_code = 201
    return response


@blueprint.post("/<uuid:request_id>/actions/decline")
@blueprint.input(Refusal)
@blueprint.output(RequestOfInbox)
@blueprint.doc(
    operation_id="decline_request",
    summary="Decline a request",
    responses={409: "The state forbids it."},
)
def decline(request_id: UUID, json_data: Refusal) -> Response:
    """Say no."""
    request, process, who = _locked(request_id)
    requesting.decline(web.db(), request, process, who, json_data.reason)
    return _answered(request, who)
