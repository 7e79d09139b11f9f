"""The page of a project: its parts as a basket, where they go, who is asked, what is offered."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue
from pydantic import BaseModel

from service.access import lookup
from service.access.actor import ActingParty
from service.access.permissions import PROCESSES_EDIT, PROCESSES_READ
from service.api.files.schemas import FileSummary
from service.api.http import web
from service.api.http.fields import PageQuery
from service.api.http.selection import ALL, Selection
from service.api.orders.batch_actions import ChoiceBody, SendBody
from service.api.orders.process_schemas import ProcessShown
from service.api.orders.project_presenter import whole
from service.api.sourcing.offer_presenter import OffersOfProject
from service.api.sourcing.offers import compared_offers
from service.console.address_choices import books_of, may_keep
from service.console.material_names import material_names
from service.console.part_forms import validated
from service.console.parts import BEST, by_category, is_sendable, offered_materials
from service.console.rendering import acts, blueprint, reader, render, see, shows
from service.console.words import MODELS, UNITS
from service.database.models import Process, Project
from service.files import release
from service.lifecycle.facts import facts_of_all
from service.orders import actions
from service.orders.actions import Result
from service.orders.projects import DELETABLE
from service.orders.quotes_to_ask import quotes_to_ask
from service.settings import settings
from service.translations import formats
from service.translations import gettext_noop as _
from workflows.engine import Actor, NotReady
from workflows.process import CONFIGURABLE, ProcessState

#: What is read of parts to know which of them there are.
IDS = Selection(("processes.id",))
#: Whether all who are asked get the files, by what the form says; else it hangs on how they are
#: picked.
SHOWN_TO_ALL = {"full": True, "pictures": False}


class PickedOffers(BaseModel):
    """Which offer is picked for which process."""

    offers: dict[UUID, UUID]


@blueprint.get("/projects/<uuid:project_id>")
@shows
def project(project_id: UUID) -> ResponseReturnValue:
    """The basket."""
    db = web.db()
    project_row, who = lookup.find_project(db, web.principal(), project_id, PROCESSES_READ)
    shown = whole(db, web.principal(), project_row, who, ALL)
    parts = [each for each in shown.processes if isinstance(each, ProcessShown)]
    checked = [each for each in parts if is_sendable(each)]
    homeless = [p for p in parts if p.state in CONFIGURABLE and not p.delivery_address]
    drafts = [each for each in parts if each.state is ProcessState.DRAFT]
    sent = any(each.requests for each in parts)
    offers = compared_offers(project_id, PageQuery(limit=200)) if sent else None
    return render(
        "project.html",
        project=shown,
        parts=parts,
        decided=_decided(checked),
        priced=quotes_to_ask(db, [each.id for each in checked], BEST),
        checked=checked,
        address=address_of(parts),
        homeless=homeless,
        drafts=drafts,
        needs_unit=any(is_model(file) and not file.unit for part in drafts for file in part.files),
        groups=by_category(offered_materials()) if drafts else {},
        is_busy=any(each.state is ProcessState.VERIFYING for each in parts),
        next_step=_next_step(parts, checked, offers),
        books=books_of(project_row) if who.role is Actor.CLIENT else [],
        may_keep=may_keep(project_row),
        countries=formats.countries(reader().language),
        materials=material_names(),
        offers=offers,
        best=BEST,
        models=MODELS,
        units=UNITS,
        most_bytes=settings().max_upload_bytes,
        removable=[each for each in parts if each.state in DELETABLE],
        is_client=who.role is Actor.CLIENT,
        open_states=CONFIGURABLE,
    )


def _decided(checked: Sequence[ProcessShown]) -> str | None:
    """What of SHOWN_TO_ALL was decided for all these parts, "" if this differs, None if nothing."""
    decided = release.decided_for(web.db(), [each.id for each in checked])
    if not decided:
        return None
    answers = {decided.get(each.id) for each in checked}
    return next((name for name, full in SHOWN_TO_ALL.items() if answers == {full}), "")


def locked_parts(
    project_id: UUID, states: Collection[ProcessState]
) -> tuple[Project, ActingParty, list[Process]]:
    """A project, as whom the caller changes it, and its parts in these states, locked."""
    db, me = web.db(), web.principal()
    project_row, who = lookup.find_project(db, me, project_id, PROCESSES_EDIT)
    ids = [row.id for row in whole(db, me, project_row, who, IDS, in_short=True).processes]
    *__, rows = lookup.find_processes(db, me, project_id, ids, PROCESSES_EDIT)
    return project_row, who, [row for row in rows if row.state in states]


def is_model(file: FileSummary) -> bool:
    """Whether a file has a shape, and so a unit."""
    return file.model_format is not None


def _next_step(
    parts: Sequence[ProcessShown],
    checked: Sequence[ProcessShown],
    offers: OffersOfProject | None,
) -> str:
    """Which form has the coloured button; the part that is first to be seen to where none has."""
    if offers and any(line.acceptable for each in offers.items for line in each.lines):
        return "accept"
    if checked and all(each.delivery_address for each in checked):
        return "send"
    if checked:
        return "address"
    return "configure" if any(p.state in CONFIGURABLE for p in parts) else ""


def address_of(parts: Sequence[ProcessShown]) -> Mapping[str, Any]:
    """Where the parts go: what the first of them says that says anything."""
    stated = (part.delivery_address for part in parts if part.delivery_address)
    address: Any = next(stated, None)
    if address is None:
        return {}
    return address if isinstance(address, Mapping) else address.model_dump()


@blueprint.post("/projects/<uuid:project_id>/send")
@acts(project)
def send(project_id: UUID) -> ResponseReturnValue:
    """Ask those who are chosen, or the best of each part, for binding offers."""
    body = validated(SendBody, {"process_ids": request.form.getlist("process_ids")})
    best = validated(ChoiceBody, {"process_ids": body.process_ids, "best": BEST}).best
    db, ids = web.db(), body.process_ids
    project_row, who, rows = lookup.find_processes(
        db, web.principal(), project_id, ids, PROCESSES_EDIT
    )
    files = request.form.get("files", "")
    facts = facts_of_all(db, rows)
    refused: list[Result] = []
    for process in rows:
        if files in SHOWN_TO_ALL:
            release.set_release(db, project_row, process, None, who, SHOWN_TO_ALL[files])
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
