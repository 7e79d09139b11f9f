"""New devices: held back until a link was opened that is mailed to their user, once, in time."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from flask import Response

from service import clock
from service.accounts import approved_devices
from service.accounts.commands import user
from service.accounts.device_approvals import LINK_LASTS
from service.accounts.devices import Device
from service.accounts.sessions import APPROVAL_LASTS
from service.api.http.cookies import set_device_cookie
from service.api.http.devices import DEVICE_COOKIE, SECURE_DEVICE_COOKIE
from service.api.http.web import SESSION_COOKIE
from service.database import transactions
from service.database.models import ApprovedDevice, BrowserSession
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
    assert confirm(site, token_in(letter, "confirm/device")).status_code == 204
    assert not awaited(browser)
    assert browser.visit().me["user"]["email"] == email_of("Ada")
    assert browser.get("/projects").status_code == 200


def test_what_a_visitor_had_drafted_is_the_users_once_they_are_let_in(site, ada, mails):
    browser = callers.visitor(site)
    project = browser.project(title="Bracket")
    log_in(browser)
    assert ada.get(f"/projects/{project}").status_code == 404
    assert confirm(site, mails.token("confirm/device")).status_code == 204
    assert ada.get(f"/projects/{project}").status_code == 200


def test_an_approved_device_is_known_again_by_what_it_keeps_and_by_nothing_else(site, ada, mails):
    browser = waiting(site)
    confirm(site, mails.token("confirm/device"))
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


def secret_of(browser):
    return browser.client.get_cookie(DEVICE_COOKIE).value


def with_cookie(site, secret):
    """A login in a browser that shows this secret of a device."""
    browser = Caller(site)
    browser.client.set_cookie(DEVICE_COOKIE, secret)
    return log_in(browser)


def test_a_secret_that_somebody_has_put_into_a_browser_is_never_approved(site, ada, mails):
    victim = with_cookie(site, "planted")
    assert secret_of(victim) != "planted"
    assert confirm(site, mails.token("confirm/device")).status_code == 204
    assert with_cookie(site, "planted").me["must_approve"]
    assert not with_cookie(site, secret_of(victim)).me["must_approve"]
    wanting = Caller(site)
    wanting.client.set_cookie(DEVICE_COOKIE, "planted")
    wanting.client.set_cookie(SESSION_COOKIE, ada.client.get_cookie(SESSION_COOKIE).value)
    assert wanting.visit().put("/auth/devices/approval", WISH).status_code == 200
    assert secret_of(wanting) != "planted"
    assert with_cookie(site, "planted").me["must_approve"]


def test_a_device_is_approved_for_the_account_that_has_approved_it(site, ada, mails):
    make_user_with_password("Bob")
    assert log_in(ada, email=email_of("Bob")).put("/auth/devices/approval", WISH).status_code == 200
    shared = secret_of(ada)
    stranger = waiting(site)
    assert secret_of(stranger) != shared
    # Two people at one browser keep one secret, which each of them has approved.
    assert not with_cookie(site, shared).me["must_approve"]
    mails.fetch()
    bobs = Caller(site)
    log_in(bobs, email=email_of("Bob"))
    assert bobs.me["must_approve"]
    confirm(site, mails.token("confirm/device"))
    assert with_cookie(site, secret_of(bobs)).me["must_approve"]


def test_of_too_many_devices_the_one_unused_for_longest_is_new_again(site, ada, mails, monkeypatch):
    monkeypatch.setattr(approved_devices, "MOST_DEVICES", 2)
    secrets = [secret_of(ada)]
    for _ in range(2):
        clock.move(timedelta(minutes=1))
        browser = waiting(site)
        confirm(site, mails.token("confirm/device"))
        secrets.append(secret_of(browser))
    assert [with_cookie(site, secret).me["must_approve"] for secret in secrets[1:]] == [False] * 2
    assert with_cookie(site, secrets[0]).me["must_approve"]


def test_no_script_reads_the_cookie_of_a_device_and_by_tls_no_other_host_sets_it(
    site, ada, monkeypatch
):
    def cookie():
        answer = ada.put("/auth/devices/approval", WISH)
        (header,) = answer.headers.getlist("Set-Cookie")
        return header

    assert "HttpOnly" in cookie()
    assert "SameSite=Lax" in cookie()
    monkeypatch.setattr(settings(), "public_url", "https://werkbank.example")
    assert SECURE_DEVICE_COOKIE == "__Host-werkbank_device"
    with site.test_request_context(base_url="https://werkbank.example"):
        response = Response()
        set_device_cookie(response, "secret")
    header = response.headers["Set-Cookie"]
    assert header.startswith(f"{SECURE_DEVICE_COOKIE}=secret;")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(header.split("; "))
    assert "Domain" not in header


def test_a_device_that_nobody_has_used_for_long_is_new_again(site, ada):
    secret = ada.client.get_cookie(DEVICE_COOKIE).value
    user_id = UUID(ada.me["user"]["id"])

    def is_approved():
        with transactions.writing() as db:
            return approved_devices.is_approved(db, user_id, Device(secret=secret))

    clock.move(timedelta(days=settings().sign_in_retention_days - 1))
    assert is_approved()
    clock.move(timedelta(days=settings().sign_in_retention_days - 1))
    assert is_approved()  # it was used meanwhile
    clock.move(timedelta(days=settings().sign_in_retention_days + 1))
    assert not is_approved()
    with transactions.writing() as db:
        assert approved_devices.forget_unused(db, clock.now(), 10) == 1
        assert db.get(ApprovedDevice, (user_id, "")) is None


def test_a_link_works_once_for_its_session_in_time_and_while_the_password_stays(site, ada, mails):
    first, second = waiting(site), waiting(site)
    token, other = (token_in(letter, "confirm/device") for letter in mails.fetch())
    assert confirm(site, token).status_code == 204
    assert not awaited(first)
    assert awaited(second)
    assert refused(confirm(site, token), 410, "token-used")
    assert second.post("/auth/logout").status_code == 204
    assert refused(confirm(site, other), 410, "token-void")
    waiting(site)
    late = mails.token("confirm/device")
    clock.move(LINK_LASTS)
    assert refused(confirm(site, late), 410, "token-expired")
    waiting(site)
    void = mails.token("confirm/device")
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
    assert confirm(site, token_in(letters[-1], "confirm/device")).status_code == 204
    assert refused(browser.visit().post("/auth/devices/approval/send"), 409, "nothing-to-approve")
    assert refused(
        callers.visitor(site).post("/auth/devices/approval/send"), 409, "nothing-to-approve"
    )


def test_who_knows_the_password_elsewhere_does_not_use_up_the_mails_of_its_user(site, ada, mails):
    def log_in_at(address):
        body = {"email": email_of("Ada"), "password": PASSWORD}
        here = {"environ_base": {"REMOTE_ADDR": address}}
        assert Caller(site).post("/auth/login", body, **here).json["must_approve"]
        return mails.fetch()

    assert sum(len(log_in_at(f"198.51.100.{number}")) for number in range(7)) == 5
    (letter,) = log_in_at("127.0.0.1")  # where Ada has logged in before
    assert confirm(site, token_in(letter, "confirm/device")).status_code == 204
    assert sum(len(log_in_at("127.0.0.1")) for _ in range(7)) == 4


def test_whoever_knew_the_former_password_has_no_approved_device(site, ada, mails):
    browser = waiting(site)
    confirm(site, mails.token("confirm/device"))
    change = {"old": PASSWORD, "new": "copper lantern drifts"}
    assert ada.post("/auth/password", change).status_code == 204

    def is_approved(device, password):
        body = {"email": email_of("Ada"), "password": password}
        again = Caller(site)
        again.client.set_cookie(DEVICE_COOKIE, secret_of(device))
        return not again.post("/auth/login", body).json["must_approve"]

    assert is_approved(ada, change["new"])
    assert not is_approved(browser, change["new"])
    mails.fetch()
    Caller(site).post("/auth/password/reset", {"email": email_of("Ada")})
    reset = {"token": mails.token("reset"), "password": PASSWORD}
    assert ada.post("/auth/password/reset/confirm", reset).status_code == 204
    assert not is_approved(ada, PASSWORD)


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


def test_switching_it_off_takes_the_password_and_is_told_by_mail(site, ada, mails):
    off = {"enabled": False}
    assert refused(
        ada.put("/auth/devices/approval", off | {"password": "wrong"}), 403, "wrong-password"
    )
    waiting(site)
    mails.fetch()
    for _ in range(2):
        assert ada.put("/auth/devices/approval", off | {"password": PASSWORD}).status_code == 200
    (letter,) = mails.fetch()
    assert "need no approval any more" in letter["Subject"]
    assert not log_in(Caller(site)).me["must_approve"]
    key = ada.post("/api_keys", {"name": "CI"}).json["key"]
    assert refused(Caller(site, key).put("/auth/devices/approval", WISH), 403, "forbidden")
    assert refused(Caller(site, key).delete("/auth/devices"), 403, "forbidden")


def test_devices_that_are_forgotten_have_to_be_approved_again(site, ada, mails):
    browser = waiting(site)
    confirm(site, mails.token("confirm/device"))
    assert ada.delete("/auth/devices").status_code == 204
    for device, is_known in ((browser, False), (ada, True)):
        device.visit().post("/auth/logout")
        device.headers.pop("X-CSRF-Token")
        assert log_in(device).me["must_approve"] is not is_known


def test_an_operator_lets_in_who_cannot_read_their_mail(site, ada):
    browser = waiting(site)
    result = CliRunner().invoke(user, ["approve-device", email_of("Ada")])
    assert result.output == f"{email_of('Ada')} is let in from 127.0.0.1.\n"
    stranger = CliRunner().invoke(user, ["approve-device", email_of("Bob")])
    assert stranger.exit_code == 1
    transactions.connect(settings().database_url)
    assert not awaited(browser)
    assert browser.visit().me["user"]["email"] == email_of("Ada")


def test_an_operator_names_the_one_of_several_that_is_let_in(site, ada):
    theirs, stranger = waiting(site), waiting(site)
    with transactions.reading() as db:
        query = sa.select(BrowserSession.id).where(BrowserSession.awaits_approval)
        first, second = map(str, db.scalars(query.order_by(BrowserSession.created_at)))
    several = CliRunner().invoke(user, ["approve-device", email_of("Ada")])
    assert several.exit_code == 1
    assert first in several.output
    assert second in several.output
    assert AGENT in several.output
    named = ["approve-device", email_of("Ada"), "--session"]
    unknown = CliRunner().invoke(user, [*named, str(uuid4())])
    assert unknown.exit_code == 1
    assert CliRunner().invoke(user, [*named, first]).exit_code == 0
    transactions.connect(settings().database_url)
    assert not awaited(theirs)
    assert awaited(stranger)


def test_what_happened_stands_in_the_log_of_the_account(site, ada, mails):
    waiting(site)
    confirm(site, mails.token("confirm/device"))
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
    link = f"//confirm/device/{token_in(second, 'confirm/device')}"
    asked = Caller(site).get(link)
    assert email_of("Ada") in asked.text
    assert "Choose a new password" in asked.text
    assert awaited(browser)
    assert "Done." in Caller(site).post(link).text
    assert page(browser, "/device-approval?next=/app/inbox").headers["Location"] == "/app/inbox"
    assert page(browser, "/inbox").status_code == 200
    assert (
        Caller(site).get(f"//confirm/device/{token_in(first, 'confirm/device')}").status_code == 410
    )
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
