"""Makes a backup: the database at one moment, then every content that it names."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final, Literal, Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.database import leader_lease, migrations, transactions
from service.database.engine import is_postgresql
from service.database.models import HistoryRow
from service.events import feed
from service.files import garbage, inspection
from service.files.storage import ContentMissing, Storage, Stored
from service.files.storage.folder import FolderStorage
from service.ids import new_id
from service.operations.backups.manifest import (
    CONTENTS,
    LIST_OF_CONTENTS,
    BackupFile,
    BadBackup,
    ContentsOfBackup,
    Manifest,
    file_in,
)
from service.operations.backups.snapshots import (
    rows_of,
    sequences_of,
    snapshot,
    write_files,
)

#: Seconds that the sweep of contents stays away after a sign of life, and between two signs.
LEASE_S: Final = 300.0
BEAT_S: Final = 20.0
#: Contents that are looked up at a time.
_PAGE: Final = 500

Stage = Literal["database", "contents"]


class BackupProgress(Protocol):
    """Told now and then how far it is: what is done of how much."""

    def __call__(self, stage: Stage, done: int, total: int) -> None: ...


class AnotherBackup(Exception):
    """Another backup of the same database is being made."""


def make(url: str, storage: Storage, folder: Path, progress: BackupProgress) -> Manifest:
    """Back up the database at `url`, and the contents in `storage`, into a new or empty folder.

    The service may run meanwhile. The backup shows it at the moment at which it began, as the
    database is read at one moment, and contents never change; the sweep of contents stays away
    until all are copied. Contents that are missing or damaged are named in the manifest.
    Raises BadBackup for a folder that holds something, AnotherBackup, NoTables and
    StorageUnreachable.
    """
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    if any(folder.iterdir()):
        raise BadBackup(f"the folder {folder} is not empty; a backup wants one of its own")
    with _contents_kept() as beat:

        def report(stage: Stage, done: int, total: int) -> None:
            beat()
            progress(stage, done, total)

        manifest = _of_database(url, folder, lambda done, total: report("database", done, total))
        total = manifest.contents.number
        for done, stored in enumerate(listed_contents(folder)):
            report("contents", done, total)
            if not _is_copied(storage, FolderStorage(folder / CONTENTS), stored):
                manifest.contents.missing.append(stored.sha256)
        report("contents", total, total)
    manifest.write(folder)
    return manifest


def _of_database(url: str, folder: Path, report: Callable[[int, int], None]) -> Manifest:
    with snapshot(url) as db:
        at = _now(db)
        files = write_files(db, folder, report)
        contents = _list_contents(db, folder)
        return Manifest(
            schema_revision=migrations.revision_of(db.connection()) or "",
            database="postgresql" if is_postgresql(db) else "sqlite",
            at=at,
            last_position=feed.last_position(db),
            rows=rows_of(db),
            sequences=sequences_of(db),
            files=[*files, _list_file(folder)],
            contents=contents,
            history_keys=sorted(
                filter(None, db.scalars(sa.select(HistoryRow.key_id).distinct()).all())
            ),
        )


def _now(db: Session) -> datetime:
    moment = db.scalar(sa.select(sa.func.now())) if is_postgresql(db) else clock.now()
    assert isinstance(moment, datetime)
    return moment


def _list_contents(db: Session, folder: Path) -> ContentsOfBackup:
    number, size, after = 0, 0, ""
    with (folder / LIST_OF_CONTENTS).open("w") as file:
        while page := inspection.named_contents(db, after, _PAGE):
            for stored in page:
                file.write(f"{stored.sha256} {stored.size_bytes}\n")
                number, size = number + 1, size + stored.size_bytes
            after = page[-1].sha256
    return ContentsOfBackup(number=number, bytes=size, missing=[])


def _list_file(folder: Path) -> BackupFile:
    return file_in(folder, LIST_OF_CONTENTS)


def listed_contents(folder: Path) -> Iterator[Stored]:
    """The contents that a backup names."""
    with (folder / LIST_OF_CONTENTS).open() as file:
        for line in file:
            sha256, size = line.split()
            yield Stored(sha256, int(size))


def _is_copied(source: Storage, target: Storage, stored: Stored) -> bool:
    try:
        inspection.copy_content(source, target, stored.sha256)
    except ContentMissing:
        return False
    return True


@contextmanager
def _contents_kept() -> Iterator[Callable[[], None]]:
    """Keep the sweep of contents away within the block, as long as `beat` is called."""
    holder, due = f"backup:{new_id()}", 0.0  # processes of two hosts may have one number

    def beat() -> None:
        nonlocal due
        if time.monotonic() < due:
            return
        with transactions.writing() as db:
            if not leader_lease.acquire(db, garbage.BACKUP, holder, LEASE_S):
                raise AnotherBackup("another backup is being made; wait until it has ended")
        due = time.monotonic() + BEAT_S

    beat()
    try:
        yield beat
    finally:
        with transactions.writing() as db:
            leader_lease.resign(db, garbage.BACKUP, holder)
