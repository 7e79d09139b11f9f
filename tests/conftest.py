"""Prepares what tests stand on: a fresh database, a real Valkey, the example people.

A test that asks for a database runs on each kind of it; one that does not may not connect to any.
"""

import gc
import os
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import ExitStack

import pytest
import structlog
from hypothesis import settings as properties
from redis import Redis

from tests.support import engines, fork_server, scheduling
from tests.support.servers import databases
from tests.support.servers.run_folder import folder_of_run
from tests.support.servers.valkeys import Valkey, running_valkey
from tests.support.worlds.marketplace import Market, opened, shared

_run = ExitStack()
#: The fixture that all those depend on that open a database.
DATABASE = "database_kind"

# The same examples every time and everywhere: a test that fails fails again.
properties.register_profile("werkbank", derandomize=True, deadline=None)
properties.load_profile("werkbank")


def pytest_configure(config) -> None:
    """Start what the run shares, once, before pytest-xdist starts its processes."""
    if not hasattr(config, "workerinput"):
        _run.enter_context(folder_of_run())
        if config.getoption("numprocesses", None) and "postgresql" in databases.kinds_of_run():
            _run.enter_context(databases.postgresql_of_run())


def pytest_unconfigure(config) -> None:
    """End what the run shares."""
    _run.close()


def pytest_xdist_make_scheduler(config, log) -> scheduling.WorldsTogether:
    """How the processes of pytest-xdist share the tests."""
    return scheduling.WorldsTogether(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc) -> None:
    """Let a test run on each kind of database, if it asks for one."""
    if DATABASE in metafunc.fixturenames:
        kinds = databases.kinds_of(metafunc.definition)
        names = [databases.NAMES[kind] for kind in kinds]
        metafunc.parametrize(DATABASE, kinds, indirect=True, scope="session", ids=names)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items) -> None:
    """Order the tests that have a database in this run, and note on which each runs."""
    runnable, others = [], []
    for item in items:
        (others if _lacks_database(item) else runnable).append(item)
    config.hook.pytest_deselected(items=others)
    items[:] = scheduling.in_order(runnable)
    for item in items:
        item.user_properties.append((DATABASE, _kind_of(item)))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for no garbage meanwhile, and never again among what stays until the end.

    Each full collection would go through several hundred thousand objects.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.collect()
        gc.freeze()


def pytest_collection_finish(session) -> None:
    """Without pytest-xdist, start PostgreSQL only for tests that run on it."""
    if "postgresql" in map(_kind_of, session.items) and not os.environ.get("PYTEST_XDIST_WORKER"):
        _run.enter_context(databases.postgresql_of_run())


def _lacks_database(item) -> bool:
    """Whether it runs on another kind of database only than this run is about."""
    return DATABASE in item.fixturenames and not databases.kinds_of(item)


def _kind_of(item) -> str:
    return item.callspec.params.get(DATABASE, "") if hasattr(item, "callspec") else ""


def pytest_runtest_setup(item) -> None:
    """Keep a test that asks for no database from any, and from what others bound to log lines."""
    engines.allow(DATABASE in item.fixturenames)
    structlog.contextvars.clear_contextvars()


def pytest_terminal_summary(terminalreporter) -> None:
    """Say how many tests ran on which database."""
    reports = [
        report
        for outcome in ("passed", "failed", "skipped", "error")
        for report in terminalreporter.getreports(outcome)
    ]
    ran = Counter(dict(getattr(report, "user_properties", ())).get(DATABASE) for report in reports)
    parts = [f"{ran[kind]} on {name}" for kind, name in databases.NAMES.items()]
    parts.append(f"{ran['']} without a database")
    terminalreporter.write_line(f"Tests that ran: {', '.join(parts)}.")


@pytest.fixture(scope="session", autouse=True)
def _one_engine() -> Iterator[None]:
    with engines.shared():
        yield
    databases.leave_server()
    fork_server.leave()


@pytest.fixture(scope="session")
def database_kind(request) -> str:
    """Of which kind the test's databases are: `sqlite` or `postgresql`."""
    return request.param


@pytest.fixture
def database_url(database_kind) -> Iterator[str]:
    """An empty, migrated database."""
    with databases.database(database_kind) as url:
        yield url


@pytest.fixture
def example_url(database_kind) -> Iterator[str]:
    """Such a database with the example catalogue and its people in it, for a market."""
    with databases.database(database_kind, example=True) as url:
        yield url


@pytest.fixture
def market(example_url, monkeypatch, tmp_path) -> Iterator[Market]:
    """The example people with the application, on a database of their own."""
    with opened(example_url, monkeypatch, tmp_path) as market:
        yield market


@pytest.fixture(scope="module")
def shared_market(database_kind, tmp_path_factory) -> Iterator[Market]:
    """A market for all tests of a module: each brings orders of its own, and looks for them."""
    with shared(database_kind, tmp_path_factory.mktemp("market")) as market:
        yield market


@pytest.fixture(scope="session")
def _valkey() -> Iterator[Valkey]:
    with running_valkey() as server:
        yield server


@pytest.fixture
def redis_url(_valkey) -> str:
    """An empty real Valkey, shared with no test that runs at the same time."""
    with Redis.from_url(_valkey.url) as server:
        server.flushall()
    return _valkey.url
