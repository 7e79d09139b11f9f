"""Stores the terms on which a contractor works, and its machines."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.actor import ActingParty, only_confirmed
from service.access.lookup import Unknown, find_organization
from service.access.permissions import RESOURCES_EDIT, RESOURCES_READ, Principal
from service.access.process_view import check_sees_prices
from service.audit import log as audit
from service.audit.actions import AuditAction
from service.catalogue import contractor_names, standings
from service.catalogue.link_versions import void_links
from service.catalogue.terms_checks import checked_machine, checked_terms
from service.catalogue.versions import mark_changed
from service.database.chosen_ids import free_id
from service.database.models import (
    CatalogueChange,
    ContractorRow,
    MachineRow,
    Organization,
    Standing,
)
from service.errors import TooMany
from service.events.outbox import announce_to_members
from service.manufacturing.quoting.catalogue import differences
from service.manufacturing.quoting.catalogue.differences import FieldChangeJson
from service.translations import Sentence
from service.translations import gettext_noop as _
from service.values.json_object import JsonObject

#: A contractor has no more kinds of machines than this.
MOST_MACHINES = 200


class NoTerms(Exception):
    """The organisation has not said on which terms it makes parts."""


def find(
    db: Session, principal: Principal, organization_id: UUID, *, to_change: bool = False
) -> tuple[Organization, ActingParty]:
    """The organisation whose workshop it is; raises Unknown, Forbidden.

    Terms and machines are made of rates, so that they take the right to see prices.
    """
    right = RESOURCES_EDIT if to_change else RESOURCES_READ
    found = find_organization(db, principal, organization_id, right, lock=to_change)
    check_sees_prices(principal)
    return found


def terms_of(db: Session, organization: Organization) -> ContractorRow:
    """The terms of an organisation; raises NoTerms."""
    row = db.get(ContractorRow, organization.id)
    if row is None:
        raise NoTerms(
            Sentence(
                _("{name} has stated no terms yet, so it makes no parts"),
                name=organization.name,
            )
        )
    return row


def terms_version(db: Session, organization: Organization) -> int:
    """The version of its terms; 0 while there are none."""
    row = db.get(ContractorRow, organization.id)
    return row.version if row else 0


def put_terms(
    db: Session, organization: Organization, actor: ActingParty, terms: JsonObject
) -> ContractorRow:
    """State the terms anew; with the first ones the organisation becomes a contractor.

    `terms` are the fields of a `Contractor` record but for those of ELSEWHERE, and
    `channels` and `webhook_id`. A country that is left out is the organisation's. Raises BadField,
    Unconfirmed, NameTaken.
    """
    only_confirmed(actor)
    country = {"country": organization.country} if organization.country else {}
    terms = checked_terms(db, organization, country | terms)
    row = db.get(ContractorRow, organization.id)
    before = row.terms if row else None
    if row is None:
        row = ContractorRow(
            organization_id=organization.id, terms=terms, standing=standings.first_standing()
        )
        db.add(row)
        standings.keep(db, row, actor, "")
    row.terms = terms
    if before and any(before.get(name) != terms.get(name) for name in ("channels", "webhook_id")):
        void_links(db, organization.id)
    changes = differences.of_terms(before, terms)
    _changed(db, organization, actor, "terms", changes, joined=before is None)
    if before is None:
        contractor_names.claim(db, row, organization.name)
    if changes or before is None:
        _note(db, AuditAction.TERMS_UPDATED, organization, changes)
    return row


def machines_of(
    db: Session, organization: Organization, after: UUID | None = None, limit: int = MOST_MACHINES
) -> list[MachineRow]:
    """The organisation's machines in the order of their ids, beginning after one of them."""
    query = sa.select(MachineRow).where(MachineRow.organization_id == organization.id)
    query = query.where(MachineRow.id > after) if after else query
    return list(db.scalars(query.order_by(MachineRow.id).limit(limit)))


def find_machine(db: Session, organization: Organization, machine_id: UUID) -> MachineRow:
    """One of the organisation's machines; raises Unknown."""
    machine = db.get(MachineRow, machine_id)
    if machine is None or machine.organization_id != organization.id:
        raise Unknown(
            Sentence(
                _("there is no machine {machine_id} in organization {id}"),
                machine_id=machine_id,
                id=organization.id,
            )
        )
    return machine


def add_machine(
    db: Session,
    organization: Organization,
    actor: ActingParty,
    data: JsonObject,
    id: UUID | None = None,
) -> MachineRow:
    """A new kind of machine: the fields of a `Machine` record without its id.

    Raises NoTerms, BadField, IdTaken, TooMany.
    """
    terms_of(db, organization)
    id = free_id(db, id)
    if len(machines_of(db, organization)) >= MOST_MACHINES:
        raise TooMany(
            Sentence(
                _("a contractor has at most {most} kinds of machines"),
                most=MOST_MACHINES,
            )
        )
    machine = MachineRow(id=id, organization_id=organization.id)
    machine.data = checked_machine(db, machine.id, data)
    db.add(machine)
    changes = differences.of_machine(str(machine.id), None, machine.data)
    _changed(db, organization, actor, "machines", changes)
    _note(db, AuditAction.MACHINE_CREATED, organization, changes, machine)
    return machine


def put_machine(
    db: Session,
    organization: Organization,
    actor: ActingParty,
    machine: MachineRow,
    data: JsonObject,
) -> None:
    """Describe a machine anew; raises BadField."""
    before, machine.data = machine.data, checked_machine(db, machine.id, data)
    changes = differences.of_machine(str(machine.id), before, machine.data)
    _changed(db, organization, actor, "machines", changes)
    if changes:
        _note(db, AuditAction.MACHINE_UPDATED, organization, changes, machine)


def delete_machine(
    db: Session, organization: Organization, actor: ActingParty, machine: MachineRow
) -> None:
    """Take a machine out of the catalogue; records that quoted it stay as they are."""
    db.delete(machine)
    changes = differences.of_machine(str(machine.id), machine.data, None)
    _changed(db, organization, actor, "machines", changes)
    _note(db, AuditAction.MACHINE_DELETED, organization, changes, machine)


def _changed(
    db: Session,
    organization: Organization,
    actor: ActingParty,
    part: str,
    changes: list[FieldChangeJson],
    *,
    joined: bool = False,
) -> None:
    """Let the catalogue be another one, keep what is new about it, and tell the members.

    Nobody learns what is new about a contractor that waits for its approval: it joins with that.
    """
    db.flush()
    version = mark_changed(db, organization.id)
    is_listed = terms_of(db, organization).standing is not Standing.PENDING
    if is_listed and (changes or joined):
        change = CatalogueChange(
            organization_id=organization.id,
            version=version,
            joined=joined,
            changes=changes,
            changed_by=actor.id,
        )
        db.add(change)
    announce_to_members(db, organization, "organization.updated", actor, {"changed": [part]})


def _note(
    db: Session,
    action: AuditAction,
    organization: Organization,
    changes: list[FieldChangeJson],
    machine: MachineRow | None = None,
) -> None:
    audit.record(
        db,
        action,
        organization_id=organization.id,
        subject_id=machine.id if machine else None,
        subject_name=str(machine.data["name"]) if machine else None,
        changed=[change["field"] for change in changes],
    )
