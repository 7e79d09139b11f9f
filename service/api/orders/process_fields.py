"""Works out the fields of a process, each of them only where it is wanted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from service.access.actor import ActingParty
from service.access.file_view import shows_file
from service.access.process_view import sees_deadlines, sees_details, sees_whole
from service.access.request_view import visible_requests
from service.api.files.schemas import show_summary
from service.api.orders import next_moves
from service.api.orders.process_schemas import ParkedNote, ProgressShown
from service.api.orders.production import (
    show_consents,
    show_dispute,
    show_production,
    show_shipments,
)
from service.api.orders.refusals import show_refusals
from service.api.sourcing.request_presenter import RequestShown, show_request
from service.api.verification.findings import FindingShown, show_findings
from service.api.verification.staleness import (
    VerificationSummary,
    show_staleness,
    show_verification,
)
from service.database.models import Process, Progress
from service.manufacturing.quoting import findings
from service.orders.process_details import ProcessDetails
from workflows.process import CODES, ProcessFacts


@dataclass(frozen=True)
class View:
    """A process as `who` sees it, who may move it in the roles `moving`; and what belongs to it."""

    process: Process
    who: ActingParty
    moving: Sequence[ActingParty]
    related: ProcessDetails
    #: of the caller's organisations the one that it is shown for; None for visitors and operators
    organization_id: UUID | None

    @property
    def facts(self) -> ProcessFacts:
        """What the guards of the lifecycle want to know."""
        return self.related.facts[self.process.id]

    @property
    def verification(self) -> Any:
        """The last one's columns that are shown in short; None if there is none."""
        id = self.process.verification_id
        return self.related.verifications[id] if id else None


Field = Callable[[View], Any]


def _column(name: str) -> Field:
    return lambda view: getattr(view.process, name)


def _time(field: Field) -> Field:
    """When something is due: for the two parties of the contract alone."""
    return lambda view: field(view) if sees_deadlines(view.process, view.who) else None


def _dependencies(view: View) -> list[UUID]:
    """Other processes are no business of a contractor's."""
    return view.related.predecessors[view.process.id] if sees_whole(view.who) else []


def _requests(view: View) -> list[RequestShown]:
    """All requests for the client; for a contractor its own."""
    return [
        show_request(request, view.related.offers[request.id], view.who)
        for request in visible_requests(view.related.requests.get(view.process.id, []), view.who)
    ]


def _findings(view: View) -> list[FindingShown] | None:
    """All of them for the client's side; for a contractor those of the parts and of its quote."""
    row, files = view.verification, view.related.files[view.process.id]
    if row is None or row.findings is None or sees_whole(view.who):
        return show_findings(row.findings, files) if row else None
    own = visible_requests(view.related.requests.get(view.process.id, []), view.who)
    warnings = own[-1].quote["warnings"] if own else []
    seen = findings.for_contractor(row.findings, warnings)
    return show_findings(seen, files, to_mend=False)


def _verification(view: View) -> VerificationSummary | None:
    row = view.verification
    if row is None:
        return None
    reasons = show_staleness(view.related.changes[view.process.id], view.who)
    return show_verification(row, view.process, view.facts, reasons)


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


#: What both sides see, in the order in which it is shown.
FOR_EVERYBODY: Mapping[str, Field] = {
    **{
        name: _column(name)
        for name in (
            *("id", "project_id", "title", "service_type", "version", "state_since"),
            *("created_at", "updated_at", "state", "sandbox"),
        )
    },
    **{name: _time(_column(name)) for name in ("due_at", "start_by", "ship_by", "deliver_by")},
    "details": lambda view: (view.process.details or {}) if sees_details(view.who.role) else {},
    "code": lambda view: CODES.get(view.process.state),
    "phase": lambda view: next_moves.phase_of(view.process, view.facts, view.who),
    "role": lambda view: view.who.role,
    "as": lambda view: view.organization_id,
    "actions": lambda view: next_moves.actions_of(view.process, view.facts, view.moving),
    "missing": lambda view: next_moves.missing_of(view.process, view.facts, view.who),
    "then": _time(lambda view: next_moves.outcome_at_deadline(view.process, view.related)),
    "reminder_at": _time(_column("remind_at")),
    "files": lambda view: [
        show_summary(file)
        for file in view.related.files[view.process.id]
        if shows_file(file, view.who)
    ],
    "dependencies": _dependencies,
    "requests": _requests,
    "production": lambda view: show_production(view.related.pieces.get(view.process.id)),
    "shipments": lambda view: show_shipments(view.related.pieces.get(view.process.id)),
    "consents": lambda view: show_consents(view.facts),
    "dispute": lambda view: show_dispute(
        view.related.disputes.get(view.process.id), view.process.state_since, view.facts
    ),
    "findings": _findings,
}
#: What compares contractors, and the client's own choices.
FOR_THE_CLIENT: Mapping[str, Field] = {
    "stale": lambda view: bool(view.related.changes[view.process.id]),
    "stale_because": lambda view: show_staleness(view.related.changes[view.process.id], view.who),
    "choice": lambda view: [UUID(id) for id in view.process.choice],
    "contractor_id": _column("contractor_id"),
    "offer_id": _column("offer_id"),
    "accept": _column("accept"),
    "refusals": lambda view: show_refusals(view.process, view.related),
    "verification": _verification,
    "progress": lambda view: _progress(view.related.progress.get(view.process.id)),
    "parked": lambda view: _parked(view.process),
}
