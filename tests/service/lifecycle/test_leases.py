"""Leases: one worker at a time, attempts counted before the work, a pause between, an end."""

from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from service import clock
from service.access.actor import ActingParty
from service.database import transactions
from service.database.models import (
    HistoryRow,
    Process,
)
from service.files import storage
from service.lifecycle import leases, parking, transitions
from service.lifecycle.leases import Fenced
from service.settings import settings
from service.verification import verify
from tests.support.worlds.workplace import (
    change,
    check_histories,
    moves_of,
    opened,
    passed,
    process,
    rows_of,
    work_items,
)
from workflows.engine import Actor, IllegalMove, NotReady
from workflows.process import ProcessState

OPERATOR = ActingParty(Actor.OPERATOR, UUID(int=1), "Olga")


@pytest.fixture
def place(database_url, tmp_path, monkeypatch):
    with opened(
        database_url, "redis://127.0.0.1:1", tmp_path, monkeypatch, max_attempts=3
    ) as place:
        yield place


@pytest.fixture
def waiting(place):
    [waiting] = place.order()
    return waiting


def test_a_content_that_is_missing_is_an_outage_and_no_attempt(place, waiting):
    folder = storage.current_storage().folder
    elsewhere = folder.rename(folder.with_name("on-another-host"))
    for _ in range(4):  # one more than there are attempts
        with pytest.raises(storage.ContentMissing):
            verify.verify(waiting)
        row = process(waiting)
        assert (row.attempts, row.parked_at, row.lease_until) == (0, None, None)
        assert row.not_before
        assert "missing in storage" in row.last_error
        change([waiting], not_before=None)
    elsewhere.rename(folder)
    assert verify.verify(waiting) == "pass_verification"


def claim(process_id, state=ProcessState.VERIFYING):
    with transactions.writing() as session:
        return leases.claim(session, process_id, state)


def give_back(lease, error="broken"):
    with transactions.writing() as session:
        leases.give_back(session, lease, RuntimeError(error))


def held(lease):
    with transactions.writing() as session:
        return leases.held(session, lease).id


def test_what_is_lent_is_lent_to_nobody_else(waiting):
    lease = claim(waiting)
    assert (lease.attempt, process(waiting).attempts) == (1, 1)
    assert claim(waiting) is None
    assert held(lease) == waiting


def claimed_by(holder, process_id):
    leases.hold_for(holder)
    try:
        return claim(process_id)
    finally:
        leases.hold_for(None)


def test_a_lease_is_short_and_begins_anew_for_whoever_is_alive(place, monkeypatch):
    monkeypatch.setattr(settings(), "worker_silence_s", 10)
    own, others = place.order(2)
    lease = claimed_by("message.one", own)
    claimed_by("message.two", others)
    assert process(own).lease_until < clock.now() + timedelta(seconds=10.5)
    before = process(others).lease_until
    passed(own)  # the database stood still
    with transactions.writing() as session:
        leases.renew_all(session, "message.one")
    assert process(own).lease_until > clock.now() + timedelta(seconds=5)
    assert process(others).lease_until == before
    assert held(lease) == own


def test_what_was_given_back_or_went_to_another_is_not_renewed(place):
    given_back, taken = place.order(2)
    give_back(claimed_by("message.one", given_back))
    claimed_by("message.one", taken)
    passed(taken)
    claimed_by("message.two", taken)
    until = process(taken).lease_until
    with transactions.writing() as session:
        leases.renew_all(session, "message.one")
    assert process(given_back).lease_until is None
    assert process(taken).lease_until == until


@pytest.mark.only_on("postgresql")  # SQLite locks no rows
def test_a_renewal_waits_for_nobody_who_is_just_finishing(place):
    finished, under_way = place.order(2)
    for process_id in (finished, under_way):
        claimed_by("message.one", process_id)
    lease_of_finished = process(finished).lease_until
    passed(under_way)
    with transactions.writing() as finishing:
        finishing.get(Process, finished, with_for_update=True)
        with transactions.writing() as session:
            session.execute(sa.text("SET LOCAL lock_timeout = '1s'"))
            leases.renew_all(session, "message.one")
    assert process(finished).lease_until == lease_of_finished
    assert process(under_way).lease_until > clock.now()


def test_a_lease_that_ran_out_goes_to_the_next_and_the_first_is_fenced_off(waiting):
    first = claim(waiting)
    passed(waiting)
    second = claim(waiting)
    assert second.attempt == 2
    with pytest.raises(Fenced):
        held(first)
    give_back(first)  # too late: it holds up nobody
    assert held(second) == waiting
    assert process(waiting).last_error is None


def test_a_lease_is_lost_when_the_client_changes_the_part(place, waiting):
    lease = claim(waiting)
    with transactions.writing() as session:
        row = session.get(Process, waiting, with_for_update=True)
        transitions.edit(session, row, place.shop.client, {}, revises=True)
    with pytest.raises(Fenced):
        held(lease)
    assert claim(waiting) is None


@pytest.mark.parametrize("column", ["deleted_at", "parked_at"])
def test_what_is_gone_or_parked_is_not_lent(waiting, column):
    change([waiting], **{column: clock.now()})
    assert claim(waiting) is None
    assert process(waiting).attempts == 0


def test_nothing_is_lent_for_another_state(waiting):
    assert claim(waiting, ProcessState.SENDING) is None
    assert claim(UUID(int=7)) is None


def test_after_a_failure_the_next_attempt_waits_twice_as_long_each_time(waiting):
    for least_s, most_s in ((0.75, 1.25), (1.5, 2.5)):
        give_back(claim(waiting))
        now = process(waiting)
        assert (now.last_error, now.lease_until) == ("RuntimeError: broken", None)
        pause = now.not_before - clock.now()
        assert timedelta(seconds=least_s - 0.7) < pause <= timedelta(seconds=most_s)
        assert claim(waiting) is None
        passed(waiting)


def test_no_pause_is_longer_than_a_minute_and_a_quarter():
    assert max(leases.BACKOFF.pause_s(failures, chance=1.0) for failures in range(1, 99)) == 75


def test_after_the_last_failure_it_is_parked_with_reason_and_attempts(waiting):
    for _ in range(3):
        give_back(claim(waiting), "the disk is full")
        passed(waiting)
    parked = process(waiting)
    assert parked.parked_at is not None
    assert parked.state is ProcessState.VERIFYING
    [row] = [row for row in rows_of(HistoryRow, waiting) if row.trigger == "park"]
    assert row.data == {"reason": "RuntimeError: the disk is full", "attempts": 3}
    assert claim(waiting) is None
    check_histories([waiting])


def test_who_dies_without_a_word_uses_up_an_attempt_each_time(waiting):
    for attempt in (1, 2, 3):
        assert claim(waiting).attempt == attempt
        passed(waiting)
    assert claim(waiting) is None
    [row] = [row for row in rows_of(HistoryRow, waiting) if row.trigger == "park"]
    assert row.data == {"reason": "the worker died each time", "attempts": 3}


def park(process_id):
    with transactions.writing() as session:
        parking.park(session, session.get(Process, process_id, with_for_update=True))


def retry(process_id, by=OPERATOR):
    with transactions.writing() as session:
        row = session.get(Process, process_id, with_for_update=True)
        parking.retry(session, row, by, "the disk has room again")


def test_what_an_operator_retries_begins_anew(waiting):
    for _ in range(3):
        give_back(claim(waiting))
        passed(waiting)
    before = len(work_items())
    retry(waiting)
    assert len(work_items()) == before + 1
    assert claim(waiting).attempt == 1
    assert moves_of(waiting)[-2:] == ["park", "retry"]
    check_histories([waiting])


def test_nobody_retries_what_is_being_worked_on(waiting):
    lease = claim(waiting)
    with pytest.raises(NotReady, match="not parked"):
        retry(waiting)
    assert held(lease) == waiting


def test_only_an_operator_retries(place, waiting):
    park(waiting)
    with pytest.raises(IllegalMove):
        retry(waiting, place.shop.client)


def test_an_error_is_kept_only_so_far(waiting):
    give_back(claim(waiting), "x" * 10_000)
    assert len(process(waiting).last_error) == leases.LONGEST_ERROR
