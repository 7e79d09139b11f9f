"""The page of a project: its parts as a basket, where they go, who is asked, what is offered."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue
from pydantic import BaseModel

from service.access import lookup
from service.access.permissions import PROCESSES_EDIT, PROCESSES_READ, Forbidden
from service.api.http import web
from service.api.http.fields import PageQuery
from service.api.http.selection import ALL, Selection
from service.api.orders.batch_actions import ChoiceBody, SendBody
from service.api.orders.process_input import ProcessChanges
from service.api.orders.process_schemas import ProcessShown
from service.api.orders.project_presenter import whole
from service.api.sourcing.offers import compared_offers
from service.api.verification.verifications import AnswersQuery, ContractorAnswer, answers_to
from service.console.material_names import material_names
from service.console.part_forms import check, validated
from service.console.rendering import acts, blueprint, reader, render, see, shows
from service.database import transactions
from service.lifecycle.facts import facts_of_all
from service.orders import actions, processes
from service.orders.actions import Result
from service.translations import formats
from service.translations import gettext_noop as _
from workflows.engine import Actor, NotReady
from workflows.process import CONFIGURABLE, ProcessState

ADDRESS = ("name", "street", "postal_code", "city", "country")
#: So many of the best are asked for each part unless somebody says otherwise.
BEST = 2
#: Parts of one project whose prices its page looks up.
MOST_PRICED = 50


#: What is read of parts to know which of them there are.
ROWS = Selection(("processes.id", "processes.state", "processes.choice"))


class PickedOffers(BaseModel):
    """Which offer is picked for which process."""

    offers: dict[UUID, UUID]


class Priced(NamedTuple):
    """Who is asked for a part, or would be, cheapest first."""

    answers: Sequence[ContractorAnswer]
    is_chosen: bool


@blueprint.get("/projects/<uuid:project_id>")
def project(project_id: UUID) -> ResponseReturnValue:
    """The basket."""
    return _basket(project_id=project_id, priced=_priced(project_id))


def _priced(project_id: UUID) -> Mapping[UUID, Priced]:
    """Of each part that is checked who is asked, or would be."""
    me = web.principal()
    with transactions.reading() as db:
        project_row, who = lookup.find_project(db, me, project_id, PROCESSES_READ)
        rows = whole(db, me, project_row, who, ROWS, in_short=True).processes
    choices = {row.id: {*(row.choice or ())} for row in rows if row.state is ProcessState.VERIFIED}
    priced = {}
    for process_id, choice in list(choices.items())[:MOST_PRICED]:
        try:
            answers = answers_to(process_id, AnswersQuery(limit=200)).items
        except (NotReady, Forbidden, lookup.Unknown):
            continue  # it has changed since
        able = [each for each in answers if each.suitable]
        asked = [each for each in able if UUID(str(each.contractor_id)) in choice]
        priced[process_id] = Priced(asked or able[:BEST], bool(choice))
    return priced


@shows
def _basket(project_id: UUID, priced: Mapping[UUID, Priced]) -> ResponseReturnValue:
    db = web.db()
    project_row, who = lookup.find_project(db, web.principal(), project_id, PROCESSES_READ)
    shown = whole(db, web.principal(), project_row, who, ALL)
    parts = [each for each in shown.processes if isinstance(each, ProcessShown)]
    checked = [each for each in parts if each.state is ProcessState.VERIFIED]
    sent = any(each.requests for each in parts)
    return render(
        "project.html",
        project=shown,
        parts=parts,
        priced=priced,
        checked=checked,
        address=_address(parts),
        countries=formats.countries(reader().language),
        materials=material_names(),
        offers=compared_offers(project_id, PageQuery(limit=200)) if sent else None,
        best=BEST,
        is_client=who.role is Actor.CLIENT,
        open_states=CONFIGURABLE,
    )


def _address(parts: Sequence[ProcessShown]) -> Mapping[str, Any]:
    """Where the parts go: what the first of them says that says anything."""
    stated = (part.delivery_address for part in parts if part.delivery_address)
    address: Any = next(stated, None)
    if address is None:
        return {}
    return address if isinstance(address, Mapping) else address.model_dump()


@blueprint.post("/projects/<uuid:project_id>/address")
@acts(project)
def state_address(project_id: UUID) -> ResponseReturnValue:
    """Let all parts that are not sent go there; prices hang on it, so they are checked anew."""
    address = {name: request.form.get(name, "") for name in ADDRESS}
    changes = validated(ProcessChanges, {"delivery_address": address})
    fields = changes.model_dump(mode="json", exclude_unset=True)
    db = web.db()
    project_row, who = lookup.find_project(db, web.principal(), project_id, PROCESSES_EDIT)
    ids = [
        row.id
        for row in whole(db, web.principal(), project_row, who, ROWS, in_short=True).processes
    ]
    *__, rows = lookup.find_processes(db, web.principal(), project_id, ids, PROCESSES_EDIT)
    for process in rows:
        if process.state in CONFIGURABLE:
            processes.update(db, process, who, fields)
            db.flush()
            check(lookup.ProcessAccess(process, project_row, who))
    return see(url_for("console.project", project_id=project_id, _anchor="send"))


@blueprint.post("/projects/<uuid:project_id>/send")
@acts(project)
def send(project_id: UUID) -> ResponseReturnValue:
    """Ask those who are chosen, or the best of each part, for binding offers."""
    body = validated(SendBody, {"process_ids": request.form.getlist("process_ids")})
    best = validated(ChoiceBody, {"process_ids": body.process_ids, "best": BEST}).best
    db, ids = web.db(), body.process_ids
    __, who, rows = lookup.find_processes(db, web.principal(), project_id, ids, PROCESSES_EDIT)
    facts = facts_of_all(db, rows)
    refused: list[Result] = []
    for process in rows:
        choose = partial(actions.choose, db, process, who, facts[process.id], choice=best or BEST)
        results = [] if process.choice else [actions.attempt(process, choose)]
        db.flush()
        start = partial(actions.send, db, process, who, facts_of_all(db, [process])[process.id])
        results.append(actions.attempt(process, start))
        refused += [result for result in results if not result.accepted]
    if refused:
        raise NotReady(_("send it"), tuple(m for result in refused for m in result.missing))
    return see(url_for("console.project", project_id=project_id))


@blueprint.post("/projects/<uuid:project_id>/accept")
@acts(project)
def accept(project_id: UUID) -> ResponseReturnValue:
    """Accept an offer for each part for which one is picked."""
    db = web.db()
    offers = _picked_offers()
    project_row, who, rows = lookup.find_processes(
        db, web.principal(), project_id, list(offers), PROCESSES_EDIT
    )
    for process in rows:
        access = lookup.ProcessAccess(process, project_row, who, (who,))
        actions.fire(db, access, "accept_offer", {"offer_id": str(offers[process.id])})
        db.flush()
    return see(url_for("console.project", project_id=project_id))


def _picked_offers() -> Mapping[UUID, UUID]:
    """By process the offer that the form picks; raises BadField."""
    picked = {
        name.removeprefix("offer-"): value
        for name, value in request.form.items()
        if name.startswith("offer-") and value
    }
    return validated(PickedOffers, {"offers": picked}).offers
