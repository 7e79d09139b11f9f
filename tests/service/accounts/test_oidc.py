"""Logins by OpenID Connect, against a provider that runs as a process."""

import base64
import html
import json
import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
import sqlalchemy as sa
from joserfc.jwk import KeySet, RSAKey
from joserfc.jwt import Token

from service import clock
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
from tests.support.console_pages import page, send
from tests.support.servers import oidc_providers
from tests.support.servers.account_mails import mailbox
from tests.support.servers.oidc_providers import (
    CLIENT_ID,
    CLIENT_SECRET,
    oidc_provider,
    person,
    sign_in,
    sign_out,
)
from tests.support.servers.receivers import Receiver
from tests.support.waiting import eventually
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
def logouts():
    """What the provider says of whom it has logged out."""
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture(scope="module")
def issuer(logouts):
    with oidc_provider(PEOPLE, [CALLBACK], f"{PUBLIC}/app", logouts.url) as address:
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
        for found_out in (oidc_exchange._discover, oidc_exchange._keys, oidc_exchange._keys_anew):
            found_out.cache_clear()

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


def logged_in(site, name="Ada"):
    """Somebody with a password, in a session that has just begun."""
    make_user_with_password(name)
    browser = Caller(site)
    browser.post("/auth/login", {"email": email_of(name), "password": PASSWORD})
    return browser.visit()


def link(browser, who, **more):
    """Link the account that a browser is logged in to; what comes back."""
    begun = browser.post("/auth/oidc/corp/link", {"next": "/app/account/providers", **more})
    assert begun.status_code == 200, begun.text
    return come_back(browser, sign_in(begun.json["authorization_url"], who, CALLBACK))


def linked(browser):
    (shown,) = browser.get("/auth/oidc/links").json["items"]
    assert (shown["name"], shown["title"]) == ("corp", "Corp")
    return shown["linked_at"]


def test_an_account_is_linked_to_an_identity_with_another_address_and_unlinked(
    site, ready, monkeypatch
):
    bob = logged_in(site, "Bob")
    assert linked(bob) is None
    with mailbox(monkeypatch) as mails:
        answer = link(bob, "ada")
        assert (answer.status_code, answer.headers["Location"]) == (303, "/app/account/providers")
        (letter,) = mails.fetch()
    assert letter["Subject"] == "Your account on Werkbank can be used by another login now"
    assert linked(bob)
    assert email_in(log_in(site, "ada")[0]) == email_of("Bob")
    assert bob.delete("/auth/oidc/corp/link").status_code == 204
    assert linked(bob) is None
    assert refused(bob.delete("/auth/oidc/corp/link"), 404, "not-found")
    assert email_in(log_in(site, "ada")[0]) == email_of("Ada")
    with transactions.reading() as db:
        actions = list(db.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)))
    assert [each for each in actions if "provider" in each] == [
        "account.provider_linked",
        "account.provider_unlinked",
    ]


def test_an_identity_of_another_account_is_not_linked(site, ready):
    log_in(site, "ada")
    bob = logged_in(site, "Bob")
    answer = link(bob, "ada")
    assert answer.status_code == 409
    assert 'href="/app/account/providers"' in answer.text
    assert linked(bob) is None
    assert email_in(bob) == email_of("Bob")


@pytest.mark.parametrize("who", ["unproven", "foreign"])
def test_what_would_let_nobody_in_is_not_linked(site, ready, who):
    ready(domains=["shop.example"])
    bob = logged_in(site, "Bob")
    assert link(bob, who).status_code == 403
    assert linked(bob) is None


def test_only_who_has_just_logged_in_links_and_no_key(site, ready):
    bob = logged_in(site, "Bob")
    key = Caller(site, bob.post("/api_keys", {"name": "shop"}).json["key"])
    for method, path in (("POST", "/auth/oidc/corp/link"), ("GET", "/auth/oidc/links")):
        assert refused(key.ask(method, path, json={}), 403, "forbidden")
        assert refused(callers.visitor(site).ask(method, path, json={}), 401, "unauthenticated")
    clock.move(timedelta(minutes=31))
    assert refused(bob.post("/auth/oidc/corp/link", {}), 403, "forbidden")
    assert bob.get("/auth/oidc/links").status_code == 200


def test_who_has_no_password_has_to_have_just_logged_in_to_change_how_they_do(site, ready):
    browser, _ = log_in(site, "ada")
    browser.visit()
    clock.move(timedelta(minutes=31))
    for method, path, body in (
        ("POST", "/auth/passkeys/options", {}),
        ("POST", "/auth/totp", {}),
        ("PUT", "/auth/devices/approval", {"enabled": True}),
        ("PUT", "/auth/devices/approval", {"enabled": False}),
    ):
        assert refused(browser.ask(method, path, json=body), 403, "forbidden"), path
    assert browser.get("/auth/totp").status_code == 200
    log_in(site, "ada", browser)
    assert browser.visit().post("/auth/totp", {}).status_code == 201


def test_what_was_begun_to_link_is_for_the_session_that_began(site, ready):
    bob = logged_in(site, "Bob")
    begun = bob.post("/auth/oidc/corp/link", {}).json["authorization_url"]
    address = sign_in(begun, "ada", CALLBACK)
    bob.post("/auth/logout")
    answer = come_back(bob, address)
    assert answer.status_code == 403
    assert "/app/sign-in?next=%2Fapp" in answer.text
    with transactions.reading() as db:
        assert db.scalars(sa.select(ExternalIdentity)).all() == []


def test_errors_lead_back_to_the_other_ways_to_sign_in(site, ready):
    browser = Caller(site)
    state = parse_qs(urlsplit(begin(browser)).query)["state"][0]
    answer = browser.get(f"/auth/oidc/corp/callback?error=access_denied&state={state}")
    assert 'href="/app/sign-in?next=%2Fapp%2Fjobs"' in answer.text
    ready(issuer="http://127.0.0.1:9")
    answer = Caller(site).get("/auth/oidc/corp/login?next=/app/inbox")
    assert (answer.status_code, "next=%2Fapp%2Finbox" in answer.text) == (502, True)


def test_the_page_to_sign_in_has_a_button_for_each_provider(site, ready, monkeypatch):
    shown = page(Caller(site), "/sign-in?next=/app/inbox").text
    assert "Sign in with Corp" in shown
    assert 'href="/api/v1/auth/oidc/corp/login?next=/app/inbox"' in shown
    monkeypatch.setenv("WERKBANK_OIDC_PROVIDERS", "[]")
    settings.cache_clear()
    assert "Sign in with" not in page(Caller(site), "/sign-in").text


def test_somebody_links_and_unlinks_on_their_page(site, ready, monkeypatch):
    bob = logged_in(site, "Bob")
    assert "not linked" in page(bob, "/account/providers").text
    answer = send(bob, "/account/providers/corp/link")
    (address,) = re.findall(r'href="(http://127[^"]+)"', answer.text)
    answer = come_back(bob, sign_in(html.unescape(address), "ada", CALLBACK))
    assert answer.headers["Location"] == "/app/account/providers?done=linked"
    shown = page(bob, "/account/providers?done=linked").text
    assert "Linked: you can sign in" in shown
    assert "not linked" not in shown
    assert send(bob, "/account/providers/corp/unlink").status_code == 303
    assert linked(bob) is None
    clock.move(timedelta(minutes=31))
    answer = send(bob, "/account/providers/corp/link")
    assert (answer.status_code, "log in once more" in answer.text.lower()) == (403, True)


def log_out_at(issuer, browser, logouts):
    """Log out at the provider; the form that it sends to the service."""
    before = len(logouts.got)
    sign_out(browser, f"{issuer}/session/end?client_id={CLIENT_ID}")
    eventually(lambda: len(logouts.got) > before)
    return logouts.got[-1].body


def tell(site, form):
    kind = "application/x-www-form-urlencoded"
    path = "/auth/oidc/corp/backchannel_logout"
    return Caller(site).ask("POST", path, data=form, content_type=kind)


def test_whom_the_provider_logs_out_is_logged_out_here(site, ready, issuer, logouts):
    with person() as at_provider:
        browser = Caller(site)
        come_back(browser, sign_in(begin(browser), "ada", CALLBACK, at_provider))
        other, _ = log_in(site, "ada")
        bob = logged_in(site, "Bob")
        form = log_out_at(issuer, at_provider, logouts)
    assert email_in(browser) == email_of("Ada")
    answer = tell(site, form)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (204, "no-store")
    assert (email_in(browser), email_in(other)) == (None, None)
    assert email_in(bob) == email_of("Bob")
    with transactions.reading() as db:
        newest = db.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (newest.action, newest.subject_name) == ("sessions.ended", "Corp")
    again, _ = log_in(site, "ada")
    assert tell(site, form).status_code == 204
    assert email_in(again) == email_of("Ada")  # the same token ends nothing that was begun since


def test_a_logout_that_the_provider_has_not_signed_for_us_now_ends_nothing(
    site, ready, issuer, logouts
):
    with person() as at_provider:
        browser = Caller(site)
        come_back(browser, sign_in(begin(browser), "ada", CALLBACK, at_provider))
        form = log_out_at(issuer, at_provider, logouts).decode()
    token = parse_qs(form)["logout_token"][0]
    head, claims, signature = token.split(".")
    none = base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
    for other in (
        *("", "x", f"{head}.{claims}.", f"{none}.{claims}.", f"{head}.{claims}.{signature[::-1]}"),
        f"{head}.{claims[:-4]}AAAA.{signature}",
    ):
        assert refused(tell(site, {"logout_token": other}), 400, "bad-logout-token"), other
    ready(client_id="another")
    assert refused(tell(site, form), 400, "bad-logout-token")
    ready()
    clock.move(timedelta(minutes=10))
    assert refused(tell(site, form), 400, "bad-logout-token")
    clock.reset()
    assert email_in(browser) == email_of("Ada")


@pytest.fixture
def ada_with_logouts(site, ready, issuer, monkeypatch):
    """Somebody who is logged in, and what tells of a token that the provider has signed."""
    browser, _ = log_in(site, "ada")

    def told(**changes):
        now = int(clock.now().timestamp())
        claims = {"iss": issuer, "aud": CLIENT_ID, "sub": "ada", "jti": "1", "iat": now}
        claims |= {"exp": now + 120, "events": {oidc_exchange.LOGOUT_EVENT: {}}, **changes}
        signed = Token({"alg": "RS256"}, claims)
        monkeypatch.setattr(oidc_exchange, "_signed", lambda _discovery, _token: signed)
        return tell(site, {"logout_token": "signed"})

    return browser, told


@pytest.mark.parametrize(
    "wrong",
    [
        lambda now: {"nonce": "of a login"},
        lambda now: {"nonce": None},
        lambda now: {"iat": now - 400, "exp": now + 86400},
        lambda now: {"iss": "https://other.example"},
        lambda now: {"aud": "another"},
        lambda now: {"exp": now - 120},
        lambda now: {"events": {}},
        lambda now: {"events": {oidc_exchange.LOGOUT_EVENT: None}},
        lambda now: {"events": [oidc_exchange.LOGOUT_EVENT]},
    ],
    ids=[
        *("nonce", "an empty nonce", "old", "issuer", "audience", "expired"),
        *("no event", "no object", "a list"),
    ],
)
def test_each_thing_that_a_logout_has_to_say_is_looked_at(ada_with_logouts, wrong):
    browser, told = ada_with_logouts
    assert refused(told(**wrong(int(clock.now().timestamp()))), 400, "bad-logout-token")
    assert email_in(browser) == email_of("Ada")
    assert told().status_code == 204
    assert email_in(browser) is None


def test_a_provider_ends_as_many_logins_as_it_likes_and_who_shows_wrong_tokens_is_limited(
    site, ada_with_logouts, monkeypatch
):
    monkeypatch.setenv("WERKBANK_LOGINS_PER_MINUTE", "8")
    settings.cache_clear()
    _, told = ada_with_logouts
    assert {told().status_code for _ in range(12)} == {204}
    refusals = [told(events={}).status_code for _ in range(12)]
    assert (refusals[0], refusals[-1]) == (400, 429)


def test_wrong_tokens_do_not_let_the_provider_be_asked_for_its_keys_each_time(
    site, ready, monkeypatch
):
    asked, call = [], oidc_exchange._call
    monkeypatch.setattr(
        oidc_exchange,
        "_call",
        lambda method, url, **more: asked.append(url) or call(method, url, **more),
    )
    head = base64.urlsafe_b64encode(b'{"alg":"RS256","kid":"nobody has it"}').rstrip(b"=").decode()
    for _ in range(5):
        for token in (f"{head}.e30.AAAA", "x", ""):
            assert refused(tell(site, {"logout_token": token}), 400, "bad-logout-token")
    assert len([url for url in asked if "jwks" in url]) == 1
    assert email_in(log_in(site, "ada")[0]) == email_of("Ada")
    assert len([url for url in asked if "jwks" in url]) == 1


def test_a_key_by_which_the_provider_signs_since_is_asked_for(site, ready, monkeypatch):
    log_in(site, "ada")
    unknown = KeySet([RSAKey.generate_key(2048)])
    monkeypatch.setattr(oidc_exchange, "_keys", lambda _url, _period: unknown)
    assert email_in(log_in(site, "ada")[0]) == email_of("Ada")


def test_what_was_begun_to_link_is_for_the_account_that_began(site, ready):
    bob = logged_in(site, "Bob")
    begun = bob.post("/auth/oidc/corp/link", {}).json["authorization_url"]
    address = sign_in(begun, "ada", CALLBACK)
    bob.post("/auth/logout")
    make_user_with_password("Eve")
    entered = bob.post("/auth/login", {"email": email_of("Eve"), "password": PASSWORD})
    assert entered.status_code == 200, entered.text
    answer = come_back(bob, address)
    assert answer.status_code == 403
    with transactions.reading() as db:
        assert db.scalars(sa.select(ExternalIdentity)).all() == []


def test_a_login_is_no_logout(site, ready, issuer, monkeypatch):
    """Both are signed by the same key for the same service."""
    tokens = []
    signed = oidc_exchange._signed
    monkeypatch.setattr(
        oidc_exchange, "_signed", lambda place, token: tokens.append(token) or signed(place, token)
    )
    browser, _ = log_in(site, "ada")
    assert refused(tell(site, {"logout_token": tokens[0]}), 400, "bad-logout-token")
    assert email_in(browser) == email_of("Ada")
