"""Gathers what the guards of the lifecycle want to know about a process."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from service import clock
from service.database.models import Process
from service.lifecycle.consents import pieces_to_remake
from service.lifecycle.fact_sources import FactSources, read_sources
from service.manufacturing.quoting.changes import Reason
from workflows.process import PROCESS, ProcessFacts
from workflows.request import OPEN, RequestState


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
    sources = read_sources(db, processes)
    facts = {process.id: _facts(process, sources) for process in processes}
    return facts, dict(sources.changes)


def _facts(process: Process, sources: FactSources) -> ProcessFacts:
    id, stated = process.id, process.configuration
    predecessors = sources.predecessors.get(id, {})
    unsuitable, declined = sources.unsuitable.get(id, ()), sources.declined.get(id, ())
    requests = sources.requests.get(id, Counter())
    of_contractor = sources.consents.get((id, "contractor"), {})
    of_client = sources.consents.get((id, "client"), {})
    pieces = sources.pieces.get(id)
    blocking = tuple(reason.detail for reason in sources.changes[id] if reason.blocks)
    return ProcessFacts(
        model_files=tuple(sources.files.get(id, ())),
        quantity=stated.get("quantity"),
        material_chosen=bool(stated.get("material_id") or stated.get("technology")),
        open_predecessors=tuple(predecessors),
        failed_predecessors={
            name: state.value for name, state in predecessors.items() if PROCESS.states[state].final
        },
        verification_exists=process.verification_id is not None,
        verification_fresh=_binds(process) and not blocking,
        stale_because=blocking,
        chosen=tuple(process.choice),
        chosen_unsuitable=tuple(sources.names[c] for c in process.choice if c in unsuitable),
        chosen_declined=tuple(sources.names[c] for c in process.choice if c in declined),
        open_requests=sum(requests[state] for state in OPEN),
        open_questions=requests[RequestState.CLARIFICATION],
        binding_offers=sources.offers.get(id, 0),
        contractor_consents=frozenset(of_contractor),
        client_consents=frozenset(of_client),
        contractor_remakes=pieces_to_remake(of_contractor),
        client_remakes=pieces_to_remake(of_client),
        pieces_left=pieces.production.left if pieces else 0,
        pieces_reported=pieces.production.reported if pieces else 0,
        pieces_ready=pieces.ready if pieces else 0,
        shipments_on_their_way=len(pieces.on_their_way) if pieces else 0,
        delivery_address_stated=bool(stated.get("delivery_address")),
        visitor=process.project_id in sources.visitor_projects,
    )


def _binds(process: Process) -> bool:
    """Whether there are quotes that still bind."""
    until = process.quotes_valid_until
    return process.verification_id is not None and until is not None and until > clock.now()
