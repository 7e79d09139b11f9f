"""Shows projects: flat in lists, or with the processes that the caller may see."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from service.access.actor import ActingParty
from service.access.permissions import Principal
from service.access.process_view import sees_project_details
from service.api.orders.process_presenter import show_all
from service.database import Session
from service.database.models import Process, Project
from service.manufacturing.quoting.currencies import money
from service.orders import project_list, totals
from service.orders.project_list import Listed
from service.orders.totals import Totals
from workflows.engine import Actor
from workflows.process import ProcessState


def flat(listed: project_list.Listed) -> dict[str, Any]:
    """A project as lists show it."""
    project = listed.project
    return {
        "id": project.id,
        "title": project.title,
        "details": project.details if sees_project_details(listed.side) else {},
        "client_id": project.client_id,
        "role": listed.side.value,
        "status": listed.status.value,
        "process_count": listed.count,
        "states": {state.value: n for state, n in sorted(listed.states.items(), key=_by_name)},
        "waiting_in_vain": listed.in_vain,
        "totals": _money(listed.totals),
        "version": project.version,
        "created_at": project.created_at,
        "updated_at": project.updated_at,
    }


def _money(worth: Totals) -> dict[str, Any]:
    return {
        name: [money(amount, currency) for currency, amount in sorted(amounts.items())]
        for name, amounts in vars(worth).items()
    }


def _by_name(item: tuple[Any, int]) -> str:
    return str(item[0].value)


def whole(db: Session, principal: Principal, project: Project, who: ActingParty) -> dict[str, Any]:
    """A project with the processes that this side sees."""
    (shown,) = whole_all(db, principal, [(project, who.role)])
    return shown


def whole_all(
    db: Session, principal: Principal, rows: Sequence[tuple[Project, Actor]]
) -> list[dict[str, Any]]:
    """Projects with their processes, by a fixed number of queries however many there are."""
    parties = project_list.readable(principal)
    seen = project_list.processes(db, rows, parties)
    worth = totals.totals_of(db, rows, parties)
    together = [process for processes in seen.values() for process in processes]
    shown = iter(show_all(db, principal, [project for project, _ in rows], together))
    states = {id: _states(processes) for id, processes in seen.items()}
    vain = project_list.in_vain(db, rows, parties, states)
    return [
        flat(Listed(project, side, states[project.id], worth[project.id], vain[project.id]))
        | {"processes": [next(shown) for _ in seen[project.id]]}
        for project, side in rows
    ]


def _states(processes: Sequence[Process]) -> dict[ProcessState, int]:
    return dict(Counter(process.state for process in processes))
