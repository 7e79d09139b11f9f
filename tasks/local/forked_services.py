"""Starts our own services as forks of this process, once it has loaded what they need.

Each would spend seconds on loading the same libraries otherwise, and hold a copy of its own of
them: a fork has them at once, and shares their memory as long as nobody changes it. What one
service needs alone it loads itself, while this process loads what the others need.
"""

import atexit
import ctypes
import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
import warnings
from collections.abc import Iterable, Sequence
from contextlib import suppress
from importlib import import_module
from multiprocessing.synchronize import Event
from typing import Final

from service.cli import without_collections
from service.settings import settings
from tasks.local import supervised
from tasks.local.child_process import RunningProcess, bind_to
from tasks.local.supervised import SupervisedService

#: What runs in a fork: modules that are run, and never imported.
FORKED: Final = frozenset(
    {"celery", "service.cli", "service.web", "tasks.delivery.worker", "tasks.scheduler"}
)
#: What each service and the preparation need beside the libraries that this process has anyway.
_COMMON: Final = (
    *("service.operations.example.commands", "service.operations.setup_commands"),
    "holidays.countries",  # which the library loads at the first question
)
#: What a service needs that the others do without.
_OWN: Final = {
    "web": (
        *("service.app", "service.web.server", "service.events.streaming.broadcaster"),
        *("uvicorn.lifespan.on", "uvicorn.protocols.http.h11_impl"),
    )
}
#: What all others need.
_LOADED: Final = (
    *("sqlalchemy.dialects.postgresql.psycopg", "psycopg"),
    *("tasks.worker", "tasks.verify", "tasks.send", "tasks.outbox.relay", "tasks.outbox.recovery"),
    *("service.events.streaming.redis_wakeup", "service.webhooks.shares"),
    *("tasks.delivery.http_client", "tasks.delivery.mail_queues"),
    *("service.sandbox.play", "service.operations.retention", "service.operations.step_counts"),
    *("service.operations.liveness", "service.database.commits"),
    *("tasks.celery_patches.pool", "tasks.celery_patches.redis_transport", "celery.bin.celery"),
    *("celery.apps.worker", "celery.worker.components", "celery.concurrency.prefork"),
    *("kombu.transport.redis", "flower.command"),
)
#: Forking is safe where libraries start no threads behind our back, as those of macOS do.
_FORKS: Final = sys.platform == "linux"
#: `PR_SET_NAME` of Linux's prctl(2): how `ps -o comm` calls a process.
_PR_SET_NAME: Final = 15
_STDERR: Final = 2
#: Signals that this process handles in its own way.
_HANDLED: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_CONTEXT: Final = multiprocessing.get_context("fork" if _FORKS else None)


class ForkedProcess:
    """A fork of this process; what is asked of it is what one asks of a `subprocess.Popen`."""

    def __init__(self, process: multiprocessing.process.BaseProcess) -> None:
        self._process = process
        self.pid: int = process.pid or 0

    @property
    def returncode(self) -> int | None:
        """With what it ended: the number of a signal is negative."""
        return self._process.exitcode

    def poll(self) -> int | None:
        """The same: None while it runs."""
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end. Raises subprocess.TimeoutExpired."""
        self._process.join(timeout)
        if self.returncode is None:
            raise subprocess.TimeoutExpired(self._process.name, timeout or 0.0)
        return self.returncode


class PreloadedService:
    """A fork that loads what its service needs alone, and waits for `begin`."""

    def __init__(self, service: SupervisedService, module: str) -> None:
        self._may_begin = _CONTEXT.Event()
        self.process = _fork(service, module, self._may_begin)

    def begin(self) -> RunningProcess:
        """Let the service begin; what is left of it if it has ended while it loaded."""
        self._may_begin.set()
        return self.process


def load_common(services: Iterable[SupervisedService]) -> None:
    """Load what all of these services need and the preparation too, if any runs in a fork."""
    if any(map(_module, services)):
        _load(_COMMON)


def load(services: Iterable[SupervisedService]) -> None:
    """Load what several of these services need, if any runs in a fork."""
    if any(map(_module, services)):
        _load(_LOADED)


def preload(services: Iterable[SupervisedService]) -> dict[str, PreloadedService]:
    """By name, those of these services that now load what they need alone, in forks."""
    return {
        service.name: PreloadedService(service, module)
        for service in services
        if service.name in _OWN and (module := _module(service))
    }


def launch(service: SupervisedService) -> RunningProcess:
    """As `supervised.launch`; a module of ours runs in a fork of this process.

    Call it from a thread that lives on, in a process without connections to the database.
    """
    if (module := _module(service)) is None:
        return supervised.launch(service)
    return _fork(service, module)


def _load(names: Iterable[str]) -> None:
    with without_collections():
        for name in names:
            import_module(name)


def _fork(service: SupervisedService, module: str, may_begin: Event | None = None) -> ForkedProcess:
    with supervised.open_log(service) as log, warnings.catch_warnings():
        # The threads that Python warns of are those of OpenBLAS, which ends its own at a fork.
        warnings.simplefilter("ignore", DeprecationWarning)
        process = _CONTEXT.Process(
            target=_run,
            name=service.name,
            args=(service, module, log.fileno(), os.getpid(), may_begin),
        )
        process.start()
    return ForkedProcess(process)


def _module(service: SupervisedService) -> str | None:
    """The module that a service runs in a fork, if it does."""
    command: Sequence[str] = service.command
    is_module = _FORKS and len(command) > 2 and command[:2] == (sys.executable, "-m")
    return command[2] if is_module and command[2] in FORKED else None


def _run(
    service: SupervisedService, module: str, log: int, parent: int, may_begin: Event | None
) -> None:
    os.setsid()  # so that no Ctrl-C reaches it but through its parent
    bind_to(parent)
    _take_over(log)
    for number in _HANDLED:
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    ctypes.CDLL(None).prctl(_PR_SET_NAME, f"werkbank-{service.name}"[:15].encode(), 0, 0, 0)
    os.environ.update(service.environment)
    settings.cache_clear()
    if may_begin is not None:
        _load(_OWN[service.name])
        may_begin.wait()
    sys.argv = [module, *service.command[3:]]
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    finally:
        atexit._run_exitfuncs()  # which `multiprocessing` leaves out


def _take_over(log: int) -> None:
    """Print into the log at once, read nothing, and let go of all else that is open here."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, file in enumerate((nothing, log, log)):
        os.dup2(file, number)
    for number in map(int, os.listdir("/proc/self/fd")):
        if number > _STDERR:
            with suppress(OSError):  # the list itself
                os.close(number)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(write_through=True)  # type: ignore[union-attr]
