"""Parties take turns at workers: nobody waits for all that somebody else has laid in before."""

from datetime import timedelta

import pytest

from service import clock
from service.database import transactions
from service.lifecycle import leases, turns
from service.lifecycle.turns import VISITORS_YIELD
from tests.support import meshes
from tests.support.worlds.workplace import change, measure, opened, process
from workflows.process import ProcessState

VERIFYING = ProcessState.VERIFYING


@pytest.fixture
def open_place(database_url, tmp_path, monkeypatch):
    opening = []

    def open_place(**values):
        place = opened(database_url, "redis://127.0.0.1:1", tmp_path, monkeypatch, **values)
        opening.append(place)
        return place.__enter__()

    yield open_place
    for place in opening:
        place.__exit__(None, None, None)


def waiting(most=100):
    with transactions.reading() as session:
        return turns.in_turn(session, VERIFYING, most)


def order_of_turns(most=100):
    return [each.process_id for each in waiting(most)]


def take(process_id, message="message"):
    """Have a worker begin with a part."""
    leases.hold_for(message)
    try:
        with transactions.writing() as session:
            return leases.claim(session, process_id, VERIFYING)
    finally:
        leases.hold_for(None)


def age(process_ids, seconds):
    since = process(process_ids[0]).state_since - timedelta(seconds=seconds)
    change(process_ids, state_since=since)


def test_organisations_take_turns_and_each_ones_own_go_as_they_came(open_place):
    place = open_place()
    many = place.parts(place.client("Many Ltd"), 4)
    few = place.parts(place.client("Few Ltd"), 2)
    assert order_of_turns() == [many[0], few[0], many[1], few[1], *many[2:]]
    assert order_of_turns(3) == [many[0], few[0], many[1]]


def test_a_visitor_gives_way_to_organisations(open_place):
    place = open_place()
    flood = place.parts(place.visitor(), 3)
    customers = place.parts(place.client(), 2)
    assert order_of_turns() == [*customers, *flood]
    assert [each.yields for each in waiting()] == [False, False, True, True, True]


def test_visitors_take_turns_with_each_other(open_place):
    place = open_place()
    many, few = place.parts(place.visitor(), 3), place.parts(place.visitor(), 1)
    assert order_of_turns() == [many[0], few[0], *many[1:]]


def test_visitors_who_have_waited_long_take_turns_all_together_as_one_party(open_place):
    place = open_place()
    patient = [place.parts(place.visitor())[0] for _ in range(3)]
    age(patient, VISITORS_YIELD.total_seconds() + 1)
    customers = place.parts(place.client(), 3)
    first, second, third = patient
    turns_taken = order_of_turns()
    assert turns_taken[0] == customers[0]
    assert [each in patient for each in turns_taken] == [False, True, False, True, False, True]
    assert {first, second, third} < set(turns_taken)


def test_of_those_whose_turn_it_is_alike_the_smaller_one_goes_first(open_place):
    place = open_place()
    [large] = place.parts(place.client("Large Ltd"), solid=meshes.box(9))
    [small] = place.parts(place.client("Small Ltd"))
    measure([small])
    assert order_of_turns() == [small, large]
    assert [bool(each.bytes_to_measure) for each in waiting()] == [False, True]


def test_one_worker_at_a_time_is_busy_with_a_visitor(open_place):
    place = open_place()
    first, *_ = place.parts(place.visitor(), 3)
    [others] = place.parts(place.visitor())
    take(first)
    assert order_of_turns() == [others]


def test_who_works_by_hand_is_one_worker(open_place):
    place = open_place()
    first, *_ = place.parts(place.visitor(), 2)
    take(first, None)
    assert order_of_turns() == []


def test_only_who_holds_a_lease_in_the_same_state_is_busy(open_place):
    place = open_place()
    over, sending, free = place.parts(place.visitor(), 3)
    take(over)
    assert order_of_turns() == []
    change([over], lease_until=clock.now() - timedelta(seconds=1), parked_at=clock.now())
    assert order_of_turns() == [sending, free]
    take(sending)
    assert order_of_turns() == []
    change([sending], state=ProcessState.SENDING)
    assert order_of_turns() == [free]


def test_as_many_workers_as_are_set_are_busy_with_an_organisation(open_place):
    place = open_place(workers_per_organization=2)
    many = place.parts(place.client("Many Ltd"), 4)
    [other] = place.parts(place.client("Few Ltd"))
    take(many[0], "one")
    take(many[1], "one")  # as one worker takes a lot of quick ones
    assert set(order_of_turns()) == {other, *many[2:]}
    take(many[2], "two")
    assert order_of_turns() == [other]


def test_what_a_worker_is_busy_with_was_its_partys_turn(open_place):
    place = open_place()
    many, few = place.parts(place.client("Many Ltd"), 3), place.parts(place.client("Few Ltd"), 2)
    take(many[0])
    assert order_of_turns() == [few[0], many[1], few[1], many[2]]


def test_who_is_held_has_a_pause_or_is_deleted_has_no_turn(open_place):
    place = open_place()
    parts = place.parts(place.client(), 4)
    soon = clock.now() + timedelta(minutes=1)
    change(parts[:1], not_before=soon)
    change(parts[1:2], deleted_at=clock.now())
    change(parts[2:3], parked_at=clock.now())
    assert order_of_turns() == parts[3:]


def test_the_leases_of_a_dead_worker_end_and_no_others(open_place):
    place = open_place()
    dead, alive = place.parts(place.client("One Ltd"), 2)
    take(dead, "dead.child")
    take(alive, "alive.child")
    with transactions.writing() as session:
        leases.end_all(session, "dead")
    assert order_of_turns() == [dead]
