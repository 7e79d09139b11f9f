"""The rows of a lifecycle: states, deadlines, moves, and what a move is missing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any, Final, Generic, Literal, NamedTuple, TypeAlias, TypeVar

from workflows.actors import NOBODY, Actor
from workflows.sentences import DetailedSentence
from workflows.sentences import gettext_noop as _

S = TypeVar("S", bound=Enum)
F = TypeVar("F")

#: Whom a state waits for: an actor, or the processes that this one depends on.
Awaited: TypeAlias = Actor | Literal["process"]
#: How the API reaches a move: as an action of its own, as what follows from another resource (a
#: request, or a process when the row is a request's), by an edit, by an upload, or by workers and
#: the clock only.
Via: TypeAlias = Literal["action", "request", "process", "patch", "upload", "internal"]

#: In `Deadline.then`: no move, the subject is deleted.
DELETE: Final = "delete"


class Missing(NamedTuple):
    """What a move is missing: the field, and a sentence about it."""

    field: str
    detail: str


Guard: TypeAlias = Callable[[F], Iterable[Missing]]


@dataclass(frozen=True, slots=True)
class Deadline:
    """How long a state may last, and what happens when that time is over.

    `after` counts from entering the state and is the service's default; `dated_by` names a date in
    the data that replaces it where known. `then` is the trigger that
    the system fires, DELETE, or None: the state stays, and those in `reminds` are reminded.
    In an automatic state the deadline is a worker's lease: when it ends, another worker tries
    again, and `then` is fired only after the last try.

    An organisation may override `after` and `reminder` of a deadline that has a `name`, between
    `least` and `most`. `reminder` is how long before the deadline those whom the state waits for
    are reminded, in the same kind of time.
    """

    after: timedelta
    then: str | None = None
    reminds: frozenset[Actor] = NOBODY
    summary: str = ""
    dated_by: str | None = None
    #: only time on the contractor's working days counts
    working_days: bool = False
    #: only while nobody who is known owns the subject
    visitors_only: bool = False
    name: str | None = None
    least: timedelta = timedelta(hours=1)
    most: timedelta = timedelta(days=90)
    reminder: timedelta | None = None


@dataclass(frozen=True, slots=True)
class StateRow(Generic[S]):
    """One state. `summary` completes "the process is ..." (or "the request is ...").

    `forward` names the triggers that lead on from here, the usual one first.
    `automatic` says that a worker is busy with it: the state is the queue.
    `code` is the number of the state in older systems (None where they have none).
    """

    state: S
    summary: str
    waits_for: frozenset[Awaited] = frozenset()
    deadline: Deadline | None = None
    forward: tuple[str, ...] = ()
    automatic: bool = False
    final: bool = False
    code: int | None = None


@dataclass(frozen=True, slots=True)
class Move(Generic[S, F]):
    """One row: each of `by` may fire `trigger` to move from any of `sources` to `dest`.

    `summary` completes "the client can ...". `needs` and `takes` name the required and
    the optional fields of the move's body. `effect` says what else happens. `parks` marks the move
    that stops the work in an automatic state until somebody starts it again.
    """

    trigger: str
    sources: tuple[S, ...]
    dest: S
    by: frozenset[Actor]
    summary: str
    guards: tuple[Guard[F], ...] = ()
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    via: Via = "action"
    effect: str = ""
    parks: bool = False
    #: what `data` lacks beside `needs`, where one field depends on another
    depends: Callable[[Mapping[str, Any]], Iterable[Missing]] | None = None

    def fields(self, by: Actor) -> tuple[str, ...]:
        """The fields that `by` must give; an operator must always give a reason too."""
        if by is Actor.OPERATOR and "reason" not in self.needs:
            return (*self.needs, "reason")
        return self.needs

    def lacking(self, by: Actor, data: Mapping[str, Any]) -> tuple[Missing, ...]:
        """The required fields that `data` does not fill; blank text and None fill nothing."""
        blank = tuple(
            Missing(
                name,
                DetailedSentence(
                    f"to {self.summary}, {by.named} must give '{name}'",
                    _("this move needs {name}"),
                    name=name,
                ),
            )
            for name in self.fields(by)
            if _is_blank(data.get(name))
        )
        return (*blank, *self.depends(data)) if self.depends else blank

    def missing(self, facts: F) -> tuple[Missing, ...]:
        """What the guards find missing, in the order of the guards."""
        return tuple(finding for guard in self.guards for finding in guard(facts))


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
