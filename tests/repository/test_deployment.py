"""Proves of the container files what can be proved without an engine that runs them."""

import os
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
from tests.support.production import PRODUCTION

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = ("migrate", "web", "worker", "scheduler", "deliveries", "flower")
THEIRS = ("postgres", "redis")
DOCKERFILE = (ROOT / "Dockerfile").read_text()
#: What stands for each secret: a name and a word, long enough to be a key.


def test_production_runs_everything_that_the_embedded_mode_runs():
    assert set(SERVICES) == {*OURS, *THEIRS}


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_image_is_pinned(name):
    image = SERVICES[name]["image"]
    assert re.fullmatch(r"[a-z/]+:\d+\.\d+(\.\d+)?(-[a-z0-9.]+)?", image)


def test_the_base_image_is_pinned_and_the_same_in_both_stages():
    (base,) = set(re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE))
    assert re.fullmatch(r"python:3\.11\.\d+-slim", base)


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


def test_nothing_runs_as_root():
    assert DOCKERFILE.index("\nUSER werkbank\n") < DOCKERFILE.index("\nCMD ")
    assert all(SERVICES[name]["cap_drop"] == ["ALL"] for name in OURS)


@pytest.mark.parametrize("name", THEIRS)
def test_databases_are_reached_by_our_services_only(name):
    assert "ports" not in SERVICES[name]
    assert SERVICES[name]["networks"] == ["data"]
    assert COMPOSE["networks"]["data"]["internal"] is True


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


@pytest.mark.parametrize("name", ["web", "flower", "worker"])
def test_the_embedded_mode_is_off_and_secrets_must_be_given(name):
    given = SERVICES[name]["environment"]
    assert given["WERKBANK_EMBEDDED"] == "false"
    for secret in ("WERKBANK_SECRET_KEY", "WERKBANK_ENCRYPTION_KEYS", "WERKBANK_FLOWER_BASIC_AUTH"):
        assert given[secret].startswith(f"${{{secret}:?")


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
    assert SERVICES["flower"]["environment"]["FLOWER_BASIC_AUTH"].startswith("${WERKBANK_FLOWER")
    assert "--read_only=True" in SERVICES["flower"]["command"]


def test_every_variable_means_a_setting(monkeypatch, tmp_path):
    given = SERVICES["web"]["environment"]
    fields = Settings.model_fields
    assert {name.removeprefix("WERKBANK_").lower() for name in given} <= set(fields)
    for name in os.environ.keys() & {"DATABASE_URL", "REDIS_URL"}:
        monkeypatch.delenv(name)
    for name, value in given.items():
        monkeypatch.setenv(name, re.sub(r"\$\{(\w+):\?[^}]*\}", "copper-lantern", value))
    for name, value in PRODUCTION.items():
        monkeypatch.setenv(f"WERKBANK_{name.upper()}", value)
    monkeypatch.setenv("WERKBANK_VAR_DIR", str(tmp_path))
    settings = Settings()
    assert settings.database_url == "postgresql+psycopg://werkbank:copper-lantern@postgres/werkbank"
    assert not settings.embedded


@pytest.mark.parametrize("name", ["worker", "flower", "postgres", "redis"])
def test_who_can_be_asked_for_its_health_is_asked(name):
    assert SERVICES[name]["healthcheck"]["test"]


def test_the_image_itself_asks_the_web_process():
    assert "HEALTHCHECK" in DOCKERFILE
    assert "/health/live" in DOCKERFILE
