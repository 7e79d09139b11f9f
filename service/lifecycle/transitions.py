"""Changes the state of a process: the only module that does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from service import clock
from service.access.actor import SYSTEM, ActingParty
from service.catalogue.occupancy import TAKING
from service.catalogue.versions import mark_booked
from service.database.models import Process
from service.events import outbox
from service.lifecycle import deadlines, history, usage, windows, work_queue
from service.lifecycle.facts import facts_of
from service.lifecycle.history import HistoryData
from service.lifecycle.parties import UNASKED, parties_of, project_of
from service.lifecycle.predecessors import NEVER_COMPLETED, open_predecessors
from service.lifecycle.successors import waiting_successors
from service.settings import settings
from service.values.json_object import JsonObject
from workflows.engine import Moved
from workflows.process import PROCESS, ProcessFacts, ProcessState

#: The task that works in an automatic state: the state is the queue, the work item only wakes.
TASKS = {ProcessState.VERIFYING: "verify", ProcessState.SENDING: "send"}


@dataclass(frozen=True)
class Known:
    """What a caller knows already of the state that a move leads to, so that nothing is read."""

    contractors: Sequence[UUID]
    due_at: datetime | None
    remind_at: datetime | None = None


def move(
    db: Session,
    process: Process,
    trigger: str,
    by: ActingParty,
    *,
    data: HistoryData | None = None,
    facts: ProcessFacts | None = None,
    contractor_id: UUID | None = None,
    known: Known | None = None,
) -> Moved[ProcessState]:
    """Fire `trigger`: state, version, history, events and work item, in the caller's transaction.

    The caller holds the row's lock. Where `contractor_id` has caused the move, no other contractor
    is told. Raises IllegalMove or NotReady, and then nothing has changed.
    """
    row = PROCESS.move(process.state, trigger, by.role)
    if facts is None:
        facts = facts_of(db, process) if row.guards else ProcessFacts()
    moved = PROCESS.fire(process, trigger, by.role, facts)
    entered = moved.dest is not moved.source
    if entered:
        _enter(db, process, known)
    if process.contractor_id and (moved.source in TAKING) != (moved.dest in TAKING):
        mark_booked(db, process.contractor_id)  # a machine is taken, or free again
    _record(db, process, trigger, moved.source.value, by, data or {})
    event_data = {"trigger": trigger, **(data or {})}
    if entered:
        _announce(db, process, f"process.{moved.dest.value}", by, event_data, contractor_id, known)
    elif row.via == "action" and not PROCESS.states[moved.dest].automatic:
        _announce(db, process, "process.updated", by, event_data)
    if process.state is ProcessState.COMPLETED:
        _wake_successors(db, process)
    elif entered and process.state in NEVER_COMPLETED:
        _warn_successors(db, process)
    return moved


def edit(
    db: Session, process: Process, by: ActingParty, data: HistoryData, *, revises: bool
) -> None:
    """Note a change of the process' content; what was verified becomes a draft again.

    `revises` False is for a change that a verification does not depend on. Raises IllegalMove when
    the process is past being edited.
    """
    trigger = "revise" if revises and process.state is not ProcessState.DRAFT else "edit"
    _change(db, process, trigger, by, data)


def state_address(db: Session, process: Process, by: ActingParty, data: HistoryData) -> None:
    """Note where the parts go after contractors were asked; raises IllegalMove."""
    _change(db, process, "state_address", by, data)


def edit_details(db: Session, process: Process, by: ActingParty, entries: JsonObject) -> None:
    """Note a change of what the client stores for itself, in the history and to the client alone.

    `entries` are those that have changed, as they are now. Raises IllegalMove once all is over.
    """
    PROCESS.fire(process, "edit_details", by.role, ProcessFacts())
    _record(db, process, "edit_details", process.state.value, by, {"changed": {"details": entries}})
    names = {"changed": {"details": list(entries)}}
    owner = project_of(db, process.project_id).owner_id
    _announce_to(db, process, "process.updated", by, names, [owner])


def add_paper(db: Session, process: Process, by: ActingParty, data: HistoryData) -> None:
    """Note a paper that the contractor of the order adds to it; raises IllegalMove."""
    _change(db, process, "add_paper", by, data)


def _change(
    db: Session, process: Process, trigger: str, by: ActingParty, data: HistoryData
) -> None:
    moved = PROCESS.fire(process, trigger, by.role, ProcessFacts())
    if moved.dest is not moved.source:
        _enter(db, process)
    _record(db, process, trigger, moved.source.value, by, data)
    if moved.dest is not moved.source:
        _announce(db, process, f"process.{moved.dest.value}", by, {"trigger": trigger})
    _announce(db, process, "process.updated", by, data)


def record_in_place(
    db: Session,
    process: Process,
    trigger: str,
    by: ActingParty,
    *,
    data: HistoryData,
    request_id: UUID | None = None,
) -> None:
    """Write into the history what is no move of the process: one of a request, or of the sandbox.

    The process stays where it is: the row leads from its state to its state, so that the rows
    folded give the process' state. What was done stands in `data`.
    """
    _record(db, process, trigger, process.state.value, by, data, request_id)


def begin(db: Session, process: Process, by: ActingParty, data: HistoryData | None = None) -> None:
    """Write the first history row of a new process, and announce it."""
    db.add(process)
    state = process.state.value
    history.append(db, process, "create", source=None, dest=state, by=by, data=data or {})
    _announce(db, process, "process.created", by, {})


def remove(db: Session, process: Process, by: ActingParty) -> None:
    """Delete a process for everybody; its history stays, and nobody waits for it any more."""
    remove_all(db, [process], by)


def remove_all(db: Session, processes: Sequence[Process], by: ActingParty) -> None:
    """Delete several: whoever waits for one of them goes on, unless they are deleted themselves."""
    usage.count_removed(db, processes)
    for process in processes:
        process.deleted_at = clock.now()
        process.due_at = process.remind_at = None
        process.lease_token += 1
        _record(db, process, "delete", process.state.value, by, {})
        _announce(db, process, "process.deleted", by, {})
    for process in processes:
        _wake_successors(db, process)


def restore(
    db: Session,
    process: Process,
    by: ActingParty,
    data: HistoryData,
    state_since: datetime | None,
) -> None:
    """Go on from where the caller has put the process, which is where its history ends.

    No move of the lifecycle: one more row says that the process was rebuilt, by whom and why.
    Whoever worked on it is fenced off, its deadline is set anew, and its worker is woken.
    """
    process.state_since = state_since or process.state_since
    _free(process)
    schedule(db, process)
    if process.deleted_at is None:
        work_queue.enqueue_process(db, TASKS.get(process.state), process)
    _record(db, process, "rebuild", process.state.value, by, data)
    _announce(db, process, "process.updated", by, {"trigger": "rebuild"})


def _enter(db: Session, process: Process, known: Known | None = None) -> None:
    process.state_since = clock.now()
    process.reminded_at = None
    _free(process)
    if process.state is ProcessState.SENDING:
        process.round += 1
        windows.fix(db, process, project_of(db, process.project_id))
    if known:
        process.due_at, process.remind_at = known.due_at, known.remind_at
    else:
        schedule(db, process)
    if process.state is ProcessState.DRAFT:
        process.quotes_valid_until = None  # the record stays, but nothing binds by it any more
    work_queue.enqueue_process(db, TASKS.get(process.state), process)


def _free(process: Process) -> None:
    """Fence off whoever still works on the process as it was before."""
    process.lease_token += 1
    process.lease_until = process.not_before = process.parked_at = process.last_error = None
    process.attempts = 0


def schedule(db: Session, process: Process) -> None:
    """Note when the deadline of the process' state falls due, and the reminder before it."""
    project = project_of(db, process.project_id)
    process.due_at, process.remind_at = deadlines.times(db, process, project)


def _record(
    db: Session,
    process: Process,
    trigger: str,
    source: str,
    by: ActingParty,
    data: HistoryData,
    request_id: UUID | None = None,
) -> None:
    process.version += 1
    process.updated_at = clock.now()
    if process.sandbox and process.state not in UNASKED:
        # Whatever happened may be its contractor's turn: the sandbox looks.
        process.sandbox_due_at = clock.now() + timedelta(seconds=settings().sandbox_delay_s)
    history.append(
        db,
        process,
        trigger,
        source=source,
        dest=process.state.value,
        by=by,
        data=data,
        request_id=request_id,
    )


def _announce(
    db: Session,
    process: Process,
    type: str,
    by: ActingParty,
    data: HistoryData,
    contractor_id: UUID | None = None,
    known: Known | None = None,
) -> None:
    """Tell the parties; where one contractor is named, the client and that contractor alone."""
    if known:
        parties = [project_of(db, process.project_id).owner_id, *known.contractors]
    else:
        parties = parties_of(db, process)
    if contractor_id:
        parties = [party for party in parties if party in (parties[0], contractor_id)]
    _announce_to(db, process, type, by, data, parties)


def _announce_to(
    db: Session,
    process: Process,
    type: str,
    by: ActingParty,
    data: HistoryData,
    parties: Sequence[UUID],
) -> None:
    outbox.announce(
        db,
        type,
        actor=by,
        parties=parties,
        project_id=process.project_id,
        process_id=process.id,
        data={"state": process.state.value, "version": process.version, **data},
    )


def _wake_successors(db: Session, process: Process) -> None:
    """Let those go on that wait for this process and for no other one."""
    waiting = waiting_successors(db, process)
    still_waiting = open_predecessors(db, [successor.id for successor in waiting])
    for successor in waiting:
        if not still_waiting[successor.id]:
            move(db, successor, "resume", SYSTEM)


def _warn_successors(db: Session, process: Process) -> None:
    """Say to the client of those that wait for this process that it will never be completed."""
    data = {"predecessor_id": str(process.id), "title": process.title, "ended": process.state.value}
    for successor in waiting_successors(db, process):
        move(db, successor, "predecessor_fails", SYSTEM, data=data)
        _announce(db, successor, "process.predecessor_failed", SYSTEM, data)
