"""Reads the rows of the catalogue; of contractors those that have changed alone."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.catalogue import occupancy
from service.catalogue.catalogued_contractor import CataloguedContractor, digest_of
from service.catalogue.versions import UNNUMBERED, unnumbered_contractors
from service.database.models import (
    CatalogueItem,
    ContractorRow,
    MachineRow,
    Organization,
    Standing,
)
from service.manufacturing.quoting.catalogue import BadContractor, Contractor
from service.values.json_object import JsonObject

SERVICE, MATERIAL, POST_PROCESSING = "service", "material", "post_processing"
#: Fields of the terms that matching does not read.
BESIDE = frozenset({"channels", "webhook_id"})


@dataclass(frozen=True)
class ContractorEntry:
    """A contractor as it was read.

    `changed_in` is the version of the catalogue in which it was changed last, or UNNUMBERED.
    """

    listed: CataloguedContractor
    changed_in: int
    sandbox: bool
    standing: Standing

    @property
    def contractor(self) -> Contractor | BadContractor:
        """All that it says of itself, or what is wrong with that."""
        return self.listed.contractor

    @property
    def digest(self) -> str:
        """The SHA-256 of its data."""
        return self.listed.digest


def contractor_data(
    organization: Organization, terms: JsonObject, machines: list[MachineRow]
) -> JsonObject:
    """A contractor's rows as `Contractor.from_dict` reads them."""
    return {name: value for name, value in terms.items() if name not in BESIDE} | {
        "id": str(organization.id),
        "name": organization.name,
        "machines": [machine.data | {"id": str(machine.id)} for machine in machines],
    }


def items_by_kind(db: Session) -> dict[str, list[JsonObject]]:
    items: dict[str, list[JsonObject]] = {SERVICE: [], MATERIAL: [], POST_PROCESSING: []}
    query = sa.select(CatalogueItem.kind, CatalogueItem.slug, CatalogueItem.data)
    for kind, slug, data in sorted(db.execute(query), key=lambda row: (row.kind, row.slug)):
        items.setdefault(kind, []).append(data | {"id": slug})  # sorted here: databases differ
    return items


def entries_since(
    db: Session, entries_before: Mapping[str, ContractorEntry], since: int | None
) -> dict[str, ContractorEntry]:
    """The contractors by their ids, in order; those before are as of version `since`, if any."""
    if since is not None:
        changed = _read(db, entries_before, since=since)
        entries = {**entries_before, **changed}  # who was there before keeps its place
        if len(entries) == db.scalar(sa.select(sa.func.count()).select_from(ContractorRow)):
            nobody_is_new = len(entries) == len(entries_before)
            return entries if nobody_is_new else dict(sorted(entries.items()))
    return dict(sorted(_read(db, entries_before, since=-1).items()))


def _read(
    db: Session, entries_before: Mapping[str, ContractorEntry], *, since: int
) -> dict[str, ContractorEntry]:
    """Those that were changed after this version; what is as it was before is taken over."""
    unnumbered = set(unnumbered_contractors(db))
    late = (ContractorRow.changed_in > since) | ContractorRow.organization_id.in_(unnumbered)
    machines = _machines(db, late if since >= 0 else None)
    rows = db.execute(
        sa.select(
            Organization,
            ContractorRow.terms,
            ContractorRow.changed_in,
            ContractorRow.sandbox,
            ContractorRow.standing,
        )
        .join(ContractorRow, ContractorRow.organization_id == Organization.id)
        .where(late)
    ).all()
    weekdays = {row[0].id: row.terms.get("working_days") or occupancy.WEEKDAYS for row in rows}
    bookings = occupancy.booked_by_orders(db, weekdays)
    return {
        (id := str(organization.id)): _entry(
            occupancy.with_orders_booked(
                contractor_data(organization, terms, machines.get(organization.id, [])),
                bookings.get(organization.id, {}),
            ),
            UNNUMBERED if organization.id in unnumbered else changed_in,
            sandbox,
            standing,
            entries_before.get(id),
        )
        for organization, terms, changed_in, sandbox, standing in rows
    }


def _machines(db: Session, late: sa.ColumnElement[bool] | None) -> Mapping[UUID, list[MachineRow]]:
    """The machines of all contractors, or of those that are `late`, by their organisations."""
    query = sa.select(MachineRow)
    if late is not None:
        changed = sa.select(ContractorRow.organization_id).where(late)
        query = query.where(MachineRow.organization_id.in_(changed))
    machines: dict[UUID, list[MachineRow]] = {}
    # Sorted here: a database that sorts them walks the machines of all to find those of few.
    for machine in sorted(db.scalars(query), key=lambda machine: machine.id):
        machines.setdefault(machine.organization_id, []).append(machine)
    return machines


def _entry(
    data: JsonObject,
    changed_in: int,
    sandbox: bool,
    standing: Standing,
    entry_before: ContractorEntry | None,
) -> ContractorEntry:
    digest = digest_of(data)
    if entry_before is None or entry_before.digest != digest:
        listed = CataloguedContractor.of(data, digest)
        return ContractorEntry(listed, changed_in, sandbox, standing)
    known = (entry_before.changed_in, entry_before.sandbox, entry_before.standing)
    if known == (changed_in, sandbox, standing):
        return entry_before
    return replace(entry_before, changed_in=changed_in, sandbox=sandbox, standing=standing)
