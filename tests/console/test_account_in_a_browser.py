"""What pages of an account leave to a browser: its zone, its passkeys, waiting for an approval."""

import pytest

from tests.support import browser
from tests.support.accounts import PASSWORD, email_of
from tests.support.consoles import Visit
from tests.support.servers.account_mails import dropped_token
from tests.support.worlds.served_market import served

pytestmark = [
    pytest.mark.one_database,
    pytest.mark.timeout(300),
    pytest.mark.skipif(browser.PROGRAM is None, reason="needs Chromium"),
]
#: A phone that knows its user by their finger (WebAuthn, 11.2).
PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def world(database_kind, tmp_path_factory):
    """Passkeys belong to a name, which an address in figures is not."""
    with served(database_kind, tmp_path_factory.mktemp("market"), "localhost") as world:
        yield world


@pytest.fixture
def page(tmp_path_factory, world):
    with browser.browser(tmp_path_factory.mktemp("browser")) as page:
        yield page


def test_somebody_keeps_their_account_in_a_browser(world, page):
    market, url = world
    visit = Visit(page, url)
    visit.forget()
    page.command("Emulation.setTimezoneOverride", timezoneId="Asia/Tokyo")
    visit.open("/app/register")
    visit.wait_for("document.body.innerText.includes('Asia/Tokyo')")
    visit.wait_for("document.readyState === 'complete'")
    visit.fill(name="Rae", email=email_of("Rae"), password=PASSWORD)
    visit.press("Register")
    visit.wait_for("!location.pathname.startsWith('/app/register')")
    phone = adds_a_passkey(visit, page)
    signs_in_by_it(visit, page, phone)
    waits_until_a_new_device_is_approved(market, visit, page)
    assert visit.complaints == []


def adds_a_passkey(visit, page):
    page.command("WebAuthn.enable")
    phone = page.command("WebAuthn.addVirtualAuthenticator", options=PHONE)["authenticatorId"]
    visit.open("/app/account/passkeys")
    visit.wait_for("!document.querySelector('[data-passkey-add]').hidden")
    visit.fill(passkey_name="Phone of Rae", password=PASSWORD)
    visit.press("Add a passkey")
    visit.wait_for("document.body.innerText.includes('Phone of Rae')")
    credentials = page.command("WebAuthn.getCredentials", authenticatorId=phone)["credentials"]
    assert [each["isResidentCredential"] for each in credentials] == [True]
    return phone


def signs_in_by_it(visit, page, phone):
    sign_out(visit)
    visit.open("/app/sign-in?next=/app/account/sessions")
    page.command("WebAuthn.setUserVerified", authenticatorId=phone, isUserVerified=False)
    visit.press("Sign in with a passkey")
    alarm = "document.querySelector('[data-passkey-login] [role=alert]').innerText"
    visit.wait_for(f"{alarm}.includes('The browser has shown no passkey')")
    page.command("WebAuthn.setUserVerified", authenticatorId=phone, isUserVerified=True)
    visit.press("Sign in with a passkey")
    visit.arrive("/app/account/sessions")
    assert "this browser" in visit.text_of("main")


def waits_until_a_new_device_is_approved(market, visit, page):
    visit.open("/app/security")
    visit.fill(device_password=PASSWORD)
    visit.press("Have new devices approved")
    visit.wait_for("document.body.innerText.includes('1 device is approved.')")
    page.command("Network.clearBrowserCookies")
    visit.open("/app/sign-in?next=/app/account/sessions")
    visit.fill(email=email_of("Rae"), password=PASSWORD)
    visit.press("Sign in")
    visit.arrive("/app/device-approval")
    link = f"//confirm/device/{dropped_token('confirm/device')}"
    assert market.nobody().post(link).status_code == 200
    visit.arrive("/app/account/sessions")


def sign_out(visit):
    visit.press("Sign out")
    visit.wait_for("[...document.querySelectorAll('a')].some(a => a.innerText === 'Sign in')")
