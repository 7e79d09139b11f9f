"""Keeps the contractors of a large catalogue in the database as matching reads them.

To understand ten thousand contractors takes a process several seconds, to read their index part of
one. The index is a cache of a version: what has changed since is read beside it, and whoever finds
that to be much writes another one. Only the code that has written it reads it.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Final

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.catalogue.catalogued_contractor import CataloguedContractor
from service.catalogue.snapshot_rows import ContractorEntry
from service.database import transactions
from service.database.models import CatalogueIndexPart, Standing
from service.manufacturing.quoting.screening import Table, table_bytes

#: Of fewer contractors all are soon read.
FEWEST: Final = 500
#: Once this share of the contractors has changed since, another one is written.
CHANGED_SHARE: Final = 0.05
#: Bytes of a part: far below what a database takes in one field.
PART_BYTES: Final = 4 * 2**20

_ROOT: Final = Path(__file__).parents[1]
#: The code on which the content of an index depends.
_SOURCES: Final = ("catalogue", "manufacturing/quoting", "values")
#: The libraries on which it depends what contractors may state: holidays, currencies, zones.
_LIBRARIES: Final = ("holidays", "babel", "numpy")

Entries = Mapping[str, ContractorEntry]


@dataclass(frozen=True)
class StoredIndex:
    """The contractors by their ids, in the order of these, as of a version, and their table."""

    version: int
    entries: Entries
    table: Table


def read(db: Session) -> StoredIndex | None:
    """The index that this code has written last; None if there is none."""
    rows = db.execute(
        sa.select(CatalogueIndexPart.version, CatalogueIndexPart.content)
        .where(CatalogueIndexPart.made_by == made_by())
        .order_by(CatalogueIndexPart.part)
    ).all()
    if not rows:
        return None
    return _unpacked(rows[0].version, b"".join(row.content for row in rows))


def stored_version(db: Session) -> int | None:
    """The version of that index."""
    query = sa.select(sa.func.max(CatalogueIndexPart.version))
    return db.scalar(query.where(CatalogueIndexPart.made_by == made_by()))


def is_due(entries: Entries, stored: int | None) -> bool:
    """Whether an index is worth writing: of many contractors, of whom many have changed since."""
    if len(entries) < FEWEST:
        return False
    changed = sum(stored is None or entry.changed_in > stored for entry in entries.values())
    return changed > CHANGED_SHARE * len(entries)


def write(version: int, entries: Entries, table: Table) -> None:
    """Keep the index of a version that is committed, unless one as new is there.

    Losing it is harmless: it is written by the next one who misses it.
    """
    content = _packed(entries, table)
    parts = range(0, len(content), PART_BYTES)
    rows = [
        {
            "made_by": made_by(),
            "part": number,
            "version": version,
            "content": content[start : start + PART_BYTES],
        }
        for number, start in enumerate(parts)
    ]
    try:
        with transactions.writing() as db:
            newest = stored_version(db)
            if newest is not None and newest >= version:
                return
            discard(db)
            db.execute(sa.insert(CatalogueIndexPart), rows)
    except (sa.exc.OperationalError, sa.exc.IntegrityError):
        return  # somebody else is writing it


def discard(db: Session) -> None:
    """Forget the index, for example because it holds what is to be deleted."""
    db.execute(sa.delete(CatalogueIndexPart))


@cache
def made_by() -> str:
    """The SHA-256 of the code that makes an index."""
    digest = hashlib.sha256()
    for source in (path for name in _SOURCES for path in sorted((_ROOT / name).rglob("*.py"))):
        digest.update(f"{source.relative_to(_ROOT)} {source.stat().st_size}\n".encode())
        digest.update(source.read_bytes())
    for library in _LIBRARIES:
        digest.update(f"{library} {metadata.version(library)}\n".encode())
    return digest.hexdigest()


def _packed(entries: Entries, table: Table) -> bytes:
    """The length of the header, the header, the data of all contractors, and the table."""
    rows = [
        (
            each.listed.id,
            each.listed.name,
            each.listed.digest,
            each.listed.limits_requests,
            len(each.listed.packed),
            each.changed_in,
            each.sandbox,
            each.standing.value,
        )
        for each in entries.values()
    ]
    header = orjson.dumps(rows)
    data = [each.listed.packed for each in entries.values()]
    return b"".join(
        [len(header).to_bytes(8, "little"), header, *data, table_bytes.pack(table.groups)]
    )


def _unpacked(version: int, content: bytes) -> StoredIndex:
    start = 8 + int.from_bytes(content[:8], "little")
    rows = orjson.loads(content[8:start])
    ends = accumulate((row[4] for row in rows), initial=start)
    entries = {}
    for (first, end), row in zip(pairwise(ends), rows, strict=True):
        id, name, digest, limits_requests, _, changed_in, sandbox, standing = row
        listed = CataloguedContractor(id, name, digest, limits_requests, content[first:end])
        entries[id] = ContractorEntry(listed, changed_in, sandbox, Standing(standing))
        start = end
    table = Table(
        tuple(entry.listed for entry in entries.values()), table_bytes.unpack(content[start:])
    )
    return StoredIndex(version, entries, table)
