"""Shows projects: flat in lists, or with the processes that the caller may see."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from pydantic import Field, JsonValue

from service.access.actor import ActingParty
from service.access.permissions import Principal
from service.access.process_view import sees_details
from service.api.http.fields import Shown
from service.api.http.money import MoneyShown, show_money
from service.api.orders.batches import DryRun
from service.api.orders.process_presenter import show_all
from service.api.orders.process_rows import ProcessRow, show_row
from service.api.orders.process_schemas import ProcessShown
from service.database import Session
from service.database.models import Process, Project
from service.orders import project_list, totals
from service.orders.project_list import Listed
from service.orders.totals import Totals
from workflows.engine import Actor
from workflows.process import ProcessState
from workflows.project import ProjectStatus


class TotalsShown(Shown):
    """What the processes are worth without tax, one sum a currency; each process counts once."""

    confirmed: list[MoneyShown] = Field(description="accepted offers")
    offered: list[MoneyShown] = Field(description="lowest binding offers that await a decision")
    quoted: list[MoneyShown] = Field(
        description="where nothing is offered yet, the lowest quotes of the contractors that are "
        "asked; the best quotes where none is asked"
    )


class FlatProject(Shown):
    """A project without its processes."""

    id: UUID
    title: str
    details: dict[str, JsonValue]
    client_id: UUID | None = Field(description="the organization that owns it; null: a visitor")
    role: Actor = Field(description="the side that looks")
    status: ProjectStatus = Field(description="derived from the processes, for the side that looks")
    process_count: int
    states: dict[str, int] = Field(description="processes by state")
    waiting_in_vain: int = Field(
        description="those that are waiting for a process that was cancelled or has failed: the "
        "client must let them wait for another one, or for none"
    )
    totals: TotalsShown
    version: int
    created_at: datetime
    updated_at: datetime


class ProjectShown(FlatProject):
    """A project with the processes that the caller may see."""

    processes: list[ProcessShown | ProcessRow] = Field(
        description="rows when the project is read, unless with `include=processes`"
    )
    dry_run: DryRun | None = None


class ProjectPage(Shown):
    """Some projects as they were asked for; `processes` only where they were asked for."""

    items: list[ProjectShown | FlatProject]
    next: str | None = Field(description="cursor of the next page")


def flat(listed: Listed) -> FlatProject:
    """A project as lists show it."""
    project = listed.project
    return FlatProject.model_construct(
        id=project.id,
        title=project.title,
        details=project.details if sees_details(listed.side) else {},
        client_id=project.client_id,
        role=listed.side,
        status=listed.status,
        process_count=listed.count,
        states={state.value: n for state, n in sorted(listed.states.items(), key=_by_name)},
        waiting_in_vain=listed.in_vain,
        totals=_totals(listed.totals),
        version=project.version,
        created_at=project.created_at,
        updated_at=project.updated_at,
    )


def _totals(worth: Totals) -> TotalsShown:
    return TotalsShown.model_construct(
        confirmed=_sums(worth.confirmed), offered=_sums(worth.offered), quoted=_sums(worth.quoted)
    )


def _sums(amounts: Mapping[str, Decimal]) -> list[MoneyShown]:
    return [show_money(amount, currency) for currency, amount in sorted(amounts.items())]


def _by_name(item: tuple[ProcessState, int]) -> str:
    return item[0].value


def whole(
    db: Session,
    principal: Principal,
    project: Project,
    who: ActingParty,
    *,
    in_short: bool = False,
) -> ProjectShown:
    """A project with the processes that this side sees, as rows or whole."""
    (shown,) = whole_all(db, principal, [(project, who.role)])
    if in_short:
        shown.processes = [
            show_row(process) for process in shown.processes if isinstance(process, ProcessShown)
        ]
    return shown


def whole_all(
    db: Session, principal: Principal, rows: Sequence[tuple[Project, Actor]]
) -> list[ProjectShown]:
    """Projects with their processes, by a fixed number of queries however many there are."""
    parties = project_list.readable(principal)
    by_project = project_list.processes(db, rows, parties)
    worth = totals.totals_of(db, rows, parties)
    together = [process for processes in by_project.values() for process in processes]
    shown = iter(show_all(db, principal, [project for project, _ in rows], together))
    states = {id: _states(processes) for id, processes in by_project.items()}
    vain = project_list.in_vain(db, rows, parties, states)
    return [
        ProjectShown.model_construct(
            **dict(flat(Listed(project, side, states[id], worth[id], vain[id]))),
            processes=[next(shown) for _ in by_project[id]],
        )
        for project, side in rows
        for id in [project.id]
    ]


def _states(processes: Sequence[Process]) -> dict[ProcessState, int]:
    return dict(Counter(process.state for process in processes))
