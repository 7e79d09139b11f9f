"""Is a worker's application in which one content kills whoever calculates with it.

`POISON` in the environment is the SHA-256 of the content.
"""

import ctypes
import os

from service.verification import verify
from tasks.worker import app

__all__ = ["app"]

_calculate = verify.calculate


def calculate_or_crash(work):
    """Read from address 0, as a broken library would, where the poison is."""
    if any(file.sha256 == os.environ["POISON"] for file in work.files):
        ctypes.string_at(0)
    return _calculate(work)


verify.calculate = calculate_or_crash
