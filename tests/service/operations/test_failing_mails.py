"""Which mails an operator is told of, and how a database finds them."""

import pytest
import sqlalchemy as sa

from service import clock
from service.database import transactions
from service.database.models import AccountMail, Notification
from service.operations import failing_mails
from tests.support.callers import site
from tests.support.plans import plan_of


@pytest.fixture
def application(database_url, monkeypatch, tmp_path):
    with site(database_url, monkeypatch, tmp_path) as application:
        yield application


@pytest.mark.parametrize("table", [Notification, AccountMail])
def test_mails_that_fail_are_found_without_passing_those_that_went_out(application, table):
    with transactions.reading() as session:
        plan = plan_of(session, failing_mails._newest(sa.select(table), table))
    assert f"ix_{table.__tablename__}_failing" in plan, plan


def test_only_mails_that_somebody_still_waits_for_fail(application):
    states = {
        "failed": "550 no such mailbox",
        "pending": "451 later",
        "dropped": "451 later",
        "sent": None,
    }
    now = clock.now()
    with transactions.writing() as session:
        for state, error in states.items():
            fields = {"kind": state, "email": f"{state}@account.example", "data": {}}
            fields |= {"state": state, "error": error, "attempts": 1}
            session.add(AccountMail(**fields, due_at=now, subject_id=None))
        waiting = {"kind": "new", "email": "new@account.example", "data": {}, "state": "pending"}
        session.add(AccountMail(**waiting, due_at=now, subject_id=None))
    with transactions.reading() as session:
        assert {mail.kind for mail in failing_mails.failing_mails(session)} == {"failed", "pending"}
