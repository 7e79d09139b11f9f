"""The second factor: enrolled, asked for at logins, taken once, guessed in vain, demanded."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from service import clock
from service.accounts import second_factor
from service.accounts.commands import user
from service.accounts.devices import NO_DEVICE
from service.accounts.login_limits import FREE
from service.accounts.second_factor import WrongCode
from service.database import transactions
from service.database.models import RecoveryCode, User
from service.settings import settings
from tests.support import callers
from tests.support.accounts import PASSWORD, email_of, hash_quickly, make_user_with_password
from tests.support.authenticators import Authenticator, enrol
from tests.support.callers import Caller
from tests.support.servers.account_mails import mailbox, text_of
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database
STEP = timedelta(seconds=30)


@pytest.fixture
def site(database_url, monkeypatch, tmp_path):
    hash_quickly(monkeypatch)
    with callers.site(database_url, monkeypatch, tmp_path) as application:
        make_user_with_password("Ada")
        yield application


def log_in(site, password=PASSWORD, name="Ada", **more):
    body = {"email": email_of(name), "password": password, **more}
    browser = Caller(site)
    return browser, browser.post("/auth/login", body)


def browser_of(site, name="Ada", **more):
    browser, answer = log_in(site, name=name, **more)
    assert answer.status_code == 200, answer.text
    return browser.visit()


def wanted(site):
    """A browser whose login was asked for a code, and the token that it was given."""
    browser, answer = log_in(site)
    assert refused(answer, 401, "code-wanted")
    return browser, answer.json["login_token"]


def second_step(browser, token, code):
    return browser.post("/auth/totp/login", {"login_token": token, "code": code})


@pytest.fixture
def ada(site):
    return browser_of(site)


def test_a_login_asks_for_a_code_once_one_has_confirmed_the_authenticator(site, ada):
    assert ada.get("/auth/totp").json == {
        "enabled_at": None,
        "recovery_codes_left": 0,
        "required": False,
    }
    begun = ada.post("/auth/totp", {"password": PASSWORD})
    assert begun.headers["Cache-Control"] == "no-store"
    browser_of(site)
    authenticator = Authenticator(begun.json["uri"])
    ada.post("/auth/totp/confirm", {"code": authenticator.code()})
    status = ada.get("/auth/totp").json
    assert status["enabled_at"]
    assert status["recovery_codes_left"] == 10
    browser, token = wanted(site)
    assert browser.get("/auth/me").json["user"] is None
    clock.move(STEP)
    answer = second_step(browser, token, authenticator.code())
    assert answer.status_code == 200
    assert browser.get("/auth/me").json["user"]["email"] == email_of("Ada")


def test_a_program_brings_the_code_along(site, ada):
    authenticator, _ = enrol(ada)
    clock.move(STEP)
    _browser, answer = log_in(site, code=authenticator.code())
    assert answer.status_code == 200
    assert refused(
        log_in(site, "a wrong guess", code=authenticator.code(1))[1], 401, "bad-credentials"
    )


def test_a_code_is_taken_once_and_none_of_before_after_it(site, ada):
    authenticator, _ = enrol(ada)
    assert refused(log_in(site, code=authenticator.code())[1], 403, "wrong-code")
    clock.move(2 * STEP)
    assert log_in(site, code=authenticator.code())[1].status_code == 200
    for steps in (0, -1):
        assert refused(log_in(site, code=authenticator.code(steps))[1], 403, "wrong-code")
    assert log_in(site, code=authenticator.code(1))[1].status_code == 200


def test_a_code_is_taken_once_by_many_at_once(site, ada):
    authenticator, codes = enrol(ada)
    clock.move(STEP)
    ada_id = UUID(ada.me["user"]["id"])

    def take(code):
        try:
            with transactions.writing() as session:
                user = session.get_one(User, ada_id, with_for_update=True)
                second_factor.check(session, user, code, NO_DEVICE)
        except WrongCode:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(take, [authenticator.code()] * 8)) == 1
        assert sum(pool.map(take, [codes[0]] * 8)) == 1


def test_a_token_of_the_first_step_holds_once_for_five_minutes_and_for_this_password(site, ada):
    _authenticator, codes = enrol(ada)
    browser, token = wanted(site)
    assert second_step(browser, token, codes[0]).status_code == 200
    assert refused(second_step(browser, token, codes[1]), 410, "token-used")
    _, late = wanted(site)
    clock.move(timedelta(minutes=5, seconds=1))
    assert refused(second_step(Caller(site), late, codes[1]), 410, "token-expired")
    _, void = wanted(site)
    ada.post("/auth/password", {"old": PASSWORD, "new": "copper lantern drifts"})
    assert refused(second_step(Caller(site), void, codes[1]), 410, "token-void")
    assert refused(second_step(Caller(site), void[:-2], codes[1]), 422, "token-broken")


def test_a_recovery_code_stands_in_once_and_is_told(site, ada, monkeypatch):
    _, codes = enrol(ada)
    with mailbox(monkeypatch) as mails:
        mails.fetch()
        assert log_in(site, code=codes[3].lower())[1].status_code == 200
        (letter,) = mails.fetch()
    assert letter["Subject"] == "A recovery code of your account on Werkbank was used"
    assert codes[3] not in text_of(letter)
    assert refused(log_in(site, code=codes[3])[1], 403, "wrong-code")
    assert ada.get("/auth/totp").json["recovery_codes_left"] == 9


def test_recovery_codes_and_the_secret_are_not_readable_in_the_database(site, ada):
    begun = ada.post("/auth/totp", {"password": PASSWORD}).json
    code = Authenticator(begun["uri"]).code()
    codes = ada.post("/auth/totp/confirm", {"code": code}).json["recovery_codes"]
    with transactions.reading() as session:
        stored = session.scalar(sa.text("SELECT secret FROM authenticators"))
        hashes = session.scalars(sa.select(RecoveryCode.code_hash)).all()
    assert begun["secret"] not in stored
    assert not set(codes) & set(hashes)


def test_new_recovery_codes_replace_the_former_ones(site, ada):
    authenticator, codes = enrol(ada)
    clock.move(STEP)
    body = {"password": PASSWORD, "code": authenticator.code()}
    renewed = ada.post("/auth/totp/recovery_codes", body).json["recovery_codes"]
    assert len(renewed) == 10
    assert refused(log_in(site, code=codes[0])[1], 403, "wrong-code")
    assert log_in(site, code=renewed[0])[1].status_code == 200


@pytest.mark.parametrize("path", ["/auth/totp/disable", "/auth/totp/recovery_codes"])
def test_nothing_changes_without_password_and_code(site, ada, path):
    authenticator, _ = enrol(ada)
    clock.move(STEP)
    code = authenticator.code()
    wrong = f"{(int(code) + 1) % 10**6:06}"
    answer = ada.post(path, {"password": "a wrong guess", "code": code})
    assert refused(answer, 403, "wrong-password")
    assert refused(ada.post(path, {"password": PASSWORD, "code": wrong}), 403, "wrong-code")
    assert refused(ada.post(path, {"code": code}), 403, "wrong-password")
    assert ada.get("/auth/totp").json["enabled_at"]
    assert ada.post(path, {"password": PASSWORD, "code": code}).status_code in (200, 204)


def test_it_is_switched_off_and_told_and_can_be_enrolled_anew(site, ada, monkeypatch):
    _authenticator, codes = enrol(ada)
    with mailbox(monkeypatch) as mails:
        (letter,) = mails.fetch()
        assert letter["Subject"] == "Logins to your account on Werkbank ask for a code now"
        answer = ada.post("/auth/totp/disable", {"password": PASSWORD, "code": codes[0]})
        assert answer.status_code == 204
        subjects = [letter["Subject"] for letter in mails.fetch()]
    assert "Logins to your account on Werkbank ask for no code any more" in subjects
    assert refused(
        ada.post("/auth/totp/disable", {"password": PASSWORD, "code": codes[1]}),
        409,
        "second-factor-off",
    )
    browser_of(site)
    enrol(ada)


def test_enrolling_takes_the_password_and_happens_once(site, ada):
    assert refused(ada.post("/auth/totp", {"password": "a guess"}), 403, "wrong-password")
    assert refused(ada.post("/auth/totp/confirm", {"code": "287082"}), 409, "second-factor-off")
    first = Authenticator(ada.post("/auth/totp", {"password": PASSWORD}).json["uri"])
    second = Authenticator(ada.post("/auth/totp", {"password": PASSWORD}).json["uri"])
    assert refused(ada.post("/auth/totp/confirm", {"code": first.code()}), 403, "wrong-code")
    assert ada.post("/auth/totp/confirm", {"code": second.code()}).status_code == 200
    for path, body in (
        ("/auth/totp", {"password": PASSWORD}),
        ("/auth/totp/confirm", {"code": second.code(1)}),
    ):
        assert refused(ada.post(path, body), 409, "second-factor-on")


def test_confirming_ends_sessions_that_were_opened_without_it(site, ada):
    other = browser_of(site)
    enrol(ada)
    assert other.get("/auth/me").json["user"] is None
    assert ada.get("/auth/me").json["user"]


def test_a_key_or_a_visitor_has_no_second_factor(site, ada):
    key = Caller(site, ada.post("/api_keys", {"name": "shop"}).json["key"])
    for method, path, body in (
        ("GET", "/auth/totp", None),
        ("POST", "/auth/totp", {"password": PASSWORD}),
        ("POST", "/auth/totp/confirm", {"code": "287082"}),
        ("POST", "/auth/totp/disable", {"password": PASSWORD, "code": "287082"}),
    ):
        assert refused(key.ask(method, path, json=body), 403, "forbidden")
        assert refused(callers.visitor(site).ask(method, path, json=body), 401, "unauthenticated")


def test_codes_are_guessed_no_faster_than_passwords(site, ada):
    authenticator, _ = enrol(ada)
    clock.move(STEP)
    browser, token = wanted(site)
    wrong = f"{(int(authenticator.code()) + 1) % 10**6:06}"
    answers = [second_step(browser, token, wrong).status_code for _ in range(FREE)]
    assert answers == [403] * (FREE - 1) + [429]
    assert refused(log_in(site)[1], 429, "too-many-guesses")
    assert refused(second_step(browser, token, authenticator.code()), 429, "too-many-guesses")
    clock.move(timedelta(seconds=61))
    assert second_step(browser, token, authenticator.code()).status_code == 200


def test_the_right_password_alone_begins_no_counting_anew(site, ada):
    enrol(ada)
    answers = [log_in(site)[1].status_code for _ in range(FREE + 1)]
    assert answers == [401] * FREE + [429]


def test_who_guesses_in_an_open_session_is_slowed_down_as_well(site, ada):
    enrol(ada)
    body = {"password": PASSWORD, "code": "000000"}
    answers = [ada.post("/auth/totp/disable", body).status_code for _ in range(FREE + 1)]
    assert answers == [403] * FREE + [429]


def test_an_operator_helps_who_has_lost_everything(site, ada):
    enrol(ada)
    command = ["second-factor-off", email_of("Ada")]
    result = CliRunner().invoke(user, command)
    assert result.exit_code == 0, result.output
    again = CliRunner().invoke(user, command)
    assert (again.exit_code, again.output) == (1, "Error: This account has no second factor.\n")
    transactions.connect(settings().database_url)
    browser_of(site)


def demand(caller, organization_id, demanded=True):
    return caller.patch(f"/organizations/{organization_id}", {"second_factor_required": demanded})


def test_an_organization_demands_it_of_its_members(site, ada):
    make_user_with_password("Bob")
    bob = browser_of(site, "Bob")
    home = ada.me["home_id"]
    ada.post(f"/organizations/{home}/members", {"email": email_of("Bob"), "role": "member"})
    key = Caller(site, bob.post("/api_keys", {"name": "shop"}).json["key"])
    assert refused(demand(ada, home), 403, "second-factor-missing")
    enrol(ada)
    assert demand(ada, home).json["second_factor_required"]
    for caller in (bob, key):
        for method, path in (("GET", f"/organizations/{home}"), ("POST", "/projects")):
            assert refused(caller.ask(method, path, json={}), 403, "second-factor-missing")
    me = bob.get("/auth/me").json
    assert me["must_enrol"]
    assert not any(organization["rights"] for organization in me["organizations"])
    assert bob.get("/auth/totp").json["required"]
    assert ada.get(f"/organizations/{home}").status_code == 200
    enrol(bob)
    for caller in (bob, key):
        assert caller.get(f"/organizations/{home}").status_code == 200
    assert not bob.get("/auth/me").json["must_enrol"]
    assert demand(ada, home, False).status_code == 200


def test_who_leaves_the_organization_that_demands_it_goes_on_without(site, ada):
    make_user_with_password("Bob")
    bob = browser_of(site, "Bob")
    home = ada.me["home_id"]
    ada.post(f"/organizations/{home}/members", {"email": email_of("Bob"), "role": "member"})
    enrol(ada)
    demand(ada, home)
    assert refused(bob.get("/projects"), 403, "second-factor-missing")
    bob_id = bob.me["user"]["id"]
    assert ada.delete(f"/organizations/{home}/members/{bob_id}").status_code == 204
    assert bob.get("/projects").status_code == 200


def test_the_operator_demands_it_of_everybody(site, ada, monkeypatch):
    with transactions.writing() as session:
        session.execute(sa.update(User).values(is_operator=True))
    monkeypatch.setenv("WERKBANK_SECOND_FACTOR", "true")
    settings.cache_clear()
    me = ada.get("/auth/me").json
    assert me["must_enrol"]
    assert not me["is_operator"]
    for path in ("/projects", "/operations/parked", "/auth/sessions", "/events?after=0"):
        assert refused(ada.get(path), 403, "second-factor-missing")
    enrol(ada)
    assert ada.get("/operations/parked").status_code == 200
    assert callers.visitor(site).get("/projects").status_code == 200


def test_an_invitation_is_accepted_with_a_code_as_well(site, ada, monkeypatch):
    make_user_with_password("Bob")
    bob = browser_of(site, "Bob")
    _, codes = enrol(ada)
    with mailbox(monkeypatch) as mails:
        mails.fetch()
        path = f"/organizations/{bob.me['home_id']}/invitations"
        bob.post(path, {"email": email_of("Ada"), "role": "member"})
        token = mails.token("invitations")
    page = Caller(site)
    assert 'autocomplete="one-time-code"' in page.get(f"//invitations/{token}").text

    def accept(**fields):
        return page.ask("POST", f"//invitations/{token}", data={"password": PASSWORD, **fields})

    assert accept().status_code == 401
    assert accept(code="000000").status_code == 403
    assert accept(code=codes[0]).status_code == 200
    assert len(ada.get("/auth/me").json["organizations"]) == 2


def test_a_browser_shows_the_code_on_a_page_of_its_own(site, ada):
    authenticator, _ = enrol(ada)
    clock.move(STEP)
    browser = Caller(site)
    signing = browser.ask(
        "POST",
        "//app/sign-in",
        data={"email": email_of("Ada"), "password": PASSWORD, "next": "/app/jobs"},
        headers={"Origin": settings().public_url},
    )
    assert signing.status_code == 303, signing.text
    page = signing.headers["Location"]
    shown = browser.get(f"/{page}")
    assert 'autocomplete="one-time-code"' in shown.text
    assert shown.headers["Referrer-Policy"] == "same-origin"
    wrong = browser.ask("POST", f"/{page}", data={"code": "000000"})
    assert wrong.status_code == 403
    foreign = {"Origin": "https://evil.example"}
    answer = browser.ask("POST", f"/{page}", data={"code": authenticator.code()}, headers=foreign)
    assert answer.status_code == 403
    assert not browser.get("/auth/me").json["user"]
    answer = browser.ask("POST", f"/{page}", data={"code": authenticator.code()})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/app/jobs")
    assert browser.get("/auth/me").json["user"]
    assert browser.get(f"/{page}").status_code == 410


@pytest.mark.parametrize("onward", ["//evil.example", "https://evil.example/app", "/app\\@evil"])
def test_nobody_is_sent_to_another_site_after_the_code(site, ada, onward):
    _, codes = enrol(ada)
    browser, token = wanted(site)
    answer = browser.ask(
        "POST", f"//sign-in/{token}", data={"code": codes[0]}, query_string={"next": onward}
    )
    assert answer.headers["Location"] == "/app"
