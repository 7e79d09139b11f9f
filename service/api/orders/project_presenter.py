"""Shows projects: flat in lists, or with the processes that the caller may see."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import Field, JsonValue

from service.access.actor import ActingParty
from service.access.permissions import Principal
from service.access.process_view import sees_details
from service.api.http.fields import Shown
from service.api.http.money import MoneyShown, show_money
from service.api.http.selection import ALL, Selection
from service.api.orders.batches import DryRun
from service.api.orders.process_presenter import show_all, show_rows
from service.api.orders.process_rows import ProcessRow
from service.api.orders.process_schemas import ProcessShown
from service.database import Session
from service.database.models import Project
from service.orders import project_list
from service.orders.project_list import Listed, Summaries
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


_SANDBOX = "to try out: contractors answer by themselves"
_SHOWN_AS = "the organization of the caller's that it is shown for; null for visitors and operators"


class FlatProject(Shown):
    """A project without its processes, as lists have it."""

    id: UUID
    title: str
    details: dict[str, JsonValue] = Field(
        {}, description="only with `include=details`, or where `fields` names it"
    )
    client_id: UUID | None = Field(description="the organization that owns it; null: a visitor")
    sandbox: bool = Field(
        False, description=f"{_SANDBOX}; left out where it is false, unless `fields` names it"
    )
    role: Actor = Field(description="the side that looks")
    shown_as: UUID | None = Field(
        None,
        alias="as",
        description=f"{_SHOWN_AS}; left out for who has no more than one, unless `fields` names it",
    )
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

    details: dict[str, JsonValue]
    sandbox: bool = Field(description=_SANDBOX)
    shown_as: UUID | None = Field(alias="as", description=_SHOWN_AS)
    processes: list[ProcessShown | ProcessRow] = Field(
        description="rows when the project is read or changed, unless with `include=processes`"
    )
    dry_run: DryRun | None = None


class ProjectPage(Shown):
    """Some projects as they were asked for; `processes` only where they were asked for."""

    items: list[ProjectShown | FlatProject]
    next: str | None = Field(description="cursor of the next page")


#: The fields of a project, each worked out only where it is wanted.
_FIELDS: Mapping[str, Callable[[Listed], Any]] = {
    "id": lambda listed: listed.project.id,
    "title": lambda listed: listed.project.title,
    "details": lambda listed: listed.project.details if sees_details(listed.side) else {},
    "client_id": lambda listed: listed.project.client_id,
    "sandbox": lambda listed: listed.project.sandbox,
    "role": lambda listed: listed.side,
    "as": lambda listed: listed.organization_id,
    "status": lambda listed: listed.status,
    "process_count": lambda listed: listed.count,
    "states": lambda listed: {
        state.value: n for state, n in sorted(listed.states.items(), key=_by_name)
    },
    "waiting_in_vain": lambda listed: listed.in_vain,
    "totals": lambda listed: _totals(listed.totals),
    "version": lambda listed: listed.project.version,
    "created_at": lambda listed: listed.project.created_at,
    "updated_at": lambda listed: listed.project.updated_at,
}


def flat(
    principal: Principal, rows: Sequence[Listed], wanted: Selection, *, details: bool
) -> list[FlatProject]:
    """What is wanted of the projects of a list; without a wish what differs among its entries."""
    says_something = {"details": details, "as": len(principal.organizations) > 1}
    usual = [name for name in _FIELDS if says_something.get(name, name != "sandbox")]
    real, trial = Selection(tuple(usual)), Selection((*usual, "sandbox"))
    if wanted.names:
        real = trial = wanted
    return [
        FlatProject.model_construct(**_fields(listed, trial if listed.project.sandbox else real))
        for listed in rows
    ]


def _fields(listed: Listed, wanted: Selection) -> dict[str, Any]:
    return {name: field(listed) for name, field in _FIELDS.items() if name in wanted}


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
    wanted: Selection = ALL,
    *,
    in_short: bool = False,
) -> ProjectShown:
    """What is wanted of a project, with the processes that this side sees, as rows or whole."""
    (shown,) = whole_all(db, principal, [(project, who.role)], wanted, in_short=in_short)
    return shown


def whole_all(
    db: Session,
    principal: Principal,
    rows: Sequence[tuple[Project, Actor]],
    wanted: Selection = ALL,
    *,
    in_short: bool = False,
) -> list[ProjectShown]:
    """Projects with their processes, by a fixed number of queries however many there are.

    How many depends on the wanted fields alone.
    """
    parties = project_list.readable(principal)
    if "processes" not in wanted:
        summaries = Summaries(db, rows, parties)
        return [_project(Listed(project, side, summaries), wanted) for project, side in rows]
    seen = project_list.processes(db, rows, parties)
    summaries = Summaries(db, rows, parties, seen)
    together = [process for processes in seen.values() for process in processes]
    projects = [project for project, _ in rows]
    of_processes = wanted.within("processes")
    shown: Iterator[ProcessShown | ProcessRow] = iter(
        show_rows(db, principal, projects, together, of_processes)
        if in_short
        else show_all(db, principal, projects, together, of_processes)
    )
    return [
        _project(Listed(project, side, summaries), wanted, [next(shown) for _ in seen[project.id]])
        for project, side in rows
    ]


def _project(
    listed: Listed, wanted: Selection, processes: Sequence[ProcessShown | ProcessRow] | None = None
) -> ProjectShown:
    shown = ProjectShown.model_construct(**_fields(listed, wanted))
    if processes is not None:
        shown.processes = [*processes]
    return shown
