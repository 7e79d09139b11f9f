"""Restores a backup into an empty database and an empty storage, with sending on hold."""

from pathlib import Path
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database import migrations, secret_rotation
from service.database.encryption import CannotDecrypt
from service.database.engine import create_engine
from service.database.models import (
    Event,
    HistoryRow,
    Organization,
    Process,
    Restoration,
    User,
)
from service.events import epochs
from service.files import inspection
from service.files.storage import ContentMissing, Storage
from service.files.storage.folder import FolderStorage
from service.lifecycle import history_keys
from service.operations.backups.backup import BackupProgress, listed_contents
from service.operations.backups.database_files import restored_database
from service.operations.backups.manifest import (
    CONTENTS,
    BadBackup,
    Manifest,
    check_files,
    read_manifest,
)
from service.operations.backups.snapshots import rows_of
from service.webhooks import deliveries

#: Tables of which a database that is in use has rows; migrations fill none of them.
_IN_USE: Final = (Organization, User, Process, Event, HistoryRow)


class NotEmpty(Exception):
    """What is to be restored into holds something already."""


class LacksKeys(Exception):
    """The settings lack a key that what is in the backup was written with."""


def restore(url: str, storage: Storage, folder: Path, progress: BackupProgress) -> Restoration:
    """Restore the backup in `folder` into the database at `url` and into `storage`.

    Everything is verified. The contents come first, then the database, all of it or nothing; it
    can be called again after it has failed or died. Afterwards sending is on hold, the feed goes on
    in another epoch, and each webhook has a message that says so.

    Raises BadBackup for a backup that is damaged, or of another kind or schema; NotEmpty, LacksKeys
    and StorageUnreachable.
    """
    manifest = read_manifest(folder)
    _check_fit(url, manifest)
    check_files(folder, manifest)
    _check_database_is_empty(url)
    _check_history_keys(manifest)
    storage.claim()
    _check_storage_is_empty(storage, folder)
    _copy_contents(storage, folder, manifest, progress)
    with restored_database(
        url, folder, manifest, lambda done, total: progress("database", done, total)
    ) as db:
        _check_rows(db, manifest)
        _check_encryption_keys(db)
        restoration = epochs.begin(db, manifest.at)
        deliveries.tell_of_restoration(db, restoration)
        db.flush()
    return restoration


def _check_fit(url: str, manifest: Manifest) -> None:
    kind = sa.make_url(url).get_backend_name()
    if manifest.database != kind:
        raise BadBackup(f"the backup is one of {manifest.database}; this database is {kind}")
    newest = migrations.newest_revision()
    if manifest.schema_revision != newest:
        raise BadBackup(
            f"the backup has the schema {manifest.schema_revision} of version {manifest.version}, "
            f"and this version has {newest}; restore it with the version that made it, then "
            "upgrade with `werkbank migrate`"
        )


def _check_database_is_empty(url: str) -> None:
    address = sa.make_url(url)
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").exists():
        return
    engine = create_engine(url)
    try:
        with engine.connect() as connection, Session(bind=connection) as db:
            there = set(sa.inspect(connection).get_table_names())
            for table in _IN_USE:
                name = table.__tablename__
                if name in there and db.scalar(sa.select(sa.true()).select_from(table).limit(1)):
                    raise NotEmpty(
                        f"the database is in use: its table {name} has rows. Restore into an empty "
                        "one"
                    )
    finally:
        engine.dispose()


def _check_storage_is_empty(storage: Storage, folder: Path) -> None:
    """Contents of the backup itself may be there, of a call that has died."""
    ours = {stored.sha256 for stored in listed_contents(folder)}
    for sha256 in inspection.contents_of(storage):
        if sha256 not in ours:
            raise NotEmpty(
                f"the storage is in use: it holds the content {sha256}, which is not in the "
                "backup. Restore into an empty one"
            )


def _check_history_keys(manifest: Manifest) -> None:
    for id in manifest.history_keys:
        try:
            history_keys.named(id)
        except history_keys.UnknownHistoryKey as error:
            raise LacksKeys(
                f"WERKBANK_HISTORY_KEYS lacks the key {id}, by which histories in the backup are "
                "kept from being rewritten"
            ) from error


def _copy_contents(
    storage: Storage, folder: Path, manifest: Manifest, progress: BackupProgress
) -> None:
    missing, total = set(manifest.contents.missing), manifest.contents.number
    source = FolderStorage(folder / CONTENTS)
    for done, stored in enumerate(listed_contents(folder)):
        progress("contents", done, total)
        if stored.sha256 in missing:
            continue
        try:
            inspection.copy_content(source, storage, stored.sha256)
        except ContentMissing as error:
            raise BadBackup(f"the backup is damaged: {error}") from error
    progress("contents", total, total)


def _check_rows(db: Session, manifest: Manifest) -> None:
    found = rows_of(db)
    for table, number in manifest.rows.items():
        if found.get(table) != number:
            raise BadBackup(
                f"the table {table} has {found.get(table)} rows after it was restored, and had "
                f"{number} when the backup was made"
            )


def _check_encryption_keys(db: Session) -> None:
    for column in secret_rotation.encrypted_columns():
        try:
            for _secret in db.scalars(sa.select(column).where(column.is_not(None))):
                pass
        except CannotDecrypt as error:
            raise LacksKeys(f"of {column}, {error}") from error
