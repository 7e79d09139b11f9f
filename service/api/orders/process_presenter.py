"""Shows processes: to each side what it may see, with what it may do next."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from service.access.actor import ActingParty
from service.access.lookup import ProcessAccess, sides_of
from service.access.permissions import PROCESSES_EDIT, PROCESSES_READ, Principal, Resource
from service.access.process_view import sees_deadlines, sees_rates, sees_whole
from service.access.request_view import visible_requests
from service.api.files.schemas import show_summary
from service.api.orders.production_presenter import (
    show_consents,
    show_dispute,
    show_production,
)
from service.api.sourcing.request_presenter import show_request
from service.api.verification.findings import show_findings
from service.database import Session
from service.database.models import (
    File,
    Offer,
    Process,
    Progress,
    Project,
)
from service.lifecycle import request_deadlines
from service.lifecycle.model_files import is_made
from service.manufacturing.quoting import completeness, standards
from service.manufacturing.quoting.changes import Reason
from service.orders import configuration
from service.orders.process_details import ProcessDetails
from workflows.engine import Actor
from workflows.process import CODES, PROCESS, ProcessFacts, ProcessState
from workflows.project import ProjectStatus, phase
from workflows.request import ANSWERABLE

#: What is shown as it stands in the row, to everybody who sees the process.
AS_STORED = (
    *("id", "project_id", "title", "service_type", "version", "state_since", "due_at"),
    *("start_by", "ship_by", "deliver_by", "created_at", "updated_at"),
)
#: The same of its last verification.
OF_VERIFICATION = ("id", "attempt", "verdict", "inputs_digest", "digest", "finished_at")
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
    related = ProcessDetails(db, processes)
    shown = []
    for process in processes:
        seeing = related.seeing_contractors(process.id)
        resource = Resource(owners[process.project_id], seeing)
        moving = sides_of(principal, PROCESSES_EDIT, resource)
        looking = sides_of(principal, PROCESSES_READ, resource) or moving
        shown.append(_shown(process, looking[0], moving, related))
    return shown


def _shown(
    process: Process, who: ActingParty, moving: Sequence[ActingParty], related: ProcessDetails
) -> dict[str, Any]:
    """As `who` sees it; the actions are those of the roles in which the caller may move it."""
    facts = related.facts[process.id]
    shown = {
        **{name: getattr(process, name) for name in AS_STORED},
        **configuration.shown(process.configuration),
        "state": process.state.value,
        "code": CODES.get(process.state),
        "phase": _phase(process, facts, who).value,
        "role": who.role.value,
        "actions": actions_of(process, facts, moving),
        "missing": _missing(process, facts, who),
        "then": _then(process, related),
        "reminder_at": process.remind_at,
        "files": [show_summary(file) for file in related.files[process.id]],
        "dependencies": related.predecessors[process.id],
        "requests": _requests(process, who, related),
        **show_production(related.pieces.get(process.id)),
        "consents": show_consents(facts),
        "dispute": show_dispute(related.disputes.get(process.id), process.state_since, facts),
    }
    if not sees_whole(who):
        return shown | _for_a_contractor(process, who)
    return shown | _for_the_client(process, who, facts, related)


def _for_a_contractor(process: Process, who: ActingParty) -> dict[str, Any]:
    """What is hidden: other processes, what counts for the client, when others must answer."""
    hidden: dict[str, Any] = {"dependencies": [], "priorities": None}
    if not sees_deadlines(process, who):
        hidden |= dict.fromkeys(TIMES)
    return hidden


def show_staleness(reasons: Sequence[Reason], who: ActingParty) -> dict[str, Any]:
    """Whether a verification is stale, and why; a contractor's figures are for operators."""
    shown = reasons if sees_rates(who) else [r.for_clients() for r in reasons]
    return {"stale": bool(shown), "stale_because": [vars(reason) for reason in shown]}


def _for_the_client(
    process: Process, who: ActingParty, facts: ProcessFacts, related: ProcessDetails
) -> dict[str, Any]:
    verification = related.verifications.get(process.verification_id)
    staleness = show_staleness(related.changes[process.id], who)
    files = related.files[process.id]
    return {
        **staleness,
        "findings": verification and show_findings(verification.findings, files),
        "completeness": _completeness(process, files),
        "choice": process.choice,
        "contractor_id": process.contractor_id,
        "offer_id": process.offer_id,
        "accept": process.accept,
        "refusals": _refusals(process, related),
        "verification": verification
        and {
            **{name: getattr(verification, name) for name in OF_VERIFICATION},
            "valid_until": process.quotes_valid_until,
            "fresh": facts.verification_fresh,
            **staleness,
        },
        "progress": _progress(related.progress.get(process.id)),
        "parked": _parked(process),
    }


def _refusals(process: Process, related: ProcessDetails) -> list[dict[str, Any]] | None:
    """Why nobody makes a declined process, from its last round."""
    if process.state is not ProcessState.DECLINED:
        return None
    return [
        {
            "contractor_id": request.contractor_id,
            "contractor": related.contractor_names.get(request.contractor_id, ""),
            "state": request.state.value,
            "reason": request.reason,
        }
        for request in related.requests.get(process.id, [])
        if request.round == process.round
    ]


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


def _then(process: Process, related: ProcessDetails) -> str | None:
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


def _requests(process: Process, who: ActingParty, related: ProcessDetails) -> list[dict[str, Any]]:
    """All requests for the client; for a contractor its own."""
    return [
        show_request(request, related.offers[request.id], who)
        for request in visible_requests(related.requests.get(process.id, []), who)
    ]
