"""Proves that of several processes in one message none has to suffer for another."""

import pytest
from celery.app.task import Context
from celery.exceptions import SoftTimeLimitExceeded

from service.ids import new_id
from tasks import batches
from tasks.batches import is_redelivered, serve
from tests.support.worlds.workplace import opened, work_items


@pytest.fixture
def place(database_url, tmp_path, monkeypatch):
    with opened(database_url, "redis://127.0.0.1:1", tmp_path, monkeypatch) as place:
        yield place


@pytest.fixture
def three():
    return [new_id() for _ in range(3)]


def names(ids):
    return [str(id) for id in ids]


def test_each_gets_its_turn(place, three):
    done = []
    serve("verify", names(three), done.append)
    assert done == three
    assert work_items() == []


@pytest.mark.parametrize(("redelivered", "again"), [(True, True), (False, False), (None, False)])
def test_a_message_that_killed_its_worker_is_known_when_it_comes_again(redelivered, again):
    delivery = {} if redelivered is None else {"redelivered": redelivered}
    assert is_redelivered(Context(delivery_info=delivery)) is again


def test_an_attempt_that_fails_is_told_of_after_the_others_had_their_turn(place, three):
    done = []

    def step(process_id):
        if process_id == three[0]:
            raise ZeroDivisionError("first")
        done.append(process_id)

    with pytest.raises(ZeroDivisionError, match="first"):
        serve("verify", names(three), step)
    assert done == three[1:]


def test_what_waits_behind_long_work_is_enqueued_anew(place, three, monkeypatch):
    monkeypatch.setattr(batches, "PATIENCE_S", 0.0)
    done = []
    serve("verify", names(three), done.append)
    assert done == three[:1]
    assert work_items() == three[1:]


def test_when_the_time_limit_strikes_the_rest_is_enqueued_anew(place, three):
    def step(process_id):
        raise SoftTimeLimitExceeded

    with pytest.raises(SoftTimeLimitExceeded):
        serve("verify", names(three), step)
    assert work_items() == three[1:]
