"""An address counts for nothing until somebody has answered a mail that was sent to it."""

from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from service import clock
from service.accounts import email_confirmations, members, users
from service.database import transactions
from service.database.models import AccountMail, Membership, Role, User
from service.notifications import selection
from service.settings import Settings
from service.translations import gettext
from tests.support import callers
from tests.support.accounts import PASSWORD, hash_quickly, make_user_with_password
from tests.support.callers import Caller
from tests.support.production import PRODUCTION
from tests.support.servers.account_mails import mailbox, text_of, token_in
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database
TERMS = {"currency": "EUR"}
ADA = {"email": "ada@shop.example", "password": PASSWORD, "name": "Ada"}
OTHER = {"email": "ada@shop.example", "password": "another long walk", "name": "Eve"}


@pytest.fixture
def site(database_url, monkeypatch, tmp_path):
    hash_quickly(monkeypatch)
    on = {"email_confirmation": "true"}
    with callers.site(database_url, monkeypatch, tmp_path, **on) as application:
        yield application


@pytest.fixture
def mails(site, monkeypatch):
    with mailbox(monkeypatch) as mails:
        yield mails


def register(site, account=ADA, **headers):
    browser = Caller(site)
    answer = browser.post("/auth/register", account, headers=headers)
    assert answer.status_code == 201, answer.text
    return browser.visit()


def confirm(site, token, password=PASSWORD):
    body = {"token": token, "password": password}
    return Caller(site).post("/auth/email/confirm", body)


def log_in(site, account=ADA):
    body = {name: account[name] for name in ("email", "password")}
    return Caller(site).post("/auth/login", body)


def confirmed(site, mails, account=ADA):
    browser = register(site, account)
    assert confirm(site, mails.token("confirm")).status_code == 204
    return browser


def test_who_registers_is_mailed_a_link_that_lets_the_address_count(site, mails):
    ada = register(site)
    assert ada.me["user"]["email"] == ADA["email"]
    assert ada.me["user"]["email_verified_at"] is None
    (letter,) = mails.fetch()
    assert letter["To"].addresses[0].addr_spec == ADA["email"]
    assert letter["Subject"] == "Confirm your address for Werkbank"
    token = token_in(letter, "confirm")
    assert confirm(site, token).status_code == 204
    assert ada.get("/auth/me").json["user"]["email_verified_at"]
    assert log_in(site).status_code == 200
    assert refused(confirm(site, token), 410, "token-used")


def test_a_known_and_an_unknown_address_register_alike(site, mails):
    confirmed(site, mails)
    known = Caller(site).post("/auth/register", OTHER)
    unknown = Caller(site).post("/auth/register", OTHER | {"email": "eve@shop.example"})
    assert known.status_code == unknown.status_code == 201
    assert plain(known.json) == plain(unknown.json)
    assert {name for name, _ in known.headers} == {name for name, _ in unknown.headers}
    for email in (OTHER["email"], "eve@shop.example"):
        answer = log_in(site, OTHER | {"email": email})
        assert refused(answer, 401, "bad-credentials")
        assert "or the address is not confirmed yet" in answer.json["detail"]


def plain(me):
    """An answer without what is another one each time."""
    user = {name: value for name, value in me["user"].items() if name not in ("id", "email")}
    organization = {k: v for k, v in me["organizations"][0].items() if k != "id"}
    changing = {"csrf_token": "", "home_id": "", "user": user, "organizations": [organization]}
    return {**me, **changing, "quotas": ""}


def test_registering_looks_up_no_address(site, mails):
    confirmed(site, mails)
    statements = []

    def note(_connection, _cursor, statement, parameters, *_):
        if statement.lstrip().upper().startswith("SELECT") and OTHER["email"] in str(parameters):
            statements.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        register(site, OTHER)
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
    assert not any("users" in statement for statement in statements)


def test_whose_address_it_is_already_is_told_and_no_link_is_made(site, mails):
    confirmed(site, mails)
    register(site, OTHER)
    (letter,) = mails.fetch()
    assert letter["To"].addresses[0].addr_spec == ADA["email"]
    assert letter["Subject"] == "You have an account on Werkbank already"
    assert "/reset" in text_of(letter)
    assert "/confirm/" not in text_of(letter)
    assert "Eve" not in letter.as_string()
    assert log_in(site).status_code == 200


def test_a_disabled_account_is_not_told_who_registers_with_its_address(site, mails):
    confirmed(site, mails)
    with transactions.writing() as session:
        session.scalars(sa.select(User)).one().disabled_at = clock.now()
    register(site, OTHER)
    assert mails.fetch() == []


def test_an_address_that_a_stranger_claimed_first_is_whose_mail_it_is(site, mails):
    eve = register(site, OTHER)
    mails.fetch()
    ada = confirmed(site, mails)
    assert ada.get("/auth/me").json["user"]["email_verified_at"]
    assert log_in(site).status_code == 200
    assert refused(log_in(site, OTHER), 401, "bad-credentials")
    assert eve.get("/auth/me").json["user"]["email_verified_at"] is None


def test_of_two_who_claim_one_address_the_second_link_is_void(site, mails):
    register(site, OTHER)
    first = mails.token("confirm")
    register(site)
    second = mails.token("confirm")
    assert confirm(site, second).status_code == 204
    page = Caller(site).get(f"//confirm/{first}")
    assert (page.status_code, "another account" in page.text) == (410, True)
    answer = confirm(site, first)
    assert refused(answer, 410, "token-void")
    assert "another account" in answer.json["detail"]
    assert log_in(site).status_code == 200


def test_a_link_of_a_disabled_account_confirms_nothing(site, mails):
    register(site)
    token = mails.token("confirm")
    with transactions.writing() as session:
        session.scalars(sa.select(User)).one().disabled_at = clock.now()
    assert Caller(site).get(f"//confirm/{token}").status_code == 410
    assert refused(confirm(site, token), 410, "token-void")


def test_a_link_is_void_once_another_address_is_claimed(site, mails):
    register(site)
    token = mails.token("confirm")
    with transactions.writing() as session:
        session.scalars(sa.select(User)).one().claimed_email = "countess@shop.example"
    assert refused(confirm(site, token), 410, "token-void")


def test_a_link_of_another_purpose_and_a_late_one_confirm_nothing(site, mails):
    confirmed(site, mails)
    Caller(site).post("/auth/password/reset", {"email": ADA["email"]})
    assert refused(confirm(site, mails.token("reset")), 422, "token-misused")
    bob = register(site, {**ADA, "email": "bob@shop.example"})
    token = mails.token("confirm")
    clock.move(timedelta(minutes=31))
    assert refused(confirm(site, token), 410, "token-expired")
    assert bob.get("/auth/me").json["user"]["email_verified_at"] is None


def test_the_link_is_mailed_again_to_who_asks_in_their_session(site, mails):
    ada = register(site)
    mails.fetch()
    answer = ada.post("/auth/email/confirm/send")
    assert (answer.status_code, answer.json) == (202, {"email": ADA["email"]})
    assert confirm(site, mails.token("confirm")).status_code == 204
    assert refused(ada.post("/auth/email/confirm/send"), 409, "email-confirmed")
    visitor = callers.visitor(site)
    assert refused(visitor.post("/auth/email/confirm/send"), 401, "unauthenticated")


def test_one_address_gets_five_such_mails_an_hour(site, mails):
    ada = register(site)
    for _ in range(4):
        ada.post("/auth/email/confirm/send")
    register(site, OTHER)
    ada.post("/auth/email/confirm/send")
    Caller(site).post("/auth/password/reset", {"email": ADA["email"]})
    assert len(mails.fetch()) == 5
    with transactions.reading() as session:
        kinds = [row.kind for row in session.scalars(sa.select(AccountMail))]
    assert kinds.count("password_reset") == 1


def test_nothing_that_a_stranger_calls_themselves_stands_in_the_mail(site, mails):
    register(site, {**ADA, "name": "Cheap watches at https://eve.example"})
    (letter,) = mails.fetch()
    assert "eve.example" not in letter.as_string()
    assert text_of(letter).startswith("Hello,\r\n")


def test_the_mail_and_the_account_speak_the_language_of_the_browser(site, mails):
    register(site, **{"Accept-Language": "de-AT,de;q=0.9"})
    (letter,) = mails.fetch()
    assert letter["Subject"] == gettext("Confirm your address for Werkbank", "de")
    assert "Guten Tag," in text_of(letter)
    assert letter["Content-Language"] == "de"


def test_the_page_behind_the_link_asks_first(site, mails):
    ada = register(site)
    token = mails.token("confirm")
    browser = Caller(site)
    for _ in range(3):
        page = browser.get(f"//confirm/{token}")
        assert (page.status_code, ADA["email"] in page.text) == (200, True)
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert ada.get("/auth/me").json["user"]["email_verified_at"] is None
    answer = browser.ask("POST", f"//confirm/{token}", data={"password": "wrong one"})
    assert (answer.status_code, "was registered" in answer.text) == (403, True)
    assert ada.get("/auth/me").json["user"]["email_verified_at"] is None
    assert "Done" in browser.ask("POST", f"//confirm/{token}", data={"password": PASSWORD}).text
    assert ada.get("/auth/me").json["user"]["email_verified_at"]
    assert browser.get(f"//confirm/{token}").status_code == 410
    assert browser.get("//confirm/x.y").status_code == 422


def test_whoever_reads_the_mail_confirms_no_account_of_a_stranger(site, mails):
    eve = register(site, OTHER)
    token = mails.token("confirm")
    bare = Caller(site).post("/auth/email/confirm", {"token": token})
    assert refused(bare, 403, "wrong-password")
    assert refused(confirm(site, token), 403, "wrong-password")
    page = Caller(site).get(f"//confirm/{token}").text
    assert "somebody else has with your address" in page
    assert 'name="password"' in page
    assert eve.get("/auth/me").json["user"]["email_verified_at"] is None
    assert confirm(site, token, OTHER["password"]).status_code == 204


def test_a_session_of_another_account_confirms_nothing_without_the_password(site, mails):
    register(site, OTHER)
    token = mails.token("confirm")
    bob = register(site, {**ADA, "email": "bob@shop.example"})
    key = Caller(site, bob.post("/api_keys", {"name": "shop"}).json["key"])
    for caller in (bob, key):
        answer = caller.post("/auth/email/confirm", {"token": token})
        assert refused(answer, 403, "wrong-password")


def test_a_session_of_the_account_itself_needs_no_password_and_a_key_does(site, mails):
    ada = register(site)
    token = mails.token("confirm")
    key = Caller(site, ada.post("/api_keys", {"name": "shop"}).json["key"])
    assert refused(key.post("/auth/email/confirm", {"token": token}), 403, "wrong-password")
    page = ada.get(f"//confirm/{token}").text
    assert 'name="password"' not in page
    assert "Done" in ada.ask("POST", f"//confirm/{token}", data={}).text
    assert ada.get("/auth/me").json["user"]["email_verified_at"]


def test_passwords_are_not_guessed_by_a_link(site, mails):
    register(site, OTHER)
    token = mails.token("confirm")
    answers = [confirm(site, token, f"guess number {number}") for number in range(11)]
    assert [answer.status_code for answer in answers] == [403] * 10 + [429]
    page = Caller(site).ask("POST", f"//confirm/{token}", data={"password": OTHER["password"]})
    assert (page.status_code, "too many wrong passwords" in page.text) == (429, True)


def test_a_password_that_is_changed_while_it_is_being_checked_confirms_nothing(
    site, mails, monkeypatch
):
    ada = register(site)
    token = mails.token("confirm")
    prove = email_confirmations.prove

    def overtaken(confirming, password):
        prove(confirming, password)
        with transactions.writing() as session:
            session.scalars(sa.select(User)).one().password_hash = "another"

    monkeypatch.setattr(email_confirmations, "prove", overtaken)
    assert refused(confirm(site, token), 403, "wrong-password")
    assert ada.get("/auth/me").json["user"]["email_verified_at"] is None


@pytest.mark.parametrize("by_page", [True, False])
def test_whoever_has_not_registered_has_the_account_closed_and_the_address_freed(
    site, mails, by_page
):
    eve = register(site, OTHER)
    key = Caller(site, eve.post("/api_keys", {"name": "shop"}).json["key"])
    project = eve.project(title="Hers")
    token = mails.token("confirm")
    if by_page:
        answer = Caller(site).ask("POST", f"//confirm/{token}", data={"reject": "1"})
        assert (answer.status_code, "Nobody has an account" in answer.text) == (200, True)
    else:
        assert Caller(site).post("/auth/email/confirm/reject", {"token": token}).status_code == 204
    assert eve.get("/auth/me").json["user"] is None
    assert key.get(f"/projects/{project}").status_code == 401
    with transactions.reading() as session:
        user = session.scalars(sa.select(User)).one()
        assert (user.claimed_email, user.disabled_at is None) == (None, False)
    again = Caller(site).post("/auth/email/confirm/reject", {"token": token})
    assert refused(again, 422, "token-broken")
    ada = confirmed(site, mails)
    assert ada.get("/auth/me").json["user"]["email_verified_at"]


@pytest.mark.parametrize("by_page", [True, False])
def test_an_account_on_which_others_depend_is_not_closed_by_the_link(site, mails, by_page):
    eve = register(site, OTHER)
    token = mails.token("confirm")
    bob_id = make_user_with_password("Bob")
    with transactions.writing() as session:  # as a provider of identities lets people join
        role = session.scalars(sa.select(Role).where(Role.name == "member")).first()
        home = UUID(eve.me["home_id"])
        session.add(Membership(user_id=bob_id, organization_id=home, role_id=role.id))
    if by_page:
        answer = Caller(site).ask("POST", f"//confirm/{token}", data={"reject": "1"})
        assert (answer.status_code, "keeps an owner" in answer.text) == (409, True)
    else:
        answer = Caller(site).post("/auth/email/confirm/reject", {"token": token})
        assert refused(answer, 409, "last-owner")
    assert eve.get("/auth/me").json["user"]["email"]


def test_an_account_with_an_address_of_its_own_keeps_it_when_another_one_is_rejected(site, mails):
    ada = confirmed(site, mails)
    with transactions.writing() as session:
        user = session.scalars(sa.select(User)).one()
        user.claimed_email = "countess@shop.example"
    assert ada.post("/auth/email/confirm/send").status_code == 202
    token = mails.token("confirm")
    assert Caller(site).post("/auth/email/confirm/reject", {"token": token}).status_code == 204
    with transactions.reading() as session:
        user = session.scalars(sa.select(User)).one()
        assert (user.email, user.claimed_email) == (ADA["email"], None)
    assert log_in(site).status_code == 200


def test_who_is_not_confirmed_sends_nothing(site, mails):
    ada = register(site)
    project = ada.project(title="Bracket")
    process = ada.process(project)
    batch = {"process_ids": [process]}
    for answer in (
        ada.post(f"/projects/{project}/verify", {**batch, "send": True}),
        ada.post(f"/projects/{project}/send", batch),
    ):
        assert refused(answer, 403, "email-unconfirmed")
    confirm(site, mails.token("confirm"))
    answer = ada.post(f"/projects/{project}/send", batch)
    assert refused(answer, 409, "none-accepted")


def test_who_is_not_confirmed_becomes_no_contractor_and_moves_no_mail_elsewhere(site, mails):
    ada = register(site)
    home = ada.me["home_id"]
    key = Caller(site, ada.post("/api_keys", {"name": "shop"}).json["key"])
    for caller in (ada, key):
        terms = caller.put(f"/organizations/{home}/terms", TERMS)
        assert refused(terms, 403, "email-unconfirmed")
        moved = caller.patch(f"/organizations/{home}", {"email": "bob@shop.example"})
        assert refused(moved, 403, "email-unconfirmed")
    assert ada.patch(f"/organizations/{home}", {"name": "Ada Ltd"}).status_code == 200
    (letter,) = mails.fetch()  # and none about the key
    confirm(site, token_in(letter, "confirm"))
    assert refused(ada.put(f"/organizations/{home}/terms", TERMS), 422, "invalid")


def test_who_is_not_confirmed_is_not_found_by_their_address(site, mails):
    register(site)
    with transactions.reading() as session, pytest.raises(users.UnknownUser):
        users.find_by_email(session, ADA["email"])
    confirm(site, mails.token("confirm"))
    with transactions.reading() as session:
        assert users.find_by_email(session, ADA["email"]).name == "Ada"


def test_who_is_not_confirmed_gets_no_mail_of_events(site, mails):
    ada = register(site)
    home = UUID(ada.me["home_id"])
    with transactions.reading() as session:
        assert selection.members_by_party(session, {home}) == {}
        assert members.owner_email(session, home) is None
    confirm(site, mails.token("confirm"))
    with transactions.reading() as session:
        assert len(selection.members_by_party(session, {home})[home]) == 1
        assert members.owner_email(session, home) == ADA["email"]


@pytest.mark.parametrize("on", ["true", None])
def test_production_always_confirms(on):
    given = {**PRODUCTION, "database_url": "postgresql://db/werkbank"}
    given |= {"email_confirmation": on} if on else {}
    assert Settings(**given).email_confirmation


def test_the_embedded_mode_asks_for_nothing(database_url, monkeypatch, tmp_path):
    with callers.site(database_url, monkeypatch, tmp_path) as application:
        ada = register(application)
        assert ada.me["user"]["email_verified_at"]
        assert log_in(application).status_code == 200
        again = Caller(application).post("/auth/register", OTHER)
        assert refused(again, 409, "email-taken")
