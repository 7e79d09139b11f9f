"""Keeps the catalogue in memory, and reads again only what has changed."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.catalogue import occupancy
from service.catalogue.versions import (
    UNNUMBERED,
    newest_version,
    number_changes,
    unnumbered_contractors,
    version_and_unnumbered,
    whole_version,
)
from service.database import transactions
from service.database.models import (
    CatalogueItem,
    ContractorRow,
    MachineRow,
    Organization,
    Standing,
)
from service.database.transaction import transaction_of
from service.manufacturing.quoting.catalogue import (
    BadContractor,
    Catalogue,
    Contractor,
    Material,
    PostProcessing,
    read_contractor,
)
from service.manufacturing.quoting.screening import Block, Table, block_of
from service.values.json_object import JsonObject

SERVICE, MATERIAL, POST_PROCESSING = "service", "material", "post_processing"
#: Fields of the terms that matching does not read.
BESIDE = frozenset({"channels", "webhook_id"})


@dataclass(frozen=True)
class ContractorEntry:
    """A contractor as it was read; `digest` is the SHA-256 of its data.

    `changed_in` is the version of the catalogue in which it was changed last, or UNNUMBERED.
    """

    contractor: Contractor | BadContractor
    digest: str
    changed_in: int
    sandbox: bool
    standing: Standing

    @cached_property
    def block(self) -> Block:
        """Its rows of the table that screening reads."""
        return block_of(self.contractor)


@dataclass(frozen=True)
class CatalogueSnapshot:
    """The catalogue of a database as of a version, with all contractors or those of one market.

    `entries` are the contractors by their ids, in the order of these. `whole` is the version in
    which more was changed than single ones of them.
    """

    url: sa.URL
    version: int
    whole: int
    catalogue: Catalogue
    entries: Mapping[str, ContractorEntry]
    items: Mapping[str, list[JsonObject]]

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of all its content."""
        return _digest([self.items, [(id, entry.digest) for id, entry in self.entries.items()]])

    @property
    def services(self) -> tuple[JsonObject, ...]:
        """What the platform brokers."""
        return tuple(self.items[SERVICE])

    def market(self, *, sandbox: bool, own: Collection[UUID | None] = ()) -> "CatalogueSnapshot":
        """The same with the contractors alone that real orders go to, or those of the sandbox.

        These are approved; of `own` organisations there are the others, too: who orders tries them.
        """
        market = self._sandbox if sandbox else self._real
        tried = {
            id: entry
            for id in map(str, own)
            if (entry := self.entries.get(id)) and entry.sandbox is sandbox
        }
        if tried.keys() <= market.entries.keys():
            return market
        return replace(market, entries=dict(sorted({**market.entries, **tried}.items())))

    @cached_property
    def _real(self) -> "CatalogueSnapshot":
        return self._with(sandbox=False)

    @cached_property
    def _sandbox(self) -> "CatalogueSnapshot":
        return self._with(sandbox=True)

    def _with(self, *, sandbox: bool) -> "CatalogueSnapshot":
        market = (sandbox, Standing.APPROVED)
        rows = self.entries.items()
        entries = {id: entry for id, entry in rows if (entry.sandbox, entry.standing) == market}
        return self if len(entries) == len(self.entries) else replace(self, entries=entries)

    @cached_property
    def contractors(self) -> tuple[Contractor | BadContractor, ...]:
        """All contractors, bad ones with the reason."""
        return tuple(entry.contractor for entry in self.entries.values())

    @cached_property
    def table(self) -> Table:
        """All that they offer, as screening reads it; there must be some."""
        return Table.of([entry.block for entry in self.entries.values()])


class SnapshotCache:
    """Holds the newest catalogue that a thread of this process has read.

    Its invariant: what it holds was committed under its version in the database at its `url`, and
    nobody changes it any more. So it is right for whoever sees that version, and only for them; a
    transaction that has changed the catalogue reads its own and leaves nothing here.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._newest: CatalogueSnapshot | None = None

    def current(self, db: Session) -> CatalogueSnapshot:
        """The catalogue as this transaction sees it; one cheap query unless it has changed."""
        if transaction_of(db).catalogue_changed:
            return load(db, self._newest)
        version, unnumbered = version_and_unnumbered(db)
        if unnumbered:
            if transactions.is_writing(db) or not number_changes():
                return load(db, self._newest)
            with transactions.reading() as later:  # which sees the numbers
                return self.current(later)
        key = _url(db), version
        if snapshot := self._of_version(*key):
            return snapshot
        with self._lock:  # of many threads that find it outdated one reads
            snapshot = self._of_version(*key) or load(db, self._newest)
            self._newest = snapshot
            return snapshot

    def _of_version(self, url: sa.URL, version: int) -> CatalogueSnapshot | None:
        newest = self._newest
        return newest if newest and (newest.url, newest.version) == (url, version) else None


_cache = SnapshotCache()
#: The catalogue as a transaction sees it, with real contractors and those of the sandbox: for who
#: looks a contractor up by its id.
everybody = _cache.current


def current(
    db: Session, *, sandbox: bool = False, own: Collection[UUID | None] = ()
) -> CatalogueSnapshot:
    """The catalogue as a transaction sees it, with the contractors that real orders go to.

    Or with those that orders of the `sandbox` go to: no order ever meets both. `own` are the
    organisations of who asks, whose contractors need not be approved.
    """
    return everybody(db).market(sandbox=sandbox, own=own)


def load(db: Session, before: CatalogueSnapshot | None = None) -> CatalogueSnapshot:
    """Read the catalogue: all of it, or of the contractors only those changed since `before`.

    What is the same as it was in `before` need not be understood once more.
    """
    url = _url(db)
    while True:
        version = newest_version(db)
        whole, items = whole_version(db), _items(db)
        since = before.version if before and before.url == url and whole <= before.version else None
        entries = _entries(db, before.entries if before else {}, since)
        if version == newest_version(db):  # nobody has changed it between our queries
            break
    return CatalogueSnapshot(
        url=url,
        version=version,
        whole=whole,
        catalogue=Catalogue.of(
            [Material.from_dict(item) for item in items[MATERIAL]],
            [PostProcessing.from_dict(item) for item in items[POST_PROCESSING]],
        ),
        entries=entries,
        items=items,
    )


def contractor_data(
    organization: Organization, terms: JsonObject, machines: list[MachineRow]
) -> JsonObject:
    """A contractor's rows as `Contractor.from_dict` reads them."""
    return {name: value for name, value in terms.items() if name not in BESIDE} | {
        "id": str(organization.id),
        "name": organization.name,
        "machines": [machine.data | {"id": str(machine.id)} for machine in machines],
    }


def _url(db: Session) -> sa.URL:
    bind = db.get_bind()
    return bind.engine.url


def _digest(content: Any) -> str:
    text = orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(text).hexdigest()


def _items(db: Session) -> dict[str, list[JsonObject]]:
    items: dict[str, list[JsonObject]] = {SERVICE: [], MATERIAL: [], POST_PROCESSING: []}
    query = sa.select(CatalogueItem.kind, CatalogueItem.slug, CatalogueItem.data)
    for kind, slug, data in sorted(db.execute(query), key=lambda row: (row.kind, row.slug)):
        items.setdefault(kind, []).append(data | {"id": slug})  # sorted here: databases differ
    return items


def _entries(
    db: Session, entries_before: Mapping[str, ContractorEntry], since: int | None
) -> dict[str, ContractorEntry]:
    """The contractors by their ids, in order; `known` are those as of version `since`, if any."""
    if since is not None:
        entries = {**entries_before, **_read(db, entries_before, since=since)}
        if len(entries) == db.scalar(sa.select(sa.func.count()).select_from(ContractorRow)):
            return dict(sorted(entries.items()))  # none is gone
    return dict(sorted(_read(db, entries_before, since=-1).items()))


def _read(
    db: Session, entries_before: Mapping[str, ContractorEntry], *, since: int
) -> dict[str, ContractorEntry]:
    """Those that were changed after this version; what is as it was `known` is taken from there."""
    unnumbered = set(unnumbered_contractors(db))
    late = (ContractorRow.changed_in > since) | ContractorRow.organization_id.in_(unnumbered)
    machines: dict[UUID, list[MachineRow]] = {}
    query = sa.select(MachineRow).order_by(MachineRow.id)
    if since >= 0:
        query = query.join(
            ContractorRow, ContractorRow.organization_id == MachineRow.organization_id
        )
        query = query.where(late)
    for machine in db.scalars(query):
        machines.setdefault(machine.organization_id, []).append(machine)
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


def _entry(
    data: JsonObject,
    changed_in: int,
    sandbox: bool,
    standing: Standing,
    entry_before: ContractorEntry | None,
) -> ContractorEntry:
    digest = _digest(data)
    if entry_before is None or entry_before.digest != digest:
        return ContractorEntry(read_contractor(data), digest, changed_in, sandbox, standing)
    known = (entry_before.changed_in, entry_before.sandbox, entry_before.standing)
    if known == (changed_in, sandbox, standing):
        return entry_before
    return replace(entry_before, changed_in=changed_in, sandbox=sandbox, standing=standing)
