"""The command `werkbank bench upgrade`: from one release to the next with orders under way."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
import httpx
import sqlalchemy as sa

from benchmarks import broker, postgres, upgrade_orders
from benchmarks.environment import without_settings
from benchmarks.hosts.customers import Customers
from benchmarks.hosts.servers import patiently
from tasks.local import child_process, ports, valkey
from tasks.local.child_process import Process

ROOT = Path(__file__).parents[1]
DATABASE, RESTORED = "werkbank", "werkbank_restored"
_SECRETS = ("SECRET_KEY", "ENCRYPTION_KEYS", "HISTORY_KEYS")
#: What the embedded mode, in which the example people are let in, does without.
_PRODUCTION = {
    "WERKBANK_EMBEDDED": "false",
    "WERKBANK_PUBLIC_URL": "https://werkbank.example",
    "WERKBANK_SMTP_URL": "smtp://mail.werkbank.example:25",
    "WERKBANK_MAIL_FROM": "orders@werkbank.example",
    "WERKBANK_FLOWER_BASIC_AUTH": f"operator:{os.urandom(16).hex()}",
}
#: Seconds until a worker has ended in order, and until all that was accepted must be sent.
_END_S, _SENT_S = 90.0, 300.0
#: Seconds for which both releases answer side by side, and for which orders come before and after.
_BESIDE_S = 20.0
#: Orders that are placed a second meanwhile.
_RATE = 1.0
_CELERY = ("celery", "--app", "tasks.worker", "--quiet", "worker", "--concurrency", "2")
_COMMANDS: Mapping[str, tuple[str, ...]] = {
    "web": ("service.web",),
    "worker": (*_CELERY, "--loglevel", "INFO", "--without-gossip", "--without-mingle"),
    "deliveries": ("tasks.delivery.worker",),
    "scheduler": ("tasks.scheduler",),
}


class Checkout:
    """A checkout, whose commands and services run with its own code and the common settings."""

    def __init__(self, name: str, folder: Path, settings: Mapping[str, str]) -> None:
        own = folder / ".venv" / "bin" / "python"
        self.name = name
        self._folder = folder
        self._python = own if own.exists() else Path(sys.executable)
        self._settings = dict(settings)
        self._services: dict[str, Process] = {}
        self._logs = Path(settings["WERKBANK_VAR_DIR"]).parent

    def run(self, *words: str | Path, **settings: str) -> str:
        """What a program of the checkout says. Raises click.ClickException if it fails."""
        done = subprocess.run(
            [self._python, *words],
            cwd=self._folder,
            env=self._environment(settings),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            said = (done.stdout + done.stderr)[-2000:]
            raise click.ClickException(f"{self.name}: `{' '.join(map(str, words))}`:\n{said}")
        return done.stdout

    def werkbank(self, *words: str | Path, **settings: str) -> str:
        """What one of its own commands says. Raises click.ClickException if it fails."""
        return self.run("-m", "service.cli", *words, **settings)

    def start(self, service: str, **settings: str) -> None:
        """Start a service."""
        with (self._logs / f"{self.name}-{service}.log").open("ab") as log:
            self._services[service] = child_process.start(
                ["sh", "-c", 'cd "$0" && exec "$@"', str(self._folder), str(self._python), "-m",
                 *_COMMANDS[service]],
                output=log,
                environment=self._environment(settings),
            )  # fmt: skip

    def serve(self) -> int:
        """Start its web process; the port, when it is ready."""
        port = ports.free_port()
        self.start("web", WERKBANK_PORT=str(port))
        url = f"http://127.0.0.1:{port}/api/v1/health/live"
        patiently(
            lambda: httpx.get(url, timeout=5, trust_env=False).raise_for_status(),
            httpx.HTTPError,
            f"The web process of {self.name}",
        )
        return port

    def stop(self, *services: str) -> None:
        """Ask services to end, and wait until they have."""
        ended = [self._services.pop(service) for service in services or [*self._services]]
        child_process.end(ended, grace_s=_END_S)

    def _environment(self, settings: Mapping[str, str]) -> dict[str, str]:
        paths = {"PYTHONPATH": str(self._folder), "PYTHONUNBUFFERED": "1"}
        return without_settings({**paths, **self._settings, **settings})


class AnyWeb(httpx.Client):
    """Asks the web processes that are there by turns, whichever release they are of."""

    def __init__(self, key: str) -> None:
        super().__init__(headers={"Authorization": f"Bearer {key}"}, timeout=20, trust_env=False)
        self.ports: list[int] = []
        self.asked: dict[int, int] = {}
        self._turn = count()

    def request(self, method: str, url: Any, **more: Any) -> httpx.Response:
        """The answer of whose turn it is."""
        serving = self.ports
        port = serving[next(self._turn) % len(serving)]
        self.asked[port] = self.asked.get(port, 0) + 1
        return super().request(method, f"http://127.0.0.1:{port}/api/v1{url}", **more)


class Steps:
    """Does one step after another, and tells how long each took."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def do(self, words: str, step: Callable[[], Any]) -> Any:
        """Do it; what it gives."""
        began_at = time.monotonic()
        try:
            done = step()
        except click.ClickException as error:  # before clients have waited for what will not come
            click.echo(f"{words} failed: {error.message}")
            raise
        seconds = time.monotonic() - began_at
        click.echo(f"{words}: {seconds:.1f} s")
        self._lines.append(f"| {words} | {seconds:.1f} s |")
        return done

    def table(self) -> str:
        """All steps as a table in Markdown."""
        return "\n".join(("| step | took |", "| --- | ---: |", *self._lines, ""))


@click.command("upgrade")
@click.option(
    "--before",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A checkout of the release before, with its own .venv or ours.",
)
@click.option("--orders", default=20_000, show_default=True, help="Orders that are there before.")
@click.pass_context
def upgrade(ctx: click.Context, before: Path, orders: int) -> None:
    """Upgrade from another checkout as docs/operators.md says, while orders go on.

    The release before fills a PostgreSQL with orders in every state and runs with all services;
    clients order all the time. Then come the steps of "Upgrade", with both releases answering on
    the new schema side by side, and at last a backup, which is restored into another database and
    folder. `werkbank check` has to be clean after each.

    Exit code 1 if a client was refused, or anything that was accepted was not sent.
    """
    steps = Steps()
    with TemporaryDirectory(prefix="werkbank-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        settings = stack.enter_context(_ground(folder))
        former = Checkout("before", before.absolute(), settings)
        newer = Checkout("after", ROOT, settings)
        for release in (former, newer):
            stack.callback(release.stop)
        customers, web = _lay_out(steps, former, orders)
        stack.callback(customers.end)
        _go_over(steps, former, newer, folder, web)
        customers.end()
        states = _await_sent(settings["WERKBANK_DATABASE_URL"], customers)
        steps.do("`werkbank check` of what was ordered meanwhile", lambda: newer.werkbank("check"))
        newer.stop("scheduler", "deliveries", "worker")
        _restore(steps, newer, folder, settings)
    in_vain = [order.error for order in customers.orders if order.error]
    lacking = [order for order in customers.orders if order.accepted_at and not order.sent_at]
    click.echo(f"\n{steps.table()}")
    click.echo(
        f"{orders} orders in {len(states)} states were there; {len(customers.orders)} were placed "
        f"meanwhile, {len(in_vain)} of them in vain, {len(lacking)} accepted and not sent; "
        f"{customers.repeats} requests were repeated."
    )
    for error in in_vain[:3]:
        click.echo(error)
    ctx.exit(1 if in_vain or lacking else 0)


@contextmanager
def _ground(folder: Path) -> Iterator[dict[str, str]]:
    """PostgreSQL and Valkey, and the settings that both releases run with."""
    with postgres.running() as server, broker.running() as port:
        server.create_database(RESTORED)
        (folder / "var").mkdir()
        yield {
            "WERKBANK_DATABASE_URL": server.create_database(DATABASE),
            "WERKBANK_REDIS_URL": valkey.url(port),
            "WERKBANK_VAR_DIR": str(folder / "var"),
            "WERKBANK_EMBEDDED": "true",
            **{f"WERKBANK_{name}": os.urandom(32).hex() for name in _SECRETS},
        }


def _lay_out(steps: Steps, former: Checkout, orders: int) -> tuple[Customers, AnyWeb]:
    """The release before at work, with all its orders, and with clients that go on ordering."""
    former.werkbank("seed", "--migrate")
    filler = upgrade_orders.__file__
    made = steps.do(f"{orders} orders", lambda: former.run("-P", filler, str(orders)))
    for service in ("scheduler", "deliveries", "worker"):
        former.start(service)
    web = AnyWeb(made.splitlines()[-1])
    web.ports = [former.serve()]
    customers = Customers(web)
    customers.begin(1_000_000, _RATE)
    time.sleep(_BESIDE_S)
    return customers, web


def _go_over(steps: Steps, former: Checkout, newer: Checkout, folder: Path, web: AnyWeb) -> None:
    """The steps of docs/operators.md."""
    do = steps.do
    do(
        "1. `werkbank check-config` of the new release",
        lambda: newer.werkbank("check-config", **_PRODUCTION),
    )
    do("2. `werkbank backup`", lambda: former.werkbank("backup", folder / "backup-before"))
    background = ("scheduler", "deliveries", "worker")
    do("3. stop scheduler, deliveries and worker", lambda: former.stop(*background))
    do("4. `werkbank migrate`", lambda: newer.werkbank("migrate"))
    do("`werkbank check`", lambda: newer.werkbank("check"))
    port = do("5. start the new web process", newer.serve)
    web.ports = [*web.ports, port]
    do("both answer side by side", lambda: time.sleep(_BESIDE_S))
    web.ports = [port]
    do("stop the web process of before", former.stop)
    for service in ("worker", "deliveries", "scheduler"):
        newer.start(service)
    do("orders go on", lambda: time.sleep(_BESIDE_S))
    do("6. `werkbank status`", lambda: newer.werkbank("status"))
    do("`werkbank check` while orders go on", lambda: newer.werkbank("check"))


def _await_sent(url: str, customers: Customers) -> dict[str, int]:
    """The number of orders in each state, once nothing waits for a worker any more."""
    engine = sa.create_engine(url)
    late_at = time.monotonic() + _SENT_S
    query = sa.text("select state, count(*) from processes group by 1")
    while True:
        with engine.connect() as connection:
            states: dict[str, int] = {state: number for state, number in connection.execute(query)}
        waiting = states.get("verifying", 0) + states.get("sending", 0)
        if not waiting or time.monotonic() > late_at:
            engine.dispose()
            return states
        time.sleep(1)


def _restore(steps: Steps, newer: Checkout, folder: Path, settings: Mapping[str, str]) -> None:
    """Back up what is there now, and restore it into another database and folder."""
    backup, var = folder / "backup-after", folder / "var-restored"
    var.mkdir()
    elsewhere = {
        "WERKBANK_DATABASE_URL": _other(settings["WERKBANK_DATABASE_URL"], RESTORED),
        "WERKBANK_REDIS_URL": _other(settings["WERKBANK_REDIS_URL"], "1"),
        "WERKBANK_VAR_DIR": str(var),
    }
    steps.do("`werkbank backup` of the new release", lambda: newer.werkbank("backup", backup))
    newer.stop()
    steps.do("`werkbank restore` elsewhere", lambda: newer.werkbank("restore", backup, **elsewhere))
    steps.do("`werkbank migrate` there", lambda: newer.werkbank("migrate", **elsewhere))
    steps.do("`werkbank check --all` there", lambda: newer.werkbank("check", "--all", **elsewhere))
    steps.do(
        "`werkbank storage check` there",
        lambda: newer.werkbank("storage", "check", **elsewhere),
    )


def _other(url: str, database: str) -> str:
    """The URL of another database of the same server."""
    return f"{url.rpartition('/')[0]}/{database}"
