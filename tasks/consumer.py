"""Is what a worker consumes with: it survives the loss of Redis in the middle of its work.

When Celery has lost the connection it lets go of all that belongs to it, and only then closes it in
order. Where messages are still to be answered for, closing asks for what is gone, and that error
would end the worker, and the work under way with it. Nothing is lost without that order: whoever
was rung for is rung for again.
"""

import structlog
from celery.worker import consumer

log = structlog.get_logger(__name__)


class Consumer(consumer.Consumer):  # type: ignore[misc]
    """What `worker_consumer` names."""

    def on_connection_error_after_connected(self, exc: Exception) -> None:
        """Let go of the lost connection, however much of it is there."""
        try:
            super().on_connection_error_after_connected(exc)
        except AttributeError as error:
            if self.connection is not None:  # it was not the closing, which is the last step
                raise
            log.info("the lost connection could not be closed in order", error=str(error))
