"""Deletes stored contents that no file refers to any more, and what was found out about them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.database import leader_lease, transactions
from service.database.models import Analysis, Attachment, File, Process
from service.files import previews, viewer_meshes
from service.files.storage import Storage
from service.manufacturing.geometry.analysis import ANALYSIS_VERSION

#: A content that no file refers to stays this long: its file may be about to be written.
KEPT_FOR = timedelta(days=1)
#: The role of whoever copies all contents that one moment of the database names.
BACKUP: Final = "backup"
#: Contents that are looked up at a time.
BATCH = 500


def collect_garbage(storage: Storage, goes_on: Callable[[], bool] = lambda: True) -> int:
    """Delete contents unused for a day, and what was drawn of them; returns how many.

    Takes no locks. Walks the whole storage, so call it rarely; it ends early when it is not to
    go on. Each BATCH is looked up in a transaction of its own, for however many contents there are,
    none may last so long that the database cannot clear away what others have deleted. Deletes
    nothing while a backup is made: what its moment of the database names may be an attachment that
    is forgotten meanwhile.
    """
    moment = clock.now() - KEPT_FOR
    storage.tidy(moment)
    removed, outdated = 0, storage.older_than(moment)
    while goes_on() and (batch := list(islice(outdated, BATCH))):
        with transactions.reading() as db:
            if leader_lease.is_led(db, BACKUP):
                return removed
            needed = _needed(db, batch)
        for sha256 in batch:
            if sha256 not in needed and storage.remove_old(sha256, moment):
                previews.delete_pictures(sha256)
                viewer_meshes.delete_meshes(sha256)
                removed += 1
    return removed


def delete_analyses(db: Session, now: datetime, most: int) -> int:
    """Delete at most `most` analyses that nothing needs: of another version, or without a file.

    The number of them. One that is needed again is made again.
    """
    key = (Analysis.sha256, Analysis.analysis_version)
    of_files = _files_in_use(now - KEPT_FOR).where(File.sha256 == Analysis.sha256)
    unused = sa.select(*key).where(
        Analysis.created_at < now - KEPT_FOR,
        sa.or_(Analysis.analysis_version != ANALYSIS_VERSION, ~of_files.exists()),
    )
    deletion = sa.delete(Analysis).where(sa.tuple_(*key).in_(unused.limit(most)))
    return len(db.scalars(deletion.returning(Analysis.sha256)).all())


def _files_in_use(recently: datetime) -> sa.Select[str]:
    """The contents of files that are there, or were `recently`."""
    return (
        sa.select(File.sha256)
        .join(Process, Process.id == File.process_id)
        .where(_is_there(File, recently), _is_there(Process, recently))
    )


def _is_there(table: type[File] | type[Process], recently: datetime) -> sa.ColumnElement[bool]:
    return sa.or_(table.deleted_at.is_(None), table.deleted_at > recently)


def _needed(db: Session, hashes: list[str]) -> set[str]:
    """Those contents that belong to an attachment, or a file that is there or was a day ago.

    What was deleted just now may still be cloned.
    """
    recently = clock.now() - KEPT_FOR
    of_files = _files_in_use(recently).where(File.sha256.in_(hashes))
    of_attachments = (
        sa.select(Attachment.sha256)
        .join(Process, Process.id == Attachment.process_id)
        .where(Attachment.sha256.in_(hashes), _is_there(Process, recently))
    )
    return set(db.scalars(sa.union(of_files, of_attachments)))
