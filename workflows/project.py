"""The status of a project, derived from its processes for the side that looks."""

from collections.abc import Iterable
from enum import Enum

from workflows.actors import Actor
from workflows.process import PROCESS, ProcessState


class ProjectStatus(Enum):
    """Whose move it is, the most urgent first."""

    ACTION_REQUIRED = "action_required"  #: the side that looks
    WAITING_FOR_CONTRACTOR = "waiting_for_contractor"
    WAITING_FOR_CLIENT = "waiting_for_client"
    WAITING_FOR_PROCESS = "waiting_for_process"  #: another one of the project
    IN_PROGRESS = "in_progress"  #: a machine is at work
    FAILED = "failed"  #: ended without a delivery
    COMPLETED = "completed"


_URGENCY = {status: place for place, status in enumerate(ProjectStatus)}


def phase(state: ProcessState, side: Actor, *, in_vain: bool = False) -> ProjectStatus:
    """Whose move one process is, as `side` sees it.

    If it waits `in_vain`, for one that will never be completed, the move is its client's.
    """
    row = PROCESS.states[state]
    if in_vain and state is ProcessState.WAITING:
        is_client = side is Actor.CLIENT
        return ProjectStatus.ACTION_REQUIRED if is_client else ProjectStatus.WAITING_FOR_CLIENT
    if row.final:
        return ProjectStatus.COMPLETED if state is ProcessState.COMPLETED else ProjectStatus.FAILED
    if side in row.waits_for:
        return ProjectStatus.ACTION_REQUIRED
    if Actor.CONTRACTOR in row.waits_for:
        return ProjectStatus.WAITING_FOR_CONTRACTOR
    if Actor.CLIENT in row.waits_for:
        return ProjectStatus.WAITING_FOR_CLIENT
    if "process" in row.waits_for:
        return ProjectStatus.WAITING_FOR_PROCESS
    return ProjectStatus.IN_PROGRESS


def more_urgent(first: ProjectStatus, second: ProjectStatus) -> bool:
    """Whether a process of the first status hides one of the other."""
    return _URGENCY[first] < _URGENCY[second]


def project_status(
    states: Iterable[ProcessState], side: Actor, *, in_vain: bool = False
) -> ProjectStatus:
    """The most urgent phase of a project's processes, as `side` sees them.

    `in_vain`: one of the waiting processes waits for one that will never be completed.

    A cancelled process says nothing about the others: it counts only where all are cancelled. A
    project without processes waits for its client, like a draft.
    """
    states = list(states) or [ProcessState.DRAFT]
    alive = [state for state in states if state is not ProcessState.CANCELLED] or states
    ways = {False, in_vain}
    phases = (phase(state, side, in_vain=vain) for state in alive for vain in ways)
    return min(phases, key=_URGENCY.__getitem__)
