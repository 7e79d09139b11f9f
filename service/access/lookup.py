"""Finds a project, process, request or organisation for a caller who may see it, or none at all."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.actor import ActingParty
from service.access.permissions import Decision, Forbidden, Principal, Resource, decide, sides
from service.access.request_view import SHOWS_PROCESS, has_arrived
from service.database.locks import AGAINST_WRITERS
from service.database.models import Organization, Process, Project, Request
from service.translations import Sentence, gettext_noop
from service.translations import gettext_noop as _
from workflows.engine import Actor
from workflows.process import PROCESS

_seeing = sa.select(Request.contractor_id).where(SHOWS_PROCESS).distinct()
#: Asked with every request; to put a query together takes longer than to have it answered.
_SEEING_PROJECT = _seeing.where(Request.project_id == sa.bindparam("id"))
_SEEING_PROCESS = _seeing.where(Request.process_id == sa.bindparam("id"))


class Unknown(Exception):
    """There is no such thing, or not for this caller: the two must not be told apart."""


_NO_PROJECT = _("there is no project {id}")
_NO_PROCESS = _("there is no process {id}")
_NO_REQUEST = _("there is no request {id}")
_NO_ORGANIZATION = _("there is no organization {id}")


def unknown(message: str, **values: object) -> Unknown:
    """The error for what is not there, and for what the caller may not know to be there."""
    return Unknown(Sentence(message, **values))


@dataclass(frozen=True)
class ProcessAccess:
    """A process that somebody may see, and in which role they do."""

    process: Process
    project: Project
    actor: ActingParty
    #: every role in which the caller may act here: who orders from their own workshop has two
    sides: tuple[ActingParty, ...] = ()
    #: who was asked and was still under consideration when it was looked up
    contractors: frozenset[UUID] = frozenset()

    def acting(self, trigger: str) -> ActingParty:
        """The caller in the role that may fire `trigger` now; their first role if none may."""
        state = self.process.state
        for actor in self.sides:
            if trigger in PROCESS.triggers(state, actor.role):
                return actor
        return self.actor


def find_project(
    db: Session, principal: Principal, project_id: UUID, right: str, *, lock: bool = False
) -> tuple[Project, ActingParty]:
    """The project and the caller's role in it; raises Unknown, Forbidden.

    Nobody waits for a lock on what is not theirs, so that waiting tells a stranger nothing.
    """
    project, actor = _seen_project(db, principal, project_id, right)
    if lock:
        db.refresh(project, with_for_update=AGAINST_WRITERS)
        project, actor = _seen_project(db, principal, project_id, right)
    return project, actor


def _seen_project(
    db: Session, principal: Principal, project_id: UUID, right: str
) -> tuple[Project, ActingParty]:
    project = db.get(Project, project_id)
    # Asked for what is unknown, too: it must take the same time as for what is somebody else's.
    contractors = frozenset(db.scalars(_SEEING_PROJECT, {"id": project_id}))
    if project is None or project.deleted_at:
        raise unknown(_NO_PROJECT, id=project_id)
    decision = decide(principal, right, Resource(project.owner_id, contractors))
    return project, admitted(principal, decision, right, _NO_PROJECT, project_id)


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
    access = _seen_process(db, principal, process_id, right)
    if not lock:
        return access
    if with_project:
        db.refresh(access.project, with_for_update=AGAINST_WRITERS)
    db.refresh(access.process, with_for_update=AGAINST_WRITERS)
    if access.process.deleted_at:
        raise unknown(_NO_PROCESS, id=process_id)
    # While we waited it may have changed. Nobody was asked for what was never sent.
    contractors = seeing_contractors(db, process_id) if access.process.round else ()
    return _admitted(principal, right, access.process, access.project, frozenset(contractors))


def _seen_process(db: Session, principal: Principal, process_id: UUID, right: str) -> ProcessAccess:
    process = db.get(Process, process_id)
    contractors = frozenset(seeing_contractors(db, process_id))
    if process is None or process.deleted_at:
        raise unknown(_NO_PROCESS, id=process_id)
    project = db.get_one(Project, process.project_id)
    return _admitted(principal, right, process, project, contractors)


def _admitted(
    principal: Principal,
    right: str,
    process: Process,
    project: Project,
    contractors: frozenset[UUID],
) -> ProcessAccess:
    resource = Resource(project.owner_id, contractors)
    decision = decide(principal, right, resource)
    actor = admitted(principal, decision, right, _NO_PROCESS, process.id)
    sides = sides_of(principal, right, resource)
    return ProcessAccess(process, project, actor, sides, contractors)


def sides_of(principal: Principal, right: str, resource: Resource) -> tuple[ActingParty, ...]:
    """The caller in every role in which they hold the right, the one to be shown as first."""
    return tuple(_acting_as(principal, way) for way in sides(principal, right, resource))


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
    project, actor = find_project(db, principal, project_id, right, lock=with_project)
    only_client(actor, _("only the client's side changes the processes of a project"))
    query = sa.select(Process).where(
        Process.project_id == project_id,
        Process.id.in_(process_ids),
        Process.deleted_at.is_(None),
    )
    # Always in the order of ids, so that two callers cannot block each other.
    query = query.order_by(Process.id).with_for_update(**AGAINST_WRITERS)
    rows = db.scalars(query.execution_options(populate_existing=True))
    processes = {process.id: process for process in rows}
    for process_id in process_ids:
        if process_id not in processes:
            raise unknown(
                _("there is no process {id} in project {project_id}"),
                id=process_id,
                project_id=project_id,
            )
    return project, actor, [processes[process_id] for process_id in dict.fromkeys(process_ids)]


def only_client(actor: ActingParty, sentence: str) -> None:
    """Raise Forbidden, with that sentence, for all but the client's side.

    Operators make moves and nothing else.
    """
    if actor.role is not Actor.CLIENT:
        raise Forbidden(sentence)


def seeing_contractors(db: Session, process_id: UUID) -> list[UUID]:
    """The contractors that were asked for this process and are still under consideration."""
    return list(db.scalars(_SEEING_PROCESS, {"id": process_id}))


def contractors_seeing(db: Session, process_ids: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """The same of many processes; those that nobody was asked for are left out."""
    query = sa.select(Request.process_id, Request.contractor_id)
    query = query.where(SHOWS_PROCESS, Request.process_id.in_(process_ids))
    contractors: dict[UUID, set[UUID]] = {}
    for process_id, contractor_id in db.execute(query):
        contractors.setdefault(process_id, set()).add(contractor_id)
    return {process_id: frozenset(seeing) for process_id, seeing in contractors.items()}


def admitted(
    principal: Principal, decision: Decision, right: str, absent: str, id: UUID
) -> ActingParty:
    """The caller in the role that the decision gives them; raises Unknown, Forbidden.

    `absent` is the sentence for what has this id, and may be hidden from the caller.
    """
    if decision.verdict == "hide":
        raise unknown(absent, id=id)
    if decision.verdict == "forbid" or decision.role is None:
        raise Forbidden(Sentence(gettext_noop("this needs the right {right}"), right=right))
    return _acting_as(principal, decision)


def _acting_as(principal: Principal, decision: Decision) -> ActingParty:
    assert decision.role is not None, "only an allowing decision names a role"
    actor_id = principal.user_id or principal.visitor_id
    return ActingParty(
        decision.role,
        actor_id,
        principal.name,
        decision.party,
        principal.is_confirmed,
        principal.sees_prices,
    )


def find_request(
    db: Session, principal: Principal, request_id: UUID, right: str, *, lock: bool = False
) -> tuple[Request, Process, ActingParty]:
    """A request for its contractor or its client, with its process; raises Unknown, Forbidden.

    With `lock` the process is locked first and the request after it: always in this order.
    """
    request = db.get(Request, request_id)
    if request is None:
        raise unknown(_NO_REQUEST, id=request_id)
    process, actor = _admit_to_request(db, principal, right, request)
    if lock:
        db.refresh(process, with_for_update=AGAINST_WRITERS)
        db.refresh(request, with_for_update=AGAINST_WRITERS)
        process, actor = _admit_to_request(db, principal, right, request)  # it may have changed
    return request, process, actor


def _admit_to_request(
    db: Session, principal: Principal, right: str, request: Request
) -> tuple[Process, ActingParty]:
    process = db.get_one(Process, request.process_id)
    project = db.get_one(Project, request.project_id)
    decision = _decide_on_request(principal, right, request, project)
    actor = admitted(principal, decision, right, _NO_REQUEST, request.id)
    if process.deleted_at and actor.role is not Actor.CONTRACTOR:
        raise unknown(_NO_REQUEST, id=request.id)
    return process, actor


def _decide_on_request(
    principal: Principal, right: str, request: Request, project: Project
) -> Decision:
    """The contractor's side goes first: it is the one that a request is for."""
    roles = [(project.owner_id, Actor.CLIENT)]
    if has_arrived(request.state):
        roles.insert(0, (request.contractor_id, Actor.CONTRACTOR))
    for party, role in roles:
        if right in principal.rights_in(party):
            return Decision("allow", role, party)
    if principal.is_operator:
        return Decision("allow", Actor.OPERATOR)
    known = any(principal.rights_in(party) for party, _ in roles)
    return Decision("forbid" if known else "hide")


def find_organization(
    db: Session, principal: Principal, organization_id: UUID, right: str, *, lock: bool = False
) -> tuple[Organization, ActingParty]:
    """The organisation and the caller's role in it; raises Unknown, Forbidden.

    Whoever is about to change members or roles holds its row, so that of two owners who leave
    at once one stays.
    """
    organization = db.get(
        Organization,
        organization_id,
        with_for_update=AGAINST_WRITERS if lock else None,
        populate_existing=lock,
    )
    if organization is None or organization.deleted_at:
        raise unknown(_NO_ORGANIZATION, id=organization_id)
    decision = decide(principal, right, Resource(organization.id))
    return organization, admitted(principal, decision, right, _NO_ORGANIZATION, organization_id)


def organization_names(db: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    """What organisations are called, by id; visitors and unknown ones are left out."""
    query = sa.select(Organization.id, Organization.name).where(Organization.id.in_(ids))
    return {id: name for id, name in db.execute(query)}
