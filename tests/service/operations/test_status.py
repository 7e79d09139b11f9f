"""`werkbank status`: one screen of how the service is, the same as JSON, and an exit code."""

import json
import re
from datetime import timedelta
from importlib import metadata
from uuid import UUID

import pytest
from click.testing import CliRunner

from service import clock
from service.database import migrations, transactions
from service.database.models import Process, WorkItem
from service.files import disk_space
from service.operations import census
from service.operations.commands import status
from service.settings import settings
from tests.support.callers import site, user
from workflows.process import ProcessState


@pytest.fixture
def application(database_url, monkeypatch, tmp_path):
    with site(database_url, monkeypatch, tmp_path) as application:
        yield application


def shown(*options):
    """What the command prints, and its exit code."""
    census.forget()
    result = CliRunner().invoke(status, options)
    assert not result.exception or isinstance(result.exception, SystemExit), result.output
    return result.stdout, result.exit_code


def as_json(database_url, *options):
    """What it prints for programs; the command has closed the connection that tests share."""
    text, _ = shown("--json", *options)
    transactions.connect(database_url)
    return json.loads(text)


def give_up_a_verification(application):
    """A part that is parked since an hour ago."""
    process_id = UUID(user(application, "Ada").draft())
    with transactions.writing() as session:
        process = session.get_one(Process, process_id)
        process.state, process.parked_at = ProcessState.VERIFYING, clock.now()


def test_one_screen_shows_dependencies_what_waits_and_versions(application):
    screen, code = shown()
    assert code == 0
    assert "The service is degraded." in screen  # no worker runs
    assert re.search(r"^  ! worker is down: ", screen, re.M)
    assert re.search(r"^database +ok +\w+ answers$", screen, re.M)
    assert re.search(r"^work to be published +0$", screen, re.M)
    assert re.search(r"^orders that were given up +0$", screen, re.M)
    assert re.search(r"^workers +\(Redis does not answer\)$", screen, re.M)
    assert re.search(rf"^werkbank +{re.escape(metadata.version('werkbank'))}$", screen, re.M)
    newest = migrations.newest_revision()
    assert re.search(rf"^schema +{newest}; this version wants {newest}$", screen, re.M)


def test_programs_get_the_same_as_one_json_object(application, database_url):
    give_up_a_verification(application)
    seen = as_json(database_url)
    assert seen["status"] == "degraded"
    assert seen["dependencies"]["database"]["status"] == "ok"
    assert "streams" not in seen["dependencies"]  # no command streams events
    assert seen["counts"]["processes"]["verifying"] == seen["counts"]["parked"] == 1
    assert seen["counts"]["deliveries"]["ok"] == {"waiting": 0, "due": 0, "oldest_due_s": 0.0}
    assert seen["oldest"]["steps_s"] == {"verify": 0.0, "send": 0.0}
    assert seen["workers"] is None
    assert seen["disk_free_bytes"] > 0
    assert "1 orders were given up; see `werkbank parked`" in seen["concerns"]


def test_what_has_waited_too_long_is_a_concern(application, database_url):
    process_id = UUID(user(application, "Ada").draft())
    with transactions.writing() as session:
        process = session.get_one(Process, process_id)
        process.state = ProcessState.VERIFYING
        process.state_since = clock.now() - timedelta(seconds=290)
    assert not [line for line in as_json(database_url)["concerns"] if "`verify`" in line]
    since = clock.now() - timedelta(seconds=400)
    with transactions.writing() as session:
        session.get_one(Process, process_id).state_since = since
        session.add(WorkItem(task="verify", process_id=process_id, created_at=since))
    concerns = " ".join(as_json(database_url)["concerns"])
    assert "an order has been waiting for `verify` for 40" in concerns
    assert "work has been waiting to be published for 40" in concerns


def test_scripts_can_ask_for_an_exit_code_that_tells_of_every_concern(application):
    assert shown()[1] == 0
    assert shown("--strict")[1] == 1


def test_without_a_database_it_says_so_and_fails(application, monkeypatch, tmp_path):
    monkeypatch.setenv("WERKBANK_DATABASE_URL", f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    settings.cache_clear()
    screen, code = shown()
    assert code == 1
    assert "The service is down." in screen
    assert "(the database does not answer)" in screen


def test_a_disk_that_is_not_there_is_told_and_ends_nothing(application, database_url, monkeypatch):
    def gone(folder):
        raise FileNotFoundError(folder)

    monkeypatch.setattr(disk_space, "left_bytes", gone)
    screen, _ = shown()
    assert re.search(r"^disk +\(not there\)$", screen, re.M)
    transactions.connect(database_url)
    assert as_json(database_url)["disk_free_bytes"] is None
