"""Creates, changes and deletes processes."""

from collections.abc import Collection, Sequence
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from pydantic import ValidationError
from sqlalchemy.orm import Session

from service import clock
from service.access.actor import ActingParty
from service.access.lookup import only_client
from service.database.chosen_ids import free_id
from service.database.models import CatalogueItem, Process, Project
from service.database.models.column_json import ConfigurationJson
from service.errors import BadField, TooMany
from service.lifecycle import transitions, usage
from service.lifecycle.parties import project_of
from service.lifecycle.usage import Amounts
from service.manufacturing.quoting import standards
from service.merge_patch import merged
from service.orders import address_book, projects
from service.orders.address_book import FIELDS
from service.orders.configuration import VERIFIED_FIELDS, Configuration
from service.orders.details import bounded, changed_entries, merge_details
from service.sourcing import destination
from service.translations import Sentence
from service.translations import gettext_noop as _
from service.values import input_errors
from service.values.json_object import JsonObject
from workflows.engine import Actor
from workflows.process import PROCESS, ProcessState

#: Fields of a process that stand beside its configuration.
PLAIN_FIELDS = frozenset({"title", "service_type"})
BESIDE_CONFIGURATION = PLAIN_FIELDS | {"details"}
#: A project holds no more than this: lists of one project are not paged.
MOST_PROCESSES = 1000


def create(
    db: Session,
    project: Project,
    actor: ActingParty,
    fields: JsonObject,
    *,
    id: UUID | None = None,
) -> Process:
    """A new draft in `project`, which the caller has locked; raises IdTaken, BadField, TooMany."""
    only_client(actor, _("only the client's side adds processes to a project"))
    id = free_id(db, id)
    check_room(db, project)
    usage.count(db, project, Amounts(processes=1))
    _check_scenario(fields, sandbox=project.sandbox)
    fields = address_book.with_copies(db, project, fields)
    fields = address_book.defaults(db, project) | fields
    process = begin(
        db,
        project,
        actor,
        id=id,
        title=fields.get("title") or "",
        service_type=_service_type(db, fields.get("service_type")),
        configuration=configured(db, {}, fields, ()),
        details=bounded(fields.get("details") or {}) or None,
    )
    project.updated_at = clock.now()
    return process


def check_room(db: Session, project: Project, more: int = 1) -> None:
    """Raise TooMany if the project cannot hold so many more processes."""
    living = sa.select(sa.func.count()).where(
        Process.project_id == project.id, Process.deleted_at.is_(None)
    )
    if (db.scalar(living) or 0) + more > MOST_PROCESSES:
        raise TooMany(
            Sentence(
                _("a project holds at most {most} processes"),
                most=MOST_PROCESSES,
            )
        )


def begin(
    db: Session,
    project: Project,
    actor: ActingParty,
    *,
    clone_of: UUID | None = None,
    **values: Any,
) -> Process:
    """A draft with the values of its columns, its first history row, and its deadline if any."""
    process = Process(
        project_id=project.id,
        state=ProcessState.DRAFT,
        version=1,
        lease_token=0,
        history_hash="",
        choice=[],
        created_by=actor.id,
        sandbox=project.sandbox,
        **values,
    )
    db.add(process)
    db.flush()
    transitions.schedule(db, process)
    transitions.begin(db, process, actor, {"clone_of": str(clone_of)} if clone_of else {})
    return process


def update(
    db: Session,
    process: Process,
    actor: ActingParty,
    changes: JsonObject,
    deletions: Collection[str] = (),
) -> None:
    """Change fields and take fields out; raises BadField, IllegalMove.

    What a verification depends on makes a draft of a verified process again. Once contractors are
    asked, nothing but addresses can be stated, and the client's own details.
    """
    _check_scenario(changes, sandbox=process.sandbox)
    changes = address_book.with_copies(db, project_of(db, process.project_id), changes)
    if "details" in changes or "details" in deletions:
        patch = None if "details" in deletions else changes["details"]
        _update_details(db, process, actor, patch)
    before = process.configuration
    after = configured(db, before, changes, deletions)
    old, new = dict(before), dict(after)
    changed = {name for name in new.keys() | old.keys() if new.get(name) != old.get(name)}
    plain = _changed_plainly(db, process, changes, deletions)
    if not changed and not plain:
        return
    values = {"changed": {name: new.get(name) for name in changed} | plain}
    if values["changed"].keys() <= FIELDS.keys() and _takes_addresses(
        process, before, after, changed
    ):
        if "delivery_address" in changed:
            destination.check_stated(db, process, after["delivery_address"]["country"])
        transitions.state_address(db, process, actor, values)
    else:
        revises = bool(changed & VERIFIED_FIELDS) or "service_type" in plain
        transitions.edit(db, process, actor, values, revises=revises)
    process.configuration = after
    for name, value in plain.items():
        setattr(process, name, value)


def _changed_plainly(
    db: Session, process: Process, changes: JsonObject, deletions: Collection[str]
) -> dict[str, Any]:
    """The fields of the row itself that get another value."""
    plain = {name: changes[name] for name in PLAIN_FIELDS & changes.keys()}
    plain |= dict.fromkeys(PLAIN_FIELDS & set(deletions))
    if "title" in plain:
        plain["title"] = plain["title"] or ""
    if "service_type" in plain:
        plain["service_type"] = _service_type(db, plain["service_type"])
    return {name: value for name, value in plain.items() if getattr(process, name) != value}


def _update_details(
    db: Session, process: Process, actor: ActingParty, patch: JsonObject | None
) -> None:
    before = process.details or {}
    after = merge_details(before, patch)
    if entries := changed_entries(before, after):
        transitions.edit_details(db, process, actor, entries)
        process.details = after or None


def _check_scenario(fields: JsonObject, *, sandbox: bool) -> None:
    """Refuse to say of a real order what its contractors shall do; raises BadField."""
    if fields.get("sandbox_scenario") and not sandbox:
        sentence = _("this is a real order; only a project of the sandbox has scenarios")
        raise BadField([("/sandbox_scenario", sentence)])


def _takes_addresses(
    process: Process, before: ConfigurationJson, after: ConfigurationJson, changed: set[str]
) -> bool:
    """Whether addresses can be stated though contractors were asked; once agreed they stay."""
    if "state_address" not in PROCESS.triggers(process.state, Actor.CLIENT):
        return False
    agreed = process.offer_id is not None
    return all(name in after and not (agreed and name in before) for name in changed)


def configured(
    db: Session, before: ConfigurationJson, changes: JsonObject, deletions: Collection[str]
) -> ConfigurationJson:
    """The configuration after changes (merge patch) and deletions; raises BadField."""
    fields = Configuration.model_fields.keys() | BESIDE_CONFIGURATION
    if unknown := [name for name in deletions if name not in fields]:
        raise BadField(
            [
                ("/deletions", Sentence(_("there is no field {name!r}"), name=name))
                for name in unknown
            ]
        )
    patch = {name: value for name, value in changes.items() if name not in BESIDE_CONFIGURATION}
    patch |= {name: None for name in deletions if name not in BESIDE_CONFIGURATION}
    try:
        checked = Configuration.model_validate(merged({**before}, patch))
    except ValidationError as error:
        raise BadField(input_errors.sentences(error)) from error
    _check_known(db, checked, patch)
    return cast(ConfigurationJson, checked.model_dump(mode="json", exclude_defaults=True))


def _check_known(db: Session, checked: Configuration, patch: JsonObject) -> None:
    """Refuse what the catalogue or the standard does not have, where it was just set."""
    if patch.get("technology") and standards.resolve(str(checked.technology)) is None:
        message = _("{technology!r} is no category of ISO/ASTM 52900 and no known process")
        raise BadField.at("/technology", message, technology=checked.technology)
    slugs_by_kind: dict[str, list[str]] = {}
    if patch.get("material_id") and checked.material_id:
        slugs_by_kind["material"] = [checked.material_id]
    if patch.get("post_processing_ids"):
        slugs_by_kind["post_processing"] = checked.post_processing_ids
    pointers = {"material": "/material_id", "post_processing": "/post_processing_ids"}
    for kind, slugs in slugs_by_kind.items():
        existing = set(
            db.scalars(
                sa.select(CatalogueItem.slug).where(
                    CatalogueItem.kind == kind, CatalogueItem.slug.in_(slugs)
                )
            )
        )
        if unknown := [slug for slug in slugs if slug not in existing]:
            raise BadField.at(
                pointers[kind], _("the catalogue has no {names}"), names=", ".join(unknown)
            )


def _service_type(db: Session, slug: str | None) -> str:
    if slug is None:
        return "additive_manufacturing"
    if db.get(CatalogueItem, ("service", slug)) is None:
        raise BadField.at(
            "/service_type", _("there is no service {slug!r}; see GET /services"), slug=slug
        )
    return slug


def delete(db: Session, project: Project, actor: ActingParty, processes: Sequence[Process]) -> None:
    """Delete processes of a project, all or none, all of them locked; raises CannotDelete."""
    projects.check_deletable(processes)
    transitions.remove_all(db, processes, actor)
    project.updated_at = clock.now()
