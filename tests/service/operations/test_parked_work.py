"""Operators: what is parked, retrying it, contradictions; over HTTP and on the command line."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from service import clock
from service.access import lookup
from service.database import transactions
from service.database.engine import is_postgresql
from service.database.models import Process, Project, WorkItem
from service.ids import new_id
from service.lifecycle import history, leases, parking, transitions
from service.operations import consistency
from service.operations import parked as operations
from service.operations.commands import check, parked, retry
from service.settings import settings
from tests.support.callers import Caller, ask_contractor, site, user
from workflows.process import FileFacts, ProcessFacts, ProcessState


@pytest.fixture
def application(database_url, monkeypatch, tmp_path):
    with site(database_url, monkeypatch, tmp_path) as application:
        yield application


@pytest.fixture
def ada(application):
    return user(application, "Ada")


@pytest.fixture
def operator(application):
    return user(application, "Olga", is_operator=True)


def run(command, *words):
    result = CliRunner().invoke(command, words)
    transactions.connect(settings().database_url)  # a command disconnects at its end
    return result


def park(caller, error="the model is cursed"):
    """A process that was given up while it was being verified."""
    process_id = caller.process(caller.project())
    with transactions.writing() as session:
        process = session.get_one(Process, UUID(process_id))
        who = lookup.ActingParty(lookup.Actor.CLIENT, None, "Ada")
        cube = FileFacts("cube.stl", unit="mm")
        facts = ProcessFacts(model_files=(cube,), quantity=1, material_chosen=True)
        transitions.move(session, process, "verify", who, facts=facts)
        session.flush()
        session.execute(sa.delete(WorkItem))
        process.attempts, process.last_error = settings().max_attempts, error
        parking.park(session, process)
    return process_id


def test_operators_see_what_is_parked_with_reason_and_attempts(ada, operator):
    process_id = park(ada)
    [entry] = operator.get("/operations/parked").json["items"]
    since = entry.pop("since")
    assert since.endswith("Z")
    assert entry == {
        "process_id": process_id,
        "project_id": ada.get(f"/processes/{process_id}").json["project_id"],
        "title": "",
        "state": "verifying",
        "attempts": settings().max_attempts,
        "reason": "the model is cursed",
        "last_error": "the model is cursed",
    }


def test_a_process_whose_worker_died_each_time_says_so(ada, operator):
    park(ada, error=None)
    [entry] = operator.get("/operations/parked").json["items"]
    assert entry["reason"] == operations.NEVER_FINISHED
    assert entry["last_error"] is None


def test_the_list_of_parked_processes_is_paged(ada, operator):
    parked_ids = {park(ada) for _ in range(3)}
    first = operator.get("/operations/parked?limit=2").json
    second = operator.get(f"/operations/parked?limit=2&cursor={first['next']}").json
    assert {item["process_id"] for item in first["items"] + second["items"]} == parked_ids
    assert second["next"] is None


def test_a_retried_process_is_enqueued_with_all_its_attempts(ada, operator):
    process_id = park(ada)
    answer = operator.post(f"/operations/parked/{process_id}/retry", {"reason": "mended"})
    assert answer.status_code == 202
    assert answer.json["state"] == "verifying"
    assert operator.get("/operations/parked").json["items"] == []
    with transactions.reading() as session:
        process = session.get_one(Process, UUID(process_id))
        assert (process.attempts, process.parked_at) == (0, None)
        assert session.scalars(sa.select(WorkItem.process_id)).all() == [process.id]
        assert history.rows_of(session, process.id)[-1].data == {"reason": "mended"}
        assert list(history.findings(process, history.rows_of(session, process.id))) == []
    with transactions.writing() as session:
        assert leases.claim(session, process.id, ProcessState.VERIFYING).attempt == 1


def test_what_is_not_parked_cannot_be_retried(ada, operator):
    process_id = ada.process(ada.project())
    answer = operator.post(f"/operations/parked/{process_id}/retry", {"reason": "mended"})
    assert answer.status_code == 409
    assert answer.json["type"].endswith("#not-parked")
    unknown = operator.post(f"/operations/parked/{new_id()}/retry", {"reason": "mended"})
    assert unknown.status_code == 404


@pytest.mark.parametrize("body", [{}, {"reason": " "}, {"reason": "mended", "force": True}])
def test_a_retry_needs_a_reason_and_nothing_else(ada, operator, body):
    process_id = park(ada)
    answer = operator.post(f"/operations/parked/{process_id}/retry", body)
    assert answer.status_code == 422


def test_only_operators_operate(application, ada):
    process_id = park(ada)
    for caller, status in ((ada, 403), (Caller(application), 401)):
        for path in ("/operations/parked", "/operations/consistency"):
            assert caller.get(path).status_code == status
        path = f"/operations/parked/{process_id}/retry"
        assert caller.post(path, {"reason": "mended"}).status_code == status


def test_what_contradicts_nothing_gives_no_findings(ada, operator):
    park(ada)
    ada.process(ada.project())
    answer = operator.get("/operations/consistency").json
    assert answer == {"items": [], "next": None, "examined": 2}


def test_consistency_is_examined_page_by_page(ada, operator):
    project_id = ada.project()
    for _ in range(5):
        ada.process(project_id)
    with transactions.writing() as session:
        session.execute(sa.update(Process).values(state=ProcessState.CANCELLED))
    process_ids, cursor, pages = set(), "", 0
    while cursor is not None:
        page = operator.get(f"/operations/consistency?limit=2&cursor={cursor}").json
        process_ids |= {finding["process_id"] for finding in page["items"]}
        cursor, pages = page["next"], pages + 1
    assert len(process_ids) == 5
    assert pages == 3


def test_an_open_request_of_a_process_that_waits_for_none_is_found(ada, operator):
    process_id = ada.process(ada.project())
    carl = user(operator.application, "Carl")
    ask_contractor(process_id, carl.me["home_id"])
    orphan, unknown = operator.get("/operations/consistency").json["items"]
    assert orphan == {
        "process_id": process_id,
        "detail": f"request WB-1 is dispatched, but process {process_id} is draft",
    }
    assert unknown["detail"] == "request WB-1 is dispatched, its history says queued"


def test_a_living_process_of_a_deleted_project_is_found(ada, operator):
    process_id = ada.process(ada.project())
    with transactions.writing() as session:
        session.execute(sa.update(Project).values(deleted_at=clock.now()))
    [finding] = operator.get("/operations/consistency").json["items"]
    assert finding["process_id"] == process_id
    assert "is deleted" in finding["detail"]


def test_the_command_line_lists_what_is_parked_and_retries_it(ada):
    assert run(parked).output == "Nothing is parked.\n"
    process_id = park(ada)
    listed = run(parked).output
    assert re.match(r"process +state +parked \(UTC\) +attempts +reason\n", listed)
    assert process_id in listed
    assert "the model is cursed" in listed
    done = run(retry, process_id, "--reason", "mended")
    assert done.exit_code == 0, done.output
    assert run(parked).output == "Nothing is parked.\n"


def test_a_mistake_on_the_command_line_is_answered_by_a_sentence(ada):
    process_id = ada.process(ada.project())
    answer = run(retry, process_id, "--reason", "mended")
    assert answer.exit_code == 1
    assert f"Error: Process {process_id} is draft and not parked.\n" in answer.output
    unknown = run(retry, str(new_id()), "--reason", "mended")
    assert "Error: There is no process" in unknown.output
    assert "Give a reason" in run(retry, process_id, "--reason", " ").output


def test_check_is_silent_about_what_is_right_and_loud_about_what_is_not(ada, monkeypatch):
    monkeypatch.setattr("service.operations.checkpoints.BLOCK", 2)
    project_id = ada.project()
    ids = [ada.process(project_id) for _ in range(5)]
    right = run(check)
    assert right.exit_code == 0, right.output
    assert "5 processes examined, 0 contradictions." in right.output
    with transactions.writing() as session:
        session.get_one(Process, UUID(ids[3])).state = ProcessState.COMPLETED
    wrong = run(check)
    assert wrong.exit_code == 1
    assert f"process {ids[3]}: is completed, its history says draft" in wrong.output
    assert "2 processes examined, 1 contradictions." in wrong.output
    assert "3 others have not moved since they were found to agree; --all" in wrong.output
    everything = run(check, "--all")
    assert "5 processes examined, 1 contradictions." in everything.output


def test_a_process_that_moves_while_it_is_examined_contradicts_nothing(database_url, ada):
    """The history is read after the process; a move between the two must not be seen by half."""
    process_id = UUID(ada.process(ada.project()))
    with transactions.reading() as session:
        if is_postgresql(session):
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        seen = session.get_one(Process, process_id)
        ada.patch(f"/processes/{process_id}", {"quantity": 7})
        assert list(history.findings(seen, history.rows_of(session, process_id))) == []
    with transactions.reading() as session:
        assert consistency.examine(session, None, 10).findings == []


def test_parked_since_is_the_moment_of_parking(ada, operator):
    clock.move(timedelta(hours=-5))
    park(ada)
    clock.reset()
    [entry] = operator.get("/operations/parked").json["items"]
    assert entry["since"] < f"{clock.now() - timedelta(hours=4):%Y-%m-%dT%H:%M:%SZ}"
