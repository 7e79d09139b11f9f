"""Creates, changes and deletes projects, and hands a visitor's drafts over to a user."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.access.actor import ActingParty
from service.access.lookup import only_client, unknown
from service.access.permissions import PROCESSES_EDIT, Forbidden, Principal, Unauthenticated
from service.database.chosen_ids import free_id
from service.database.locks import AGAINST_WRITERS
from service.database.models import Process, Project, ProjectAccess
from service.errors import BadField, QuotaExceeded
from service.events import outbox
from service.lifecycle import transitions, usage
from service.lifecycle.usage import Amounts
from service.orders.details import bounded, merge_details
from service.settings import settings
from service.translations import Sentence
from service.translations import gettext_noop as _
from service.values.json_object import JsonObject
from workflows.engine import Actor
from workflows.process import PROCESS, ProcessState

#: A process in one of these may be deleted: nobody outside has been asked yet, or all is over.
DELETABLE = frozenset(
    {
        ProcessState.DRAFT,
        ProcessState.WAITING,
        ProcessState.VERIFYING,
        ProcessState.VERIFICATION_FAILED,
        ProcessState.VERIFIED,
        ProcessState.CANCELLED,
    }
)


class CannotDelete(Exception):
    """A process is past the point where it can simply be deleted."""


def create(
    db: Session,
    principal: Principal,
    *,
    title: str,
    details: JsonObject,
    organization_id: UUID | None = None,
    id: UUID | None = None,
    clone_of: UUID | None = None,
    sandbox: bool = False,
) -> Project:
    """A new project of the caller's organisation, or of the visitor.

    Raises Unauthenticated, Forbidden, Unknown, IdTaken, BadField.
    """
    actor = _owner(principal, organization_id)
    if sandbox and not settings().sandbox:
        raise BadField([("/sandbox", _("this service has no sandbox; its operator can open one"))])
    id = free_id(db, id)
    visitor = principal.user_id is None
    project = Project(
        id=id,
        client_id=None if visitor else actor.party_id,
        visitor_id=actor.party_id if visitor else None,
        title=title,
        details=details if clone_of else bounded(details),
        sandbox=sandbox,
        created_by=principal.user_id,
    )
    usage.count(db, project, Amounts(projects=1))
    db.add(project)
    db.flush()
    db.add(ProjectAccess(party_id=project.owner_id, project_id=project.id, side="client"))
    origin = {"clone_of": str(clone_of)} if clone_of else {}
    announce(db, project, "project.created", actor, origin)
    return project


def _owner(principal: Principal, organization_id: UUID | None) -> ActingParty:
    me = principal.user_id or principal.visitor_id
    if me is None:
        raise Unauthenticated(
            _("log in, send an API key, or get a visitor's session from GET /auth/me")
        )
    home = principal.home_id if principal.user_id else principal.visitor_id
    party = organization_id or home
    if party is None:
        raise Forbidden(
            _("you belong to no organization that could own a project; found one first")
        )
    if party != home and party not in principal.rights:
        raise unknown(_("there is no organization {id}"), id=party)
    _check_may_create(principal, party)
    return ActingParty(Actor.CLIENT, me, principal.name, party)


def _check_may_create(principal: Principal, party: UUID) -> None:
    if PROCESSES_EDIT not in principal.rights_in(party):
        raise Forbidden(
            Sentence(
                _("creating projects for {party} needs the right {processes_edit} there"),
                party=party,
                processes_edit=PROCESSES_EDIT,
            )
        )


def update(db: Session, project: Project, actor: ActingParty, changes: JsonObject) -> None:
    """Change title and details, a merge patch (RFC 7396); raises BadField."""
    only_client(actor, _("only the client's side changes a project"))
    if "title" in changes:
        project.title = changes["title"] or ""
    if "details" in changes:
        project.details = merge_details(project.details, changes["details"])
    project.updated_at = clock.now()
    announce(db, project, "project.updated", actor, {"changed": sorted(changes)})


def delete(db: Session, actor: ActingParty, project: Project) -> None:
    """Delete a project, which the caller has locked, with its processes; raises CannotDelete."""
    only_client(actor, _("only the client's side deletes a project"))
    processes = _living(db, project.id)
    check_deletable(processes)
    transitions.remove_all(db, processes, actor)
    usage.count(db, project, Amounts(projects=-1))
    project.deleted_at = clock.now()
    db.execute(sa.delete(ProjectAccess).where(ProjectAccess.project_id == project.id))
    announce(db, project, "project.deleted", actor)


def check_deletable(processes: Sequence[Process]) -> None:
    """Raise CannotDelete if one of the processes must be cancelled first."""
    for process in processes:
        if process.state not in DELETABLE:
            over = PROCESS.states[process.state].final
            reason = "what was ordered is kept" if over else "cancel it before it can be deleted"
            raise CannotDelete(
                Sentence(
                    _("process {id} is {state}; {reason}"),
                    id=process.id,
                    state=process.state.value,
                    reason=reason,
                )
            )


def _living(db: Session, project_id: UUID) -> list[Process]:
    query = sa.select(Process).where(Process.project_id == project_id, Process.deleted_at.is_(None))
    return list(db.scalars(query.order_by(Process.id).with_for_update(**AGAINST_WRITERS)))


def has_drafts(db: Session, visitor_id: UUID) -> bool:
    """Whether a visitor has projects that could be handed over."""
    return db.scalar(sa.select(Project.id).where(_is_draft_of(visitor_id)).limit(1)) is not None


def _is_draft_of(visitor_id: UUID) -> sa.ColumnElement[bool]:
    return sa.and_(Project.visitor_id == visitor_id, Project.deleted_at.is_(None))


def save(
    db: Session, principal: Principal, visitor_id: UUID, *, partly: bool = False
) -> list[Project]:
    """Hand a visitor's projects over to the user they turned out to be; the projects.

    The user's organization can read then what the feed told the visitor of them. With `partly`
    those beyond its quota stay with the visitor, and all of them if the user may create none there.
    Raises Forbidden, and QuotaExceeded else.
    """
    if principal.home_id is None:
        raise Forbidden(_("you belong to no organization that could own drafts; found one first"))
    if partly and PROCESSES_EDIT not in principal.rights_in(principal.home_id):
        return []
    _check_may_create(principal, principal.home_id)
    drafts = sa.select(Project).where(_is_draft_of(visitor_id))
    drafted = db.scalars(drafts.order_by(Project.id).with_for_update(**AGAINST_WRITERS)).all()
    saved = [p for p in drafted if _has_room(db, p, principal.home_id, partly=partly)]
    actor = ActingParty(Actor.CLIENT, principal.user_id, principal.name, principal.home_id)
    for project in saved:
        project.client_id, project.visitor_id = principal.home_id, None
        project.created_by, project.updated_at = principal.user_id, clock.now()
        db.execute(
            sa.update(ProjectAccess)
            .where(ProjectAccess.project_id == project.id, ProjectAccess.side == "client")
            .values(party_id=principal.home_id)
        )
        db.execute(
            sa.update(Process)
            .where(Process.project_id == project.id, Process.state == ProcessState.DRAFT)
            .values(due_at=None)
        )
    ids = [project.id for project in saved]
    outbox.hand_over(db, ids, visitor_id, principal.home_id)
    for project in saved:
        announce(db, project, "project.saved", actor, {"title": project.title})
    return list(saved)


def _has_room(db: Session, project: Project, organization_id: UUID, *, partly: bool) -> bool:
    """Count a draft for an organisation if it has room; raises QuotaExceeded unless partly."""
    try:
        with db.begin_nested():
            usage.hand_over(db, project, organization_id)
    except QuotaExceeded:
        if not partly:
            raise
        return False
    return True


def announce(
    db: Session, project: Project, type: str, actor: ActingParty, data: JsonObject | None = None
) -> None:
    """Tell the project's owner what happened to it."""
    outbox.announce(
        db, type, actor=actor, parties=[project.owner_id], project_id=project.id, data=data
    )
