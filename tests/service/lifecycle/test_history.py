"""The history: what was done stands there, and whoever changes it afterwards is found out."""

from uuid import UUID

import pytest
import sqlalchemy as sa

from service.database import transactions
from service.database.models import Process
from service.lifecycle import history
from tests.support.callers import site, user


@pytest.fixture
def ada(database_url, monkeypatch, tmp_path):
    with site(database_url, monkeypatch, tmp_path) as application:
        yield user(application, "Ada")


@pytest.fixture
def process_id(ada):
    """A process with a few rows of history."""
    id = ada.process(ada.project(), title="Bracket", quantity=2)
    ada.patch(f"/processes/{id}", {"quantity": 3})
    ada.patch(f"/processes/{id}", {"notes": "black, please"})
    assert ada.post(f"/processes/{id}/actions/cancel", {"reason": "too late"}).status_code == 200
    return UUID(id)


def findings(process_id):
    with transactions.reading() as session:
        process = session.get_one(Process, process_id)
        return list(history.findings(process, history.rows_of(session, process_id)))


def tamper(statement, **values):
    with transactions.writing() as session:
        changed = session.execute(sa.text(statement), values)
        assert changed.rowcount > 0


def test_every_change_is_one_row_with_who_when_what_and_the_data(ada, process_id):
    rows = ada.get(f"/processes/{process_id}/history").json["items"]
    assert [row["version"] for row in rows] == [1, 2, 3, 4]
    assert [row["trigger"] for row in rows] == ["create", "edit", "edit", "cancel"]
    assert [(row["from"], row["to"]) for row in rows] == [
        (None, "draft"),
        ("draft", "draft"),
        ("draft", "draft"),
        ("draft", "cancelled"),
    ]
    assert rows[-1]["data"] == {"reason": "too late"}
    me = ada.me["user"]
    assert all(r["actor"] == {"role": "client", "id": me["id"], "name": "Ada"} for r in rows)
    assert [row["at"] for row in rows] == sorted(row["at"] for row in rows)
    assert ada.get(f"/processes/{process_id}").json["version"] == 4


def test_an_untouched_history_holds(process_id):
    assert findings(process_id) == []


@pytest.mark.parametrize(
    "change",
    [
        "actor_name = 'Eve'",
        "actor_role = 'operator'",
        "at = '2020-01-01 00:00:00'",
        'data = \'{"changed": {"quantity": 300}}\'',
        "previous_hash = hash",
        "hash = previous_hash",
    ],
)
def test_a_row_that_was_changed_afterwards_is_found(process_id, change):
    tamper(f"UPDATE history SET {change} WHERE version = 2")
    assert any("history row 2: the hash chain is broken" in said for said in findings(process_id))


def test_a_row_that_was_taken_out_is_found(process_id):
    tamper("DELETE FROM history WHERE version = 3")
    assert any("row 4: expected version 3" in said for said in findings(process_id))


def test_a_history_that_was_cut_off_is_found(process_id):
    tamper("DELETE FROM history WHERE version = 4")
    said = findings(process_id)
    assert f"process {process_id}: is cancelled, its history says draft" in said
    assert any("its history ends at 3" in words for words in said)


def test_a_history_that_was_taken_away_whole_is_found(process_id):
    tamper("DELETE FROM history")
    assert findings(process_id)


def test_a_state_that_was_changed_past_the_history_is_found(process_id):
    tamper("UPDATE processes SET state = 'completed'")
    assert findings(process_id) == [
        f"process {process_id}: is completed, its history says cancelled"
    ]


def test_a_chain_that_was_forged_whole_contradicts_the_process(process_id):
    """Whoever recomputes all hashes must change the process' row as well."""
    with transactions.writing() as session:
        rows = history.rows_of(session, process_id)
        rows[1].data = {"changed": {"quantity": 300}}
        previous = ""
        for row in rows:
            row.previous_hash = previous
            previous = row.hash = history.digest(row)
    assert any("its history ends at 4" in said for said in findings(process_id))


def test_refused_moves_leave_no_trace(ada, process_id):
    assert ada.post(f"/processes/{process_id}/actions/verify", {}).status_code == 409
    assert ada.post(f"/processes/{process_id}/actions/fly", {}).status_code == 409
    assert len(ada.get(f"/processes/{process_id}/history").json["items"]) == 4


def test_a_dry_run_leaves_no_trace(ada):
    id = ada.process(ada.project())
    dry = ada.post(f"/processes/{id}/actions/cancel?dry_run=true", {"reason": "just asking"})
    assert dry.status_code == 200
    assert dry.headers["Dry-Run"] == "true"
    assert dry.json["state"] == "cancelled"
    assert ada.get(f"/processes/{id}").json["state"] == "draft"
    assert len(ada.get(f"/processes/{id}/history").json["items"]) == 1


def test_the_digest_covers_every_field_of_a_row(process_id):
    with transactions.reading() as session:
        row = history.rows_of(session, process_id)[0]
        before = history.digest(row)
        covered = set()
        for column in sa.inspect(type(row)).columns:
            old = getattr(row, column.key)
            setattr(row, column.key, _other(old))
            if history.digest(row) != before:
                covered.add(column.key)
            setattr(row, column.key, old)
        session.rollback()
    assert {c.key for c in sa.inspect(type(row)).columns} - covered == {"id", "hash"}


def _other(value):
    if isinstance(value, str) or value is None:
        return f"{value}!"
    if isinstance(value, dict):
        return {**value, "more": 1}
    if isinstance(value, UUID):
        return UUID(int=value.int ^ 1)
    return value.replace(microsecond=value.microsecond ^ 1) if hasattr(value, "year") else value + 1
