"""Assembles the catalogue from its tables, and keeps it in memory until somebody changes it."""

import hashlib
from dataclasses import dataclass
from threading import Lock
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.db import insert_unless_there
from service.manufacturing.catalogue import (
    BadContractor,
    Catalogue,
    Contractor,
    Material,
    PostProcessing,
    read_contractor,
)
from service.models import CatalogueItem, CatalogueVersion, Machine, Organization
from service.models import Contractor as ContractorRow

SERVICE, MATERIAL, POST_PROCESSING = "service", "material", "post_processing"
#: Fields of the terms that matching does not read.
BESIDE = frozenset({"channels"})
#: The mark of a session, which lives for one transaction, that has changed the catalogue.
_TOUCHED = "catalogue touched"
_ONLY = 1


@dataclass(frozen=True)
class Current:
    """The catalogue as of a version; `digest` is the SHA-256 of all its content, ids included."""

    version: int
    catalogue: Catalogue
    contractors: tuple[Contractor | BadContractor, ...]
    services: tuple[dict[str, Any], ...]
    digest: str


_lock = Lock()
_kept: tuple[sa.URL, Current] | None = None


def current(db: Session) -> Current:
    """The catalogue as this transaction sees it; one cheap query unless it has changed."""
    global _kept
    if db.info.get(_TOUCHED):
        return load(db)  # what is not committed yet is nobody else's catalogue
    url, version = _url(db), _version(db)
    kept = _kept
    if kept and kept[0] == url and kept[1].version == version:
        return kept[1]
    with _lock:  # of many threads that find it outdated one reads
        kept = _kept
        if not kept or kept[0] != url or kept[1].version != version:
            kept = _kept = (url, load(db))
        return kept[1]


def load(db: Session) -> Current:
    """Read the whole catalogue: contractors in the order of their ids, bad ones with the reason."""
    while True:
        version = _version(db)
        items, contractors = _items(db), _contractors(db)
        if version == _version(db):  # nobody has changed it between our queries
            break
    content = orjson.dumps([items, contractors], option=orjson.OPT_SORT_KEYS)
    return Current(
        version=version,
        catalogue=Catalogue.of(
            [Material.from_dict(item) for item in items[MATERIAL]],
            [PostProcessing.from_dict(item) for item in items[POST_PROCESSING]],
        ),
        contractors=tuple(read_contractor(data) for data in contractors),
        services=tuple(items[SERVICE]),
        digest=hashlib.sha256(content).hexdigest(),
    )


def touch(db: Session) -> None:
    """Say, in the transaction that changes the catalogue, that it is another one now."""
    db.info[_TOUCHED] = True
    insert_unless_there(db, CatalogueVersion, id=_ONLY, version=0)
    db.execute(
        sa.update(CatalogueVersion)
        .where(CatalogueVersion.id == _ONLY)
        .values(version=CatalogueVersion.version + 1)
        .execution_options(synchronize_session=False)
    )


def contractor_data(
    organization: Organization, terms: dict[str, Any], machines: list[Machine]
) -> dict[str, Any]:
    """A contractor's rows as `Contractor.from_dict` reads them."""
    return {name: value for name, value in terms.items() if name not in BESIDE} | {
        "id": str(organization.id),
        "name": organization.name,
        "machines": [machine.data | {"id": str(machine.id)} for machine in machines],
    }


def _url(db: Session) -> sa.URL:
    bind = db.get_bind()
    return bind.engine.url


def _version(db: Session) -> int:
    query = sa.select(CatalogueVersion.version).where(CatalogueVersion.id == _ONLY)
    return db.scalar(query) or 0


def _items(db: Session) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {SERVICE: [], MATERIAL: [], POST_PROCESSING: []}
    query = sa.select(CatalogueItem.kind, CatalogueItem.slug, CatalogueItem.data)
    for kind, slug, data in sorted(db.execute(query), key=lambda row: (row.kind, row.slug)):
        found.setdefault(kind, []).append(data | {"id": slug})  # sorted here: databases differ
    return found


def _contractors(db: Session) -> list[dict[str, Any]]:
    machines: dict[Any, list[Machine]] = {}
    for machine in db.scalars(sa.select(Machine).order_by(Machine.id)):
        machines.setdefault(machine.organization_id, []).append(machine)
    rows = db.execute(
        sa.select(Organization, ContractorRow.terms)
        .join(ContractorRow, ContractorRow.organization_id == Organization.id)
        .order_by(Organization.id)
    )
    return [contractor_data(org, terms, machines.get(org.id, [])) for org, terms in rows]
