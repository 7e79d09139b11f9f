"""The numbers for Prometheus: what waits, what was answered, counted to the end."""

from datetime import timedelta
from importlib import metadata
from uuid import UUID

import pytest
import sqlalchemy as sa
from prometheus_client.parser import text_string_to_metric_families

from service import clock
from service.access.actor import SYSTEM
from service.database import event_counts, leader_lease, migrations, transactions
from service.database.models import AccountMail, Process, WorkItem
from service.events import outbox
from service.lifecycle import batches
from service.notifications import account_mails, mail_bounds, mail_queue
from service.operations import census, health
from tests.support import meshes
from tests.support.callers import Caller, publish, site, user
from workflows.process import ProcessState


@pytest.fixture
def application(database_url, monkeypatch, tmp_path):
    with site(database_url, monkeypatch, tmp_path) as application:
        yield application


@pytest.fixture
def numbers(application):
    """Read the numbers: name and labels to value."""

    def read(*, anew=True):
        if anew:
            census.forget()
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


def test_the_oldest_step_shows_unless_it_is_parked(application, numbers):
    ada = user(application, "Ada")
    ids = [UUID(ada.draft()) for _ in range(2)]
    key = "werkbank_step_oldest_age_seconds", "verify"
    assert numbers()[key] == 0
    with transactions.writing() as session:
        for process_id, minutes in zip(ids, (10, 5), strict=True):
            process = session.get_one(Process, process_id)
            process.state = ProcessState.VERIFYING
            process.state_since = clock.now() - timedelta(minutes=minutes)
    assert 600 <= numbers()[key] < 660
    with transactions.writing() as session:
        session.get_one(Process, ids[0]).parked_at = clock.now()
    assert 300 <= numbers()[key] < 360


def test_what_takes_long_to_count_is_kept_and_ages_are_not(application, numbers, monkeypatch):
    monkeypatch.setattr(census, "QUICK_S", 0.0)
    monkeypatch.setattr(census, "KEPT_FOR", 1e6)
    ada = user(application, "Ada")
    process_id = UUID(ada.draft())
    assert numbers()["werkbank_processes", "draft"] == 1
    ada.draft()
    with transactions.writing() as session:
        session.get_one(Process, process_id).state = ProcessState.VERIFYING
        session.get_one(Process, process_id).state_since = clock.now() - timedelta(minutes=10)
    values = numbers(anew=False)
    assert values["werkbank_processes", "draft"] == 1
    assert values["werkbank_step_oldest_age_seconds", "verify"] >= 600
    assert numbers()["werkbank_processes", "draft"] == 1
    assert numbers()["werkbank_processes", "verifying"] == 1


def test_a_login_is_counted_by_how_it_ended(application, numbers):
    before = numbers()
    ada = Caller(application).visit()
    for _ in range(2):
        wrong = {"email": "nobody@example.com", "password": "wrong password"}
        assert ada.post("/auth/login", wrong).status_code == 401
    account = {"email": "grace@example.com", "name": "Grace", "password": "correct horse staple"}
    assert ada.post("/auth/register", account).status_code == 201
    after = numbers()
    changes = {key[1]: after[key] - before[key] for key in after if "login_attempts" in key[0]}
    assert changes == {"accepted": 1, "refused": 2, "limited": 0, "code_wanted": 0}


def test_mails_that_are_due_and_tried_again_show_by_queue_with_their_age(application, numbers):
    assert numbers()["werkbank_mails_due", "account"] == 0
    at = clock.now() - timedelta(minutes=20)
    with transactions.writing() as session:
        for error in (None, "451 later"):
            account_mails.enqueue(session, "new_device", "ada@example.com")
            session.flush()
            (row,) = session.scalars(sa.select(AccountMail).where(AccountMail.due_at > at))
            row.due_at, row.error = at, error
            session.flush()
    values = numbers()
    assert values["werkbank_mails_due", "account"] == 2
    assert values["werkbank_mails_retried", "account"] == 1
    assert 1200 <= values["werkbank_mail_oldest_due_age_seconds", "account"] < 1260
    with transactions.writing() as session:
        ids = session.scalars(sa.select(AccountMail.id)).all()
        mail_queue.mark_sent(session, AccountMail, ids[:1])
        mail_queue.mark_failed(session, AccountMail, ids[1:], "550 no", for_good=True)
    values = numbers()
    assert values["werkbank_mails_due", "account"] == 0
    assert values["werkbank_mail_attempts_total", "account", "sent"] == 1
    assert values["werkbank_mail_attempts_total", "account", "given_up"] == 1


def test_what_files_take_shows_with_the_room_that_is_left(application, numbers):
    ada = user(application, "Ada")
    assert ada.upload(ada.draft(), unit="mm").status_code == 201
    values = numbers()
    assert values["werkbank_stored_files",] == 1
    assert values["werkbank_stored_bytes",] == len(meshes.cube_stl())
    assert values["werkbank_disk_free_bytes",] > 0


def test_version_schema_and_dependencies_show(numbers, database_url):
    values = numbers()
    (build,) = [key for key in values if key[0] == "werkbank_build_info"]
    assert set(build[1:]) == {metadata.version("werkbank"), migrations.revisions(database_url)[1]}
    assert values["werkbank_dependency_up", "database"] == 1
    assert values["werkbank_dependency_up", "scheduler"] == 0


def test_without_a_database_the_numbers_say_so_and_requests_still_count(
    application, numbers, tmp_path
):
    transactions.connect(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    values = numbers()
    assert values["werkbank_database_up",] == 0
    assert ("werkbank_work_items_waiting",) not in values
    assert any(key[0] == "werkbank_http_requests_total" for key in values)
