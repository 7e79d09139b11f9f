"""Measures matching of an order with many contractors beside a plain loop over all of them."""

import os
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import click
import sqlalchemy as sa
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from benchmarks import postgres
from service import catalogue, db, estimates, example, migrations
from service.ids import new_id
from service.manufacturing import record
from service.manufacturing.catalogue import Order
from service.manufacturing.matching import Matching, match, standings
from service.models import CatalogueItem, Contractor, Machine, Organization
from service.settings import settings
from service.workshops import ELSEWHERE

#: What is aimed at for 10,000 contractors on PostgreSQL.
AIM_MS = 150
#: So many orders, each of another size, are matched; the median counts.
ORDERS = 7
SEED = 20261125


@dataclass
class Measured:
    """One size of catalogue: what its first reading and each matching took, in seconds."""

    contractors: int
    offers: int
    suitable: int
    first_s: float
    edited_s: float
    ours_s: float
    plain_s: float


@click.command("match")
@click.option(
    "--sizes", default="100,1000,10000", show_default=True, help="Numbers of contractors."
)
def matching(sizes: str) -> None:
    """Match orders with 100, 1,000 and 10,000 contractors on PostgreSQL.

    Each is invented after one of the examples, with rates, queues and free days of its own. "ours"
    is what a verification does: see in the database whether the catalogue has changed, and match.
    "plain" asks all contractors one after another. Both must give the same quotes. "after an edit"
    includes reading what one contractor has changed.
    """
    found = []
    with TemporaryDirectory(prefix="werkbank-bench-") as folder, postgres.running() as server:
        os.environ.update(WERKBANK_VAR_DIR=folder, WERKBANK_EMBEDDED="true")
        settings.cache_clear()
        with Progress(transient=True) as bar:
            steps = bar.add_task("matching", total=sizes.count(",") + 1)
            for size in map(int, sizes.split(",")):
                bar.update(steps, description=f"{size:,} contractors")
                found.append(_measured(server, size))
                bar.advance(steps)
        db.disconnect()
    Console().print(_table(found))


def _measured(server: postgres.Postgres, size: int) -> Measured:
    _fill(server, size)
    started = time.perf_counter()
    current = _matched(_order(1))[0]
    first = time.perf_counter() - started
    times = []
    for quantity in range(2, ORDERS + 2):
        started = time.perf_counter()
        _, ours = _matched(_order(quantity))
        times.append(time.perf_counter() - started)
    started = time.perf_counter()
    plain = match(_order(ORDERS + 1), current.contractors, current.catalogue)
    plain_s = time.perf_counter() - started
    _must_agree(ours, plain)
    edits = [_edited(current, place) for place in range(3)]
    offers = len(current.table.offers)
    return Measured(size, offers, ours.suitable, first, median(edits), median(times), plain_s)


def _matched(order: Order) -> tuple[catalogue.Current, Matching]:
    with db.reading() as session:
        current = catalogue.current(session)
    found = standings(order, current.table, current.catalogue)
    return current, found.matching(record.MOST_ANSWERS // 2)


def _edited(current: catalogue.Current, place: int) -> float:
    """Change one contractor's margin, and match then."""
    contractor = current.contractors[place]
    with db.writing() as session:
        row = session.get_one(Contractor, UUID(contractor.id))
        row.terms = row.terms | {"margin": "0.5"}
        session.flush()
        catalogue.touch(session, row.organization_id)
    started = time.perf_counter()
    _matched(_order(50 + place))
    return time.perf_counter() - started


def _must_agree(ours: Matching, plain: Matching) -> None:
    """The best quotes, the first refusals and the numbers of both are the same, to the cent."""
    kept = len(ours.quotes)
    if (ours.suitable, ours.asked) != (plain.suitable, plain.asked):
        raise click.ClickException(f"{ours.suitable} suit, but {plain.suitable} when asked")
    if ours.quotes != plain.quotes[:kept]:
        raise click.ClickException("the best quotes are not those of the plain loop")
    if ours.unsuitable != plain.unsuitable[: len(ours.unsuitable)]:
        raise click.ClickException("the first refusals are not those of the plain loop")


def _order(quantity: int) -> Order:
    part = estimates.block((20.0, 30.0, 40.0), None, None)
    wishes = {"quantity": quantity, "material_id": "pa12", "delivery_country": "DE"}
    return estimates.order_of(part, date(2026, 11, 25), wishes)


def _fill(server: postgres.Postgres, size: int) -> None:
    admin = sa.create_engine(server.url(), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text(f"create database match_{size}"))
    admin.dispose()
    url = server.url(f"match_{size}")
    migrations.upgrade(url)
    db.connect(url)
    figures = random.Random(SEED)
    shown = example.load()
    with db.writing() as session:
        for rows in _rows(figures, shown, size):
            session.execute(sa.insert(rows[0]), rows[1])
        catalogue.touch(session)


def _rows(
    figures: random.Random, shown: example.ExampleCatalogue, size: int
) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    """The rows of the catalogue, table by table."""
    items = [("material", own) for own in shown.materials]
    items += [("post_processing", own) for own in shown.post_processings]  # type: ignore[misc]
    yield (
        CatalogueItem,
        [{"kind": kind, "slug": own.id, "data": own.to_dict()} for kind, own in items],
    )
    invented = [_invented(figures, shown) for _ in range(size)]
    ids = [new_id() for _ in invented]
    named = [{"id": id, "name": f"Workshop {i:05}"} for i, id in enumerate(ids)]
    yield Organization, named
    terms = ({k: v for k, v in own.items() if k not in ELSEWHERE} for own in invented)
    yield (
        Contractor,
        [{"organization_id": id, "terms": own} for id, own in zip(ids, terms, strict=True)],
    )
    yield (
        Machine,
        [
            {"id": new_id(), "organization_id": id, "data": _without_id(machine)}
            for id, own in zip(ids, invented, strict=True)
            for machine in own["machines"]
        ],
    )


def _without_id(machine: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in machine.items() if name != "id"}


def _invented(figures: random.Random, shown: example.ExampleCatalogue) -> dict[str, Any]:
    """A contractor after one of the examples."""
    data = figures.choice(shown.contractors).contractor.to_dict()
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


def _table(found: list[Measured]) -> Table:
    table = Table(title="Matching an order with all contractors of a catalogue in PostgreSQL")
    headings = ("contractors", "offers", "suitable", "plain loop", "ours", "times as fast")
    for heading in (*headings, "after an edit", "first time"):
        table.add_column(heading, justify="right")
    for one in found:
        aim = f" (aim: {AIM_MS})" if one.contractors == 10_000 else ""
        table.add_row(
            *(f"{one.contractors:,}", f"{one.offers:,}", f"{one.suitable:,}"),
            *(f"{one.plain_s * 1e3:,.0f} ms", f"{one.ours_s * 1e3:,.0f} ms{aim}"),
            f"{one.plain_s / one.ours_s:.1f}",
            *(f"{one.edited_s * 1e3:,.0f} ms", f"{one.first_s:.1f} s"),
        )
    return table
