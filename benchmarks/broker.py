"""Runs a real Valkey for benchmarks; its data is thrown away."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tasks.local import child_process, ports, valkey


@contextmanager
def running() -> Iterator[int]:
    """The port of a fresh Valkey for the duration of the block.

    Raises valkey.NotAnswering when it does not start.
    """
    port = ports.free_port()
    with TemporaryDirectory(prefix="werkbank-valkey-") as folder:
        command = valkey.command(Path(folder), port)
        process = child_process.start(command, output=subprocess.DEVNULL)
        try:
            valkey.await_answer(valkey.url(port))
            yield port
        finally:
            child_process.end([process], grace_s=5)
