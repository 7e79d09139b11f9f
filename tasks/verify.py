"""Verifies what the bell rang for."""

from service import verifying
from tasks.serving import serve
from tasks.worker import BellRequest, app


@app.task(name="verify", Request=BellRequest)  # type: ignore[untyped-decorator]
def verify(*process_ids: str) -> None:
    """Verify each of the processes that still waits for it."""
    serve("verify", process_ids, verifying.verify, verifying.verify_all)
