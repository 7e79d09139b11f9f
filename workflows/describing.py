"""Describes a table of states and moves as JSON, for the API and its readers."""

import inspect
from collections.abc import Sequence
from typing import TypedDict

from workflows.actors import Actor, in_order
from workflows.definition import Awaited, Deadline, F, Move, S, StateRow


class DeadlineJson(TypedDict):
    """What ends a state by itself, and when; times in seconds."""

    after_s: int
    then: str | None
    reminds: list[str]
    summary: str
    dated_by: str | None
    working_days: bool
    visitors_only: bool
    name: str | None
    reminder_s: int | None


class StateJson(TypedDict):
    """A row of the states."""

    state: str
    summary: str
    waits_for: list[str]
    deadline: DeadlineJson | None
    forward: list[str]
    automatic: bool
    final: bool
    code: int | None


#: A row of the moves; `from` is a word of Python's own.
MoveJson = TypedDict(
    "MoveJson",
    {
        "trigger": str,
        "from": list[str],
        "to": str,
        "by": list[str],
        "summary": str,
        "guards": list[str],
        "needs": list[str],
        "takes": list[str],
        "via": str,
        "effect": str,
    },
)


class WorkflowJson(TypedDict):
    """A table of states and moves."""

    name: str
    initial: str
    states: list[StateJson]
    moves: list[MoveJson]


def as_dict(
    name: str, initial: S, states: Sequence[StateRow[S]], moves: Sequence[Move[S, F]]
) -> WorkflowJson:
    """The table with every row, in the order of the rows."""
    return {
        "name": name,
        "initial": initial.value,
        "states": [_state(row) for row in states],
        "moves": [_move(move) for move in moves],
    }


def awaited(waits_for: frozenset[Awaited]) -> list[str]:
    """Whom a state waits for, as words in a fixed order."""
    actors = in_order(party for party in waits_for if isinstance(party, Actor))
    return [*(actor.value for actor in actors), *sorted(w for w in waits_for if isinstance(w, str))]


def _state(row: StateRow[S]) -> StateJson:
    return {
        "state": row.state.value,
        "summary": row.summary,
        "waits_for": awaited(row.waits_for),
        "deadline": _deadline(row.deadline) if row.deadline else None,
        "forward": list(row.forward),
        "automatic": row.automatic,
        "final": row.final,
        "code": row.code,
    }


def _deadline(deadline: Deadline) -> DeadlineJson:
    return {
        "after_s": int(deadline.after.total_seconds()),
        "then": deadline.then,
        "reminds": [actor.value for actor in in_order(deadline.reminds)],
        "summary": deadline.summary,
        "dated_by": deadline.dated_by,
        "working_days": deadline.working_days,
        "visitors_only": deadline.visitors_only,
        "name": deadline.name,
        "reminder_s": int(deadline.reminder.total_seconds()) if deadline.reminder else None,
    }


def _move(move: Move[S, F]) -> MoveJson:
    return {
        "trigger": move.trigger,
        "from": [state.value for state in move.sources],
        "to": move.dest.value,
        "by": [actor.value for actor in in_order(move.by)],
        "summary": move.summary,
        "guards": [inspect.getdoc(guard) or "" for guard in move.guards],
        "needs": list(move.needs),
        "takes": list(move.takes),
        "via": move.via,
        "effect": move.effect,
    }
