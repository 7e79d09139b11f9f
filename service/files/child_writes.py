"""Where a child process may write beside its result, and how much in all."""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from subprocess import Popen
from tempfile import TemporaryDirectory
from typing import Final

from service.manufacturing.geometry.meshes.recognising import recognise

#: Formats that are read by a library which writes files meanwhile.
NEED_FOLDERS: Final = frozenset({"step"})
#: Bytes that a child may write in all, in files of the largest size: what the library writes, what
#: we hand on from it, and the result, with one to spare.
MOST_WRITTEN: Final = 4

#: Seconds between two looks; a disk takes some hundred MB in that time.
_TICK_S: Final = 0.1


def folder_for(path: Path) -> AbstractContextManager[str | None]:
    """A folder to work in within the block, where the format of the file asks for one."""
    if recognise(path) in NEED_FOLDERS:
        return TemporaryDirectory(prefix="werkbank-analysis-")
    return nullcontext()


@contextmanager
def bounded(child: Popen[bytes], largest_bytes: int) -> Iterator[None]:
    """Kill the child within the block once it has written more than files of that size hold.

    The kernel counts what a process writes, also into files that have no name any more.
    """
    over = threading.Event()

    def watch() -> None:
        while not over.wait(_TICK_S):
            if _written(child.pid) > largest_bytes * MOST_WRITTEN:
                child.kill()
                return

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    try:
        yield
    finally:
        over.set()
        watching.join()


def _written(pid: int) -> int:
    """Bytes that a process has written, to pipes too; 0 once it has ended."""
    try:
        counts = dict(line.split(": ") for line in Path(f"/proc/{pid}/io").read_text().splitlines())
    except (OSError, ValueError):
        return 0
    return max(int(counts["wchar"]), int(counts["write_bytes"]))
