"""Prepares what tests stand on: a fresh database, a real Valkey, a whole small Werkbank."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from hypothesis import settings as properties
from redis import Redis
from xdist.scheduler import LoadScopeScheduling

from tests.support import engines, fork_server
from tests.support.servers import databases_and_valkey
from tests.support.worlds.marketplace import Market, opened
from tests.support.worlds.whole_service import Werkbank, running

_run = ExitStack()
NO_DATABASE = "no_database"
#: What wants a whole Werkbank that runs.
STORIES = ("tests/stories/test_story", "tests/stories/test_demo")

# The same examples every time and everywhere: a test that fails fails again.
properties.register_profile("werkbank", derandomize=True, deadline=None)
properties.load_profile("werkbank")


def pytest_configure(config) -> None:
    """Start what the run shares, once, before pytest-xdist starts its processes."""
    if not hasattr(config, "workerinput"):
        _run.enter_context(databases_and_valkey.run_of_tests())


def pytest_unconfigure(config) -> None:
    """End what `pytest_configure` started."""
    _run.close()


class StoriesTogether(LoadScopeScheduling):
    """Gives one process all stories, so that one Werkbank runs for them; the rest one by one."""

    def _split_scope(self, nodeid: str) -> str:
        return "stories" if nodeid.startswith(STORIES) else nodeid


def pytest_xdist_make_scheduler(config, log) -> StoriesTogether:
    """How the processes of pytest-xdist share the tests."""
    return StoriesTogether(config, log)


def pytest_collection_modifyitems(config, items) -> None:
    """On the second database, leave out what has shown on the first that it needs none."""
    if databases_and_valkey.kind() == "sqlite":
        return
    left_out = [item for item in items if item.get_closest_marker(NO_DATABASE)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if not item.get_closest_marker(NO_DATABASE)]


def pytest_runtest_setup(item) -> None:
    """Hold a test to what its marker says."""
    engines.allow(item.get_closest_marker(NO_DATABASE) is None)


@pytest.fixture(scope="session", autouse=True)
def _one_engine() -> Iterator[None]:
    with engines.shared():
        yield
    databases_and_valkey.leave_server()
    fork_server.leave()


@pytest.fixture
def database_url() -> Iterator[str]:
    """An empty, migrated database of the kind that this run is about."""
    with databases_and_valkey.database() as url:
        yield url


@pytest.fixture
def example_url() -> Iterator[str]:
    """Such a database with the example catalogue and its people in it, for a market."""
    with databases_and_valkey.database(example=True) as url:
        yield url


@pytest.fixture
def market(example_url, monkeypatch, tmp_path) -> Iterator[Market]:
    """The example people with the application, on a database of their own."""
    with opened(example_url, monkeypatch, tmp_path) as found:
        yield found


@pytest.fixture(scope="session")
def _valkey() -> Iterator[databases_and_valkey.Valkey]:
    with databases_and_valkey.running_valkey() as server:
        yield server


@pytest.fixture
def redis_url(_valkey) -> str:
    """An empty real Valkey, shared with no test that runs at the same time."""
    with Redis.from_url(_valkey.url) as server:
        server.flushall()
    return _valkey.url


@pytest.fixture(scope="session")
def werkbank() -> Iterator[Werkbank]:
    """A whole Werkbank that runs; stories bring people and orders of their own."""
    with running() as found:
        yield found
