"""What documents call states, moves and roles: by their names in the tables of the workflows."""

from collections.abc import Iterator
from typing import Any

from service.translations import Language, pgettext
from workflows.actors import SYSTEM, Actor
from workflows.process import PROCESS, ProcessState
from workflows.request import REQUEST, RequestState
from workflows.sentences import Term

STATE, ROLE, MOVE = "state", "role", "move"
#: What somebody can do: the summary of a move, which completes "the client can ...".
ACTION = "action"
#: Entries of the history that are no moves.
BEGIN_AND_END = ("create", "delete")


def state(name: str, language: Language) -> str:
    """A state of a process."""
    return pgettext(STATE, Term(STATE, name), language)


def role(name: str, language: Language) -> str:
    """Who acted."""
    return pgettext(ROLE, Term(ROLE, name), language)


def trigger(name: str, language: Language) -> str:
    """A move of a process, or of one of its requests (`request.offer`)."""
    return pgettext(MOVE, Term(MOVE, name), language)


def extract_names(*_: Any, **__: Any) -> Iterator[tuple[int, str, tuple[str, str], list[str]]]:
    """All of these names, for the extraction of messages by Babel (see `pyproject.toml`)."""
    moves = [*BEGIN_AND_END, *(move.trigger for move in PROCESS.moves)]
    moves += [f"request.{move.trigger}" for move in REQUEST.moves]
    states = [each.value for kind in (ProcessState, RequestState) for each in kind]
    summaries = [move.summary for move in PROCESS.moves if move.by - SYSTEM]
    summaries += [move.summary for move in REQUEST.moves if move.by - SYSTEM]
    names = (
        (STATE, list(dict.fromkeys(states))),
        (ACTION, list(dict.fromkeys(summaries))),
        (ROLE, [each.value for each in Actor]),
        (MOVE, moves),
    )
    for context, tabled in names:
        for name in tabled:
            yield 1, "pgettext", (context, Term(context, name)), []
