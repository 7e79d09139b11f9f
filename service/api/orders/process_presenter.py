"""Shows processes: to each side what it may see, with what it may do next."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.actor import ActingParty
from service.access.lookup import SEEING, ProcessAccess, sides_of
from service.access.permissions import PROCESSES_EDIT, PROCESSES_READ, Principal, Resource
from service.api.orders.production_presenter import show_dispute, show_production
from service.api.sourcing.request_presenter import show_request
from service.api.verification.findings import show_findings
from service.database.models import (
    Dependency,
    File,
    Offer,
    Organization,
    Process,
    Progress,
    Project,
    Request,
    Verification,
)
from service.lifecycle import consents, piece_counts, request_deadlines
from service.lifecycle.facts import facts_and_changes
from service.lifecycle.model_files import is_made
from service.manufacturing.quoting import completeness, standards
from service.manufacturing.quoting.changes import Reason
from service.orders import configuration
from service.sourcing import inbox
from service.verification import progress
from workflows.engine import Actor
from workflows.process import CODES, PROCESS, ProcessFacts, ProcessState
from workflows.project import ProjectStatus, phase
from workflows.request import ANSWERABLE

#: What only the two parties of a contract may know of when it is due.
TIMES = ("due_at", "then", "reminder_at", "start_by", "ship_by", "deliver_by")


def show(db: Session, principal: Principal, found: ProcessAccess) -> dict[str, Any]:
    """One process as the caller sees it."""
    return show_all(db, principal, [found.project], [found.process])[0]


def show_all(
    db: Session,
    principal: Principal,
    projects: Iterable[Project],
    processes: Sequence[Process],
) -> list[dict[str, Any]]:
    """Processes of some projects, with a fixed number of queries however many there are."""
    owners = {project.id: project.owner_id for project in projects}
    related = Related(db, processes)
    shown = []
    for process in processes:
        seeing = related.seeing_contractors(process.id)
        resource = Resource(owners[process.project_id], seeing)
        moving = sides_of(principal, PROCESSES_EDIT, resource)
        looking = sides_of(principal, PROCESSES_READ, resource) or moving
        shown.append(_shown(process, looking[0], moving, related))
    return shown


class Related:
    """What belongs to some processes, read at once."""

    def __init__(self, db: Session, processes: Sequence[Process]) -> None:
        ids = [process.id for process in processes]
        self.facts, self.changes = facts_and_changes(db, processes)
        self.requests = inbox.requests_of_processes(db, ids)
        self.names = _names(db, self.requests)
        request_ids = [r.id for requests in self.requests.values() for r in requests]
        self.offers: dict[UUID, list[Offer]] = defaultdict(list)
        for offer in inbox.offers_of(db, request_ids):
            self.offers[offer.request_id].append(offer)
        self.files: dict[UUID, list[File]] = defaultdict(list)
        living = sa.select(File).where(File.process_id.in_(ids), File.deleted_at.is_(None))
        for file in db.scalars(living.order_by(File.id)):
            self.files[file.process_id].append(file)
        self.predecessors: dict[UUID, list[UUID]] = defaultdict(list)
        waits = sa.select(Dependency).where(Dependency.process_id.in_(ids))
        for dependency in db.scalars(waits.order_by(Dependency.predecessor_id)):
            self.predecessors[dependency.process_id].append(dependency.predecessor_id)
        disputed = [p.id for p in processes if p.state is ProcessState.DISPUTED]
        self.disputes = consents.disputes(db, disputed)
        self.pieces = piece_counts.pieces_of_all(
            db, [p.id for p in processes if p.state in piece_counts.MADE]
        )
        known = [process.verification_id for process in processes if process.verification_id]
        columns = (
            Verification.id,
            Verification.attempt,
            Verification.verdict,
            Verification.inputs_digest,
            Verification.digest,
            Verification.finished_at,
            Verification.findings,
        )
        rows = db.execute(sa.select(*columns).where(Verification.id.in_(known)))
        self.verifications = {row.id: row for row in rows}
        self.progress = progress.progress_of_all(db, processes)

    def refusals(self, process: Process) -> list[dict[str, Any]] | None:
        """Why nobody makes a declined process, from its last round."""
        if process.state is not ProcessState.DECLINED:
            return None
        last = [r for r in self.requests.get(process.id, []) if r.round == process.round]
        return [
            {
                "contractor_id": r.contractor_id,
                "contractor": self.names.get(r.contractor_id, ""),
                "state": r.state.value,
                "reason": r.reason,
            }
            for r in last
        ]

    def seeing_contractors(self, process_id: UUID) -> frozenset[UUID]:
        """Who was asked and is still in the race."""
        requests = self.requests.get(process_id, [])
        return frozenset(r.contractor_id for r in requests if r.state in SEEING)


def _names(db: Session, requests: Mapping[UUID, Sequence[Request]]) -> dict[UUID, str]:
    """What the contractors are called that were asked."""
    asked = {request.contractor_id for some in requests.values() for request in some}
    query = sa.select(Organization.id, Organization.name).where(Organization.id.in_(asked))
    return {id: name for id, name in db.execute(query)}


def _shown(
    process: Process, who: ActingParty, moving: Sequence[ActingParty], related: Related
) -> dict[str, Any]:
    """As `who` sees it; the actions are those of the roles in which the caller may move it."""
    facts = related.facts[process.id]
    shown = {
        "id": process.id,
        "project_id": process.project_id,
        "title": process.title,
        "service_type": process.service_type,
        **configuration.shown(process.configuration),
        "state": process.state.value,
        "code": CODES.get(process.state),
        "phase": _phase(process, facts, who).value,
        "role": who.role.value,
        "actions": actions_of(process, facts, moving),
        "missing": _missing(process, facts, who),
        "version": process.version,
        "state_since": process.state_since,
        "due_at": process.due_at,
        "then": _then(process, related),
        "reminder_at": process.remind_at,
        "start_by": process.start_by,
        "ship_by": process.ship_by,
        "deliver_by": process.deliver_by,
        "created_at": process.created_at,
        "updated_at": process.updated_at,
        "files": [show_file(file) for file in related.files[process.id]],
        "dependencies": related.predecessors[process.id],
        "requests": _requests(process, who, related),
        **show_production(related.pieces.get(process.id)),
        "consents": {
            "client": sorted(facts.client_consents),
            "contractor": sorted(facts.contractor_consents),
            "client_remakes": facts.client_remakes,
            "contractor_remakes": facts.contractor_remakes,
        },
        "dispute": show_dispute(related.disputes.get(process.id), process.state_since, facts),
    }
    if who.role is Actor.CONTRACTOR:
        return shown | _for_a_contractor(process, who)
    return shown | _for_the_client(process, who, facts, related)


def _for_a_contractor(process: Process, who: ActingParty) -> dict[str, Any]:
    """What is hidden: other processes, what counts for the client, when others must answer."""
    hidden: dict[str, Any] = {"dependencies": [], "priorities": None}
    if process.contractor_id != who.party_id:
        hidden |= dict.fromkeys(TIMES)
    return hidden


def show_staleness(reasons: Sequence[Reason], who: ActingParty) -> dict[str, Any]:
    """Whether a verification is stale, and why; a contractor's figures are for operators."""
    shown = reasons if who.role is Actor.OPERATOR else [r.for_clients() for r in reasons]
    return {"stale": bool(shown), "stale_because": [vars(reason) for reason in shown]}


def _for_the_client(
    process: Process, who: ActingParty, facts: ProcessFacts, related: Related
) -> dict[str, Any]:
    verification = related.verifications.get(process.verification_id)
    return {
        **show_staleness(related.changes[process.id], who),
        "findings": verification
        and show_findings(verification.findings, related.files[process.id]),
        "completeness": _completeness(process, related.files[process.id]),
        "choice": process.choice,
        "contractor_id": process.contractor_id,
        "offer_id": process.offer_id,
        "accept": process.accept,
        "refusals": related.refusals(process),
        "verification": verification
        and {
            "id": verification.id,
            "attempt": verification.attempt,
            "verdict": verification.verdict,
            "inputs_digest": verification.inputs_digest,
            "digest": verification.digest,
            "finished_at": verification.finished_at,
            "valid_until": process.quotes_valid_until,
            "fresh": facts.verification_fresh,
            **show_staleness(related.changes[process.id], who),
        },
        "progress": _progress(related.progress.get(process.id)),
        "parked": _parked(process),
    }


def _progress(found: Progress | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {name: getattr(found, name) for name in ("stage", "percent", "file", "at")}


def _completeness(process: Process, files: Sequence[File]) -> list[dict[str, Any]]:
    """What the order states of all that should be agreed on."""
    stated = process.configuration
    models = [file for file in files if is_made(file)]
    asked = standards.resolve(stated["technology"]) if stated.get("technology") else None
    beside = {
        "title": process.title,
        "files": len(models),
        "units": [file.unit for file in models],
        "attachments": sum(file.model_format is None for file in files),
    }
    return completeness.of_order({**stated, **beside}, asked.code if asked else None)


def _parked(process: Process) -> dict[str, Any] | None:
    if process.parked_at is None:
        return None
    return {
        "at": process.parked_at,
        "attempts": process.attempts,
        "detail": "the service could not do this step; an operator has been told",
    }


def actions_of(process: Process, facts: ProcessFacts, sides: Sequence[ActingParty]) -> list[str]:
    """What the caller may fire now, in the table's order; parking decides about `retry`."""
    found = [
        trigger
        for who in sides
        for trigger in PROCESS.actions(process.state, who.role, facts)
        if PROCESS.move(process.state, trigger, who.role).via == "action"
    ]
    if process.parked_at is None:
        found = [trigger for trigger in found if trigger != "retry"]
    return list(dict.fromkeys(found))


def _phase(process: Process, facts: ProcessFacts, who: ActingParty) -> ProjectStatus:
    return phase(process.state, who.role, in_vain=bool(facts.failed_predecessors))


def _missing(process: Process, facts: ProcessFacts, who: ActingParty) -> list[dict[str, str]]:
    waiting = process.state is ProcessState.WAITING  # it goes on by itself
    role = Actor.SYSTEM if waiting else who.role
    lacking = PROCESS.next_missing(process.state, role, facts)
    return [{"field": missing.field, "detail": missing.detail} for missing in lacking]


def _then(process: Process, related: Related) -> str | None:
    """What happens at `due_at`: with contractors, to that request whose deadline is the first."""
    deadline = PROCESS.states[process.state].deadline
    if deadline is None or process.due_at is None:
        return None
    falls = [
        due
        for request in related.requests.get(process.id, [])
        if request.state in ANSWERABLE
        and (due := request_deadlines.due(request, _valid_until(related.offers[request.id])))
    ]
    if process.state in request_deadlines.WITH_CONTRACTORS and falls:
        return min(falls, key=lambda due: due.at).summary
    return deadline.summary


def _valid_until(offers: Sequence[Offer]) -> datetime | None:
    newest = max(offers, key=lambda offer: offer.number, default=None)
    return newest.valid_until if newest else None


def _requests(process: Process, who: ActingParty, related: Related) -> list[dict[str, Any]]:
    """All requests for the client; for a contractor its own."""
    return [
        show_request(request, related.offers[request.id], who)
        for request in related.requests.get(process.id, [])
        if who.role is not Actor.CONTRACTOR or request.contractor_id == who.party_id
    ]


def show_file(file: File) -> dict[str, Any]:
    """A file without its content."""
    return {
        "id": file.id,
        "process_id": file.process_id,
        "name": file.name,
        "media_type": file.media_type,
        "model_format": file.model_format,
        "unit": file.unit,
        "size_bytes": file.size_bytes,
        "sha256": file.sha256,
        "standing": file.standing.value,
        "repair_of": file.repair_of,
        "created_at": file.created_at,
    }
