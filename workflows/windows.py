"""The deadlines that requests and processes share, each defined once for both tables."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from workflows.definition import Deadline, StateRow
from workflows.faults import BadDefinition

DAY: Final = timedelta(days=1)

ANSWER: Final = Deadline(
    timedelta(hours=48),
    "expire",
    summary="the silent request expires",
    dated_by="answer_by",
    working_days=True,
    name="answer_window",
    most=30 * DAY,
    reminder=timedelta(hours=12),
)
QUESTION: Final = Deadline(
    7 * DAY,
    "drop_question",
    summary="the request goes on as it was",
    dated_by="question_until",
    name="question",
    most=30 * DAY,
    reminder=2 * DAY,
)
VALIDITY: Final = Deadline(
    14 * DAY,
    "expire",
    summary="the offer expires",
    dated_by="valid_until",
    name="offer_validity",
    least=DAY,
    reminder=2 * DAY,
)

#: What one window has in common wherever it stands.
_OF_A_WINDOW: Final = ("after", "least", "most", "reminder", "working_days")


def check(
    tables: Mapping[str, Sequence[StateRow[Any]]], dates: Mapping[str, frozenset[str]]
) -> None:
    """Refuse tables whose windows are not one definition each, or name a date that is not there.

    `dates` are the names of the dates that the data of each table has. Raises BadDefinition.
    """
    faults = [*_doubled(tables), *_undated(tables, dates)]
    if faults:
        raise BadDefinition("deadline", faults)


def _doubled(tables: Mapping[str, Sequence[StateRow[Any]]]) -> Iterator[str]:
    """Windows of one name that last differently, or are counted in another kind of time."""
    windows: dict[str, tuple[object, ...]] = {}
    for table, rows in tables.items():
        for row in rows:
            deadline = row.deadline
            if deadline is None or deadline.name is None:
                continue
            window = tuple(getattr(deadline, name) for name in _OF_A_WINDOW)
            if windows.setdefault(deadline.name, window) != window:
                state = row.state.value
                yield f"the window {deadline.name} of a {table} that is {state} is another one"


def _undated(
    tables: Mapping[str, Sequence[StateRow[Any]]], dates: Mapping[str, frozenset[str]]
) -> Iterator[str]:
    for table, rows in tables.items():
        for row in rows:
            dated_by = row.deadline.dated_by if row.deadline else None
            if dated_by is not None and dated_by not in dates[table]:
                state = row.state.value
                yield f"a {table} that is {state} is dated by {dated_by}, which it has not"
