"""The pages of the console over HTTP: what they hold, what they refuse, and how they are served."""

import io
import re
from uuid import UUID

import pyotp
import pytest

from service import clock
from service.api.http.origins import local
from service.console import material_names, reader
from service.database import transactions
from service.database.models import Process
from service.lifecycle import leases
from service.operations.example import entries
from service.operations.example.people import people
from service.settings import settings
from tests.support import meshes
from tests.support.accounts import PASSWORD
from tests.support.worlds.marketplace import ExampleUser

pytestmark = pytest.mark.one_database

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
LARGEST_PAGE = 100_000


def page(caller, path, **headers):
    answer = caller.get(f"//app{path}", headers={**HTML, **headers})
    assert answer.mimetype == "text/html", answer.text
    return answer


def send(caller, path, fields=(), *, token=None, **headers):
    """Send a form as a page of this service does."""
    token = caller.headers.get("X-CSRF-Token", "") if token is None else token
    form = {"csrf_token": token, **dict(fields)}
    headers = {**HTML, "Origin": "http://localhost", **headers}
    return caller.ask("POST", f"//app{path}", headers=headers, data=form)


def dropped(caller, name="cube.stl", content=None, **fields):
    """The address of the part that a file became, which was dropped without scripts."""
    file = (io.BytesIO(content or meshes.cube_stl()), name)
    answer = send(caller, "", {"file": file, **fields})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].removeprefix("/app")


def test_the_address_of_the_service_leads_people_to_the_console_and_developers_on(shared_market):
    anybody = shared_market.nobody()
    assert anybody.get("//").headers["Location"] == "/app"
    text = page(anybody, "").text
    assert 'href="/developers"' in text
    assert anybody.get("//developers").status_code == 200


def test_a_page_may_load_nothing_from_elsewhere_and_runs_nothing_inline(shared_market):
    answer = page(shared_market.nobody(), "")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert re.findall(r"<script(?![^>]*src=)", answer.text) == []
    assert re.findall(r'\sstyle="|\son\w+="', answer.text) == []


def test_styles_and_scripts_are_kept_for_long_under_addresses_of_their_content(shared_market):
    anybody = shared_market.nobody()
    addresses = re.findall(r'"(/app/assets/[^"]+)"', page(anybody, "").text)
    assert {address.rpartition(".")[2] for address in addresses} == {"css", "js", "svg"}
    for address in addresses:
        assert "immutable" in anybody.get(f"/{address}").headers["Cache-Control"]
    other = re.sub(r"/assets/\w+/", "/assets/other/", addresses[0])
    assert anybody.get(f"/{other}").headers["Cache-Control"] == "no-store"
    assert anybody.get(f"/{addresses[0]}x").status_code == 404


def test_a_file_without_scripts_becomes_a_part_and_the_browser_its_owner(shared_market):
    anybody = shared_market.nobody()
    path = dropped(anybody)
    assert "How large is cube.stl?" in page(anybody, path).text
    assert page(shared_market.nobody(), path, Accept="text/html").status_code == 404


def test_a_file_that_is_refused_says_why_on_the_page_that_it_came_from(shared_market):
    file = (io.BytesIO(b""), "empty.stl")
    answer = send(shared_market.nobody(), "", {"file": file})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert 'id="drop"' in answer.text


def test_a_part_is_configured_and_checked_by_one_form_which_keeps_what_was_typed(shared_market):
    visitor = shared_market.visitor()
    path = dropped(visitor)
    answer = send(visitor, path, {"quantity": "lots", "notes": "Mind the edge.", "do": "check"})
    assert answer.status_code == 422
    assert 'value="lots"' in answer.text
    assert "Mind the edge." in answer.text
    fields = {"quantity": "3", "material_id": "pa12", "unit-cube.stl": "mm", "do": "check"}
    assert send(visitor, path, fields).status_code == 303
    process = visitor.get(f"/processes/{path.rpartition('/')[2]}").json
    assert (process["state"], process["quantity"]) == ("verifying", 3)
    assert process["files"][0]["unit"] == "mm"
    assert "data-busy" in page(visitor, path).text


def test_before_a_part_is_checked_its_page_estimates_who_makes_it(shared_market):
    visitor = shared_market.visitor()
    path = dropped(visitor)
    fields = {"quantity": "3", "material_id": "pa12", "unit-cube.stl": "mm", "do": "save"}
    send(visitor, path, fields)
    text = page(visitor, path).text
    assert "Estimates; exact once checked" in text
    assert "cannot make it" in text


@pytest.mark.parametrize(
    ("token", "headers"),
    [
        ("other", {}),
        ("", {}),
        (None, {"Origin": "https://elsewhere.example"}),
        (None, {"Sec-Fetch-Site": "cross-site"}),
    ],
    ids=["wrong", "none", "foreign origin", "cross-site"],
)
def test_a_form_that_another_site_sends_changes_nothing(shared_market, token, headers):
    visitor = shared_market.visitor()
    path = dropped(visitor)
    answer = send(visitor, path, {"quantity": "7"}, token=token, **headers)
    assert answer.status_code == 403
    assert visitor.get(f"/processes/{path.rpartition('/')[2]}").json["quantity"] is None


def test_what_is_not_there_is_a_page_for_a_browser_and_a_problem_for_a_program(shared_market):
    anybody = shared_market.nobody()
    path = "/parts/00000000-0000-7000-8000-000000000000"
    shown = page(anybody, path)
    assert shown.status_code == 404
    assert f"/app/sign-in?next=/app{path}" in shown.text.replace("%2F", "/")
    answer = anybody.get(f"//app{path}", headers={"Accept": "application/json"})
    assert answer.mimetype == "application/problem+json"
    assert anybody.get("/projects", headers=HTML).mimetype == "application/problem+json"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://elsewhere.example/app", "//elsewhere.example/app", "/app\\elsewhere", "/api/v1", ""],
)
def test_after_signing_in_nobody_is_sent_elsewhere(elsewhere):
    assert local(elsewhere, "/app") == "/app"
    assert local("/app/parts/1?x=2#send", "/app") == "/app/parts/1?x=2#send"


def test_somebody_signs_in_and_out_and_their_drafts_come_along(shared_market):
    visitor, email = shared_market.visitor(), "ada@console.example"
    account = {"name": "Ada", "email": email, "password": PASSWORD, "next": "/app"}
    assert send(shared_market.nobody(), "/register", account).status_code == 303
    path = dropped(visitor, name="bolt.stl")
    wrong = send(visitor, "/sign-in", {"email": email, "password": "wrong"})
    assert wrong.status_code == 401
    assert "do not belong together" in wrong.text
    fields = {"email": email, "password": PASSWORD, "next": f"/app{path}"}
    answer = send(visitor, "/sign-in", fields)
    assert answer.headers["Location"] == f"/app{path}"
    visitor.visit()
    shown = page(visitor, path)
    assert shown.status_code == 200
    assert "Sign out" in shown.text
    assert send(visitor, "/sign-out").status_code == 303
    assert page(visitor, path).status_code == 404


def test_the_language_is_the_browsers_until_its_reader_chooses_one(shared_market):
    anybody = shared_market.nobody()
    assert '<html lang="de">' in page(anybody, "", **{"Accept-Language": "de-AT,en"}).text
    assert '<html lang="en">' in page(anybody, "").text
    send(anybody, "/language", {"language": "de", "next": "/app"})
    shown = page(anybody, "", **{"Accept-Language": "en"})
    assert '<html lang="de">' in shown.text
    assert "Teile fertigen lassen" in shown.text
    missing = page(anybody, "/nothing")
    assert missing.headers["Content-Language"] == "de"


def test_times_are_in_the_readers_zone_and_days_that_end_stay_days():
    berlin = reader.Reader("en", reader.zone_named("Europe/Berlin"))
    noon = reader.datetime(2026, 7, 1, 12, 30, tzinfo=reader.UTC)
    assert berlin.moment(noon) == "1 July 2026, 14:30"
    assert berlin.until(noon.replace(hour=0, minute=0)) == "30 June 2026"
    assert reader.zone_named("Mars/Olympus").key == "UTC"


def test_no_page_weighs_more_than_a_hundred_kilobytes(shared_market):
    visitor = shared_market.visitor()
    path = dropped(visitor)
    fields = {"quantity": "3", "material_id": "pa12", "unit-cube.stl": "mm", "do": "save"}
    send(visitor, path, fields)
    shown = page(visitor, path).text
    addresses = set(re.findall(r'"(/app/assets/[^"]+)"', shown))
    assets = sum(len(visitor.get(f"/{address}").data) for address in addresses)
    assert len(shown.encode()) + assets < LARGEST_PAGE


def test_a_link_lets_an_example_user_in_once_and_only_where_one_machine_runs_everything(
    shared_market, monkeypatch
):
    links = {entry.role: entry.url for entry in entries_of(shared_market)}
    path = re.sub(r"^https?://[^/]+", "", links["buyer"])
    shop = shared_market.nobody()
    assert shop.ask("HEAD", f"/{path}").status_code == 204
    assert shop.get(f"/{path}").headers["Location"] == "/app"
    assert shop.visit().me["user"]["email"] == shared_market.client.login.email
    assert shared_market.nobody().get(f"/{path}").status_code == 410
    other = re.sub(r"^https?://[^/]+", "", links["workshop"])
    monkeypatch.setattr(settings(), "embedded", False)
    assert shared_market.nobody().get(f"/{other}").status_code == 403
    assert entries.entries(settings()) == []


def entries_of(market):
    """The links as the supervisor makes them, which opens the database by itself."""
    made = entries.entries(settings())
    transactions.connect(settings().database_url)
    return made


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
        leases.park(session, process)


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
