"""Ties this process to the one that started it, for example to `make`, however that ends."""

import os
import re
import signal
from pathlib import Path

from tasks.local.child_process import die_with_parent

#: The line of /proc/<pid>/status that has a bit for every signal that a process catches.
_CAUGHT = re.compile(r"^SigCgt:\s*([0-9a-f]+)$", re.MULTILINE)


class ParentWatch:
    """A tie to the parent of the process that makes it: its death becomes a SIGTERM for us."""

    def __init__(self) -> None:
        self._parent = os.getppid()
        self._caught = _catches_interrupt(self._parent)
        die_with_parent(signal.SIGTERM)

    def has_ended(self) -> bool:
        """Whether the parent has gone, or was interrupted and now waits for us to end.

        GNU make does not pass an interrupt on: it takes the terminal to have told everyone, drops
        its own handler of SIGINT and waits for its children. That dropped handler is the sign.
        """
        if os.getppid() != self._parent:
            return True
        return self._caught and not _catches_interrupt(self._parent)


def _catches_interrupt(pid: int) -> bool:
    try:
        caught = _CAUGHT.search(Path(f"/proc/{pid}/status").read_text())
    except OSError:  # not a Linux, or the process has just gone
        return False
    return caught is not None and bool(int(caught[1], 16) >> (signal.SIGINT - 1) & 1)
