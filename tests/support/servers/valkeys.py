"""Gives tests real Valkeys of their own, to be killed, frozen and robbed."""

import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tasks.local import valkey
from tasks.local.child_process import end, start
from tasks.local.ports import free_port
from tests.support.servers.run_folder import run_folder


class Valkey:
    """A real server with its data in `directory`, to be killed, frozen and robbed by tests."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.port = free_port()
        self.url = valkey.url(self.port)
        self._process = None

    def start(self) -> None:
        """Start it on the same port as ever, with the data it finds, and wait for its answer."""
        with (self.directory / "valkey.log").open("ab") as log:
            self._process = start(valkey.command(self.directory, self.port), output=log)
        valkey.await_answer(self.url)

    def kill(self) -> None:
        """Let it die without a chance to write anything more."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it in order."""
        self._end(signal.SIGTERM)

    def lose_data(self) -> None:
        """Kill it and throw away all its data."""
        self.kill()
        shutil.rmtree(self.directory / "appendonlydir", ignore_errors=True)

    def freeze(self) -> None:
        """Let it hold its connections and answer nobody."""
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on after `freeze`."""
        self._process.send_signal(signal.SIGCONT)

    def _end(self, request: signal.Signals) -> None:
        if self._process is not None:
            self.thaw()
            end([self._process], grace_s=5, request=request)
            self._process = None


@contextmanager
def running_valkey() -> Iterator[Valkey]:
    """A Valkey for the duration of the block."""
    with tempfile.TemporaryDirectory(dir=run_folder()) as folder:
        server = Valkey(Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.stop()
