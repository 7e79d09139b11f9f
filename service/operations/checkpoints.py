"""Examines what has changed since it was last examined and found to agree, or everything.

Processes are examined in blocks, in the order of their ids. Of a block without contradictions a
checkpoint is kept: an HMAC over where each of its processes is, and where its history ends. As long
as these are the same, so is the HMAC, and the block is not examined again; what moves a process
adds to its history. So a checkpoint vouches for no more than it was made of: rows of a history,
requests or records that were changed by hand, past the process, are found by examining everything.
"""

import hmac
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any, Final, NamedTuple
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.database import transactions
from service.database.caller import COMMAND_LINE
from service.database.models import Checkpoint, Process
from service.lifecycle import history_keys
from service.lifecycle.history_keys import UnknownHistoryKey
from service.operations import consistency
from service.operations.consistency import Examined, Inconsistency

#: Processes of one block.
BLOCK: Final = 200
#: Of so many processes at a time it is found out whether they have changed.
MOST_COMPARED: Final = 10_000
#: What moves with each change of a process.
_HEAD: Final = (
    *(Process.id, Process.version, Process.history_hash, Process.state, Process.verification_id),
    *(Process.offer_id, Process.contractor_id, Process.deleted_at.is_not(None)),
)


class CheckedPage(NamedTuple):
    """Some processes in the order of ids: `unchanged` have not been looked at any closer.

    `last` is the id up to which they go; None: there are no more.
    """

    findings: Sequence[Inconsistency]
    examined: int
    unchanged: int
    unkeyed: int
    last: UUID | None


class _Block(NamedTuple):
    after: UUID | None
    last: UUID
    heads: Sequence[Sequence[Any]]


def check(*, everything: bool) -> Iterator[CheckedPage]:
    """Examine all processes, or those that may have changed, and keep what was found to agree."""
    after = None
    while True:
        with transactions.reading() as session:
            consistency.freeze(session)
            page, block = _page(session, after, everything=everything)
        if block:
            with transactions.writing(COMMAND_LINE) as session:
                _replace(session, block, keep=not page.findings)
        yield page
        if page.last is None:
            return
        after = page.last


def _page(
    db: Session, after: UUID | None, *, everything: bool
) -> tuple[CheckedPage, _Block | None]:
    """What comes next: blocks that have not changed, and then one that was examined."""
    unchanged, ahead = 0, _next(db, after)
    while not everything and ahead and unchanged < MOST_COMPARED:
        block = _Block(after, ahead.last_id, _heads(db, after, ahead.last_id))
        if ahead.after_id != after or not _fits(ahead, block):
            break
        unchanged, after = unchanged + len(block.heads), block.last
        ahead = _next(db, after)
    if unchanged >= MOST_COMPARED:
        return CheckedPage([], 0, unchanged, 0, after), None
    until = ahead.last_id if ahead else None
    examined = consistency.examine_until(db, after, until, BLOCK)
    last = _end(examined, ahead)
    findings, number, unkeyed = examined.findings, examined.number, examined.unkeyed
    end = None if ahead is None and number < BLOCK else last
    page = CheckedPage(findings, number, unchanged, unkeyed, end)
    return page, _Block(after, last, _heads(db, after, last)) if last else None


def _end(examined: Examined, ahead: Checkpoint | None) -> UUID | None:
    """Up to where was examined: to where the next checkpoint ends, so that later ones go on."""
    return ahead.last_id if ahead and examined.number < BLOCK else examined.last


def _next(db: Session, after: UUID | None) -> Checkpoint | None:
    query = sa.select(Checkpoint).order_by(Checkpoint.last_id).limit(1)
    return db.scalars(query.where(Checkpoint.last_id > after) if after else query).first()


def _heads(db: Session, after: UUID | None, last: UUID) -> Sequence[Sequence[Any]]:
    query = sa.select(*_HEAD).where(Process.id <= last).order_by(Process.id)
    return db.execute(query.where(Process.id > after) if after else query).all()


def _replace(db: Session, block: _Block, *, keep: bool) -> None:
    """Put a checkpoint in the place of those of the block; none where something contradicts."""
    former = sa.delete(Checkpoint).where(Checkpoint.last_id <= block.last)
    db.execute(former.where(Checkpoint.last_id > block.after) if block.after else former)
    if keep:
        key = history_keys.newest()
        db.add(
            Checkpoint(
                last_id=block.last,
                after_id=block.after,
                key_id=key.id,
                seal=_seal(key.secret, block),
                checked_at=clock.now(),
            )
        )


def _fits(checkpoint: Checkpoint, block: _Block) -> bool:
    try:
        key = history_keys.named(checkpoint.key_id)
    except UnknownHistoryKey:
        return False  # examined anew, and sealed with a key that is known
    return hmac.compare_digest(checkpoint.seal, _seal(key.secret, block))


def _seal(secret: bytes, block: _Block) -> bytes:
    """The HMAC; nothing that a history chains looks like what it is made over."""
    content = {"checkpoint": [block.after, block.last], "heads": _digest(block.heads)}
    return hmac.digest(secret, orjson.dumps(content), "sha256")


def _digest(heads: Iterable[Sequence[Any]]) -> str:
    return sha256(orjson.dumps([tuple(head) for head in heads])).hexdigest()
