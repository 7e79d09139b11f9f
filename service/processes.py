"""What a client can do with processes before anybody else is asked."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import ValidationError
from sqlalchemy.orm import Session

from service import clock, moves, projects
from service.access import Found, find_processes
from service.configuration import VERIFIED_FIELDS, Configuration
from service.ids import new_id
from service.models import CatalogueItem, Dependency, File, Process, Project
from service.models import Contractor as ContractorRow
from service.rights import Forbidden, Principal
from service.who import Who
from workflows.engine import Actor
from workflows.process import ProcessState

#: Fields of a process that stand beside its configuration.
PLAIN_FIELDS = frozenset({"title", "service_type"})
#: A project holds no more than this: lists of one project are not paged.
MOST_PROCESSES = 1000


class BadField(Exception):
    """A field of a process does not hold what it should; `errors` says where and why."""

    def __init__(self, errors: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{pointer}: {detail}" for pointer, detail in errors))
        self.errors = errors


class TooMany(Exception):
    """A project or process holds as much as it may."""


class BadDependency(Exception):
    """A process cannot wait for that one."""


def create(
    db: Session,
    project: Project,
    who: Who,
    fields: dict[str, Any],
    *,
    id: UUID | None = None,
) -> Process:
    """A new draft in `project`; raises IdTaken, BadField, TooMany."""
    if who.role is Actor.CONTRACTOR:
        raise Forbidden("only the client's side adds processes to a project")
    if id and db.get(Process, id):
        raise projects.IdTaken(f"the id {id} is taken")
    living = sa.select(sa.func.count()).where(
        Process.project_id == project.id, Process.deleted_at.is_(None)
    )
    if (db.scalar(living) or 0) >= MOST_PROCESSES:
        raise TooMany(f"a project holds at most {MOST_PROCESSES} processes")
    process = Process(
        id=id or new_id(),
        project_id=project.id,
        state=ProcessState.DRAFT,
        title=fields.get("title") or "",
        service_type=_service_type(db, fields.get("service_type")),
        configuration=configured(db, {}, fields, ()),
        version=1,
        lease_token=0,
        history_hash="",
        choice=[],
        created_by=who.id,
    )
    db.add(process)
    db.flush()
    process.due_at = moves.due_at(db, process)
    moves.begin(db, process, who)
    project.updated_at = clock.now()
    return process


def update(
    db: Session,
    process: Process,
    who: Who,
    changes: dict[str, Any],
    deletions: Collection[str] = (),
) -> None:
    """Change fields and take fields out; raises BadField, IllegalMove.

    What a verification depends on makes a draft of a verified process again.
    """
    before = dict(process.configuration)
    after = configured(db, before, changes, deletions)
    changed = {name for name in after.keys() | before.keys() if after.get(name) != before.get(name)}
    plain = {name: changes[name] for name in PLAIN_FIELDS & changes.keys()}
    plain |= {"title": ""} if "title" in deletions else {}
    if "service_type" in plain:
        plain["service_type"] = _service_type(db, plain["service_type"])
    plain = {name: value for name, value in plain.items() if getattr(process, name) != value}
    if not changed and not plain:
        return
    revises = bool(changed & VERIFIED_FIELDS) or "service_type" in plain
    values = {name: after.get(name) for name in changed} | plain
    moves.edit(db, process, who, {"changed": values}, revises=revises)
    process.configuration = after
    for name, value in plain.items():
        setattr(process, name, value)


def configured(
    db: Session, old: dict[str, Any], changes: dict[str, Any], deletions: Collection[str]
) -> dict[str, Any]:
    """The configuration after changes (merge patch) and deletions; raises BadField."""
    patch = {name: value for name, value in changes.items() if name not in PLAIN_FIELDS}
    patch |= {name: None for name in deletions if name not in PLAIN_FIELDS}
    try:
        checked = Configuration.model_validate(projects.merged(old, patch))
    except ValidationError as error:
        raise BadField(
            [("/" + "/".join(map(str, e["loc"])), e["msg"]) for e in error.errors()]
        ) from error
    unknown = [
        name
        for name in deletions
        if name not in Configuration.model_fields | dict.fromkeys(PLAIN_FIELDS)
    ]
    if unknown:
        raise BadField([(f"/{name}", "there is no such field") for name in unknown])
    _check_known(db, checked, patch)
    return checked.model_dump(mode="json", exclude_defaults=True)


def _check_known(db: Session, checked: Configuration, patch: dict[str, Any]) -> None:
    """Refuse ids that the catalogue does not have, where they were just set."""
    wanted: dict[str, list[str]] = {}
    if patch.get("material_id") and checked.material_id:
        wanted["material"] = [checked.material_id]
    if patch.get("post_processing_ids"):
        wanted["post_processing"] = checked.post_processing_ids
    pointers = {"material": "/material_id", "post_processing": "/post_processing_ids"}
    for kind, slugs in wanted.items():
        known = set(
            db.scalars(
                sa.select(CatalogueItem.slug).where(
                    CatalogueItem.kind == kind, CatalogueItem.slug.in_(slugs)
                )
            )
        )
        if unknown := [slug for slug in slugs if slug not in known]:
            raise BadField([(pointers[kind], f"the catalogue has no {', '.join(unknown)}")])


def _service_type(db: Session, slug: str | None) -> str:
    if slug is None:
        return "additive_manufacturing"
    if db.get(CatalogueItem, ("service", slug)) is None:
        raise BadField([("/service_type", f"there is no service {slug!r}; see GET /services")])
    return slug


def delete(db: Session, principal: Principal, project_id: UUID, ids: Sequence[UUID]) -> None:
    """Delete processes of a project, all or none; raises Unknown, Forbidden, CannotDelete."""
    project, who, found = find_processes(
        db, principal, project_id, ids, "processes:delete", lock=True
    )
    projects.check_deletable(found)
    for process in found:
        moves.remove(db, process, who)
    project.updated_at = clock.now()


def choose(db: Session, found: Found, contractor_ids: list[str]) -> None:
    """Choose the contractors that `send` will ask; raises BadField, IllegalMove."""
    known = set(
        db.scalars(
            sa.select(ContractorRow.organization_id).where(
                ContractorRow.organization_id.in_([UUID(c) for c in contractor_ids])
            )
        )
    )
    if unknown := [c for c in contractor_ids if UUID(c) not in known]:
        raise BadField([("/contractor_ids", f"there is no contractor {', '.join(unknown)}")])
    chosen = list(dict.fromkeys(contractor_ids))
    if chosen != found.process.choice:
        moves.edit(db, found.process, found.who, {"choice": chosen}, revises=False)
        found.process.choice = chosen


def add_dependency(db: Session, found: Found, predecessor_id: UUID) -> None:
    """Let a process wait for another one of its project; raises BadDependency, IllegalMove."""
    process = found.process
    other = db.get(Process, predecessor_id)
    if other is None or other.deleted_at or other.project_id != process.project_id:
        raise BadDependency(f"there is no process {predecessor_id} in the same project")
    if predecessor_id == process.id or process.id in _all_predecessors(db, predecessor_id):
        raise BadDependency(
            f"process {process.id} cannot wait for {predecessor_id}: they would wait for each other"
        )
    if db.get(Dependency, (process.id, predecessor_id)) is None:
        moves.edit(db, process, found.who, {"waits_for": str(predecessor_id)}, revises=True)
        db.add(Dependency(process_id=process.id, predecessor_id=predecessor_id))


def remove_dependency(db: Session, found: Found, predecessor_id: UUID) -> None:
    """Let a process no longer wait for another one; nothing happens if it does not."""
    dependency = db.get(Dependency, (found.process.id, predecessor_id))
    if dependency:
        data = {"waits_no_more_for": str(predecessor_id)}
        moves.edit(db, found.process, found.who, data, revises=True)
        db.delete(dependency)


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


def clone(db: Session, found: Found) -> Process:
    """A new draft with the same configuration, files and dependencies."""
    original = found.process
    fields = dict(original.configuration) | {
        "title": original.title,
        "service_type": original.service_type,
    }
    copy = create(db, found.project, found.who, fields)
    living = sa.select(File).where(File.process_id == original.id, File.deleted_at.is_(None))
    for file in db.scalars(living.order_by(File.id)):
        db.add(
            File(
                process_id=copy.id,
                name=file.name,
                media_type=file.media_type,
                model_format=file.model_format,
                unit=file.unit,
                size_bytes=file.size_bytes,
                sha256=file.sha256,
                party_id=found.project.owner_id,
                uploaded_by=found.who.id,
            )
        )
    waits = sa.select(Dependency.predecessor_id).where(Dependency.process_id == original.id)
    for predecessor_id in db.scalars(waits):
        db.add(Dependency(process_id=copy.id, predecessor_id=predecessor_id))
    return copy
