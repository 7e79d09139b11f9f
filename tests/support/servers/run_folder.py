"""Gives all processes of a run of tests one folder, in memory if there is room.

An environment variable names it, so that the processes of pytest-xdist find it; who comes first
makes what lies in it, the others wait at a file lock.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

#: The folder that all processes of a run share.
FOLDER = "WERKBANK_TEST_FOLDER"
#: What a run may need for its files in memory; it is a tenth of that as a rule.
ROOM_BYTES = 4 << 30


@contextmanager
def folder_of_run() -> Iterator[None]:
    """Around a whole run, in its first process: all temporary files of the run lie in its folder,
    which is gone after the block.
    """
    with (
        tempfile.TemporaryDirectory(prefix="werkbank-", dir=_in_memory()) as name,
        pytest.MonkeyPatch.context() as patch,
    ):
        Path(name).chmod(0o711)  # PostgreSQL may be run as somebody else, who has a folder in it
        patch.setenv(FOLDER, name)
        patch.setenv("TMPDIR", name)
        patch.setattr(tempfile, "tempdir", None)
        yield


def run_folder() -> Path:
    """The folder that all processes of this run share."""
    return Path(os.environ[FOLDER])


@contextmanager
def lock_of_run(name: str) -> Iterator[None]:
    """No other process of the run is in a block of the same name."""
    with (run_folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _in_memory() -> str | None:
    """Where files need no disk, if there is much room: SQLite waits 5 ms for one at each commit."""
    place = Path("/dev/shm")
    if os.environ.get("TMPDIR") or not os.access(place, os.W_OK):
        return None
    if os.statvfs(place).f_flag & os.ST_NOEXEC:  # PostgreSQL may be copied there and run
        return None
    return str(place) if shutil.disk_usage(place).free >= ROOM_BYTES else None
