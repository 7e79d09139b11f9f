"""A contractor's pages: the inbox, and each job from the answer to the last parcel."""

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from service import clock
from service.access.actor import ActingParty
from service.access.file_view import gets_files
from service.access.lookup import find_process, find_request
from service.access.permissions import PROCESSES_EDIT, PROCESSES_READ, Unauthenticated
from service.access.process_view import check_answers
from service.access.request_view import may_see_process
from service.api.http import paging, web
from service.api.http.fields import PageQuery
from service.api.http.selection import ALL
from service.api.orders.process_presenter import show_read
from service.api.sourcing.answer_words import problem
from service.api.sourcing.messages import MessagesQuery, messages_shown
from service.api.sourcing.request_presenter import RequestOfInbox, show_requests
from service.console.material_names import material_names
from service.console.order_forms import make_move
from service.console.rendering import FormRefused, acts, blueprint, reader, render, see, shows
from service.console.words import JOB_STATES, WAYS_OUT
from service.database.models import Process, Request
from service.sourcing import answer_fields, inbox, offers, requests
from service.sourcing.answer_fields import NewOffer, Question, Refusal
from service.sourcing.delivery_dates import arrivals
from service.sourcing.link_answers import BadForm, Stale, checked, stated_terms
from service.translations import gettext_noop as _
from workflows.engine import Actor
from workflows.request import RequestState

#: Requests that the inbox lists; the API pages through older ones.
MOST_LISTED = 100


@blueprint.get("/inbox", endpoint="inbox")
@shows
def inbox_page() -> ResponseReturnValue:
    """What the caller's organisations were asked, what needs an answer first."""
    me = web.principal()
    if me.user_id is None:
        raise Unauthenticated(_("sign in to see what you were asked"))
    fetch = partial(inbox.page, web.db(), me)
    rows, __ = paging.page(PageQuery(limit=MOST_LISTED), fetch)
    side = partial(ActingParty, Actor.CONTRACTOR, me.user_id, me.name)
    shown = show_requests(web.db(), [(row, side(row.contractor_id)) for row in rows])
    groups: dict[str, list[RequestOfInbox]] = {}
    for state, title in JOB_STATES.items():
        if listed := [each for each in shown if each.state is state]:
            groups[reader().text(title)] = listed
    return render("inbox.html", groups=groups, materials=material_names())


@blueprint.get("/jobs/<uuid:request_id>")
@shows
def job(request_id: UUID) -> ResponseReturnValue:
    """One request, with the forms of what can be done now."""
    db = web.db()
    asked, process, who = find_request(db, web.principal(), request_id, PROCESSES_READ)
    (shown,) = show_requests(db, [(asked, who)])
    sees = may_see_process(asked, who)
    return render(
        "job.html",
        asked=shown,
        process=_order(process.id) if sees else None,
        messages=messages_shown(process.id, MessagesQuery(limit=200, request_id=asked.id))
        if sees
        else None,
        arrival=arrivals(db, asked, clock.now()),
        limits=answer_fields,
        ways_out=WAYS_OUT,
        gets_files=sees and gets_files(db, asked),
        has_order=asked.state is RequestState.ACCEPTED,
        job_word=reader().text(JOB_STATES.get(asked.state, asked.state.value)),
        material=material_names().get(process.configuration.get("material_id") or ""),
    )


def _order(process_id: UUID) -> object:
    access = find_process(web.db(), web.principal(), process_id, PROCESSES_READ)
    return show_read(web.db(), web.principal(), access, ALL, completeness=False)


@blueprint.post("/jobs/<uuid:request_id>")
@acts(job)
def answer(request_id: UUID) -> ResponseReturnValue:
    """Offer, offer otherwise, ask, decline or acknowledge."""
    db = web.db()
    asked, process, who = find_request(db, web.principal(), request_id, PROCESSES_EDIT, lock=True)
    check_answers(who)
    form = request.form.to_dict()
    try:
        if form.get("version") != str(asked.version):
            raise Stale("the request has changed since the page was opened")
        _act(Job(asked, process, who), form)
    except (BadForm, Stale) as error:
        raise _refusal(asked, error) from error
    return see(url_for("console.job", request_id=request_id))


class Job(NamedTuple):
    """A request with its process, for the contractor who answers."""

    asked: Request
    process: Process
    who: ActingParty


def _act(job: Job, form: Mapping[str, str]) -> None:
    """Make the move that a form asks for; raises BadForm."""
    db = web.db()
    match form.get("action"):
        case "offer":
            terms = checked(NewOffer, {"as_quoted": True, "note": form.get("note", "")})
            offers.offer(db, *job, terms)
        case "counter_offer":
            offers.offer(db, *job, stated_terms(db, job.asked, form))
        case "ask":
            requests.ask(db, *job, checked(Question, {"text": form.get("text", "")}).text)
        case "decline":
            refusal = checked(Refusal, {"reason": form.get("reason", "")})
            requests.decline(db, *job, refusal.reason)
        case "acknowledge":
            requests.acknowledge(db, *job)
        case _:
            raise BadForm([("action", "unknown", {})])


def _refusal(asked: Request, error: BadForm | Stale) -> FormRefused:
    wrong = error.errors if isinstance(error, BadForm) else [("stale", "", {})]
    currency = str(asked.quote["total"]["currency"])
    sentences = (problem(*each, currency, reader().language) for each in wrong)
    return FormRefused(" ".join(sentences), 422 if isinstance(error, BadForm) else 409)


@blueprint.post("/jobs/<uuid:request_id>/actions/<string:trigger>")
@acts(job)
def report(request_id: UUID, trigger: str) -> ResponseReturnValue:
    """A move of production or delivery."""
    make_move(_process_of(request_id), trigger)
    return see(url_for("console.job", request_id=request_id))


def _process_of(request_id: UUID) -> UUID:
    _asked, process, _who = find_request(web.db(), web.principal(), request_id, PROCESSES_READ)
    return process.id
