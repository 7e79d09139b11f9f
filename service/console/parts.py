"""The page of a part: the model, what it is to be, and who makes it."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from service.access.lookup import ProcessAccess, find_process
from service.access.permissions import PROCESSES_READ
from service.api.catalogue.catalogue import materials, post_processings
from service.api.catalogue.schemas import MaterialQuery, MaterialShown, PostProcessingQuery
from service.api.http import web
from service.api.http.selection import ALL
from service.api.orders.process_presenter import show_read
from service.api.orders.process_schemas import ProcessShown
from service.api.verification.verifications import (
    AnswersQuery,
    ContractorAnswer,
    ContractorAnswers,
    answers_to,
)
from service.console.material_names import catalogue_names, named
from service.console.orders import order_page
from service.console.quantity_curve import curve, quantities_around
from service.console.reader import as_json
from service.console.rendering import blueprint, reader, render, shows
from service.console.repair_words import offers_of
from service.console.score_words import MOST_WEIGHT, POINTS, score_of, weights_of
from service.console.stage_words import STAGE_NAMES
from service.console.words import CATEGORIES, UNITS, UNITS_DRAWN
from service.database import transactions
from service.lifecycle.facts import facts_of
from service.manufacturing.quoting.findings import MENDED_BY_REPAIR
from service.sourcing import inbox
from workflows.engine import Actor, NotReady
from workflows.process import CONFIGURABLE, ProcessState
from workflows.request import RequestState

#: States in which the client still decides what the part is to be.
OPEN = (*CONFIGURABLE, ProcessState.WAITING, ProcessState.VERIFYING)
#: Where on the page is stated what is still missing, by its field.
PLACES_OF_MISSING = {"quantity": "quantity", "material_id": "material_id", "unit": "units"}
#: So many of the best are asked for each part unless somebody says otherwise.
BEST = 2
#: Contractors whose answers a page holds; the API pages through the others.
MOST_ANSWERS = 200


class UnitChoice(NamedTuple):
    """What a model would measure in a unit, and how large its box is drawn, in per cent."""

    unit: str
    name: str
    box: str
    drawn_percent: int


@blueprint.get("/parts/<uuid:process_id>")
def part(process_id: UUID) -> ResponseReturnValue:
    """The part as its client or its contractor sees it."""
    web.principal()
    with transactions.reading() as db:
        access = find_process(db, web.principal(), process_id, PROCESSES_READ)
        role, state = access.actor.role, access.process.state
        quantity = access.process.configuration.get("quantity") or 1
        if role is Actor.CONTRACTOR:
            asked = inbox.requests_of_processes(db, [process_id]).get(process_id, [])
            own = [r for r in asked if r.contractor_id == access.actor.party_id]
            return redirect(url_for("console.job", request_id=own[-1].id))
    if role is Actor.CLIENT and state in OPEN:
        return _configuring(process_id=process_id, answers=_answers(process_id, state, quantity))
    return order_page(process_id=process_id)


def _answers(process_id: UUID, state: ProcessState, quantity: int) -> ContractorAnswers | None:
    """Who can make it and who cannot; None before anybody can say so."""
    if state in (ProcessState.VERIFYING, ProcessState.WAITING):
        return None
    try:
        quantities = ",".join(map(str, quantities_around(quantity)))
        return answers_to(process_id, AnswersQuery(limit=MOST_ANSWERS, quantities=quantities))
    except NotReady:
        return None


@shows
def _configuring(process_id: UUID, answers: ContractorAnswers | None) -> ResponseReturnValue:
    db = web.db()
    access = find_process(db, web.principal(), process_id, PROCESSES_READ)
    process = show_read(db, web.principal(), access, ALL, completeness=False)
    offered, names = offered_materials(), catalogue_names()
    material = next((m for m in offered if m.id == process.material_id), None)
    able = [each for each in answers.items if each.suitable] if answers else []
    return render(
        "part.html",
        project=access.project,
        process=process,
        is_busy=process.state in (ProcessState.VERIFYING, ProcessState.WAITING),
        stage_names=STAGE_NAMES,
        is_fresh=bool(process.verification and process.verification.fresh),
        materials=by_category(offered),
        material=material,
        finishes=_finishes(process),
        units=_unit_choices(access),
        unit_names=UNITS,
        answers=answers,
        able=able,
        scores={each.contractor_id: score_of(each.quote, reader()) for each in able},
        most_points=POINTS,
        weights=weights_of(process.priorities, reader()),
        most_weight=MOST_WEIGHT,
        curve=curve(able, process.quantity or 1),
        unable=[each for each in answers.items if not each.suitable] if answers else [],
        ticked=_ticked(process, able),
        declined=_declined(process),
        repair_offers=offers_of(db, process_id, reader()),
        missing_fields=PLACES_OF_MISSING,
        repairable=MENDED_BY_REPAIR,
        changeable=changeable,
        as_changes=as_changes,
        reason=lambda check: reader().reason(named(check, names)),
        reasons_of=lambda answer: dict.fromkeys(
            reader().reason(named(each, names)) for each in answer.constraints
        ),
        changes_in_words=partial(_changes_in_words, names),
    )


def _declined(process: ProcessShown) -> set[str]:
    """Who was asked for the part and will not make it, by their ids."""
    refused = (each for each in process.requests if each.state is RequestState.DECLINED)
    return {str(each.contractor_id) for each in refused}


def is_sendable(process: ProcessShown) -> bool:
    """Whether it can be sent: it is checked, or others were chosen than those who declined."""
    if process.state is ProcessState.DECLINED:
        return bool(set(map(str, process.choice or ())) - _declined(process))
    return process.state is ProcessState.VERIFIED


def _ticked(process: ProcessShown, able: Sequence[ContractorAnswer]) -> set[str]:
    """Whom the page proposes to ask: those chosen, else the best; nobody who has declined."""
    declined = _declined(process)
    chosen = set(map(str, process.choice or ())) - declined
    ids = [id for each in able if (id := str(each.contractor_id)) not in declined]
    return chosen or set(ids[:BEST])


def offered_materials() -> list[MaterialShown]:
    """The materials that some contractor builds with now."""
    page = materials(web.db(), MaterialQuery(limit=200))
    return [each for each in page.items if each.technologies]


def by_category(offered: list[MaterialShown]) -> Mapping[str, list[MaterialShown]]:
    """The materials by what kind they are of, in the reader's words."""
    groups: dict[str, list[MaterialShown]] = {}
    for each in offered:
        groups.setdefault(each.category, []).append(each)
    return {reader().text(CATEGORIES.get(name, name)): rows for name, rows in groups.items()}


def _finishes(process: ProcessShown) -> list[Mapping[str, object]]:
    if not process.material_id:
        return []
    query = PostProcessingQuery(limit=200, material_id=process.material_id)
    return [dict(row) for row in post_processings(web.db(), query).items]


def _unit_choices(access: ProcessAccess) -> Mapping[str, list[UnitChoice]]:
    """For each model that has no unit yet what it would measure, by the name of its file."""
    choices = {}
    for file in facts_of(web.db(), access.process).model_files:
        if file.unit is None and not file.carries_unit:
            choices[file.name] = [
                _unit_choice(unit, file.sizes.get(unit, ""))
                for unit in UNITS
                if unit in file.sizes or not file.sizes
            ]
    return choices


def _unit_choice(unit: str, box: str) -> UnitChoice:
    name = reader().text(UNITS[unit])
    return UnitChoice(unit, name, box.replace(" x ", " × "), UNITS_DRAWN[unit])


def _changes_in_words(
    names: Mapping[str, str], changes: Sequence[Any], refused: Sequence[Any] = ()
) -> str:
    """What a button does, as it stands on it."""
    constraints = [named(each, names) for each in refused]
    text = "; ".join(reader().change(named(each, names), constraints) for each in changes)
    return reader().capital(text)


def changeable(answer: ContractorAnswer) -> list[Mapping[str, object]]:
    """The changes that a button can make; none where only another model would help."""
    changes = [as_json(each) for each in answer.changes]
    return [] if any(c["field"] in ("files", "box_mm") for c in changes) else changes


def as_changes(changes: list[Mapping[str, object]]) -> str:
    """The changes as the field of a form: by field the value that it gets."""
    return orjson.dumps({str(as_json(c)["field"]): as_json(c)["to"] for c in changes}).decode()
