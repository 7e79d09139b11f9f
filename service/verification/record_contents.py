"""Keeps what verifications have calculated once, however many orders come to the same."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database.models import RecordContent, Verification
from service.database.upsert import upsert
from service.verification.evaluation import Evaluation

#: A content that no record refers to stays this long: its record may be about to be written.
KEPT_FOR: Final = timedelta(days=1)
#: Contents are written with their first record, and records are never deleted: what nobody refers
#: to comes of a hand in the database. Older ones are not looked through each time.
LOOKED_FOR: Final = timedelta(days=8)


def keep(db: Session, evaluations: Iterable[Evaluation]) -> None:
    """Keep what was evaluated unless it is there, with a fixed number of statements."""
    by_digest = {bytes.fromhex(each.digest): each for each in evaluations}
    if not by_digest:
        return
    there = sa.select(RecordContent.digest).where(RecordContent.digest.in_(by_digest))
    # In one order always, so that two writers never wait for each other.
    missing = sorted(by_digest.keys() - set(db.scalars(there)))
    if missing:
        rows = [{"digest": digest, **by_digest[digest].shared} for digest in missing]
        db.execute(upsert(db, RecordContent, rows))


def delete_unused(db: Session, now: datetime, most: int) -> int:
    """Delete at most `most` contents that no record refers to; the number of them."""
    refers = sa.exists().where(Verification.content_digest == RecordContent.digest)
    unused = (
        sa.select(RecordContent.digest)
        .where(RecordContent.created_at.between(now - LOOKED_FOR, now - KEPT_FOR), ~refers)
        .limit(most)
    )
    deletion = sa.delete(RecordContent).where(RecordContent.digest.in_(unused))
    return len(db.scalars(deletion.returning(RecordContent.digest)).all())
