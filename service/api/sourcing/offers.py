"""Offers over HTTP: making them, comparing them line by line, accepting several at once."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field, model_validator

from service import clock
from service.access import lookup
from service.access.actor import ActingParty
from service.access.lookup import ProcessAccess, Unknown
from service.access.permissions import PROCESSES_EDIT, PROCESSES_READ
from service.access.process_view import sees_whole
from service.access.request_view import restricted_to, visible_requests
from service.api.http import paging, web
from service.api.http.fields import PageQuery, PartQuery, RequestBody, Shown
from service.api.orders.batches import BatchResult, DryRun, show_dry_run, show_results
from service.api.sourcing.offer_presenter import (
    OfferPage,
    OfferShown,
    OffersOfProject,
    show_compared,
    show_line,
    show_offer,
    show_total,
)
from service.api.sourcing.requests import REFUSED, locked
from service.database.models import Process, Request
from service.orders import actions
from service.orders.actions import Result
from service.sourcing import comparison, inbox
from service.sourcing import offers as offering
from service.sourcing.answer_fields import NewOffer
from service.translations import gettext_noop as _
from workflows.engine import IllegalMove

blueprint = APIBlueprint("offers", __name__, tag="Requests")


class NewLine(NewOffer):
    """An offer for one of several requests."""

    request_id: UUID


class NewOffers(RequestBody):
    """Offers for parts that were asked together, all or nothing."""

    lines: list[NewLine] = Field(min_length=1, max_length=200)

    @model_validator(mode="after")
    def are_different(self) -> "NewOffers":
        """One line for each request."""
        if len({line.request_id for line in self.lines}) < len(self.lines):
            raise ValueError(_("a request has more than one line"))
        return self


class OfferList(Shown):
    """Offers that were made together, in the order of the lines."""

    items: list[OfferShown]
    dry_run: DryRun | None = None


class Acceptance(RequestBody):
    """Which offer of a process is accepted."""

    process_id: UUID
    offer_id: UUID


class Acceptances(RequestBody):
    """Offers to be accepted, one for each process."""

    offers: list[Acceptance] = Field(min_length=1, max_length=200)

    @model_validator(mode="after")
    def are_different(self) -> "Acceptances":
        """A process has one winner."""
        if len({each.process_id for each in self.offers}) < len(self.offers):
            raise ValueError(_("a process is named more than once"))
        return self


@blueprint.post("/requests/<uuid:request_id>/actions/offer")
@blueprint.input(NewOffer)
@blueprint.output(OfferShown, status_code=201, description="The offer.")
@blueprint.doc(
    operation_id="make_offer",
    summary="Make an offer",
    description="Binding until `valid_until`; it supersedes an earlier one. What the body leaves "
    "out is as quoted, so that an empty one offers as quoted.",
    responses=REFUSED,
)
def offer(request_id: UUID, json_data: NewOffer) -> Response:
    """Offer as quoted, or counter-offer."""
    request, process, who = locked(request_id)
    new_offer = offering.offer(web.db(), request, process, who, json_data)
    web.db().flush()
    shown = show_offer(new_offer, request, True)
    if web.is_dry_run():
        shown.dry_run = show_dry_run(who, [process])
    return web.with_etag(web.answer(shown), request.version, 201)


@blueprint.post("/requests/offers")
@blueprint.input(NewOffers)
@blueprint.output(OfferList, status_code=201, description="The offers.")
@blueprint.doc(
    operation_id="make_offers",
    summary="Make offers for several parts",
    description="One line for each request, such as those of one project (see GET "
    "/requests/projects), all or nothing. What a line leaves out is as quoted.",
    responses=REFUSED | {404: "One of them is unknown, or not yours."},
)
def offer_together(json_data: NewOffers) -> Response:
    """All offers, or none with what forbids one."""
    shown, processes, who = offer_all(json_data.lines)
    if web.is_dry_run():
        shown.dry_run = show_dry_run(who, processes)
    return web.answer(shown, 201)


def offer_all(
    lines: list[NewLine], check: Callable[[Request], None] = lambda asked: None
) -> tuple[OfferList, list[Process], ActingParty]:
    """Make the offers of all lines, or none; also the processes they are for, and who offers.

    `check` refuses a request that is not what the caller has seen. Raises Unknown, Forbidden,
    IllegalMove, BadField, and what `check` raises.
    """
    db = web.db()
    places = {line.request_id: place for place, line in enumerate(lines)}
    new_offers, processes = {}, []
    # Always in the order of the processes, so that two callers cannot block each other.
    for request_id in inbox.in_order_of_processes(db, places):
        request, process, who = locked(request_id)
        check(request)
        new_offers[request_id] = _line(request, process, who, lines, places[request_id])
        processes.append(process)
    db.flush()
    items = [new_offers[line.request_id] for line in lines]
    return OfferList.model_construct(items=items), processes, who


def _line(
    request: Request, process: Process, who: ActingParty, lines: list[NewLine], place: int
) -> OfferShown:
    terms, pointer = lines[place], f"/lines/{place}"
    try:
        new_offer = offering.offer(web.db(), request, process, who, terms, place=pointer)
    except IllegalMove as error:
        detail = f"{request.number}: {error}"
        raise IllegalMove(detail, error.state, error.trigger, error.by, error.allowed) from error
    return show_offer(new_offer, request, True)


@blueprint.get("/processes/<uuid:process_id>/offers")
@blueprint.input(PartQuery, location="query")
@blueprint.output(OfferPage)
@blueprint.doc(
    operation_id="list_offers",
    summary="List and compare offers",
    description="All offers that the caller may see, superseded ones too; `comparison` holds one "
    "line for each contractor that was asked last: its quote, its newest offer and what lies "
    "between them. The cheapest offer of each currency and the fastest one are marked for the "
    "client.",
)
def offers(process_id: UUID, query_data: PartQuery) -> Response:
    """The offers, newest last, and the lines to compare."""
    return web.answer(offers_of(process_id, query_data))


def offers_of(process_id: UUID, query: PartQuery) -> OfferPage:
    """The offers of a process that the caller may see, and the same beside each other.

    Raises Unknown, Forbidden.
    """
    access = lookup.find_process(web.db(), web.principal(), process_id, PROCESSES_READ)
    asked = inbox.requests_of_processes(web.db(), [process_id]).get(process_id, [])
    requests = visible_requests(asked, access.actor)
    all_offers = inbox.offers_of(web.db(), [r.id for r in requests])
    newest = {offer.request_id: offer for offer in all_offers}
    of = {request.id: request for request in requests}
    items = [show_offer(o, of[o.request_id], newest[o.request_id] is o) for o in all_offers]
    last = [request for request in requests if request.round == access.process.round]
    compared = comparison.lines(web.db(), last, clock.now()).get(process_id, [])
    if sees_whole(access.actor):
        comparison.mark(compared)
    shown = [show_line(line) for line in compared]
    page, following = paging.part(items, query.limit, query.cursor)
    return OfferPage.model_construct(items=page, next=following, comparison=shown)


@blueprint.get("/projects/<uuid:project_id>/offers")
@blueprint.input(PageQuery, location="query")
@blueprint.output(OffersOfProject)
@blueprint.doc(
    operation_id="compare_offers",
    summary="Compare the offers of a project",
    description="For each process that was sent one line per contractor, as in GET "
    "/processes/{id}/offers; `totals` says what each contractor's offers of this page come to, "
    "one row per currency.",
    tags=["Projects"],
)
def offers_of_project(project_id: UUID, query_data: PageQuery) -> Response:
    """A page of processes, newest first, each with its lines."""
    return web.answer(compared_offers(project_id, query_data))


def compared_offers(project_id: UUID, query: PageQuery) -> OffersOfProject:
    """A page of what contractors offer for a project; raises Unknown, Forbidden."""
    db = web.db()
    _, who = lookup.find_project(db, web.principal(), project_id, PROCESSES_READ)
    sent = partial(inbox.sent_processes, db, project_id, seen_by=restricted_to(who))
    shown, following = paging.page(query, sent)
    asked = inbox.requests_of_processes(db, [process.id for process in shown])
    last = [
        r
        for process in shown
        for r in visible_requests(asked.get(process.id, []), who)
        if r.round == process.round
    ]
    compared = comparison.lines(db, last, clock.now())
    if sees_whole(who):
        for lines in compared.values():
            comparison.mark(lines)
    totals = comparison.totals(line for lines in compared.values() for line in lines)
    return OffersOfProject.model_construct(
        items=[show_compared(p, compared.get(p.id, [])) for p in shown],
        totals=[show_total(total, marked=sees_whole(who)) for total in totals],
        next=following,
    )


@blueprint.post("/projects/<uuid:project_id>/accept")
@blueprint.input(Acceptances)
@blueprint.output(BatchResult, description="Per process: accepted, or why not.")
@blueprint.doc(
    operation_id="accept_offers",
    summary="Accept several offers",
    description="One for each process. What forbids one holds up no other.",
    tags=["Projects"],
)
def accept(project_id: UUID, json_data: Acceptances) -> Response:
    """Accept an offer in each of several processes."""
    db = web.db()
    offers = {each.process_id: each.offer_id for each in json_data.offers}
    project, who, selected = lookup.find_processes(
        db, web.principal(), project_id, list(offers), PROCESSES_EDIT
    )
    results = [
        actions.attempt(
            process,
            partial(_accept, ProcessAccess(process, project, who, (who,)), offers[process.id]),
        )
        for process in selected
    ]
    db.flush()
    return web.answer(show_results(results, who, selected))


def _accept(access: ProcessAccess, offer_id: UUID) -> Result:
    process = access.process
    try:
        actions.fire(web.db(), access, "accept_offer", {"offer_id": str(offer_id)})
    except Unknown as error:
        return Result(process.id, False, process.state.value, str(error))
    return Result(process.id, True, process.state.value)
