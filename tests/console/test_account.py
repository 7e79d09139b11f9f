"""Pages on which people keep their account: password, second factor, sessions, API keys."""

import re

import pyotp
import pytest

from service import clock
from service.values.browser_names import browser_name
from tests.support.accounts import PASSWORD, hash_quickly
from tests.support.console_pages import page, send

pytestmark = pytest.mark.one_database

NEW = "copper lantern drifts"
PAGES = ("", "/password", "/sessions", "/keys")


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch):
    hash_quickly(monkeypatch)


def registered(market, name):
    """Somebody in a browser who has registered on the page for that."""
    person = market.nobody()
    account = {"name": name, "email": email_of(name), "password": PASSWORD}
    assert send(person, "/register", account).status_code == 303
    return person.visit()


def email_of(name):
    return f"{name.lower()}@account.example"


def enters(market, name, password=PASSWORD):
    """Whether a password lets somebody in, and the browser in which they are then."""
    person = market.nobody()
    fields = {"email": email_of(name), "password": password}
    return send(person, "/sign-in", fields).status_code == 303, person.visit()


def test_every_page_of_an_account_is_reached_from_its_profile(shared_market):
    person = registered(shared_market, "Ann")
    text = page(person, "/account").text
    assert email_of("Ann") in text
    for path in PAGES:
        assert f'href="/app/account{path}"' in text
        assert page(person, f"/account{path}").status_code == 200
    assert 'href="/app/account"' in page(person, "").text


@pytest.mark.parametrize("path", PAGES)
def test_the_pages_of_an_account_lead_a_visitor_to_sign_in(shared_market, path):
    answer = page(shared_market.visitor(), f"/account{path}")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/app/sign-in?next=")


def test_somebody_changes_their_password_and_is_told_at_the_field_what_is_wrong(shared_market):
    person = registered(shared_market, "Bea")
    weak = send(person, "/account/password", {"old": PASSWORD, "new": "password"})
    assert weak.status_code == 422
    assert re.search(r'id="new"[^>]*aria-invalid="true" aria-describedby="new-wrong"', weak.text)
    assert '<p class="wrong" id="new-wrong">' in weak.text
    wrong = send(person, "/account/password", {"old": "wrong", "new": NEW})
    assert wrong.status_code == 403
    assert PASSWORD not in wrong.text
    assert send(person, "/account/password", {"old": PASSWORD, "new": NEW}).status_code == 303
    assert enters(shared_market, "Bea")[0] is False
    assert enters(shared_market, "Bea", NEW)[0] is True


def test_somebody_signs_another_browser_out_and_then_all_others(shared_market):
    person = registered(shared_market, "Cid")
    _, second = enters(shared_market, "Cid")
    _, third = enters(shared_market, "Cid")
    text = page(person, "/account/sessions").text
    assert text.count("this browser") == 1
    (first_other, *_more) = re.findall(r'action="/app(/account/sessions/[0-9a-f-]+/end)"', text)
    assert send(person, first_other).status_code == 303
    assert page(second, "/account").status_code == 303
    assert page(third, "/account").status_code == 200
    assert send(person, "/account/sessions/end").status_code == 303
    assert page(third, "/account").status_code == 303
    assert "You are signed in nowhere else." in page(person, "/account/sessions").text


def test_a_key_is_shown_once_may_what_was_ticked_and_opens_nothing_when_revoked(shared_market):
    person = registered(shared_market, "Dan")
    fields = {"name": "Shop", "may": "some", "rights": ["processes:read", "processes:edit"]}
    fields |= {"networks": "127.0.0.0/8\n::1", "expires_at": "2999-12-31"}
    made = send(person, "/account/keys", fields)
    (secret,) = re.findall(r'<code class="secret">(wb_[\w-]+)</code>', made.text)
    assert "no-store" in made.headers["Cache-Control"]
    (key,) = person.get("/api_keys").json["items"]
    assert (key["name"], key["rights"]) == ("Shop", ["processes:edit", "processes:read"])
    assert key["networks"] == ["127.0.0.0/8", "::1/128"]
    assert key["expires_at"].startswith("2999-12-31T23:59:59")
    assert secret not in page(person, "/account/keys").text
    bearer = {"Authorization": f"Bearer {secret}"}
    assert shared_market.nobody().get("/projects", headers=bearer).status_code == 200
    assert send(person, f"/account/keys/{key['id']}/revoke").status_code == 303
    assert shared_market.nobody().get("/projects", headers=bearer).status_code == 401
    assert "You have no keys." in page(person, "/account/keys").text


def test_the_form_of_a_key_keeps_what_was_typed_and_marks_what_is_wrong(shared_market):
    person = registered(shared_market, "Eve")
    fields = {"name": "Shop", "may": "some", "rights": ["processes:read"], "networks": "nowhere"}
    answer = send(person, "/account/keys", fields)
    assert answer.status_code == 422
    assert 'value="Shop"' in answer.text
    assert re.search(r'id="networks"[^>]*aria-invalid="true"[^>]*>nowhere<', answer.text)
    assert re.search(r'value="processes:read" checked', answer.text)
    assert person.get("/api_keys").json["items"] == []


def test_nobody_revokes_the_key_or_ends_the_session_of_somebody_else(shared_market):
    owner, other = registered(shared_market, "Fay"), registered(shared_market, "Gus")
    key_id = owner.post("/api_keys", {"name": "Shop"}).json["id"]
    (session,) = owner.get("/auth/sessions").json["items"]
    assert send(other, f"/account/keys/{key_id}/revoke").status_code == 404
    assert send(other, f"/account/sessions/{session['id']}/end").status_code == 404
    assert page(owner, "/account").status_code == 200


def test_a_second_factor_has_its_codes_renewed_and_is_switched_off_with_a_code(shared_market):
    person = registered(shared_market, "Hal")
    shown = send(person, "/security", {"password": PASSWORD}).text
    authenticator = pyotp.TOTP(re.search(r"<code>([A-Z2-7]+)</code>", shown)[1])
    confirmed = send(person, "/security/code", {"code": authenticator.at(clock.now())})
    first, second, *_ = codes = re.findall(r"<li><code>(.+?)</code>", confirmed.text)
    wrong = {"password": PASSWORD, "code": "0000-0000-0000-0000", "do": "disable"}
    assert send(person, "/security/change", wrong).status_code == 403
    renew = {"password": PASSWORD, "code": first, "do": "renew"}
    renewed = re.findall(r"<li><code>(.+?)</code>", send(person, "/security/change", renew).text)
    assert len(renewed) == 10
    assert not set(renewed) & set(codes)
    disable = {"password": PASSWORD, "code": second, "do": "disable"}
    assert send(person, "/security/change", disable).status_code == 403  # it holds no more
    assert send(person, "/security/change", disable | {"code": renewed[0]}).status_code == 303
    assert "Enrol an authenticator" in page(person, "/security").text


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox, Linux",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge, Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari, iPhone",
        ),
        ("python-httpx/0.28", "python-httpx/0.28"),
        ("", None),
    ],
)
def test_a_browser_is_named_by_what_it_calls_itself(agent, name):
    assert browser_name(agent) == name
