"""The pages of the console over HTTP: what they hold, what they refuse, and how they are served."""

import io
import re

import pytest

from service.api.http.origins import local
from service.console import reader
from service.database import transactions
from service.operations.example import entries
from service.settings import settings
from tests.support.accounts import PASSWORD
from tests.support.console_pages import HTML, dropped, page, send

pytestmark = pytest.mark.one_database

LARGEST_PAGE = 100_000


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
    [
        *("https://elsewhere.example/app", "//elsewhere.example/app", "/app\\elsewhere"),
        *("/app\r\nX-A: b", "/app\x00", "/\t/elsewhere.example/app", "/api/v1", ""),
    ],
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
