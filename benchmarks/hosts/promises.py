"""What must hold after all faults, each looked up where nobody of the service is asked for it."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import click
import psycopg

from benchmarks.hosts import servers
from benchmarks.hosts.customers import PlacedOrder
from benchmarks.hosts.outside import (
    ContractorsMailServer,
    FeedReaders,
    ReceivedCall,
    WebhookReceiver,
)
from benchmarks.hosts.site import HostedSite
from tasks.channels.request_mail import message_id

#: Seconds that what was accepted may take until all of it has happened.
SETTLED_WITHIN_S = 180.0
#: The positions of the events that a party may see, after one.
_AUDIENCE = """
select position from (
    select party_id, position from events
    union all select party_id, position from event_audience
) as audience
where party_id = %(party)s and position > %(after)s
"""


class Promise(NamedTuple):
    """A promise, whether it held, and what was counted."""

    words: str
    held: bool
    counted: str


class Evidence(NamedTuple):
    """What clients, contractors and readers have seen."""

    site: HostedSite
    orders: Sequence[PlacedOrder]
    organization_id: str
    #: the last position before the webhook was registered
    begins_after: int
    #: the moment (time.monotonic) until which what was accepted has to have happened
    late_at: float
    mail: ContractorsMailServer
    webhooks: WebhookReceiver
    readers: FeedReaders


def examine(seen: Evidence) -> Iterator[Promise]:
    """Every promise, once what was accepted has had its time."""
    with seen.site.superuser() as database:
        yield nothing_refused(seen)
        yield all_sent(seen, database)
        yield nothing_twice(seen, database)
        yield asked_once(seen, database)
        yield mailed_once(seen, database)
        yield from read_once(seen, database)
        yield called_in_order(seen, database)
        yield nothing_parked(database)
    yield _command_is_clean(seen, "check")
    yield _command_is_clean(seen, "storage", "check")


def nothing_refused(seen: Evidence) -> Promise:
    """Whether clients got through with all that they wanted."""
    errors = [order.error for order in seen.orders if order.error]
    counted = f"{len(seen.orders)} orders, {len(errors)} of them in vain"
    return Promise(
        "every order is accepted and sent, however often its client has to ask",
        not errors,
        "; ".join((counted, *errors[:3])),
    )


def all_sent(seen: Evidence, database: psycopg.Connection[Any]) -> Promise:
    """Whether what was accepted has happened, once it had its time."""
    accepted = {order.id for order in seen.orders if order.accepted_at}

    def left() -> int:
        rows = database.execute("select id::text from processes where state = 'sent'").fetchall()
        return len(accepted - {row[0] for row in rows})

    _await(seen, lambda: left() == 0)
    return Promise(
        "each accepted order is there, and was sent",
        left() == 0,
        f"{len(accepted)} accepted, {left()} of them not sent",
    )


def nothing_twice(seen: Evidence, database: psycopg.Connection[Any]) -> Promise:
    """Whether repeated requests and moves had one effect."""
    (number,) = _row(database, "select count(*) from processes")
    (twice,) = _row(
        database,
        "select count(*) from (select process_id, version from history "
        "group by 1, 2 having count(*) > 1) repeated",
    )
    known = len({order.id for order in seen.orders if order.id})
    in_vain = sum(1 for order in seen.orders if not order.id)
    held = known <= number <= known + in_vain and not twice
    counted = f"{number} there, {known} known to clients, {twice} versions of a history twice"
    return Promise("no order is there twice", held, counted)


def asked_once(seen: Evidence, database: psycopg.Connection[Any]) -> Promise:
    """Whether there is one request for each contractor that was chosen."""
    rows = database.execute("select process_id::text, contractor_id::text from requests").fetchall()
    asked = Counter(rows)
    wanted = {
        (order.id, contractor)
        for order in seen.orders
        if order.accepted_at
        for contractor in order.contractor_ids
    }
    twice = sum(1 for number in asked.values() if number > 1)
    lacking, others = len(wanted - set(asked)), len(set(asked) - wanted)
    held = not (twice or lacking) and others <= 2 * sum(1 for each in seen.orders if each.error)
    counted = f"{len(asked)} requests, {twice} twice, {lacking} lacking, {others} of nobody"
    return Promise("each contractor is asked once", held, counted)


def mailed_once(seen: Evidence, database: psycopg.Connection[Any]) -> Promise:
    """Whether a letter came for each request."""
    sender = f"orders@{servers.NAME}"

    def wanted() -> set[str]:
        rows = database.execute("select idempotency_key from requests").fetchall()
        return {message_id(row[0], sender) for row in rows}

    _await(seen, lambda: wanted() <= set(seen.mail.message_ids))
    arrived = Counter(seen.mail.message_ids)
    requests = wanted()
    lacking = len(requests - set(arrived))
    repeats = sum(arrived[id] - 1 for id in requests & set(arrived))
    return Promise(
        "each request is mailed, and a repeat bears the Message-ID of the first letter",
        not lacking,
        f"{len(requests)} requests, {lacking} never mailed, {repeats} letters repeated",
    )


def read_once(seen: Evidence, database: psycopg.Connection[Any]) -> Iterator[Promise]:
    """For each reader, whether it got what it may see, once and in order."""

    def positions() -> list[int]:
        rows = database.execute(
            f"{_AUDIENCE} order by position",
            {"party": seen.organization_id, "after": 0},
        ).fetchall()
        return [row[0] for row in rows]

    for name, received in seen.readers.received.items():
        _await(seen, lambda received=received: set(positions()) <= set(received))  # type: ignore[misc]
        published = positions()
        missed = len(set(published) - set(received))
        again = len(received) - len(set(received))
        in_order = all(a < b for a, b in pairwise(received))
        reader = seen.readers.readers[name]
        yield Promise(
            f"{name}: each event once and in order",
            not missed and not again and in_order,
            f"{len(received)} events over {reader.opened} connections, {missed} missed, "
            f"{again} twice",
        )


def called_in_order(seen: Evidence, database: psycopg.Connection[Any]) -> Promise:
    """Whether the endpoint was told all that it may hear, in order for each process."""

    def wanted() -> set[int]:
        rows = database.execute(
            _AUDIENCE,
            {"party": seen.organization_id, "after": seen.begins_after},
        ).fetchall()
        return {row[0] for row in rows}

    _await(seen, lambda: wanted() <= {call.position for call in seen.webhooks.calls})
    first: dict[str, ReceivedCall] = {}
    for call in seen.webhooks.calls:
        first.setdefault(call.message_id, call)
    first_calls = list(first.values())
    latest: dict[str | None, int] = {}
    disorder = 0
    for call in first_calls:
        if call.process_id is not None:
            disorder += call.position <= latest.get(call.process_id, 0)
            latest[call.process_id] = call.position
    missed = len(wanted() - {call.position for call in first_calls})
    repeats = len(seen.webhooks.calls) - len(first_calls)
    return Promise(
        "webhooks: each event, in order for each process, repeats under the same webhook-id",
        not missed and not disorder,
        f"{len(first_calls)} messages, {missed} missed, {disorder} out of order, "
        f"{repeats} repeated",
    )


def nothing_parked(database: psycopg.Connection[Any]) -> Promise:
    """Whether nothing was given up."""
    (number,) = _row(database, "select count(*) from processes where parked_at is not null")
    return Promise("no order waits for an operator", not number, f"{number} are parked")


def _command_is_clean(seen: Evidence, *words: str) -> Promise:
    try:
        said = seen.site.run("web", "control-1", ["werkbank", *words]).strip().splitlines()
    except click.ClickException as error:
        return Promise(f"`werkbank {' '.join(words)}` is clean", False, error.message[-500:])
    return Promise(f"`werkbank {' '.join(words)}` is clean", True, said[-1] if said else "")


def _row(database: psycopg.Connection[Any], statement: str) -> tuple[Any, ...]:
    row = database.execute(statement.encode()).fetchone()
    assert row is not None
    return tuple(row)


def _await(seen: Evidence, holds: Callable[[], bool]) -> None:
    while not holds() and time.monotonic() < seen.late_at:
        time.sleep(0.5)
