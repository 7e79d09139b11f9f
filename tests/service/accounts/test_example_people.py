"""The example people: there after the first start, themselves after the second."""

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from service.accounts import login as logins
from service.accounts.passwords import is_outdated
from service.database import transactions
from service.database.models import (
    CatalogueItem,
    ContractorRow,
    Event,
    MachineRow,
    Membership,
    Organization,
    Role,
    User,
)
from service.operations.example import commands, people
from service.settings import settings
from tests.support.production import PRODUCTION
from tests.support.worlds import marketplace as markets

pytestmark = pytest.mark.one_database

TABLES = (CatalogueItem, ContractorRow, Event, MachineRow, Membership, Organization, Role, User)


@pytest.fixture
def installed(database_url, monkeypatch, tmp_path):
    """An installation that has not been started yet; says with which settings it is."""

    def install(**values):
        values = {"database_url": database_url, "var_dir": tmp_path, "embedded": "true", **values}
        for name, value in values.items():
            monkeypatch.setenv(f"WERKBANK_{name.upper()}", str(value))
        settings.cache_clear()
        transactions.connect(database_url)

    yield install
    transactions.disconnect()
    settings.cache_clear()


def counts():
    with transactions.reading() as session:
        return [session.scalar(sa.select(sa.func.count()).select_from(t)) for t in TABLES]


def test_a_second_start_adds_nothing(installed):
    installed()
    assert people.ensure() > 0
    before = counts()
    assert people.ensure() == 0
    assert counts() == before


def test_everybody_can_log_in_where_they_work(installed, database_url, monkeypatch, tmp_path):
    installed()
    people.ensure()
    with markets.opened(database_url, monkeypatch, tmp_path) as market:
        everybody = people.people(settings())
        assert len({login.email for login in everybody}) == len(list(everybody))
        assert len(everybody.contractors) >= 12
        for login in (everybody.client, everybody.colleague, *everybody.contractors[:2]):
            caller = market.visitor()
            body = {"email": login.email, "password": login.password}
            answer = caller.post("/auth/login", body)
            assert answer.status_code == 200, answer.text
            assert answer.json["home_id"] == str(login.organization_id)
            assert [o["role"] for o in answer.json["organizations"]] == [login.role]


def test_the_first_login_hashes_a_password_as_slowly_as_any_other(installed):
    installed()
    people.ensure()
    login = people.people(settings()).client
    with transactions.reading() as session:
        candidate = logins.find_candidate(session, login.email)
        assert is_outdated(session.get(User, login.user_id).password_hash)
    proof = logins.prove(candidate, login.password)
    with transactions.writing() as session:
        logins.log_in(session, proof)
    with transactions.reading() as session:
        assert not is_outdated(session.get(User, login.user_id).password_hash)


def test_passwords_follow_from_the_secret_key_and_from_nothing_else(installed):
    installed(secret_key="one")
    first = people.people(settings())
    assert people.people(settings()) == first
    installed(secret_key="two")
    assert not {p.password for p in first} & {p.password for p in people.people(settings())}
    assert first.client.password not in repr(first)


def test_what_a_contractor_has_changed_stays_changed(installed):
    installed()
    people.ensure()
    login = people.people(settings()).contractors[0]
    with transactions.writing() as session:
        session.get(Organization, login.organization_id).name = "Neue Schichtwerke GmbH"
        row = session.get(ContractorRow, login.organization_id)
        row.terms = row.terms | {"margin": "0.99"}
        session.execute(
            sa.delete(MachineRow).where(MachineRow.organization_id == login.organization_id)
        )
    assert people.ensure() == 0
    with transactions.reading() as session:
        assert session.get(Organization, login.organization_id).name == "Neue Schichtwerke GmbH"
        assert session.get(ContractorRow, login.organization_id).terms["margin"] == "0.99"
        query = sa.select(MachineRow).where(MachineRow.organization_id == login.organization_id)
        assert session.scalars(query).all() == []


def test_in_production_there_is_a_catalogue_and_nobody_else(installed):
    installed(**PRODUCTION)
    assert people.ensure() > 0
    with transactions.reading() as session:
        for table in (User, Organization, ContractorRow, MachineRow):
            assert session.scalar(sa.select(sa.func.count()).select_from(table)) == 0
        assert session.get(CatalogueItem, ("material", "pa12"))


def test_the_example_people_come_by_command_too(installed):
    installed()
    first = CliRunner().invoke(commands.seed)
    assert first.exit_code == 0, first.output
    again = CliRunner().invoke(commands.seed)
    assert again.output == "The example catalogue is loaded: 0 new entries.\n"


def test_example_ids_are_of_the_same_kind_as_everybodys(installed):
    installed()
    for login in people.people(settings()):
        for id in (login.user_id, login.organization_id):
            assert (id.version, id.variant) == (7, "specified in RFC 4122")
