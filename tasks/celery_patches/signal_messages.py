"""Is how a worker says that it was asked to end: in a line of the log, as everything else."""

import os
import sys
from typing import Any

from celery.apps import worker

from service import logging_setup


def install() -> None:
    """Have what Celery prints in its handlers of signals written in the form of the log."""
    worker.safe_say = _say


def _say(message: str, _stream: Any = None) -> None:
    # A handler may interrupt whoever holds the lock of a stream or logger, so neither is used.
    line = logging_setup.line("celery.apps.worker", message)
    os.write(sys.__stderr__.fileno(), f"{line}\n".encode())  # type: ignore[union-attr]
