"""Measures how long the server takes for each page of a buyer whose project has many parts."""

import io
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import click
from flask.testing import FlaskClient
from rich.console import Console
from rich.table import Table

from benchmarks import postgres
from service.accounts import api_keys
from service.app import create_app
from service.database import migrations, transactions
from service.operations.example import people
from service.operations.example.bracket import bracket_stl
from service.settings import settings
from service.sourcing import dispatch
from service.verification import verify

#: What is aimed at: milliseconds of the server for a page, and bytes of it.
MOST_MS, MOST_BYTES = 200.0, 100_000
ADDRESS = {"name": "Bench", "street": "Hof 1", "postal_code": "89073", "city": "Ulm"}


@dataclass(frozen=True)
class Buyer:
    """Somebody with an API key, and the parts of their project; half of them were sent."""

    client: FlaskClient
    headers: Mapping[str, str]

    def ask(self, method: str, path: str, **more: Any) -> Any:
        """What the API answers; it must be well."""
        answer = self.client.open(f"/api/v1{path}", method=method, headers=self.headers, **more)
        assert answer.status_code < 300, answer.text
        return answer.get_json()


@dataclass
class Opened:
    """What a page took, each time that it was opened, in all and of this process alone."""

    times_s: list[float] = field(default_factory=list)
    cpu_s: list[float] = field(default_factory=list)
    size_bytes: int = 0


@click.command("pages")
@click.option("--parts", default=40, show_default=True, help="Parts in the project.")
@click.option("--rounds", default=10, show_default=True, help="Times that each page is opened.")
def pages(parts: int, rounds: int) -> None:
    """Open each page of a buyer, with a project of many parts, on PostgreSQL.

    Half of the parts are checked, the others were sent to two contractors each. The time is that of
    the application in this process, without a web server and a network; what it calculates itself
    is told apart, because others on the machine lengthen the rest.
    """
    with _buyer() as buyer:
        paths = _lay_out(buyer, parts)
        _measure(buyer, paths, 1)  # connections, plans and templates are there from here on
        opened = _measure(buyer, paths, rounds)
    table = Table(title=f"Pages of a buyer with {parts} parts in a project")
    for heading in ("page", "median", "slowest", "CPU, median", "size"):
        table.add_column(heading, justify="right")
    for name, each in opened.items():
        slow = f"{max(each.times_s) * 1e3:.0f} ms (aim: at most {MOST_MS:.0f})"
        size = f"{each.size_bytes / 1e3:.0f} kB (aim: under {MOST_BYTES / 1e3:.0f})"
        times = f"{median(each.times_s) * 1e3:.0f} ms", slow, f"{median(each.cpu_s) * 1e3:.0f} ms"
        table.add_row(name, *times, size)
    Console().print(table)


@contextmanager
def _buyer() -> Iterator[Buyer]:
    with TemporaryDirectory(prefix="werkbank-bench-") as folder, postgres.running() as server:
        url = server.create_database("pages")
        os.environ.update(
            WERKBANK_VAR_DIR=folder, WERKBANK_EMBEDDED="true", WERKBANK_DATABASE_URL=url
        )
        settings.cache_clear()
        migrations.upgrade(url)
        transactions.connect(url)
        people.ensure()
        with transactions.writing() as session:
            user_id = people.people(settings()).client.user_id
            secret, _row = api_keys.issue(session, user_id, name="bench")
        try:
            yield Buyer(create_app().test_client(), {"Authorization": f"Bearer {secret}"})
        finally:
            transactions.disconnect()


def _lay_out(buyer: Buyer, parts: int) -> dict[str, str]:
    """The pages to be opened, by what they are called."""
    project_id = buyer.ask("POST", "/projects", json={"title": "bench"})["id"]
    ids = [_part(buyer, project_id, number) for number in range(parts)]
    buyer.ask("POST", f"/projects/{project_id}/verify", json={"process_ids": ids})
    for process_id in ids:
        verify.verify(UUID(process_id))
    sent = ids[: parts // 2]
    choice = {"process_ids": sent, "best": 2}
    buyer.ask("PUT", f"/projects/{project_id}/choice", json=choice)
    buyer.ask("POST", f"/projects/{project_id}/send", json={"process_ids": sent})
    for process_id in sent:
        dispatch.send(UUID(process_id), lambda outgoing: {each: {} for each in outgoing.channels})
    return {
        "drop": "/app",
        "part": f"/app/parts/{ids[-1]}",
        "project": f"/app/projects/{project_id}",
        "order": f"/app/parts/{ids[0]}",
    }


def _part(buyer: Buyer, project_id: str, number: int) -> str:
    fields = {"title": f"part {number}", "quantity": 3 + number, "material_id": "pa12"}
    address = {"delivery_address": {**ADDRESS, "country": "DE"}}
    process = buyer.ask("POST", f"/projects/{project_id}/processes", json={**fields, **address})
    form = {"file": (io.BytesIO(bracket_stl()), "bracket.stl"), "unit": "mm"}
    buyer.ask("POST", f"/processes/{process['id']}/files", data=form)
    return str(process["id"])


def _measure(buyer: Buyer, paths: Mapping[str, str], rounds: int) -> dict[str, Opened]:
    opened = {name: Opened() for name in paths}
    for _ in range(rounds):
        for name, path in paths.items():
            started, cpu = time.perf_counter(), time.process_time()
            answer = buyer.client.get(path, headers={**buyer.headers, "Accept": "text/html"})
            opened[name].cpu_s.append(time.process_time() - cpu)
            opened[name].times_s.append(time.perf_counter() - started)
            assert answer.status_code == 200, answer.text
            opened[name].size_bytes = len(answer.data)
    return opened
