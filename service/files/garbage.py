"""Deletes stored contents that no file refers to any more."""

from datetime import timedelta
from itertools import islice

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.database.models import Attachment, File, Process
from service.files import previews, viewer_meshes
from service.files.storage import Storage

#: A content that no file refers to stays this long: its file may be about to be written.
KEPT_FOR = timedelta(days=1)
#: Contents that are looked up at a time.
BATCH = 500


def collect_garbage(db: Session, storage: Storage) -> int:
    """Delete contents unused for a day, and what was drawn of them; returns how many.

    Takes no locks. Walks the whole storage, so call it rarely.
    """
    moment = clock.now() - KEPT_FOR
    storage.tidy(moment)
    removed, outdated = 0, storage.older_than(moment)
    while batch := list(islice(outdated, BATCH)):
        needed = _needed(db, batch)
        for sha256 in batch:
            if sha256 not in needed and storage.remove_old(sha256, moment):
                previews.delete_pictures(sha256)
                viewer_meshes.delete_meshes(sha256)
                removed += 1
    return removed


def _needed(db: Session, hashes: list[str]) -> set[str]:
    """Those contents that belong to an attachment, or a file that is there or was a day ago.

    What was deleted just now may still be cloned.
    """
    recently = clock.now() - KEPT_FOR
    process_is_there = sa.or_(Process.deleted_at.is_(None), Process.deleted_at > recently)
    of_files = (
        sa.select(File.sha256)
        .join(Process, Process.id == File.process_id)
        .where(
            File.sha256.in_(hashes),
            sa.or_(File.deleted_at.is_(None), File.deleted_at > recently),
            process_is_there,
        )
    )
    of_attachments = (
        sa.select(Attachment.sha256)
        .join(Process, Process.id == Attachment.process_id)
        .where(Attachment.sha256.in_(hashes), process_is_there)
    )
    return set(db.scalars(sa.union(of_files, of_attachments)))
