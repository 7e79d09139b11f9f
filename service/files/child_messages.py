"""Reads what the child process of an analysis says, and no more of it than that may be.

Whoever takes the child over may still write to its output, and would fill our memory by it.
"""

import json
import os
from collections.abc import Iterator
from typing import IO, Any, Final

#: Bytes that a child may say in all: some kilobytes of measures, and a line for each stage.
MOST_SAID: Final = 16 * 1024 * 1024
#: Bytes of a child's last words that are kept.
LAST_WORDS: Final = 1500


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


def last_words(errors: IO[bytes]) -> str:
    """The end of what a child has said of its errors."""
    errors.seek(max(0, errors.seek(0, os.SEEK_END) - LAST_WORDS))
    return errors.read(LAST_WORDS).decode(errors="replace")
