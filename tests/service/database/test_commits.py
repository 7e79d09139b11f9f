"""Proves that a watch notices what others commit, and nothing else."""

from contextlib import closing

import pytest
import sqlalchemy as sa

from service.database import leader_lease, transactions
from service.database.commits import CommitWatch
from service.database.engine import is_postgresql
from service.database.models import LeaderLease
from tests.support.worlds.workplace import opened


@pytest.fixture
def watch(database_url, tmp_path, monkeypatch):
    with opened(database_url, "", tmp_path, monkeypatch), closing(CommitWatch()) as watch:
        watch.note()
        yield watch


def write():
    with transactions.writing() as session:
        assert leader_lease.acquire(session, "a role", "somebody", for_s=60)


def look_about():
    """Read, write nothing, and take back what was written."""
    with transactions.reading() as session:
        session.scalars(sa.select(LeaderLease)).all()
    with transactions.writing() as session:
        session.execute(sa.update(LeaderLease).where(sa.false()).values(holder="nobody"))
    with transactions.trying() as session:
        assert leader_lease.acquire(session, "a role", "another", for_s=60)


def test_a_commit_is_news_until_it_is_noted(watch):
    write()
    assert watch.has_news()
    assert watch.has_news()
    watch.note()
    with transactions.reading() as session:
        assert watch.has_news() is is_postgresql(session)


def test_where_nothing_was_committed_only_a_database_that_cannot_tell_has_news(watch):
    look_about()
    with transactions.reading() as session:
        assert watch.has_news() is is_postgresql(session) is not watch.can_tell()


def test_it_is_time_to_look_once_after_each_commit_and_now_and_then(watch):
    write()
    assert watch.is_time(every_s=600)
    with transactions.reading() as session:
        assert watch.is_time(every_s=600) is is_postgresql(session)
    assert watch.is_time(every_s=0)


def test_before_anything_is_noted_there_may_be_news(watch):
    assert CommitWatch().has_news()
