"""Our own services run as forks of the supervisor, and as programs of their own nevertheless."""

import json
import os
import signal
import subprocess
import sys

import psutil
import pytest

from service.settings import settings
from tasks.local import forked_services, services
from tests.processes.test_supervisor import alive, eventually
from tests.support.paths import ROOT
from tests.support.worlds.forking_supervisor import MODULE

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is forked")


@pytest.fixture
def supervise(tmp_path):
    """Start a supervisor of one service; it, and the process of the service."""
    started = []

    def supervise(word):
        command = [sys.executable, "-m", MODULE, str(tmp_path), word]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        started.append(supervisor := subprocess.Popen(command, cwd=ROOT, **pipes))
        pid, service_pid, lock = map(int, supervisor.stdout.readline().split())
        assert pid == supervisor.pid
        return supervisor, service_pid, lock

    yield supervise
    for supervisor in started:
        supervisor.kill()
        supervisor.communicate()


def said(tmp_path):
    return (tmp_path / "worker.log").read_text()


def test_a_fork_is_a_program_of_its_own(supervise, tmp_path):
    supervisor, service_pid, lock = supervise("3")
    assert supervisor.communicate()[0] == "3\n"
    known = json.loads(said(tmp_path).splitlines()[0])
    assert known["arguments"] == ["3"]
    assert (known["greeting"], known["var"]) == ("hello", str(tmp_path))
    assert known["session"] == known["pid"] == service_pid
    assert lock not in known["files"]  # else it would hold what only the supervisor may hold
    assert known["terminates"]
    assert said(tmp_path).endswith("goodbye\n")


def test_what_a_fork_fails_of_stands_in_its_log(supervise, tmp_path):
    supervisor, _, _ = supervise("fail")
    assert supervisor.communicate()[0] == "1\n"
    assert "ValueError: no" in said(tmp_path)


def test_a_fork_is_ended_by_its_supervisor(supervise, tmp_path):
    supervisor, _, _ = supervise("wait")
    eventually(lambda: "hello" in said(tmp_path))
    assert supervisor.communicate("")[0] == f"{-signal.SIGTERM}\n"


def test_a_fork_does_not_outlive_its_supervisor(supervise, tmp_path):
    supervisor, service_pid, _ = supervise("wait")
    service = psutil.Process(service_pid)
    eventually(lambda: "hello" in said(tmp_path))
    os.kill(supervisor.pid, signal.SIGKILL)
    eventually(lambda: not alive(service))


ANEW = """
import sys
from importlib import import_module
from pathlib import Path
import service.cli
from service.settings import settings
import tasks.local.supervisor
from tasks.local import forked_services
from tasks.local.supervised import SupervisedService
command = (sys.executable, "-m", "celery")
services = [SupervisedService("worker", command, Path("worker.log"), "", {{}})]
forked_services.load_common(services)
{load}
assert not settings.cache_info().currsize, "a service would have the settings of the supervisor"
loaded = set(sys.modules)
for name in {modules!r}:
    import_module(name)
from service.manufacturing.quoting.working_days import public_holidays
assert public_holidays("DE", None, 2026)
print(*sorted(set(sys.modules) - loaded))
"""
WEB = ("service.web", "service.web.__main__")
OTHERS = sorted(forked_services.FORKED - {"celery", "service.web"})


@pytest.mark.parametrize(
    ("load", "modules"),
    [
        ("forked_services._load(forked_services._OWN['web'])", WEB),
        ("forked_services.load(services)", OTHERS),
    ],
    ids=["web", "others"],
)
def test_a_service_loads_nothing_anew_but_itself(load, modules):
    """What it loaded would be a copy of its own, in time and in memory."""
    command = [sys.executable, "-c", ANEW.format(load=load, modules=modules)]
    anew = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert set(anew.split()) <= {*modules, *forked_services.FORKED}


def test_a_preloaded_service_begins_when_it_may(supervise, tmp_path):
    supervisor, _, _ = supervise("preload")
    assert supervisor.stdout.readline() == "waits\n"
    assert "hello" not in said(tmp_path)
    assert supervisor.communicate("")[0] == "0\n"
    assert "hello" in said(tmp_path)


def test_all_services_but_the_broker_run_in_forks(tmp_path, monkeypatch):
    monkeypatch.setenv("WERKBANK_VAR_DIR", str(tmp_path))
    settings.cache_clear()
    config = settings()
    everything = [*services.services(config, {}), services.flower(config, {})]
    everything.append(services.preparation(config, {}))
    modules = {service.command[2] for service in everything}
    assert modules == forked_services.FORKED
