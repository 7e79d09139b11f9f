"""What the feed tells is counted once, with how long machines took for each step."""

from datetime import timedelta
from uuid import UUID

import pytest

from service import clock
from service.database import event_counts, leader_lease, transactions
from service.database.models import Process
from service.errors import Outage
from service.events import feed
from service.lifecycle import leases, parking
from service.operations import step_counts
from service.operations.commands import SHELL
from service.settings import settings
from service.verification import verify
from tasks import scheduler
from tasks.outbox.publisher import TaskPublisher
from tasks.outbox.relay import LEADER_LEASE_S, ROLE, Relay
from tasks.worker import app
from tests.support.callers import publish
from tests.support.orders import ready
from workflows.process import ProcessState

#: Where no Redis answers; nothing here needs one.
NOWHERE = "redis://127.0.0.1:1"


def counted(prefix=""):
    """What was counted under names that begin so."""
    with transactions.reading() as session:
        return event_counts.numbers(session, prefix)


def count():
    """Count until nothing is left."""
    while scheduler.count_events():
        pass


def send_for_verification(market):
    """A part whose verification was asked for; its id."""
    process_id = ready(market)
    market.client.post(f"/processes/{process_id}/actions/verify")
    return UUID(process_id)


def test_each_event_is_counted_once_by_its_type_in_pages_of_any_size(market, monkeypatch):
    monkeypatch.setattr(step_counts, "MOST", 3)
    market.send(2)
    publish()
    count()
    with transactions.reading() as session:
        last = feed.last_position(session)
    events = counted(step_counts.EVENTS)
    assert sum(events.values()) == last == counted()[step_counts.COUNTED_TO]
    assert events["process.verified"] == events["process.sent"] == 1
    count()
    assert counted(step_counts.EVENTS) == events


def test_what_is_published_is_counted_by_the_scheduler_that_leads_and_no_other(market, monkeypatch):
    monkeypatch.setenv("WERKBANK_REDIS_URL", NOWHERE)
    settings.cache_clear()
    market.send(1)
    publish()
    with transactions.writing() as session:
        leader_lease.acquire(session, ROLE, "another", LEADER_LEASE_S)
    one = scheduler.Scheduler(Relay(TaskPublisher(app, NOWHERE), "one"))
    one.once()
    assert not counted(step_counts.EVENTS)
    with transactions.writing() as session:
        leader_lease.resign(session, ROLE, "another")
    one.once()
    assert counted(step_counts.EVENTS)["process.sent"] == 1


def test_a_page_that_is_not_committed_is_counted_anew(market):
    market.send(1)
    publish()
    with transactions.trying() as session:
        assert step_counts.count_published(session)
    assert not counted(step_counts.EVENTS)
    count()
    assert counted(step_counts.EVENTS)["process.verified"] == 1


def test_a_step_takes_from_when_it_was_asked_for_until_it_ended(market):
    process_id = send_for_verification(market)
    clock.move(timedelta(seconds=40))
    assert verify.verify(process_id) == "pass_verification"
    publish()
    count()
    steps = counted(f"{step_counts.STEPS}verify.verified.")
    assert steps.pop(step_counts.MILLISECONDS) >= 40_000
    assert steps == {"60.0": 1}


def test_a_step_that_was_parked_and_retried_has_taken_all_of_that_time(market):
    process_id = send_for_verification(market)
    with transactions.writing() as session:
        parking.park(session, session.get_one(Process, process_id))
    clock.move(timedelta(minutes=20))
    with transactions.writing() as session:
        parking.retry(session, session.get_one(Process, process_id), SHELL, "mended")
    assert verify.verify(process_id) == "pass_verification"
    publish()
    count()
    assert counted(step_counts.STEPS)["verify.verified.1800.0"] == 1
    assert counted(step_counts.EVENTS)["process.parked"] == 1


def test_a_step_that_its_client_breaks_off_leads_where_the_client_leads(market):
    process_id = send_for_verification(market)
    market.client.patch(f"/processes/{process_id}", {"quantity": 7})
    publish()
    count()
    assert sum(v for k, v in counted(step_counts.STEPS).items() if k.startswith("verify.draft")) > 0


@pytest.mark.parametrize(
    ("error", "failure"), [(RuntimeError("a bug"), "error"), (Outage("no storage"), "outage")]
)
def test_an_attempt_that_fails_is_counted_by_task(market, error, failure):
    process_id = send_for_verification(market)
    with transactions.writing() as session:
        lease = leases.claim(session, process_id, ProcessState.VERIFYING)
    with transactions.writing() as session:
        leases.give_back(session, lease, error)
    assert counted(leases.FAILED_ATTEMPTS) == {f"verify.{failure}": 1}


def test_what_a_dead_child_held_is_counted_as_lost(market):
    process_id = send_for_verification(market)
    leases.hold_for("a message")
    try:
        with transactions.writing() as session:
            assert leases.claim(session, process_id, ProcessState.VERIFYING)
    finally:
        leases.hold_for(None)
    with transactions.writing() as session:
        leases.end_all(session, "a message")
    assert counted(leases.FAILED_ATTEMPTS) == {"verify.lost": 1}
