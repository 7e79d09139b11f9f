"""Clones processes and whole projects into new drafts, as they are configured."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.access.actor import ActingParty
from service.access.lookup import ProcessAccess, only_client
from service.access.permissions import Principal
from service.database.models import File, Process, Project
from service.ids import new_id
from service.lifecycle import usage
from service.lifecycle.usage import Amounts
from service.orders import dependencies, processes, projects
from service.translations import gettext_noop as _

#: What a copy of a file shares with it; the content lies in storage under its hash.
SHARED = (
    *("name", "media_type", "model_format", "unit", "size_bytes", "sha256"),
    *("stated_role", "repair_status", "repair"),
)


def clone_process(db: Session, access: ProcessAccess) -> Process:
    """A new draft with the same configuration, files and dependencies; its project is locked.

    Configured as the original, even with what the catalogue no longer has: verifying tells.
    Raises Forbidden, TooMany.
    """
    only_client(access.actor, _("only the client's side clones a process"))
    clones = _clone(db, access.project, access.actor, [access.process])
    return db.get_one(Process, clones[access.process.id])


def clone_project(
    db: Session,
    principal: Principal,
    project: Project,
    actor: ActingParty,
    *,
    title: str | None = None,
    id: UUID | None = None,
) -> Project:
    """A new project of the same owner, with clones of all processes, which wait for each other.

    The caller has locked the original. Raises Forbidden, IdTaken.
    """
    only_client(actor, _("only the client's side clones a project"))
    clone = projects.create(
        db,
        principal,
        title=project.title if title is None else title,
        details=dict(project.details),
        organization_id=project.client_id,
        id=id,
        clone_of=project.id,
        sandbox=project.sandbox,
    )
    living = sa.select(Process).where(
        Process.project_id == project.id, Process.deleted_at.is_(None)
    )
    _clone(db, clone, actor, db.scalars(living.order_by(Process.id)).all())
    return clone


def _clone(
    db: Session, project: Project, actor: ActingParty, originals: Sequence[Process]
) -> dict[UUID, UUID]:
    """Clones of some processes in `project`; their ids by those of the originals."""
    processes.check_room(db, project, len(originals))
    files = usage.files_of(db, [original.id for original in originals])
    usage.count(db, project, Amounts(processes=len(originals)) + files)
    clones = {original.id: new_id() for original in originals}
    for original in originals:
        processes.begin(
            db,
            project,
            actor,
            clone_of=original.id,
            id=clones[original.id],
            title=original.title,
            service_type=original.service_type,
            configuration={**original.configuration},
            details=original.details,
        )
    project.updated_at = clock.now()
    _share_files(db, clones, project, actor)
    dependencies.copy(db, clones)
    db.flush()
    return clones


def _share_files(
    db: Session, clones: dict[UUID, UUID], project: Project, actor: ActingParty
) -> None:
    files: dict[UUID, list[File]] = defaultdict(list)
    living = sa.select(File).where(
        File.process_id.in_(clones), File.deleted_at.is_(None), File.request_id.is_(None)
    )
    for file in db.scalars(living.order_by(File.id)):
        files[file.process_id].append(file)
    copies: dict[UUID | None, UUID] = {}
    for original_id, clone_id in clones.items():
        for file in files[original_id]:
            copies[file.id] = new_id()
            shared = {name: getattr(file, name) for name in SHARED}
            ids = {"id": copies[file.id], "repair_of": copies.get(file.repair_of)}
            owner = {"party_id": project.owner_id, "uploaded_by": actor.id}
            db.add(File(process_id=clone_id, **ids, **owner, **shared))
