"""Does a step for several processes at once, or leaves each of them to be tried by itself."""

from collections.abc import Callable, Collection, Sequence
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError

from service.database import event_counts, transactions

log = structlog.get_logger(__name__)

#: What batches that failed are counted under, followed by the name of their task.
FAILED: Final = "batch_failed."


def attempt_together(
    task: str,
    process_ids: Sequence[UUID],
    step: Callable[[Sequence[UUID]], Collection[UUID]],
) -> list[UUID]:
    """Do `step`, which answers with the processes that it has done; the ids of those left.

    One that goes wrong stands in the way of the others. So all are left then: each by itself shows
    which one it is, and counts the attempt. The batch is logged and counted, once, for as long as
    it happens the service is slower than it could be.
    """
    try:
        done = step(process_ids)
    except Exception as error:
        log.warning(
            "a batch has failed; each of its processes is tried by itself",
            task=task,
            processes=len(process_ids),
            error=f"{type(error).__name__}: {error}"[:300],
            exc_info=error,
        )
        _count(task)
        return list(process_ids)
    return [process_id for process_id in process_ids if process_id not in done]


def _count(task: str) -> None:
    try:
        with transactions.writing() as session:
            event_counts.increment(session, FAILED + task)
    except SQLAlchemyError as error:  # the database may be what is broken; the log has the batch
        log.warning("a failed batch could not be counted", error=str(error)[:300])
