"""Several processes at once: one claim, one commit, and nobody suffers for another."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from service import clock
from service.catalogue.versions import mark_changed
from service.database import event_counts, transactions
from service.database.engine import is_postgresql
from service.database.models import ContractorRow, Request, Verification
from service.lifecycle import batches, leases
from service.sourcing import dispatch
from service.verification import verify
from tasks import send
from tasks.channels import Unavailable
from tests.support.worlds.workplace import (
    all_are,
    change,
    check_histories,
    moves_of,
    opened,
    process,
    requests_of,
    rows_of,
)
from workflows.process import ProcessState


@pytest.fixture
def place(database_url, tmp_path, monkeypatch):
    with opened(database_url, "redis://127.0.0.1:1", tmp_path, monkeypatch) as place:
        yield place


@pytest.fixture
def measured(place):
    """Four orders of a part that was measured for a fifth one."""
    first, *others = place.order(5)
    verify.verify(first)
    return others


def test_parts_that_are_measured_are_verified_and_sent_together(measured):
    assert verify.verify_all(measured).left == []
    assert all_are("sending", measured)()
    assert dispatch.send_all(measured, send.prepare).left == []
    assert all_are("sent", measured)()
    check_histories(measured)
    for process_id in measured:
        assert moves_of(process_id).count("dispatched") == 1
        assert len(requests_of(process_id)) == 1
        assert process(process_id).due_at is not None


def test_what_a_batch_does_is_what_one_alone_does(measured):
    alone, *together = measured
    verify.verify(alone)
    verify.verify_all(together)
    dispatch.send(alone, deliver=lambda outgoing: {})
    dispatch.send_all(together, send.prepare)
    assert moves_of(together[0]) == moves_of(alone)
    one, other = process(alone), process(together[0])
    assert (one.version, one.state, one.attempts) == (other.version, other.state, other.attempts)


def test_parts_that_must_be_measured_first_are_left_as_if_nobody_had_come(place):
    waiting = place.order(2)
    assert verify.verify_all(waiting).left == waiting
    for process_id in waiting:
        assert process(process_id).attempts == 0
        assert verify.verify(process_id) == "pass_verification"


@pytest.mark.parametrize("step", ["untried", "_gather_all", "_conclude_all"])
def test_whatever_breaks_in_a_batch_each_is_tried_for_itself_and_counts_it(
    measured, monkeypatch, step
):
    module = leases if step == "untried" else verify
    real = getattr(module, step)

    def broken(*args):
        if step != "_gather_all" or len(args[1]) > 1:
            raise RuntimeError("broken")
        return real(*args)

    with monkeypatch.context() as break_it, capture_logs() as logs:
        break_it.setattr(module, step, broken)
        assert verify.verify_all(measured).left == measured
    (entry,) = [log for log in logs if log["log_level"] == "warning"]
    assert (entry["task"], entry["error"]) == ("verify", "RuntimeError: broken")
    assert entry["processes"] == len(measured)
    with transactions.reading() as session:
        assert event_counts.numbers(session, batches.FAILED) == {"verify": 1}
    assert [verify.verify(id) for id in measured] == ["pass_verification"] * len(measured)
    check_histories(measured)


def test_who_has_failed_before_goes_alone_so_that_the_attempts_are_counted(measured):
    change(measured[:1], attempts=1)
    assert verify.verify_all(measured).done == set(measured[1:])
    change(measured[1:2], attempts=1)
    assert dispatch.send_all(measured[1:], send.prepare).done == set(measured[2:])


def test_the_same_answer_is_known_by_its_digest(measured):
    verify.verify_all(measured)
    rows = [row for process_id in measured for row in rows_of(Verification, process_id)]
    assert len({row.answer_digest for row in rows}) == 1
    assert len({row.digest for row in rows}) == len(rows)


def test_what_another_worker_has_is_left_to_them(measured):
    with transactions.writing() as session:
        theirs = leases.claim(session, measured[0], ProcessState.VERIFYING)
    assert verify.verify_all(measured) == (set(measured[1:]), [])
    with transactions.writing() as session:
        assert leases.held(session, theirs).state is ProcessState.VERIFYING


def test_what_another_worker_is_about_to_finish_is_passed_by_for_what_comes_after(measured):
    verify.verify_all(measured)
    with transactions.writing() as session:
        theirs = leases.untried(session, measured, ProcessState.SENDING, most=2)
        assert [lease.process_id for lease in theirs] == measured[:2]
        if is_postgresql(session):  # SQLite has one writer at a time
            with ThreadPoolExecutor(1) as other:
                done = other.submit(dispatch.send_all, measured, send.prepare, most=2).result(60)
            assert done == (set(measured[2:]), [])
    assert dispatch.send_all(measured[:2], send.prepare).done == set(measured[:2])


def test_a_lease_that_was_lost_on_the_way_fences_that_one_alone(measured, monkeypatch):
    calculate = verify.calculate

    def calculate_slowly(work):
        if work.lease.process_id == measured[0]:
            change([measured[0]], lease_token=99)
        return calculate(work)

    monkeypatch.setattr(verify, "calculate", calculate_slowly)
    verify.verify_all(measured)
    assert process(measured[0]).state is ProcessState.VERIFYING
    assert all_are("sending", measured[1:])()


def test_one_that_cannot_be_calculated_does_not_hold_up_the_others(measured, monkeypatch):
    calculate = verify.calculate

    def calculate_or_break(work):
        if work.lease.process_id == measured[0]:
            raise RuntimeError("broken")
        return calculate(work)

    monkeypatch.setattr(verify, "calculate", calculate_or_break)
    left = verify.verify_all(measured).left
    assert left == measured
    for process_id in left[1:]:
        assert verify.verify(process_id) == "pass_verification"
    with pytest.raises(RuntimeError):
        verify.verify(measured[0])
    assert process(measured[0]).attempts == 1


def test_a_batch_of_dispatches_that_breaks_is_counted_each_time(measured, monkeypatch):
    verify.verify_all(measured)

    def broken(*args):
        raise RuntimeError("broken")

    with monkeypatch.context() as break_it:
        break_it.setattr(dispatch, "Batch", broken)
        for _ in range(2):
            assert dispatch.send_all(measured, send.prepare).left == measured
    with transactions.reading() as session:
        assert event_counts.numbers(session, batches.FAILED) == {"send": 2}
    assert dispatch.send_all(measured, send.prepare).left == []


def test_a_batch_that_goes_well_is_neither_logged_nor_counted(measured):
    with capture_logs() as logs:
        verify.verify_all(measured)
    assert not [log for log in logs if log["log_level"] != "info"]
    with transactions.reading() as session:
        assert event_counts.numbers(session, batches.FAILED) == {}


@pytest.fixture
def mailed(database_url, tmp_path, monkeypatch):
    """Four orders that are verified, of a contractor who is asked by mail."""
    channels = ("inbox", "mail")
    with opened(
        database_url, "redis://127.0.0.1:1", tmp_path, monkeypatch, channels=channels
    ) as place:
        first, *orders = place.order(5)
        verify.verify(first)
        verify.verify_all(orders)
        yield orders


def by(deliver):
    """Each by itself, with nothing to be read for several of them."""
    return lambda requests: deliver


def reached(outgoing):
    return {"mail": {"attempts": 1, "delivered_at": "2026-11-29T12:00:00+00:00"}}


def test_orders_that_go_outside_are_claimed_together_and_sent_as_each_alone(mailed):
    alone, *together = mailed
    dispatch.send(alone, reached)
    assert dispatch.send_all(together, by(reached)).left == []
    assert all_are("sent", mailed)()
    check_histories(mailed)
    assert {tuple(moves_of(id)) for id in mailed} == {tuple(moves_of(alone))}
    assert {process(id).attempts for id in mailed} == {0}
    for (request,) in map(requests_of, mailed):
        assert set(request.dispatch) == {"inbox", "mail"}


def test_those_behind_a_delivery_that_failed_wait_on_as_if_nobody_had_come(mailed):
    def deliver(outgoing):
        if process_of(outgoing) == mailed[1]:
            raise Unavailable("451 later")
        return reached(outgoing)

    with pytest.raises(Unavailable):
        dispatch.send_all(mailed, by(deliver))
    assert all_are("sent", mailed[:1])()
    assert [process(id).attempts for id in mailed] == [0, 1, 0, 0]
    assert [process(id).lease_until for id in mailed] == [None] * 4
    assert process(mailed[1]).last_error == "Unavailable: 451 later"
    assert dispatch.send_all(mailed[2:], by(reached)).left == []
    assert all_are("sent", [mailed[0], *mailed[2:]])()
    check_histories(mailed)


def test_a_delivery_that_takes_long_lets_others_have_their_turn(mailed, monkeypatch):
    monkeypatch.setattr(dispatch, "TOGETHER_S", 0.0)
    assert dispatch.send_all(mailed, by(reached)).left == []
    assert all_are("sent", mailed[:1])()
    assert [process(id).attempts for id in mailed[1:]] == [0] * 3


def test_what_arrived_last_is_not_sent_again_though_the_process_could_not_go_on(
    mailed, monkeypatch
):
    def broken(*args):
        raise RuntimeError("broken")

    with monkeypatch.context() as break_it:
        break_it.setattr(dispatch.Batch, "conclude", broken)
        with pytest.raises(RuntimeError):
            dispatch.send(mailed[0], reached)
    change(mailed[:1], not_before=None)
    assert dispatch.send(mailed[0], broken) == "dispatched"
    check_histories(mailed[:1])


@pytest.mark.parametrize(
    ("delivered", "took_s", "claimed"), [(8, 0.25, 16), (8, 0.1, 24), (3, 0.6, 8), (0, 0.0, 8)]
)
def test_a_worker_claims_as_many_as_it_delivers_in_time(delivered, took_s, claimed):
    pace = dispatch._Pace()
    pace.learn(delivered, took_s)
    assert pace.claimed == claimed


class PowerCut(BaseException):
    """The worker dies."""


def delivering(letters, *, dies_at=None, loses=None):
    """Notes what it delivers; the worker dies at one of them, or loses the lease of one."""

    def deliver(outgoing):
        process_id = process_of(outgoing)
        if process_id == dies_at:
            raise PowerCut
        letters.append(process_id)
        if process_id == loses:
            change([process_id], lease_token=99)
        return reached(outgoing)

    return deliver


def test_after_a_crash_only_what_was_delivered_last_is_delivered_again(mailed, monkeypatch):
    letters = []
    with monkeypatch.context() as dead:
        dead.setattr(dispatch, "_conclude_all", lambda delivered: None)
        with pytest.raises(PowerCut):
            dispatch.send_all(mailed, by(delivering(letters, dies_at=mailed[3])))
    assert letters == mailed[:3]
    assert all_are("sending", mailed)()
    change(mailed, lease_until=None)
    for process_id in mailed:
        assert dispatch.send(process_id, delivering(letters)) == "dispatched"
    assert letters == mailed  # the third was recorded before the fourth was tried
    check_histories(mailed)
    for (request,) in map(requests_of, mailed):
        assert set(request.dispatch) == {"inbox", "mail"}


def test_what_was_delivered_before_its_date_was_over_goes_out_again_with_another(
    mailed, monkeypatch
):
    letters = []
    with monkeypatch.context() as dead:
        dead.setattr(dispatch, "_conclude_all", lambda delivered: None)
        with pytest.raises(PowerCut):
            dispatch.send_all(mailed, by(delivering(letters, dies_at=mailed[1])))
    change(mailed[:1], lease_until=None)
    (request,) = requests_of(mailed[0])
    with transactions.writing() as session:
        session.get_one(Request, request.id).answer_by = clock.now()
    assert dispatch.send(mailed[0], delivering(letters)) == "dispatched"
    assert letters == [mailed[0]] * 2


def test_those_that_were_delivered_are_moved_on_in_one_commit_or_each_by_itself(
    mailed, monkeypatch
):
    conclude, tried, letters = dispatch.Batch.conclude, [], []

    def broken_together(batch, claimed, *args):
        tried.append(len(claimed))
        if len(claimed) > 1:
            raise RuntimeError("broken")
        return conclude(batch, claimed, *args)

    monkeypatch.setattr(dispatch.Batch, "conclude", broken_together)
    with capture_logs() as logs:
        dispatch.send_all(mailed, by(delivering(letters)))
    assert tried == [0, 4, 1, 1, 1, 1]  # first those that call nobody: none
    assert [log["processes"] for log in logs if log["log_level"] == "warning"] == [4]
    assert letters == mailed
    assert all_are("sent", mailed)()
    check_histories(mailed)


def test_one_that_cannot_be_moved_on_is_not_delivered_again_and_does_not_hold_up_the_others(
    mailed, monkeypatch
):
    conclude, letters = dispatch.Batch.conclude, []

    def broken(batch, claimed, *args):
        if mailed[1] in [lease.process_id for lease in claimed]:
            raise RuntimeError("broken")
        return conclude(batch, claimed, *args)

    with monkeypatch.context() as break_it:
        break_it.setattr(dispatch.Batch, "conclude", broken)
        with pytest.raises(RuntimeError):
            dispatch.send_all(mailed, by(delivering(letters)))
    assert all_are("sent", [mailed[0], *mailed[2:]])()
    assert process(mailed[1]).last_error == "RuntimeError: broken"
    change(mailed[1:2], not_before=None)
    assert dispatch.send(mailed[1], delivering(letters)) == "dispatched"
    assert letters == mailed
    check_histories(mailed)


def test_whose_lease_was_lost_while_it_went_out_is_left_to_whoever_has_it(mailed):
    letters = []
    dispatch.send_all(mailed, by(delivering(letters, loses=mailed[0])))
    assert letters == mailed
    assert process(mailed[0]).state is ProcessState.SENDING
    assert all_are("sent", mailed[1:])()
    change(mailed[:1], lease_until=None, attempts=0)
    assert dispatch.send(mailed[0], delivering(letters)) == "dispatched"
    assert letters == [*mailed, mailed[0]]
    check_histories(mailed)


def test_who_has_lost_the_lease_asks_no_further_contractor(place):
    [order] = place.order(contractors=2)
    with transactions.writing() as session:
        for row in session.scalars(sa.select(ContractorRow)):
            row.terms = row.terms | {"channels": ["inbox", "mail"]}
        mark_changed(session)
    verify.verify(order)
    letters = []
    assert dispatch.send(order, delivering(letters, loses=order)) is None
    assert letters == [order]


def process_of(outgoing):
    with transactions.reading() as session:
        return session.get_one(Request, outgoing.request_id).process_id
