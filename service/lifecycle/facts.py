"""Gathers what the guards of the lifecycle want to know about a process."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from service import clock
from service.access.lookup import organization_names
from service.database.models import (
    Analysis,
    File,
    Offer,
    Process,
    Project,
    Request,
)
from service.lifecycle import consents, piece_counts, staleness
from service.lifecycle.model_files import MADE
from service.lifecycle.piece_counts import Pieces
from service.lifecycle.predecessors import open_predecessors
from service.lifecycle.staleness import BEING_CONFIGURED
from service.manufacturing.geometry.analysis import ANALYSIS_VERSION, sizes_by_unit
from service.manufacturing.geometry.meshes.mesh import WITH_UNIT
from service.manufacturing.quoting.changes import Reason
from workflows.process import PROCESS, FileFacts, ProcessFacts, ProcessState
from workflows.request import OPEN, RequestState

#: States in which one side may agree to what the other one proposes.
CONSENTING = frozenset({ProcessState.CONFIRMED, ProcessState.DISPUTED})
#: The request that is being accepted still holds its offer while its process follows.
WITH_OFFER = (RequestState.OFFERED, RequestState.ACCEPTED)

_later = aliased(Offer)
#: That no later offer of the same request has taken the place of an offer.
IS_NEWEST_OFFER = ~sa.exists().where(
    _later.request_id == Offer.request_id, _later.number > Offer.number
)
_IDS: sa.BindParameter[Any] = sa.bindparam("ids", expanding=True)
#: What every look at a process asks: to put a query together takes longer than many an answer.
_MODEL_FILES = (
    sa.select(File, Analysis.geometry["box"])
    .outerjoin(
        Analysis,
        sa.and_(Analysis.sha256 == File.sha256, Analysis.analysis_version == ANALYSIS_VERSION),
    )
    .where(File.process_id.in_(_IDS), MADE)
    .order_by(File.id)
)
_AWAITED = (
    sa.select(Request.process_id, Request.state, sa.func.count())
    .where(Request.process_id.in_(_IDS), Request.state.in_({*OPEN, RequestState.CLARIFICATION}))
    .group_by(Request.process_id, Request.state)
)
_BINDING_OFFERS = (
    sa.select(Offer.process_id, sa.func.count())
    .join(Request, Request.id == Offer.request_id)
    .where(
        Offer.process_id.in_(_IDS),
        Request.state.in_(WITH_OFFER),
        Offer.valid_until > sa.bindparam("now"),
        IS_NEWEST_OFFER,
    )
    .group_by(Offer.process_id)
)


def facts_of(db: Session, process: Process) -> ProcessFacts:
    """The facts of one process."""
    return facts_of_all(db, [process])[process.id]


def facts_of_all(db: Session, processes: Sequence[Process]) -> dict[UUID, ProcessFacts]:
    """The facts of many processes, with a fixed number of queries however many there are."""
    return facts_and_changes(db, processes)[0]


def facts_and_changes(
    db: Session, processes: Sequence[Process]
) -> tuple[dict[UUID, ProcessFacts], dict[UUID, list[Reason]]]:
    """The facts of many processes, and what has changed since each was verified."""
    drafts = [p for p in processes if p.state in BEING_CONFIGURED]
    files = model_files(db, [p.id for p in drafts])
    verified = staleness.verifications(db, [p.verification_id for p in drafts if p.verification_id])
    changed = _changed(db, processes, verified, files)
    visitors = _visitors(db, {p.project_id for p in drafts})
    chosen = _chosen(db, drafts, verified)
    asked = _asked(db, processes)
    made = _made(db, processes)
    before = _before(open_predecessors(db, [p.id for p in drafts]))
    facts = {
        p.id: ProcessFacts(
            model_files=tuple(files[p.id]),
            quantity=p.configuration.get("quantity"),
            material_chosen=bool(
                p.configuration.get("material_id") or p.configuration.get("technology")
            ),
            visitor=p.project_id in visitors,
            delivery_address_stated=bool(p.configuration.get("delivery_address")),
            **_standing(p, changed[p.id]),
            **before(p),
            **chosen(p),
            **asked(p),
            **made(p),
        )
        for p in processes
    }
    return facts, changed


#: Some of the facts of a process, by their names.
Some = Callable[[Process], dict[str, Any]]


def _standing(process: Process, changes: Iterable[Reason]) -> dict[str, Any]:
    """What the verification of a process is still worth."""
    blocking = tuple(reason.detail for reason in changes if reason.blocks)
    return {
        "verification_exists": process.verification_id is not None,
        "verification_fresh": _fresh(process) and not blocking,
        "stale_because": blocking,
    }


def _before(predecessors: Mapping[UUID, Mapping[str, ProcessState]]) -> Some:
    """What must be completed first."""
    return lambda p: {
        "open_predecessors": tuple(predecessors[p.id]),
        "failed_predecessors": {
            name: state.value
            for name, state in predecessors[p.id].items()
            if PROCESS.states[state].final
        },
    }


def _chosen(db: Session, processes: Sequence[Process], verified: Mapping[UUID, Any]) -> Some:
    """Who is to be asked; by name whom it cannot be while the process is being configured."""
    declined = _declined(db, [p for p in processes if p.state is ProcessState.DECLINED])
    unsuitable = {p.id: {*p.choice}.difference(_suitable(p, verified)) for p in processes}
    names = _names(db, {c for some in (unsuitable, declined) for ids in some.values() for c in ids})
    return lambda p: {
        "chosen": tuple(p.choice),
        "chosen_unsuitable": tuple(names[c] for c in p.choice if c in unsuitable.get(p.id, ())),
        "chosen_declined": tuple(names[c] for c in p.choice if c in declined[p.id]),
    }


def _asked(db: Session, processes: Sequence[Process]) -> Some:
    """Of those who were asked: who may still answer, who asks back, whose offer binds."""
    ids = [p.id for p in processes if p.state not in BEING_CONFIGURED]
    requests, offers = _requests(db, ids), _offers(db, ids)
    return lambda p: {
        "open_requests": sum(requests[p.id][state] for state in OPEN),
        "open_questions": requests[p.id][RequestState.CLARIFICATION],
        "binding_offers": offers[p.id],
    }


def _made(db: Session, processes: Sequence[Process]) -> Some:
    """What both sides of a contract agreed to, and where its pieces are."""
    agreed = consents.consents_of_all(db, [p.id for p in processes if p.state in CONSENTING])
    making = piece_counts.pieces_of_all(
        db, [p.id for p in processes if p.state in piece_counts.MAKING]
    )
    return lambda p: {
        "contractor_consents": frozenset(agreed[p.id, "contractor"]),
        "client_consents": frozenset(agreed[p.id, "client"]),
        "contractor_remakes": consents.pieces_to_remake(agreed[p.id, "contractor"]),
        "client_remakes": consents.pieces_to_remake(agreed[p.id, "client"]),
        **_counted(making.get(p.id)),
    }


def _counted(found: Pieces | None) -> dict[str, Any]:
    if found is None:
        return {}
    return {
        "pieces_left": found.production.left,
        "pieces_reported": found.production.reported,
        "pieces_ready": found.ready,
        "shipments_on_their_way": len(found.on_their_way),
    }


def _fresh(process: Process) -> bool:
    """Whether there are quotes that still bind."""
    until = process.quotes_valid_until
    return process.verification_id is not None and until is not None and until > clock.now()


def model_files(db: Session, process_ids: list[UUID]) -> dict[UUID, list[FileFacts]]:
    """The files of each process that have a shape, oldest first."""
    found: dict[UUID, list[FileFacts]] = defaultdict(list)
    if not process_ids:
        return found
    for file, box in db.execute(_MODEL_FILES, {"ids": process_ids}):
        sizes = sizes_by_unit(box) if box else {}
        carries = file.model_format in WITH_UNIT
        found[file.process_id].append(FileFacts(file.name, file.unit, carries, sizes, file.sha256))
    return found


def _names(db: Session, contractor_ids: Collection[str]) -> dict[str, str]:
    """What contractors are called; by the id itself whom nobody knows any more."""
    if not contractor_ids:
        return {}
    names = organization_names(db, [UUID(c) for c in contractor_ids])
    return {c: c for c in contractor_ids} | {str(id): name for id, name in names.items()}


def _suitable(process: Process, verified: Mapping[UUID, Any]) -> Sequence[str]:
    """Who can make it, as its verification says."""
    row = verified.get(process.verification_id) if process.verification_id else None
    return [*row.suitable, *(process.further_quotes or ())] if row else ()


def _changed(
    db: Session,
    processes: Sequence[Process],
    verified: Mapping[UUID, Any],
    files: Mapping[UUID, Sequence[FileFacts]],
) -> dict[UUID, list[Reason]]:
    """Why the verification of each process is stale, as long as it is being configured."""
    found = {
        process.id: verified[process.verification_id]
        for process in processes
        if process.verification_id and process.state in BEING_CONFIGURED
    }
    rows = {process_id: [row] for process_id, row in found.items()}
    reasons = staleness.reasons(db, processes, rows, files)
    return {p.id: reasons[found[p.id].id] if p.id in found else [] for p in processes}


def _requests(db: Session, process_ids: list[UUID]) -> dict[UUID, Counter[RequestState]]:
    """How many requests of each process are in each state in which an answer is awaited."""
    counts: dict[UUID, Counter[RequestState]] = defaultdict(Counter)
    if process_ids:
        for process_id, state, count in db.execute(_AWAITED, {"ids": process_ids}):
            counts[process_id][state] = count
    return counts


def _offers(db: Session, process_ids: list[UUID]) -> dict[UUID, int]:
    """How many requests hold an offer that binds: only the newest of each does."""
    counts: dict[UUID, int] = defaultdict(int)
    if process_ids:
        rows = db.execute(_BINDING_OFFERS, {"ids": process_ids, "now": clock.now()})
        counts.update({id: n for id, n in rows})
    return counts


def _declined(db: Session, processes: Sequence[Process]) -> dict[UUID, set[str]]:
    """The contractors that have declined what the present record of each process describes."""
    found: dict[UUID, set[str]] = defaultdict(set)
    if processes:
        rows = db.execute(
            sa.select(Request.process_id, Request.contractor_id).where(
                Request.process_id.in_([process.id for process in processes]),
                Request.verification_id.in_([process.verification_id for process in processes]),
                Request.state == RequestState.DECLINED,
            )
        )
        for process_id, contractor_id in rows:
            found[process_id].add(str(contractor_id))
    return found


def _visitors(db: Session, project_ids: set[UUID]) -> set[UUID]:
    if not project_ids:
        return set()
    query = sa.select(Project.id).where(
        Project.id.in_(project_ids), Project.visitor_id.is_not(None)
    )
    return set(db.scalars(query))
