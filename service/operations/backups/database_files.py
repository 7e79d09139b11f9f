"""Fills an empty database from the files of a backup: all of it in one step, or nothing."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database import migrations
from service.database.engine import create_engine
from service.database.models.record import TableRow
from service.database.transaction import Transaction
from service.operations.backups.manifest import BackupFile, Manifest, chunks_of
from service.operations.backups.snapshots import SQLITE_FILE, Report, listed, tables_of


@contextmanager
def restored_database(
    url: str, folder: Path, manifest: Manifest, report: Report
) -> Iterator[Session]:
    """A transaction on the database as the backup has it; it is there when the block has ended.

    If the block raises, or the process dies, the database is as empty as before.
    """
    kind = sa.make_url(url).get_backend_name()
    opened = _restored_sqlite if kind == "sqlite" else _restored_postgresql
    with opened(url, folder, manifest, report) as db:
        yield db


@contextmanager
def _restored_sqlite(
    url: str, folder: Path, _manifest: Manifest, report: Report
) -> Iterator[Session]:
    target = Path(sa.make_url(url).database or "")
    fresh = target.with_name(f"{target.name}.restoring")
    _delete_sqlite(fresh)
    target.parent.mkdir(parents=True, exist_ok=True)
    report(0, 1)
    shutil.copyfile(folder / SQLITE_FILE, fresh)
    try:
        with _committed(sa.make_url(url).set(database=str(fresh)), writes=True) as db:
            yield db
        with closing(sqlite3.connect(fresh)) as connection:
            # One file, that can be renamed as a whole.
            connection.execute("PRAGMA journal_mode = DELETE")
        _delete_sqlite(target)
        fresh.rename(target)
    finally:
        _delete_sqlite(fresh)
    report(1, 1)


def _delete_sqlite(path: Path) -> None:
    for ending in ("-wal", "-shm", "-journal", ""):
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).unlink()


@contextmanager
def _restored_postgresql(
    url: str, folder: Path, manifest: Manifest, report: Report
) -> Iterator[Session]:
    migrations.upgrade(url)
    with _committed(sa.make_url(url)) as db:
        cursor = db.connection().connection.driver_connection.cursor()  # type: ignore[union-attr]
        tables = {file.table: file for file in manifest.files if file.table}
        quote = db.connection().dialect.identifier_preparer.quote
        names = [name for name in _in_order(db) if name in tables]
        # What the service must never do: rows of histories are added behind its guards.
        for name in names:
            db.execute(sa.text(f"ALTER TABLE {quote(name)} DISABLE TRIGGER USER"))
        db.execute(sa.text(f"TRUNCATE {', '.join(map(quote, names))}"))
        for done, name in enumerate(names):
            report(done, len(names))
            _copy_in(db, cursor, folder, tables[name])
        for name in names:
            db.execute(sa.text(f"ALTER TABLE {quote(name)} ENABLE TRIGGER USER"))
        for name, value in manifest.sequences.items():
            db.execute(sa.select(sa.func.setval(quote(name), value)))
        yield db
        report(len(names), len(names))


def _in_order(db: Session) -> list[str]:
    """The tables, each after those that it refers to."""
    there = set(tables_of(db))
    return [table.name for table in TableRow.metadata.sorted_tables if table.name in there]


def _copy_in(db: Session, cursor: Any, folder: Path, file: BackupFile) -> None:
    table = listed(db, file.table or "", tuple(file.columns))
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for chunk in chunks_of(folder / file.path):
            copy.write(chunk)


@contextmanager
def _committed(url: sa.URL, **options: Any) -> Iterator[Session]:
    engine = create_engine(url.render_as_string(hide_password=False), patient=True)
    try:
        with (
            engine.execution_options(**options).begin() as connection,
            Transaction(bind=connection) as db,
        ):
            yield db
            db.flush()
    finally:
        engine.dispose()
