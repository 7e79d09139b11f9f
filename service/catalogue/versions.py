"""Numbers the versions of the catalogue, by which all processes notice what has changed."""

from collections.abc import Collection, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database import transactions
from service.database.locks import AGAINST_WRITERS
from service.database.models import CatalogueChange, CatalogueVersion, ContractorRow
from service.database.transaction import transaction_of
from service.database.upsert import insert_unless_there
from service.values.json_object import JsonObject

_ONLY = 1


#: The version of a change that has none yet: later than any. A reader numbers it, so that nobody
#: who changes what is booked waits for others who do.
UNNUMBERED = 2**31 - 1


def mark_changed(db: Session, organization_id: UUID | None = None) -> int:
    """Say, in the transaction that changes the catalogue, that it is another one now: which.

    If only one contractor has changed, by its terms, machines or name, others stay as they are
    read. Its row must be in the database already.
    """
    transaction_of(db).catalogue_changed = True
    if organization_id is None:
        return _raise_version(db, whole=True)
    return _change(db, [organization_id])


def mark_booked(db: Session, organization_id: UUID) -> None:
    """Say the same of a contractor's machines that are taken otherwise: a row of its own says so.

    Contracts are many: whoever raised the version would hold it until the contract is committed.
    """
    transaction_of(db).catalogue_changed = True
    values = {"organization_id": organization_id, "version": UNNUMBERED, "changes": []}
    db.execute(sa.insert(CatalogueChange).values(**values))


def number_changes() -> bool:
    """Give the changes without a version one; whether that could be done."""
    numbered = sa.delete(CatalogueChange).where(CatalogueChange.version == UNNUMBERED)
    try:
        with transactions.writing() as db:
            contractor_ids = db.scalars(numbered.returning(CatalogueChange.organization_id)).all()
            if contractor_ids:
                _change(db, contractor_ids)
    except sa.exc.OperationalError:
        return False  # the next one who reads does it, and until then they are read as they are
    return True


def _change(db: Session, organization_ids: Collection[UUID]) -> int:
    """Raise the version, and let it be the one in which these contractors were changed."""
    changed = ContractorRow.organization_id.in_(organization_ids)
    held = sa.select(ContractorRow.organization_id).where(changed)
    # Whoever edits a contractor holds its row before the version: in this order all go on.
    db.execute(held.order_by(ContractorRow.organization_id).with_for_update(**AGAINST_WRITERS))
    newest = _raise_version(db)
    _update(db, ContractorRow, changed, {"changed_in": newest})
    return newest


def _raise_version(db: Session, *, whole: bool = False) -> int:
    """Whoever raises it holds the row to the end, so that versions are committed in their order."""
    insert_unless_there(db, CatalogueVersion, id=_ONLY, version=0)
    version = CatalogueVersion.version + 1
    raised = {"version": version} | ({"whole": version} if whole else {})
    _update(db, CatalogueVersion, CatalogueVersion.id == _ONLY, raised)
    return newest_version(db)


def unnumbered_contractors(db: Session) -> Sequence[UUID]:
    """The contractors with a change that has no version yet."""
    query = sa.select(CatalogueChange.organization_id)
    return db.scalars(query.where(CatalogueChange.version == UNNUMBERED)).all()


def version_and_unnumbered(db: Session) -> tuple[int, bool]:
    """The newest version, and whether there are changes that have none yet, in one query."""
    version = sa.select(CatalogueVersion.version).where(CatalogueVersion.id == _ONLY)
    unnumbered = sa.exists().where(CatalogueChange.version == UNNUMBERED)
    row = db.execute(sa.select(version.scalar_subquery(), unnumbered)).one()
    return row[0] or 0, row[1]


def newest_version(db: Session) -> int:
    """The number of the catalogue as this transaction sees it; it grows with every change."""
    query = sa.select(CatalogueVersion.version).where(CatalogueVersion.id == _ONLY)
    return db.scalar(query) or 0


def newest_and_whole_version(db: Session) -> tuple[int, int]:
    """The newest version, and the one in which more than single contractors was changed last."""
    columns = sa.select(CatalogueVersion.version, CatalogueVersion.whole)
    row = db.execute(columns.where(CatalogueVersion.id == _ONLY)).one_or_none()
    return (row.version, row.whole) if row else (0, 0)


def _update(
    db: Session,
    table: type[CatalogueVersion] | type[ContractorRow],
    where: sa.ColumnElement[bool],
    values: JsonObject,
) -> None:
    query = sa.update(table).where(where).values(**values)
    db.execute(query.execution_options(synchronize_session=False))
