"""Proves that the servers which a bare machine gets from wheels are real and end with us."""

import os
import signal
import socket
import subprocess
import sys
import time

import psutil
import psycopg
import pytest
from redis import Redis
from redis.exceptions import ConnectionError

from benchmarks import postgres
from tasks.local import child_process, ports, valkey
from tests.support.paths import ROOT
from tests.support.servers.valkeys import running_valkey

#: Starts a child, prints its id and waits.
PARENT_OF_TWO = """
import subprocess, time
child = subprocess.Popen(["sleep", "600"])
print(child.pid, flush=True)
time.sleep(600)
"""


#: Waits for what its child works on, when it is asked to end.
WAITING_PARENT = """
import signal, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "input(); print('done', flush=True)"],
                         stdin=subprocess.PIPE)
def finish(*_):
    child.communicate(b"go on")
    sys.exit(child.returncode)
signal.signal(signal.SIGTERM, finish)
print("begun", flush=True)
while True:
    signal.pause()
"""


def gone(pid: int, within_s: float = 10) -> bool:
    """Whether the process `pid` ends in time; one that only waits to be buried has ended."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def own_valkey():
    with running_valkey() as server:
        yield server


def test_the_valkey_of_the_wheel_is_a_real_server(own_valkey):
    with Redis.from_url(own_valkey.url) as server:
        assert server.eval("return redis.call('incr', KEYS[1])", 1, "n") == 1
        assert server.info("persistence")["aof_enabled"] == 1
        assert server.client_list()


def test_a_valkey_that_was_killed_comes_back_on_its_port_with_its_data(own_valkey):
    with Redis.from_url(own_valkey.url) as server:
        server.set("kept", "yes")
        server.execute_command("WAITAOF", 1, 0, 5000)
        own_valkey.kill()
        with pytest.raises(ConnectionError):
            server.ping()
        own_valkey.start()
        assert server.get("kept") == b"yes"


def test_a_valkey_can_be_robbed_of_its_data(own_valkey):
    with Redis.from_url(own_valkey.url) as server:
        server.set("lost", "yes")
        own_valkey.lose_data()
        own_valkey.start()
        assert server.get("lost") is None


def test_a_server_that_does_not_answer_is_named_with_its_port():
    port = ports.free_port()
    with pytest.raises(valkey.NotAnswering, match=str(port)):
        valkey.await_answer(valkey.url(port), within_s=0.1)


def test_postgresql_survives_a_crash_of_its_server():
    with postgres.running() as server:
        plain = server.url().replace("+psycopg", "")
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 1 AS answer")
            assert connection.execute("SHOW server_version").fetchone()[0].startswith("18")
        server.kill()
        server.start()
        with psycopg.connect(plain) as connection:
            assert connection.execute("SELECT answer FROM kept").fetchone() == (1,)
        directory = server.directory
    assert not directory.exists()


def test_root_hides_no_program_from_the_user_who_runs_postgresql(tmp_path, monkeypatch):
    if os.geteuid() != 0:
        pytest.skip("only root runs PostgreSQL as somebody else")
    hidden = tmp_path / "hidden"
    hidden.mkdir(mode=0o700)
    package = postgres.package()
    for folder in (package, package.with_name(f"{package.name}.libs")):
        (hidden / folder.name).symlink_to(folder)
    monkeypatch.setattr(postgres, "package", lambda: hidden / package.name)
    with postgres.running() as server:
        assert (server.directory / package.name / "pginstall" / "bin" / "postgres").exists()


def test_a_port_is_kept_until_somebody_else_takes_it(tmp_path):
    note = tmp_path / "port"
    first = ports.kept_port(note)
    assert ports.kept_port(note) == first
    with socket.create_server(("127.0.0.1", first)):
        assert ports.is_taken(first)
        assert ports.kept_port(note) != first


def test_ending_a_process_ends_what_it_started():
    read, write = os.pipe()
    parent = child_process.start([sys.executable, "-c", PARENT_OF_TWO], output=write)
    os.close(write)
    with os.fdopen(read) as output:
        child = int(output.readline())
    child_process.end([parent], grace_s=5)
    assert parent.returncode == -signal.SIGTERM
    assert gone(child)


def test_a_process_that_is_asked_to_end_may_let_its_children_finish_their_work():
    read, write = os.pipe()
    parent = child_process.start([sys.executable, "-c", WAITING_PARENT], output=write)
    os.close(write)
    with os.fdopen(read) as output:
        assert output.readline() == "begun\n"
        child_process.end([parent], grace_s=30)
        assert output.readline() == "done\n"
    assert parent.returncode == 0


def test_a_process_that_ignores_the_request_is_killed_after_the_grace():
    stubborn = (
        "import signal; signal.signal(15, signal.SIG_IGN); print(1, flush=True);signal.pause()"
    )
    read, write = os.pipe()
    process = child_process.start([sys.executable, "-c", stubborn], output=write)
    os.close(write)
    with os.fdopen(read) as output:
        output.readline()
    child_process.end([process], grace_s=0.2)
    assert process.returncode == -signal.SIGKILL


def test_nothing_outlives_a_parent_that_was_killed():
    script = (
        "from tasks.local import child_process; import time;"
        "print(child_process.start(['sleep', '600']).pid, flush=True); time.sleep(600)"
    )

    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=ROOT) as run:
        child = int(run.stdout.readline())
        assert psutil.pid_exists(child)
        run.kill()
    assert gone(child)
