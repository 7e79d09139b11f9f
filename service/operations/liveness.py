"""Shows of a process without a port that it lives: it touches a file, and a check looks at it.

`python -m service.operations.liveness NAME` is the check, for a container's engine to run.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

#: Seconds between two signs of life, and after which silence means that a process hangs: longer
#: than any step of its loop may take, a statement of the database included.
BEAT_S = 1.0
SILENT_AFTER_S = 60.0


class Heartbeat:
    """The signs of life of the process `name` on this machine or in this container."""

    def __init__(self, name: str) -> None:
        self._path = sign_of(name)
        self._due = 0.0

    def beat(self) -> None:
        """Give a sign of life, if the last one was a while ago."""
        now = time.monotonic()
        if now >= self._due:
            self._due = now + BEAT_S
            self._path.touch()


def sign_of(name: str) -> Path:
    """The file that the process `name` of this user touches."""
    return Path(tempfile.gettempdir()) / f"werkbank-{os.getuid()}-{name}.alive"


def silent_s(name: str) -> float | None:
    """Seconds since the last sign of life of a process; None if there was none."""
    try:
        return max(0.0, time.time() - sign_of(name).stat().st_mtime)
    except FileNotFoundError:
        return None


def main() -> None:
    """Say how long ago the process named last gave a sign of life; exit code 1 if too long."""
    name = sys.argv[1]
    silence_s = silent_s(name)
    if silence_s is None:
        sys.exit(f"{name} has given no sign of life")
    print(f"{name} gave a sign of life {silence_s:.0f} s ago")
    sys.exit(silence_s > SILENT_AFTER_S)


if __name__ == "__main__":
    main()
