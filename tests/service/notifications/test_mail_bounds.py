"""Nobody is mailed more than is set, and what is over comes later: nothing is lost."""

from uuid import UUID

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from service.database import event_counts, transactions
from service.database.models import Membership, Role
from service.notifications import mail_bounds
from service.settings import settings
from tests.support.callers import site, user
from tests.support.notifying import (
    choose,
    happens,
    later,
    mailed_to,
    queued,
    told_of,
    uses_mail_server,
)
from tests.support.servers.mail_servers import Post, mail_server
from tests.support.servers.mailed import published

#: The defaults, too, let so many out.
WITHOUT_BOUNDS = {
    "recipient_mails_per_hour": 0,
    "recipient_mails_per_day": 0,
    "organization_mails_per_day": 0,
}


@pytest.fixture
def application(database_url, monkeypatch, tmp_path):
    values = {"mail_folding_s": 0, **WITHOUT_BOUNDS}
    with site(database_url, monkeypatch, tmp_path, **values) as application:
        yield application


@pytest.fixture
def ada(application, monkeypatch):
    ada = user(application, "Ada")
    published()  # what happened before the first look is no news
    later(seconds=0)  # nothing depends on how long the test takes
    return ada


def bound(monkeypatch, **values):
    for name, value in values.items():
        monkeypatch.setenv(f"WERKBANK_{name.upper()}", str(value))
    settings.cache_clear()


def flood(caller, number):
    for index in range(number):
        happens(caller, "offer.made", caller.project(title=f"Part {index}"))


def put_off():
    with transactions.reading() as session:
        return event_counts.number(session, mail_bounds.PUT_OFF)


@pytest.mark.parametrize(
    ("name", "span"),
    [
        ("recipient_mails_per_hour", {"hours": 1}),
        ("recipient_mails_per_day", {"days": 1}),
        ("organization_mails_per_day", {"days": 1}),
    ],
)
def test_what_is_over_a_bound_comes_in_one_mail_when_there_is_room_again(
    ada, monkeypatch, name, span
):
    bound(monkeypatch, **{name: 2})
    flood(ada, 5)
    with capture_logs() as logs:
        assert published() == 2
    warnings = [log for log in logs if log["log_level"] == "warning"]
    assert [(log["event"], log["bound"]) for log in warnings] == [("a mail was put off", name)] * 3
    assert put_off() == 3
    later(**span, minutes=-1)
    assert published() == 0
    later(minutes=1)
    assert published() == 1
    assert put_off() == 3
    told = [line for letter in mailed_to(ada) for line in told_of(letter)]
    assert told == ["an offer has come in"] * 5
    assert {note.state for note in queued(ada)} == {"sent"}


def test_the_longest_of_several_bounds_counts(ada, monkeypatch):
    bound(monkeypatch, recipient_mails_per_hour=1, recipient_mails_per_day=2)
    flood(ada, 1)
    assert published() == 1
    later(hours=1)
    flood(ada, 2)
    assert published() == 1
    later(hours=22, minutes=59)
    assert published() == 0
    later(minutes=1)
    assert published() == 1
    assert put_off() == 1, "it is put off once, until both let it out"


def test_a_mail_that_no_server_takes_does_not_count(ada, monkeypatch):
    bound(monkeypatch, recipient_mails_per_hour=1)
    flood(ada, 1)
    with mail_server(Post(to_recipient="550 nobody here")) as port:
        uses_mail_server(monkeypatch, port)
        assert published() == 0
    monkeypatch.delenv("WERKBANK_SMTP_URL")
    settings.cache_clear()
    flood(ada, 1)
    assert published() == 1


def test_each_recipient_has_a_share_of_their_own(application, ada, monkeypatch):
    bound(monkeypatch, recipient_mails_per_hour=1)
    bea = user(application, "Bea")
    for caller in (ada, bea):
        flood(caller, 2)
    assert published() == 2
    assert [len(mailed_to(caller)) for caller in (ada, bea)] == [1, 1]


def test_the_members_of_an_organization_share_its_bound(application, ada, monkeypatch):
    bound(monkeypatch, organization_mails_per_day=3)
    bea = user(application, "Bea")
    join(bea, UUID(ada.me["home_id"]))
    flood(ada, 3)
    assert published() == 3
    later(days=1)
    assert published() > 0
    for caller in (ada, bea):
        assert [line for letter in mailed_to(caller) for line in told_of(letter)] == [
            "an offer has come in"
        ] * 3


def join(caller, organization_id):
    with transactions.writing() as session:
        query = sa.select(Role.id).where(
            Role.organization_id == organization_id, Role.name == "owner"
        )
        session.add(
            Membership(
                user_id=UUID(caller.me["user"]["id"]),
                organization_id=organization_id,
                role_id=session.scalars(query).one(),
            )
        )


def test_a_digest_counts_as_one_mail_however_much_it_tells(ada, monkeypatch):
    bound(monkeypatch, recipient_mails_per_day=2)
    choose(ada, offer__made="digest")
    flood(ada, 5)
    published()
    later(days=1)
    assert published() == 1
    happens(ada, "process.message", ada.project())
    assert published() == 1
    happens(ada, "process.message", ada.project())
    assert published() == 0


def test_what_nobody_wants_any_more_is_dropped_and_not_put_off(ada, monkeypatch):
    bound(monkeypatch, recipient_mails_per_hour=1)
    flood(ada, 2)
    assert published() == 1
    choose(ada, offer__made="event")
    later(hours=1)
    assert published() == 0
    assert sorted(note.state for note in queued(ada)) == ["dropped", "sent"]
    assert put_off() == 1


def test_a_mail_that_failed_and_is_put_off_then_stays_the_mail_it_was(ada, monkeypatch):
    busy, well = Post(to_data="451 later"), Post()
    flood(ada, 1)
    with mail_server(busy) as port:
        uses_mail_server(monkeypatch, port)
        assert published() == 0
    bound(monkeypatch, recipient_mails_per_hour=1)
    with mail_server(well) as port:
        uses_mail_server(monkeypatch, port)
        happens(ada, "process.message", ada.project())
        assert published() == 1
        later(minutes=10)
        assert published() == 0
        assert {note.attempts for note in queued(ada)} == {1}, "being put off is no attempt"
        later(hours=1)
        assert published() == 1
    assert well.letters[-1]["Subject"] == "Part 0: an offer has come in, your move"


def test_without_bounds_all_goes_out_at_once(ada):
    flood(ada, 35)
    assert published() == 35
    assert put_off() == 0
