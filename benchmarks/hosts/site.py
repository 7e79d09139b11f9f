"""The whole of Werkbank on several hosts, whose processes come back when they die."""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, LiteralString

import click
import psycopg

from benchmarks.hosts import clocks, servers
from benchmarks.hosts.composition import Composition
from benchmarks.hosts.namespaces import NETWORK, HostNetwork
from tasks.local.child_process import Process, start
from tasks.local.supervised import ProcessSupervisor, SupervisedService

#: What runs on which host, by the composition's names of services. `desk` is everybody else:
#: clients, contractors' mail server and receivers of webhooks.
HOSTS: Mapping[str, tuple[str, ...]] = {
    "proxy": (),
    "data": (),
    "store": (),
    "desk": (),
    "web-1": ("web",),
    "web-2": ("web",),
    "worker-1": ("worker",),
    "worker-2": ("worker",),
    "control-1": ("scheduler", "deliveries"),
    "control-2": ("scheduler", "deliveries"),
}
DESK = "desk"
#: By which names of the composition others call them.
_ALIASES = {"data": (servers.POSTGRES, servers.REDIS), "store": (servers.STORE,), DESK: ("mail",)}
SMTP_PORT = 2525
#: Seconds that processes get to end in order when all is over.
_GRACE_S = 10.0


class HostedSite:
    """The hosts and what runs on them. Faults and clients work on it from the host `desk`.

    `skew` is what makes the clocks of the second hosts run ahead (see `clocks`).
    """

    def __init__(self, network: HostNetwork, folder: Path, skew: Mapping[str, str]) -> None:
        self.network = network
        for host in HOSTS:
            network.join(host, *_ALIASES.get(host, ()))
        self.composition = Composition(folder, _env(network))
        self.hosts = {host: list(services) for host, services in HOSTS.items()}
        self.skew = skew
        self._services: dict[str, SupervisedService] = {}
        self._lock = threading.RLock()
        self._supervisor = ProcessSupervisor(self._note_end, self._launch)
        self._ended = threading.Event()
        self._watching = threading.Thread(target=self._watch)
        self.ends: list[str] = []

    def start(self, nginx: str | None) -> None:
        """Start everything in the order of the composition, and wait until it is well."""
        composition, network = self.composition, self.network
        proxy = servers.proxy_command(composition, network.address("proxy"), nginx)
        self._watching.start()
        self._serve("data", "postgres", servers.lay_out_postgres(composition))
        self._serve("data", "valkey", servers.valkey_command(composition, "data"))
        self._serve("store", "s3", servers.s3_command())
        servers.fill_postgres(composition, network.address("data")).close()
        servers.make_bucket(
            network.address("store"), composition.secret("storage_secret_access_key")
        )
        migrate = composition.command("migrate", "control-1")
        self.run("migrate", "control-1", migrate)
        self.run("web", "control-1", ["werkbank", "storage", "init"])
        for host, services in self.hosts.items():
            for service in services:
                self._serve_ours(host, service)
        self._serve("proxy", "nginx", proxy)
        self._await_health()

    def stop(self) -> None:
        """End everything."""
        self._ended.set()
        if self._watching.is_alive():
            self._watching.join()
        with self._lock:
            for pid in self._supervisor.pids().values():
                _signal(pid, signal.SIGCONT)
            ours = [name for name in self._supervisor.pids() if not name.startswith("data")]
            self._supervisor.stop(*ours, grace_s=_GRACE_S)
            self._supervisor.stop(*self._supervisor.pids(), grace_s=_GRACE_S)

    def run(self, service: str, host: str, words: list[str]) -> str:
        """What a command says that runs on a host with the environment of a service.

        Its clock is right, as that of the files that it looks at. Raises click.ClickException if it
        fails.
        """
        done = subprocess.run(
            self.network.command(host, words),
            env=self.composition.environment(service, host),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            raise click.ClickException(f"`{' '.join(words)}` failed on {host}:\n{done.stdout}")
        return done.stdout

    def superuser(self) -> psycopg.Connection[Any]:
        """A connection of PostgreSQL's superuser."""
        return servers.connected_to_postgres(self.composition, self.network.address("data"))

    def row(self, query: LiteralString) -> tuple[Any, ...]:
        """The only row that a query gives, as PostgreSQL's superuser sees it."""
        with self.superuser() as connection:
            row = connection.execute(query).fetchone()
        assert row is not None, query
        return tuple(row)

    def pid(self, host: str, service: str) -> int:
        """The process of a service on a host, in which it began and which all others come from."""
        with self._lock:
            return self._supervisor.pids()[f"{host}/{service}"]

    def children(self, host: str, service: str) -> list[int]:
        """The processes that a service has started itself, such as those of a worker's pool."""
        pid = self.pid(host, service)
        return [int(child) for child in _children_file(pid).read_text().split()]

    def send_signal(self, host: str, service: str, number: signal.Signals) -> None:
        """Send a signal to a service with all its processes."""
        _signal(self.pid(host, service), number)

    def take_away(self, host: str) -> None:
        """Let a host be gone from one moment to the next, and nothing on it come back."""
        self.network.unplug(host)
        with self._lock:
            gone = [name for name in self._supervisor.pids() if name.startswith(f"{host}/")]
            for name in gone:
                _signal(self._supervisor.pids()[name], signal.SIGKILL)
            self._supervisor.stop(*gone, grace_s=0)
        self.hosts.pop(host)

    def add(self, host: str, *services: str) -> None:
        """Let a new host join with these services, be it by the name of one that is gone."""
        if host in HOSTS:
            shutil.rmtree(self.composition.host_folder(host))
            self.network.plug_in(host)
        else:
            self.network.join(host)
        self.hosts[host] = list(services)
        for service in services:
            self._serve_ours(host, service)

    def stop_server(self, host: str, service: str, request: signal.Signals) -> SupervisedService:
        """End a server and let it stay away until `serve_again`."""
        with self._lock:
            stopped = self._services.pop(f"{host}/{service}")
            pid = self._supervisor.pids()[stopped.name]
            os.kill(pid, request)
            self._supervisor.stop(stopped.name, grace_s=_GRACE_S)
        return stopped

    def serve_again(self, service: SupervisedService) -> None:
        """Start what `stop_server` has ended."""
        with self._lock:
            self._services[service.name] = service
            self._supervisor.start(service)

    def _serve_ours(self, host: str, service: str) -> None:
        words = self.composition.command(service, host)
        self._serve(host, service, words, self._environment(service, host))

    def _serve(
        self, host: str, service: str, words: list[str], environment: Mapping[str, str] = os.environ
    ) -> None:
        command = tuple(self.network.command(host, words))
        log = self.composition.folder / "log" / f"{host}-{service}.log"
        self.serve_again(SupervisedService(f"{host}/{service}", command, log, "", environment))

    def _environment(self, service: str, host: str) -> dict[str, str]:
        environment = self.composition.environment(service, host)
        return {**environment, **(self.skew if host.endswith("-2") else {})}

    def _launch(self, service: SupervisedService) -> Process:
        """Start a process with an environment of its own, which holds nothing of ours."""
        service.log.parent.mkdir(parents=True, exist_ok=True)
        with service.log.open("ab") as log:
            return start(service.command, output=log, environment=service.environment)

    def _note_end(self, sentence: str) -> None:
        self.ends.append(sentence)

    def _watch(self) -> None:
        """Do what `restart: unless-stopped` of the composition asks of an engine."""
        while not self._ended.wait(0.1):
            with self._lock:
                self._supervisor.check()

    def _await_health(self) -> None:
        """Wait until every service's own health check of the composition says that it is well."""
        for host, services in self.hosts.items():
            for service in services:
                check = partial(
                    self.run, service, host, self.composition.health_check(service, host)
                )
                servers.patiently(check, click.ClickException, f"{service} on {host}")


@contextmanager
def running_site(nginx: str | None, ahead_s: int) -> Iterator[HostedSite]:
    """A site for the duration of the block, in which this thread works on the host `desk`.

    The clocks of its second hosts are so many seconds ahead, where there is a C compiler.
    """
    with HostNetwork() as network, tempfile.TemporaryDirectory(prefix="werkbank-hosts-") as folder:
        Path(folder).chmod(0o711)  # PostgreSQL runs as a user of its own
        site = HostedSite(network, Path(folder), clocks.ahead(Path(folder), ahead_s))
        site.composition.write_secret("smtp_url", f"smtp://mail:{SMTP_PORT}")
        site.composition.write_secret("storage_secret_access_key", os.urandom(32).hex())
        network.enter(DESK)
        try:
            site.start(nginx)
            yield site
        finally:
            site.stop()


def _env(network: HostNetwork) -> dict[str, str]:
    """What an operator writes into the file `.env`, by docs/operators.md."""
    return {
        "WERKBANK_PUBLIC_URL": f"https://{servers.NAME}",
        "WERKBANK_MAIL_FROM": f"Werkbank <orders@{servers.NAME}>",
        "WERKBANK_TRUSTED_PROXIES": f"{network.address('proxy')}/32",
        "WERKBANK_WEBHOOK_ALLOWED_NETWORKS": NETWORK,
        "WERKBANK_STORAGE_URL": f"s3://{servers.BUCKET}/contents",
        "WERKBANK_STORAGE_ENDPOINT": f"http://{servers.STORE}:{servers.S3_PORT}",
        "WERKBANK_STORAGE_REGION": "us-east-1",
        "WERKBANK_STORAGE_ADDRESSING": "path",
        "WERKBANK_STORAGE_ACCESS_KEY_ID": servers.NAME,
    }


def _children_file(pid: int) -> Path:
    return Path(f"/proc/{pid}/task/{pid}/children")


def _signal(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(pid, number)
