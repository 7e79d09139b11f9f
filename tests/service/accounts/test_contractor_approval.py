"""Nobody meets a contractor that no operator has approved, nor asks one that is suspended."""

from uuid import UUID

import pytest
from click.testing import CliRunner

from service import clock
from service.accounts.contractor_commands import contractor as command
from service.database import transactions
from service.database.models import ContractorRow, Standing
from service.operations.example import load, people
from service.settings import settings
from service.sourcing import dispatch
from tests.support.callers import publish, user
from tests.support.orders import (
    confirmed,
    delivered,
    fired,
    operator_of,
    request_state,
    send,
    suitable,
    verified,
)
from tests.support.servers.account_mails import mailbox, text_of
from tests.support.worlds import marketplace as markets
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database
EXAMPLE = load().contractors[0].contractor
TERMS = {k: v for k, v in EXAMPLE.to_dict().items() if k not in ("id", "name", "machines")}
MACHINE = {k: v for k, v in EXAMPLE.machines[0].to_dict().items() if k != "id"}
PART = {"box_mm": ["20", "20", "20"], "volume_mm3": "8000", "surface_mm2": "2400"}


@pytest.fixture
def market(example_url, monkeypatch, tmp_path):
    on = {"contractor_approval": "true"}
    with markets.opened(example_url, monkeypatch, tmp_path, **on) as market:
        yield market
    clock.reset()


@pytest.fixture
def mails(market, monkeypatch):
    with mailbox(monkeypatch) as mails:
        yield mails


@pytest.fixture
def operator(market):
    return operator_of(market)


def become_contractor(caller, **organization):
    """Let a user found an organisation with terms and a machine; its id."""
    founded = caller.post("/organizations", {"name": "Neuling", "country": "DE", **organization})
    id = founded.json["id"]
    stated = caller.put(f"/organizations/{id}/terms", TERMS)
    assert stated.status_code == 200, stated.text
    assert caller.post(f"/organizations/{id}/machines", MACHINE).status_code == 201
    return id


@pytest.fixture
def newcomer(market, operator):
    """Somebody who makes parts since now; `id` is their organisation."""
    caller = user(market.application, "Neuling")
    caller.id = become_contractor(caller)
    return caller


def listed(caller):
    return {item["id"] for item in caller.get("/contractors?limit=200").json["items"]}


def answering(caller, process_id):
    """The contractors that a process is shown."""
    items = caller.get(f"/processes/{process_id}/contractors?limit=200").json["items"]
    return {item["contractor_id"]: item["suitable"] for item in items}


def estimated(caller):
    body = {"part": PART, "material_ids": ["pa12"], "quantities": [1]}
    answer = caller.post("/estimates", body)
    assert answer.status_code == 200, answer.text
    return {quote["contractor_id"] for each in answer.json["estimates"] for quote in each["quotes"]}


def decide(operator, id, what, **body):
    answer = operator.post(f"/operations/contractors/{id}/{what}", body)
    assert answer.status_code == 200, answer.text
    return answer.json


def test_before_its_approval_nobody_else_meets_a_contractor(market, newcomer):
    assert newcomer.get(f"/organizations/{newcomer.id}/terms").json["standing"] == "pending"
    for caller in (market.client, market.nobody(), market.visitor()):
        assert newcomer.id not in listed(caller)
        assert refused(caller.get(f"/contractors/{newcomer.id}"), 404, "not-found")
    assert newcomer.id not in estimated(market.client)
    process_id = verified(market)
    assert newcomer.id not in answering(market.client, process_id)
    record = market.client.get(f"/processes/{process_id}/verification").text
    assert newcomer.id not in record
    choice = {"contractor_ids": [newcomer.id]}
    chosen = market.client.put(f"/processes/{process_id}/choice", choice)
    assert refused(chosen, 422, "invalid")
    assert "there is no contractor" in chosen.text


def test_what_waits_is_no_news_of_the_catalogue_until_it_joins(market, newcomer, operator):
    process_id = verified(market)
    newcomer.put(f"/organizations/{newcomer.id}/terms", {**TERMS, "margin": "0.01"})
    assert "Neuling" not in market.client.get(f"/processes/{process_id}").text
    with transactions.reading() as session:
        assert session.get(ContractorRow, UUID(newcomer.id)).standing is Standing.PENDING


def test_its_own_organization_tries_it_on_its_own_drafts(newcomer):
    assert newcomer.id in listed(newcomer)
    assert newcomer.get(f"/contractors/{newcomer.id}").status_code == 200
    assert newcomer.id in estimated(newcomer)
    project = newcomer.post("/projects", {"organization_id": newcomer.id})
    fields = {"quantity": 5, "material_id": "pa12", "delivery_address": markets.ADDRESS}
    process_id = newcomer.process(project.json["id"], **fields)
    assert newcomer.upload(process_id, unit="mm").status_code == 201
    assert answering(newcomer, process_id)[newcomer.id]


def test_an_operator_hears_of_who_waits_and_lets_others_meet_them(market, mails, operator):
    newcomer = user(market.application, "Neuling")
    id = become_contractor(newcomer)
    (letter,) = [each for each in mails.fetch() if each["To"].startswith("Olga ")]
    assert "A contractor waits for approval" in letter["Subject"]
    assert "Neuling" in text_of(letter)
    waiting = operator.get("/operations/contractors?standing=pending").json["items"]
    assert [each["organization_id"] for each in waiting] == [id]
    decided = decide(operator, id, "approve", reason="visited")
    assert decided["standing"] == "approved"
    began, approved = decided["changes"]
    assert (began["standing"], began["actor"]["role"]) == ("pending", "client")
    assert (approved["standing"], approved["reason"]) == ("approved", "visited")
    assert approved["actor"]["role"] == "operator"
    (letter,) = mails.fetch()
    assert letter["To"] == "Neuling <neuling@shop.example>"
    assert "visited" in text_of(letter)
    assert id in listed(market.client)
    assert id in estimated(market.client)
    publish()
    events = newcomer.get("/events?after=0&types=organization.standing_changed").json["items"]
    assert [event["data"]["standing"] for event in events] == ["approved"]


def test_approving_twice_is_told_once(mails, newcomer, operator):
    decide(operator, newcomer.id, "approve")
    mails.fetch()
    assert len(decide(operator, newcomer.id, "approve")["changes"]) == 2
    assert mails.fetch() == []


def test_nobody_but_operators_decides_or_sees_who_waits(market, newcomer):
    for caller in (newcomer, market.client):
        assert refused(caller.get("/operations/contractors"), 403, "forbidden")
        for what in ("approve", "suspend"):
            path = f"/operations/contractors/{newcomer.id}/{what}"
            assert refused(caller.post(path, {"reason": "mine"}), 403, "forbidden")
    path = f"/operations/contractors/{newcomer.id}/approve"
    assert market.nobody().post(path, {}).status_code == 401
    assert newcomer.get(f"/organizations/{newcomer.id}/terms").json["standing"] == "pending"


class TestSuspension:
    """It ends what comes, and nothing that was agreed."""

    def test_a_suspended_contractor_is_not_met_and_not_chosen(self, market, operator):
        process_id = verified(market)
        first, second = suitable(market, process_id)[:2]
        id = str(first.login.organization_id)
        decide(operator, id, "suspend", reason="no answers")
        assert id not in listed(market.client)
        choice = {"contractor_ids": [id]}
        chosen = market.client.put(f"/processes/{process_id}/choice", choice)
        assert refused(chosen, 422, "invalid")
        assert "takes no new requests" in chosen.text
        process = market.client.get(f"/processes/{process_id}").json
        batch = {"process_ids": [process_id], "best": 1}
        best = market.client.put(f"/projects/{process['project_id']}/choice", batch)
        assert best.status_code == 200, best.text
        chosen = market.client.get(f"/processes/{process_id}").json["choice"]
        assert chosen == [str(second.login.organization_id)]
        decide(operator, id, "approve")
        assert id in listed(market.client)

    def test_what_was_chosen_before_is_not_sent_to_it(self, market, operator):
        process_id = verified(market)
        contractors = suitable(market, process_id)[:2]
        assert send(market, process_id, contractors).status_code == 202
        first = contractors[0]
        decide(operator, first.login.organization_id, "suspend", reason="no answers")
        assert dispatch.send(UUID(process_id), delivered) == "dispatched"
        assert first.get("/requests").json["items"] == []
        assert len(contractors[1].get("/requests").json["items"]) == 1

    def test_its_orders_and_offers_go_on_and_clients_are_told(self, market, mails, operator):
        order_id, winner, _ = confirmed(market)
        process_id, [contractor] = market.send(1)
        assert contractor.login == winner.login
        (request,) = [
            each for each in contractor.get("/requests").json["items"]
            if each["process_id"] == process_id
        ]  # fmt: skip
        decide(operator, winner.login.organization_id, "suspend", reason="no answers")
        fired(winner, order_id, "start_production")
        answer = contractor.post(f"/requests/{request['id']}/actions/offer", {})
        assert answer.status_code == 201, answer.text
        assert request_state(contractor, request) == "offered"
        publish()
        path = "/events?after=0&types=request.contractor_suspended"
        (event,) = market.client.get(path).json["items"]
        assert event["data"]["request_id"] == request["id"]
        assert winner.get(path).json["items"] == []
        assert any("no answers" in text_of(letter) for letter in mails.fetch())

    def test_it_needs_a_reason(self, market, operator):
        id = next(iter(market.contractors))
        path = f"/operations/contractors/{id}/suspend"
        assert refused(operator.post(path, {"reason": " "}), 422, "invalid")


def at_the_command_line(*words):
    """What the command says; it connects and disconnects by itself."""
    url = settings().database_url
    result = CliRunner().invoke(command, [*map(str, words)])
    transactions.connect(url)
    return result


def test_the_command_line_decides_too(market, newcomer):
    waiting = at_the_command_line("list", "--standing", "pending")
    assert newcomer.id in waiting.output
    assert at_the_command_line("approve", newcomer.id).exit_code == 0
    assert newcomer.id in listed(market.client)
    assert at_the_command_line("suspend", newcomer.id, "--reason", "left").exit_code == 0
    assert newcomer.id not in listed(market.client)
    unknown = at_the_command_line("approve", people.people(settings()).client.organization_id)
    assert unknown.exit_code == 1
    assert "There is no contractor" in unknown.output


def test_in_embedded_mode_everybody_is_approved_at_once(example_url, monkeypatch, tmp_path):
    with markets.opened(example_url, monkeypatch, tmp_path) as market:
        id = become_contractor(user(market.application, "Neuling"))
        assert id in listed(market.nobody())


class TestNames:
    """No contractor bears a name that cannot be told from another one's."""

    def test_a_name_that_looks_like_another_contractors_is_refused(self, market):
        caller = user(market.application, "Neuling")
        name = next(iter(load().contractors)).contractor.name
        founded = caller.post("/organizations", {"name": name.upper(), "country": "DE"}).json
        answer = caller.put(f"/organizations/{founded['id']}/terms", TERMS)
        assert refused(answer, 409, "name-taken")
        path = f"/organizations/{founded['id']}"
        assert caller.patch(path, {"name": "Eigenname"}).status_code == 200
        assert caller.put(f"{path}/terms", TERMS).status_code == 200

    def test_a_contractor_does_not_take_it_later_either(self, newcomer):
        name = next(iter(load().contractors)).contractor.name
        path = f"/organizations/{newcomer.id}"
        assert refused(newcomer.patch(path, {"name": f"{name} AG"}), 409, "name-taken")
        assert newcomer.get(path).json["name"] == "Neuling"
        assert newcomer.patch(path, {"name": "NEULING GmbH"}).status_code == 200

    def test_who_only_orders_may_be_called_like_others(self, market):
        caller = user(market.application, "Neuling")
        name = next(iter(load().contractors)).contractor.name
        assert caller.post("/organizations", {"name": name}).status_code == 201

    def test_names_that_were_alike_before_stay_and_operators_see_them(self, market, operator):
        first, second = sorted(market.contractors)[:2]
        with transactions.writing() as session:
            for id in (first, second):
                session.get(ContractorRow, UUID(id)).name_key = "thesame"
        items = operator.get("/operations/contractors?limit=200").json["items"]
        alike = {
            each["organization_id"]: [other["organization_id"] for other in each["lookalikes"]]
            for each in items if each["lookalikes"]
        }  # fmt: skip
        assert alike == {first: [second], second: [first]}
        caller = market.contractors[first].enter()
        path = f"/organizations/{first}/terms"
        assert caller.put(path, caller.get(path).json["terms"]).status_code == 200
