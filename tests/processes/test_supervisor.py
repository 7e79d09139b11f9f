"""Proves that whoever dies is replaced, and that nothing is left when it all ends."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tasks.local import ports
from tasks.local.supervised import ProcessSupervisor, SupervisedService
from tests.support.paths import ROOT

WAITS = "import time; print('here', flush=True); time.sleep(600)"
WITH_STUBBORN_CHILD = """
import subprocess, sys
subprocess.run([sys.executable, "-c", "import time; time.sleep(600)"])
"""
FAILS = "print('no'); raise SystemExit(3)"


def eventually(condition, within_s: float = 15.0):
    """What `condition` answers as soon as that is true; fails when it is not in time."""
    deadline = time.monotonic() + within_s
    while not (answer := condition()):
        assert time.monotonic() < deadline, f"not within {within_s} s"
        time.sleep(0.02)
    return answer


def alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.fixture
def messages():
    return []


@pytest.fixture
def processes(messages):
    processes = ProcessSupervisor(messages.append)
    yield processes
    processes.stop(*processes.pids(), grace_s=1)


@pytest.fixture
def service(tmp_path):
    def service(program: str, name: str = "worker", **more) -> SupervisedService:
        return SupervisedService(
            name, (sys.executable, "-c", program), tmp_path / f"{name}.log", **more
        )

    return service


def test_who_is_killed_is_replaced_and_it_is_said(processes, service, messages):
    processes.start(service(WAITS))
    first = processes.pids()["worker"]
    os.kill(first, signal.SIGKILL)
    eventually(lambda: processes.check() or processes.pids()["worker"] != first)
    assert messages == ["worker was ended by signal 9; it starts again in 0.5 s"]


def test_who_has_lived_a_while_is_replaced_without_a_pause(
    processes, service, messages, monkeypatch
):
    monkeypatch.setattr("tasks.local.supervised._SHORT_LIFE_S", 0.0)
    processes.start(service(WAITS))
    os.kill(processes.pids()["worker"], signal.SIGTERM)
    eventually(lambda: processes.check() or messages)
    assert messages == ["worker was ended by signal 15; it starts again now"]


def test_who_dies_at_once_again_and_again_waits_longer_each_time(processes, service, messages):
    processes.start(service(FAILS))
    eventually(lambda: processes.check() or len(messages) == 3)
    assert [sentence.split()[-2] for sentence in messages] == ["0.5", "1.0", "2.0"]
    assert messages[0].startswith("worker ended by itself (3)")


def test_the_children_of_the_dead_do_not_stay_in_the_way(processes, service):
    processes.start(service(WITH_STUBBORN_CHILD))
    leader = psutil.Process(processes.pids()["worker"])
    (child,) = eventually(leader.children)
    leader.kill()
    eventually(lambda: processes.check() or processes.pids()["worker"] != leader.pid)
    assert not alive(child)


def test_what_a_process_prints_and_what_it_is_told_go_their_ways(processes, service, tmp_path):
    program = "import os; print(os.environ['GREETING'], flush=True); import time; time.sleep(600)"
    (tmp_path / "worker.log").write_text("from before\n")
    processes.start(service(program, environment={"GREETING": "hello"}))
    log = tmp_path / "worker.log"
    assert eventually(lambda: "hello" in log.read_text())
    assert log.read_text() == "from before\nhello\n"


def test_a_log_does_not_grow_for_ever(processes, service, tmp_path, monkeypatch):
    monkeypatch.setattr("tasks.local.supervised._LONG_LOG_BYTES", 3)
    (tmp_path / "worker.log").write_text("long")
    processes.start(service(WAITS))
    assert eventually(lambda: (tmp_path / "worker.log").read_text()) == "here\n"
    assert (tmp_path / "worker.1.log").read_text() == "long"


WRITE_TOGETHER = """
import os, time
name = "child" if os.fork() == 0 else "parent"
while True:
    os.write(1, f"{name}\\n".encode())
    time.sleep(0.01)
"""


def test_a_log_is_put_aside_while_several_processes_write_to_it(
    processes, service, tmp_path, monkeypatch
):
    monkeypatch.setattr("tasks.local.supervised._LONG_LOG_BYTES", 500)
    monkeypatch.setattr("tasks.local.supervised._LOG_LOOK_S", 0.0)
    processes.start(service(WRITE_TOGETHER))
    log, former = tmp_path / "worker.log", tmp_path / "worker.1.log"
    eventually(lambda: processes.check() or former.exists())
    eventually(lambda: {*log.read_text().split()} == {"parent", "child"})
    assert {*former.read_text().split()} == {"parent", "child"}
    sizes = [processes.check() or log.stat().st_size for _ in range(200) if not time.sleep(0.01)]
    assert max(sizes) < 1000


@pytest.fixture
def start(tmp_path):
    """Starts a small Werkbank by a command and waits until it is ready."""
    environment = os.environ | {
        "WERKBANK_VAR_DIR": str(tmp_path / "var"),
        "WERKBANK_PORT": str(ports.free_port()),
        "WERKBANK_FLOWER_PORT": str(ports.free_port()),
        "PYTHONPATH": str(ROOT),
        "PYTHON": sys.executable,
    }
    for name in ("REDIS_URL", "WERKBANK_REDIS_URL", "DATABASE_URL", "WERKBANK_DATABASE_URL"):
        environment.pop(name, None)
    started = []

    def start(*command, ready=True):
        output = (tmp_path / f"{len(started)}.out").open("w+")
        run = subprocess.Popen(
            command or UP,
            cwd=tmp_path,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=heed_ctrl_c,
        )
        started.append((run, output))
        run.printed = lambda: Path(output.name).read_text()
        if ready:
            eventually(lambda: "Ready after" in run.printed() or run.poll() is not None)
            assert run.poll() is None, run.printed()
        return run

    start.environment = environment
    yield start
    for run, output in started:
        if run.poll() is None:
            run.kill()
        run.wait()
        output.close()


UP = (sys.executable, "-m", "tests.support.worlds.small_werkbank", "--no-demo")


def family(run):
    """All processes below `run`: Valkey, three services, the child of one of them."""
    return eventually(lambda: len(children := below(run)) == 5 and children)


def below(run):
    return psutil.Process(run.pid).children(recursive=True)


def heed_ctrl_c():
    """A shell that starts the tests in the background has them ignore it, and all they start."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_asked_to_end_it_leaves_nothing_behind(start, number):
    run = start()
    everyone = family(run)
    run.send_signal(number)
    assert run.wait(60) == 0
    assert [process for process in everyone if alive(process)] == []
    assert run.printed().endswith("Everything has ended.\n")


def test_killed_it_leaves_nothing_behind(start):
    run = start()
    everyone = family(run)
    run.kill()
    run.wait()
    eventually(lambda: not any(alive(process) for process in everyone))


def test_whoever_is_killed_comes_back(start):
    run = start()
    (server,) = (p for p in family(run) if "valkey-server" in p.name() or "redis" in p.name())
    server.kill()
    eventually(lambda: "valkey was ended by signal 9" in run.printed())
    assert server not in family(run)


def test_a_second_one_on_the_same_folder_is_told_who_runs_there(start):
    first = start()
    second = start(ready=False)
    assert second.wait(20) == 1
    assert f"already runs on {start.environment['WERKBANK_VAR_DIR']}" in second.printed()
    assert f"as process {first.pid};" in second.printed()


@pytest.mark.parametrize("name", ["WERKBANK_PORT", "WERKBANK_FLOWER_PORT"])
def test_a_taken_port_is_named_with_its_setting(start, name):
    port = start.environment[name]
    with socket.create_server((ports.LOOPBACK, int(port))):
        run = start(ready=False)
        assert run.wait(60) == 1
    assert f"Another program uses port {port} of 127.0.0.1; set {name}" in run.printed()


@pytest.mark.parametrize("option", ["--end-with-parent", "--leash"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_make_takes_it_along_however_make_ends(start, tmp_path, number, option):
    words = " ".join((*UP, option))
    (tmp_path / "Makefile").write_text(f"run:\n\t@GREETING=$${{GREETING:-1}} exec {words}\n")
    run = start("make", "run")
    everyone = below(run)
    assert len(everyone) > 3
    assert ("--leash is now --end-with-parent" in run.printed()) == (option == "--leash")
    run.send_signal(number)
    run.wait(60)
    eventually(lambda: not any(alive(process) for process in everyone))
