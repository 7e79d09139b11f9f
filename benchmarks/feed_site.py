"""Runs a Werkbank without workers, with many users who may read its feed."""

import http.client
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

import click
import orjson

from benchmarks import postgres
from benchmarks.feed_readers import API, HOST
from service.accounts import api_keys, organizations
from service.database import migrations, transactions
from service.database.models import Membership, Organization, Role, User
from service.ids import new_id
from service.settings import Settings
from tasks.local import ports, services, valkey
from tasks.local.supervised import ProcessSupervisor, SupervisedService

#: What the web process that has only streams is called.
STREAMS = "streams"


class BenchmarkSite:
    """A whole Werkbank but for workers, with the web process that has the streams to look at.

    `stream_port` is where that one is asked: it answers the API, too, or `apart` only streams.
    """

    def __init__(self, config: Settings, supervisor: ProcessSupervisor, stream_port: int) -> None:
        self.config = config
        self.stream_port = stream_port
        self._psutil = import_module("psutil")
        self._name = STREAMS if stream_port != config.port else "web"
        self.web = self._psutil.Process(supervisor.pids()[self._name])

    def cut_off(self) -> int:
        """How many readers the process has cut off because they took nothing."""
        log = self.config.var("log", f"{self._name}.log")
        return log.read_text().count("nothing is cut off")

    def has_died(self) -> bool:
        """Whether the web process is not there any more."""
        zombie = self._psutil.STATUS_ZOMBIE
        return not self.web.is_running() or self.web.status() == zombie


@contextmanager
def running_site(
    folder: Path, *, apart: bool = False, niceness: int = 0
) -> Iterator[BenchmarkSite]:
    """A site on a PostgreSQL of its own, ready, for the duration of the block.

    `apart`: with another web process beside the first, for streams alone, which the system lets go
    behind the others by `niceness`.
    """
    with postgres.running() as server:
        redis_port = ports.free_port()
        values: dict[str, Any] = {
            "embedded": True,
            "var_dir": folder,
            "database_url": server.url(),
            "redis_url": valkey.url(redis_port),
            "port": ports.free_port(),
            "connections_per_address": 100_000,
            "streams_per_party": 0,
            "streams_per_address": 0,
        }
        config = Settings(**values)
        stream_port = config.port
        shared = {f"WERKBANK_{name.upper()}": str(value) for name, value in values.items()}
        migrations.upgrade(config.database_url)
        transactions.connect(config.database_url)
        supervisor = ProcessSupervisor(lambda sentence: click.secho(f"  {sentence}", fg="yellow"))
        (folder / "valkey").mkdir()
        command = tuple(valkey.command(folder / "valkey", redis_port))
        try:
            supervisor.start(SupervisedService("valkey", command, folder / "valkey.log"))
            valkey.await_answer(config.redis_url)
            for service in services.services(config, shared):
                if service.name in ("web", "scheduler"):
                    supervisor.start(service)
                if service.name == "web" and apart:
                    stream_port = ports.free_port()
                    supervisor.start(_streams(service, config, stream_port, niceness))
            for port in {config.port, stream_port}:
                _await_ready(port)
            yield BenchmarkSite(config, supervisor, stream_port)
        finally:
            supervisor.stop(*supervisor.pids(), grace_s=10)
            transactions.disconnect()


def _streams(
    web: SupervisedService, config: Settings, port: int, niceness: int
) -> SupervisedService:
    """Another web process like `web`."""
    folder = config.var(STREAMS)
    folder.mkdir()
    return SupervisedService(
        STREAMS,
        ("nice", "-n", str(niceness), *web.command),
        config.var("log", f"{STREAMS}.log"),
        environment={
            **web.environment,
            "WERKBANK_PORT": str(port),
            "WERKBANK_VAR_DIR": str(folder),
            "WERKBANK_SECRET_KEY": config.secret_key,
        },
    )


def _await_ready(port: int) -> None:
    late_at = time.monotonic() + 60
    while time.monotonic() < late_at:
        try:
            connection = http.client.HTTPConnection(HOST, port, timeout=5)
            connection.request("GET", f"{API}/health/ready")
            dependencies = orjson.loads(connection.getresponse().read())["dependencies"]
            if dependencies["streams"]["status"] == dependencies["scheduler"]["status"] == "ok":
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise click.ClickException("the service was not ready within 60 s")


def create_owner() -> str:
    """The key of somebody who may do everything in an organisation of their own."""
    with transactions.writing() as session:
        owner = User(email="owner@bench.example", name="Owner", password_hash="-")
        session.add(owner)
        session.flush()
        organizations.create_for(session, owner.id, "Owner", name="Shop")
        return api_keys.issue(session, owner.id, name="bench")[0]


def create_people(number: int, heard_by: int) -> tuple[list[UUID], list[tuple[UUID, str]]]:
    """Organisations of `heard_by` members each, and the key of every member."""
    parties: list[UUID] = []
    keys: list[tuple[UUID, str]] = []
    for first in range(0, number, heard_by):
        with transactions.writing() as session:
            owner = User(email=f"o{first}@bench.example", name="Owner", password_hash="-")
            session.add(owner)
            session.flush()
            party = organizations.create_for(session, owner.id, "Owner", name=f"Shop {first}")
            keys += _members(session, party, first, min(heard_by, number - first))
            parties.append(party.id)
    return parties, keys


def _members(
    session: Any, party: Organization, first: int, number: int
) -> Iterator[tuple[UUID, str]]:
    role = Role(id=new_id(), organization_id=party.id, name="r", rights=["processes:read"])
    users = [
        User(id=new_id(), email=f"{first + n}@bench.example", name="Reader", password_hash="-")
        for n in range(number)
    ]
    session.add_all([role, *users])
    session.flush()
    for user in users:
        session.add(Membership(user_id=user.id, organization_id=party.id, role_id=role.id))
        yield party.id, api_keys.issue(session, user.id, name="bench")[0]
