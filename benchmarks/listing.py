"""Measures whether a page of the project list costs the same however many processes there are."""

import time
from statistics import median

import click
from flask.testing import FlaskClient
from rich.console import Console
from rich.table import Table

from benchmarks.filled_databases import FilledDatabase, measured_by_turns
from service.app import create_app

#: What is aimed at: the large database's median at most this many times the small one's.
AIM = 1.3
#: Projects on a page.
PAGE = 50


@click.command("list")
@click.option("--small", default=1_000, show_default=True, help="Processes in the small database.")
@click.option("--large", default=1_000_000, show_default=True, help="Processes in the large one.")
@click.option("--rounds", default=10, show_default=True, help="Rounds of 20 pages for each.")
def listing(small: int, large: int, rounds: int) -> None:
    """Read pages of GET /projects, in a small and in a large database.

    Both are databases of one PostgreSQL, all processes belong to the client who asks, and the
    rounds take turns. The page has 50 projects with their counts and status.
    """
    with measured_by_turns(small, large, rounds, _read_pages) as databases:
        Console().print(_table(*databases))


def _read_pages(filled: FilledDatabase) -> None:
    client: FlaskClient = create_app().test_client()
    headers = {"Authorization": f"Bearer {filled.key}"}
    client.get("/api/v1/projects", headers=headers)  # connections and plans are there from here on
    cursor = ""
    for _ in range(20):
        started = time.perf_counter()
        answer = client.get(f"/api/v1/projects?limit={PAGE}{cursor}", headers=headers)
        filled.times_s[PAGE].append(time.perf_counter() - started)
        assert answer.status_code == 200, answer.text
        following = answer.get_json()["next"]
        cursor = f"&cursor={following}" if following else ""


def _table(small: FilledDatabase, large: FilledDatabase) -> Table:
    ratio = median(large.times_s[PAGE]) / median(small.times_s[PAGE])
    table = Table(title=f"A page of {PAGE} projects, GET /api/v1/projects on PostgreSQL")
    for heading in ("processes", "median", "slowest of ten", "ratio"):
        table.add_column(heading, justify="right")
    for filled in (small, large):
        times = sorted(filled.times_s[PAGE])
        slow = times[int(len(times) * 0.9)]
        ratio_text = "1.00" if filled is small else f"{ratio:.2f} (aim: at most {AIM})"
        row = (f"{filled.processes:,}", f"{median(times) * 1e3:.1f} ms", f"{slow * 1e3:.1f} ms")
        table.add_row(*row, ratio_text)
    return table
