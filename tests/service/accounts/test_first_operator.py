"""The first operator of an installation is mailed a link; nobody needs a shell for that."""

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from service.accounts import first_operator, users
from service.cli import main
from service.database import transactions
from service.database.models import AccountMail, CatalogueItem, User
from service.settings import settings
from tests.support import callers
from tests.support.accounts import email_of, hash_quickly, make_user_with_password
from tests.support.callers import Caller
from tests.support.servers.account_mails import mailbox, token_in

pytestmark = pytest.mark.one_database
PASSWORD = "copper lantern drifts"


@pytest.fixture
def site(database_url, monkeypatch, tmp_path):
    hash_quickly(monkeypatch)
    with callers.site(database_url, monkeypatch, tmp_path) as application:
        yield application


@pytest.fixture
def migrate(site, database_url, monkeypatch, tmp_path):
    """Runs `werkbank migrate` with an address in WERKBANK_FIRST_OPERATOR; what it says."""

    def run(email, *options):
        monkeypatch.setenv("WERKBANK_FIRST_OPERATOR", email)
        settings.cache_clear()
        done = CliRunner().invoke(main, ["migrate", *options])
        assert done.exit_code == 0, done.output
        transactions.connect(database_url)
        return done.output

    return run


def operators():
    with transactions.reading() as session:
        return list(session.scalars(sa.select(User.email).where(User.is_operator.is_(True))))


def queued():
    with transactions.reading() as session:
        return [(mail.kind, mail.email) for mail in session.scalars(sa.select(AccountMail))]


def test_the_first_operator_is_mailed_a_link_and_gets_in_by_it(site, migrate, monkeypatch):
    with mailbox(monkeypatch) as mails:
        said = migrate("Oda@Werkbank.example")
        assert "oda@werkbank.example operates the service, and is mailed a link." in said
        (letter,) = mails.fetch()
    assert letter["To"].addresses[0].addr_spec == "oda@werkbank.example"
    body = {"token": token_in(letter), "password": PASSWORD}
    assert Caller(site).post("/auth/password/reset/confirm", body).status_code == 204
    browser = callers.visitor(site)
    account = {"email": "oda@werkbank.example", "password": PASSWORD}
    assert browser.post("/auth/login", account).status_code == 200
    assert browser.get("/operations/contractors").status_code == 200


def test_who_migrates_again_invites_nobody_again(migrate):
    for _ in range(3):
        migrate("oda@werkbank.example")
    assert operators() == ["oda@werkbank.example"]
    assert queued() == [("password_reset", "oda@werkbank.example")]


def test_the_setting_lets_nobody_in_where_there_is_an_operator_already(migrate):
    make_user_with_password("Ada")
    with transactions.writing() as session:
        users.set_operator(session, email_of("Ada"), True)
        users.disable(session, email_of("Ada"))
    assert "operates" not in migrate("eve@elsewhere.example")
    assert operators() == [email_of("Ada")]
    assert queued() == []


def test_who_has_an_account_keeps_it(migrate):
    make_user_with_password("Ada")
    migrate(email_of("Ada"))
    with transactions.reading() as session:
        (ada,) = session.scalars(sa.select(User))
        assert (ada.name, ada.is_operator) == ("Ada", True)


def test_whoever_only_claims_the_address_has_nothing_of_it(site):
    claimed = first_operator.prepare("oda@werkbank.example")
    with transactions.writing() as session:
        users.register(session, claimed, is_confirmed=False)
    with transactions.writing() as session:
        assert first_operator.invite(session, first_operator.prepare("oda@werkbank.example"))
    with transactions.reading() as session:
        marked = session.execute(sa.select(User.email, User.is_operator)).all()
    assert sorted(is_operator for _, is_operator in marked) == [False, True]
    assert ("oda@werkbank.example", True) in marked


def test_a_catalogue_that_is_there_is_left_as_it_is(migrate):
    assert "The example catalogue is loaded" in migrate("", "--seed")
    with transactions.writing() as session:
        session.execute(sa.delete(CatalogueItem).where(CatalogueItem.slug == "pa12"))
    assert "The example catalogue is loaded" not in migrate("", "--seed")
    with transactions.reading() as session:
        assert "pa12" not in session.scalars(sa.select(CatalogueItem.slug))
