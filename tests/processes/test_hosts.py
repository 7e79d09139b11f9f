"""The web process listens at every host that the settings take, and is reached where they say."""

import socket
import time
import urllib.request

import pytest

from service.settings import Settings
from tasks.local import child_process, ports
from tests.support import fork_server

pytestmark = pytest.mark.one_database

#: Seconds until the web process must answer.
PATIENCE_S = 60


def speaks_ipv6():
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


@pytest.mark.parametrize("host", ["::1", "::", "localhost"])
def test_the_service_answers_where_it_says_that_it_does(host, database_url, tmp_path):
    if ":" in host and not speaks_ipv6():
        pytest.skip("this machine has no IPv6")
    port = ports.free_port()
    values = {"HOST": host, "PORT": port, "VAR_DIR": tmp_path, "DATABASE_URL": database_url}
    settings = {f"WERKBANK_{name}": str(value) for name, value in values.items()}
    settings["WERKBANK_EMBEDDED"] = "true"
    web = fork_server.start(tmp_path / "web.log", "service.web", **settings)
    try:
        url = f"{Settings(host=host, port=port, var_dir=tmp_path).local_url}/health/live"
        assert answers(url, web), (tmp_path / "web.log").read_text()
    finally:
        child_process.end([web], grace_s=5)


def answers(url, web):
    """Whether the URL answers before the process ends or we have waited long enough."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + PATIENCE_S
    while web.poll() is None and time.monotonic() < until:
        try:
            with direct.open(url, timeout=5) as answer:
                return answer.status == 200
        except OSError:
            time.sleep(0.1)
    return False
