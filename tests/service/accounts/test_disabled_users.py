"""A disabled user is let in by nothing, and stays in every history."""

from uuid import UUID

import pytest
from click.testing import CliRunner

from service.accounts import api_keys, members, sessions, users
from service.accounts.commands import user as commands
from service.database import transactions
from tests.support.accounts import PASSWORD, email_of, enter_as, make_user_with_password
from tests.support.callers import Caller, publish, site, user


@pytest.fixture(autouse=True)
def application(database_url, monkeypatch, tmp_path):
    with site(database_url, monkeypatch, tmp_path) as application:
        yield application


def disable(name):
    with transactions.writing() as session:
        return users.disable(session, email_of(name))[1]


def enable(name):
    with transactions.writing() as session:
        users.enable(session, email_of(name))


def refusal(answer, status):
    assert answer.status_code == status, answer.text
    return answer.json["type"].rpartition("#")[2]


def test_sessions_end_for_good_and_keys_rest_until_the_user_is_enabled(application):
    ada = user(application, "Ada")
    with transactions.writing() as session:
        secret, _ = api_keys.issue(session, UUID(ada.me["user"]["id"]), name="shop")
    program = Caller(application, secret)
    assert program.get("/projects").status_code == 200
    assert disable("Ada") == 1
    assert refusal(ada.get("/projects"), 401) == "unauthenticated"
    refused = program.get("/projects")
    assert refusal(refused, 401) == "bad-credentials"
    assert refused.json["detail"].endswith("is disabled")
    enable("Ada")
    assert program.get("/projects").status_code == 200
    assert refusal(ada.get("/projects"), 401) == "unauthenticated"


def test_a_session_that_slipped_through_lets_nobody_in(application):
    entered = enter_as("Ada")
    disable("Ada")
    with transactions.writing() as session:
        user = users.find_by_email(session, email_of("Ada"))
        secret, _ = sessions.open_session(session, user_id=user.id)
    browser = Caller(application)
    for cookie in (secret, entered.secret):
        browser.client.set_cookie("werkbank_session", cookie)
        assert refusal(browser.get("/projects"), 401) == "unauthenticated"


def test_only_who_knows_the_password_is_told_that_the_account_is_disabled(application):
    make_user_with_password("Ada")
    disable("Ada")
    browser = Caller(application)
    login = {"email": email_of("Ada"), "password": PASSWORD}
    answer = browser.post("/auth/login", login)
    assert refusal(answer, 403) == "account-disabled"
    assert email_of("Ada") in answer.json["detail"]
    wrong = browser.post("/auth/login", {**login, "password": "something else"})
    assert refusal(wrong, 401) == "bad-credentials"
    enable("Ada")
    assert browser.post("/auth/login", login).status_code == 200


def test_what_a_disabled_user_did_stays_in_the_histories(application):
    ada, bob = user(application, "Ada"), user(application, "Bob")
    home = f"/organizations/{ada.me['home_id']}/members"
    assert ada.post(home, {"email": email_of("Bob"), "role": "owner"}).status_code == 201
    process_id = ada.process(ada.project(title="Bracket"), title="part")
    before = bob.get(f"/processes/{process_id}/history").json
    disable("Ada")
    publish()
    assert bob.get(f"/processes/{process_id}/history").json == before
    assert before["items"][0]["actor"]["name"] == "Ada"
    assert "Ada" in [member["name"] for member in bob.get(home).json["items"]]
    with transactions.reading() as session:  # mail for the organization goes to who can act on it
        assert members.owner_email(session, UUID(ada.me["home_id"])) == email_of("Bob")


def test_the_commands_say_what_they_did():
    enter_as("Ada")

    def run(*words):
        return CliRunner().invoke(commands, words).output

    assert run("disable", email_of("Ada")) == f"{email_of('Ada')} is disabled; sessions ended: 1.\n"
    assert run("disable", email_of("Ada")).endswith("sessions ended: 0.\n")
    assert "  disabled  ada@" in run("list")
    assert run("enable", email_of("Ada")) == f"{email_of('Ada')} can log in.\n"
    assert "disabled" not in run("list")
    assert "Nobody has registered as bob@" in run("disable", email_of("Bob"))
