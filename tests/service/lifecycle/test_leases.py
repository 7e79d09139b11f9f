"""Leases: one worker at a time, attempts counted before the work, a pause between, an end."""

from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from service import clock
from service.access.actor import ActingParty
from service.access.lookup import ProcessAccess
from service.catalogue import snapshot
from service.database import transactions
from service.database.models import (
    ContractorRow,
    HistoryRow,
    Organization,
    Process,
    Project,
    Request,
    Verification,
)
from service.files import storage
from service.lifecycle import leases, transitions
from service.lifecycle.leases import Fenced
from service.orders import actions
from service.sourcing import dispatch, requests
from service.verification import verify
from tests.support.worlds.workplace import (
    change,
    check_histories,
    moves_of,
    opened,
    process,
    requests_of,
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


def passed(process_id):
    """As if lease and pause were over."""
    over = clock.now() - timedelta(seconds=1)
    change([process_id], lease_until=over, not_before=None)


def test_what_is_lent_is_lent_to_nobody_else(waiting):
    lease = claim(waiting)
    assert (lease.attempt, process(waiting).attempts) == (1, 1)
    assert claim(waiting) is None
    assert held(lease) == waiting


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
        leases.park(session, session.get(Process, process_id, with_for_update=True))


def retry(process_id, by=OPERATOR):
    with transactions.writing() as session:
        row = session.get(Process, process_id, with_for_update=True)
        leases.retry(session, row, by, "the disk has room again")


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


def breaks(*_):
    raise ZeroDivisionError("bad data")


@pytest.mark.parametrize("step", ["verify", "send"])
def test_an_attempt_that_fails_in_its_first_step_is_counted(place, monkeypatch, step):
    [id] = place.order()
    if step == "send":
        verify.verify(id)
        monkeypatch.setattr(requests, "move", breaks)
    else:
        monkeypatch.setattr(snapshot, "current", breaks)

    def attempt():
        return verify.verify(id) if step == "verify" else dispatch.send(id, lambda outgoing: {})

    for number in (1, 2, 3):
        with pytest.raises(ZeroDivisionError):
            attempt()
        assert process(id).attempts == number
        passed(id)
    assert process(id).parked_at is not None
    assert attempt() is None


def test_a_worker_that_froze_past_its_lease_leaves_no_second_result(waiting, monkeypatch):
    calculate = verify.calculate

    def freezes(work):
        result = calculate(work)
        monkeypatch.setattr(verify, "calculate", calculate)
        passed(waiting)
        assert verify.verify(waiting) == "pass_verification"  # another worker meanwhile
        return result

    monkeypatch.setattr(verify, "calculate", freezes)
    assert verify.verify(waiting) is None
    assert moves_of(waiting).count("pass_verification") == 1
    assert len(rows_of(Verification, waiting)) == 1


@pytest.fixture
def shipping(place):
    """A process to be sent to two contractors by mail."""
    with transactions.writing() as session:
        for contractor in session.scalars(sa.select(ContractorRow)):
            contractor.terms = {**contractor.terms, "channels": ["inbox", "mail"]}
            organization = session.get(Organization, contractor.organization_id)
            organization.email = "shop@contractor.example"
    [id] = place.order(contractors=2)
    verify.verify(id)
    return id


def test_after_a_crash_only_what_was_just_going_out_goes_out_again_under_its_key(shipping):
    delivered = []

    def crashes(outgoing):
        delivered.append(outgoing.idempotency_key)
        if len(delivered) == 2:
            raise ConnectionError("cut")
        return {"mail": {"delivered_at": "2026-11-23T10:00:00Z"}}

    with pytest.raises(ConnectionError):
        dispatch.send(shipping, crashes)
    assert dispatch.send(shipping, crashes) is None  # it pauses
    passed(shipping)
    assert dispatch.send(shipping, crashes) == "dispatched"
    assert len(delivered) == 3
    assert delivered[1] == delivered[2] != delivered[0]
    assert len(requests_of(shipping)) == 2
    check_histories([shipping])


def test_each_delivery_lets_the_lease_begin_anew(shipping):
    until = []

    def slow(outgoing):
        until.append(process(shipping).lease_until)
        return {}

    assert dispatch.send(shipping, slow) == "dispatched"
    assert until[1] > until[0]


def test_the_part_that_was_cancelled_while_it_went_out_stays_cancelled(place, shipping):
    def cancelled(outgoing):
        with transactions.writing() as session:
            row = session.get(Process, shipping, with_for_update=True)
            if row.state is ProcessState.SENDING:
                client = place.shop.client
                project = session.get(Project, row.project_id)
                actions.fire(session, ProcessAccess(row, project, client, (client,)), "cancel", {})
        return {}

    assert dispatch.send(shipping, cancelled) is None
    assert process(shipping).state is ProcessState.CANCELLED
    states = {request.state.value for request in rows_of(Request, shipping)}
    assert states == {"withdrawn"}
