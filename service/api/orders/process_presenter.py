"""Shows processes: to each side what it may see, with what it may do next."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from service.access.actor import ActingParty
from service.access.file_view import shows_file
from service.access.lookup import ProcessAccess, sides_of
from service.access.permissions import PROCESSES_EDIT, PROCESSES_READ, Principal, Resource
from service.access.process_view import sees_deadlines, sees_details, sees_whole
from service.access.request_view import visible_requests
from service.api.files.schemas import show_summary
from service.api.orders import next_moves
from service.api.orders.completeness import show_completeness
from service.api.orders.process_schemas import (
    ParkedNote,
    ProcessShown,
    ProgressShown,
)
from service.api.orders.production import (
    show_consents,
    show_dispute,
    show_production,
    show_shipments,
)
from service.api.orders.refusals import show_refusals
from service.api.sourcing.request_presenter import RequestShown, show_request
from service.api.verification.findings import show_findings
from service.api.verification.staleness import (
    show_staleness,
    show_verification,
)
from service.database import Session
from service.database.models import Process, Progress, Project
from service.files import files
from service.orders import configuration
from service.orders.process_details import ProcessDetails
from workflows.process import CODES, ProcessState

#: What only the two parties of a contract may know of when it is due.
TIMES = ("due_at", "then", "reminder_at", "start_by", "ship_by", "deliver_by")

#: What few drafts have; the others leave it out.
ONLY_WHERE_GIVEN = (
    *("accept", "contractor_id", "deliver_by", "offer_id", "parked", "production", "progress"),
    *("refusals", "reminder_at", "ship_by", "start_by", "then"),
    *("acceptance_criteria", "certificate", "color", "infill", "layer_height_mm"),
    *("surface_roughness_um", "tolerance_mm", "wanted_date"),
)


def show(
    db: Session, principal: Principal, access: ProcessAccess, *, completeness: bool = False
) -> ProcessShown:
    """One process as the caller sees it; the client also with its `completeness` if wanted."""
    (shown,) = show_all(db, principal, [access.project], [access.process])
    if completeness and sees_whole(access.actor):
        of_process = files.list_files(db, access.process.id)
        shown.completeness = show_completeness(access.process, of_process)
    return shown


def show_all(
    db: Session,
    principal: Principal,
    projects: Iterable[Project],
    processes: Sequence[Process],
) -> list[ProcessShown]:
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
) -> ProcessShown:
    """As `who` sees it; the actions are those of the roles in which the caller may move it."""
    shown = _for_everybody(process, who, moving, related)
    for name, value in configuration.shown(process.configuration).items():
        setattr(shown, name, value)
    if sees_whole(who):
        _add_what_the_client_sees(shown, process, who, related)
    else:
        _hide_from_a_contractor(shown, process, who)
    if process.state is ProcessState.DRAFT:
        _leave_out_what_a_draft_has_not(shown)
    return shown


def _leave_out_what_a_draft_has_not(shown: ProcessShown) -> None:
    for name in ONLY_WHERE_GIVEN:
        if not getattr(shown, name, None):
            shown.model_fields_set.discard(name)
    shown.model_fields_set.discard("consents")


def _for_everybody(
    process: Process, who: ActingParty, moving: Sequence[ActingParty], related: ProcessDetails
) -> ProcessShown:
    facts = related.facts[process.id]
    pieces = related.pieces.get(process.id)
    return ProcessShown.model_construct(
        id=process.id,
        project_id=process.project_id,
        title=process.title,
        service_type=process.service_type,
        details=(process.details or {}) if sees_details(who.role) else {},
        version=process.version,
        state_since=process.state_since,
        due_at=process.due_at,
        start_by=process.start_by,
        ship_by=process.ship_by,
        deliver_by=process.deliver_by,
        created_at=process.created_at,
        updated_at=process.updated_at,
        state=process.state,
        code=CODES.get(process.state),
        phase=next_moves.phase_of(process, facts, who),
        role=who.role,
        actions=next_moves.actions_of(process, facts, moving),
        missing=next_moves.missing_of(process, facts, who),
        then=next_moves.outcome_at_deadline(process, related),
        reminder_at=process.remind_at,
        files=[show_summary(f) for f in related.files[process.id] if shows_file(f, who)],
        dependencies=related.predecessors[process.id],
        requests=_requests(process, who, related),
        production=show_production(pieces),
        shipments=show_shipments(pieces),
        consents=show_consents(facts),
        dispute=show_dispute(related.disputes.get(process.id), process.state_since, facts),
    )


def _hide_from_a_contractor(shown: ProcessShown, process: Process, who: ActingParty) -> None:
    """Take out other processes, what counts for the client, and when others must answer."""
    shown.dependencies, shown.priorities = [], None
    if not sees_deadlines(process, who):
        for name in TIMES:
            setattr(shown, name, None)


def _add_what_the_client_sees(
    shown: ProcessShown, process: Process, who: ActingParty, related: ProcessDetails
) -> None:
    of_process = related.files[process.id]
    verification = related.verifications.get(process.verification_id)
    reasons = show_staleness(related.changes[process.id], who)
    shown.stale, shown.stale_because = bool(reasons), reasons
    shown.findings = show_findings(verification.findings, of_process) if verification else None
    shown.choice = [UUID(id) for id in process.choice]
    shown.contractor_id, shown.offer_id = process.contractor_id, process.offer_id
    shown.accept = process.accept
    shown.refusals = show_refusals(process, related)
    shown.verification = (
        show_verification(verification, process, related.facts[process.id], reasons)
        if verification
        else None
    )
    shown.progress = _progress(related.progress.get(process.id))
    shown.parked = _parked(process)


def _progress(row: Progress | None) -> ProgressShown | None:
    if row is None:
        return None
    return ProgressShown.model_construct(
        stage=row.stage, percent=row.percent, file=row.file, at=row.at
    )


def _parked(process: Process) -> ParkedNote | None:
    if process.parked_at is None:
        return None
    return ParkedNote.model_construct(
        at=process.parked_at,
        attempts=process.attempts,
        detail="the service could not do this step; an operator has been told",
    )


def _requests(process: Process, who: ActingParty, related: ProcessDetails) -> list[RequestShown]:
    """All requests for the client; for a contractor its own."""
    return [
        show_request(request, related.offers[request.id], who)
        for request in visible_requests(related.requests.get(process.id, []), who)
    ]
