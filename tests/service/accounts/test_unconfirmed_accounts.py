"""An account that nobody has confirmed goes after a while, unless something belongs to it."""

from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from service import clock
from service.accounts import members, unconfirmed_accounts
from service.database import transactions
from service.database.models import ApprovedDevice, Membership, Organization, Role, User
from service.operations import retention
from service.settings import settings
from tests.support import callers
from tests.support.accounts import PASSWORD, hash_quickly
from tests.support.callers import Caller
from tests.support.servers.account_mails import mailbox
from tests.support.worlds.marketplace import ADDRESS

HOME = "/organizations/{home_id}"


@pytest.fixture
def site(database_url, monkeypatch, tmp_path):
    hash_quickly(monkeypatch)
    on = {"email_confirmation": "true"}
    with callers.site(database_url, monkeypatch, tmp_path, **on) as application:
        yield application


def register(site, name="Ada"):
    browser = Caller(site)
    account = {"email": f"{name.lower()}@shop.example", "password": PASSWORD, "name": name}
    assert browser.post("/auth/register", account).status_code == 201
    return browser.visit()


def change(name, **values):
    with transactions.writing() as session:
        session.execute(sa.update(User).where(User.name == name).values(**values))


def left():
    """The names of the users who are still there."""
    with transactions.reading() as session:
        return set(session.scalars(sa.select(User.name)))


def pass_days(days):
    clock.move(timedelta(days=days))
    return retention.tidy(clock.now())["accounts"]


def test_an_account_that_nobody_confirms_goes_with_all_that_it_was_given(site):
    ada = register(site)
    assert ada.get("/notifications/preferences").status_code == 200
    approval = {"enabled": True, "password": PASSWORD}
    assert ada.put("/auth/devices/approval", approval).json["approved_devices"] == 1
    assert pass_days(settings().unconfirmed_account_days - 1) == 0
    assert left() == {"Ada"}
    assert pass_days(1) == 1
    with transactions.reading() as session:
        for table in (User, Organization, Role, Membership, ApprovedDevice):
            assert session.scalars(sa.select(table)).all() == [], table
    assert ada.get("/auth/me").json["user"] is None


def test_whoever_has_confirmed_or_runs_the_service_or_was_disabled_stays(site, monkeypatch):
    with mailbox(monkeypatch) as mails:
        register(site)
        confirmation = {"token": mails.token("confirm"), "password": PASSWORD}
        assert Caller(site).post("/auth/email/confirm", confirmation).status_code == 204
    register(site, "Olga"), register(site, "Dan"), register(site, "Eve")
    change("Olga", is_operator=True)
    change("Dan", disabled_at=clock.now())
    assert pass_days(30) == 1
    assert left() == {"Ada", "Olga", "Dan"}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/projects", {"title": "Pump"}),
        ("/api_keys", {"name": "shop"}),
        (f"{HOME}/addresses", {"label": "works", "address": ADDRESS}),
    ],
)
def test_an_account_to_which_something_belongs_stays(site, path, body):
    ada = register(site)
    answer = ada.post(path.format(home_id=ada.me["home_id"]), body)
    assert answer.status_code == 201, answer.text
    register(site, "Eve")
    assert pass_days(30) == 1
    assert left() == {"Ada"}


def test_an_account_with_company_in_its_organization_stays(site):
    ada, _eve = register(site), register(site, "Eve")
    with transactions.writing() as session:
        organization = session.get_one(Organization, UUID(ada.me["home_id"]))
        role = session.scalars(sa.select(Role).where(Role.name == "member")).first()
        user = session.scalars(sa.select(User).where(User.name == "Eve")).one()
        members.take_in(session, organization, user, role)
    assert pass_days(30) == 0
    assert left() == {"Ada", "Eve"}


def test_a_bite_holds_so_many_accounts_as_it_may(site):
    for name in ("Ada", "Eve", "Dan"):
        register(site, name)
    with transactions.writing() as session:
        assert unconfirmed_accounts.delete_old(session, clock.now(), 2) == 2
    assert len(left()) == 1
