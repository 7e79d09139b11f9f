"""Shows requests: the same to a client and to the contractor that was asked."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import ConfigDict, Field

from service.access.actor import ActingParty
from service.access.file_view import getting_files
from service.access.process_view import moves_of, sees_dispatch_error, sees_rates
from service.access.request_view import may_see_process
from service.api.http.enumerations import RequestAction
from service.api.http.fields import Shown
from service.api.http.money import MoneyShown, show_money
from service.api.http.selection import ALL, Selection
from service.api.orders.batches import DryRun
from service.api.sourcing.offer_presenter import OfferShown, show_offer
from service.api.verification.answers import QuoteShown
from service.database import Session
from service.database.models import Offer, Process, Request
from service.database.models.column_json import ChannelReportJson
from service.lifecycle import request_deadlines
from service.manufacturing.quoting import client_view
from service.sourcing import inbox
from workflows.process import ProcessState
from workflows.request import ANSWERABLE, READ, REQUEST, RequestFacts, RequestState


class DueShown(Shown):
    """When something falls due, and what happens then."""

    at: datetime
    then: str
    reminder_at: datetime | None


class DispatchShown(Shown):
    """How a request went out on one channel."""

    model_config = ConfigDict(extra="allow")

    delivered_at: str | None = None
    error: str | None = Field(None, description="what failed; absent once it was delivered")
    attempts: int | None = None
    tried_at: list[str] | None = None
    again_at: str | None = Field(None, description="when it is tried again; the order goes on")


class RequestShown(Shown):
    """What one contractor was asked, and what it answered."""

    id: UUID
    number: str
    process_id: UUID
    project_id: UUID
    contractor_id: UUID
    sandbox: bool = Field(description="to try out: nothing of it is to be made")
    state: RequestState
    version: int
    quote: QuoteShown = Field(description="what its verification calculated for the contractor")
    dispatch: dict[str, DispatchShown] = Field(
        description="by channel: when delivered, or what failed"
    )
    reason: str | None = Field(description="why it was declined or refused")
    answer_by: datetime | None
    due: DueShown | None = Field(description="what ends its state by itself")
    offers: list[OfferShown]
    created_at: datetime
    updated_at: datetime


class ProcessOfRequest(Shown):
    """What a contractor must know of the part to answer."""

    id: UUID
    title: str | None = None
    state: ProcessState | None = None
    quantity: int | None = None
    material_id: str | None = None


class RequestOfInbox(RequestShown):
    """A request with what the contractor must know to answer it."""

    process: ProcessOfRequest = Field(description="its id alone once the contractor is out")
    client: str
    full_files: bool = Field(
        description="whether the contractor gets the files themselves; false: measures and "
        "pictures, until the client says otherwise or confirms it"
    )
    actions: list[RequestAction]
    dossier: str | None = Field(
        description="where to get the dossier as PDF; null once out, and without the right to see "
        "prices"
    )
    dry_run: DryRun | None = None


class RequestPage(Shown):
    """Some requests, newest first."""

    items: list[RequestOfInbox]
    next: str | None


class ProjectOfInbox(Shown):
    """What one client asks together: all that the contractor was asked in one project."""

    project_id: UUID
    client: str
    answer_by: datetime | None = Field(description="the first answer that is still due")
    states: dict[str, int] = Field(description="requests by state")
    quoted: list[MoneyShown] = Field(description="of what can still be answered")
    requests: list[RequestOfInbox]


class ProjectOfInboxPage(Shown):
    """Some projects, newest first."""

    items: list[ProjectOfInbox]
    next: str | None


#: What is shown of offers.
_ANSWERS = ("offers", "due")


def show_requests(
    db: Session, requests: Sequence[tuple[Request, ActingParty]], wanted: Selection = ALL
) -> list[RequestOfInbox]:
    """What is wanted of requests, each as that party sees it; a fixed number of queries.

    How many depends on the wanted fields alone.
    """
    ids = [request.id for request, _ in requests]
    offers: dict[UUID, list[Offer]] = defaultdict(list)
    for offer in inbox.offers_of(db, ids) if any(n in wanted for n in _ANSWERS) else ():
        offers[offer.request_id].append(offer)
    shown = [_shown(request, offers[request.id], who) for request, who in requests]
    if "full_files" in wanted:
        getting = getting_files(db, [request for request, _ in requests])
        for each in shown:
            each.full_files = each.id in getting
    if any(name in wanted for name in ("process", "client")):
        around = inbox.processes_and_clients(db, ids)
        for each, (request, who) in zip(shown, requests, strict=True):
            process, each.client = around[request.id]
            each.process = _process(process, in_full=may_see_process(request, who))
    return shown


def _shown(request: Request, offers: Sequence[Offer], who: ActingParty) -> RequestOfInbox:
    actions = moves_of(who, REQUEST.actions(request.state, who.role, RequestFacts()))
    sees = may_see_process(request, who)
    fields: dict[str, Any] = dict(show_request(request, offers, who))
    return RequestOfInbox.model_construct(
        **fields,
        actions=[a for a in actions if REQUEST.move(request.state, a, who.role).via == "action"],
        dossier=f"/api/v1/requests/{request.id}/dossier.pdf" if sees and who.sees_prices else None,
    )


def _process(process: Process, *, in_full: bool) -> ProcessOfRequest:
    if not in_full:
        return ProcessOfRequest.model_construct(id=process.id)
    return ProcessOfRequest.model_construct(
        id=process.id,
        title=process.title,
        state=process.state,
        quantity=process.configuration.get("quantity"),
        material_id=process.configuration.get("material_id"),
    )


def show_project(project_id: UUID, requests: Sequence[RequestOfInbox]) -> ProjectOfInbox:
    """What one project asks of a contractor, from its requests as they are shown."""
    waiting = [r for r in requests if r.state in ANSWERABLE]
    quoted: dict[str, Decimal] = defaultdict(Decimal)
    for request in waiting:
        total = MoneyShown.model_validate(request.quote.total)
        quoted[total.currency] += Decimal(total.amount)
    silent = [r.answer_by for r in waiting if r.state in READ and r.answer_by is not None]
    return ProjectOfInbox.model_construct(
        project_id=project_id,
        client=requests[0].client if requests else "",
        answer_by=min(silent, default=None),
        states=dict(Counter(r.state.value for r in requests)),
        quoted=[show_money(amount, currency) for currency, amount in sorted(quoted.items())],
        requests=list(requests),
    )


def show_request(request: Request, offers: Sequence[Offer], who: ActingParty) -> RequestShown:
    """A request with its offers, newest last."""
    quote = request.quote if sees_rates(who) else client_view.for_client(request.quote)
    return RequestShown.model_construct(
        id=request.id,
        number=request.number,
        process_id=request.process_id,
        project_id=request.project_id,
        contractor_id=request.contractor_id,
        sandbox=request.sandbox,
        state=request.state,
        version=request.version,
        quote=QuoteShown.of_json(quote),
        dispatch=_dispatch(request, who),
        reason=request.reason,
        answer_by=request.answer_by,
        due=_due(request, offers),
        offers=[show_offer(offer, request, offer is offers[-1]) for offer in offers],
        created_at=request.created_at,
        updated_at=request.updated_at,
    )


def _due(request: Request, offers: Sequence[Offer]) -> DueShown | None:
    if request.state not in ANSWERABLE:
        return None
    falls = request_deadlines.due(request, offers[-1].valid_until if offers else None)
    if falls is None:
        return None
    return DueShown.model_construct(at=falls.at, then=falls.summary, reminder_at=request.remind_at)


def _dispatch(request: Request, who: ActingParty) -> dict[str, DispatchShown]:
    """By channel whether it was delivered, and how often it was tried."""
    return {
        channel: DispatchShown.of_json(delivery)
        if sees_dispatch_error(who, channel)
        else _without_error(delivery)
        for channel, delivery in request.dispatch.items()
    }


def _without_error(delivery: ChannelReportJson) -> DispatchShown:
    shown = DispatchShown.model_construct()
    if "error" in delivery:
        shown.error = "it could not be delivered this way"
    else:
        shown.delivered_at = delivery.get("delivered_at")
    if times := [attempt["at"] for attempt in delivery.get("tries", [])]:
        shown.attempts, shown.tried_at = len(times), times
    return shown
