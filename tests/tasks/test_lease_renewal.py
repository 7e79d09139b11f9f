"""Proves that a child of the pool renews the leases of the task it is at, and of no other."""

import pytest

from service.settings import settings
from tasks.lease_renewal import LeaseRenewal
from tests.support.waiting import eventually


@pytest.fixture
def renewal(monkeypatch):
    monkeypatch.setattr(settings(), "worker_silence_s", 0.04)
    renewed = []
    renewal = LeaseRenewal(renewed.append)
    renewal.start()
    yield renewal, renewed
    renewal.stop()


def test_it_renews_for_a_task_until_that_ends(renewal):
    renewal, renewed = renewal
    first = renewal.begin("first")
    eventually(lambda: len(renewed) > 3)
    assert set(renewed) == {first}
    renewal.end()
    known = len(renewed)
    second = renewal.begin("second")
    eventually(lambda: second in renewed)
    assert len([holder for holder in renewed[known:] if holder == first]) <= 1  # was under way


def test_between_two_tasks_it_renews_nothing():
    renewed = []
    renewal = LeaseRenewal(renewed.append)
    renewal.renew()
    assert renewed == []
    holder = renewal.begin("task")
    renewal.renew()
    assert renewed == [holder]
    renewal.end()
    renewal.renew()
    assert renewed == [holder]


def test_two_children_to_whom_the_same_message_comes_hold_apart():
    one, other = LeaseRenewal(print), LeaseRenewal(print)
    for renewal in (one, other):
        renewal.start()
    assert one.begin("message") != other.begin("message")
    for renewal in (one, other):
        renewal.stop()
