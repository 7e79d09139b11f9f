"""What was found to agree is not examined again, until it moves or everything is asked for."""

from uuid import UUID

import pytest
import sqlalchemy as sa

from service.database import transactions
from service.database.models import Checkpoint
from service.lifecycle import history_keys
from service.operations import checkpoints, consistency
from service.settings import settings
from tests.support.callers import site, user
from tests.support.tampering import tamper

#: Processes that are there.
NUMBER = 5


@pytest.fixture
def ada(database_url, monkeypatch, tmp_path):
    with site(database_url, monkeypatch, tmp_path) as application:
        monkeypatch.setattr(checkpoints, "BLOCK", 2)
        yield user(application, "Ada")


@pytest.fixture
def ids(ada):
    """Processes that were examined, by id."""
    project_id = ada.project()
    made = sorted(ada.process(project_id) for _ in range(NUMBER))
    assert counted() == (NUMBER, 0)
    return made


def counted(*, everything=False):
    """How many were examined, and how many were not, where nothing contradicts."""
    examined, unchanged, details = said(everything=everything)
    assert details == []
    return examined, unchanged


def said(*, everything=False):
    pages = list(checkpoints.check(everything=everything))
    details = [finding.detail for page in pages for finding in page.findings]
    return sum(p.examined for p in pages), sum(p.unchanged for p in pages), details


def in_database(process_id):
    """The id as it stands in a statement."""
    return UUID(process_id) if transactions.engine().name == "postgresql" else UUID(process_id).hex


def test_only_what_has_moved_is_examined_again(ada, ids):
    assert counted() == (0, NUMBER)
    assert ada.patch(f"/processes/{ids[2]}", {"quantity": 3}).status_code == 200
    assert counted() == (2, NUMBER - 2)
    assert counted() == (0, NUMBER)
    assert counted(everything=True) == (NUMBER, 0)


def test_what_is_new_is_examined_wherever_its_id_stands(ada, ids):
    project_id = ada.project()
    first, *_ = sorted([ada.process(project_id), ada.process(project_id, id=str(UUID(int=7)))])
    assert first == str(UUID(int=7))
    examined, unchanged = counted()
    assert (examined, unchanged) == (4, NUMBER - 2)
    assert counted() == (0, NUMBER + 2)


def test_a_new_row_that_was_tampered_with_is_found_at_once(ada, ids):
    assert ada.patch(f"/processes/{ids[3]}", {"quantity": 3}).status_code == 200
    tamper(
        "UPDATE history SET actor_name = 'Eve' WHERE process_id = :id AND version = 2",
        id=in_database(ids[3]),
    )
    for _ in range(2):  # what contradicts is never taken for examined
        examined, _, (detail,) = said()
        assert (examined, "the hash chain is broken" in detail) == (2, True)


def test_an_old_row_that_was_tampered_with_is_found_by_examining_everything(ids):
    tamper("UPDATE history SET actor_name = 'Eve' WHERE process_id = :id", id=in_database(ids[1]))
    assert counted() == (0, NUMBER)
    examined, unchanged, (detail,) = said(everything=True)
    assert (examined, unchanged, "the hash chain is broken" in detail) == (NUMBER, 0, True)
    assert said()[2] == [detail]  # it is not forgotten either


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE processes SET state = 'completed' WHERE id = :id",
        "UPDATE processes SET version = version + 1 WHERE id = :id",
        "UPDATE processes SET verification_id = id WHERE id = :id",
        "UPDATE processes SET contractor_id = id, offer_id = id WHERE id = :id",
    ],
)
def test_a_process_that_was_changed_past_its_history_is_found(ids, change):
    tamper(change, id=in_database(ids[4]))
    assert said()[2]


def test_who_has_no_key_cannot_make_a_checkpoint(ids, monkeypatch):
    tamper("UPDATE processes SET state = 'completed' WHERE id = :id", id=in_database(ids[0]))
    # As a forger makes it, who gives the key of theirs the name that ours has.
    forged = history_keys.newest()._replace(secret=b"e" * 64)
    with monkeypatch.context() as patched:
        patched.setattr(history_keys, "newest", lambda: forged)
        patched.setattr(consistency, "findings", lambda *_: ())
        assert counted(everything=True) == (NUMBER, 0)
    assert any("is completed, its history says draft" in detail for detail in said()[2])


def test_a_checkpoint_of_other_processes_vouches_for_none(ids):
    """Blocks of one checkpoint are not those of another, whatever is written into its row."""
    with transactions.writing() as session:
        one, two, *_ = session.scalars(sa.select(Checkpoint).order_by(Checkpoint.last_id))
        one.seal, two.seal = two.seal, one.seal
    assert counted() == (4, NUMBER - 4)


def test_checkpoints_of_a_key_that_is_gone_are_made_anew(ids, monkeypatch):
    old = settings().history_keys
    monkeypatch.setenv("WERKBANK_HISTORY_KEYS", f"{'n' * 64},{old}")
    settings.cache_clear()
    assert counted() == (0, NUMBER)
    tamper("UPDATE checkpoints SET key_id = :other", other="00000000")
    assert counted() == (NUMBER, 0)
    assert counted() == (0, NUMBER)


def test_many_that_have_not_changed_are_told_in_parts(ids, monkeypatch):
    monkeypatch.setattr(checkpoints, "MOST_COMPARED", 2)
    pages = list(checkpoints.check(everything=False))
    assert [page.unchanged for page in pages] == [2, 2, 1]
    assert pages[-1].last is None
    assert counted() == (0, NUMBER)
