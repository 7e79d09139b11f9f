"""Does a step for several processes at once, or leaves each of them to be tried by itself."""

from collections.abc import Callable, Collection, Sequence
from typing import Final, NamedTuple
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError

from service.database import event_counts, transactions

log = structlog.get_logger(__name__)

#: What batches that failed are counted under, followed by the name of their task.
FAILED: Final = "batch_failed."


class BatchOutcome(NamedTuple):
    """Of several processes those that are `done`, and those `left` to be tried by themselves.

    What others had at that moment is neither: it is theirs.
    """

    done: Collection[UUID]
    left: list[UUID]


def attempt_together(
    task: str,
    process_ids: Sequence[UUID],
    most: int | None,
    step: Callable[[Sequence[UUID], int], BatchOutcome],
) -> BatchOutcome:
    """Do `step` for at most `most` of several processes; without a number for all that it can take.

    One that goes wrong stands in the way of the others. So all are left then: each by itself shows
    which one it is, and counts the attempt. The batch is logged and counted, once, for as long as
    it happens the service is slower than it could be.
    """
    most = most or max(1, len(process_ids))
    try:
        return step(process_ids, most)
    except Exception as error:
        log.warning(
            "a batch has failed; each of its processes is tried by itself",
            task=task,
            processes=min(most, len(process_ids)),
            error=f"{type(error).__name__}: {error}"[:300],
            exc_info=error,
        )
        _count(task)
        return BatchOutcome((), list(process_ids[:most]))


def _count(task: str) -> None:
    try:
        with transactions.writing() as session:
            event_counts.increment(session, FAILED + task)
    except SQLAlchemyError as error:  # the database may be what is broken; the log has the batch
        log.warning("a failed batch could not be counted", error=str(error)[:300])
