"""Accounts as browsers and programs meet them: cookies, tokens, problems, limits."""

from datetime import timedelta
from uuid import uuid4

import pytest

from service import clock
from service.access.permissions import RIGHTS
from service.database import transactions
from service.settings import settings
from tests.support import applications
from tests.support.accounts import PASSWORD, email_of, enter_as, make_user_with_password
from tests.support.callers import API, Caller
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database

ADA = {"email": email_of("Ada"), "password": PASSWORD, "name": "Ada"}


class Browser(Caller):
    """Sends the CSRF token that it was told last."""

    def ask(self, method, path, headers=(), **more):
        answer = super().ask(method, path, headers, **more)
        if path.startswith("/auth/") and answer.is_json and answer.status_code < 300:
            self.headers["X-CSRF-Token"] = answer.json["csrf_token"]
        return answer


@pytest.fixture
def limited(monkeypatch):
    """Set limits before the application is built; tests say which."""

    def set_limits(**limits):
        for name, value in limits.items():
            monkeypatch.setenv(f"WERKBANK_{name.upper()}", str(value))
        settings.cache_clear()

    return set_limits


@pytest.fixture(autouse=True)
def application(database_url, monkeypatch, tmp_path):
    monkeypatch.setenv("WERKBANK_DATABASE_URL", database_url)
    monkeypatch.setenv("WERKBANK_VAR_DIR", str(tmp_path))
    monkeypatch.setenv("WERKBANK_EMBEDDED", "true")
    settings.cache_clear()
    yield applications.ready()
    transactions.disconnect()
    settings.cache_clear()
    clock.reset()


@pytest.fixture
def browser(application):
    return Browser(application)


@pytest.fixture
def ada(application):
    """A browser in which Ada is logged in."""
    return browser_of(application, "Ada")


def browser_of(application, name):
    return Browser(application).with_session(enter_as(name).secret)


def home_of(browser):
    return f"/organizations/{browser.get('/auth/me').json['home_id']}"


def test_an_anonymous_browser_becomes_a_visitor_and_stays_the_same(browser):
    first = browser.get("/auth/me")
    assert first.json["visitor"]
    assert first.json["user"] is None
    assert first.json["csrf_token"]
    cookie = first.headers["Set-Cookie"]
    for part in ("werkbank_session=", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie
    assert "Secure" not in cookie
    again = browser.get("/auth/me")
    assert "Set-Cookie" not in again.headers
    assert again.json == first.json


def test_behind_https_the_cookie_is_secure(browser, monkeypatch):
    monkeypatch.setenv("WERKBANK_PUBLIC_URL", "https://werkbank.example")
    settings.cache_clear()
    assert "Secure" in browser.get("/auth/me").headers["Set-Cookie"]


def test_who_registers_is_logged_in_and_owns_their_organization(browser):
    registered = browser.post("/auth/register", ADA)
    assert registered.status_code == 201
    me = browser.get("/auth/me").json
    assert me == registered.json
    assert not me["visitor"]
    assert me["user"]["email"] == ADA["email"]
    (home,) = me["organizations"]
    assert (home["id"], home["name"], home["role"]) == (me["home_id"], "Ada", "owner")
    assert len(home["rights"]) == len(RIGHTS)


def test_logging_in_changes_the_cookie_and_logging_out_forgets_it(browser):
    make_user_with_password("Ada")
    planted = browser.get("/auth/me").headers["Set-Cookie"]
    logged_in = browser.post("/auth/login", {"email": ADA["email"], "password": PASSWORD})
    assert logged_in.status_code == 200
    assert logged_in.json["user"]["name"] == "Ada"
    assert logged_in.headers["Set-Cookie"].split(";")[0] != planted.split(";")[0]

    cookie = browser.client.get_cookie("werkbank_session").value
    assert browser.post("/auth/logout").status_code == 204
    assert browser.client.get_cookie("werkbank_session") is None
    browser.client.set_cookie("werkbank_session", cookie)
    assert browser.get("/auth/me").json["visitor"]


def test_a_wrong_password_and_an_unknown_address_get_the_same_problem(browser):
    make_user_with_password("Ada")
    wrong = browser.post("/auth/login", {"email": ADA["email"], "password": "not hers"})
    unknown = browser.post("/auth/login", {"email": "eve@shop.example", "password": "not hers"})
    assert refused(wrong, 401, "bad-credentials")
    assert wrong.json == unknown.json


def test_an_address_registers_once(ada, browser):
    assert refused(browser.post("/auth/register", ADA), 409, "email-taken")


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"password": "short"}, "/password"),
        ({"password": "x" * 129}, "/password"),
        ({"email": "nowhere"}, "/email"),
        ({"email": None}, "/email"),
        ({"name": "  "}, "/name"),
        ({"name": "two\nlines"}, "/name"),
        ({"name": 7}, "/name"),
        ({"is_operator": True}, "/is_operator"),
    ],
)
def test_what_cannot_be_registered_is_pointed_at(browser, change, pointer):
    answer = browser.post("/auth/register", {**ADA, **change})
    assert refused(answer, 422, "invalid")
    assert [error["pointer"] for error in answer.json["errors"]] == [pointer]
    assert "x" * 129 not in answer.text


def test_the_address_itself_is_no_password(browser):
    answer = browser.post("/auth/register", {**ADA, "password": ADA["email"]})
    assert refused(answer, 422, "weak-password")


def test_a_write_with_the_cookie_takes_the_csrf_token(ada):
    ada.headers["X-CSRF-Token"] = "guessed"
    assert refused(ada.post("/organizations", {"name": "Forged"}), 403, "csrf")
    ada.get("/auth/me")
    assert ada.post("/organizations", {"name": "Meant"}).status_code == 201


def test_a_bad_key_is_nobody(browser):
    answer = browser.get("/auth/me", headers={"Authorization": "Bearer wb_wrong"})
    assert refused(answer, 401, "bad-credentials")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_key_is_shown_once_and_works_without_csrf_until_it_is_revoked(ada, application):
    made = ada.post("/api_keys", {"name": "shop"})
    assert made.status_code == 201
    assert made.headers["Cache-Control"] == "no-store"
    program = Browser(application)
    key = {"Authorization": f"Bearer {made.json['key']}"}
    assert program.get("/auth/me", headers=key).json["user"]["name"] == "Ada"
    del program.headers["X-CSRF-Token"]
    founded = program.post("/organizations", {"name": "By key"}, headers=key)
    assert founded.status_code == 201

    (listed,) = ada.get("/api_keys").json["items"]
    assert "key" not in listed
    assert made.json["key"].startswith(listed["prefix"])
    assert listed["last_used_at"]
    assert ada.delete(f"/api_keys/{listed['id']}").status_code == 204
    assert refused(program.get("/auth/me", headers=key), 401, "bad-credentials")
    assert ada.get("/api_keys").json["items"] == []


def test_a_session_in_use_lasts_and_so_does_its_cookie(ada):
    clock.move(timedelta(days=13))
    assert "Max-Age=1209600" in ada.get("/auth/me").headers["Set-Cookie"]
    clock.move(timedelta(days=13))
    assert not ada.get("/auth/me").json["visitor"]


def test_organizations_are_read_and_changed_by_version(ada):
    home = home_of(ada)
    read = ada.get(home)
    tag = {"If-Match": read.headers["ETag"]}
    changed = ada.patch(home, {"country": "DE", "address": {"city": "Ulm"}}, headers=tag)
    assert changed.json["address"] == {"city": "Ulm"}
    assert changed.json["version"] == read.json["version"] + 1
    late = ada.patch(home, {"name": "Late"}, headers=tag)
    assert refused(late, 412, "version-moved-on")
    assert ada.get(home).json["name"] == "Ada"


@pytest.mark.parametrize(
    "changes",
    [{"name": None}, {"language": None}, {"country": "Germany"}, {"owner": "me"}, {"name": ""}],
)
def test_a_change_that_makes_no_sense_is_pointed_at(ada, changes):
    answer = ada.patch(home_of(ada), changes)
    assert refused(answer, 422, "invalid")
    assert answer.json["errors"][0]["pointer"] == f"/{next(iter(changes))}"


def test_colleagues_come_change_and_go(ada, application):
    home, bob = home_of(ada), browser_of(application, "Bob")
    added = ada.post(f"{home}/members", {"email": email_of("Bob"), "role": "observer"})
    assert added.status_code == 201
    member = f"{home}/members/{added.json['user_id']}"
    assert bob.get(home).status_code == 200
    assert refused(bob.patch(home, {"name": "Bob's"}), 403, "forbidden")

    assert ada.patch(member, {"role": "manager"}).json["role"] == "manager"
    assert bob.patch(home, {"name": "Bob's"}).status_code == 200
    assert [m["name"] for m in bob.get(f"{home}/members").json["items"]] == ["Ada", "Bob"]

    assert ada.delete(member).status_code == 204
    assert refused(bob.get(home), 404, "not-found")
    last = ada.get(f"{home}/members").json["items"][0]["user_id"]
    assert refused(ada.delete(f"{home}/members/{last}"), 409, "last-owner")


def test_roles_come_change_and_go(ada):
    roles = f"{home_of(ada)}/roles"
    made = ada.post(roles, {"name": "chatter", "rights": ["processes:messages"]})
    assert made.status_code == 201
    role = f"{roles}/{made.json['id']}"
    changed = ada.patch(role, {"rights": ["processes:read", "processes:messages"]})
    assert changed.json["rights"] == ["processes:messages", "processes:read"]
    assert refused(ada.post(roles, {"name": "chatter", "rights": []}), 409, "role-taken")
    assert refused(ada.post(roles, {"name": "x", "rights": ["all"]}), 422, "invalid")
    assert ada.delete(role).status_code == 204
    assert refused(ada.delete(role), 404, "not-found")


def test_lists_are_read_page_by_page(ada):
    for name in ("One", "Two"):
        ada.post("/organizations", {"name": name})
    first = ada.get("/organizations?limit=2").json
    rest = ada.get(f"/organizations?limit=2&cursor={first['next']}").json
    names = [organization["name"] for organization in first["items"] + rest["items"]]
    assert names == ["Ada", "One", "Two"]
    assert rest["next"] is None
    assert refused(ada.get("/organizations?cursor=made-up"), 422, "bad-cursor")
    assert refused(ada.get("/organizations?limit=201"), 422, "invalid")


FOREIGN = [
    ("GET", "", None),
    ("PATCH", "", {"name": "Mine"}),
    ("GET", "/members", None),
    ("POST", "/members", {"email": email_of("Eve"), "role": "owner"}),
    ("PATCH", "/members/{user}", {"role": "observer"}),
    ("DELETE", "/members/{user}", None),
    ("GET", "/roles", None),
    ("POST", "/roles", {"name": "spy", "rights": []}),
    ("PATCH", "/roles/{role}", {"rights": []}),
    ("DELETE", "/roles/{role}", None),
]


@pytest.mark.parametrize(("method", "path", "body"), FOREIGN)
def test_what_is_not_yours_looks_as_if_it_were_not_there(ada, application, method, path, body):
    home = home_of(ada)
    names = {
        "user": ada.get("/auth/me").json["user"]["id"],
        "role": ada.get(f"{home}/roles").json["items"][1]["id"],
    }
    eve, nobody = browser_of(application, "Eve"), Browser(application)
    absent = f"/organizations/{uuid4()}"
    for stranger in (eve, nobody):
        foreign = stranger.ask(method, (home + path).format(**names), json=body)
        unknown = stranger.ask(method, (absent + path).format(**names), json=body)
        assert refused(foreign, 404, "not-found")
        assert foreign.json["detail"].replace(home[-36:], absent[-36:]) == unknown.json["detail"]


@pytest.mark.parametrize("path", ["/organizations", "/api_keys"])
def test_visitors_have_to_log_in_before_they_found_or_make_anything(browser, path):
    browser.get("/auth/me")
    assert refused(browser.post(path, {"name": "mine"}), 401, "unauthenticated")


def test_too_many_logins_from_one_address_have_to_wait(limited, browser):
    limited(logins_per_minute=2)
    login = {"email": ADA["email"], "password": "not hers"}
    for _ in range(2):
        assert browser.post("/auth/login", login).status_code == 401
    answer = browser.post("/auth/login", login)
    assert refused(answer, 429, "too-many-requests")
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert browser.get("/auth/me").status_code == 200


def test_too_many_new_visitors_from_one_address_have_to_wait(limited, application):
    limited(anonymous_writes_per_minute=2)
    known = Browser(application)
    known.get("/auth/me")
    Browser(application).get("/auth/me")
    assert refused(Browser(application).get("/auth/me"), 429, "too-many-requests")
    assert known.get("/auth/me").status_code == 200


def test_what_visitors_write_is_counted_and_what_users_write_is_not(limited, ada, browser):
    limited(anonymous_writes_per_minute=2)
    browser.get("/auth/me")
    answers = [browser.post("/auth/logout").status_code for _ in range(3)]
    assert answers[-1] == 429
    for name in ("One", "Two", "Three"):
        assert ada.post("/organizations", {"name": name}).status_code == 201


def test_every_route_for_people_is_described(application):
    document = application.test_client().get(f"{API}/openapi.json").json
    tags = {"Accounts", "Organizations", "Members", "Roles", "API keys"}
    operations = [
        operation
        for methods in document["paths"].values()
        for operation in methods.values()
        if tags.intersection(operation.get("tags", ()))
    ]
    assert len({operation["operationId"] for operation in operations}) == 73
    for operation in operations:
        assert operation["summary"]
        answers = operation["responses"].values()
        assert all("$ref" in answer or answer["description"] for answer in answers)
