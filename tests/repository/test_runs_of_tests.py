"""What a run of the tests does that is about one kind of database only."""

import os
import subprocess
import sys

import pytest

from tests.support.paths import ROOT
from tests.support.servers.databases import KIND

ONLY_ON_POSTGRESQL = "tests/service/events/test_outbox.py"


@pytest.mark.timeout(600)
def test_tests_of_another_kind_of_database_are_left_out():
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "1", ONLY_ON_POSTGRESQL, "-m", "only_on"],
        env={**ours, KIND: "sqlite"},
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert run.returncode == pytest.ExitCode.NO_TESTS_COLLECTED, run.stdout + run.stderr
