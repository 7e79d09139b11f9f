"""Finds every fault in a table of states and moves before anything runs on it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from workflows.actors import Actor
from workflows.definition import DELETE, F, Move, S, StateRow


class BadDefinition(Exception):
    """A table that must not run; `findings` are all of its faults, one sentence each."""

    def __init__(self, name: str, findings: Sequence[str]) -> None:
        super().__init__(f"the lifecycle of a {name} is wrong: {'; '.join(findings)}")
        self.findings = tuple(findings)


def findings(initial: S, states: Sequence[StateRow[S]], moves: Sequence[Move[S, F]]) -> list[str]:
    """Every fault of the table, in a fixed order; empty if it may run."""
    rows = {row.state: row for row in states}
    unknown = list(_unknown(initial, states, moves))
    if unknown:
        return unknown  # what follows would only repeat them in other words
    return [
        *_contradictions(moves),
        *_unreachable(initial, rows, moves),
        *_dead_ends(rows, moves),
        *_deadlines(initial, rows, moves),
        *_forwards(rows, moves),
        *_circles(rows, moves),
    ]


def _unknown(
    initial: S, states: Sequence[StateRow[S]], moves: Sequence[Move[S, F]]
) -> Iterator[str]:
    counts = Counter(row.state for row in states)
    yield from (f"{s.value} has {count} rows" for s, count in counts.items() if count > 1)
    yield from (f"{s.value} has no row" for s in type(initial) if s not in counts)
    for move in moves:
        for state in (*move.sources, move.dest):
            if state not in counts:
                yield f"{move.trigger} names an unknown state: {getattr(state, 'value', state)}"
        if not move.sources or not move.by:
            yield f"{move.trigger} to {move.dest} has no state to start from or nobody to fire it"


def _contradictions(moves: Sequence[Move[S, F]]) -> Iterator[str]:
    """Two rows for the same trigger, state and actor: it would be unclear which one is meant."""
    ends: dict[tuple[S, str, Actor], list[S]] = {}
    for move in moves:
        for source in move.sources:
            for actor in Actor:
                if actor in move.by:
                    ends.setdefault((source, move.trigger, actor), []).append(move.dest)
    for (source, trigger, actor), dests in ends.items():
        if len(dests) > 1:
            to = " and to ".join(dest.value for dest in dests)
            yield f"{trigger} of {actor.named} leads from {source.value} to {to}"


def _unreachable(
    initial: S, rows: Mapping[S, StateRow[S]], moves: Sequence[Move[S, F]]
) -> Iterator[str]:
    reached = _reach({initial}, {s: _dests(s, moves) for s in rows})
    yield from (f"{s.value} cannot be reached" for s in rows if s not in reached)


def _dead_ends(rows: Mapping[S, StateRow[S]], moves: Sequence[Move[S, F]]) -> Iterator[str]:
    arrivals = {s: {src for m in moves if m.dest is s for src in m.sources} for s in rows}
    saved = _reach({s for s, row in rows.items() if row.final}, arrivals)
    for state, row in rows.items():
        ways = _dests(state, moves)
        if row.final and ways:
            yield f"{state.value} is final, but leads to {_names(ways)}"
        elif not row.final and not ways - {state}:
            yield f"{state.value} is not final, but has no way out"
        elif state not in saved:
            yield f"{state.value} has no final state within reach"


def _deadlines(
    initial: S, rows: Mapping[S, StateRow[S]], moves: Sequence[Move[S, F]]
) -> Iterator[str]:
    for state, row in rows.items():
        deadline = row.deadline
        if row.final:
            if deadline or row.waits_for:
                yield f"{state.value} is final, but has a deadline or waits for somebody"
            continue
        if deadline is None or (deadline.visitors_only and state is not initial):
            yield f"{state.value} has no deadline"
            continue
        if deadline.then is None and not deadline.reminds:
            yield f"the deadline of {state.value} neither moves nor reminds anybody"
        if deadline.then not in (None, DELETE, *_system(state, moves)):
            yield f"the deadline of {state.value} fires {deadline.then}, which is no such move"
        if deadline.reminder and deadline.reminder >= deadline.after:
            yield f"the reminder of {state.value} comes before the state begins"
        if deadline.name and not deadline.least <= deadline.after <= deadline.most:
            yield f"the deadline of {state.value} lies outside its own bounds"


def _forwards(rows: Mapping[S, StateRow[S]], moves: Sequence[Move[S, F]]) -> Iterator[str]:
    for state, row in rows.items():
        ways = {m.trigger for m in moves if state in m.sources}
        for trigger in row.forward:
            if trigger not in ways:
                yield f"{state.value} names {trigger} as its way forward, which is no such move"
        if row.automatic and not _system(state, moves):
            yield f"{state.value} is automatic, but the system cannot move it"
        if not (row.final or row.automatic or row.waits_for):
            yield f"{state.value} waits for nobody"


def _circles(rows: Mapping[S, StateRow[S]], moves: Sequence[Move[S, F]]) -> Iterator[str]:
    """Moves that no person makes (automatic work, expired deadlines) must not run in circles."""
    automatic: TopologicalSorter[S] = TopologicalSorter()
    for move in moves:
        if Actor.SYSTEM not in move.by or move.parks:
            continue
        for source in move.sources:
            row = rows[source]
            expiring = row.deadline is not None and row.deadline.then == move.trigger
            if row.automatic or expiring:
                automatic.add(move.dest, source)
    try:
        automatic.prepare()
    except CycleError as circle:
        yield f"automatic steps run in a circle: {' -> '.join(s.value for s in circle.args[1])}"


def _dests(state: S, moves: Iterable[Move[S, F]]) -> set[S]:
    return {m.dest for m in moves if state in m.sources}


def _system(state: S, moves: Iterable[Move[S, F]]) -> set[str]:
    return {m.trigger for m in moves if state in m.sources and Actor.SYSTEM in m.by}


def _reach(start: set[S], ways: Mapping[S, set[S]]) -> set[S]:
    reached, border = set(start), list(start)
    while border:
        fresh = ways[border.pop()] - reached
        reached |= fresh
        border.extend(fresh)
    return reached


def _names(states: Iterable[S]) -> str:
    return ", ".join(sorted(s.value for s in states))
