"""New devices: held back until a link was opened that is mailed to their user, once, in time."""

from datetime import timedelta
from uuid import UUID

import pytest
from click.testing import CliRunner

from service import clock
from service.accounts import device_approvals
from service.accounts.commands import user
from service.accounts.device_approvals import LINK_LASTS
from service.accounts.devices import Device
from service.accounts.sessions import APPROVAL_LASTS
from service.api.http.devices import DEVICE_COOKIE
from service.database import transactions
from service.database.models import ApprovedDevice
from service.settings import settings
from tests.support import callers
from tests.support.accounts import PASSWORD, email_of, hash_quickly, make_user_with_password
from tests.support.authenticators import enrol
from tests.support.callers import Caller
from tests.support.console_pages import page, send
from tests.support.servers.account_mails import mailbox, text_of, token_in
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
WISH = {"enabled": True, "password": PASSWORD}


@pytest.fixture
def site(example_url, monkeypatch, tmp_path):
    hash_quickly(monkeypatch)
    with callers.site(example_url, monkeypatch, tmp_path) as application:
        make_user_with_password("Ada")
        yield application


@pytest.fixture
def mails(site, monkeypatch):
    with mailbox(monkeypatch) as mails:
        yield mails


def log_in(browser, **more):
    body = {"email": email_of("Ada"), "password": PASSWORD, **more}
    answer = browser.post("/auth/login", body, headers={"User-Agent": AGENT})
    assert answer.status_code == 200, answer.text
    return browser.visit()


@pytest.fixture
def ada(site, mails):
    """Somebody who wants new devices approved, in the browser in which they have said so."""
    browser = log_in(Caller(site))
    answer = browser.put("/auth/devices/approval", WISH)
    assert answer.status_code == 200, answer.text
    assert (answer.json["enabled"], answer.json["approved_devices"]) == (True, 1)
    mails.fetch()
    return browser


def waiting(site):
    """Another browser in which the right password was typed."""
    browser = log_in(Caller(site))
    assert browser.me["must_approve"]
    return browser


def awaited(browser):
    return browser.get("/auth/devices/approval").json["awaited"]


def confirm(site, token):
    return Caller(site).post("/auth/devices/approval/confirm", {"token": token})


def test_a_new_device_is_a_visitor_until_the_link_in_the_mail_was_opened(site, ada, mails):
    browser = waiting(site)
    assert browser.me["user"] is None
    assert browser.me["organizations"] == []
    (letter,) = mails.fetch()
    assert letter["To"].addresses[0].addr_spec == email_of("Ada")
    assert AGENT in text_of(letter)
    for method, path in (
        ("GET", "/projects"),
        ("POST", "/projects"),
        ("GET", "/auth/sessions"),
        ("GET", "/auth/export"),
        ("POST", "/auth/totp"),
        ("POST", "/api_keys"),
        ("PATCH", "/auth/me"),
        ("DELETE", "/auth/devices"),
    ):
        assert refused(browser.ask(method, path, json={}), 403, "device-unapproved"), path
    assert awaited(browser)
    (held,) = [s for s in ada.get("/auth/sessions").json["items"] if s["awaits_approval"]]
    assert held["agent"] == AGENT
    assert confirm(site, token_in(letter, "approve")).status_code == 204
    assert not awaited(browser)
    assert browser.visit().me["user"]["email"] == email_of("Ada")
    assert browser.get("/projects").status_code == 200


def test_what_a_visitor_had_drafted_is_the_users_once_they_are_let_in(site, ada, mails):
    browser = callers.visitor(site)
    project = browser.project(title="Bracket")
    log_in(browser)
    assert ada.get(f"/projects/{project}").status_code == 404
    assert confirm(site, mails.token("approve")).status_code == 204
    assert ada.get(f"/projects/{project}").status_code == 200


def test_an_approved_device_is_known_again_by_what_it_keeps_and_by_nothing_else(site, ada, mails):
    browser = waiting(site)
    confirm(site, mails.token("approve"))
    assert browser.visit().post("/auth/logout").status_code == 204
    browser.headers.pop("X-CSRF-Token")
    log_in(browser)
    assert not browser.me["must_approve"]
    # What a browser calls itself, anybody can.
    waiting(site)
    stranger = Caller(site)
    stranger.client.set_cookie(DEVICE_COOKIE, "made up")
    log_in(stranger)
    assert stranger.me["must_approve"]


def test_a_device_that_nobody_has_used_for_long_is_new_again(site, ada):
    secret = ada.client.get_cookie(DEVICE_COOKIE).value
    user_id = UUID(ada.me["user"]["id"])

    def is_approved():
        with transactions.writing() as db:
            return device_approvals.is_approved(db, user_id, Device(secret=secret))

    clock.move(timedelta(days=settings().sign_in_retention_days - 1))
    assert is_approved()
    clock.move(timedelta(days=settings().sign_in_retention_days - 1))
    assert is_approved()  # it was used meanwhile
    clock.move(timedelta(days=settings().sign_in_retention_days + 1))
    assert not is_approved()
    with transactions.writing() as db:
        assert device_approvals.forget_unused(db, clock.now(), 10) == 1
        assert db.get(ApprovedDevice, (user_id, "")) is None


def test_a_link_works_once_for_its_session_in_time_and_while_the_password_stays(site, ada, mails):
    first, second = waiting(site), waiting(site)
    token, other = (token_in(letter, "approve") for letter in mails.fetch())
    assert confirm(site, token).status_code == 204
    assert not awaited(first)
    assert awaited(second)
    assert refused(confirm(site, token), 410, "token-used")
    assert second.post("/auth/logout").status_code == 204
    assert refused(confirm(site, other), 410, "token-void")
    waiting(site)
    late = mails.token("approve")
    clock.move(LINK_LASTS)
    assert refused(confirm(site, late), 410, "token-expired")
    waiting(site)
    void = mails.token("approve")
    change = {"old": PASSWORD, "new": "copper lantern drifts"}
    assert ada.post("/auth/password", change).status_code == 204
    assert refused(confirm(site, void), 410, "token-void")
    assert confirm(site, "made up").status_code == 422


def test_a_token_for_something_else_approves_nothing(site, ada, mails):
    waiting(site)
    mails.fetch()
    Caller(site).post("/auth/password/reset", {"email": email_of("Ada")})
    assert confirm(site, mails.token("reset")).status_code == 422


def test_the_link_is_mailed_again_to_who_waits_and_so_often_at_most(site, ada, mails):
    browser = waiting(site)
    for _ in range(7):
        assert browser.post("/auth/devices/approval/send").status_code == 202
    letters = mails.fetch()
    assert len(letters) == 5
    assert confirm(site, token_in(letters[-1], "approve")).status_code == 204
    assert refused(browser.visit().post("/auth/devices/approval/send"), 409, "nothing-to-approve")
    assert refused(
        callers.visitor(site).post("/auth/devices/approval/send"), 409, "nothing-to-approve"
    )


def test_no_mail_goes_out_for_a_session_that_has_ended(site, ada, mails):
    browser = waiting(site)
    assert browser.post("/auth/logout").status_code == 204
    assert mails.fetch() == []


def test_a_session_that_waits_ends_after_a_day_however_often_it_asks(site, ada):
    browser = waiting(site)
    for _ in range(5):
        clock.move(APPROVAL_LASTS / 5)
        browser.get("/auth/devices/approval")
    assert browser.get("/auth/devices/approval").status_code == 401


def test_a_second_factor_counts_as_approval(site, ada, mails):
    authenticator, _codes = enrol(ada)
    mails.fetch()
    clock.move(timedelta(seconds=60))
    browser = log_in(Caller(site), code=authenticator.code())
    assert not browser.me["must_approve"]
    assert browser.get("/auth/devices/approval").json["approved_devices"] == 2


def test_an_organization_or_the_operator_demands_it_of_others(site, mails, monkeypatch):
    browser = log_in(Caller(site))
    home = f"/organizations/{browser.me['home_id']}"
    demand = browser.patch(home, {"device_approval_required": True})
    assert demand.json["device_approval_required"]
    assert browser.get("/auth/devices/approval").json["required"]
    mails.fetch()
    waiting(site)
    assert browser.patch(home, {"device_approval_required": False}).status_code == 200
    assert not log_in(Caller(site)).me["must_approve"]
    monkeypatch.setenv("WERKBANK_DEVICE_APPROVAL", "true")
    settings.cache_clear()
    waiting(site)


def test_switching_it_off_takes_the_password(site, ada):
    off = {"enabled": False}
    assert refused(
        ada.put("/auth/devices/approval", off | {"password": "wrong"}), 403, "wrong-password"
    )
    waiting(site)
    assert ada.put("/auth/devices/approval", off | {"password": PASSWORD}).status_code == 200
    assert not log_in(Caller(site)).me["must_approve"]
    key = ada.post("/api_keys", {"name": "CI"}).json["key"]
    assert refused(Caller(site, key).put("/auth/devices/approval", WISH), 403, "forbidden")
    assert refused(Caller(site, key).delete("/auth/devices"), 403, "forbidden")


def test_devices_that_are_forgotten_have_to_be_approved_again(site, ada, mails):
    browser = waiting(site)
    confirm(site, mails.token("approve"))
    assert ada.delete("/auth/devices").status_code == 204
    for device, is_known in ((browser, False), (ada, True)):
        device.visit().post("/auth/logout")
        device.headers.pop("X-CSRF-Token")
        assert log_in(device).me["must_approve"] is not is_known


def test_an_operator_lets_in_who_cannot_read_their_mail(site, ada):
    browser = waiting(site)
    result = CliRunner().invoke(user, ["approve-device", email_of("Ada")])
    assert result.output.endswith("let in: 1.\n"), result.output
    stranger = CliRunner().invoke(user, ["approve-device", email_of("Bob")])
    assert stranger.exit_code == 1
    transactions.connect(settings().database_url)
    assert not awaited(browser)
    assert browser.visit().me["user"]["email"] == email_of("Ada")


def test_what_happened_stands_in_the_log_of_the_account(site, ada, mails):
    waiting(site)
    confirm(site, mails.token("approve"))
    actions = [entry["action"] for entry in ada.get("/auth/audit").json["items"]]
    assert actions[:3] == ["session.approved", "session.held", "account.device_approval_on"]


def test_pages_lead_to_the_one_that_waits_and_on_from_there(site, ada, mails):
    browser = callers.visitor(site)
    fields = {"email": email_of("Ada"), "password": PASSWORD, "next": "/app/inbox"}
    assert send(browser, "/sign-in", fields).headers["Location"] == "/app/inbox"
    browser.visit()
    held = page(browser, "/inbox")
    assert held.headers["Location"] == "/app/device-approval?next=/app/inbox"
    for path in ("", "/account", "/security", "/account/data"):
        assert page(browser, path).headers["Location"].startswith("/app/device-approval")
    assert send(browser, "/account", {"name": "Eve"}).status_code == 303
    shown = page(browser, "/device-approval?next=/app/inbox").text
    assert 'data-onward="/app/inbox"' in shown
    (first,) = mails.fetch()
    again = send(browser, "/device-approval?next=/app/inbox")
    assert (
        "A mail with the link is on its way."
        in page(browser, again.headers["Location"].removeprefix("/app")).text
    )
    (second,) = mails.fetch()
    link = f"//approve/{token_in(second, 'approve')}"
    asked = Caller(site).get(link)
    assert email_of("Ada") in asked.text
    assert awaited(browser)
    assert "Done." in Caller(site).post(link).text
    assert page(browser, "/device-approval?next=/app/inbox").headers["Location"] == "/app/inbox"
    assert page(browser, "/inbox").status_code == 200
    assert Caller(site).get(f"//approve/{token_in(first, 'approve')}").status_code == 410
    assert Caller(site).get(link).status_code == 410


def test_the_page_about_logins_switches_it_on_and_off_and_forgets_devices(site, mails):
    person = log_in(Caller(site))
    wrong = send(person, "/security/devices", {"do": "enable", "device_password": "wrong"})
    assert wrong.status_code == 403
    on = {"do": "enable", "device_password": PASSWORD}
    assert send(person, "/security/devices", on).status_code == 303
    assert "1 device is approved." in page(person, "/security").text
    assert send(person, "/security/devices/forget").status_code == 303
    assert "1 device is approved." in page(person, "/security").text
    off = on | {"do": "disable"}
    assert send(person, "/security/devices", off).status_code == 303
    assert not person.get("/auth/devices/approval").json["enabled"]
