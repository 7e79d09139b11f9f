"""Gives tests real servers: a Valkey each, one PostgreSQL for all, and fresh migrated databases.

What a whole run of tests shares lives in a folder named by an environment variable, so that the
processes of pytest-xdist find it; who comes first makes it, the others wait at a file lock.
"""

import fcntl
import os
import shutil
import signal
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
from tasks.local import valkey
from tasks.local.child_process import end, start
from tasks.local.ports import free_port

#: `sqlite` or `postgresql`: where the databases of this run are.
KIND = "WERKBANK_TEST_DATABASE"
#: The folder that all processes of a run share.
FOLDER = "WERKBANK_TEST_FOLDER"
#: A PostgreSQL whose role may create databases; without it one is started for the run.
SERVER = "TEST_DATABASE_URL"
#: What a run may need for its files in memory; it is a tenth of that as a rule.
ROOM_BYTES = 4 << 30


@contextmanager
def run_of_tests() -> Iterator[None]:
    """Around a whole run, in its first process: make what all its processes share, and end it."""
    with ExitStack() as stack:
        folder = tempfile.TemporaryDirectory(prefix="werkbank-", dir=_in_memory())
        os.environ[FOLDER] = stack.enter_context(folder)
        stack.callback(os.environ.pop, FOLDER)
        stack.enter_context(_everything_in(_folder()))
        if kind() == "postgresql":
            if not os.environ.get(SERVER):
                server = stack.enter_context(postgres.running())
                os.environ[SERVER] = server.url()
                stack.callback(os.environ.pop, SERVER)
            stack.callback(leave_server)
            stack.callback(_drop_databases)
        yield


def _in_memory() -> str | None:
    """Where files need no disk, if there is much room: SQLite waits 5 ms for one at each commit."""
    place = Path("/dev/shm")
    if os.environ.get("TMPDIR") or not os.access(place, os.W_OK):
        return None
    if os.statvfs(place).f_flag & os.ST_NOEXEC:  # PostgreSQL may be copied there and run
        return None
    return str(place) if shutil.disk_usage(place).free >= ROOM_BYTES else None


@contextmanager
def _everything_in(folder: Path) -> Iterator[None]:
    """Let all temporary files of the run, of every process of it, lie in `folder`."""
    folder.chmod(0o711)  # PostgreSQL may be run as somebody else, who has a folder in it
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(folder))
        patch.setattr(tempfile, "tempdir", None)
        yield


def kind() -> str:
    """Whether this run is one on `sqlite` (the default) or one on `postgresql`."""
    return os.environ.get(KIND) or "sqlite"


@contextmanager
def database(*, example: bool = False) -> Iterator[str]:
    """The URL of a migrated database of the run's kind, gone after the block.

    It is empty, or it holds the example catalogue and its people.
    """
    with sqlite(example) if kind() == "sqlite" else postgresql(example) as url:
        yield url


@contextmanager
def sqlite(example: bool = False) -> Iterator[str]:
    """A file copied from a template."""
    name = "example" if example else "empty"
    template = _folder() / f"{name}.sqlite3"
    with _only_one(name):
        if not template.exists():
            fresh = template.with_suffix(".fresh")
            _prepare(f"sqlite:///{fresh}", example)
            fresh.rename(template)
    with tempfile.TemporaryDirectory(dir=_folder()) as folder:
        copy = shutil.copy(template, Path(folder) / "werkbank.sqlite3")
        yield f"sqlite:///{copy}"


@contextmanager
def postgresql(example: bool = False) -> Iterator[str]:
    """A database cloned by the server from a template."""
    server = sa.make_url(os.environ[SERVER]).set(drivername="postgresql+psycopg")
    template, name = _name("example" if example else "empty"), _name(uuid.uuid4().hex)
    with _only_one(template):
        made = _folder() / f"{template}.made"
        if not made.exists():
            _on_server(f'CREATE DATABASE "{template}"')
            _prepare(server.set(database=template).render_as_string(hide_password=False), example)
            made.touch()
    # Its files are in memory as a rule: copying them is quicker than logging every page of them.
    _on_server(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
    try:
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def _prepare(url: str, example: bool) -> None:
    if example:
        _operate(url, "seed", "--migrate")
    else:
        migrate(url)


def migrate(url: str) -> None:
    """Bring the database at `url` up to date, as an operator would."""
    _operate(url, "migrate")


def _operate(url: str, *command: str) -> None:
    environment = os.environ | {"WERKBANK_DATABASE_URL": url, "WERKBANK_EMBEDDED": "true"}
    done = subprocess.run(
        [sys.executable, "-m", "service.cli", *command],
        env=environment | {"WERKBANK_VAR_DIR": str(_folder() / "var")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{' '.join(command)} of {url} failed:\n{done.stdout}{done.stderr}"


class Valkey:
    """A real server with its data in `directory`, to be killed, frozen and robbed by tests."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.port = free_port()
        self.url = valkey.url(self.port)
        self._process = None

    def start(self) -> None:
        """Start it on the same port as ever, with the data it finds, and wait for its answer."""
        with (self.directory / "valkey.log").open("ab") as log:
            self._process = start(valkey.command(self.directory, self.port), output=log)
        valkey.await_answer(self.url)

    def kill(self) -> None:
        """Let it die without a chance to write anything more."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it in order."""
        self._end(signal.SIGTERM)

    def lose_data(self) -> None:
        """Kill it and throw away all it kept."""
        self.kill()
        shutil.rmtree(self.directory / "appendonlydir", ignore_errors=True)

    def freeze(self) -> None:
        """Let it hold its connections and answer nobody."""
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on after `freeze`."""
        self._process.send_signal(signal.SIGCONT)

    def _end(self, request: signal.Signals) -> None:
        if self._process is not None:
            self.thaw()
            end([self._process], grace_s=5, request=request)
            self._process = None


@contextmanager
def running_valkey() -> Iterator[Valkey]:
    """A Valkey of its own for the duration of the block."""
    with tempfile.TemporaryDirectory(dir=_folder()) as folder:
        server = Valkey(Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _folder() -> Path:
    return Path(os.environ[FOLDER])


def leave_server() -> None:
    """Close what this process keeps of a connection to the server, at its end."""
    if kind() == "postgresql":
        _server(os.getpid()).dispose()


def _name(part: str) -> str:
    return f"{_folder().name}-{part}"


@contextmanager
def _only_one(name: str) -> Iterator[None]:
    with (_folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _on_server(*statements: str) -> list[str]:
    with _server(os.getpid()).connect() as connection:
        for statement in statements:
            found = connection.execute(sa.text(statement))
        return [row[0] for row in found] if found.returns_rows else []


@cache
def _server(process_id: int) -> sa.Engine:
    """What keeps a connection to the server; a forked process gets one of its own."""
    url = sa.make_url(os.environ[SERVER]).set(drivername="postgresql+psycopg")
    return sa.create_engine(url, isolation_level="AUTOCOMMIT", pool_pre_ping=True)


def _drop_databases() -> None:
    """Leave a borrowed server as it was."""
    ours = _on_server(f"SELECT datname FROM pg_database WHERE datname LIKE '{_name('%')}'")
    for name in ours:
        _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')
