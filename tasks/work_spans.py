"""Makes spans of what workers and deliveries do, in the trace of the request that caused it."""

import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from service import tracing
from service.database import trace_contexts
from service.lifecycle.turns import Waiting


def traceparent_of(http_request_id: str | None) -> str | None:
    """The trace context of a request; None where nothing is traced."""
    if not tracing.is_on() or http_request_id is None:
        return None
    return trace_contexts.readable([http_request_id]).get(http_request_id)


@contextmanager
def step(task: str, waiting: Waiting) -> Iterator[None]:
    """Let one attempt at a step be a span."""
    parent = traceparent_of(waiting.http_request_id)
    attributes: tracing.Attributes = {
        "process_id": str(waiting.process_id),
        "attempt": waiting.attempts + 1,
    }
    with tracing.span(task, "consumer", parent=parent, attributes=attributes):
        yield


class BatchSpan:
    """Several processes that are worked on together: which of those offered are done."""

    def __init__(self) -> None:
        self.done: Collection[UUID] = ()


@contextmanager
def together(task: str, waiting: Sequence[Waiting]) -> Iterator[BatchSpan]:
    """Let a batch be a span, and each process that it did one in its own trace, linked with it."""
    batch = BatchSpan()
    if not tracing.is_on():
        yield batch
        return
    began_ns = time.time_ns()
    with tracing.span(name := f"{task} batch", "consumer"):
        yield batch
        tracing.describe(name, {"messaging.batch.message_count": len(batch.done)})
        done = [each for each in waiting if each.process_id in batch.done]
        parents = trace_contexts.readable([each.http_request_id for each in done])
        for each in done:
            tracing.record(
                task,
                "consumer",
                began_ns,
                parent=parents.get(each.http_request_id or ""),
                attributes={"process_id": str(each.process_id), "attempt": 1},
            )
