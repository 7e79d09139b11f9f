"""Looks up the project of a process, its contract, and the parties that may see its events."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access import lookup
from service.database.models import Process, Project, Request
from service.database.transaction import transaction_of
from workflows.process import ProcessState
from workflows.request import RequestState

#: States in which no contractor is under consideration: earlier requests are closed, and new ones
#: not out yet.
UNASKED = frozenset(
    {
        ProcessState.DRAFT,
        ProcessState.WAITING,
        ProcessState.VERIFYING,
        ProcessState.VERIFICATION_FAILED,
        ProcessState.VERIFIED,
        ProcessState.SENDING,
    }
)


def parties_of(db: Session, process: Process) -> list[UUID]:
    """Who may see the events of a process: its client, then contractors under consideration."""
    owner = project_of(db, process.project_id).owner_id
    if process.state in UNASKED:
        return [owner]
    return [owner, *lookup.seeing_contractors(db, process.id)]


def contract_of(db: Session, process_id: UUID) -> Request | None:
    """The request of which an offer was accepted; None before that."""
    return db.scalar(
        sa.select(Request).where(
            Request.process_id == process_id, Request.state == RequestState.ACCEPTED
        )
    )


def project_of(db: Session, project_id: UUID) -> Project:
    """The project, read once in a transaction: sessions hold on to rows only weakly."""
    projects = transaction_of(db).projects
    if project_id not in projects:
        projects[project_id] = db.get_one(Project, project_id)
    return projects[project_id]


def know_projects(db: Session, processes: Iterable[Process]) -> None:
    """Read the projects of several processes at once, for `project_of`."""
    ids = {process.project_id for process in processes}
    projects = db.scalars(sa.select(Project).where(Project.id.in_(ids)))
    transaction_of(db).projects.update({project.id: project for project in projects})
