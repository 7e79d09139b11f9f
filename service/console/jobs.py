"""A contractor's page of a job, from the answer to the last parcel."""

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
from service.access.permissions import PROCESSES_EDIT, PROCESSES_READ
from service.access.process_view import check_answers
from service.access.request_view import may_see_process
from service.api.documents.business_papers import papers_of
from service.api.http import web
from service.api.http.selection import ALL
from service.api.orders.process_presenter import show_read
from service.api.sourcing.answer_words import problem
from service.api.sourcing.messages import MessagesQuery, messages_shown
from service.api.sourcing.request_presenter import RequestOfInbox, show_requests
from service.console.calendar_words import calendar_page
from service.console.durations import is_nearly_over, time_left
from service.console.inbox import as_seen
from service.console.material_names import catalogue_names, named
from service.console.order_forms import make_move
from service.console.rendering import FormRefused, acts, blueprint, reader, render, see, shows
from service.console.words import JOB_STATES, WAYS_OUT
from service.console.workshop.term_fields import WEEKDAYS
from service.database.models import Process, Request
from service.documents import parties
from service.sourcing import answer_fields, inbox, offers, requests
from service.sourcing.answer_fields import NewOffer, Question, Refusal
from service.sourcing.delivery_dates import arrivals
from service.sourcing.link_answers import BadForm, Stale, checked, stated_terms
from service.translations import SOURCE
from workflows import shipping
from workflows.request import RequestState


@blueprint.get("/jobs/<uuid:request_id>")
@shows
def job(request_id: UUID) -> ResponseReturnValue:
    """One request, with the forms of what can be done now."""
    db = web.db()
    asked, process, who = find_request(db, web.principal(), request_id, PROCESSES_READ)
    (shown,) = show_requests(db, [(asked, who)])
    sees, names = may_see_process(asked, who), catalogue_names()
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
        material=names.get(process.configuration.get("material_id") or ""),
        reason=lambda finding: reader().reason(named(finding, names)),
        papers=papers_of(process.id, reader().language) if sees else [],
        following=_following(asked),
        ways={way.value: reader().text(name) for way, name in shipping.NAMES.items()},
        deliver_to=_address(process),
        weekdays=[reader().text(day) for day in WEEKDAYS],
        calendar=calendar_page(db, asked, process, reader()) if sees else None,
        time_left=partial(time_left, reader()),
        is_nearly_over=is_nearly_over,
    )


def _address(process: Process) -> str | None:
    """The lines for a label, the country as its carrier reads it: in capitals and in English."""
    address = process.configuration.get("delivery_address")
    return parties.address_of(address, language=SOURCE)


def _following(asked: Request) -> RequestOfInbox | None:
    """The newest other request that nobody has looked at yet."""
    waiting = inbox.page(web.db(), web.principal(), None, 2, state=RequestState.DISPATCHED)
    return next(iter(as_seen([each for each in waiting if each.id != asked.id])), None)


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
    done = "offer" if form["action"] == "counter_offer" else form["action"]
    return see(url_for("console.job", request_id=request_id, done=done))


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
    return see(url_for("console.job", request_id=request_id, done="reported"))


def _process_of(request_id: UUID) -> UUID:
    _asked, process, _who = find_request(web.db(), web.principal(), request_id, PROCESSES_READ)
    return process.id
