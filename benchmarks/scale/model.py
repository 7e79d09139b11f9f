"""Models shards of the service as queues, with the service times that were measured."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from benchmarks.scale.measured import Round, ServiceTimes
from benchmarks.scale.queueing import Free, Hold, Job, Serve, Simulation, Station, Wait

#: An order works in so many alternating pieces in a worker and in the database.
PIECES = 4
#: The shape of the gamma distribution of service times: they vary by half around their mean.
SHAPE = 4.0
#: Seconds on the way from one region to another, there and back: what a client across the Atlantic
#: waits for at the speed of light in fibre, rounded up.
BETWEEN_REGIONS_S = 0.1


def drained_per_s(
    round: Round, relay_s: float, workers: int, cores: int, others: float, orders: int
) -> float:
    """Orders in a second when so many wait at the beginning and all share one machine's cores.

    Of these `others` are busy with something else: all goes slower by that.
    """
    slower = cores / max(cores - others, 0.01)
    simulation, random = Simulation(), Random(1)
    processors, pool = Station("cores", cores), Station("workers", workers)
    relay = Station("relay", 1)
    of_worker = max(0.0, round.database_s - relay_s)

    def order() -> Job:
        yield Hold(pool)
        for _ in range(PIECES):
            yield Serve(processors, varied(random, slower * round.worker_s / PIECES))
            yield Serve(processors, varied(random, slower * of_worker / PIECES))
        yield Free(pool)
        yield Hold(relay)
        yield Serve(processors, varied(random, slower * (round.scheduler_s + relay_s)))
        yield Free(relay)

    for _ in range(orders):
        simulation.start(0.0, order())
    simulation.run()
    return orders / simulation.now_s


def varied(random: Random, mean_s: float) -> float:
    """A service time that varies around its mean."""
    return random.gammavariate(SHAPE, mean_s / SHAPE) if mean_s else 0.0


@dataclass(frozen=True)
class Layout:
    """The cores that each shard has, and how orders come."""

    web_cores: int = 4
    workers: int = 8
    database_cores: int = 8
    organizations: int = 10_000
    #: the exponent of Zipf's law by which orders spread over organisations
    skew: float = 0.8
    #: the share of orders that a contractor of another shard is asked for
    across: float = 0.1


@dataclass
class Shard:
    """The stations of one shard; what an organisation's orders queue on is made when needed."""

    layout: Layout
    number: int
    stations: dict[str, Station] = field(init=False)
    usage: dict[int, Station] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.stations = {
            "web": Station("web", self.layout.web_cores),
            "workers": Station("workers", self.layout.workers),
            "database": Station("database", self.layout.database_cores),
            "relay": Station("relay", 1),
        }

    def usage_of(self, organization: int) -> Station:
        """The row that writers of one organisation queue on."""
        return self.usage.setdefault(organization, Station("usage row", 1))


@dataclass(frozen=True)
class SimulatedOutcome:
    """How shards did: orders in a second, how long they took, and the busiest station of all."""

    shards: int
    offered_per_s: float
    median_s: float
    p99_s: float
    busiest: str
    utilization: float


class Shards:
    """So many shards, among which organisations are divided by a hash of their ids."""

    def __init__(self, times: ServiceTimes, layout: Layout, number: int, seed: int) -> None:
        self._times, self._layout = times, layout
        self._random = Random(seed)
        self._simulation = Simulation()
        self._shards = [Shard(layout, each) for each in range(number)]
        ranks = range(1, layout.organizations + 1)
        self._weights = [rank**-layout.skew for rank in ranks]
        self._home = [_hash(rank, seed) % number for rank in ranks]
        self._taken_s: list[float] = []

    def offer(self, orders_per_s: float, for_s: float, patience_s: float) -> SimulatedOutcome:
        """Let orders come for some seconds, at random moments; how they fared."""
        simulation, moment_s, number = self._simulation, 0.0, 0
        expected = int(orders_per_s * for_s * 1.1) + 100
        chosen = self._random.choices(range(len(self._weights)), self._weights, k=expected)
        while number < expected:
            moment_s += self._random.expovariate(orders_per_s)
            if moment_s > for_s:
                break
            simulation.start(moment_s, self._order(chosen[number], moment_s))
            number += 1
        # Who comes last has time as well: what is not done by then has taken too long.
        simulation.run(until_s=for_s + patience_s)
        return self._outcome(orders_per_s, for_s, number)

    def _order(self, organization: int, began_s: float) -> Job:
        times, random = self._times, self._random
        home = self._shards[self._home[organization]]
        stations, usage = home.stations, home.usage_of(organization)
        yield Serve(stations["web"], varied(random, max(0.0, times.web_s - times.usage_s)))
        yield Hold(usage)
        yield Serve(stations["web"], varied(random, times.usage_s))
        yield Free(usage)
        yield Hold(stations["workers"])
        of_worker = max(0.0, times.two.database_s - times.relay_s)
        for _ in range(PIECES):
            piece_s = varied(random, times.two.worker_s / PIECES)
            stations["workers"].busy_s += piece_s
            yield Wait(piece_s)
            yield Serve(stations["database"], varied(random, of_worker / PIECES))
        yield Free(stations["workers"])
        yield from self._publish(home, times.relay_s + times.two.scheduler_s)
        if len(self._shards) > 1 and random.random() < self._layout.across:
            other = random.choice([shard for shard in self._shards if shard is not home])
            yield from self._ask_elsewhere(other)
        self._taken_s.append(self._simulation.now_s - began_s)

    def _ask_elsewhere(self, other: Shard) -> Iterator[Serve | Hold | Free | Wait]:
        """A request is announced in the other shard, and published there to its contractor."""
        yield Wait(BETWEEN_REGIONS_S)
        yield Serve(other.stations["database"], varied(self._random, self._times.announce_s))
        share = 1 / max(1.0, self._times.two.events)
        yield from self._publish(other, self._times.relay_s * share)

    def _publish(self, shard: Shard, seconds: float) -> Iterator[Serve | Hold | Free | Wait]:
        relay, taken_s = shard.stations["relay"], varied(self._random, seconds)
        yield Hold(relay)
        relay.busy_s += taken_s
        yield Serve(shard.stations["database"], taken_s)
        yield Free(relay)

    def _outcome(self, offered_per_s: float, for_s: float, number: int) -> SimulatedOutcome:
        taken = sorted(self._taken_s) or [float("inf")]
        # What has not come out counts as what takes the longest.
        late = number - len(self._taken_s)
        at = min(len(taken) - 1, int((len(taken) + late) * 0.99))
        p99_s = taken[at] if late < number * 0.01 else float("inf")
        every = [
            (station.utilization(for_s), name)
            for shard in self._shards
            for name, station in shard.stations.items()
        ]
        utilization, busiest = max(every)
        median_s = taken[len(taken) // 2]
        return SimulatedOutcome(
            len(self._shards), offered_per_s, median_s, p99_s, busiest, utilization
        )


def _hash(rank: int, seed: int) -> int:
    return int.from_bytes(hashlib.sha256(f"{seed}:{rank}".encode()).digest()[:8])


def most_per_s(
    times: ServiceTimes, layout: Layout, shards: int, patience_s: float, for_s: float, seed: int
) -> SimulatedOutcome:
    """The most orders in a second of which 99 in 100 are done within `patience_s`."""
    low, high, best = 1.0, shards * 4.0 / max(times.two.worker_s / layout.workers, 1e-6), None
    for _ in range(8):
        middle = (low + high) / 2
        outcome = Shards(times, layout, shards, seed).offer(middle, for_s, patience_s)
        if outcome.p99_s <= patience_s:
            low, best = middle, outcome
        else:
            high = middle
    return best or Shards(times, layout, shards, seed).offer(low, for_s, patience_s)
