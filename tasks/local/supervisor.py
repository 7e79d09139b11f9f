"""Is `werkbank up`: starts all of Werkbank on one machine, watches over it, and ends it.

Everything it starts is a process of its own with its own log. Nothing outlives it, not even when
it is killed: every process is bound to its parent's life.
"""

import fcntl
import os
import signal
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from types import FrameType

import click

from service.database.errors import DatabaseError
from service.operations.example.entries import entries
from service.settings import Settings, settings
from tasks.local import child_process, forked_services, ports, services, valkey
from tasks.local.child_process import RunningProcess
from tasks.local.forked_services import PreloadedService
from tasks.local.parent_watch import ParentWatch
from tasks.local.supervised import ProcessSupervisor, SupervisedService

#: Seconds between two looks at all processes: while they start, and once they run.
_TICK_S, _WATCH_S = 0.1, 0.25
#: Seconds that a port may still be held by a predecessor that is ending.
_PORT_PATIENCE_S = 3.0
#: Seconds until a service that is not ready is worth a word.
_READY_WITHIN_S = 60.0
#: Seconds that Flower, a mere window, is waited for.
_FLOWER_WITHIN_S = 15.0
#: Asks our own processes; a proxy of the environment is for others.
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
#: Seconds that the processes get to end in order, then Valkey, which they need until then.
_GRACE_S = 15.0
_VALKEY_GRACE_S = 5.0
_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class SupervisorEnded(BaseException):
    """Somebody asked us to end: Ctrl-C, a signal, or the end of the process we are tied to."""


@click.command()
@click.option("--demo/--no-demo", default=True, help="Take one real part from draft to sent.")
@click.option(
    "--end-with-parent", is_flag=True, help="End together with the process that started this."
)
@click.option(
    "--leash", "by_former_name", is_flag=True, hidden=True, help="Former name of --end-with-parent."
)
def up(demo: bool, end_with_parent: bool, by_former_name: bool) -> None:
    """Run everything on this machine, until Ctrl-C.

    Starts Valkey (unless REDIS_URL names a server), brings the database up to date, then runs the
    web process, a worker, the scheduler, the deliveries and Flower. Whatever dies is
    started again. What they print goes to the folder log under var.
    """
    if by_former_name:
        click.secho(
            "Attention: --leash is now --end-with-parent; the old name goes with the next release",
            fg="yellow",
            err=True,
        )
    for number in _ENDING:
        signal.signal(number, _end)
    child_process.adopt_orphans()
    try:
        config = settings()
        with _alone(config):
            refuse_taken_ports(config)
            parent = ParentWatch() if end_with_parent or by_former_name else None
            Supervisor(config, parent).run(demo=demo)
    except SupervisorEnded:
        click.echo("Everything has ended.")


class Supervisor:
    """One start of Werkbank, from its first process to the end of the last."""

    def __init__(self, config: Settings, parent: ParentWatch | None = None) -> None:
        self._config = config
        self._parent = parent
        self._began = time.monotonic()
        self._preloaded: dict[str, PreloadedService] = {}
        self._processes = ProcessSupervisor(
            lambda sentence: click.secho(f"  {sentence}", fg="yellow"), self._launch
        )

    def run(self, *, demo: bool) -> None:
        """Start everything, then watch until a signal raises SupervisorEnded."""
        click.echo(f"Werkbank keeps its data in {self._config.var()}, its logs in log/ there.")
        with ExitStack() as stack:
            stack.callback(self._stop)
            environment = services.environment(self._config, self._broker())
            running = services.services(self._config, environment)
            running.append(services.flower(self._config, environment))
            self._prepare(services.preparation(self._config, environment), running)
            for service in running:
                self._start(service)
            self._await_ready()
            if demo and self._config.embedded:
                stack.enter_context(_demonstrating(environment))
            while True:
                self._watch(_WATCH_S)

    def _broker(self) -> str:
        if self._config.redis_url:
            return self._config.redis_url
        service, port = services.broker(self._config)
        self._start(service)
        valkey.await_answer(url := valkey.url(port))
        return url

    def _start(self, service: SupervisedService) -> None:
        self._processes.start(service)
        _tell(service)

    def _launch(self, service: SupervisedService) -> RunningProcess:
        if preloaded := self._preloaded.pop(service.name, None):
            return preloaded.begin()
        return forked_services.launch(service)

    def _prepare(self, service: SupervisedService, running: list[SupervisedService]) -> None:
        """Let the preparation end well, and meanwhile load what will be running then."""
        forked_services.load_common(running)
        process = forked_services.launch(service)
        try:
            self._preloaded = forked_services.preload(running)
            forked_services.load(running)
            while process.poll() is None:
                self._watch()
        finally:
            child_process.end([process], grace_s=_VALKEY_GRACE_S)
        if process.returncode:
            tail = service.log.read_text(errors="replace")[-1500:]
            raise click.ClickException(f"{service.name} failed, so nothing else starts:\n{tail}")
        _tell(service)

    def _await_ready(self) -> None:
        health = f"{self._config.local_url}/health/ready"
        late_at = time.monotonic() + _READY_WITHIN_S
        while not _answers(health):
            if time.monotonic() > late_at:
                click.secho(f"Not ready yet; {health} or the logs say why.", fg="red")
                late_at += _READY_WITHIN_S
            self._watch()
        self._await_flower()
        site = self._config.public_url
        lasted_s = time.monotonic() - self._began
        click.secho(f"Ready after {lasted_s:.1f} s:", fg="green", bold=True)
        click.echo(f"  Service        {site}/")
        click.echo(f"  Developers     {site}/developers   the API: {site}/api/v1/docs")
        click.echo(f"  Health         {site}/health/ready")
        click.echo(
            f"  Flower         {services.flower_url(self._config)}   workers and their tasks"
        )
        self._tell_entries()
        click.echo("Ctrl-C ends it all.")

    def _tell_entries(self) -> None:
        # Everything runs without them: who wants in has the sign-in page as well.
        with suppress(DatabaseError):
            for entry in entries(self._config):
                click.echo(f"  The {entry.role:<10} {entry.url}   works once")

    def _await_flower(self) -> None:
        """Let Flower open its eyes before anything happens; it is a window, so not at any cost."""
        healthcheck = f"{services.flower_url(self._config)}/healthcheck"
        late_at = time.monotonic() + _FLOWER_WITHIN_S
        while time.monotonic() < late_at and not _answers(healthcheck):
            self._watch()

    def _watch(self, pause_s: float = _TICK_S) -> None:
        self._processes.check()
        time.sleep(pause_s)
        if self._parent is not None and self._parent.has_ended():
            raise SupervisorEnded

    def _stop(self) -> None:
        for number in _ENDING:
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must leave nobody behind
        click.echo("\nEnding ...")
        child_process.end([each.process for each in self._preloaded.values()], grace_s=0)
        others = [name for name in self._processes.pids() if name != services.VALKEY]
        self._processes.stop(*others, grace_s=_GRACE_S)
        self._processes.stop(*self._processes.pids(), grace_s=_VALKEY_GRACE_S)


def refuse_taken_ports(config: Settings) -> None:
    """Raise click.ClickException, which names the setting, when a port that we need is taken."""
    for name, host, port in (
        ("WERKBANK_PORT", config.host, config.port),
        ("WERKBANK_FLOWER_PORT", ports.LOOPBACK, config.flower_port),
    ):
        if ports.is_taken_for(_PORT_PATIENCE_S, port, host):
            raise click.ClickException(
                f"Another program uses port {port} of {host}; set {name} to a free one."
            )


@contextmanager
def _alone(config: Settings) -> Iterator[None]:
    """Hold the lock of the var folder. The system takes it back when we die, however we die."""
    with config.var("up.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            raise click.ClickException(
                f"Werkbank already runs on {config.var()} as process {lock.read() or 'unknown'}; "
                "end it first, or set WERKBANK_VAR_DIR to another folder."
            ) from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


@contextmanager
def _demonstrating(environment: dict[str, str]) -> Iterator[None]:
    demo = child_process.start(services.werkbank("demo"), environment={**os.environ, **environment})
    try:
        yield
    finally:
        child_process.end([demo], grace_s=1)


def _answers(url: str) -> bool:
    try:
        with _DIRECT.open(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _tell(service: SupervisedService) -> None:
    click.echo(f"  {service.name:<10} {service.what:<44} log/{service.log.name}")


def _end(number: int, frame: FrameType | None) -> None:
    raise SupervisorEnded
