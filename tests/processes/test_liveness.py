"""Processes without a port show that they live, and a check tells when they hang."""

import os
import subprocess
import sys
import tempfile
import time

import pytest

from service.operations import liveness
from tests.support import workers
from tests.support.paths import ROOT
from tests.support.waiting import eventually
from tests.support.worlds.workplace import opened

MODULES = {
    "scheduler": "tasks.scheduler",
    "deliveries": "tasks.delivery.worker",
}


def check(name):
    """What a container's engine runs; its exit code and what it says."""
    command = [sys.executable, "-m", "service.operations.liveness", name]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def short_folder():
    """A folder in whose path that of a Unix socket fits as well."""
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="wb-") as folder:
        yield folder


@pytest.mark.parametrize("name", MODULES)
def test_a_process_that_hangs_is_told_from_one_that_lives(
    database_url, redis_url, tmp_path, short_folder, monkeypatch, name
):
    monkeypatch.setenv("TMPDIR", str(short_folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    assert check(name) == (1, f"{name} has given no sign of life\n")
    with (
        opened(database_url, redis_url, tmp_path, monkeypatch),
        workers.running(tmp_path / f"{name}.log", MODULES[name]) as process,
    ):
        eventually(lambda: liveness.silent_s(name) is not None)
        code, message = check(name)
        assert (code, "sign of life" in message) == (0, True)
        process.freeze()
        long_ago = time.time() - liveness.SILENT_AFTER_S - 1
        os.utime(liveness.sign_of(name), (long_ago, long_ago))
        assert check(name)[0] == 1
        process.thaw()
        eventually(lambda: liveness.silent_s(name) < liveness.SILENT_AFTER_S)
        assert check(name)[0] == 0
