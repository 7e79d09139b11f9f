"""Proves of the container files what can be proved without an engine that runs them."""

import re
import tomllib

import pytest
import yaml

from service import app
from service.database.engine import create_engine
from service.settings import Settings
from tasks import scheduler, worker
from tasks.delivery import worker as delivery_worker
from tasks.mail import outgoing
from tests.support.paths import ROOT

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = ("migrate", "web", "worker", "scheduler", "deliveries", "flower")
THEIRS = ("postgres", "redis")
#: What the start scripts of PostgreSQL and Redis need to give their volume to a user and become it.
BECOMING_ANOTHER_USER = {"CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"}
NETWORKS = {
    "migrate": ["database"],
    "web": ["outside", "database", "broker"],
    "worker": ["outside", "database", "broker"],
    "scheduler": ["database", "broker"],
    "deliveries": ["outside", "database", "broker"],
    "flower": ["outside", "broker"],
}
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def test_production_runs_everything_that_the_embedded_mode_runs():
    assert set(SERVICES) == {*OURS, *THEIRS}


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_image_is_pinned(name):
    image = SERVICES[name]["image"]
    assert re.fullmatch(r"[a-z/]+:\d+\.\d+(\.\d+)?(-[a-z0-9.]+)?(@sha256:[0-9a-f]{64})?", image)


def test_the_base_image_is_pinned_and_the_same_in_both_stages():
    (base,) = set(re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE))
    assert re.fullmatch(r"python:3\.11\.\d+-slim(@sha256:[0-9a-f]{64})?", base)


def test_our_image_carries_the_version_of_the_package():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert {SERVICES[name]["image"] for name in OURS} == {f"werkbank:{version}"}


def test_the_image_gets_the_client_and_all_else_that_it_copies():
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    sources = {source for line in copied for source in line.split()}
    assert "clients/python/src" in sources
    assert all((ROOT / source).exists() for source in sources)
    let_through = set(re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE))
    assert {source.split("/")[0] for source in sources} == let_through


def test_nothing_of_ours_runs_as_root():
    assert DOCKERFILE.index("\nUSER werkbank\n") < DOCKERFILE.index("\nCMD ")
    assert all("cap_add" not in SERVICES[name] and "user" not in SERVICES[name] for name in OURS)


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_container_is_confined(name):
    container = SERVICES[name]
    assert container["cap_drop"] == ["ALL"]
    assert set(container.get("cap_add", ())) <= BECOMING_ANOTHER_USER
    assert container["security_opt"] == ["no-new-privileges:true"]
    assert container["read_only"] is True
    assert container["pids_limit"] > 0
    assert re.fullmatch(r"(\$\{[A-Z]+_MEMORY:-)?\d+[gm]\}?", container["mem_limit"])
    for forbidden in ("privileged", "network_mode", "pid", "ipc", "userns_mode", "devices"):
        assert forbidden not in container
    for volume in container.get("volumes", ()):
        source, _, _ = volume.partition(":")
        assert source in COMPOSE["volumes"] or volume.endswith(":ro"), volume
        assert "docker.sock" not in volume


@pytest.mark.parametrize("name", OURS)
def test_what_our_containers_write_goes_to_the_volume_and_to_bounded_memory(name):
    assert SERVICES[name]["volumes"] == ["files:/var/lib/werkbank"]
    (tmp,) = SERVICES[name]["tmpfs"]
    assert re.match(r"/tmp:size=\d+[gm],", tmp)
    for option in ("noexec", "nosuid", "nodev"):
        assert option in tmp


@pytest.mark.parametrize("name", THEIRS)
def test_databases_are_reached_by_our_services_only(name):
    assert "ports" not in SERVICES[name]
    (network,) = SERVICES[name]["networks"]
    assert COMPOSE["networks"][network]["internal"] is True


@pytest.mark.parametrize("name", OURS)
def test_each_container_is_in_the_networks_that_it_needs_and_no_other(name):
    assert SERVICES[name]["networks"] == NETWORKS[name]


def test_what_is_published_is_published_on_the_loopback_only():
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert len(ports) == 2
    assert all(port.startswith("127.0.0.1:") for port in ports)


@pytest.mark.parametrize("name", ["worker", "web"])
def test_a_service_can_be_scaled_or_not(name):
    assert "container_name" not in SERVICES[name]
    assert ("ports" in SERVICES[name]) == (name == "web")


def test_everything_waits_for_the_one_migration():
    for name in set(OURS) - {"migrate"}:
        waits = SERVICES[name]["depends_on"]["migrate"]["condition"]
        assert waits == "service_completed_successfully"
    assert SERVICES["migrate"]["restart"] == "no"


@pytest.mark.parametrize("name", OURS)
def test_the_embedded_mode_is_off(name):
    assert SERVICES[name]["environment"]["WERKBANK_EMBEDDED"] == "false"


def test_the_image_lists_its_libraries_with_the_tool_of_the_makefile():
    (tool,) = re.findall(r"^SBOM_TOOL = (\S+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert f"pip install {tool} " in DOCKERFILE
    assert "--output-file /opt/werkbank/sbom.cdx.json /opt/werkbank/bin/python" in DOCKERFILE
    assert "check sbom make sbom" in (ROOT / ".ci" / "run").read_text()


def test_every_process_that_stays_is_looked_after():
    for name in set(OURS) - {"migrate", "web"}:  # that of web is the image's
        assert "test" in SERVICES[name]["healthcheck"], name
    assert "HEALTHCHECK" in DOCKERFILE


def test_deliveries_get_the_time_that_a_call_and_a_mail_may_take():
    given_s = int(SERVICES["deliveries"]["stop_grace_period"].removesuffix("s"))
    assert given_s > max(Settings(embedded=True).webhook_timeout_s, outgoing.AT_MOST_S)


def test_twice_the_web_processes_fit_the_connections_that_postgresql_takes():
    config = Settings(embedded=True)
    workers = 3 * config.worker_concurrency * worker.CONNECTIONS
    web = 2 * (config.web_threads + app.SPARE_CONNECTIONS)
    deliveries = config.webhook_calls + delivery_worker.LOOPS
    used = web + workers + deliveries + scheduler.CONNECTIONS
    assert used == 80
    assert used <= 100 - 3  # of which three are for the superuser


def test_a_process_opens_no_more_connections_than_it_says():
    engine = create_engine("postgresql+psycopg://nobody@127.0.0.1:1/none", most=7)
    assert engine.pool.size() == 7
    assert engine.pool._max_overflow == 0
    engine.dispose()


def test_flower_asks_who_is_there_and_changes_nothing():
    command = SERVICES["flower"]["command"][-1]
    assert 'FLOWER_BASIC_AUTH="$$(cat /run/secrets/flower_basic_auth)"' in command
    assert "--read_only=True" in command


def test_redis_lets_nobody_in_without_its_password():
    assert '--requirepass "$$(cat /run/secrets/redis_password)"' in SERVICES["redis"]["command"][-1]


@pytest.mark.parametrize("name", ["worker", "flower", "postgres", "redis"])
def test_who_can_be_asked_for_its_health_is_asked(name):
    assert SERVICES[name]["healthcheck"]["test"]


def test_the_image_itself_asks_the_web_process():
    assert "HEALTHCHECK" in DOCKERFILE
    assert "/health/live" in DOCKERFILE
