"""Operators decide which contractors belong to the sandbox."""

from uuid import UUID

import pytest
from click.testing import CliRunner

from service.catalogue import snapshot
from service.database import transactions
from service.ids import new_id
from service.operations.example import people
from service.sandbox.commands import sandbox
from service.settings import settings
from tests.support.production import PRODUCTION
from tests.support.worlds.marketplace import moved_to, refused

pytestmark = pytest.mark.one_database


def put(market, *words):
    """What the command says; it connects and disconnects by itself."""
    url = settings().database_url
    said = CliRunner().invoke(sandbox, words)
    transactions.connect(url)
    return said


def market_of(contractor_id):
    with transactions.reading() as session:
        return snapshot.everybody(session).entries[contractor_id].sandbox


def test_a_contractor_is_put_into_the_sandbox_and_taken_out_again(market):
    contractor_id = min(market.contractors)
    said = put(market, contractor_id)
    assert said.exit_code == 0, said.output
    assert "orders of the sandbox only" in said.output
    assert market_of(contractor_id)
    assert contractor_id not in _listed(market)
    assert put(market, contractor_id, "--real").exit_code == 0
    assert not market_of(contractor_id)
    assert contractor_id in _listed(market)


def _listed(market):
    return {item["id"] for item in market.client.get("/contractors?limit=200").json["items"]}


def test_a_contractor_that_was_asked_stays_where_it_is(market):
    _, [contractor] = market.send(1)
    contractor_id = str(contractor.login.organization_id)
    said = put(market, contractor_id)
    assert said.exit_code == 1
    assert "has been asked" in said.output
    assert not market_of(contractor_id)


def test_what_is_no_contractor_cannot_be_put_there(market):
    said = put(market, str(new_id()))
    assert said.exit_code == 1
    assert "There is no contractor" in said.output


def test_without_a_sandbox_no_project_of_it_is_created(market, monkeypatch, tmp_path):
    moved_to(tmp_path, monkeypatch, sandbox="false")
    refused(market.client.post("/projects", {"sandbox": True}), 422, "invalid")
    assert market.client.post("/projects", {"sandbox": False}).status_code == 201


@pytest.mark.parametrize("opened", [True, False])
def test_outside_the_embedded_mode_its_operator_opens_it(
    database_url, monkeypatch, tmp_path, opened
):
    values = {
        **PRODUCTION,
        "database_url": database_url,
        "sandbox": "true" if opened else "",
    }
    moved_to(tmp_path, monkeypatch, **values)
    with transactions.connected(database_url):
        people.ensure()
        assert people.ensure() == 0
        with transactions.reading() as session:
            entries = snapshot.everybody(session).entries
    assert [entry.sandbox for entry in entries.values()] == [True, True] * opened
    assert all(UUID(id) for id in entries)
    settings.cache_clear()
