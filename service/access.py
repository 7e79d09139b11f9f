"""Finds projects, processes, requests and files for somebody: his own, or nothing at all."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.models import Process, Project, Request
from service.rights import Decision, Forbidden, Principal, Resource, decide, sides
from service.who import Who
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


class Unknown(Exception):
    """There is no such thing, or not for this caller: the two must not be told apart."""


@dataclass(frozen=True)
class Found:
    """A process that somebody may see, and in which role he does."""

    process: Process
    project: Project
    who: Who
    #: every role in which the caller may act here: who orders from his own workshop has two
    sides: tuple[Who, ...] = ()

    def acting(self, trigger: str) -> Who:
        """The caller in the role that may fire `trigger` now; his first role if none may."""
        state = self.process.state
        for who in self.sides:
            if trigger in PROCESS.triggers(state, who.role):
                return who
        return self.who

    @property
    def is_client(self) -> bool:
        return self.who.role in (Actor.CLIENT, Actor.OPERATOR)


def find_project(
    db: Session, principal: Principal, project_id: UUID, right: str, *, lock: bool = False
) -> tuple[Project, Who]:
    """The project and the caller's role in it; raises Unknown, Forbidden."""
    project = db.get(Project, project_id, with_for_update=lock or None)
    if project is None or project.deleted_at:
        raise Unknown(f"there is no project {project_id}")
    seeing = sa.select(Request.contractor_id).where(
        Request.project_id == project_id, Request.state.in_(SEEING)
    )
    contractors = [] if _owns(principal, project) else db.scalars(seeing.distinct()).all()
    return project, _decided(principal, right, project, contractors, f"project {project_id}")


def find_process(
    db: Session, principal: Principal, process_id: UUID, right: str, *, lock: bool = False
) -> Found:
    """The process, locked if it is about to change; raises Unknown, Forbidden."""
    process = db.get(Process, process_id, with_for_update=lock or None, populate_existing=lock)
    if process is None or process.deleted_at:
        raise Unknown(f"there is no process {process_id}")
    project = db.get_one(Project, process.project_id)
    contractors = frozenset(seeing_contractors(db, process_id))
    who = _decided(principal, right, project, contractors, f"process {process_id}")
    ways = sides(principal, right, Resource(project.owner_id, contractors))
    return Found(process, project, who, tuple(_as(principal, way) for way in ways))


def find_processes(
    db: Session,
    principal: Principal,
    project_id: UUID,
    process_ids: Collection[UUID],
    right: str,
    *,
    lock: bool = False,
) -> tuple[Project, Who, list[Process]]:
    """Several processes of one project, for its client, in the order asked for; raises Unknown."""
    project, who = find_project(db, principal, project_id, right)
    if who.role is Actor.CONTRACTOR:
        raise Forbidden("only the client's side changes the processes of a project")
    query = sa.select(Process).where(
        Process.project_id == project_id,
        Process.id.in_(process_ids),
        Process.deleted_at.is_(None),
    )
    if lock:  # always in the order of ids, so that two callers cannot block each other
        query = query.order_by(Process.id).with_for_update()
    found = {process.id: process for process in db.scalars(query)}
    for process_id in process_ids:
        if process_id not in found:
            raise Unknown(f"there is no process {process_id} in project {project_id}")
    return project, who, [found[process_id] for process_id in dict.fromkeys(process_ids)]


def seeing_contractors(db: Session, process_id: UUID) -> list[UUID]:
    """The contractors that were asked for this process and are still in the race."""
    query = sa.select(Request.contractor_id).where(
        Request.process_id == process_id, Request.state.in_(SEEING)
    )
    return list(db.scalars(query.distinct()))


def is_request_of(db: Session, request_id: UUID, contractor_id: UUID | None) -> bool:
    """Whether a request was made to this contractor."""
    request = db.get(Request, request_id)
    return request is not None and request.contractor_id == contractor_id


def _owns(principal: Principal, project: Project) -> bool:
    return project.owner_id in principal.parties


def _decided(
    principal: Principal, right: str, project: Project, contractors: Iterable[UUID], name: str
) -> Who:
    decision = decide(principal, right, Resource(project.owner_id, frozenset(contractors)))
    return admitted(principal, decision, right, name)


def admitted(principal: Principal, decision: Decision, right: str, name: str) -> Who:
    """The caller in the role that the decision gives him; raises Unknown, Forbidden."""
    if decision.verdict == "hide":
        raise Unknown(f"there is no {name}")
    if decision.verdict == "forbid" or decision.role is None:
        raise Forbidden(f"this needs the right {right}")
    return _as(principal, decision)


def _as(principal: Principal, decision: Decision) -> Who:
    assert decision.role is not None, "only an allowing decision names a role"
    me = principal.user_id or principal.visitor_id
    return Who(decision.role, me, principal.name, decision.party)
