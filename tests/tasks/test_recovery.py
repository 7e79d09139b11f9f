"""Proves that recovery forgets nobody: lost messages, leases that ran out, deadlines, old data."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from service import clock
from service.access.actor import SYSTEM
from service.database import leader_lease, transactions
from service.database.models import (
    BrowserSession,
    Event,
    IdempotentAnswer,
    LeaderLease,
    OutboxEvent,
    WorkItem,
)
from service.events import outbox
from service.ids import new_id
from service.lifecycle import recovery as lifecycle_recovery
from service.operations import retention
from tasks.outbox import recovery
from tests.support.worlds.workplace import change, check_histories, opened, work_items
from workflows.process import ProcessState

LONG_AGO = timedelta(days=400)


@pytest.fixture
def place(database_url, tmp_path, monkeypatch):
    with opened(database_url, "redis://127.0.0.1:1", tmp_path, monkeypatch) as place:
        yield place


@pytest.fixture
def waiting(place):
    """A process whose work item was published just now."""
    [waiting] = place.order()
    item_published(waiting)
    return waiting


def item_published(*process_ids, ago=timedelta()):
    with transactions.writing() as session:
        session.execute(sa.delete(WorkItem))
    change(process_ids, rung_at=clock.now() - ago)


def enqueue_forgotten(most=recovery.BATCH):
    with transactions.writing() as session:
        return lifecycle_recovery.enqueue_forgotten(session, most)


def test_work_that_nobody_began_is_enqueued_again(waiting):
    item_published(waiting, ago=timedelta(seconds=60))
    assert enqueue_forgotten() == 1
    assert work_items() == [waiting]


def test_what_was_published_just_now_is_not_enqueued_again(waiting):
    assert enqueue_forgotten() == 0


def test_work_that_still_waits_is_not_enqueued_twice(place, waiting):
    item_published(waiting, ago=timedelta(seconds=60))
    enqueue_forgotten()
    assert enqueue_forgotten() == 0


def test_a_process_is_enqueued_when_its_lease_has_run_out(waiting):
    ended = clock.now() - timedelta(seconds=1)
    item_published(waiting, ago=timedelta(seconds=2))
    change([waiting], lease_until=ended, attempts=1)
    assert enqueue_forgotten() == 1
    item_published(waiting)
    assert enqueue_forgotten() == 0  # published since


def test_a_process_is_enqueued_when_its_pause_is_over(waiting):
    item_published(waiting, ago=timedelta(seconds=2))
    change([waiting], not_before=clock.now() - timedelta(seconds=1))
    assert enqueue_forgotten() == 1


@pytest.mark.parametrize("column", ["lease_until", "not_before"])
def test_a_process_that_is_worked_on_or_pauses_is_left_in_peace(waiting, column):
    item_published(waiting, ago=timedelta(days=1))
    change([waiting], **{column: clock.now() + timedelta(seconds=60)})
    assert enqueue_forgotten() == 0


@pytest.mark.parametrize("column", ["parked_at", "deleted_at"])
def test_nothing_is_enqueued_that_must_not_be_worked_on(waiting, column):
    item_published(waiting, ago=timedelta(days=1))
    change([waiting], **{column: clock.now()})
    assert enqueue_forgotten() == 0


def test_those_who_wait_longest_are_enqueued_first(place):
    first, second, third = place.order(3)
    item_published(first, second, third)
    for id, hours in ((second, 3), (third, 2), (first, 1)):
        change([id], rung_at=clock.now() - timedelta(hours=hours))
    assert enqueue_forgotten(most=2) == 2
    assert work_items() == [second, third]


def published(count, at):
    with transactions.writing() as session:
        for _ in range(count):
            outbox.announce(session, "project.updated", actor=SYSTEM, parties=[new_id()])
        session.flush()
        session.execute(sa.update(OutboxEvent).values(at=at))
        outbox.publish(session)


def kept_positions():
    with transactions.reading() as session:
        return sorted(session.scalars(sa.select(Event.position)))


def test_old_events_are_forgotten_without_gaps(place, monkeypatch):
    monkeypatch.setattr(retention, "BITE", 2)
    old, new = clock.now() - LONG_AGO, clock.now()
    published(3, old)
    published(1, new)
    published(1, old)  # committed late: its place in the order counts
    assert retention.tidy(clock.now())["events"] == 3
    assert kept_positions() == [4, 5]


def old_rows(number):
    """Answers and sessions that nobody needs any more."""
    old, ended = clock.now() - LONG_AGO, {"status": 200, "owner": "-", "request_digest": "-"}
    with transactions.writing() as session:
        for key in map(str, range(number)):
            kept = IdempotentAnswer(principal="somebody", key=key, started_at=old, **ended)
            secret = BrowserSession(
                visitor_id=new_id(), secret_hash=key, csrf_token="-", expires_at=old
            )
            session.add_all([kept, secret])


@pytest.mark.parametrize("kind", ["answers", "sessions"])
def test_no_transaction_forgets_more_than_a_bite_and_all_that_is_old_goes(place, monkeypatch, kind):
    monkeypatch.setattr(retention, "BITE", 2)
    old_rows(5)
    kept = next(each for each in retention.RETENTIONS if each.kind == kind)
    with transactions.trying() as session:
        assert kept.forget(session, clock.now()) == 2
    assert retention.tidy(clock.now())[kind] == 5
    assert retention.tidy(clock.now())[kind] == 0


def test_what_cannot_be_forgotten_holds_up_nothing_else(place, monkeypatch):
    first, *others = retention.RETENTIONS
    broken = replace(first, forget=lambda db, _now: db.execute(sa.text("select nonsense")))
    monkeypatch.setattr(retention, "RETENTIONS", (broken, *others))
    old_rows(1)
    forgotten = retention.tidy(clock.now())
    assert (forgotten["events"], forgotten["answers"], forgotten["sessions"]) == (0, 1, 1)


def test_forgetting_ends_when_it_is_not_to_go_on(place, monkeypatch):
    monkeypatch.setattr(retention, "BITE", 1)
    old_rows(3)
    bites = iter([True])
    assert retention.tidy(clock.now(), lambda: next(bites, False))["answers"] == 0
    kept = next(each for each in retention.RETENTIONS if each.kind == "answers")
    monkeypatch.setattr(retention, "RETENTIONS", (kept,))
    bites = iter([True, True])
    assert retention.tidy(clock.now(), lambda: next(bites, False))["answers"] == 2


def test_positions_count_on_however_long_nothing_happened(place):
    published(3, clock.now() - LONG_AGO)
    retention.tidy(clock.now())
    assert kept_positions() == [3]
    published(1, clock.now())
    assert kept_positions() == [3, 4]


def test_a_role_has_one_leader_at_a_time(place):
    def hold(holder, for_s=60.0):
        with transactions.writing() as session:
            return leader_lease.acquire(session, "relay", holder, for_s)

    assert hold("first")
    assert hold("first")
    assert not hold("second")
    assert hold("first", for_s=0.0)
    assert hold("second")
    assert not hold("first")
    with transactions.writing() as session:
        leader_lease.resign(session, "relay", "first")  # it is not theirs
    assert not hold("first")
    with transactions.reading() as session:
        beat_at = session.get_one(LeaderLease, "relay").beat_at
        assert abs(beat_at - clock.now()) < timedelta(seconds=60)


def test_one_pass_of_recovery_does_all_of_it(place, waiting):
    item_published(waiting, ago=timedelta(seconds=60))
    [verified] = place.order(verify=False)
    change([verified], state=ProcessState.VERIFIED, due_at=clock.now())
    assert recovery.recover_once(clock.now()) == recovery.Recovered(queued=1, fired=1)
    check_histories([waiting])
