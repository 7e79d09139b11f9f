"""Verifies the processes that wait for it."""

from typing import Any

from service.verification import verify as verifying
from tasks.batches import is_redelivered, serve
from tasks.worker import RecoveringRequest, app


@app.task(name="verify", bind=True, Request=RecoveringRequest)  # type: ignore[untyped-decorator]
def verify(task: Any, *process_ids: str) -> None:
    """Verify what waits, whoever's turn it is: a message only wakes."""
    together = None if is_redelivered(task.request) else verifying.verify_all
    serve("verify", verifying.verify, together)
