"""Shows processes: to each side what it may see, with what it may do next."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from service.access.lookup import ProcessAccess, sides_of
from service.access.permissions import PROCESSES_EDIT, PROCESSES_READ, Principal, Resource
from service.access.process_view import organization_of, sees_billing_address, sees_whole
from service.api.http.selection import ALL, Selection, names_of
from service.api.orders.completeness import show_completeness
from service.api.orders.process_fields import FOR_EVERYBODY, FOR_THE_CLIENT, View
from service.api.orders.process_rows import ProcessRow, show_row
from service.api.orders.process_schemas import ProcessShown
from service.database import Session
from service.database.models import Process, Project
from service.orders import configuration
from service.orders.process_details import ProcessDetails
from workflows.process import ProcessState

#: What few drafts have; the others leave it out.
ONLY_WHERE_GIVEN = (
    *("accept", "contractor_id", "deliver_by", "offer_id", "parked", "production", "progress"),
    *("refusals", "reminder_at", "sandbox", "ship_by", "stale_because", "start_by", "then"),
    *("acceptance_criteria", "billing_address", "certificate", "color", "infill"),
    *("layer_height_mm", "sandbox_scenario", "surface_roughness_um", "tolerance_mm"),
    *("wanted_date",),
)


def show(db: Session, principal: Principal, access: ProcessAccess) -> ProcessShown:
    """One process as the caller sees it after a change."""
    (shown,) = show_all(db, principal, [access.project], [access.process])
    return shown


def show_read(
    db: Session,
    principal: Principal,
    access: ProcessAccess,
    wanted: Selection,
    *,
    completeness: bool = False,
) -> ProcessShown:
    """What is wanted of one process just looked up; for the client with its `completeness`."""
    process, seeing = access.process, {access.process.id: access.contractors}
    (view,) = _views(db, principal, [access.project], [process], seeing)
    shown = _shown(view, wanted)
    if completeness and sees_whole(view.who):
        shown.completeness = show_completeness(process, view.related.files[process.id])
    return shown


def show_all(
    db: Session,
    principal: Principal,
    projects: Iterable[Project],
    processes: Sequence[Process],
    wanted: Selection = ALL,
) -> list[ProcessShown]:
    """What is wanted of the processes of some projects, by a fixed number of queries.

    How many depends on the wanted fields alone.
    """
    return [_shown(view, wanted) for view in _views(db, principal, projects, processes)]


def show_rows(
    db: Session,
    principal: Principal,
    projects: Iterable[Project],
    processes: Sequence[Process],
    wanted: Selection = ALL,
) -> list[ProcessRow]:
    """The same as rows of their projects."""
    of_rows = wanted.of(names_of(ProcessRow))
    views = _views(db, principal, projects, processes)
    return [show_row(_fields(view, of_rows)) for view in views]


def _views(
    db: Session,
    principal: Principal,
    projects: Iterable[Project],
    processes: Sequence[Process],
    seeing: Mapping[UUID, frozenset[UUID]] | None = None,
) -> Iterator[View]:
    """`seeing` as in ProcessDetails."""
    owners = {project.id: project.owner_id for project in projects}
    related = ProcessDetails(db, processes, seeing)
    for process in processes:
        contractors = related.seeing_contractors.get(process.id, frozenset())
        resource = Resource(owners[process.project_id], contractors)
        moving = sides_of(principal, PROCESSES_EDIT, resource)
        looking = sides_of(principal, PROCESSES_READ, resource) or moving
        shown_for = organization_of(principal, looking[0])
        yield View(process, looking[0], moving, related, shown_for)


def _shown(view: View, wanted: Selection) -> ProcessShown:
    return ProcessShown.model_construct(**_fields(view, wanted))


def _fields(view: View, wanted: Selection) -> dict[str, Any]:
    """The wanted fields; the actions are those of the roles in which the caller may move it."""
    sees_all = sees_whole(view.who)
    fields = {**FOR_EVERYBODY, **FOR_THE_CLIENT} if sees_all else FOR_EVERYBODY
    shown = {name: field(view) for name, field in fields.items() if name in wanted}
    stated = configuration.shown(view.process.configuration)
    shown |= {name: value for name, value in stated.items() if name in wanted}
    if not sees_all and "priorities" in shown:
        shown["priorities"] = None  # they weigh contractors against each other
    if "billing_address" in shown and not sees_billing_address(view.process, view.who):
        shown["billing_address"] = None
    if view.process.state is ProcessState.DRAFT:
        shown.pop("consents", None)
        for name in ONLY_WHERE_GIVEN:
            if not shown.get(name):
                shown.pop(name, None)
    return shown
