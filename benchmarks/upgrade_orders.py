"""Fills a database with orders in every state, by the code of the checkout that runs it.

`python -P upgrade_orders.py NUMBER` in the folder of a checkout, with the settings of its service:
on its own, without a package around it. The first of each state goes its way through the service;
the others are copies of these, with history and records as the tests of that checkout make them,
and with the events that told of them. PostgreSQL only.
"""

import importlib
import json
import os
import sys
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa

#: The events of one order, told of its copies as well.
_EVENTS = """
with copied as (
    select gen_random_uuid() as id, events.id as original, copies.id as process_id,
        (select max(position) from events)
            + row_number() over (order by copies.place, events.position) as position
    from unnest(cast(:copies as uuid[])) with ordinality as copies (id, place), events
    where events.process_id = :original
), told as (
    insert into events (id, position, process_id, {others})
    select copied.id, copied.position, copied.process_id, {others}
    from copied join events on events.id = copied.original
)
insert into event_audience (event_id, party_id, position)
select copied.id, party_id, copied.position
from copied join event_audience on event_audience.event_id = copied.original
"""


def fill(number: int) -> None:
    """Add so many orders to the example people, and somebody who orders; prints their key."""
    sys.path.insert(0, os.getcwd())
    applications = importlib.import_module("tests.support.applications")
    marketplace = importlib.import_module("tests.support.worlds.marketplace")
    bulk_orders: Any = importlib.import_module("tests.support.bulk_orders")
    models = importlib.import_module("service.database.models")
    market = marketplace.Market(applications.ready())
    originals = list(bulk_orders.one_in_every_state(market).values())
    importlib.import_module("tests.support.callers").publish()
    copy_records_too(bulk_orders, models.Verification)
    for place, original in enumerate(originals):
        of_state = len(range(place, number - len(originals), len(originals)))
        tell(original, bulk_orders.copies([original], of_state))
    _count(models.Process, originals)
    print(_key(models.User))


def tell(original: UUID, copies: list[UUID]) -> None:
    """Publish for the copies of an order what was published of it."""
    with _writing() as session:
        columns = sa.inspect(session.connection()).get_columns("events")
        own = ("id", "position", "process_id")
        others = ", ".join(f'"{each["name"]}"' for each in columns if each["name"] not in own)
        told = _EVENTS.format(others=others)
        session.execute(sa.text(told), {"original": original, "copies": copies})


def copy_records_too(bulk_orders: Any, verification: Any) -> None:
    """Let `bulk_orders.copies` copy records as well: each names itself, and is digested anew."""
    process, *others = bulk_orders.TABLES
    bulk_orders.TABLES = (process, verification, *others)  # each after what it refers to
    with _writing() as session:
        records = {row.id: row.record for row in session.scalars(sa.select(verification))}
    bulk_orders._copy = _with_records(bulk_orders._copy, verification, records)


def _with_records(
    copy: Callable[..., UUID], verification: Any, records: Mapping[UUID, str]
) -> Callable[..., UUID]:
    record = importlib.import_module("service.manufacturing.quoting.record")

    def copied(original: Any, rows: dict[Any, list[dict[str, Any]]]) -> UUID:
        known = len(rows[verification])
        process_id = copy(original, rows)
        for old, row in zip(original[verification], rows[verification][known:], strict=True):
            content = {**json.loads(records[old["id"]]), "id": str(row["id"])}
            row["digest"] = record.digest_of(content)
            # a row has the text itself, or none and shares what was calculated
            text = "own_record" if "own_record" in row else "record"
            if row[text]:
                row[text] = record.canonical(content).decode()
        return process_id

    return copied


def _count(process: Any, originals: list[UUID]) -> None:
    """Count what the parties of the copies have, who are those of the originals."""
    usage = importlib.import_module("service.lifecycle.usage")
    with _writing() as session:
        for original in originals:
            usage.correct(session, session.get_one(process, original))


def _key(user: Any) -> str:
    """The key of somebody with an organisation, whose address counts as confirmed.

    Nobody else may log in any more: the passwords of the example people are known.
    """
    now = importlib.import_module("service.clock").now()
    with _writing() as session:
        session.execute(sa.update(user).values(disabled_at=now))
    key: str = importlib.import_module("benchmarks.feed_site").create_owner()
    with _writing() as session:
        owner = sa.update(user).where(user.email == "owner@bench.example")
        session.execute(owner.values(email_verified_at=now))
    return key


def _writing() -> Any:
    return importlib.import_module("service.database.transactions").writing()


if __name__ == "__main__":
    fill(int(sys.argv[1]))
