"""Pages on which people say how they are told things, take their data along, and leave."""

import re
from datetime import timedelta

import pyotp
import pytest

from service import clock
from service.console.reader import LANGUAGE_COOKIE, ZONE_COOKIE
from tests.console.test_account import email_of, enters, quick_hashes, registered
from tests.support.accounts import PASSWORD
from tests.support.console_pages import page, send
from tests.support.servers.account_mails import mailbox, text_of
from tests.support.worlds.marketplace import opened

pytestmark = pytest.mark.one_database

__all__ = ["quick_hashes"]


def profile_of(person):
    return person.get("/auth/me").json["user"]


def test_somebody_is_told_things_in_the_language_and_zone_of_their_profile(shared_market):
    person = registered(shared_market, "Lea")
    fields = {"name": "Lea Quartz", "language": "de", "zone": "Asia/Kathmandu"}
    assert send(person, "/account", fields).status_code == 303
    user = profile_of(person)
    assert {name: user[name] for name in fields} == fields
    shown = page(person, "/account").text
    assert '<html lang="de">' in shown
    assert "Asia/Kathmandu" in shown.partition("<footer")[2]
    assert "Lea Quartz" in shown
    assert send(person, "/account", {"name": "Lea Quartz"}).status_code == 303
    user = profile_of(person)
    assert (user["language"], user["zone"]) == (None, None)


def test_a_profile_comes_before_what_the_browser_has_kept(shared_market):
    person = registered(shared_market, "Lio")
    fields = {"name": "Lio", "language": "en", "zone": "Asia/Kathmandu"}
    assert send(person, "/account", fields).status_code == 303
    person.client.set_cookie(LANGUAGE_COOKIE, "de", path="/app")
    person.client.set_cookie(ZONE_COOKIE, "Europe/Berlin", path="/app")
    shown = page(person, "/account").text
    assert '<html lang="en">' in shown
    assert "Asia/Kathmandu" in shown.partition("<footer")[2]
    assert page(person, "/nothing/here").headers["Content-Language"] == "en"


def test_what_no_time_zone_is_called_is_refused_at_its_field(shared_market):
    person = registered(shared_market, "Max")
    fields = {"name": "Max", "zone": "Europe/Atlantis"}
    answer = send(person, "/account", fields)
    assert answer.status_code == 422
    assert re.search(r'id="zone"[^>]*aria-invalid="true"[^>]*value="Europe/Atlantis"', answer.text)
    assert profile_of(person)["zone"] is None


def test_the_language_at_the_foot_of_a_page_changes_a_profile_that_names_one(shared_market):
    person = registered(shared_market, "Mia")
    assert send(person, "/language", {"language": "de"}).status_code == 303
    assert profile_of(person)["language"] is None
    assert send(person, "/account", {"name": "Mia", "language": "de"}).status_code == 303
    assert send(person, "/language", {"language": "en"}).status_code == 303
    assert profile_of(person)["language"] == "en"


def test_a_first_page_lets_the_browser_say_its_zone_and_later_ones_know_it(shared_market):
    person = shared_market.visitor()
    assert 'data-zone-guessed="UTC"' in page(person, "").text
    person.client.set_cookie(ZONE_COOKIE, "Asia/Kathmandu", path="/app")
    known = page(person, "").text
    assert "data-zone-guessed" not in known
    assert "Asia/Kathmandu" in known.partition("<footer")[2]
    account = {"name": "Ned", "email": email_of("Ned"), "password": PASSWORD}
    assert send(person, "/register", account).status_code == 303
    assert profile_of(person.visit())["zone"] == "Asia/Kathmandu"


def test_an_account_is_erased_by_who_types_its_password(shared_market):
    person = registered(shared_market, "Nia")
    shown = page(person, "/account/data").text
    assert 'href="/api/v1/auth/export"' in shown
    assert "Nobody else is a member of Nia" in shown
    wrong = send(person, "/account/data", {"password": "wrong"})
    assert wrong.status_code == 403
    assert '<details class="sure" id="erase" open>' in wrong.text
    assert enters(shared_market, "Nia")[0]
    clock.move(timedelta(hours=2))  # the password stands for a login of just now
    try:
        erased = send(person, "/account/data", {"password": PASSWORD})
    finally:
        clock.reset()
    assert erased.headers["Location"] == "/app/erased"
    assert "Your account is erased" in page(person, "/erased").text
    assert not enters(shared_market, "Nia")[0]


def test_an_organization_is_deleted_by_who_types_its_name(shared_market):
    person = registered(shared_market, "Oda")
    organization = person.post("/organizations", {"name": "Oda's  Gears"}).json
    path = f"/organizations/{organization['id']}"
    assert "Delete for good" in page(person, path).text
    fields = {"version": organization["version"], "name_again": "Gears"}
    assert send(person, f"{path}/delete", fields).status_code == 422
    late = {"version": "7", "name_again": "Oda's Gears"}
    assert send(person, f"{path}/delete", late).status_code == 409
    assert page(person, path).status_code == 200
    deleted = send(person, f"{path}/delete", fields | {"name_again": "Oda's Gears"})
    assert deleted.headers["Location"] == "/app/account?done=organization_deleted"
    assert "The organization is deleted." in page(person, "/account?done=organization_deleted").text
    assert page(person, path).status_code == 404


def test_a_wrong_code_leaves_the_picture_that_the_authenticator_reads(shared_market):
    person = registered(shared_market, "Pam")
    shown = send(person, "/security", {"password": PASSWORD}).text
    secret = re.search(r'name="secret" value="([A-Z2-7]+)"', shown)[1]
    picture = re.search(r'<path d="([^"]+)"', shown)[1]
    authenticator = pyotp.TOTP(secret)
    shown_about_now = {
        authenticator.at(clock.now() + step * timedelta(seconds=30)) for step in (-1, 0, 1, 2)
    }
    code = next(digit * 6 for digit in "012345" if digit * 6 not in shown_about_now)
    wrong = send(person, "/security/code", {"code": code, "secret": secret})
    assert wrong.status_code == 403
    assert 'role="alert"' in wrong.text
    assert picture in wrong.text
    # Whoever has not seen it does not see it so.
    for other in ("", "A" * 32, "ä"):
        refused = send(person, "/security/code", {"code": code, "secret": other})
        assert refused.status_code == 403
        assert secret not in refused.text
        assert picture not in refused.text
    right = {"code": authenticator.at(clock.now()), "secret": secret}
    confirmed = send(person, "/security/code", right)
    assert len(re.findall(r"<li><code>.+?</code>", confirmed.text)) == 10


@pytest.fixture
def market(example_url, monkeypatch, tmp_path):
    with opened(example_url, monkeypatch, tmp_path, email_confirmation="true") as market:
        yield market


def test_the_links_that_confirm_addresses_are_mailed_again(market, monkeypatch):
    with mailbox(monkeypatch) as mails:
        person = registered(market, "Quin")
        (first,) = mails.fetch()
        assert "not confirmed" in page(person, "/account").text
        assert send(person, "/account/confirmation").status_code == 303
        (second,) = mails.fetch()
        assert second["To"] == first["To"]
        home = market.client.login.organization_id
        changed = {"email": "office@gears.example"}
        assert market.client.patch(f"/organizations/{home}", changed).status_code == 200
        mails.fetch()
        path = f"/organizations/{home}"
        assert "Send the link again" in page(market.client, path).text
        assert send(market.client, f"{path}/confirmation").status_code == 303
        (third,) = mails.fetch()
        assert "office@gears.example" in str(third["To"])
        assert "confirm/organization/" in text_of(third)
