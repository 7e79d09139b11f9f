"""Sessions: listed, ended, ending by themselves; and what users are told of new devices."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from service import clock
from service.accounts import sign_ins
from service.database import transactions
from service.database.models import SignIn
from service.notifications import account_mails
from service.settings import settings
from tests.support import callers
from tests.support.accounts import (
    PASSWORD,
    email_of,
    enter_as,
    hash_quickly,
    make_user_with_password,
)
from tests.support.callers import Caller
from tests.support.servers.account_mails import mailbox, text_of
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:{}) Gecko/20100101 Firefox/{}"


@pytest.fixture
def site(database_url, monkeypatch, tmp_path):
    hash_quickly(monkeypatch)
    with callers.site(database_url, monkeypatch, tmp_path) as application:
        yield application


@pytest.fixture
def mails(site, monkeypatch):
    with mailbox(monkeypatch) as mails:
        yield mails


def browser_of(site, name="Ada"):
    """A browser in which a new user is logged in."""
    return Caller(site).with_session(enter_as(name).secret)


def log_in(site, agent, name="Ada"):
    browser = Caller(site)
    browser.headers["User-Agent"] = agent
    body = {"email": email_of(name), "password": PASSWORD}
    assert browser.post("/auth/login", body).status_code == 200
    return browser.visit()


def is_in(browser):
    return not browser.get("/auth/me").json["visitor"]


def test_a_session_is_listed_with_where_it_is_used(site):
    make_user_with_password("Ada")
    ada = log_in(site, "Lynx/2.9")
    other = log_in(site, "Links (2.29)")
    listed = ada.get("/auth/sessions").json["items"]
    assert [row["agent"] for row in listed] == ["Lynx/2.9", "Links (2.29)"]
    assert [row["current"] for row in listed] == [True, False]
    assert {row["address"] for row in listed} == {"127.0.0.1"}
    assert all(row["created_at"] and row["last_seen_at"] for row in listed)
    assert other.get("/auth/sessions").json["items"][1]["current"]


def test_the_last_use_and_its_device_are_noted(site):
    ada = browser_of(site)
    before = ada.get("/auth/sessions").json["items"][0]["last_seen_at"]
    clock.move(timedelta(minutes=11))
    ada.get("/projects", headers={"User-Agent": "Lynx/2.9"})
    (session,) = ada.get("/auth/sessions").json["items"]
    assert session["last_seen_at"] > before
    assert session["agent"] == "Lynx/2.9"


def test_one_session_is_ended(both):
    ada, other = both
    ended = next(row for row in ada.get("/auth/sessions").json["items"] if not row["current"])
    assert ada.delete(f"/auth/sessions/{ended['id']}").status_code == 204
    assert is_in(ada)
    assert not is_in(other)
    assert refused(ada.delete(f"/auth/sessions/{ended['id']}"), 404, "not-found")


def test_a_session_that_has_ended_is_not_listed(site, both):
    ada, _other = both
    for _ in range(2):
        clock.move(timedelta(days=10))
        assert is_in(ada)
    (listed,) = ada.get("/auth/sessions").json["items"]
    assert listed["current"]


def test_all_other_sessions_are_ended(site, both):
    ada, other = both
    bob = browser_of(site, "Bob")
    assert ada.delete("/auth/sessions").status_code == 204
    assert is_in(ada)
    assert not is_in(other)
    assert is_in(bob)
    assert len(ada.get("/auth/sessions").json["items"]) == 1


@pytest.fixture
def both(site):
    """Two browsers in which one user is logged in."""
    make_user_with_password("Ada")
    return log_in(site, "Lynx/2.9"), log_in(site, "Links (2.29)")


def test_sessions_of_others_are_neither_listed_nor_ended(site):
    ada, bob = browser_of(site), browser_of(site, "Bob")
    (session,) = ada.get("/auth/sessions").json["items"]
    assert session["id"] not in bob.get("/auth/sessions").text
    assert refused(bob.delete(f"/auth/sessions/{session['id']}"), 404, "not-found")
    assert is_in(ada)


def test_a_visitor_and_an_api_key_have_no_sessions_to_look_at(site):
    ada = browser_of(site)
    key = Caller(site, ada.post("/api_keys", {"name": "shop"}).json["key"])
    (session,) = ada.get("/auth/sessions").json["items"]
    for method, path in (
        ("GET", "/auth/sessions"),
        ("DELETE", "/auth/sessions"),
        ("DELETE", f"/auth/sessions/{session['id']}"),
    ):
        assert refused(callers.visitor(site).ask(method, path), 401, "unauthenticated")
        assert refused(key.ask(method, path), 403, "forbidden")
    assert is_in(ada)


def test_however_active_somebody_logs_in_again_after_thirty_days(site):
    ada = browser_of(site)
    for _ in range(29):
        clock.move(timedelta(days=1))
        assert is_in(ada)
    clock.move(timedelta(days=1, minutes=1))
    assert not is_in(ada)


def test_the_setting_says_how_long_at_most(site, monkeypatch):
    monkeypatch.setenv("WERKBANK_SESSION_DAYS", "1")
    settings.cache_clear()
    ada = browser_of(site)
    clock.move(timedelta(hours=23))
    assert is_in(ada)
    clock.move(timedelta(hours=2))
    assert not is_in(ada)


def test_a_visitors_drafts_do_not_end_with_a_day(site):
    visitor = callers.visitor(site)
    draft = visitor.draft()
    for _ in range(5):
        clock.move(timedelta(days=10))
        assert visitor.get(f"/processes/{draft}").status_code == 200


def test_a_new_device_is_told_and_a_new_version_of_a_known_one_is_not(site, mails):
    make_user_with_password("Ada")
    log_in(site, FIREFOX.format("128.0", "128.0"))
    log_in(site, FIREFOX.format("129.1", "129.1"))
    assert mails.fetch() == []
    log_in(site, "curl/8.5")
    (letter,) = mails.fetch()
    assert letter["Subject"] == "A new device has logged in to your account on Werkbank"
    assert letter["To"].addresses[0].addr_spec == email_of("Ada")
    assert "curl/8.5" in text_of(letter)
    assert "/reset" in text_of(letter)
    log_in(site, "curl/8.5")
    assert mails.fetch() == []


def test_the_device_of_somebody_else_is_new(site, mails):
    make_user_with_password("Ada")
    make_user_with_password("Bob")
    log_in(site, "curl/8.5")
    log_in(site, "Lynx/2.9", "Bob")
    log_in(site, "curl/8.5", "Bob")
    (letter,) = mails.fetch()
    assert letter["To"].addresses[0].addr_spec == email_of("Bob")


def test_a_device_is_forgotten_after_half_a_year(site):
    make_user_with_password("Ada")
    log_in(site, "curl/8.5")
    clock.move(sign_ins.remembered() - timedelta(days=1))
    with transactions.writing() as session:
        assert sign_ins.forget(session, clock.now(), 10) == 0
    clock.move(timedelta(days=2))
    with transactions.writing() as session:
        assert sign_ins.forget(session, clock.now(), 10) == 1
        assert session.scalars(sa.select(SignIn)).all() == []


def test_a_device_that_was_not_used_for_half_a_year_is_new_again(site, mails):
    make_user_with_password("Ada")
    log_in(site, "curl/8.5")
    clock.move(timedelta(days=1))
    log_in(site, "Lynx/2.9")
    assert len(mails.fetch()) == 1
    clock.move(sign_ins.remembered() - timedelta(hours=1))
    log_in(site, "curl/8.5")
    (letter,) = mails.fetch()
    assert "curl/8.5" in text_of(letter)


def test_every_new_key_is_told_however_many(site, mails):
    ada = browser_of(site)
    for number in range(account_mails.MOST_PER_HOUR + 1):
        assert ada.post("/api_keys", {"name": f"shop {number}"}).status_code == 201
    assert len(mails.fetch()) == account_mails.MOST_PER_HOUR + 1


def test_a_new_key_is_told_without_the_key(site, mails):
    ada = browser_of(site)
    key = ada.post("/api_keys", {"name": "shop"}).json["key"]
    (letter,) = mails.fetch()
    assert letter["Subject"] == "There is a new API key of your account on Werkbank"
    assert "“shop”" in text_of(letter)
    assert key not in letter.as_string()
    assert key[:12] not in letter.as_string()


def test_no_name_of_a_key_or_device_adds_a_line_to_a_mail(site, mails):
    make_user_with_password("Ada")
    log_in(site, "curl/8.5")
    ada = log_in(site, "Lynx\tBcc: eve@shop.example\x7f <b>")
    (letter,) = mails.fetch()
    assert letter["Bcc"] is None
    assert "<b>" not in letter.get_body(("html",)).get_content()
    assert ada.get("/auth/sessions").json["items"][-1]["agent"] == "LynxBcc: eve@shop.example <b>"
