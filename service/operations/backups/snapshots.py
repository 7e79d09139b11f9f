"""Opens one moment of a database, and writes all of it to files while it goes on to change."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database import migrations
from service.database.engine import create_engine, is_postgresql
from service.database.transaction import Transaction
from service.operations.backups.manifest import DATABASE, BackupFile, file_in

#: The table of Alembic, which migrations fill.
VERSION_TABLE: Final = "alembic_version"
#: The one file of SQLite in a backup.
SQLITE_FILE: Final = f"{DATABASE}/werkbank.sqlite3"
#: Pages of SQLite that are copied between two reports.
_PAGES: Final = 1024

#: Called now and then while something takes long: what is done of how much.
Report = Callable[[int, int], None]


class NoTables(Exception):
    """The database holds nothing that could be backed up."""


@contextmanager
def snapshot(url: str) -> Iterator[Session]:
    """A session that sees one moment of the database, for as long as it takes.

    Raises NoTables.
    """
    engine = create_engine(url, patient=True)
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
    try:
        with engine.connect() as connection, Transaction(bind=connection) as db:
            if migrations.revision_of(connection) is None:  # the first read fixes the moment
                raise NoTables("the database has no tables; there is nothing to back up")
            yield db
    finally:
        engine.dispose()


def tables_of(db: Session) -> list[str]:
    """The names of all tables but Alembic's, in the order of names."""
    names = sa.inspect(db.connection()).get_table_names()
    return sorted(name for name in names if name != VERSION_TABLE)


def rows_of(db: Session) -> dict[str, int]:
    """How many rows each table has."""
    count = sa.func.count()
    return {
        name: db.scalar(sa.select(count).select_from(sa.table(name))) or 0 for name in tables_of(db)
    }


def write_files(db: Session, folder: Path, report: Report) -> list[BackupFile]:
    """Write the moment that a session sees to files in the folder of a backup."""
    (folder / DATABASE).mkdir()
    if is_postgresql(db):
        return list(_tables_in(db, folder, report))
    _copy_sqlite(_driver_connection(db), folder / SQLITE_FILE, report)
    return [file_in(folder, SQLITE_FILE)]


def sequences_of(db: Session) -> dict[str, int]:
    """The last value of each sequence of PostgreSQL that has given one."""
    if not is_postgresql(db):
        return {}
    query = sa.text(
        "SELECT sequencename, last_value FROM pg_sequences "
        "WHERE schemaname = current_schema() AND last_value IS NOT NULL"
    )
    return {name: value for name, value in db.execute(query)}


def _tables_in(db: Session, folder: Path, report: Report) -> Iterator[BackupFile]:
    """A file for each table, in the text format of COPY, which newer servers read as well."""
    names = tables_of(db)
    inspector = sa.inspect(db.connection())
    for done, name in enumerate(names):
        report(done, len(names))
        columns = tuple(column["name"] for column in inspector.get_columns(name))
        path = f"{DATABASE}/{name}.copy"
        with (
            (folder / path).open("wb") as file,
            _driver_connection(db).cursor() as cursor,
            cursor.copy(f"COPY {listed(db, name, columns)} TO STDOUT") as copy,
        ):
            for number, data in enumerate(copy):
                file.write(data)
                if number % 4096 == 0:
                    report(done, len(names))
        yield file_in(folder, path, name, columns)
    report(len(names), len(names))


def listed(db: Session, table: str, columns: tuple[str, ...]) -> str:
    """A table with its columns as COPY wants them, quoted."""
    quote = db.connection().dialect.identifier_preparer.quote
    return f"{quote(table)} ({', '.join(map(quote, columns))})"


def _copy_sqlite(source: sqlite3.Connection, target: Path, report: Report) -> None:
    with closing(sqlite3.connect(target)) as copy:
        source.backup(
            copy,
            pages=_PAGES,
            progress=lambda _status, left, total: report(total - left, total),
        )
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, which needs no other beside it


def _driver_connection(db: Session) -> Any:
    return db.connection().connection.driver_connection
