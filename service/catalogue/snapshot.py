"""Keeps the catalogue in memory, and reads again only what has changed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.catalogue import stored_index, tables
from service.catalogue.catalogued_contractor import digest_of
from service.catalogue.snapshot_rows import (
    MATERIAL,
    POST_PROCESSING,
    SERVICE,
    ContractorEntry,
    entries_since,
    items_by_kind,
)
from service.catalogue.versions import (
    newest_and_whole_version,
    newest_version,
    number_changes,
    version_and_unnumbered,
)
from service.database import transactions
from service.database.models import (
    Standing,
)
from service.database.transaction import transaction_of
from service.manufacturing.quoting.catalogue import (
    BadContractor,
    Catalogue,
    Contractor,
    Material,
    PostProcessing,
)
from service.manufacturing.quoting.screening import OfferedMaterial, Table, offered_materials
from service.values.json_object import JsonObject


@dataclass(frozen=True)
class CatalogueSnapshot:
    """The catalogue of a database as of a version, with all contractors or those of one market.

    `entries` are the contractors by their ids, in the order of these. `whole` is the version in
    which more was changed than single ones of them, `stored` that of the index in the database.
    """

    url: sa.URL
    version: int
    whole: int
    catalogue: Catalogue
    entries: Mapping[str, ContractorEntry]
    items: Mapping[str, list[JsonObject]]
    stored: int | None = None

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of all its content."""
        digests = [(id, entry.listed.digest) for id, entry in self.entries.items()]
        return digest_of([self.items, digests])

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
    def offered_materials(self) -> Mapping[str, OfferedMaterial]:
        """The known materials with which some contractor builds, by their ids."""
        offered = offered_materials(self.table) if self.entries else {}
        return {id: each for id, each in offered.items() if id in self.catalogue.materials}

    @cached_property
    def table(self) -> Table:
        """All that they offer, as screening reads it; there must be some."""
        return tables.table_of({id: entry.listed for id, entry in self.entries.items()})


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
            if not transactions.is_writing(db) and snapshot.version == version:
                snapshot = _stored(snapshot)
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

    What is the same as it was in `before`, or in the stored index, need not be understood again.
    """
    url = _url(db)
    known = _Known.of(before) if before and before.url == url else _Known()
    while True:
        version, whole = newest_and_whole_version(db)
        if known.version is None or known.version < whole:
            known = _indexed(db, known, whole)
        since = known.version if known.version is not None and whole <= known.version else None
        entries = entries_since(db, known.entries, since)
        items = items_by_kind(db)
        if version == newest_version(db):  # nobody has changed it between our queries
            break
    return CatalogueSnapshot(
        url=url,
        version=version,
        whole=whole,
        catalogue=_understood(items, before),
        entries=entries,
        items=items,
        stored=known.stored,
    )


def _understood(
    items: Mapping[str, list[JsonObject]], before: CatalogueSnapshot | None
) -> Catalogue:
    """The same object as before where all items are written as they were, 1 not as 1.0."""
    if before and orjson.dumps(before.items) == orjson.dumps(items):
        return before.catalogue
    return Catalogue.of(
        [Material.from_dict(item) for item in items[MATERIAL]],
        [PostProcessing.from_dict(item) for item in items[POST_PROCESSING]],
    )


class _Known(NamedTuple):
    """The contractors as of some version; `stored` is that of the index in the database."""

    version: int | None = None
    entries: Mapping[str, ContractorEntry] = MappingProxyType({})
    stored: int | None = None

    @classmethod
    def of(cls, before: CatalogueSnapshot) -> "_Known":
        return cls(before.version, before.entries, before.stored)


def _indexed(db: Session, known: _Known, whole: int) -> _Known:
    """What the stored index knows, where that is more than what is known."""
    version = stored_index.stored_version(db)
    is_of_use = version is not None and (known.version is None or version >= whole)
    if not is_of_use or (index := stored_index.read(db)) is None:
        return known._replace(stored=version)
    tables.keep({id: entry.listed for id, entry in index.entries.items()}, index.table)
    return _Known(index.version, index.entries, index.version)


def _stored(snapshot: CatalogueSnapshot) -> CatalogueSnapshot:
    """The same, of which the index is in the database if that is worth it."""
    if not stored_index.is_due(snapshot.entries, snapshot.stored):
        return snapshot
    stored_index.write(snapshot.version, snapshot.entries, snapshot.table)
    return replace(snapshot, stored=snapshot.version)


def _url(db: Session) -> sa.URL:
    bind = db.get_bind()
    return bind.engine.url
