"""The web process begins, begins anew, and ends, alone and as one of several."""

import http.client
import os
import re
import signal
import socket
import time
from contextlib import contextmanager

import psutil
import pytest

from service.database import migrations
from tasks.local import child_process, ports
from tests.support import fork_server
from tests.support.waiting import eventually

pytestmark = pytest.mark.one_database


@contextmanager
def running(folder, database_url, module="service.web", **values):
    """A web process, and where it answers."""
    port = ports.free_port()
    values = {"PORT": port, "VAR_DIR": folder, "DATABASE_URL": database_url, **values}
    settings = {f"WERKBANK_{name}": str(value) for name, value in values.items()}
    migrations.upgrade(database_url)
    log = folder / "web.log"
    web = fork_server.start(log, module, WERKBANK_EMBEDDED="true", **settings)
    try:
        eventually(lambda: web.poll() is None and status(port) == 200, within_s=100)
        yield web, port, log
    finally:
        child_process.end([web], grace_s=10)


def status(port, within_s=20):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=within_s)
    try:
        connection.request("GET", "/health/live")
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()


def answered(port):
    """How many requests at `status` the metrics say were answered."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", "/metrics")
    text = connection.getresponse().read().decode()
    connection.close()
    line = re.search(r'^werkbank_http_requests_total\{.*"/health/live".*\} (\S+)$', text, re.M)
    return float(line[1])


def test_asked_to_end_it_answers_what_it_has_begun_and_ends_well(tmp_path, database_url):
    with (
        running(tmp_path, database_url) as (web, port, _),
        socket.create_connection(("127.0.0.1", port), timeout=20) as connection,
    ):
        body = b'{"email": "ada@shop.example", "password": "wrong"}'
        head = f"POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n"
        connection.sendall(f"{head}Content-Type: application/json\r\n\r\n".encode())
        connection.sendall(body)
        web.terminate()
        assert connection.recv(1000).startswith(b"HTTP/1.1 401")
        assert web.wait(20) == 0


@pytest.mark.timeout(300)  # it loads everything twice
def test_it_begins_anew_without_refusing_anybody(tmp_path, database_url):
    with running(tmp_path, database_url) as (web, port, log):
        os.kill(web.pid, signal.SIGHUP)
        answers = []
        until = time.monotonic() + 150
        while log.read_text().count("Started server process") < 2 and time.monotonic() < until:
            answers.append(status(port, within_s=100))
        answers.append(status(port, within_s=100))
        assert log.read_text().count("Started server process") == 2
        assert web.poll() is None
        assert set(answers) == {200}


@pytest.mark.timeout(300)  # each of them loads everything anew
def test_several_processes_share_a_port_and_end_with_the_one_that_began_them(
    tmp_path, database_url
):
    with running(tmp_path, database_url, WEB_PROCESSES=2) as (web, port, log):
        eventually(lambda: log.read_text().count("Application startup complete") == 2)
        children = psutil.Process(web.pid).children(recursive=True)
        before = answered(port)
        assert [status(port) for _ in range(20)] == [200] * 20
        # Whichever process is asked knows of all of them.
        assert [answered(port) - before for _ in range(5)] == [20] * 5
        os.kill(web.pid, signal.SIGKILL)
        eventually(lambda: not any(map(is_alive, children)), within_s=30)


def is_alive(process):
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


@pytest.mark.parametrize("module", ["service.gunicorn_conf", "service.serving"])
def test_the_former_ways_to_serve_serve_and_say_that_they_are_former(
    tmp_path, database_url, module
):
    with running(tmp_path, database_url, module) as (_, _, log):
        assert "python -m service.web" in log.read_text()


def test_the_former_process_for_streams_stays_and_says_that_it_does_nothing(tmp_path):
    log = tmp_path / "streams.log"
    process = fork_server.start(log, "service.streaming", WERKBANK_VAR_DIR=str(tmp_path))
    try:
        eventually(lambda: log.exists() and "does nothing any more" in log.read_text())
        assert process.poll() is None
        process.terminate()
        assert process.wait(20) == 0
    finally:
        child_process.end([process], grace_s=5)
