"""The history: who did what and when, in rows that are only added, each chained by hash."""

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.access.actor import ActingParty
from service.database.models import HistoryRow, Process
from service.database.transaction import add_row
from service.ids import new_id
from service.lifecycle import history_keys
from service.lifecycle.history_keys import UnknownHistoryKey

#: What a row says beside its columns. Which keys, depends on the move: those that are folded again
#: have their types in `production_json`.
HistoryData = Mapping[str, Any]


def append(
    db: Session,
    process: Process,
    trigger: str,
    *,
    source: str | None,
    dest: str,
    by: ActingParty,
    data: HistoryData,
    request_id: UUID | None = None,
) -> None:
    """Add the row that belongs to the version that `process` now has."""
    row = {
        "id": new_id(),
        "process_id": process.id,
        "version": process.version,
        "request_id": request_id,
        "at": clock.now(),
        "actor_role": by.role.value,
        "actor_id": by.id,
        "actor_name": by.name,
        "trigger": trigger,
        "source": source,
        "dest": dest,
        "data": data,
        "key_id": history_keys.newest().id,
        "previous_hash": "",
    }
    row["hash"] = process.history_hash = _digest(row, process.history_hash)
    add_row(db, HistoryRow, row)


def digest(row: HistoryRow, previous: str) -> str:
    """HMAC-SHA-256 over the row's content and the hash of the row before; empty for the first one.

    Without a key, a SHA-256, in rows from before there were keys. Raises UnknownHistoryKey.
    """
    return _digest(vars(row), previous)


def _digest(row: Mapping[str, Any], previous: str) -> str:
    content = {
        "process": row["process_id"],
        "version": row["version"],
        "request": row["request_id"],
        "at": row["at"].isoformat(timespec="microseconds"),
        "actor": [row["actor_role"], row["actor_id"], row["actor_name"]],
        "move": [row["trigger"], row["source"], row["dest"]],
        "data": row["data"],
        "previous": previous,
    }
    key_id = row["key_id"]
    if key_id is None:
        return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()
    text = orjson.dumps(content | {"key": key_id}, option=orjson.OPT_SORT_KEYS)
    return hmac.digest(history_keys.named(key_id).secret, text, "sha256").hex()


def rows_of(db: Session, process_id: UUID) -> list[HistoryRow]:
    """The whole history of a process, oldest first."""
    query = sa.select(HistoryRow).where(HistoryRow.process_id == process_id)
    return list(db.scalars(query.order_by(HistoryRow.version)))


def chain_findings(process_id: UUID, rows: Iterable[HistoryRow]) -> Iterator[str]:
    """What is wrong with the rows themselves: gaps, broken hashes, rows that do not follow."""
    previous, version, state, is_keyed = "", 0, None, False
    for row in rows:
        version += 1
        name = f"process {process_id}, history row {row.version}"
        if row.version != version:
            yield f"{name}: expected version {version}"
            version = row.version
        try:
            if not _follows(row, previous):
                yield f"{name}: the hash chain is broken"
        except UnknownHistoryKey as error:
            yield f"{name}: {error}"
        if is_keyed and row.key_id is None:
            yield f"{name}: has no key, although the rows before it have"
        is_keyed = is_keyed or row.key_id is not None
        if row.source != state:
            yield f"{name}: comes from {row.source}, but the process was {state}"
        state = row.dest
        previous = row.hash


def _follows(row: HistoryRow, previous: str) -> bool:
    """Whether the hash of a row comes of its content and of the hash of the row before it."""
    is_said_otherwise = row.previous_hash not in ("", previous)
    return not is_said_otherwise and hmac.compare_digest(row.hash, digest(row, previous))


def findings(process: Process, rows: Sequence[HistoryRow]) -> Iterator[str]:
    """What contradicts itself in one process' history, or says something else than the process."""
    yield from chain_findings(process.id, rows)
    version, state, last = (
        (rows[-1].version, rows[-1].dest, rows[-1].hash) if rows else (0, None, "")
    )
    if state != process.state.value:
        yield f"process {process.id}: is {process.state.value}, its history says {state}"
    if version != process.version or last != process.history_hash:
        yield f"process {process.id}: version {process.version}, its history ends at {version}"
