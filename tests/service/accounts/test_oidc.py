"""Logins by OpenID Connect, against a provider that runs as a process."""

import json
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
import sqlalchemy as sa

from service.accounts import oidc_exchange, users
from service.database import transactions
from service.database.models import AuditEntry, ExternalIdentity, User
from service.settings import settings
from tests.support import callers
from tests.support.accounts import (
    PASSWORD,
    email_of,
    enter_as,
    hash_quickly,
    make_user_with_password,
)
from tests.support.authenticators import enrol
from tests.support.callers import Caller
from tests.support.servers import oidc_providers
from tests.support.servers.account_mails import mailbox
from tests.support.servers.oidc_providers import CLIENT_ID, CLIENT_SECRET, oidc_provider, sign_in
from tests.support.worlds.marketplace import refused

pytestmark = [
    pytest.mark.one_database,
    pytest.mark.skipif(not oidc_providers.is_installed(), reason=oidc_providers.REASON),
]
PUBLIC = "http://127.0.0.1:8000"
CALLBACK = f"{PUBLIC}/api/v1/auth/oidc/corp/callback"
PEOPLE = {
    "ada": {"email": email_of("Ada"), "email_verified": True, "name": "Ada", "groups": ["buyers"]},
    "moved": {"email": email_of("Ada"), "email_verified": True, "name": "Ada", "groups": []},
    "unproven": {"email": email_of("Ada"), "email_verified": False, "name": "Ada"},
    "said": {"email": email_of("Ada"), "email_verified": "true", "name": "Ada"},
    "nameless": {"name": "Ada"},
    "foreign": {"email": "ada@elsewhere.example", "email_verified": True, "name": "Ada"},
}


@pytest.fixture(scope="module")
def issuer():
    with oidc_provider(PEOPLE, [CALLBACK], f"{PUBLIC}/app") as address:
        yield address


@pytest.fixture
def site(database_url, monkeypatch, tmp_path, issuer):
    hash_quickly(monkeypatch)
    values = {"webhook_allowed_networks": "127.0.0.0/8", "public_url": PUBLIC}
    with callers.site(database_url, monkeypatch, tmp_path, **values) as application:
        yield application


@pytest.fixture
def configure(site, monkeypatch, issuer):
    def configure(**more):
        provider = {
            "name": "corp",
            "title": "Corp",
            "issuer": issuer,
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "scopes": "openid email profile groups",
            **more,
        }
        monkeypatch.setenv("WERKBANK_OIDC_PROVIDERS", json.dumps([provider]))
        settings.cache_clear()
        oidc_exchange._discover.cache_clear()

    configure()
    return configure


def begin(browser, onward="/app/jobs"):
    answer = browser.get(f"/auth/oidc/corp/login?next={onward}")
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def come_back(browser, address):
    return browser.get("/" + address.removeprefix(PUBLIC).replace("/api", "//api", 1)[1:])


def log_in(site, person, browser=None):
    browser = browser or Caller(site)
    address = sign_in(begin(browser), person, CALLBACK)
    return browser, come_back(browser, address)


def email_in(browser):
    user = browser.get("/auth/me").json["user"]
    return user and user["email"]


@pytest.fixture
def ready(configure):
    return configure


def test_somebody_new_gets_an_account_with_a_confirmed_address(site, ready):
    browser, answer = log_in(site, "ada")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/app/jobs")
    me = browser.get("/auth/me").json["user"]
    assert (me["email"], me["name"]) == (email_of("Ada"), "Ada")
    assert me["email_verified_at"]
    again, _ = log_in(site, "ada")
    assert again.get("/auth/me").json["user"]["id"] == me["id"]
    password = {"email": email_of("Ada"), "password": "none"}
    assert refused(Caller(site).post("/auth/login", password), 401, "bad-credentials")


def test_an_account_is_linked_by_its_verified_address_and_told(site, ready, monkeypatch):
    ada_id = make_user_with_password("Ada")
    with mailbox(monkeypatch) as mails:
        browser, _ = log_in(site, "ada")
        assert browser.get("/auth/me").json["user"]["id"] == str(ada_id)
        subjects = [letter["Subject"] for letter in mails.fetch()]
    assert subjects[0] == "Your account on Werkbank can be used by another login now"


@pytest.mark.parametrize("person", ["unproven", "said", "nameless"])
def test_an_address_that_the_provider_has_not_verified_lets_nobody_in(site, ready, person):
    make_user_with_password("Ada")
    browser, answer = log_in(site, person)
    assert answer.status_code == 403
    assert "<h1>" in answer.text
    assert email_in(browser) is None
    with transactions.reading() as db:
        assert db.scalar(sa.select(sa.func.count()).select_from(ExternalIdentity)) == 0


def test_an_account_that_only_claims_the_address_is_not_linked(site, ready):
    stranger = enter_as("Ada", is_confirmed=False).principal
    browser, _ = log_in(site, "ada")
    assert browser.get("/auth/me").json["user"]["id"] != str(stranger.user_id)


def test_only_addresses_of_the_named_domains_log_in(site, ready):
    ready(domains=["Shop.example"])
    assert email_in(log_in(site, "ada")[0]) == email_of("Ada")
    browser, answer = log_in(site, "foreign")
    assert answer.status_code == 403
    assert email_in(browser) is None


def test_a_disabled_account_is_not_let_in(site, ready):
    make_user_with_password("Ada")
    with transactions.writing() as db:
        users.disable(db, email_of("Ada"))
    browser, answer = log_in(site, "ada")
    assert answer.status_code == 403
    assert email_in(browser) is None


def test_a_second_factor_is_asked_for_as_after_a_password(site, ready):
    make_user_with_password("Ada")
    ada = Caller(site)
    ada.post("/auth/login", {"email": email_of("Ada"), "password": PASSWORD})
    _, codes = enrol(ada.visit())
    browser, answer = log_in(site, "ada")
    assert answer.status_code == 303
    assert email_in(browser) is None
    page = answer.headers["Location"]
    answer = browser.ask("POST", f"/{page}", data={"code": codes[0]})
    assert answer.headers["Location"] == "/app/jobs"
    assert email_in(browser) == email_of("Ada")


def test_what_came_back_is_used_once_and_in_the_browser_that_asked(site, ready):
    browser = Caller(site)
    address = sign_in(begin(browser), "ada", CALLBACK)
    thief = Caller(site)
    assert come_back(thief, address).status_code == 403
    begin(thief)
    assert come_back(thief, address).status_code == 410
    assert email_in(thief) is None
    assert come_back(browser, address).status_code == 303
    begin(browser)
    assert come_back(browser, address).status_code == 410


def test_another_state_code_or_issuer_is_refused(site, ready):
    for change in (
        lambda address: address.replace("state=", "state=x"),
        lambda address: address.replace("code=", "code=x"),
        lambda address: address.replace("iss=", "iss=x"),
    ):
        browser = Caller(site)
        address = change(sign_in(begin(browser), "ada", CALLBACK))
        assert come_back(browser, address).status_code in (403, 422, 502)
        assert email_in(browser) is None


def test_the_code_of_one_login_does_not_serve_in_another(site, ready):
    """Nonce and PKCE bind it to the browser that began, whatever its state is."""
    first, second = Caller(site), Caller(site)
    code = parse_qs(urlsplit(sign_in(begin(first), "ada", CALLBACK)).query)["code"][0]
    address = sign_in(begin(second), "ada", CALLBACK)
    own = parse_qs(urlsplit(address).query)["code"][0]
    assert come_back(second, address.replace(own, code)).status_code == 502
    assert email_in(second) is None


def test_the_provider_is_asked_with_pkce_state_and_nonce(site, ready):
    query = parse_qs(urlsplit(begin(Caller(site))).query)
    assert query["code_challenge_method"] == ["S256"]
    assert all(len(query[name][0]) > 40 for name in ("code_challenge", "state", "nonce"))


def test_what_a_provider_says_in_words_is_said_on_a_page(site, ready):
    browser = Caller(site)
    state = parse_qs(urlsplit(begin(browser)).query)["state"][0]
    answer = browser.get(f"/auth/oidc/corp/callback?error=access_denied&state={state}")
    assert answer.status_code == 403
    assert "access_denied" in answer.text
    state = parse_qs(urlsplit(begin(browser)).query)["state"][0]
    answer = browser.get(f"/auth/oidc/corp/callback?error=Call+0900-1234&state={state}")
    assert "0900" not in answer.text


@pytest.mark.parametrize("onward", ["//evil.example", "https://evil.example/app"])
def test_nobody_is_led_to_another_site(site, ready, onward):
    browser = Caller(site)
    address = sign_in(begin(browser, onward), "ada", CALLBACK)
    assert come_back(browser, address).headers["Location"] == "/app"


def test_groups_give_roles_at_each_login_and_take_them(site, ready, issuer):
    owner = callers.user(site, "Olga")
    home = owner.me["home_id"]
    roles = {"admins": "manager", "buyers": "member"}
    ready(organization_id=home, roles=roles)
    browser, _ = log_in(site, "ada")
    rights = {each["id"]: each["role"] for each in browser.get("/auth/me").json["organizations"]}
    assert rights[home] == "member"
    ready(organization_id=home, roles={"buyers": "observer"})
    log_in(site, "ada")
    assert {each["id"]: each["role"] for each in browser.get("/auth/me").json["organizations"]}[
        home
    ] == "observer"
    ready(organization_id=home, roles={"admins": "manager"})
    log_in(site, "ada")
    assert home not in {each["id"] for each in browser.get("/auth/me").json["organizations"]}


def test_whom_people_have_taken_in_keeps_the_role_that_people_gave(site, ready):
    owner = callers.user(site, "Olga")
    home = owner.me["home_id"]
    make_user_with_password("Ada")
    member = {"email": email_of("Ada"), "role": "manager"}
    assert owner.post(f"/organizations/{home}/members", member).status_code == 201
    ready(organization_id=home, roles={"buyers": "observer"})
    browser, _ = log_in(site, "ada")
    rights = {each["id"]: each["role"] for each in browser.get("/auth/me").json["organizations"]}
    assert rights[home] == "manager"


def test_logging_out_ends_the_session_and_names_the_providers_page(site, ready, issuer):
    browser, _ = log_in(site, "ada")
    answer = browser.visit().post("/auth/oidc/corp/logout")
    assert answer.json["logout_url"].startswith(f"{issuer}/session/end?client_id={CLIENT_ID}")
    assert email_in(browser) is None
    with transactions.reading() as db:
        newest = db.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert newest.action == "session.ended"


def test_providers_are_listed_without_their_secrets(site, ready):
    answer = Caller(site).get("/auth/oidc")
    assert [each["title"] for each in answer.json["items"]] == ["Corp"]
    assert CLIENT_SECRET not in answer.text
    assert CLIENT_SECRET not in repr(settings())
    assert refused(Caller(site).get("/auth/oidc/other/login"), 404, "not-found")


def test_a_provider_where_the_service_may_not_call_is_not_called(site, ready, monkeypatch):
    monkeypatch.setenv("WERKBANK_WEBHOOK_ALLOWED_NETWORKS", "")
    ready()
    answer = Caller(site).get("/auth/oidc/corp/login")
    assert answer.status_code == 502
    assert "Location" not in answer.headers


def test_a_provider_that_calls_itself_otherwise_is_not_believed(site, ready, issuer):
    ready(issuer=issuer.replace("127.0.0.1", "127.0.0.2"))
    assert Caller(site).get("/auth/oidc/corp/login").status_code == 502
    ready(issuer=f"{issuer}/")
    assert Caller(site).get("/auth/oidc/corp/login").status_code == 502


def test_a_password_can_be_chosen_later(site, ready):
    browser, _ = log_in(site, "ada")
    with transactions.reading() as db:
        user_id = UUID(browser.get("/auth/me").json["user"]["id"])
        assert db.get_one(User, user_id).password_hash == "none"
