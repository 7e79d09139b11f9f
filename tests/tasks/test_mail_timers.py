"""Timers of mails: each at its time, in one thread, and none that was cancelled."""

import threading
import time

import pytest

from tasks.mail import timers
from tasks.mail.timers import Timer

PATIENCE_S = 30


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    monkeypatch.setattr(timers, "_timers", timers._Timers())


def mail_threads():
    return [thread for thread in threading.enumerate() if thread.name == "mail timers"]


def test_what_is_due_first_happens_first_however_it_was_started():
    happened, done, now = [], threading.Event(), time.monotonic()
    with timers._timers._is_earlier:  # nothing happens before all of them are there
        timers._timers.add(now + 0.03, Timer(done.set))
        for place in (2, 0, 1):
            timers._timers.add(now + place / 100, Timer(lambda place=place: happened.append(place)))
    assert done.wait(PATIENCE_S)
    assert happened == [0, 1, 2]


def test_one_that_is_due_before_all_others_does_not_wait_for_them():
    done = threading.Event()
    timers.start(600, time.time)
    timers.start(0.0, done.set)
    assert done.wait(PATIENCE_S)


def test_one_that_was_cancelled_does_not_happen():
    happened, done, now = [], threading.Event(), time.monotonic()
    with timers._timers._is_earlier:
        cancelled = Timer(lambda: happened.append("cancelled"))
        timers._timers.add(now, cancelled)
        timers._timers.add(now, Timer(lambda: happened.append("kept")))
        timers._timers.add(now, Timer(done.set))
        cancelled.cancel()
    assert done.wait(PATIENCE_S)
    assert happened == ["kept"]


def test_all_of_them_take_one_thread():
    before = len(mail_threads())
    for _ in range(50):
        timers.start(600, time.time)
    assert len(mail_threads()) == before + 1


def test_a_forked_process_which_has_no_thread_starts_one():
    timers.start(600, time.time)
    timers._begin_anew()
    done = threading.Event()
    timers.start(0.0, done.set)
    assert done.wait(PATIENCE_S)


def test_one_that_fails_leaves_the_others_to_happen():
    def fail():
        raise RuntimeError("no more threads")

    done = threading.Event()
    timers.start(0.0, fail)
    timers.start(0.01, done.set)
    assert done.wait(PATIENCE_S)
