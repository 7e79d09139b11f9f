"""The history: what was done stands there, and whoever changes it afterwards is found out."""

from itertools import pairwise
from uuid import UUID

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from service.database import transactions
from service.database.errors import DatabaseError
from service.database.models import HistoryRow, Process
from service.lifecycle import history, history_keys
from service.operations import consistency
from service.operations.commands import check
from service.settings import settings
from tests.support.callers import site, user
from tests.support.tampering import lift_guards, tamper


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
        "hash = 'f'",
    ],
)
def test_a_row_that_was_changed_afterwards_is_found(process_id, change):
    tamper(f"UPDATE history SET {change} WHERE version = 2")
    assert any("history row 2: the hash chain is broken" in said for said in findings(process_id))


def test_rows_of_former_versions_which_repeat_the_hash_before_hold(process_id):
    with transactions.writing() as session:
        lift_guards(session)
        rows = history.rows_of(session, process_id)
        for before, row in pairwise(rows[:3]):
            assert row.previous_hash == ""
            row.previous_hash = before.hash
    assert findings(process_id) == []


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
        lift_guards(session)
        rows = history.rows_of(session, process_id)
        rows[1].data = {"changed": {"quantity": 300}}
        previous = ""
        for row in rows:
            previous = row.hash = history.digest(row, previous)
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
        before = history.digest(row, "")
        assert history.digest(row, "f" * 64) != before
        covered = set()
        for column in sa.inspect(type(row)).columns:
            if column.key == "key_id":
                continue  # another one is no key
            old = getattr(row, column.key)
            setattr(row, column.key, _other(old))
            if history.digest(row, "") != before:
                covered.add(column.key)
            setattr(row, column.key, old)
        session.rollback()
    rest = {"id", "hash", "key_id", "previous_hash"}
    assert {c.key for c in sa.inspect(type(row)).columns} - covered == rest


def _other(value):
    if isinstance(value, str) or value is None:
        return f"{value}!"
    if isinstance(value, dict):
        return {**value, "more": 1}
    if isinstance(value, UUID):
        return UUID(int=value.int ^ 1)
    return value.replace(microsecond=value.microsecond ^ 1) if hasattr(value, "year") else value + 1


def test_who_can_write_to_the_database_alone_cannot_make_a_chain_that_fits(process_id, monkeypatch):
    """They can recompute everything but the keyed hashes, and put the process' row right, too."""
    monkeypatch.setenv("WERKBANK_HISTORY_KEYS", "f" * 64)
    settings.cache_clear()
    forged_by = history_keys.newest().id
    _forge(process_id, forged_by)
    monkeypatch.delenv("WERKBANK_HISTORY_KEYS")
    settings.cache_clear()
    sentences = findings(process_id)
    assert len(sentences) == 4
    unknown = f"its key {forged_by} is none of WERKBANK_HISTORY_KEYS"
    assert all(unknown in each for each in sentences)


def test_a_history_from_before_there_were_keys_holds_and_goes_on_with_keys(ada, process_id):
    _forge(process_id, None)
    assert findings(process_id) == []
    with transactions.reading() as session:
        assert consistency.examine(session, None, 10).unkeyed == 1
    assert ada.delete(f"/processes/{process_id}").status_code == 204
    assert findings(process_id) == []
    with transactions.reading() as session:
        keys = [row.key_id for row in history.rows_of(session, process_id)]
    assert keys == [None] * 4 + [history_keys.newest().id]


def test_rows_without_a_key_after_such_with_one_are_found(process_id):
    _forge(process_id, None, first=3)
    assert findings(process_id) == [
        f"process {process_id}, history row {version}: has no key, although the rows before it have"
        for version in (3, 4)
    ]


def test_a_history_is_read_with_the_keys_that_it_was_written_with(process_id, monkeypatch):
    old = settings().history_keys
    monkeypatch.setenv("WERKBANK_HISTORY_KEYS", f"{'n' * 64},{old}")
    settings.cache_clear()
    assert findings(process_id) == []
    with transactions.reading() as session:
        names = {row.key_id for row in history.rows_of(session, process_id)}
    (name,) = names
    assert history_keys.named(name).secret == old.encode()
    assert history_keys.newest().id != name


def _forge(process_id, key_id, first=1):
    """Rewrite the rows from one on with the hashes of a key, or of none, and the process' row."""
    with transactions.writing() as session:
        lift_guards(session)
        rows = history.rows_of(session, process_id)
        previous = ""
        for row in rows:
            if row.version >= first:
                row.key_id = key_id
                row.hash = history.digest(row, previous)
            previous = row.hash
        session.get_one(Process, process_id).history_hash = previous


@pytest.mark.parametrize(
    "statement", [sa.update(HistoryRow).values(trigger="edit"), sa.delete(HistoryRow)]
)
def test_the_database_itself_refuses_to_rewrite_a_history(process_id, statement):
    with pytest.raises(DatabaseError, match="never changed"), transactions.writing() as session:
        session.execute(statement)


@pytest.mark.only_on("postgresql")  # SQLite keeps a key of all ids
def test_the_newest_rows_of_all_histories_are_found_without_passing_the_others(process_id):
    with transactions.reading() as session:
        newest = history.rows_of(session, process_id)[-1].id
        session.execute(sa.text("SET LOCAL enable_seqscan = off"))  # there are few rows
        plan = sa.text("EXPLAIN SELECT at FROM history WHERE id >= :id")
        assert any("ix_history_id" in line for line in session.scalars(plan, {"id": newest}))


def test_a_printed_head_is_held_against_the_history(process_id):
    with transactions.reading() as session:
        third = history.rows_of(session, process_id)[2]
    printed = f"3-{third.hash[:16]}"
    assert _check_head(process_id, printed) == (
        0,
        f"The history of process {process_id} is whole, and had the head {printed}.\n",
    )
    other = f"3-{'0' * 16}"
    assert _check_head(process_id, other)[0] == 1
    assert _check_head(process_id, f"9-{third.hash[:16]}")[0] == 1
    assert "is no head" in _check_head(process_id, "seven")[1]
    # With the key itself everything can be forged, but for what was printed before.
    with transactions.writing() as session:
        lift_guards(session)
        history.rows_of(session, process_id)[1].data = {"changed": {"quantity": 300}}
    _forge(process_id, history_keys.newest().id)
    assert findings(process_id) == []
    exit_code, output = _check_head(process_id, printed)
    assert exit_code == 1
    assert f"is another one than that of {printed}" in output


def _check_head(process_id, head):
    done = CliRunner().invoke(check, ["--head", str(process_id), head])
    transactions.connect(settings().database_url)
    return done.exit_code, done.output
