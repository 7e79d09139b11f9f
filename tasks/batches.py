"""Works on the processes of one message, one after the other, none at another's cost."""

import time
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import structlog
from celery.exceptions import SoftTimeLimitExceeded

from service.database import transactions
from service.lifecycle import work_queue

log = structlog.get_logger(__name__)

#: Seconds after which the rest of a message is enqueued anew, so that other workers share it.
PATIENCE_S = 1.0


def is_redelivered(message: Any) -> bool:
    """Whether a message (a task's request) comes again: whoever had it first may have died of it.

    Then each process goes for itself, so that the attempts of that one are counted.
    """
    return bool((message.delivery_info or {}).get("redelivered"))


def serve(
    task: str,
    process_ids: Sequence[str],
    step: Callable[[UUID], Any],
    together: Callable[[Sequence[UUID]], Sequence[UUID]] | None = None,
) -> None:
    """Do `step` for each process that is still waiting for it.

    Several are first tried `together`, where that can be; it answers with those left for `step`.

    A process whose step raised has given its lease back; the others go on, and the first error is
    raised in the end. What is left when the time is up is enqueued anew.
    """
    if together and len(process_ids) > 1:
        process_ids = [str(id) for id in together([UUID(id) for id in process_ids])]
    started, failed = time.monotonic(), None
    for position, process_id in enumerate(process_ids):
        if position and time.monotonic() - started > PATIENCE_S:
            _enqueue_rest(task, process_ids[position:])
            break
        try:
            with structlog.contextvars.bound_contextvars(process_id=process_id):
                step(UUID(process_id))
        except SoftTimeLimitExceeded:
            _enqueue_rest(task, process_ids[position + 1 :])
            raise
        except Exception as error:
            log.exception("an attempt failed", process_id=process_id)
            failed = failed or error
    if failed is not None:
        raise failed


def _enqueue_rest(task: str, process_ids: Sequence[str]) -> None:
    with transactions.writing() as session:
        for process_id in process_ids:
            work_queue.enqueue(session, task, UUID(process_id))
