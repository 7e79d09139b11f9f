"""What can be done next with a process: its moves, what they need, what happens by itself."""

from collections.abc import Sequence
from datetime import datetime

from service.access.actor import ActingParty
from service.access.process_view import moves_of
from service.api.orders.batches import MissingShown, show_missing
from service.database.models import Offer, Process
from service.lifecycle import request_deadlines
from service.orders.process_details import ProcessDetails
from workflows.engine import Actor
from workflows.process import PROCESS, ProcessFacts, ProcessState
from workflows.project import ProjectStatus, phase
from workflows.request import ANSWERABLE


def actions_of(process: Process, facts: ProcessFacts, sides: Sequence[ActingParty]) -> list[str]:
    """What the caller may fire now, in the table's order; parking decides about `retry`."""
    triggers = [
        trigger
        for who in sides
        for trigger in moves_of(who, PROCESS.actions(process.state, who.role, facts))
        if PROCESS.move(process.state, trigger, who.role).via == "action"
    ]
    if process.parked_at is None:
        triggers = [trigger for trigger in triggers if trigger != "retry"]
    return list(dict.fromkeys(triggers))


def phase_of(process: Process, facts: ProcessFacts, who: ActingParty) -> ProjectStatus:
    """Whose move it is, for the side that looks."""
    return phase(process.state, who.role, in_vain=bool(facts.failed_predecessors))


def missing_of(process: Process, facts: ProcessFacts, who: ActingParty) -> list[MissingShown]:
    """What stands between the process and its next move."""
    waiting = process.state is ProcessState.WAITING  # it goes on by itself
    role = Actor.SYSTEM if waiting else who.role
    return show_missing(PROCESS.next_missing(process.state, role, facts))


def outcome_at_deadline(process: Process, related: ProcessDetails) -> str | None:
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
