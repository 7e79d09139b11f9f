"""Describes a table of states and moves as JSON, for the API and its readers."""

import inspect
from collections.abc import Sequence
from typing import Any

from workflows.actors import Actor, in_order
from workflows.definition import Awaited, Deadline, F, Move, S, StateRow


def as_dict(
    name: str, initial: S, states: Sequence[StateRow[S]], moves: Sequence[Move[S, F]]
) -> dict[str, Any]:
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


def _state(row: StateRow[S]) -> dict[str, Any]:
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


def _deadline(deadline: Deadline) -> dict[str, Any]:
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


def _move(move: Move[S, F]) -> dict[str, Any]:
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
