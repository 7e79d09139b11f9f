"""Fills a small and a large database with processes, and measures something in both by turns."""

import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from tempfile import TemporaryDirectory
from uuid import UUID

import sqlalchemy as sa
from rich.progress import Progress

from benchmarks import postgres
from service.accounts import api_keys, organizations
from service.database import migrations, transactions
from service.database.models import User
from service.settings import settings

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
class FilledDatabase:
    """A database with processes, and a key of the client who owns them all.

    `times_s` are the seconds that what was measured took, by what it was.
    """

    processes: int
    url: str
    key: str
    times_s: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))


@contextmanager
def measured_by_turns(
    small: int, large: int, rounds: int, measure: Callable[[FilledDatabase], None]
) -> Iterator[tuple[FilledDatabase, FilledDatabase]]:
    """Two databases of one PostgreSQL, of so many processes, after `measure` was called with each
    of them in every round."""
    with TemporaryDirectory(prefix="werkbank-bench-") as folder, postgres.running() as server:
        os.environ.update(WERKBANK_VAR_DIR=folder, WERKBANK_EMBEDDED="true")
        settings.cache_clear()
        with Progress(transient=True) as bar:
            steps = bar.add_task("filling the databases", total=2 + rounds)
            databases = []
            for count in (small, large):
                databases.append(_lay_out(server, count))
                bar.advance(steps)
            bar.update(steps, description="measuring")
            for _ in range(rounds):
                for filled in databases:
                    transactions.connect(filled.url)
                    measure(filled)
                bar.advance(steps)
        yield databases[0], databases[1]
        transactions.disconnect()


def _lay_out(server: postgres.Postgres, count: int) -> FilledDatabase:
    """A new database of that many processes, all of one client, none of them due today."""
    url = server.create_database(f"bench_{count}")
    migrations.upgrade(url)
    transactions.connect(url)
    client_id, key = _client()
    with transactions.engine().begin() as connection:
        connection.execute(sa.text("set local statement_timeout = 0"))
        values = {"client": client_id, "projects": count // PROCESSES_PER_PROJECT}
        values |= {"each": PROCESSES_PER_PROJECT, "states": list(STATES)}
        connection.execute(sa.text(FILL), values)
    with (
        transactions.engine()
        .connect()
        .execution_options(isolation_level="AUTOCOMMIT") as connection
    ):
        connection.execute(sa.text("vacuum analyze"))
    return FilledDatabase(count, url, key)


def _client() -> tuple[UUID, str]:
    with transactions.writing() as session:
        user = User(email="bench@client.example", name="Bench", password_hash="-")
        session.add(user)
        session.flush()
        organization = organizations.create_for(session, user.id, user.name, name="Bench")
        secret, _ = api_keys.issue(session, user.id, name="bench")
        return organization.id, secret
