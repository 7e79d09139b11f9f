"""Finds projects, processes, requests and files for somebody: his own, or nothing at all."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.actor import ActingParty
from service.access.permissions import Decision, Forbidden, Principal, Resource, decide, sides
from service.database.locks import AGAINST_WRITERS
from service.database.models import Organization, Process, Project, Request
from workflows.engine import Actor
from workflows.process import PROCESS
from workflows.request import RequestState

#: A contractor sees a process from the dispatch on, until it is out of the race.
SEEING = (
    RequestState.DISPATCHED,
    RequestState.ACKNOWLEDGED,
    RequestState.CLARIFICATION,
    RequestState.OFFERED,
    RequestState.ACCEPTED,
)
_seeing = sa.select(Request.contractor_id).where(Request.state.in_(SEEING)).distinct()
#: Asked with every request; to put a query together takes longer than to have it answered.
_SEEING_PROJECT = _seeing.where(Request.project_id == sa.bindparam("id"))
_SEEING_PROCESS = _seeing.where(Request.process_id == sa.bindparam("id"))


class Unknown(Exception):
    """There is no such thing, or not for this caller: the two must not be told apart."""


@dataclass(frozen=True)
class ProcessAccess:
    """A process that somebody may see, and in which role he does."""

    process: Process
    project: Project
    who: ActingParty
    #: every role in which the caller may act here: who orders from his own workshop has two
    sides: tuple[ActingParty, ...] = ()

    def acting(self, trigger: str) -> ActingParty:
        """The caller in the role that may fire `trigger` now; his first role if none may."""
        state = self.process.state
        for who in self.sides:
            if trigger in PROCESS.triggers(state, who.role):
                return who
        return self.who


def find_project(
    db: Session, principal: Principal, project_id: UUID, right: str, *, lock: bool = False
) -> tuple[Project, ActingParty]:
    """The project and the caller's role in it; raises Unknown, Forbidden.

    Nobody waits for a lock on what is not his, so that waiting tells a stranger nothing.
    """
    project, who = _seen_project(db, principal, project_id, right)
    if lock:
        db.refresh(project, with_for_update=AGAINST_WRITERS)
        project, who = _seen_project(db, principal, project_id, right)
    return project, who


def _seen_project(
    db: Session, principal: Principal, project_id: UUID, right: str
) -> tuple[Project, ActingParty]:
    project = db.get(Project, project_id)
    # Asked for what is unknown, too: it must take the same time as for what is somebody else's.
    contractors = frozenset(db.scalars(_SEEING_PROJECT, {"id": project_id}))
    if project is None or project.deleted_at:
        raise Unknown(f"there is no project {project_id}")
    decision = decide(principal, right, Resource(project.owner_id, contractors))
    return project, admitted(principal, decision, right, f"project {project_id}")


def find_process(
    db: Session,
    principal: Principal,
    process_id: UUID,
    right: str,
    *,
    lock: bool = False,
    with_project: bool = False,
) -> ProcessAccess:
    """The process, locked if it is about to change; raises Unknown, Forbidden.

    `with_project` locks its project too, always before the process.
    """
    found = _seen_process(db, principal, process_id, right)
    if not lock:
        return found
    if with_project:
        db.refresh(found.project, with_for_update=AGAINST_WRITERS)
    db.refresh(found.process, with_for_update=AGAINST_WRITERS)
    return _seen_process(db, principal, process_id, right)  # while we waited it may have changed


def _seen_process(db: Session, principal: Principal, process_id: UUID, right: str) -> ProcessAccess:
    process = db.get(Process, process_id)
    contractors = frozenset(seeing_contractors(db, process_id))
    if process is None or process.deleted_at:
        raise Unknown(f"there is no process {process_id}")
    project = db.get_one(Project, process.project_id)
    resource = Resource(project.owner_id, contractors)
    decision = decide(principal, right, resource)
    who = admitted(principal, decision, right, f"process {process_id}")
    return ProcessAccess(process, project, who, sides_of(principal, right, resource))


def sides_of(principal: Principal, right: str, resource: Resource) -> tuple[ActingParty, ...]:
    """The caller in every role in which he holds the right, the one to be shown as first."""
    return tuple(_as(principal, way) for way in sides(principal, right, resource))


def find_processes(
    db: Session,
    principal: Principal,
    project_id: UUID,
    process_ids: Collection[UUID],
    right: str,
    *,
    with_project: bool = False,
) -> tuple[Project, ActingParty, list[Process]]:
    """Several processes of one project, locked, for its client, in the order asked for.

    `with_project` locks their project too, always before them. Raises Unknown, Forbidden.
    """
    project, who = find_project(db, principal, project_id, right, lock=with_project)
    only_client(who, "changes the processes of a project")
    query = sa.select(Process).where(
        Process.project_id == project_id,
        Process.id.in_(process_ids),
        Process.deleted_at.is_(None),
    )
    # Always in the order of ids, so that two callers cannot block each other.
    query = query.order_by(Process.id).with_for_update(**AGAINST_WRITERS)
    rows = db.scalars(query.execution_options(populate_existing=True))
    found = {process.id: process for process in rows}
    for process_id in process_ids:
        if process_id not in found:
            raise Unknown(f"there is no process {process_id} in project {project_id}")
    return project, who, [found[process_id] for process_id in dict.fromkeys(process_ids)]


def only_client(who: ActingParty, does: str) -> None:
    """Raise Forbidden for contractors, and for operators: they make moves and nothing else."""
    if who.role is not Actor.CLIENT:
        raise Forbidden(f"only the client's side {does}")


def seeing_contractors(db: Session, process_id: UUID) -> list[UUID]:
    """The contractors that were asked for this process and are still in the race."""
    return list(db.scalars(_SEEING_PROCESS, {"id": process_id}))


def admitted(principal: Principal, decision: Decision, right: str, name: str) -> ActingParty:
    """The caller in the role that the decision gives him; raises Unknown, Forbidden."""
    if decision.verdict == "hide":
        raise Unknown(f"there is no {name}")
    if decision.verdict == "forbid" or decision.role is None:
        raise Forbidden(f"this needs the right {right}")
    return _as(principal, decision)


def _as(principal: Principal, decision: Decision) -> ActingParty:
    assert decision.role is not None, "only an allowing decision names a role"
    me = principal.user_id or principal.visitor_id
    return ActingParty(decision.role, me, principal.name, decision.party)


def find_organization(
    db: Session, principal: Principal, organization_id: UUID, right: str, *, lock: bool = False
) -> tuple[Organization, ActingParty]:
    """The organisation and the caller's role in it; raises Unknown, Forbidden.

    Whoever is about to change members or roles holds its row, so that of two owners who go at
    once one stays.
    """
    organization = db.get(
        Organization,
        organization_id,
        with_for_update=AGAINST_WRITERS if lock else None,
        populate_existing=lock,
    )
    if organization is None:
        raise Unknown(f"there is no organization {organization_id}")
    decision = decide(principal, right, Resource(organization.id))
    return organization, admitted(principal, decision, right, f"organization {organization_id}")
