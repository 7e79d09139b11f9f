"""Health: each dependency by name, said quickly, however dead it is."""

import socket
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa
from alembic import command
from redis import Redis

from service import app, clock
from service.database import leader_lease, migrations, transactions
from service.operations import health
from service.settings import settings
from tasks.outbox import relay
from tests.support import workers
from tests.support.callers import Caller, site, user
from tests.support.servers.streaming import serving
from tests.support.servers.valkeys import running_valkey
from tests.support.waiting import eventually

NAMES = {"database", "redis", "worker", "scheduler", "streams", "storage", "mail"}


@pytest.fixture
def serve(database_url, monkeypatch, tmp_path):
    """Serve with settings of the test's choice; every look is a fresh one."""
    entered = []

    def serve(**values):
        context = site(database_url, monkeypatch, tmp_path, **values)
        application = context.__enter__()
        entered.append(context)
        application.extensions["doctor"] = health.doctor(fresh_s=0, workers_fresh_s=0)
        return application

    yield serve
    for context in entered:
        context.__exit__(None, None, None)


def look(application, path="//health/ready", within_s=2.0, **more):
    began = time.monotonic()
    answer = Caller(application).get(path, **more)
    assert time.monotonic() - began < within_s
    return answer


def of(application, name):
    return look(application).json["dependencies"][name]


def beat():
    with transactions.writing() as session:
        leader_lease.acquire(session, health.SCHEDULER_ROLE, "test", 5)


def test_on_the_tables_of_an_older_version_it_is_not_ready(serve, database_url):
    application = serve()
    assert of(application, "database")["status"] == "ok"
    transactions.disconnect()
    command.downgrade(migrations.config(database_url), "0021")
    transactions.connect(database_url)
    answer = look(application)
    assert answer.status_code == 503
    assert "older version" in answer.json["dependencies"]["database"]["detail"]


def test_on_the_tables_of_a_later_version_it_goes_on(serve):
    application = serve()
    with transactions.writing() as session:
        session.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    assert of(application, "database")["status"] == "ok"


def test_a_redis_that_refuses_writes_is_said_to_be_down(serve):
    with running_valkey() as valkey:
        application = serve(redis_url=valkey.url)
        assert of(application, "redis")["status"] == "ok"
        with Redis.from_url(valkey.url) as server:
            server.config_set("maxmemory", 1)
        redis = of(application, "redis")
        assert (redis["status"], "no writes" in redis["detail"]) == ("down", True)


@contextmanager
def closed_port():
    """A port of this machine on which nobody listens."""
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        yield reserved.getsockname()[1]


@contextmanager
def silent_port():
    """A port on which connections are taken and nothing is ever said."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as silent:
        yield silent.getsockname()[1]


def test_a_process_that_lives_says_so_without_asking_anybody(serve):
    application = serve()
    transactions.disconnect()
    for path in ("//health/live", "/health/live"):
        answer = look(application, path)
        assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_every_dependency_has_a_name_below_the_root_and_in_the_api(serve):
    application = serve()
    for path in ("//health/ready", "/health/ready"):
        answer = look(application, path)
        assert answer.status_code == 200
        assert set(answer.json["dependencies"]) == NAMES
        assert answer.json["dependencies"]["database"]["status"] == "ok"
        assert answer.json["dependencies"]["storage"]["status"] == "ok"


def test_all_is_well_with_a_redis_a_scheduler_and_a_worker(serve, redis_url, tmp_path):
    application = serve(redis_url=redis_url)
    beat()
    assert look(application).json["status"] == "degraded"
    eventually(lambda: "no worker answers" in of(application, "worker")["detail"])
    with workers.running(tmp_path / "worker.log", *workers.WORKER) as worker:
        eventually(lambda: of(application, "worker")["status"] == "ok", within_s=20)
        assert of(application, "streams")["detail"] == "no events are streamed"
        with serving(application):
            beat()
            assert look(application).json["status"] == "ok"
        worker.freeze()
        assert of(application, "worker")["status"] == "down"


@pytest.fixture
def own_valkey():
    with running_valkey() as server:
        yield server


def test_without_redis_the_service_is_degraded_but_of_use(serve, own_valkey):
    application = serve(redis_url=own_valkey.url)
    assert of(application, "redis")["status"] == "ok"
    own_valkey.kill()
    answer = look(application)
    assert (answer.status_code, answer.json["status"]) == (200, "degraded")
    assert answer.json["dependencies"]["redis"]["status"] == "down"
    own_valkey.start()
    assert of(application, "redis") == {"status": "ok", "detail": "answers"}


def test_a_frozen_redis_holds_up_no_answer(serve, own_valkey):
    application = serve(redis_url=own_valkey.url)
    own_valkey.freeze()
    for _ in range(3):
        answer = look(application)
        assert answer.status_code == 200
        assert answer.json["dependencies"]["redis"]["status"] == "down"


def test_a_database_that_is_gone_makes_the_service_useless_until_it_is_back(serve, database_url):
    application = serve()
    with closed_port() as port:
        transactions.connect(f"postgresql+psycopg://somebody:secret@127.0.0.1:{port}/werkbank")
        for path in ("//health/ready", "/health/ready"):
            answer = look(application, path)
            assert (answer.status_code, answer.json["status"]) == (503, "down")
            database = answer.json["dependencies"]["database"]
            assert database["status"] == "down"
            assert "secret" not in answer.text
            assert str(port) not in answer.text
    transactions.connect(database_url)
    assert look(application).status_code == 200


def test_a_database_that_hangs_is_told_within_two_seconds_to_all_who_ask(serve, database_url):
    application = serve()
    with silent_port() as port:
        transactions.connect(f"postgresql+psycopg://somebody@127.0.0.1:{port}/werkbank")
        for _ in range(3):
            answer = look(application)
            assert answer.status_code == 503
            assert answer.json["dependencies"]["database"]["status"] == "down"
    transactions.connect(database_url)
    eventually(lambda: look(application).status_code == 200, within_s=10)


def test_whoever_has_a_session_hears_of_a_dead_database_too(serve):
    application = serve()
    ada = user(application, "Ada")
    with closed_port() as port:
        transactions.connect(f"postgresql+psycopg://somebody@127.0.0.1:{port}/werkbank")
        answer = ada.get("/health/ready")
        assert answer.status_code == 503
        assert set(answer.json["dependencies"]) == NAMES
        began = time.monotonic()
        refused = ada.get("/projects")
        assert time.monotonic() - began < 2.5
        assert refused.status_code == 503
        assert refused.headers["Retry-After"]


def test_a_database_without_tables_is_not_ready(serve, tmp_path):
    application = serve()
    transactions.connect(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    assert look(application).status_code == 503


def test_a_storage_that_takes_nothing_makes_the_service_useless(serve, tmp_path):
    (tmp_path / "storage").write_text("a file where the folder should be")
    answer = look(serve())
    assert (answer.status_code, answer.json["status"]) == (503, "down")
    assert answer.json["dependencies"]["storage"]["status"] == "down"


def test_looking_at_the_storage_leaves_nothing_there(serve, tmp_path):
    look(serve())
    assert list((tmp_path / "storage").rglob("*")) == []


def test_a_mail_server_that_is_gone_degrades(serve):
    with closed_port() as port:
        application = serve(smtp_url=f"smtp://name:secret@127.0.0.1:{port}")
        answer = look(application)
    assert (answer.status_code, answer.json["dependencies"]["mail"]["status"]) == (200, "down")
    assert "secret" not in answer.text


def test_a_mail_server_that_takes_connections_is_well(serve):
    with silent_port() as port:
        application = serve(smtp_url=f"smtp://127.0.0.1:{port}")
        assert of(application, "mail")["status"] == "ok"


def test_a_scheduler_that_falls_silent_is_told_by_its_last_beat(serve):
    application = serve()
    assert of(application, "scheduler")["detail"] == "was never heard of"
    beat()
    assert of(application, "scheduler")["status"] == "ok"
    with transactions.writing() as session:
        session.get_one(health.LeaderLease, "relay").beat_at = clock.now() - timedelta(seconds=60)
    assert of(application, "scheduler")["status"] == "down"


def test_since_when_something_is_not_well_stays_until_it_is(serve):
    application = serve()
    first = of(application, "scheduler")["since"]
    assert of(application, "scheduler")["since"] == first
    beat()
    assert "since" not in of(application, "scheduler")


def test_many_who_ask_at_once_cost_no_more_than_one(serve, monkeypatch):
    looks = []

    def count():
        looks.append(1)
        return health.ProbeResult("ok", "answers")

    monkeypatch.setattr(health, "redis_answers", count)
    application = serve()
    application.extensions["doctor"] = health.doctor()
    for _ in range(20):
        look(application)
    assert len(looks) == 1


def test_the_role_looked_at_is_the_one_that_the_scheduler_has():
    assert health.SCHEDULER_ROLE == relay.ROLE
    assert relay.BEAT_S + relay.LEADER_LEASE_S < health.SILENT_AFTER_S


def test_settings_are_read_when_they_are_needed(serve):
    application = serve()
    assert settings().smtp_url == ""
    assert "var/mail" in of(application, "mail")["detail"]
    assert app.BASE_PATH == "/api/v1"
