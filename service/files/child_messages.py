"""Reads what the child process of an analysis says, and no more of it than that may be.

Whoever takes the child over may still write to its output, and would fill our memory or our disk by
it.
"""

import json
import os
import threading
from collections.abc import Iterator
from typing import IO, Any, Final

#: Bytes that a child may say in all: some kilobytes of measures, and a line for each stage.
MOST_SAID: Final = 16 * 1024 * 1024
#: Bytes of a child's last words that are kept, and of them that are read at a time.
LAST_WORDS: Final = 1500
_AT_ONCE: Final = 64 * 1024
#: Seconds until the rest is there of what a child has said that has ended.
_PATIENCE_S: Final = 10.0


class SaysTooMuch(Exception):
    """The child says more than it can have to say."""


def messages(output: IO[bytes]) -> Iterator[dict[str, Any]]:
    """Each line of JSON until the child ends; one that was cut off is {}. Raises SaysTooMuch."""
    left = MOST_SAID
    while line := output.readline(left + 1):
        left -= len(line)
        if left < 0:
            raise SaysTooMuch(f"the analysis says more than {MOST_SAID:,} bytes")
        yield json.loads(line if line.endswith(b"\n") else b"{}")


class LastWords:
    """Reads what a child says of its errors as long as it lives, and keeps the end alone."""

    def __init__(self, errors: IO[bytes]) -> None:
        self._end = b""
        ours = os.dup(errors.fileno())  # whoever opened it may close it at any moment
        self._reading = threading.Thread(target=self._read, args=[ours], daemon=True)
        self._reading.start()

    def text(self) -> str:
        """The end of all that was said; waits for it, so call it once the child has ended."""
        self._reading.join(_PATIENCE_S)
        return self._end.decode(errors="replace")

    def _read(self, errors: int) -> None:
        try:
            while said := os.read(errors, _AT_ONCE):
                self._end = (self._end + said)[-LAST_WORDS:]
        finally:
            os.close(errors)
