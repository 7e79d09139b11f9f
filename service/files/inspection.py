"""Compares what is kept with what the database names, and copies it elsewhere."""

import hashlib
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database.models import Attachment, File, Process
from service.files.storage import ContentMissing, Storage, Stored

#: Later than anything was written.
_EVER = datetime.max.replace(tzinfo=UTC)


def named_contents(db: Session, after: str, limit: int) -> list[Stored]:
    """Contents of files and attachments that are not deleted, in the order of hashes after one."""
    of_files = (
        sa.select(File.sha256, File.size_bytes)
        .join(Process, Process.id == File.process_id)
        .where(File.deleted_at.is_(None), Process.deleted_at.is_(None), File.sha256 > after)
    )
    of_attachments = (
        sa.select(Attachment.sha256, Attachment.size_bytes)
        .join(Process, Process.id == Attachment.process_id)
        .where(Process.deleted_at.is_(None), Attachment.sha256 > after)
    )
    named = sa.union(of_files, of_attachments).subquery()
    rows = db.execute(sa.select(named).order_by(named.c.sha256).limit(limit))
    return [Stored(sha256, size_bytes) for sha256, size_bytes in rows]


def fault_of(storage: Storage, stored: Stored, *, by_size: bool = False) -> str | None:
    """What is wrong with a content, None if nothing; by its size alone, or read as a whole.

    Raises StorageUnreachable.
    """
    try:
        if (size := storage.size_bytes(stored.sha256)) != stored.size_bytes:
            return f"has {size} bytes instead of {stored.size_bytes}"
        if not by_size and _digest(storage, stored.sha256) != stored.sha256:
            return "is damaged: what is kept has another digest"
    except ContentMissing:
        return "is missing"
    return None


def contents_of(storage: Storage) -> Iterator[str]:
    """The hashes of all contents in a storage."""
    return storage.older_than(_EVER)


def copy_content(source: Storage, target: Storage, sha256: str) -> bool:
    """Copy a content unless the target has it; whether it had to be copied.

    It is verified on the way. Raises ContentMissing if it is not there or damaged, and
    StorageUnreachable.
    """
    if target.holds(sha256) and target.size_bytes(sha256) == source.size_bytes(sha256):
        return False
    with target.arriving(sys.maxsize) as arriving:
        for chunk in source.chunks(sha256):
            arriving.write(chunk)
        if arriving.sha256 != sha256:
            raise ContentMissing(f"the content {sha256} is damaged in storage")
        arriving.store()
    return True


def _digest(storage: Storage, sha256: str) -> str:
    digest = hashlib.sha256()
    for chunk in storage.chunks(sha256):
        digest.update(chunk)
    return digest.hexdigest()
