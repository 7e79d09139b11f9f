"""Measures matching an order with many contractors, compared with a plain loop over all of them."""

import os
import random
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from multiprocessing import get_context
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from uuid import UUID

import click
import sqlalchemy as sa
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from benchmarks import postgres
from service.catalogue import snapshot
from service.catalogue.terms_checks import ELSEWHERE
from service.catalogue.versions import mark_changed
from service.database import migrations, transactions
from service.database.models import CatalogueItem, ContractorRow, MachineRow, Organization
from service.ids import new_id
from service.manufacturing.quoting.catalogue import Contractor, Order
from service.manufacturing.quoting.matching import Matching, match
from service.manufacturing.quoting.sample import block, order_of
from service.operations import example
from service.settings import settings
from service.verification import quoting

#: So many orders, each of another size, are matched, and after so many edits; the medians count.
ORDERS = EDITS = 7
SEED = 20261125


@dataclass
class MatchingTimes:
    """One size of catalogue: what its first reading and each matching took."""

    contractors: int
    offers: int
    suitable: int
    indexed: "Took"
    first: "Took"
    edited: "Took"
    screened: "Took"
    plain: "Took"
    materials: "Took"
    walked: "Took"


class Took(NamedTuple):
    """Seconds by the clock, and those that this process was on a core.

    On a machine that is shared the second ones say more; all that PostgreSQL does beside them is to
    answer a query for one row.
    """

    clock_s: float
    core_s: float


@contextmanager
def _timed(into: list[Took]) -> Iterator[None]:
    clock, core = time.perf_counter(), time.process_time()
    yield
    into.append(Took(time.perf_counter() - clock, time.process_time() - core))


@click.command("match")
@click.option(
    "--sizes", default="100,1000,10000", show_default=True, help="Numbers of contractors."
)
def matching(sizes: str) -> None:
    """Match orders with 100, 1,000 and 10,000 contractors on PostgreSQL.

    Each is invented after one of the examples, with rates, queues and free days of its own.
    "screened" is what a verification does: see in the database whether the catalogue has changed,
    and match. "plain loop" asks all contractors one after another. Both must give the same quotes.
    "after an edit" includes reading what one contractor has changed. "first time" is the first
    matching of a process that has just started, and "without index" the first one there ever was,
    which has to understand all contractors and leaves their index for other processes.
    "materials" says what is offered of each, for GET /materials; "walked" finds by all machines of
    all contractors, who are understood already, which are offered.
    """
    results = []
    with TemporaryDirectory(prefix="werkbank-bench-") as folder, postgres.running() as server:
        os.environ.update(WERKBANK_VAR_DIR=folder, WERKBANK_EMBEDDED="true")
        settings.cache_clear()
        with Progress(transient=True) as bar:
            steps = bar.add_task("matching", total=sizes.count(",") + 1)
            for size in map(int, sizes.split(",")):
                bar.update(steps, description=f"{size:,} contractors")
                results.append(_measured(server, size))
                bar.advance(steps)
        transactions.disconnect()
    Console(width=max(Console().width, 120)).print(_table(results))


def _measured(server: postgres.Postgres, size: int) -> MatchingTimes:
    _fill(server, size)
    indexed: list[Took] = []
    times: list[Took] = []
    loops: list[Took] = []
    with _timed(indexed):
        current, _ = _matched(_order(1))
    for quantity in range(2, ORDERS + 2):
        with _timed(times):
            _, screened = _matched(_order(quantity))
    contractors = current.contractors  # understood before, as the loop needs them all
    with _timed(loops):
        plain = match(_order(ORDERS + 1), contractors, current.catalogue)
    _must_agree(screened, plain)
    materials, walked = _materials(current)
    with ProcessPoolExecutor(1, get_context("spawn")) as another:
        first, matching = another.submit(_first, server.url(f"match_{size}")).result()
    _must_agree(matching, plain)
    edits = [_edited(current, place) for place in range(EDITS)]
    offers = len(current.table.offers)
    return MatchingTimes(
        contractors=size,
        offers=offers,
        suitable=screened.suitable,
        indexed=indexed[0],
        first=first,
        edited=_middle(edits),
        screened=_middle(times),
        plain=loops[0],
        materials=materials,
        walked=walked,
    )


def _materials(current: snapshot.CatalogueSnapshot) -> tuple[Took, Took]:
    """Which materials are offered, by the table and by all contractors; both must be the same."""
    times: list[Took] = []
    with _timed(times):
        offered = current.offered_materials
    with _timed(times):
        ids = {
            each.material_id
            for contractor in current.contractors
            if isinstance(contractor, Contractor)
            for machine in contractor.machines
            for each in machine.materials
        }
    if offered.keys() != ids & current.catalogue.materials.keys():
        raise click.ClickException("the table offers other materials than the contractors do")
    return times[0], times[1]


def _first(url: str) -> tuple[Took, Matching]:
    """The first matching of a process that has just started."""
    took: list[Took] = []
    with transactions.connected(url), _timed(took):
        _, matching = _matched(_order(ORDERS + 1))
    return took[0], matching


def _middle(times: list[Took]) -> Took:
    return sorted(times)[len(times) // 2]


def _matched(order: Order) -> tuple[snapshot.CatalogueSnapshot, Matching]:
    with transactions.reading() as session:
        current = snapshot.current(session)
    return current, quoting.matching(order, current)


def _edited(current: snapshot.CatalogueSnapshot, place: int) -> Took:
    """Change one contractor's margin, and match then."""
    contractor = current.contractors[place]
    with transactions.writing() as session:
        row = session.get_one(ContractorRow, UUID(contractor.id))
        row.terms = row.terms | {"margin": "0.5"}
        session.flush()
        mark_changed(session, row.organization_id)
    took: list[Took] = []
    with _timed(took):
        _matched(_order(50 + place))
    return took[0]


def _must_agree(screened: Matching, plain: Matching) -> None:
    """The best quotes, the first refusals and the numbers of both are the same, to the cent."""
    number = len(screened.quotes)
    if (screened.suitable, screened.asked) != (plain.suitable, plain.asked):
        raise click.ClickException(f"{screened.suitable} suit, but {plain.suitable} when asked")
    if screened.quotes != plain.quotes[:number]:
        raise click.ClickException("the best quotes are not those of the plain loop")
    if screened.unsuitable != plain.unsuitable[: len(screened.unsuitable)]:
        raise click.ClickException("the first refusals are not those of the plain loop")


def _order(quantity: int) -> Order:
    part = block((20.0, 30.0, 40.0), None, None)
    wishes = {"quantity": quantity, "material_id": "pa12", "delivery_country": "DE"}
    return order_of(part, date(2026, 11, 25), wishes)


def _fill(server: postgres.Postgres, size: int) -> None:
    url = server.create_database(f"match_{size}")
    migrations.upgrade(url)
    transactions.connect(url)
    figures = random.Random(SEED)
    examples = example.load()
    with transactions.writing() as session:
        for rows in _rows(figures, examples, size):
            session.execute(sa.insert(rows[0]), rows[1])
        mark_changed(session)


def _rows(
    figures: random.Random, examples: example.ExampleCatalogue, size: int
) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    """The rows of the catalogue, table by table."""
    items = [("material", entry) for entry in examples.materials]
    items += [("post_processing", entry) for entry in examples.post_processings]  # type: ignore[misc]
    yield (
        CatalogueItem,
        [{"kind": kind, "slug": entry.id, "data": entry.to_dict()} for kind, entry in items],
    )
    invented = [_invented(figures, examples) for _ in range(size)]
    ids = [new_id() for _ in invented]
    named = [{"id": id, "name": f"Contractor {i:05}"} for i, id in enumerate(ids)]
    yield Organization, named
    terms = ({k: v for k, v in entry.items() if k not in ELSEWHERE} for entry in invented)
    yield (
        ContractorRow,
        [{"organization_id": id, "terms": entry} for id, entry in zip(ids, terms, strict=True)],
    )
    yield (
        MachineRow,
        [
            {"id": new_id(), "organization_id": id, "data": _without_id(machine)}
            for id, entry in zip(ids, invented, strict=True)
            for machine in entry["machines"]
        ],
    )


def _without_id(machine: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in machine.items() if name != "id"}


def _invented(figures: random.Random, examples: example.ExampleCatalogue) -> dict[str, Any]:
    """A contractor after one of the examples."""
    data = figures.choice(examples.contractors).contractor.to_dict()
    data["margin"] = _scattered(figures, data["margin"])
    data["closed_on"] = [f"2026-12-{figures.randint(1, 31):02}" for _ in range(3)]
    for machine in data["machines"]:
        machine["queue_days"] = figures.randint(0, 9)
        for name in machine["rates"].keys() - {"source", "assumption"}:
            machine["rates"][name] = _scattered(figures, machine["rates"][name])
        for offered in machine["materials"]:
            offered["price_per_kg"] = _scattered(figures, offered["price_per_kg"])
    return data


def _scattered(figures: random.Random, value: str) -> str:
    return str(round(Decimal(value) * Decimal(figures.randint(50, 160)) / 100, 2))


def _table(results: list[MatchingTimes]) -> Table:
    table = Table(
        title="Matching an order with all contractors of a catalogue in PostgreSQL",
        caption="by the clock / on a core; the aims for 10,000 are 150, after an edit 50 ms",
    )
    headings = (
        "contractors",
        "suitable",
        "plain loop",
        "screened",
        "times as fast",
        "after an edit",
    )
    for heading in (*headings, "first time", "without index", "materials", "walked"):
        table.add_column(heading, justify="right")
    for result in results:
        faster = result.plain.core_s / result.screened.core_s
        times = (_milliseconds(result.plain), _milliseconds(result.screened), f"{faster:.1f}")
        table.add_row(
            f"{result.contractors:,}",
            f"{result.suitable:,}",
            *times,
            *map(_milliseconds, (result.edited, result.first, result.indexed)),
            *map(_milliseconds, (result.materials, result.walked)),
        )
    return table


def _milliseconds(took: Took) -> str:
    return f"{took.clock_s * 1e3:,.0f} / {took.core_s * 1e3:,.0f} ms"
