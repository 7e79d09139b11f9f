"""Gives tests fresh migrated databases, as files of SQLite and on one PostgreSQL for the run."""

import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

import pytest
import sqlalchemy as sa

from benchmarks import postgres
from tests.support.servers.run_folder import lock_of_run, run_folder

#: Each kind of database with its name, by which tests that run on it are called.
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
#: Names the kind of database that a run is about; without it, it is about all.
KIND = "WERKBANK_TEST_DATABASE"
#: A PostgreSQL whose role may create databases; without it one is started for the run.
SERVER = "TEST_DATABASE_URL"


def kinds_of_run() -> tuple[str, ...]:
    """The kinds of database that this run is about."""
    named = os.environ.get(KIND)
    if named and named not in NAMES:
        raise pytest.UsageError(f"{KIND} is {named!r}; it may be {' or '.join(NAMES)}")
    return (named,) if named else tuple(NAMES)


def kinds_of(test: pytest.Item) -> tuple[str, ...]:
    """The kinds of database that a test of this run runs on, by its markers.

    `one_database`: what it promises depends on no dialect, so it runs on the first of the run's;
    `only_on(kind)`: it is about something that only this kind has.
    """
    kinds = kinds_of_run()
    if only_on := test.get_closest_marker("only_on"):
        return tuple(kind for kind in kinds if kind in only_on.args)
    return kinds[:1] if test.get_closest_marker("one_database") else kinds


@contextmanager
def postgresql_of_run() -> Iterator[None]:
    """Around tests on PostgreSQL, in the first process of the run: the server is there."""
    with ExitStack() as stack:
        if not os.environ.get(SERVER):
            patch = stack.enter_context(pytest.MonkeyPatch.context())
            patch.setenv(SERVER, stack.enter_context(postgres.running()).url())
        stack.callback(leave_server)
        stack.callback(_drop_databases)
        yield


@contextmanager
def database(kind: str, *, example: bool = False) -> Iterator[str]:
    """The URL of a migrated database, gone after the block.

    It is empty, or it holds the example catalogue and its people.
    """
    with _OPENED[kind](example) as url:
        yield url


@contextmanager
def sqlite(example: bool = False) -> Iterator[str]:
    """A file copied from a template."""
    name = "example" if example else "empty"
    template = run_folder() / f"{name}.sqlite3"
    with lock_of_run(name):
        if not template.exists():
            fresh = template.with_suffix(".fresh")
            _prepare(f"sqlite:///{fresh}", example)
            fresh.rename(template)
    with tempfile.TemporaryDirectory(dir=run_folder()) as folder:
        copy = shutil.copy(template, Path(folder) / "werkbank.sqlite3")
        yield f"sqlite:///{copy}"


@contextmanager
def postgresql(example: bool = False) -> Iterator[str]:
    """A database cloned by the server from a template."""
    server = sa.make_url(os.environ[SERVER]).set(drivername="postgresql+psycopg")
    template, name = _name("example" if example else "empty"), _name(uuid.uuid4().hex)
    with lock_of_run(template):
        made = run_folder() / f"{template}.made"
        if not made.exists():
            # One that could not be prepared by an earlier test is no template.
            _on_server(f'DROP DATABASE IF EXISTS "{template}" WITH (FORCE)')
            _on_server(f'CREATE DATABASE "{template}"')
            _prepare(server.set(database=template).render_as_string(hide_password=False), example)
            made.touch()
    # Its files are in memory as a rule: copying them is quicker than logging every page of them.
    _on_server(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
    try:
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


_OPENED = {"sqlite": sqlite, "postgresql": postgresql}


def _prepare(url: str, example: bool) -> None:
    """Bring the database at `url` up to date, and fill it, as an operator would."""
    command = ("seed", "--migrate") if example else ("migrate",)
    environment = os.environ | {"WERKBANK_DATABASE_URL": url, "WERKBANK_EMBEDDED": "true"}
    done = subprocess.run(
        [sys.executable, "-m", "service.cli", *command],
        env=environment | {"WERKBANK_VAR_DIR": str(run_folder() / "var")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{' '.join(command)} of {url} failed:\n{done.stdout}{done.stderr}"


def leave_server() -> None:
    """Close the connection of this process to the server, at its end."""
    if os.environ.get(SERVER):
        _server(os.getpid()).dispose()


def _name(part: str) -> str:
    return f"{run_folder().name}-{part}"


def _on_server(*statements: str) -> list[str]:
    with _server(os.getpid()).connect() as connection:
        for statement in statements:
            answer = connection.execute(sa.text(statement))
        return [row[0] for row in answer] if answer.returns_rows else []


@cache
def _server(process_id: int) -> sa.Engine:
    """Keeps a connection to the server; a forked process gets another one."""
    url = sa.make_url(os.environ[SERVER]).set(drivername="postgresql+psycopg")
    return sa.create_engine(url, isolation_level="AUTOCOMMIT", pool_pre_ping=True)


def _drop_databases() -> None:
    """Leave a borrowed server as it was."""
    ours = _on_server(f"SELECT datname FROM pg_database WHERE datname LIKE '{_name('%')}'")
    for name in ours:
        _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')
