"""Shows processes: to each side what it may see, with what it may do next."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import requesting
from service.access import Found
from service.configuration import Configuration
from service.facts import facts_of_all
from service.models import Dependency, File, Offer, Process, Project, Request, Verification
from service.who import Who
from workflows.engine import Actor
from workflows.process import CODES, PROCESS, ProcessFacts
from workflows.project import phase


def show(db: Session, found: Found) -> dict[str, Any]:
    """One process as the caller sees it."""
    return show_all(db, found.project, found.who, [found.process], found.sides)[0]


def show_all(
    db: Session,
    project: Project,
    who: Who,
    processes: Sequence[Process],
    sides: Sequence[Who] = (),
) -> list[dict[str, Any]]:
    """Processes of one project, with a fixed number of queries however many there are."""
    related = Related(db, processes)
    return [_shown(p, project, who, related, sides or (who,)) for p in processes]


class Related:
    """What belongs to some processes, read at once."""

    def __init__(self, db: Session, processes: Sequence[Process]) -> None:
        ids = [process.id for process in processes]
        self.facts = facts_of_all(db, processes)
        self.requests = requesting.of_process(db, ids)
        request_ids = [r.id for requests in self.requests.values() for r in requests]
        self.offers: dict[UUID, list[Offer]] = defaultdict(list)
        for offer in requesting.offers_of(db, request_ids):
            self.offers[offer.request_id].append(offer)
        self.files: dict[UUID, list[File]] = defaultdict(list)
        living = sa.select(File).where(File.process_id.in_(ids), File.deleted_at.is_(None))
        for file in db.scalars(living.order_by(File.id)):
            self.files[file.process_id].append(file)
        self.predecessors: dict[UUID, list[UUID]] = defaultdict(list)
        waits = sa.select(Dependency).where(Dependency.process_id.in_(ids))
        for dependency in db.scalars(waits.order_by(Dependency.predecessor_id)):
            self.predecessors[dependency.process_id].append(dependency.predecessor_id)
        known = [process.verification_id for process in processes if process.verification_id]
        columns = (
            Verification.id,
            Verification.attempt,
            Verification.verdict,
            Verification.inputs_digest,
            Verification.digest,
            Verification.finished_at,
        )
        rows = db.execute(sa.select(*columns).where(Verification.id.in_(known)))
        self.verifications = {row.id: row for row in rows}


def _shown(
    process: Process, project: Project, who: Who, related: Related, sides: Sequence[Who]
) -> dict[str, Any]:
    facts = related.facts[process.id]
    configuration = Configuration.model_validate(process.configuration).model_dump(mode="json")
    shown = {
        "id": process.id,
        "project_id": process.project_id,
        "title": process.title,
        "service_type": process.service_type,
        **configuration,
        "state": process.state.value,
        "code": CODES.get(process.state),
        "phase": phase(process.state, who.role).value,
        "role": who.role.value,
        "actions": _actions(process, facts, sides),
        "missing": _missing(process, facts, who),
        "version": process.version,
        "state_since": process.state_since,
        "due_at": process.due_at,
        "then": _then(process),
        "created_at": process.created_at,
        "updated_at": process.updated_at,
        "files": [show_file(file) for file in related.files[process.id]],
        "dependencies": related.predecessors[process.id],
        "requests": _requests(process, who, related),
    }
    if who.role is not Actor.CONTRACTOR:
        shown |= _for_the_client(process, facts, related)
    return shown


def _for_the_client(process: Process, facts: ProcessFacts, related: Related) -> dict[str, Any]:
    verification = related.verifications.get(process.verification_id)
    return {
        "choice": process.choice,
        "contractor_id": process.contractor_id,
        "offer_id": process.offer_id,
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
        },
        "parked": _parked(process),
    }


def _parked(process: Process) -> dict[str, Any] | None:
    if process.parked_at is None:
        return None
    return {
        "at": process.parked_at,
        "attempts": process.attempts,
        "detail": "the service could not do this step; an operator has been told",
    }


def _actions(process: Process, facts: ProcessFacts, sides: Sequence[Who]) -> list[str]:
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


def _missing(process: Process, facts: ProcessFacts, who: Who) -> list[dict[str, str]]:
    lacking = PROCESS.next_missing(process.state, who.role, facts)
    return [{"field": missing.field, "detail": missing.detail} for missing in lacking]


def _then(process: Process) -> str | None:
    """What happens at `due_at`."""
    deadline = PROCESS.states[process.state].deadline
    return deadline.summary if deadline and process.due_at else None


def _requests(process: Process, who: Who, related: Related) -> list[dict[str, Any]]:
    """All requests for the client; for a contractor its own."""
    return [
        show_request(request, related.offers[request.id])
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
        "created_at": file.created_at,
    }


def show_request(request: Request, offers: Sequence[Offer]) -> dict[str, Any]:
    """A request with its offers, newest last."""
    return {
        "id": request.id,
        "number": request.number,
        "process_id": request.process_id,
        "project_id": request.project_id,
        "contractor_id": request.contractor_id,
        "state": request.state.value,
        "version": request.version,
        "quote": request.quote,
        "dispatch": request.dispatch,
        "answer_by": request.answer_by,
        "offers": [show_offer(offer, offer is offers[-1]) for offer in offers],
        "created_at": request.created_at,
        "updated_at": request.updated_at,
    }


def show_offer(offer: Offer, newest: bool) -> dict[str, Any]:
    """An offer; `superseded` once a later one of the same request exists."""
    return {
        "id": offer.id,
        "request_id": offer.request_id,
        "contractor_id": offer.contractor_id,
        "number": offer.number,
        "price": {"amount": f"{offer.amount:.2f}", "currency": offer.currency},
        "lead_time_days": offer.lead_time_days,
        "valid_until": offer.valid_until,
        "note": offer.note,
        "superseded": not newest,
        "created_at": offer.created_at,
    }
