"""Moves anything with a `state` along a table of rows; only this module imports `transitions`."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Generic, Protocol

from transitions import Machine

from workflows.actors import Actor, either
from workflows.definition import DELETE, Deadline, F, Missing, Move, S, StateRow
from workflows.describing import WorkflowJson, as_dict
from workflows.drawing.mermaid import mermaid
from workflows.drawing.picture import svg
from workflows.faults import BadDefinition, findings

__all__ = [
    "DELETE",
    "Actor",
    "BadDefinition",
    "Deadline",
    "IllegalMove",
    "Missing",
    "Move",
    "Moved",
    "NotReady",
    "StateRow",
    "Workflow",
]


class IllegalMove(Exception):
    """The table has no such move from the state, or not for this actor.

    `allowed` are the triggers that this actor may fire from the state.
    """

    def __init__(
        self, sentence: str, state: Enum, trigger: str, by: Actor, allowed: tuple[str, ...]
    ) -> None:
        super().__init__(sentence)
        self.state, self.trigger, self.by, self.allowed = state, trigger, by, allowed


class NotReady(Exception):
    """The table has the move, but a guard forbids it; `missing` says what is missing."""

    def __init__(self, trigger: str, missing: tuple[Missing, ...]) -> None:
        super().__init__(f"cannot {_words(trigger)} yet: {'; '.join(m.detail for m in missing)}")
        self.trigger, self.missing = trigger, missing


class Stateful(Protocol[S]):
    """Anything that can be moved: an ORM row, or a plain object."""

    state: S


@dataclass(frozen=True, slots=True)
class Moved(Generic[S]):
    """What happened to a subject."""

    trigger: str
    source: S
    dest: S
    by: Actor


class Workflow(Generic[S, F]):
    """A table of states and moves, checked and ready to run.

    One machine serves all subjects and threads: it keeps no models and no queue, it reads and
    writes `subject.state` and nothing else. Raises BadDefinition with every fault of the table.
    """

    def __init__(
        self,
        name: str,
        initial: S,
        states: Sequence[StateRow[S]],
        moves: Sequence[Move[S, F]],
    ) -> None:
        self.name = name
        self.initial = initial
        self.states = {row.state: row for row in states}
        self.moves = tuple(moves)
        if faults := findings(initial, states, moves):
            raise BadDefinition(name, faults)
        self._rows = {(s, m.trigger, by): m for m in moves for s in m.sources for by in m.by}
        # In the table's order: it is the order in which the API lists actions.
        self._ways = {s: [m for m in moves if s in m.sources] for s in self.states}
        self._machine = Machine(
            model=None,
            initial=None,
            states=[row.state for row in states],
            transitions=[
                {"trigger": _event(m), "source": s, "dest": m.dest}
                for m in moves
                for s in m.sources
            ],
            auto_transitions=False,  # else every state could be reached by `to_<state>`
            # A queue would make one thread's move wait in another's, and lose it on an error.
            queued=False,
        )

    def triggers(self, state: S, by: Actor) -> tuple[str, ...]:
        """What `by` may fire from `state` by the table alone, in the order of the rows."""
        return tuple(m.trigger for m in self._ways[state] if by in m.by)

    def actions(self, state: S, by: Actor, facts: F) -> tuple[str, ...]:
        """What `by` may fire from `state` now: the triggers whose guards miss nothing."""
        return tuple(m.trigger for m in self._ways[state] if by in m.by and not m.missing(facts))

    def missing(
        self, state: S, trigger: str, facts: F, by: Actor | None = None
    ) -> tuple[Missing, ...]:
        """What the guards of a move find missing; of several rows, the one with the least counts.

        Empty where the table has no such move: `check_move` tells that apart.
        """
        rows = [m for m in self._ways[state] if m.trigger == trigger and by in (None, *m.by)]
        return min((m.missing(facts) for m in rows), key=len, default=())

    def next_missing(self, state: S, by: Actor, facts: F) -> tuple[Missing, ...]:
        """What stands between the subject and the next move forward of this actor.

        Empty if that move is ready, or if it is not this actor's.
        """
        rows = [self._rows.get((state, trigger, by)) for trigger in self.states[state].forward]
        return min((m.missing(facts) for m in rows if m), key=len, default=())

    def move(self, state: S, trigger: str, by: Actor) -> Move[S, F]:
        """The row by which `by` may fire `trigger` from `state`; raises IllegalMove."""
        if row := self._rows.get((state, trigger, by)):
            return row
        sentence = self._why_not(state, trigger, by)
        raise IllegalMove(sentence, state, trigger, by, self.triggers(state, by))

    def check_move(self, state: S, trigger: str, by: Actor, facts: F) -> Move[S, F]:
        """The row of a move that can be made now; raises IllegalMove or NotReady."""
        row = self.move(state, trigger, by)
        if missing := row.missing(facts):
            raise NotReady(trigger, missing)
        return row

    def fire(self, subject: Stateful[S], trigger: str, by: Actor, facts: F) -> Moved[S]:
        """Move `subject`, or raise as `check_move` does and leave it where it is."""
        source = subject.state
        row = self.check_move(source, trigger, by, facts)
        self._machine.events[_event(row)].trigger(subject)
        return Moved(trigger, source, subject.state, by)

    def as_dict(self) -> WorkflowJson:
        """The whole table as JSON types."""
        return as_dict(self.name, self.initial, tuple(self.states.values()), self.moves)

    def mermaid(self) -> str:
        """The table as a Mermaid state diagram."""
        return mermaid(self.initial, tuple(self.states.values()), self.moves)

    def svg(self) -> str:
        """The table as a picture that needs nothing but a browser."""
        return svg(self.name, self.initial, tuple(self.states.values()), self.moves)

    def _why_not(self, state: S, trigger: str, by: Actor) -> str:
        rows = [m for m in self.moves if m.trigger == trigger]
        if not rows:
            return f"a {self.name} has no move '{trigger}'"
        start = (
            f"{by.named} cannot {rows[0].summary} while the {self.name} is {_words(state.value)}"
        )
        if actors := {actor for m in rows if state in m.sources for actor in m.by}:
            people = actors - {Actor.SYSTEM}  # whom one might ask to do it, if there are any
            return f"{start}; only {either(people or actors)} can"
        of_actor = [m for m in rows if by in m.by]
        times = dict.fromkeys(_words(s.value) for m in of_actor or rows for s in m.sources)
        others = "" if of_actor else f" {either(actor for m in rows for actor in m.by)} can,"
        return f"{start}; only{others} while it is {' or '.join(times)}"


def _event(row: Move[S, F]) -> str:
    """The machine's name of a move; with its end, as one trigger may have several rows."""
    return f"{row.trigger} -> {row.dest.value}"


def _words(name: str) -> str:
    return name.replace("_", " ")
