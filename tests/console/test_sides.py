"""Pages for those who are no buyers, and what both sides of an order see of each other."""

import re
from uuid import UUID

import pyotp
import pytest

from service import clock
from service.console import material_names
from service.database import transactions
from service.database.models import Process
from service.lifecycle import parking
from service.operations.example.people import people
from service.settings import settings
from tests.support.accounts import PASSWORD
from tests.support.console_pages import HTML, page, send
from tests.support.worlds.marketplace import ExampleUser

pytestmark = pytest.mark.one_database


def test_a_contractor_answers_on_the_page_of_the_job_by_every_form_that_there_is(market):
    process_id, (first, second) = market.send()
    job = {}
    for shop in (first, second):
        (request,) = shop.get("/requests").json["items"]
        job[shop] = f"/jobs/{request['id']}"
    assert "Calculated from your rates" in page(first, job[first]).text
    ask = {"action": "ask", "text": "Which edge?", "version": version(first)}
    assert send(first, job[first], ask).status_code == 303
    assert send(first, job[first], ask).status_code == 409  # it has changed by that
    other = {"action": "counter_offer", "version": version(second), "amount": "a lot"}
    refused = send(second, job[second], other | {"delivery_date": "2099-01-01"})
    assert refused.status_code == 422
    assert 'value="a lot"' in refused.text
    assert send(second, job[second], {"action": "offer", "version": version(second)})
    assert send(first, job[first], {"action": "decline", "version": version(first)})
    client = market.client
    assert client.get(f"/processes/{process_id}").json["state"] == "offered"
    assert "Order here" in page(client, f"/parts/{process_id}").text
    assert page(first, job[first]).status_code == 200
    assert page(market.visitor(), job[second]).status_code == 404


def version(shop):
    (request,) = shop.get("/requests").json["items"]
    return str(request["version"])


def test_a_dispute_shows_its_ways_out_to_both_sides_and_ends_by_their_agreement(market):
    process_id, (shop, _) = market.send()
    (request,) = shop.get("/requests").json["items"]
    job, part = f"/jobs/{request['id']}", f"/parts/{process_id}"
    client = market.client
    send(shop, job, {"action": "offer", "version": version(shop)})
    (offer,) = client.get(f"/processes/{process_id}/offers").json["items"]
    send(client, f"{part}/actions/accept_offer", {"offer_id": offer["id"]})
    for trigger, fields in (
        ("start_production", {}),
        ("report_progress", {"made": "5"}),
        ("finish_production", {}),
        ("ship", {"carrier": "DHL"}),
    ):
        assert send(shop, f"{job}/actions/{trigger}", fields).status_code == 303, trigger
    assert "The parts have arrived" in page(client, part).text
    send(client, f"{part}/actions/deliver")
    send(client, f"{part}/actions/dispute", {"reason": "Two are broken."})
    shown = page(client, part).text
    assert shown.count("Agree to this") == 3
    assert "Two are broken." in page(shop, job).text
    send(client, f"{part}/actions/consent", {"to": "remake", "pieces": "2"})
    assert "You agree." in page(client, part).text
    send(shop, f"{job}/actions/consent", {"to": "remake", "pieces": "2"})
    assert client.get(f"/processes/{process_id}").json["state"] == "in_production"


def test_messages_reach_the_other_side(market):
    process_id, (shop, _) = market.send()
    (request,) = shop.get("/requests").json["items"]
    words = {"text": "Mind the edge.", "request_id": request["id"]}
    assert send(market.client, f"/parts/{process_id}/messages", words).status_code == 303
    assert "Mind the edge." in page(shop, f"/jobs/{request['id']}").text
    answer = send(shop, f"/jobs/{request['id']}/messages", {"text": "We shall."})
    assert answer.status_code == 303
    assert "We shall." in page(market.client, f"/parts/{process_id}").text


def test_reasons_and_changes_name_materials_instead_of_their_ids():
    names = {"pa12": "Polyamide 12", "316l": "Stainless steel 316L"}
    check = {"check": "material", "value": "pa12", "limit": "316l, other", "unit": ""}
    named = material_names.named(check, names)
    assert (named["value"], named["limit"]) == ("Polyamide 12", "Stainless steel 316L, other")
    change = {"field": "material_id", "to": "316l"}
    assert material_names.named(change, names)["to"] == "Stainless steel 316L"
    wall = {"check": "walls", "value": "pa12", "limit": 1}
    assert material_names.named(wall, names) == wall


def test_an_operator_sees_what_is_wrong_and_has_what_was_given_up_tried_again(market):
    operator = ExampleUser(market.application, people(settings()).operator).enter()
    shown = page(operator, "/board")
    assert shown.status_code == 200
    assert "Nothing was given up." in shown.text
    process_id = market.client.draft(quantity=5, material_id="pa12")
    market.client.upload(process_id, unit="mm")
    market.client.post(f"/processes/{process_id}/actions/verify", {})
    give_up(UUID(process_id))
    shown = page(operator, "/board").text
    assert f"/app/board/parked/{process_id}/retry" in shown
    again = send(operator, f"/board/parked/{process_id}/retry", {"reason": ""})
    assert again.status_code == 422
    fields = {"reason": "The disk has room again."}
    assert send(operator, f"/board/parked/{process_id}/retry", fields).status_code == 303
    assert "Nothing was given up." in page(operator, "/board").text
    assert page(market.client, "/board").status_code == 403
    assert market.nobody().get("//app/board", headers=HTML).status_code == 303


def give_up(process_id):
    """As after the last attempt of a worker."""
    with transactions.writing() as session:
        process = session.get_one(Process, process_id)
        process.attempts, process.last_error = settings().max_attempts, "the disk is full"
        parking.park(session, process)


def test_somebody_enrols_an_authenticator_and_is_shown_their_recovery_codes_once(market):
    person = market.nobody()
    account = {"name": "Ida", "email": "ida@console.example", "password": PASSWORD}
    send(person, "/register", account)
    person.visit()
    assert send(person, "/security", {"password": "wrong"}).status_code == 403
    shown = send(person, "/security", {"password": PASSWORD}).text
    secret = re.search(r"<code>([A-Z2-7]+)</code>", shown)[1]
    assert re.search(r'<path d="(M\d+ \d+h1v1h-1z){200,}"', shown)
    assert send(person, "/security/code", {"code": "0"}).status_code in (403, 422)
    code = pyotp.TOTP(secret).at(clock.now())
    codes = send(person, "/security/code", {"code": code})
    assert len(re.findall(r"<li><code>", codes.text)) == 10
    assert "no-store" in codes.headers["Cache-Control"]
    assert "10 recovery codes are left." in page(person, "/security").text
