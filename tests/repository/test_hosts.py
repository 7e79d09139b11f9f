"""What `werkbank bench hosts` reads and prints; the hosts themselves run in no test."""

import os
import re
import shutil
import subprocess
from contextlib import ExitStack
from types import SimpleNamespace

import pytest

from benchmarks.hosts import promises
from benchmarks.hosts.command import Recovery, promises_table, recoveries_table
from benchmarks.hosts.composition import Composition
from benchmarks.hosts.customers import PlacedOrder
from benchmarks.hosts.faults import FAULTS
from benchmarks.hosts.namespaces import HostNetwork, NoNamespaces
from benchmarks.hosts.outside import ReceivedCall
from benchmarks.hosts.promises import Evidence, Promise
from service.settings import Settings
from tests.support.paths import ROOT
from tests.support.production import PRODUCTION
from tests.support.waiting import eventually

pytestmark = pytest.mark.one_database
NGINX = (ROOT / "deploy" / "nginx.conf").read_text()


@pytest.fixture
def composition(tmp_path):
    return Composition(tmp_path, {"WERKBANK_PUBLIC_URL": "https://werkbank.example"})


def test_hosts_run_the_commands_of_the_composition(composition, tmp_path):
    assert composition.command("scheduler", "control-1") == ["python", "-m", "tasks.scheduler"]
    assert composition.command("web", "web-1") == ["python", "-m", "service.web"]
    *migrate, role = composition.command("migrate", "control-1")
    assert (migrate[:2], role) == (["werkbank", "migrate"], "werkbank_service")
    redis = composition.command("redis", "data")[-1]
    assert f'--requirepass "$(cat {tmp_path}/secrets/redis_password)"' in redis
    assert f"--db={tmp_path}/hosts/web-1/flower" in composition.command("flower", "web-1")[-1]


def test_hosts_are_asked_for_their_health_as_containers_are(composition):
    liveness = composition.health_check("scheduler", "control-1")
    assert liveness == ["python", "-m", "service.operations.liveness", "scheduler"]
    assert "/health/live" in composition.health_check("web", "web-1")[-1]
    assert '"celery@$HOSTNAME"' in composition.health_check("worker", "worker-1")[-1]


def test_hosts_have_an_environment_that_production_starts_with(composition, monkeypatch):
    for name in os.environ:
        if name.startswith("WERKBANK_") or name in ("DATABASE_URL", "REDIS_URL"):
            monkeypatch.delenv(name)
    composition.write_secret("smtp_url", "smtp://mail:2525")
    composition.write_secret("storage_secret_access_key", "")
    for name, value in composition.environment("worker", "worker-1").items():
        if name.startswith("WERKBANK_"):
            monkeypatch.setenv(name, value)
    monkeypatch.setenv("WERKBANK_MAIL_FROM", PRODUCTION["mail_from"])
    settings = Settings()
    assert not settings.embedded
    assert "@postgres/" in settings.database_url
    assert settings.var_dir == composition.host_folder("worker-1")
    assert composition.host_folder("worker-2") != settings.var_dir


def test_the_proxy_keeps_to_the_limits_of_the_service():
    config = Settings(**PRODUCTION)
    (largest,) = re.findall(r"client_max_body_size (\d+)m;", NGINX)
    assert int(largest) * 1024**2 > config.max_upload_bytes
    assert "keepalive_timeout 10s;" in NGINX
    assert config.keep_alive_s > 10
    assert re.findall(r"client_header_timeout (\d+)s;", NGINX) == [f"{config.request_head_s:g}"]
    for location in re.findall(r"location [^{]*\{(.*?)\n    \}", NGINX, re.DOTALL):
        if "proxy_set_header" in location:  # then nothing is left of those from above
            for header in ("Host", "X-Forwarded-For", "X-Request-Id"):
                assert f"proxy_set_header {header} " in location


def evidence(database, **seen):
    """What was seen of two orders that were accepted, asked of one contractor each."""
    orders = [
        PlacedOrder(n, 0.0, id=name, contractor_ids=["c"], accepted_at=1.0)
        for n, name in enumerate("ab")
    ]
    return Evidence(
        site=SimpleNamespace(superuser=lambda: database),
        orders=orders,
        organization_id="o",
        begins_after=0,
        late_at=0.0,
        **{"mail": None, "webhooks": None, "readers": None, **seen},
    )


class Rows:
    """A database that answers every query with these rows."""

    def __init__(self, *rows):
        self.rows = rows

    def execute(self, *_):
        return self

    def fetchall(self):
        return self.rows

    def fetchone(self):
        return self.rows[0]


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ([("a", "c"), ("b", "c")], True),
        ([("a", "c")], False),
        ([("a", "c"), ("b", "c"), ("b", "c")], False),
        ([("a", "c"), ("b", "c"), ("b", "d")], False),
    ],
)
def test_a_contractor_who_is_asked_twice_or_not_breaks_a_promise(asked, held):
    database = Rows(*asked)
    assert promises.asked_once(evidence(database), database).held is held


@pytest.mark.parametrize(
    ("received", "held"),
    [([1, 2, 3], True), ([1, 3], False), ([1, 2, 2, 3], False), ([1, 3, 2], False)],
)
def test_a_reader_who_misses_repeats_or_reorders_breaks_a_promise(received, held):
    database = Rows((1,), (2,), (3,))
    readers = SimpleNamespace(
        received={"sse": received}, readers={"sse": SimpleNamespace(opened=1)}
    )
    (promise,) = promises.read_once(evidence(database, readers=readers), database)
    assert promise.held is held


@pytest.mark.parametrize(
    ("calls", "held"),
    [
        ([("m1", 1, "a"), ("m2", 2, "a"), ("m3", 3, "b")], True),
        ([("m1", 1, "a"), ("m1", 1, "a"), ("m2", 2, "a"), ("m3", 3, "b")], True),
        ([("m1", 1, "a"), ("m2", 2, "a"), ("m1", 1, "a"), ("m3", 3, "b")], True),
        ([("m3", 3, "b"), ("m1", 1, "a"), ("m2", 2, "a")], True),
        ([("m2", 2, "a"), ("m1", 1, "a"), ("m3", 3, "b")], False),
        ([("m1", 1, "a"), ("m3", 3, "b")], False),
    ],
)
def test_webhooks_may_repeat_but_neither_miss_nor_reorder(calls, held):
    database = Rows((1,), (2,), (3,))
    webhooks = SimpleNamespace(calls=[ReceivedCall(*call) for call in calls])
    assert promises.called_in_order(evidence(database, webhooks=webhooks), database).held is held


def test_tables_say_what_took_too_long_and_what_did_not_hold():
    fault = FAULTS[0]
    table = recoveries_table(
        [Recovery(fault, "seen", 1.0, 2.0), Recovery(fault, "seen", 30.0, None)]
    )
    assert "| seen | 1.0 s | 2.0 s |" in table
    assert "| seen | 30.0 s | not at all (**bound: 60 s**) |" in table
    table = promises_table([Promise("kept", True, "1"), Promise("broken", False, "2 | 3\n4")])
    assert "| kept | yes | 1 |" in table
    assert "| broken | **no** | 2 / 3 4 |" in table


def test_every_fault_is_named_once():
    assert len({fault.name for fault in FAULTS}) == len({fault.title for fault in FAULTS})
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)


def test_hosts_meet_in_a_network_of_their_own_that_can_be_cut_and_is_gone_afterwards():
    if os.geteuid() != 0 or not shutil.which("ip", path=f"{os.environ['PATH']}:/usr/sbin"):
        pytest.skip("hosts in namespaces take root and iproute2")
    with ExitStack() as stack:
        try:
            network = stack.enter_context(HostNetwork())
        except NoNamespaces as error:
            pytest.skip(f"this machine has no network namespaces: {error}")
        network.join("one")
        address = network.join("other", "postgres")
        named = subprocess.run(
            network.command("one", ["sh", "-c", "hostname; getent hosts postgres"]),
            capture_output=True,
            text=True,
            check=True,
        )
        assert named.stdout.split()[:2] == ["one", address]
        eventually(lambda: network.reaches("one", "other"))
        network.cut("one", "other")
        assert not network.reaches("one", "other")
        assert not network.reaches("other", "one")
        network.mend("one", "other")
        eventually(lambda: network.reaches("one", "other"))
        network.unplug("other")
        assert not network.reaches("one", "other")
    with pytest.raises(FileNotFoundError):
        network.enter("one")
