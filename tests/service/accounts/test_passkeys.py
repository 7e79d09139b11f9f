"""Passkeys: made by who knows the password, shown once for each login, and refused when forged."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from webauthn.helpers import bytes_to_base64url

from service import clock
from service.accounts import passkey_challenges, passkeys
from service.accounts.passkey_challenges import CHALLENGE_LASTS
from service.database import transactions
from service.database.models import Passkey, User
from service.settings import settings
from tests.support import callers
from tests.support.accounts import PASSWORD, email_of, hash_quickly, make_user_with_password
from tests.support.authenticators import enrol
from tests.support.callers import Caller
from tests.support.console_pages import page, send
from tests.support.passkeys import SoftwareAuthenticator
from tests.support.servers.account_mails import mailbox, text_of
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database
ORIGIN, HOST = "https://werkbank.example", "werkbank.example"
OPEN = {"public_url": ORIGIN, "logins_per_minute": "10000"}


@pytest.fixture
def site(example_url, monkeypatch, tmp_path):
    hash_quickly(monkeypatch)
    with callers.site(example_url, monkeypatch, tmp_path, **OPEN) as application:
        make_user_with_password("Ada")
        make_user_with_password("Bob")
        yield application


class Browser(Caller):
    """A browser by TLS, which keeps cookies for the host alone."""

    def ask(self, method, path, headers=(), **more):
        return super().ask(method, path, headers, base_url=ORIGIN, **more)


def log_in(site, name="Ada", **more):
    browser = Browser(site)
    body = {"email": email_of(name), "password": PASSWORD, **more}
    answer = browser.post("/auth/login", body)
    return browser, answer


@pytest.fixture
def ada(site):
    return log_in(site)[0].visit()


def authenticator():
    return SoftwareAuthenticator(ORIGIN, HOST)


def begin(browser, password=PASSWORD):
    answer = browser.post("/auth/passkeys/options", {"password": password})
    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.json


def add(browser, key=None, name="Phone", **otherwise):
    """The answer to a passkey that was made, and what has made it."""
    key = key or authenticator()
    begun = begin(browser)
    credential = key.create(begun["options"], **otherwise)
    body = {"token": begun["token"], "name": name, "credential": credential}
    return browser.post("/auth/passkeys", body), key


@pytest.fixture
def key(ada):
    answer, key = add(ada)
    assert answer.status_code == 201, answer.text
    return key


def begin_login(browser, **body):
    answer = browser.post("/auth/passkeys/login/options", body)
    assert answer.status_code == 200, answer.text
    return answer.json


def show(site, key, browser=None, login_token=None, **otherwise):
    """The answer to a login by a passkey."""
    browser = browser or Browser(site)
    step = {"login_token": login_token} if login_token else {}
    begun = begin_login(browser, **step)
    credential = key.get(begun["options"], **otherwise)
    body = {"token": begun["token"], "credential": credential, **step}
    return browser.post("/auth/passkeys/login", body)


def test_a_passkey_lets_its_user_in_without_a_password(site, ada, key):
    browser = Browser(site)
    answer = show(site, key, browser)
    assert answer.status_code == 200, answer.text
    assert answer.json["user"]["email"] == email_of("Ada")
    assert browser.visit().get("/projects").status_code == 200
    (shown,) = ada.get("/auth/passkeys").json["items"]
    assert shown["name"] == "Phone"
    assert shown["last_used_at"]
    assert set(shown) == {"id", "name", "created_at", "last_used_at"}


def test_a_mail_tells_of_a_new_passkey(ada, monkeypatch):
    with mailbox(monkeypatch) as mails:
        assert add(ada)[0].status_code == 201
        (letter,) = mails.fetch()
    assert letter["To"].addresses[0].addr_spec == email_of("Ada")
    assert "There is a new passkey" in letter["Subject"]


def test_a_login_says_nothing_of_who_has_passkeys(site, key):
    options = begin_login(Browser(site))["options"]
    assert options["allowCredentials"] == []
    assert options["userVerification"] == "required"
    assert options["rpId"] == HOST


@pytest.mark.parametrize(
    "otherwise",
    [
        {"origin": "https://werkbank.example.evil.example"},
        {"origin": "http://werkbank.example"},
        {"challenge": "AAAA"},
        {"rp_id": "evil.example"},
        {"verified": False},
    ],
    ids=["another site", "without TLS", "another challenge", "another name", "no finger"],
)
def test_what_was_signed_for_something_else_lets_nobody_in_and_makes_no_passkey(
    site, ada, key, otherwise
):
    assert refused(show(site, key, **otherwise), 403, "wrong-passkey")
    assert refused(add(ada, **otherwise)[0], 403, "wrong-passkey")
    assert show(site, key).status_code == 200


def test_an_answer_is_taken_once_and_in_time(site, key):
    browser = Browser(site)
    begun = begin_login(browser)
    body = {"token": begun["token"], "credential": key.get(begun["options"])}
    assert browser.post("/auth/passkeys/login", body).status_code == 200
    assert refused(Browser(site).post("/auth/passkeys/login", body), 410, "token-used")
    late = begin_login(browser)
    body = {"token": late["token"], "credential": key.get(late["options"])}
    clock.move(CHALLENGE_LASTS)
    assert refused(Browser(site).post("/auth/passkeys/login", body), 410, "token-expired")


def test_an_answer_to_one_challenge_does_not_answer_another(site, key):
    browser = Browser(site)
    first, second = begin_login(browser), begin_login(browser)
    body = {"token": second["token"], "credential": key.get(first["options"])}
    assert refused(browser.post("/auth/passkeys/login", body), 403, "wrong-passkey")


def test_a_counter_that_goes_back_is_that_of_a_copy(site, key):
    assert show(site, key, counter=7).status_code == 200
    assert refused(show(site, key, counter=7), 403, "wrong-passkey")
    assert refused(show(site, key, counter=6), 403, "wrong-passkey")
    assert show(site, key, counter=8).status_code == 200


def test_the_key_of_somebody_else_signs_nobody_in(site, ada, key):
    forged = authenticator()
    forged.credential_id, forged.user_handle = key.credential_id, key.user_handle
    assert refused(show(site, forged), 403, "wrong-passkey")
    stranger = authenticator()
    stranger.user_handle = key.user_handle
    assert refused(show(site, stranger), 403, "wrong-passkey")


def test_whoever_adds_a_passkey_shows_the_password_and_has_begun_it(site, ada):
    wrong = ada.post("/auth/passkeys/options", {"password": "wrong"})
    assert refused(wrong, 403, "wrong-password")
    begun, bob = begin(ada), log_in(site, "Bob")[0].visit()
    body = {"token": begun["token"], "name": "Phone"}
    body["credential"] = authenticator().create(begun["options"])
    assert refused(bob.post("/auth/passkeys", body), 403, "wrong-passkey")
    program = Browser(site, ada.post("/api_keys", {"name": "CI"}).json["key"])
    assert refused(program.post("/auth/passkeys", body), 403, "forbidden")
    assert Browser(site).post("/auth/passkeys", body).status_code in (401, 403)
    assert ada.post("/auth/passkeys", body).status_code == 201
    assert refused(ada.post("/auth/passkeys", body), 410, "token-used")


def test_a_challenge_is_answered_in_the_session_that_has_asked_for_it(site, ada, key):
    begun, elsewhere = begin(ada), log_in(site)[0].visit()
    body = {"token": begun["token"], "name": "Phone"}
    body["credential"] = authenticator().create(begun["options"])
    assert refused(elsewhere.post("/auth/passkeys", body), 410, "token-void")
    for asking, answering in (
        (Browser(site).visit(), Browser(site).visit()),
        (Browser(site), Browser(site).visit()),
        (Browser(site).visit(), Browser(site)),
    ):
        begun = begin_login(asking)
        body = {"token": begun["token"], "credential": key.get(begun["options"])}
        assert refused(answering.post("/auth/passkeys/login", body), 410, "token-void")
        assert asking.post("/auth/passkeys/login", body).status_code == 200


def test_a_passkey_says_whose_it_is_unless_its_user_is_known_by_their_password(site, ada, key):
    own = key.user_handle
    key.user_handle = bytes_to_base64url(uuid4().bytes)
    assert refused(show(site, key), 403, "wrong-passkey")
    key.user_handle = None
    assert refused(show(site, key), 403, "wrong-passkey")
    enrol(ada)
    browser, answer = log_in(site)
    assert show(site, key, browser, login_token=answer.json["login_token"]).status_code == 200
    key.user_handle = own
    assert show(site, key).status_code == 200


def bent(value):
    """What else could stand at each place of an answer."""
    if isinstance(value, dict):
        for name, inner in value.items():
            for other in bent(inner):
                yield value | {name: other}
            yield {each: value[each] for each in value if each != name}
    yield from (None, 7, "", "=", "ä", "A" * 5000, [], {}, ["A"])
    if isinstance(value, str):
        yield from (value[:-8], value[: len(value) // 2], "AAAA" + value)


def test_whatever_else_stands_in_an_answer_is_refused(site, ada, key):
    begun, browser = begin(ada), Browser(site)
    entry = begin_login(browser)
    made, shown = authenticator().create(begun["options"]), key.get(entry["options"])
    for path, sender, credential, body in (
        ("", ada, made, {"token": begun["token"], "name": "Phone"}),
        ("/login", browser, shown, {"token": entry["token"]}),
    ):
        del credential["clientExtensionResults"]  # which nobody reads
        for other in bent(credential):
            answer = sender.post(f"/auth/passkeys{path}", body | {"credential": other})
            assert answer.status_code in (403, 422), (other, answer.text)
    assert len(ada.get("/auth/passkeys").json["items"]) == 1


@pytest.mark.parametrize(
    "public_key",
    [
        {},
        {1: 2},
        {1: 2, 3: -7, -1: 1, -2: bytes(32), -3: bytes(32)},
        {1: 2, 3: -7, -1: 9, -2: bytes(32), -3: bytes(32)},
        {1: 1, 3: -8, -1: 6, -2: bytes(3)},
        {1: 3, 3: -257, -1: bytes(10), -2: b""},
        {1: 7, 3: -7},
        [1, 2],
        7,
    ],
    ids=[
        *("nothing", "no algorithm", "no point of the curve", "no known curve", "too short"),
        *("no exponent", "no known kind", "a list", "a number"),
    ],
)
def test_a_key_that_nobody_could_check_is_not_kept(ada, public_key):
    assert refused(add(ada, public_key=public_key)[0], 403, "wrong-passkey")
    assert ada.get("/auth/passkeys").json["items"] == []


def test_a_passkey_has_a_name_of_1023_bytes_at_most(site, ada):
    key = authenticator()
    key.credential_id = b"k" * (passkeys.LONGEST_ID + 1)
    assert refused(add(ada, key)[0], 403, "wrong-passkey")
    key.credential_id = b"k" * passkeys.LONGEST_ID
    assert add(ada, key)[0].status_code == 201
    assert show(site, key).status_code == 200


def test_wrong_passwords_for_a_passkey_count_as_guesses_at_the_account(ada):
    guesses = [ada.post("/auth/passkeys/options", {"password": "wrong"}) for _ in range(11)]
    assert {guess.status_code for guess in guesses[:10]} == {403}
    assert refused(guesses[10], 429, "too-many-guesses")


def test_a_passkey_that_is_known_is_not_added_twice(site, ada, key):
    options = begin(ada)["options"]
    assert len(options["excludeCredentials"]) == 1
    assert refused(add(ada, key)[0], 403, "wrong-passkey")


def test_an_account_has_so_many_passkeys_at_most(site, ada, monkeypatch):
    monkeypatch.setattr(passkeys, "MOST", 1)
    assert add(ada)[0].status_code == 201
    full = ada.post("/auth/passkeys/options", {"password": PASSWORD})
    assert refused(full, 409, "too-many")


def test_a_passkey_stands_in_for_the_code_of_a_second_factor(site, ada, key):
    enrol(ada)
    browser, answer = log_in(site)
    assert refused(answer, 401, "code-wanted")
    token = answer.json["login_token"]
    options = begin_login(browser, login_token=token)["options"]
    assert len(options["allowCredentials"]) == 1
    assert show(site, key, browser, login_token=token).status_code == 200
    again = browser.post("/auth/passkeys/login/options", {"login_token": token})
    assert refused(again, 410, "token-used")
    # By itself it is two factors already.
    assert show(site, key).status_code == 200


def test_who_has_a_second_factor_has_to_have_just_shown_it_to_add_a_passkey(site, ada):
    authenticator, _ = enrol(ada)
    clock.move(timedelta(minutes=31))
    wish = {"password": PASSWORD}
    assert refused(ada.post("/auth/passkeys/options", wish), 403, "forbidden")
    browser, answer = log_in(site, code=authenticator.code())
    assert answer.status_code == 200, answer.text
    assert add(browser.visit())[0].status_code == 201


def test_the_passkey_of_somebody_else_is_no_second_step(site, ada, key):
    bob = log_in(site, "Bob")[0].visit()
    enrol(bob)
    browser, answer = log_in(site, "Bob")
    token = answer.json["login_token"]
    assert refused(show(site, key, browser, login_token=token), 410, "token-void")


def test_a_passkey_counts_as_approval_of_a_new_device(site, ada, key):
    wish = {"enabled": True, "password": PASSWORD}
    assert ada.put("/auth/devices/approval", wish).status_code == 200
    assert log_in(site)[0].visit().me["must_approve"]
    assert show(site, key).json["must_approve"] is False


def test_passkeys_are_named_and_removed_by_their_user_alone(site, ada, key, monkeypatch):
    with mailbox(monkeypatch) as mails:
        (passkey,) = ada.get("/auth/passkeys").json["items"]
        path = f"/auth/passkeys/{passkey['id']}"
        bob = log_in(site, "Bob")[0].visit()
        assert refused(bob.patch(path, {"name": "Mine"}), 404, "not-found")
        assert refused(bob.delete(path), 404, "not-found")
        assert bob.get("/auth/passkeys").json["items"] == []
        assert ada.patch(path, {"name": "Old phone"}).json["name"] == "Old phone"
        mails.fetch()
        assert ada.delete(path).status_code == 204
        (letter,) = mails.fetch()
        assert "removed" in text_of(letter)
    assert refused(show(site, key), 403, "wrong-passkey")
    actions = [entry["action"] for entry in ada.get("/auth/audit?limit=3").json["items"]]
    assert actions == ["passkey.removed", "passkey.renamed", "passkey.added"]


def test_who_is_disabled_or_not_confirmed_has_no_use_of_a_passkey(site, ada, key):
    user_id = UUID(ada.me["user"]["id"])
    with transactions.writing() as db:
        db.get_one(User, user_id).email_verified_at = None
    unconfirmed = ada.post("/auth/passkeys/options", {"password": PASSWORD})
    assert refused(unconfirmed, 403, "email-unconfirmed")
    with transactions.writing() as db:
        db.get_one(User, user_id).disabled_at = clock.now()
    assert refused(show(site, key), 403, "account-disabled")
    # Whoever has not signed is told nothing of the account.
    forged = authenticator()
    forged.credential_id, forged.user_handle = key.credential_id, key.user_handle
    assert refused(show(site, forged), 403, "wrong-passkey")


def test_nothing_secret_is_stored_and_all_of_it_goes_with_the_account(site, ada, key):
    assert ada.delete("/auth/me").status_code == 204
    with transactions.reading() as db:
        assert db.scalars(sa.select(Passkey)).all() == []


@pytest.mark.parametrize(
    ("url", "available"),
    [
        ("https://werkbank.example", True),
        ("https://werkbank.example:8443", True),
        ("http://localhost:8000", True),
        ("http://werkbank.localhost", True),
        ("http://werkbank.example", False),
        ("http://127.0.0.1:8000", False),
        ("https://192.0.2.7", False),
        ("https://[2001:db8::1]", False),
    ],
)
def test_passkeys_take_tls_and_a_name_or_this_machine(site, monkeypatch, url, available):
    monkeypatch.setattr(settings(), "public_url", url)
    assert passkey_challenges.are_available() is available
    assert passkey_challenges.origin() == url
    with transactions.writing() as db:
        if not available:
            with pytest.raises(passkey_challenges.PasskeysUnavailable):
                passkey_challenges.check_available()
        assert db is not None


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://Werkbank.Example:443", "https://werkbank.example"),
        ("http://localhost:80", "http://localhost"),
        ("https://werkbank.example:80", "https://werkbank.example:80"),
    ],
)
def test_pages_come_from_where_browsers_say_however_the_address_is_set(monkeypatch, url, origin):
    monkeypatch.setattr(settings(), "public_url", url)
    assert passkey_challenges.origin() == origin


def test_the_page_of_passkeys_names_and_removes_them(site, ada, key):
    (passkey,) = ada.get("/auth/passkeys").json["items"]
    path = f"/account/passkeys/{passkey['id']}"
    assert "Phone" in page(ada, "/account/passkeys").text
    origin = {"Origin": ORIGIN}
    assert send(ada, path, {"name": ""}, **origin).status_code == 422
    assert send(ada, path, {"name": "Tablet"}, **origin).status_code == 303
    assert "Tablet" in page(ada, "/account/passkeys").text
    assert send(ada, f"{path}/remove", **origin).status_code == 303
    assert "You have no passkeys yet." in page(ada, "/account/passkeys").text


def test_who_has_a_passkey_may_show_it_instead_of_a_code_on_the_page(site, ada, key):
    enrol(ada)
    clock.move(timedelta(seconds=60))
    browser = Browser(site)
    assert 'data-passkey-login="/api/v1/auth/passkeys/login"' in page(browser, "/sign-in").text
    fields = {"email": email_of("Ada"), "password": PASSWORD, "next": "/app/inbox"}
    step = send(browser, "/sign-in", fields, **{"Origin": ORIGIN}).headers["Location"]
    assert step.startswith("/app/sign-in/passkey/")
    shown = page(browser, step.removeprefix("/app")).text
    assert "data-login-token=" in shown
    assert 'data-onward="/app/inbox"' in shown
    assert page(browser, "/sign-in/passkey/unknown").status_code == 422
