"""Lets processes of one project wait for each other, but never in a circle."""

from collections.abc import Mapping
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.lookup import ProcessAccess, unknown
from service.database.models import Dependency, Process
from service.errors import TooMany
from service.lifecycle import transitions
from service.translations import Sentence
from service.translations import gettext_noop as _

#: How often processes of one project may wait for one another.
MOST = 10_000


class BadDependency(Exception):
    """A process cannot wait for that one."""


def add(db: Session, access: ProcessAccess, predecessor_id: UUID) -> None:
    """Let a process wait for another one of its project.

    The caller holds the project's lock, so that no two at once close a circle. Raises Unknown,
    BadDependency, IllegalMove, TooMany.
    """
    process = access.process
    other = db.get(Process, predecessor_id)
    if other is None or other.deleted_at or other.project_id != process.project_id:
        raise unknown(
            _("there is no process {id} in project {project_id}"),
            id=predecessor_id,
            project_id=process.project_id,
        )
    if predecessor_id == process.id or process.id in _all_predecessors(db, predecessor_id):
        raise BadDependency(
            Sentence(
                _("process {id} cannot wait for {predecessor_id}: they would wait for each other"),
                id=process.id,
                predecessor_id=predecessor_id,
            )
        )
    if db.get(Dependency, (process.id, predecessor_id)) is None:
        _check_room(db, process.project_id)
        transitions.edit(
            db, process, access.actor, {"waits_for": str(predecessor_id)}, revises=True
        )
        db.add(Dependency(process_id=process.id, predecessor_id=predecessor_id))


def _check_room(db: Session, project_id: UUID, more: int = 1) -> None:
    """Raise TooMany if so many more are beyond MOST; for all of them are walked, and cloned."""
    waiting = sa.select(sa.func.count()).select_from(Dependency)
    waiting = waiting.join(Process, Process.id == Dependency.process_id)
    of_project = (Process.project_id == project_id, Process.deleted_at.is_(None))
    if (db.scalar(waiting.where(*of_project)) or 0) + more > MOST:
        sentence = _("the processes of a project wait for one another at most {most} times")
        raise TooMany(Sentence(sentence, most=MOST))


def remove(db: Session, access: ProcessAccess, predecessor_id: UUID) -> None:
    """Let a process no longer wait for another one; nothing happens if it does not."""
    dependency = db.get(Dependency, (access.process.id, predecessor_id))
    if dependency:
        data = {"waits_no_more_for": str(predecessor_id)}
        transitions.edit(db, access.process, access.actor, data, revises=True)
        db.delete(dependency)


def copy(db: Session, clones: Mapping[UUID, UUID]) -> None:
    """Let each clone, by the id of its original, wait for what its original waits for.

    Where that has been cloned too, for the clone. Raises TooMany.
    """
    living = (
        sa.select(Dependency)
        .join(Process, Process.id == Dependency.predecessor_id)
        .where(Dependency.process_id.in_(clones), Process.deleted_at.is_(None))
    )
    originals = db.scalars(living.order_by(Dependency.process_id)).all()
    if originals:
        clone = db.get_one(Process, clones[originals[0].process_id])
        _check_room(db, clone.project_id, len(originals))
    for dependency in originals:
        other = dependency.predecessor_id
        process_id = clones[dependency.process_id]
        db.add(Dependency(process_id=process_id, predecessor_id=clones.get(other, other)))


def _all_predecessors(db: Session, process_id: UUID) -> set[UUID]:
    """Everything that a process waits for, directly or through others."""
    first = sa.select(Dependency.predecessor_id).where(Dependency.process_id == process_id)
    chain = first.cte("chain", recursive=True)
    chain = chain.union(
        sa.select(Dependency.predecessor_id).join(
            chain, Dependency.process_id == chain.c.predecessor_id
        )
    )
    return set(db.scalars(sa.select(chain.c.predecessor_id)))
