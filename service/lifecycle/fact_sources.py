"""Reads from the database what the facts of processes are made of, each kind with one query."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased
from sqlalchemy.orm.util import identity_key

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
from service.lifecycle.consents import Consents
from service.lifecycle.model_files import MADE
from service.lifecycle.piece_counts import Pieces
from service.lifecycle.predecessors import open_predecessors
from service.lifecycle.staleness import BEING_CONFIGURED, StalenessInputs
from service.manufacturing.geometry.analysis import ANALYSIS_VERSION, sizes_by_unit
from service.manufacturing.geometry.meshes.mesh import WITH_UNIT
from service.manufacturing.quoting.changes import Reason
from workflows.process import FileFacts, ProcessState
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


@dataclass(frozen=True)
class FactSources:
    """What the database says of some processes, by the id of each.

    Files, changes since the verification, predecessors and visitors are those of processes that are
    being configured, requests and offers those of all others. `visitor_projects` belong to a
    visitor. `unsuitable` and `declined` are contractors by their ids, which have `names`.
    """

    files: Mapping[UUID, Sequence[FileFacts]]
    changes: Mapping[UUID, list[Reason]]
    predecessors: Mapping[UUID, Mapping[str, ProcessState]]
    visitor_projects: Collection[UUID]
    unsuitable: Mapping[UUID, Collection[str]]
    declined: Mapping[UUID, Collection[str]]
    names: Mapping[str, str]
    requests: Mapping[UUID, Counter[RequestState]]
    offers: Mapping[UUID, int]
    consents: Mapping[tuple[UUID, str], Consents]
    pieces: Mapping[UUID, Pieces]


def read_sources(db: Session, processes: Sequence[Process]) -> FactSources:
    """What the facts of these processes are made of; a fixed number of queries for any number."""
    drafts = [p for p in processes if p.state in BEING_CONFIGURED]
    sent = [p.id for p in processes if p.state not in BEING_CONFIGURED]
    files = model_files(db, [p.id for p in drafts])
    verified = staleness.verifications(db, [p.verification_id for p in drafts if p.verification_id])
    declined = _declined(db, [p for p in drafts if p.state is ProcessState.DECLINED])
    unsuitable = {p.id: {*p.choice}.difference(_suitable(p, verified)) for p in drafts}
    contractor_ids = {c for ids in (*unsuitable.values(), *declined.values()) for c in ids}
    return FactSources(
        files=files,
        changes=_changes(db, processes, verified, files),
        predecessors=open_predecessors(db, [p.id for p in drafts]),
        visitor_projects=_visitor_projects(db, {p.project_id for p in drafts}),
        unsuitable=unsuitable,
        declined=declined,
        names=_names(db, contractor_ids),
        requests=_requests(db, sent),
        offers=_offers(db, sent),
        consents=consents.consents_of_all(db, [p.id for p in processes if p.state in CONSENTING]),
        pieces=piece_counts.pieces_of_all(
            db, [p.id for p in processes if p.state in piece_counts.MAKING]
        ),
    )


def model_files(db: Session, process_ids: list[UUID]) -> dict[UUID, list[FileFacts]]:
    """The files of each process that have a shape, oldest first."""
    files: dict[UUID, list[FileFacts]] = defaultdict(list)
    if not process_ids:
        return files
    for file, box in db.execute(_MODEL_FILES, {"ids": process_ids}):
        sizes = sizes_by_unit(box) if box else {}
        carries = file.model_format in WITH_UNIT
        files[file.process_id].append(FileFacts(file.name, file.unit, carries, sizes, file.sha256))
    return files


def _names(db: Session, contractor_ids: Collection[str]) -> dict[str, str]:
    """What contractors are called; by the id itself whom nobody knows any more."""
    if not contractor_ids:
        return {}
    names = organization_names(db, [UUID(c) for c in contractor_ids])
    return {c: c for c in contractor_ids} | {str(id): name for id, name in names.items()}


def _suitable(process: Process, verified: Mapping[UUID, StalenessInputs]) -> Sequence[str]:
    """Who can make it, as its verification says."""
    row = verified.get(process.verification_id) if process.verification_id else None
    return [*row.suitable, *(process.further_quotes or ())] if row else ()


def _changes(
    db: Session,
    processes: Sequence[Process],
    verified: Mapping[UUID, StalenessInputs],
    files: Mapping[UUID, Sequence[FileFacts]],
) -> dict[UUID, list[Reason]]:
    """Why the verification of each process is stale, as long as it is being configured."""
    rows = {
        process.id: [verified[process.verification_id]]
        for process in processes
        if process.verification_id and process.state in BEING_CONFIGURED
    }
    reasons = staleness.reasons(db, processes, rows, files)
    return {p.id: reasons[rows[p.id][0].id] if p.id in rows else [] for p in processes}


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
    declined: dict[UUID, set[str]] = defaultdict(set)
    if processes:
        rows = db.execute(
            sa.select(Request.process_id, Request.contractor_id).where(
                Request.process_id.in_([process.id for process in processes]),
                Request.verification_id.in_([process.verification_id for process in processes]),
                Request.state == RequestState.DECLINED,
            )
        )
        for process_id, contractor_id in rows:
            declined[process_id].add(str(contractor_id))
    return declined


def _visitor_projects(db: Session, project_ids: set[UUID]) -> set[UUID]:
    """Those of a visitor; what the session has read already is not asked for again."""
    loaded = [
        project
        for project_id in project_ids
        if (project := db.identity_map.get(identity_key(Project, project_id)))
    ]
    of_visitors = {project.id for project in loaded if project.visitor_id}
    if others := project_ids - {project.id for project in loaded}:
        query = sa.select(Project.id).where(Project.id.in_(others), Project.visitor_id.is_not(None))
        of_visitors.update(db.scalars(query))
    return of_visitors
