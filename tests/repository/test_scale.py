"""The simulation of `werkbank bench scale`: its queues behave as theory says."""

from dataclasses import replace
from random import Random

import click
import pytest

from benchmarks.scale import command, model
from benchmarks.scale.measured import ORDERS, Round, ServiceTimes
from benchmarks.scale.queueing import Free, Hold, Serve, Simulation, Station, Wait

pytestmark = pytest.mark.one_database


def test_who_comes_first_is_served_first_and_a_held_server_serves_nobody_else():
    simulation, station, ended = Simulation(), Station("desk", 1), []

    def holder():
        yield Hold(station)
        yield Wait(5.0)
        yield Free(station)
        ended.append(("holder", simulation.now_s))

    def customer(name, seconds):
        yield Serve(station, seconds)
        ended.append((name, simulation.now_s))

    simulation.start(0.0, holder())
    simulation.start(1.0, customer("first", 2.0))
    simulation.start(2.0, customer("second", 1.0))
    simulation.run()
    assert ended == [("holder", 5.0), ("first", 7.0), ("second", 8.0)]
    assert station.busy_s == 3.0


def test_a_queue_of_random_arrivals_takes_as_long_as_theory_says():
    simulation, random, station, taken_s = Simulation(), Random(7), Station("server", 1), []

    def customer(began_s):
        yield Serve(station, random.expovariate(1.0))
        taken_s.append(simulation.now_s - began_s)

    moment_s = 0.0
    for _ in range(40_000):
        moment_s += random.expovariate(0.5)
        simulation.start(moment_s, customer(moment_s))
    simulation.run()
    # M/M/1: 1 / (service rate - arrival rate)
    assert sum(taken_s) / len(taken_s) == pytest.approx(1 / (1.0 - 0.5), rel=0.05)
    assert station.utilization(simulation.now_s) == pytest.approx(0.5, rel=0.05)


def taken(orders_per_s=0.0):
    """A round with what each order takes of a processor, and so many orders in a second."""
    return Round(orders_per_s, 0.004, 0.001, 0.005, *[0.0] * 5)


def drained(workers, others=0.0):
    return model.drained_per_s(taken(), 0.001, workers, 2, others, 2000)


def test_one_worker_is_bound_by_itself_and_many_by_the_cores_that_others_leave():
    assert drained(1) == pytest.approx(1 / (0.004 + 0.004), rel=0.05)
    assert drained(8) == pytest.approx(2 / (0.004 + 0.005 + 0.001), rel=0.05)
    assert drained(8, others=1.0) == pytest.approx(drained(8) / 2, rel=0.05)


@pytest.mark.parametrize("factor", [0.5, 2.0])
def test_a_model_that_is_far_from_what_was_measured_says_nothing_of_more(factor, monkeypatch):
    monkeypatch.setattr(command, "_cores", lambda: 2)
    said = model.drained_per_s(taken(), 0.001, 2, 2, 0.0, ORDERS)
    times = ServiceTimes(taken(), taken(said), 0.001, 0.0, 0.0, 0.0)
    assert "1.00 times as many" in command.check(times)
    with pytest.raises(click.ClickException, match="too far off"):
        command.check(replace(times, two=taken(said * factor)))


def test_two_shards_carry_more_orders_than_one_which_its_relay_limits():
    slow = Round(0.0, 0.04, 0.01, 0.05, *[0.0] * 5)
    times = ServiceTimes(slow, slow, 0.01, 0.02, 0.0, 0.01)
    layout = model.Layout(organizations=200)
    one, two = (model.most_per_s(times, layout, shards, 1.0, 10.0, 1) for shards in (1, 2))
    assert one.busiest == "relay"
    # an order keeps it for 10 ms, and for the 10 ms of the scheduler
    assert one.offered_per_s == pytest.approx(1 / (0.01 + 0.01), rel=0.25)
    assert one.offered_per_s < two.offered_per_s < 2.5 * one.offered_per_s
    assert max(one.p99_s, two.p99_s) <= 1.0
