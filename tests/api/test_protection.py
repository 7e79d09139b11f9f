"""Proves what browsers and strangers are told and refused, whatever route they call."""

import io
import json
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

import pytest

from service.accounts import oidc_exchange
from service.api.http import web
from service.settings import settings
from tests.support import security_page
from tests.support.accounts import enter_as
from tests.support.callers import Caller, site, user
from tests.support.production import PRODUCTION
from tests.support.tenants import Values, address, routes, stored

HOME = "https://werkbank.example"
#: What a page of somebody else may call itself.
FOREIGN = (
    "null",
    "https://evil.example",
    "https://werkbank.example.evil.example",
    "https://evilwerkbank.example",
    "http://werkbank.example",
    "https://werkbank.example:8443",
    "https://werkbank.example@evil.example",
    "file://",
    "",
)
TOKEN = sha256(b"a scraper").hexdigest()
#: Headers of every answer outside the embedded mode, and how they begin.
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": ("same-origin", "no-referrer"),
    "Content-Security-Policy": ("default-src", "sandbox"),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
    "Strict-Transport-Security": "max-age=31536000",
}
pytestmark = pytest.mark.one_database


@pytest.fixture
def application(database_url, monkeypatch, tmp_path):
    """As in production, but for the database and the token for operations."""
    monkeypatch.delenv("WERKBANK_RECORD", raising=False)
    values = {**PRODUCTION, "operations_token": TOKEN, "anonymous_writes_per_minute": "9999"}
    with site(database_url, monkeypatch, tmp_path, **values) as application:
        yield application


class Browser(Caller):
    """A browser that calls by TLS, under the public name."""

    def ask(self, method, path, headers=(), **more):
        return super().ask(method, path, headers, base_url=HOME, **more)

    def enter(self, secret, cookie=web.SECURE_SESSION_COOKIE):
        self.client.set_cookie(cookie, secret, domain="werkbank.example", secure=True)
        return self.visit()


@pytest.fixture
def ada(application):
    return Browser(application).enter(enter_as("Ada").secret)


def writes(application):
    for operation, rule, method in routes(application):
        view = application.view_functions[rule.endpoint]
        if method != "GET" and not getattr(view, "for_anybody", False):
            yield operation, address(rule, Values()), method, view


def test_without_its_csrf_token_no_write_by_cookie_passes(application, ada):
    other = Browser(application).enter(enter_as("Bob").secret)
    tried = 0
    for operation, path, method, view in writes(application):
        if getattr(view, "without_csrf", False):
            continue
        for token in ("", "made-up", other.headers["X-CSRF-Token"], "None"):
            answer = ada.ask(method, path, {"X-CSRF-Token": token}, **_body(view))
            assert answer.status_code == 403, f"{operation}: {answer.status_code}"
            assert answer.json["type"].endswith("#csrf"), operation
            tried += 1
    security_page.count("writes by cookie with no or a wrong CSRF token", tried)


def test_no_page_of_somebody_else_writes_with_the_cookie_of_its_reader(application, ada):
    tried = 0
    for operation, path, method, view in writes(application):
        for origin in FOREIGN:
            answer = ada.ask(method, path, {"Origin": origin}, **_body(view))
            assert answer.status_code == 403, f"{operation} from {origin!r}: {answer.status_code}"
            assert answer.json["type"].endswith("#csrf"), operation
            tried += 1
    security_page.count("writes by cookie and logins from pages of other origins", tried)


def forms(application):
    """The path of every form of the console."""
    for rule in sorted(application.url_map.iter_rules(), key=lambda rule: rule.rule):
        if rule.rule.startswith("/app") and "POST" in rule.methods:
            yield f"/{address(rule, Values())}"


def fields(**more):
    return {"file": (io.BytesIO(b"solid"), "a.txt"), **more}


def test_without_its_csrf_token_no_form_of_the_console_is_taken(application, ada):
    other = Browser(application).enter(enter_as("Bob").secret)
    before, tried = stored(), 0
    for path in forms(application):
        for token in ("", "made-up", other.headers["X-CSRF-Token"], "None", None):
            more = {} if token is None else {"csrf_token": token}
            answer = ada.ask("POST", path, data=fields(**more))
            # Of a file it is asked first whether it may go there, and has room.
            refused = (403, 404) if path.endswith(("/parts", "/messages")) else (403,)
            assert answer.status_code in refused, f"{path}: {answer.status_code}"
            tried += 1
    assert stored() == before
    security_page.count("forms with no or a wrong CSRF token", tried)


def test_no_form_is_taken_from_a_page_of_somebody_else(application, ada):
    before, tried, anybody = stored(), 0, Browser(application)
    by_origin = [{"Origin": origin} for origin in FOREIGN]
    for path in forms(application):
        for caller in (ada, anybody):
            for headers in (*by_origin, {"Sec-Fetch-Site": "cross-site"}):
                token = caller.headers.get("X-CSRF-Token", "")
                answer = caller.ask("POST", path, headers, data=fields(csrf_token=token))
                assert answer.status_code == 403, f"{path} {headers}: {answer.status_code}"
                tried += 1
    assert stored() == before
    security_page.count("forms from pages of other origins", tried)


def _body(view):
    return {"json": {}} if web.takes_json(view) else {}


def test_our_own_pages_and_programs_write(application, ada, monkeypatch):
    for headers in ({}, {"Origin": HOME}):
        assert ada.post("/projects", {"title": "Pump"}, headers=headers).status_code == 201
    key = ada.post("/api_keys", {"name": "shop"}).json["key"]
    program = Caller(application, key)
    foreign = {"Origin": "https://evil.example"}
    assert program.post("/projects", {}, headers=foreign).status_code == 201
    monkeypatch.setenv("WERKBANK_CORS_ORIGINS", "https://shop.example")
    settings.cache_clear()
    shop = {"Origin": "https://shop.example"}
    assert ada.post("/projects", {}, headers=shop).status_code == 201


def test_where_any_page_may_read_none_writes_with_cookies(application, ada, monkeypatch):
    monkeypatch.setenv("WERKBANK_CORS_ORIGINS", "*")
    settings.cache_clear()
    for origin in ("*", "https://evil.example", "null"):
        assert ada.post("/projects", {}, headers={"Origin": origin}).status_code == 403


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "werkbank.example.evil.example", "werkbank.example@evil.example"),
        *("evil.example:443", "10.0.0.1", "werkbank", ".werkbank.example", "*"),
        *("[::1", "[::2]:80", "werkbank.example/", "werkbank.example?", "evil.example#"),
    ],
)
def test_a_call_under_another_name_is_refused(application, host):
    for path in ("/", "/api/v1/materials", "/health/live", "/reset", "/docs"):
        answer = application.test_client().get(path, headers={"Host": host})
        assert answer.status_code == 400, f"{host} {path}: {answer.status_code}"
        assert HOME not in answer.text


def test_the_public_name_names_of_the_settings_and_this_machine_are_answered(
    application, monkeypatch
):
    monkeypatch.setenv("WERKBANK_TRUSTED_HOSTS", "werkbank.internal, 10.0.0.7")
    settings.cache_clear()
    for host in (
        *("werkbank.example", "WERKBANK.example:443", "werkbank.internal:8000", "10.0.0.7"),
        *("127.0.0.1:8000", "localhost", "[::1]:8000"),
    ):
        answer = application.test_client().get("/health/live", headers={"Host": host})
        assert answer.status_code == 200, host


def test_the_embedded_mode_answers_under_any_name(database_url, monkeypatch, tmp_path):
    with site(database_url, monkeypatch, tmp_path) as application:
        answer = application.test_client().get("/health/live", headers={"Host": "laptop.lan"})
        assert answer.status_code == 200
        assert "Strict-Transport-Security" not in answer.headers


def test_the_cookie_by_tls_is_of_this_very_host_alone(application, ada):
    cookie = Browser(application).get("/auth/me").headers["Set-Cookie"]
    assert cookie.startswith("__Host-werkbank_session=")
    for part in ("; Secure", "; HttpOnly", "; Path=/", "; SameSite=Lax"):
        assert part in cookie
    assert "Domain" not in cookie
    tossed = Browser(application).enter(enter_as("Eve").secret, web.SESSION_COOKIE)
    assert tossed.me["user"] is None
    cleared = ada.post("/auth/logout").headers["Set-Cookie"]
    assert cleared.startswith("__Host-werkbank_session=;")
    assert "; Secure" in cleared


def test_a_login_by_a_provider_is_bound_by_a_cookie_of_this_very_host_alone(
    application, monkeypatch
):
    corp = {"name": "corp", "title": "Corp", "issuer": "https://corp.example"}
    provider = {**corp, "client_id": "werkbank", "client_secret": "shared"}
    monkeypatch.setenv("WERKBANK_OIDC_PROVIDERS", json.dumps([provider]))
    settings.cache_clear()
    places = (f"https://corp.example/{name}" for name in ("authorize", "token", "keys"))
    found = oidc_exchange.Discovery(*places, None, None)
    monkeypatch.setattr(oidc_exchange, "discover", lambda provider: found)
    begun = Browser(application).get("/auth/oidc/corp/login")
    cookie, _, attributes = begun.headers["Set-Cookie"].partition(";")
    assert cookie.startswith("__Host-werkbank_oidc=")
    for part in ("Secure;", "HttpOnly;", "Path=/;", "SameSite=Lax;"):
        assert part in f"{attributes};"
    (state,) = parse_qs(urlsplit(begun.headers["Location"]).query)["state"]
    path = f"/auth/oidc/corp/callback?state={state}&error=access_denied"
    for name, words in (("werkbank_oidc", "begun no login"), ("__Host-werkbank_oidc", "not let")):
        browser, value = Browser(application), cookie.partition("=")[2]
        browser.client.set_cookie(name, value, domain="werkbank.example", secure=True)
        answer = browser.get(path)
        assert answer.status_code == 403, answer.text
        assert words in answer.text
    assert answer.headers["Set-Cookie"].startswith("__Host-werkbank_oidc=;")


def test_every_answer_has_strict_headers(application, ada):
    tried = 0
    for rule in application.url_map.iter_rules():
        path = "/" + rule.rule.lstrip("/")
        for part in path.split("/"):
            if part.startswith("<"):
                path = path.replace(part, "00000000-0000-7000-8000-000000000000")
        answer = ada.ask("GET", f"/{path}")
        tried += 1
        for name, beginning in ALWAYS.items():
            assert answer.headers.get(name, "").startswith(beginning), f"{name} of {path}"
        assert answer.headers["Cache-Control"], path
        if answer.mimetype == "text/html":
            assert "unsafe-eval" not in answer.headers["Content-Security-Policy"], path
    missing = application.test_client().get("/no/such/page", base_url=HOME)
    assert all(missing.headers[name].startswith(ALWAYS[name]) for name in ALWAYS)
    security_page.count("answers with all strict headers", tried)


def test_figures_and_the_detail_of_health_are_for_operators_and_the_token(application, ada):
    stranger, scraper = Browser(application), Browser(application, TOKEN)
    wrong = Browser(application, f"{TOKEN}x")
    ursula = Browser(application).enter(enter_as("Ursula", is_operator=True).secret)
    key = Browser(application, ursula.post("/api_keys", {"name": "m"}).json["key"])
    for path in ("//health/ready", "/health/ready"):
        for caller in (stranger, wrong, ada):
            shown = caller.get(path).json
            assert set(shown) == {"status", "dependencies"}
            assert shown["dependencies"] == {}
        for caller in (scraper, ursula, key):
            assert "database" in caller.get(path).json["dependencies"]
    for caller in (stranger, wrong, ada):
        assert caller.get("//metrics").status_code == 404
    for caller in (scraper, ursula, key):
        assert "werkbank_" in caller.get("//metrics").text


def test_without_a_token_in_the_settings_none_opens_anything(application, monkeypatch):
    monkeypatch.setenv("WERKBANK_OPERATIONS_TOKEN", "")
    settings.cache_clear()
    for words in ("Bearer ", "Bearer", "bearer " + TOKEN):
        headers = {"Authorization": words}
        assert Browser(application).get("//metrics", headers=headers).status_code == 404


def test_in_the_embedded_mode_everybody_may_look_inside(database_url, monkeypatch, tmp_path):
    with site(database_url, monkeypatch, tmp_path) as application:
        assert user(application, "Ada").get("//metrics").status_code == 200
        assert "database" in Caller(application).get("//health/ready").json["dependencies"]
