"""Measures whether a page of the project list costs the same however many processes there are."""

import os
import time
from dataclasses import dataclass
from statistics import median
from tempfile import TemporaryDirectory
from uuid import UUID

import click
import sqlalchemy as sa
from flask.testing import FlaskClient
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from benchmarks import postgres
from service.accounts import api_keys, organizations
from service.app import create_app
from service.database import migrations, transactions
from service.database.models import User
from service.settings import settings

#: What is aimed at: the large database's median at most this many times the small one's.
AIM = 1.3
PROCESSES_PER_PROJECT = 10
STATES = ("draft", "verified", "sent", "in_production", "completed")

#: Projects with their accesses and processes, made by the server itself: ids sort by time.
FILL = """
with new as (
    insert into projects (id, client_id, title, details, created_at, updated_at, version)
    select uuidv7(), :client, 'project ' || n, '{}', now(), now(), 1
    from generate_series(1, :projects) as n
    returning id
), seen as (
    insert into project_access (party_id, project_id, side)
    select :client, id, 'client' from new
)
insert into processes (id, project_id, title, service_type, configuration, state, state_since,
    version, history_hash, choice, round, lease_token, attempts, created_at, updated_at, due_at)
select uuidv7(), new.id, 'part ' || n, 'additive_manufacturing', '{"quantity": 5}',
    (cast(:states as text[]))[1 + n % cardinality(cast(:states as text[]))], now(),
    1, '', '[]', 0, 0, 0, now(), now(), now() + n * interval '3 days'
from new, generate_series(1, :each) as n
"""


@dataclass
class Filled:
    """A database with processes, and a key of the client who owns them all."""

    processes: int
    url: str
    key: str
    times_s: list[float]


@click.command("list")
@click.option("--small", default=1_000, show_default=True, help="Processes in the small database.")
@click.option("--large", default=1_000_000, show_default=True, help="Processes in the large one.")
@click.option("--rounds", default=10, show_default=True, help="Rounds of 20 pages for each.")
def listing(small: int, large: int, rounds: int) -> None:
    """Read pages of GET /projects, in a small and in a large database.

    Both are databases of one PostgreSQL, all processes belong to the client who asks, and the
    rounds take turns. The page has 50 projects with their counts and status.
    """
    with TemporaryDirectory(prefix="werkbank-bench-") as folder, postgres.running() as server:
        os.environ.update(WERKBANK_VAR_DIR=folder, WERKBANK_EMBEDDED="true")
        settings.cache_clear()
        with Progress(transient=True) as bar:
            steps = bar.add_task("filling the databases", total=2 + rounds)
            contestants = []
            for count in (small, large):
                contestants.append(lay_out(server, count))
                bar.advance(steps)
            bar.update(steps, description="reading pages")
            for _ in range(rounds):
                for filled in contestants:
                    _read_pages(filled)
                bar.advance(steps)
        Console().print(_table(*contestants))
        transactions.disconnect()


def lay_out(server: postgres.Postgres, count: int) -> Filled:
    """A new database of that many processes, all of one client, none of them due today."""
    name = f"bench_{count}"
    admin = sa.create_engine(server.url(), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text(f"create database {name}"))
    admin.dispose()
    url = server.url(name)
    migrations.upgrade(url)
    transactions.connect(url)
    client_id, key = _client()
    with transactions.engine().begin() as connection:
        values = {"client": client_id, "projects": count // PROCESSES_PER_PROJECT}
        values |= {"each": PROCESSES_PER_PROJECT, "states": list(STATES)}
        connection.execute(sa.text(FILL), values)
    with (
        transactions.engine()
        .connect()
        .execution_options(isolation_level="AUTOCOMMIT") as connection
    ):
        connection.execute(sa.text("vacuum analyze"))
    return Filled(count, url, key, [])


def _client() -> tuple[UUID, str]:
    with transactions.writing() as session:
        user = User(email="bench@client.example", name="Bench", password_hash="-")
        session.add(user)
        session.flush()
        organization = organizations.create_for(session, user.id, user.name, name="Bench")
        secret, _ = api_keys.issue(session, user.id, name="bench")
        return organization.id, secret


def _read_pages(filled: Filled) -> None:
    transactions.connect(filled.url)
    client: FlaskClient = create_app().test_client()
    headers = {"Authorization": f"Bearer {filled.key}"}
    client.get("/api/v1/projects", headers=headers)  # connections and plans are there from here on
    cursor = ""
    for _ in range(20):
        started = time.perf_counter()
        answer = client.get(f"/api/v1/projects?limit=50{cursor}", headers=headers)
        filled.times_s.append(time.perf_counter() - started)
        assert answer.status_code == 200, answer.text
        following = answer.get_json()["next"]
        cursor = f"&cursor={following}" if following else ""


def _table(small: Filled, large: Filled) -> Table:
    ratio = median(large.times_s) / median(small.times_s)
    table = Table(title="A page of 50 projects, GET /api/v1/projects on PostgreSQL")
    for heading in ("processes", "median", "slowest of ten", "ratio"):
        table.add_column(heading, justify="right")
    for filled in (small, large):
        times = sorted(filled.times_s)
        slow = times[int(len(times) * 0.9)]
        ratio_text = "1.00" if filled is small else f"{ratio:.2f} (aim: at most {AIM})"
        row = (f"{filled.processes:,}", f"{median(times) * 1e3:.1f} ms", f"{slow * 1e3:.1f} ms")
        table.add_row(*row, ratio_text)
    return table
