"""Proves that of what waits nobody has to suffer for another, whatever a message was sent for."""

import pytest
from celery.app.task import Context
from celery.exceptions import SoftTimeLimitExceeded

from service import logging_setup
from service.lifecycle.batches import BatchOutcome
from tasks import batches
from tasks.batches import is_redelivered, serve
from tests.support import meshes
from tests.support.worlds.workplace import (
    change,
    drop_work_items,
    measure,
    opened,
    work_items,
)
from workflows.process import ProcessState


@pytest.fixture
def place(database_url, tmp_path, monkeypatch):
    with opened(database_url, "redis://127.0.0.1:1", tmp_path, monkeypatch) as place:
        yield place


@pytest.fixture
def three(place):
    orders = place.order(3)
    drop_work_items()
    return orders


def finish(process_ids):
    change(process_ids, state=ProcessState.VERIFIED)


class Steps:
    """What was done, in order: ids of single steps, and lists of those that went together."""

    def __init__(self, broken=()):
        self.done = []
        self.broken = broken

    def one(self, process_id):
        if process_id in self.broken:
            change([process_id], parked_at=None, attempts=1, state=ProcessState.VERIFIED)
            raise ZeroDivisionError("broken")
        finish([process_id])
        self.done.append(process_id)

    def together(self, process_ids, most):
        finish(process_ids[:most])
        self.done.append(list(process_ids[:most]))
        return BatchOutcome(process_ids[:most], left=[])


def test_all_that_wait_get_their_turn_whatever_the_message_was_for(three):
    steps = Steps()
    serve("verify", steps.one)
    assert steps.done == three
    assert work_items() == []


def test_a_message_without_work_costs_nothing(place):
    steps = Steps()
    serve("verify", steps.one, steps.together)
    assert steps.done == []
    assert work_items() == []


@pytest.mark.parametrize(("redelivered", "again"), [(True, True), (False, False), (None, False)])
def test_a_message_that_killed_its_worker_is_known_when_it_comes_again(redelivered, again):
    delivery = {} if redelivered is None else {"redelivered": redelivered}
    assert is_redelivered(Context(delivery_info=delivery)) is again


def test_an_attempt_that_fails_is_told_of_after_the_others_had_their_turn(three):
    steps = Steps(broken=three[:1])
    with pytest.raises(ZeroDivisionError, match="broken"):
        serve("verify", steps.one)
    assert steps.done == three[1:]


def test_what_waits_behind_long_work_is_enqueued_anew(three, monkeypatch):
    monkeypatch.setattr(batches, "PATIENCE_S", 0.0)
    steps = Steps()
    serve("verify", steps.one)
    assert steps.done == three[:1]
    assert work_items() == three[1:2]


def test_when_the_time_limit_strikes_the_rest_is_enqueued_anew(three):
    def step(process_id):
        finish([process_id])
        raise SoftTimeLimitExceeded

    with pytest.raises(SoftTimeLimitExceeded):
        serve("verify", step)
    assert work_items() == three[1:2]


def test_what_is_left_of_a_lot_goes_alone_and_so_does_whoever_failed_before(place, three):
    failed_before, *untried = three
    change([failed_before], attempts=1)
    measure(three)
    lots = []

    def together(process_ids, most):
        lots.append(list(process_ids[:most]))
        return BatchOutcome((), process_ids[:most])

    steps = Steps()
    serve("verify", steps.one, together)
    assert lots == [untried]
    assert sorted(steps.done) == sorted(three)


def test_of_what_others_have_just_taken_one_is_waited_for(place, three):
    measure(three)
    steps = Steps()
    serve("verify", steps.one, lambda *_, **__: BatchOutcome((), []))
    assert sorted(steps.done) == sorted(three)


def test_those_of_a_lot_that_failed_go_alone_and_it_is_told_of_in_the_end(place, three):
    measure(three)

    def together(*_, most):
        raise ZeroDivisionError("broken")

    steps = Steps()
    with pytest.raises(ZeroDivisionError, match="broken"):
        serve("verify", steps.one, together)
    assert sorted(steps.done) == sorted(three)


def test_between_two_lots_of_quick_parts_a_slow_one_has_its_turn(place):
    [slow] = place.order(solid=meshes.box(10))
    quick = place.order(5)
    measure(quick)
    steps = Steps()
    serve("verify", steps.one, steps.together)
    assert steps.done == [quick[:2], slow, quick[2:4], quick[4]]


def test_what_is_done_goes_back_to_the_request_of_its_own(three):
    change(three, http_request_id="shop-1")
    requests = []

    def step(process_id):
        requests.append(logging_setup.http_request_id(process_id))
        finish([process_id])

    try:
        serve("verify", step)
    finally:
        logging_setup.bind_requests({})
    assert requests == ["shop-1"] * 3
