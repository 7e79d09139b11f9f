"""Real orders and orders of the sandbox never meet each other's contractors."""

from uuid import UUID

import pytest
import sqlalchemy as sa

from service import clock
from service.access.actor import SYSTEM
from service.catalogue import terms
from service.database import transactions
from service.database.models import ContractorRow, Organization, Process, Request
from service.sandbox import play
from service.sourcing import dispatch
from tests.support import orders
from tests.support.orders import delivered, fire
from tests.support.pdfs import text_of
from tests.support.sandbox_orders import played, sent, suitable, verified, wait


@pytest.fixture(autouse=True)
def _time_goes_on_from_now():
    yield
    clock.reset()


@pytest.fixture
def market(shared_market):
    return shared_market


def contractors(*, sandbox):
    with transactions.reading() as session:
        query = sa.select(ContractorRow.organization_id).where(ContractorRow.sandbox == sandbox)
        return {str(id) for id in session.scalars(query)}


def offered(market, process_id):
    items = market.client.get(f"/processes/{process_id}/contractors?limit=200").json["items"]
    return {item["contractor_id"] for item in items}


def test_each_order_is_quoted_by_contractors_of_its_own_kind(market):
    real, trial = orders.verified(market), verified(market)
    assert offered(market, real) == contractors(sandbox=False)
    assert offered(market, trial) == contractors(sandbox=True)


@pytest.mark.parametrize("sandbox", [True, False])
def test_a_contractor_of_the_other_kind_cannot_be_chosen(market, sandbox):
    process_id = verified(market) if sandbox else orders.verified(market)
    other = min(contractors(sandbox=not sandbox))
    path = f"/processes/{process_id}/choice"
    refused = market.client.put(path, {"contractor_ids": [other]})
    assert refused.status_code == 422
    assert other in refused.json["errors"][0]["detail"]


@pytest.mark.parametrize("sandbox", [True, False])
def test_whoever_was_chosen_all_the_same_is_not_asked(market, sandbox):
    process_id = verified(market) if sandbox else orders.verified(market)
    best = suitable(market, process_id)[0]
    market.client.put(f"/processes/{process_id}/choice", {"contractor_ids": [best]})
    assert fire(market.client, process_id, "send").status_code == 202
    with transactions.writing() as session:  # as if the contractor had changed sides meanwhile
        session.get_one(Process, UUID(process_id)).sandbox = not sandbox
    assert dispatch.send(UUID(process_id), delivered) == "dispatch_fails"
    with transactions.reading() as session:
        query = sa.select(Request).where(Request.process_id == UUID(process_id))
        [request] = session.scalars(query)
    assert request.state.value == "refused"


def test_nobody_plays_a_real_contractor(market):
    process_id, [contractor] = market.send(1)
    with transactions.writing() as session:
        session.get_one(Process, UUID(process_id)).sandbox_due_at = clock.now()
    wait()
    play.play_due(clock.now())
    assert market.client.get(f"/processes/{process_id}").json["state"] == "sent"
    assert orders.request_of(contractor, process_id)["state"] == "dispatched"


def test_lists_of_contractors_have_one_kind_only(market):
    def ids(query=""):
        items = market.client.get(f"/contractors?limit=200{query}").json["items"]
        return {item["id"]: item["sandbox"] for item in items}

    assert ids() == dict.fromkeys(contractors(sandbox=False), False)
    assert ids("&sandbox=true") == dict.fromkeys(contractors(sandbox=True), True)
    trial = min(contractors(sandbox=True))
    assert market.client.get(f"/contractors/{trial}").json["sandbox"] is True


def test_orders_of_the_sandbox_are_marked_wherever_they_are_shown(market):
    process_id = sent(market)
    process = played(market, process_id)
    assert process["sandbox"] is True
    assert [request["sandbox"] for request in process["requests"]] == [True]
    project = market.client.get(f"/projects/{process['project_id']}").json
    assert project["sandbox"] is True
    assert [row["sandbox"] for row in project["processes"]] == [True]
    clone = market.client.post(f"/projects/{process['project_id']}/clone", {}).json
    assert clone["sandbox"] is True
    real = market.client.get(f"/processes/{orders.verified(market)}").json
    assert real["sandbox"] is False


@pytest.mark.one_database
def test_each_paper_of_an_order_of_the_sandbox_says_that_nothing_is_made(market):
    process_id = sent(market)
    [request] = played(market, process_id)["requests"]
    papers = market.client.get(f"/processes/{process_id}/documents").json["items"]
    paths = [f"/processes/{process_id}/documents/{paper['number']}.pdf" for paper in papers]
    assert len(paths) == 4
    for path in (*paths, f"/requests/{request['id']}/dossier.pdf"):
        assert "Sandbox: " in text_of(market.client.get(path).data), path


def test_events_say_whether_they_are_of_the_sandbox(market):
    trial, real = verified(market), orders.verified(market)
    with transactions.reading() as session:
        rows = session.execute(
            sa.text("SELECT DISTINCT process_id, sandbox FROM announcements")
        ).all()
    marks = {UUID(str(id)): bool(sandbox) for id, sandbox in rows if id}
    assert marks[UUID(trial)] is True
    assert marks[UUID(real)] is False


def test_a_change_of_a_sandbox_contractor_makes_no_real_record_stale(market):
    real, trial = orders.verified(market), verified(market)
    sandbox_id = UUID(suitable(market, trial)[0])
    with transactions.writing() as session:
        organization = session.get_one(Organization, sandbox_id)
        row = session.get_one(ContractorRow, sandbox_id)
        terms.put_terms(session, organization, SYSTEM, {**row.terms, "margin": "0.5"})
    assert market.client.get(f"/processes/{real}").json["stale"] is False
    assert market.client.get(f"/processes/{trial}").json["stale"] is True
