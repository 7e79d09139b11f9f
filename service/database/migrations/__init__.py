"""Brings a database to the tables of this version, step by step, with Alembic."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from service.database.engine import create_engine

#: The advisory lock on PostgreSQL of whoever migrates; any number that nobody else uses.
_LOCK = 0x5765726B


def config(url: str) -> Config:
    """Alembic's configuration for the database at `url`."""
    configuration = Config()
    configuration.set_main_option("script_location", "service.database:migrations")
    configuration.attributes["url"] = url
    return configuration


def upgrade(url: str) -> None:
    """Make every migration that the database at `url` still lacks, as the only one at a time."""
    with _alone(url):
        command.upgrade(config(url), "head")


@contextmanager
def _alone(url: str) -> Iterator[None]:
    """Wait for others who migrate the same database; the lock of one who dies is free at once."""
    engine = create_engine(url, patient=True)
    try:
        if engine.dialect.name == "sqlite":
            with open(f"{engine.url.database}.migrating", "a") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                yield
        else:
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("SET lock_timeout = 0")
                connection.execute(sa.select(sa.func.pg_advisory_lock(_LOCK)))
                yield
                connection.invalidate()  # the lock ends with its session
    finally:
        engine.dispose()


def is_behind(connection: sa.Connection) -> bool:
    """Whether a database still lacks a migration of this version; one from later lacks none."""
    current = revision_of(connection)
    newest, known = _known_revisions()
    return current != newest and (current is None or current in known)


def revision_of(connection: sa.Connection) -> str | None:
    """The migration that a database is at; None before the first."""
    return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str | None:
    """The migration that this version wants a database to be at."""
    return _known_revisions()[0]


@cache
def _known_revisions() -> tuple[str | None, frozenset[str]]:
    scripts = ScriptDirectory.from_config(config(""))
    known = frozenset(script.revision for script in scripts.walk_revisions())
    return scripts.get_current_head(), known


def revisions(url: str) -> tuple[str | None, str | None]:
    """The revision that the database is at, and the newest one."""
    engine = create_engine(url)
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    engine.dispose()
    return current, ScriptDirectory.from_config(config(url)).get_current_head()
