"""Says what runs by itself, again and again: sweeps, the relay, and what looks for work."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.database import transactions
from service.database.due_conditions import Conditions
from service.database.models import AccountMail, Notification
from service.database.models.feed import USUAL_RIGHT
from service.lifecycle import transitions, turns
from service.notifications import mail_queue, selection
from service.operations import census, retention
from service.sandbox import play
from service.settings import settings
from service.webhooks import claims, deliveries
from service.webhooks.shares import Calls
from tasks.outbox.publisher import TaskPublisher
from tasks.outbox.recovery import recover_once
from tasks.outbox.relay import Relay
from tasks.scheduler import count_events
from tasks.worker import app
from workflows.process import ProcessState

#: Events that a pass of the relay publishes, and deadlines that one of recovery finds due.
EVENTS, DUE = 500, 20
#: Nothing is kept of a time before this.
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
COPIED = (
    "type, at, project_id, process_id, sandbox, actor_role, actor_id, actor_name, data, "
    "http_request_id"
)
#: The newest events once more, as somebody would announce them.
ANNOUNCE = f"""
insert into announcements (event_id, "right", parties, {COPIED})
select uuidv7(), coalesce(nullif("right", ''), '{USUAL_RIGHT}'), (
    select coalesce(jsonb_agg(replace(party::text, '-', '')), '[]') from (
        select party_id from event_audience where event_id = events.id
        union select events.party_id where events.party_id is not null
    ) as parties (party)
), {COPIED} from events order by position desc limit {EVENTS}
"""
LET_FALL_DUE = f"""
update processes set due_at = now() - interval '1 second' where id in (
    select id from processes where state = 'verified' and due_at > now() limit {DUE}
)
"""


@dataclass(frozen=True)
class Sweep:
    """Something that runs by itself; `prepare` lays in what it has to do, beyond what is there."""

    name: str
    run: Callable[[], object]
    prepare: str | None = None


def sweeps() -> Iterator[Sweep]:
    """All of them, in the database that is connected when they run."""
    relay = Relay(TaskPublisher(app, settings().redis_url), "bench")
    yield Sweep(f"relay: a pass with {EVENTS} events", relay.once, ANNOUNCE)
    yield Sweep("relay: a pass without", relay.once)
    yield Sweep("scheduler: count events", count_events)
    yield Sweep("recovery: nothing due", lambda: recover_once(clock.now()))
    yield Sweep(f"recovery: {DUE} deadlines due", lambda: recover_once(clock.now()), LET_FALL_DUE)
    yield Sweep("sandbox: nothing due", lambda: play.play_due(clock.now()))
    for state in transitions.TASKS:
        yield _reading(f"worker: whose turn it is, {state.value}", _turn(state))
    yield _reading("webhooks: who has news", deliveries.behind)
    yield _writing(
        "webhooks: deliveries that are due", lambda db: claims.claim(db, Calls(50).load())
    )
    yield _writing("webhooks: catch up", deliveries.catch_up)
    yield _reading("mails: events to tell", Conditions(selection.IS_BEHIND).hold)
    yield _reading("mails: due of events", Conditions(mail_queue.has_due(Notification)).hold)
    yield _reading("mails: due about accounts", Conditions(mail_queue.has_due(AccountMail)).hold)
    yield _reading("metrics: count everything", census.count)
    for kept in retention.RETENTIONS:
        yield _writing(f"retention: nothing old, {kept.kind}", _forget(kept))


def _turn(state: ProcessState) -> Callable[[Session], object]:
    return lambda db: turns.in_turn(db, state, 32)


def _forget(kept: retention.Retention) -> Callable[[Session], object]:
    return lambda db: kept.forget(db, LONG_AGO)


def _reading(name: str, ask: Callable[[Session], object]) -> Sweep:
    def run() -> None:
        with transactions.reading() as session:
            ask(session)

    return Sweep(name, run)


def _writing(name: str, ask: Callable[[Session], object]) -> Sweep:
    def run() -> None:
        with transactions.writing() as session:
            ask(session)

    return Sweep(name, run)


def prepare(sweep: Sweep) -> None:
    """Lay in what a sweep has to do."""
    if sweep.prepare:
        with transactions.engine().begin() as connection:
            connection.execute(sa.text("set local statement_timeout = 0"))
            connection.execute(sa.text(sweep.prepare))
