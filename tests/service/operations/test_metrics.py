"""The numbers for Prometheus: what waits, what was answered, at a bounded cost."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from prometheus_client.parser import text_string_to_metric_families

from service import clock
from service.access.actor import SYSTEM
from service.database import event_counts, leader_lease, transactions
from service.database.models import Process, WorkItem
from service.events import outbox
from service.lifecycle import batches
from service.notifications import mail_bounds
from service.operations import health, overview
from service.operations.commands import status
from tests.support.callers import Caller, publish, site, user
from workflows.process import ProcessState


@pytest.fixture
def application(database_url, monkeypatch, tmp_path):
    with site(database_url, monkeypatch, tmp_path) as application:
        yield application


@pytest.fixture
def numbers(application):
    """Read the numbers: name and labels to value."""

    def read():
        answer = Caller(application).get("//metrics")
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("text/plain")
        return {
            (sample.name, *sorted(sample.labels.values())): sample.value
            for family in text_string_to_metric_families(answer.text)
            for sample in family.samples
        }

    return read


def test_requests_are_counted_by_route_and_status_not_by_address(application, numbers):
    ada = user(application, "Ada")
    key = ("werkbank_http_requests_total", "/api/v1/projects/<uuid:project_id>", "404", "GET")
    before = numbers().get(key, 0)
    for number in range(3):
        ada.get(f"/projects/00000000-0000-7000-8000-{number:012}")
    assert numbers()[key] == before + 3


def test_addresses_and_methods_that_nobody_knows_make_no_numbers_of_their_own(application, numbers):
    for number in range(3):
        Caller(application).ask(f"NONSENSE{number}", f"//nowhere/{number}")
    assert not [key for key in numbers() if "nowhere" in str(key) or "NONSENSE" in str(key)]


def test_batches_that_failed_are_counted_by_task_on_whatever_machine(application, numbers):
    assert numbers()["werkbank_batches_failed_total", "verify"] == 0
    with transactions.writing() as session:
        for task in ("verify", "verify", "send"):
            event_counts.increment(session, batches.FAILED + task)
    assert numbers()["werkbank_batches_failed_total", "verify"] == 2
    assert numbers()["werkbank_batches_failed_total", "send"] == 1


def test_mails_that_were_put_off_are_counted_on_whatever_machine(application, numbers):
    assert numbers()["werkbank_mails_put_off_total",] == 0
    with transactions.writing() as session:
        for _ in range(2):
            event_counts.increment(session, mail_bounds.PUT_OFF)
    assert numbers()["werkbank_mails_put_off_total",] == 2


def test_processes_are_counted_by_state(application, numbers):
    ada = user(application, "Ada")
    project_id = ada.project()
    ids = [UUID(ada.process(project_id)) for _ in range(3)]
    with transactions.writing() as session:
        session.get_one(Process, ids[0]).state = ProcessState.SENT
    values = numbers()
    assert values["werkbank_processes", "draft"] == 2
    assert values["werkbank_processes", "sent"] == 1
    assert values["werkbank_processes", "cancelled"] == 0


def test_what_waits_shows_with_its_age(application, numbers):
    values = numbers()
    assert values["werkbank_work_items_waiting",] == 0
    assert values["werkbank_work_item_oldest_age_seconds",] == 0
    ada = user(application, "Ada")
    process_id = UUID(ada.process(ada.project()))
    publish()
    with transactions.writing() as session:
        session.add(WorkItem(task="verify", process_id=process_id, created_at=clock.now()))
        session.add(
            WorkItem(
                task="verify",
                process_id=process_id,
                created_at=clock.now() - timedelta(seconds=90),
            )
        )
        session.execute(sa.delete(WorkItem).where(WorkItem.id == 1))
        outbox.announce(session, "process.verified", actor=SYSTEM, parties=[])
        process = session.get_one(Process, process_id)
        process.state, process.parked_at = ProcessState.VERIFYING, clock.now()
    values = numbers()
    assert values["werkbank_work_items_waiting",] == 1
    assert 90 <= values["werkbank_work_item_oldest_age_seconds",] < 120
    assert values["werkbank_events_unpublished",] == 1
    assert values["werkbank_processes_parked",] == 1


def test_numbers_that_were_renamed_go_by_their_former_names_too(application, numbers):
    ada = user(application, "Ada")
    process_id = UUID(ada.process(ada.project()))
    with transactions.writing() as session:
        session.add(WorkItem(task="verify", process_id=process_id, created_at=clock.now()))
    values = numbers()
    assert values["werkbank_bells_waiting",] == values["werkbank_work_items_waiting",] == 1
    assert ("werkbank_bell_oldest_age_seconds",) in values


def test_the_schedulers_beat_shows_once_there_was_one(numbers):
    assert ("werkbank_scheduler_beat_age_seconds",) not in numbers()
    with transactions.writing() as session:
        leader_lease.acquire(session, health.SCHEDULER_ROLE, "test", 5)
    assert numbers()["werkbank_scheduler_beat_age_seconds",] < 60


def test_counting_ends_at_a_bound(application, numbers, monkeypatch):
    monkeypatch.setattr(overview, "MOST", 2)
    ada = user(application, "Ada")
    project_id = ada.project()
    for _ in range(3):
        ada.process(project_id)
    assert numbers()["werkbank_processes", "draft"] == 2


def test_without_a_database_the_numbers_say_so_and_requests_still_count(
    application, numbers, tmp_path
):
    transactions.connect(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    values = numbers()
    assert values["werkbank_database_up",] == 0
    assert ("werkbank_work_items_waiting",) not in values
    assert any(key[0] == "werkbank_http_requests_total" for key in values)


def test_the_status_on_the_command_line_shows_dependencies_numbers_and_versions(application):
    result = CliRunner().invoke(status)
    assert result.exit_code == 0, result.output
    assert "The service is degraded." in result.output  # no worker runs
    assert re.search(r"^database +ok +\w+ answers$", result.output, re.MULTILINE)
    assert re.search(r"^work_items_waiting +0$", result.output, re.MULTILINE)
    assert "bells" not in result.output
    assert re.search(r"^celery +\d", result.output, re.MULTILINE)
