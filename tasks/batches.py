"""Works on what waits, party after party, none at another's cost."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

import structlog
from celery.exceptions import SoftTimeLimitExceeded

from service import logging_setup
from service.database import transactions
from service.lifecycle import transitions, turns, work_queue
from service.lifecycle.batches import BatchOutcome
from service.lifecycle.turns import Waiting
from tasks import work_spans
from workflows.process import ProcessState

log = structlog.get_logger(__name__)

#: Seconds after which a message ends and what still waits is enqueued anew, so that other workers
#: share it.
PATIENCE_S = 1.0
#: Processes that go together at most; of few that wait, a share, so that idle workers have theirs.
MOST_TOGETHER = 32
SHARES = 4

Step = Callable[[UUID], Any]


class BatchStep(Protocol):
    """Does a step for at most `most` of several processes."""

    def __call__(self, process_ids: Sequence[UUID], *, most: int) -> BatchOutcome:
        """What became of them."""


def is_redelivered(message: Any) -> bool:
    """Whether a message (a task's request) comes again: whoever had it first may have died of it.

    Then each process goes for itself, so that the attempts of that one are counted.
    """
    return bool((message.delivery_info or {}).get("redelivered"))


def serve(task: str, step: Step, together: BatchStep | None = None) -> None:
    """Do `step` for the processes that wait for `task`, as their parties take turns.

    A message only wakes: what it was sent for may be done by another one, and this one does what is
    next. Several at once are tried `together`, where that can be, at most so many of those that
    are offered; what others have just taken is passed by.

    A process whose step raised has given its lease back; the others go on, and the first error is
    raised in the end. When the time is up and somebody still waits, one of them is enqueued anew.
    """
    (state,) = (state for state, name in transitions.TASKS.items() if name == task)
    service = _Service(task, state, step, together)
    started = time.monotonic()
    try:
        while service.go_on():
            if time.monotonic() - started > PATIENCE_S:
                _enqueue_next(task, state)
                break
    except SoftTimeLimitExceeded:
        _enqueue_next(task, state)
        raise
    if service.failed is not None:
        raise service.failed


@dataclass
class _Service:
    """What one message has done so far."""

    task: str
    state: ProcessState
    step: Step
    together: BatchStep | None
    #: Those that were tried together, and could not be done that way.
    alone: set[UUID] = field(default_factory=set)
    was_together: bool = False
    #: Others have just taken all of what waits.
    nothing_free: bool = False
    failed: Exception | None = None

    def go_on(self) -> bool:
        """Do what is next; whether there was something to do."""
        waiting = _next(self.state, MOST_TOGETHER * SHARES)
        if not waiting:
            return False
        share = max(2, -(-len(waiting) // SHARES))
        quick = [next for next in waiting if self._is_quick(next)]
        # Between two lots of quick ones one of the others has its turn.
        slow = [
            next
            for next in waiting
            if not self._is_quick(next) and next.yields == waiting[0].yields
        ]
        others_turn = self.nothing_free or (self.was_together and slow)
        if self.together and len(quick) > 1 and not others_turn:
            self._together(self.together, quick, share)
            self.was_together = True
        else:  # which waits for whoever has it at this moment
            self._alone(slow[0] if slow and self.was_together else waiting[0])
            self.was_together = self.nothing_free = False
        return True

    def _is_quick(self, next: Waiting) -> bool:
        return not (next.attempts or next.bytes_to_measure or next.process_id in self.alone)

    def _together(self, together: BatchStep, quick: Sequence[Waiting], most: int) -> None:
        _bind_requests(quick)
        try:
            with work_spans.together(self.task, quick) as batch:
                batch.done, left = together([next.process_id for next in quick], most=most)
            self.alone |= set(left)
            self.nothing_free = not (batch.done or left)
        except SoftTimeLimitExceeded:
            raise
        except Exception as error:
            self._note_failure(error, [next.process_id for next in quick[:most]])

    def _note_failure(self, error: Exception, process_ids: Sequence[UUID]) -> None:
        """Go on with the others; those of a lot that failed go by themselves from now on."""
        self.alone |= set(process_ids)
        log.exception("an attempt failed", processes=len(process_ids))
        self.failed = self.failed or error

    def _alone(self, next: Waiting) -> None:
        _bind_requests([next])
        try:
            with (
                structlog.contextvars.bound_contextvars(process_id=str(next.process_id)),
                work_spans.step(self.task, next),
            ):
                self.step(next.process_id)
        except SoftTimeLimitExceeded:
            raise
        except Exception as error:
            log.exception("an attempt failed", process_id=str(next.process_id))
            self.failed = self.failed or error


def _next(state: ProcessState, most: int) -> list[Waiting]:
    with transactions.reading() as session:
        return turns.in_turn(session, state, most)


def _bind_requests(chosen: Sequence[Waiting]) -> None:
    requests: Mapping[str, str] = {
        str(next.process_id): next.http_request_id for next in chosen if next.http_request_id
    }
    logging_setup.add_requests(requests)


def _enqueue_next(task: str, state: ProcessState) -> None:
    for next in _next(state, 1):
        with transactions.writing() as session:
            work_queue.enqueue(session, task, next.process_id)
