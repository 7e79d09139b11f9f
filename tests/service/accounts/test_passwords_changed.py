"""Another password: by the one before, by a mailed link, by an operator; and who is told."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from service import clock
from service.access.permissions import BadCredentials
from service.accounts import passwords
from service.accounts.commands import user as user_command
from service.database import transactions
from service.database.models import AccountMail, Organization, User
from service.notifications import account_mails as queue
from service.notifications import mail_queue
from service.settings import settings
from tests.support import callers
from tests.support.accounts import (
    PASSWORD,
    email_of,
    hash_quickly,
    make_user_with_password,
    prove,
)
from tests.support.callers import Caller
from tests.support.servers.account_mails import mailbox, text_of
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database
NEW = "copper lantern drifts"
AGENT = "Lynx/2.9"


@pytest.fixture
def site(database_url, monkeypatch, tmp_path):
    hash_quickly(monkeypatch)
    with callers.site(database_url, monkeypatch, tmp_path) as application:
        yield application


@pytest.fixture
def mails(site, monkeypatch):
    with mailbox(monkeypatch) as mails:
        yield mails


@pytest.fixture
def ada(site):
    """Ada, who has registered with PASSWORD, in a browser of hers."""
    make_user_with_password("Ada")
    return logged_in(site)


def logged_in(site, password=PASSWORD):
    browser = callers.visitor(site)
    account = {"email": email_of("Ada"), "password": password}
    assert browser.post("/auth/login", account).status_code == 200
    return browser.visit()


def is_in(browser):
    """Whether the browser's session is still the one of a user."""
    return not browser.get("/auth/me").json["visitor"]


def ask_reset(site, email=None):
    return Caller(site).post("/auth/password/reset", {"email": email or email_of("Ada")})


def confirm(site, token, password=NEW):
    body = {"token": token, "password": password}
    return Caller(site).post("/auth/password/reset/confirm", body)


def test_who_knows_the_old_password_gets_another(site, mails, ada):
    other = logged_in(site)
    answer = ada.post(
        "/auth/password", {"old": PASSWORD, "new": NEW}, headers={"User-Agent": AGENT}
    )
    assert (answer.status_code, answer.data) == (204, b"")
    assert is_in(ada)
    assert not is_in(other)
    logged_in(site, NEW)
    with pytest.raises(BadCredentials):
        prove("Ada", PASSWORD)
    (letter,) = mails.fetch()
    assert letter["To"].addresses[0].addr_spec == email_of("Ada")
    assert letter["Subject"] == "Your password for Werkbank has been changed"
    assert "127.0.0.1" in text_of(letter)
    assert AGENT in text_of(letter)
    assert NEW not in letter.as_string()


def test_who_does_not_know_the_old_password_gets_none(site, mails, ada):
    answer = ada.post("/auth/password", {"old": "a wrong guess", "new": NEW})
    assert refused(answer, 403, "wrong-password")
    assert mails.fetch() == []
    assert is_in(logged_in(site))


def test_a_visitor_has_no_password_and_a_key_changes_none(site, ada):
    body = {"old": PASSWORD, "new": NEW}
    assert refused(callers.visitor(site).post("/auth/password", body), 401, "unauthenticated")
    key = ada.post("/api_keys", {"name": "shop"}).json["key"]
    assert refused(Caller(site, key).post("/auth/password", body), 403, "forbidden")


def test_a_password_that_changed_meanwhile_is_not_changed_again(ada, monkeypatch):
    hash_of = passwords.hash_of

    def overtaken(password):
        with transactions.writing() as session:
            person = session.scalars(sa.select(User)).one()
            person.password_hash = "another"
        return hash_of(password)

    monkeypatch.setattr(passwords, "hash_of", overtaken)
    answer = ada.post("/auth/password", {"old": PASSWORD, "new": NEW})
    assert refused(answer, 403, "wrong-password")


def test_a_common_password_is_refused_and_the_field_named(site, ada):
    changed = ada.post("/auth/password", {"old": PASSWORD, "new": "12345678"})
    assert refused(changed, 422, "weak-password")
    assert [row["pointer"] for row in changed.json["errors"]] == ["/new"]
    account = {"email": "bob@shop.example", "password": "Password1!", "name": "Bob"}
    made = Caller(site).post("/auth/register", account)
    assert refused(made, 422, "weak-password")
    assert [row["pointer"] for row in made.json["errors"]] == ["/password"]
    assert "Password1!" not in made.text


def test_a_mailed_link_sets_a_password_once_and_ends_every_session(site, mails, ada):
    answer = ask_reset(site)
    assert (answer.status_code, answer.json) == (202, {"email": email_of("Ada")})
    token = mails.token()
    assert confirm(site, token).status_code == 204
    assert not is_in(ada)
    logged_in(site, NEW)
    (letter,) = mails.fetch()
    assert letter["Subject"] == "Your password for Werkbank has been changed"
    again = confirm(site, token, "another good password")
    assert refused(again, 410, "token-used")
    logged_in(site, NEW)


def test_the_answer_for_an_unknown_address_is_the_same_and_nobody_is_mailed(site, mails, ada):
    known, unknown = ask_reset(site), ask_reset(site, "nobody@shop.example")
    assert known.status_code == unknown.status_code == 202
    assert known.json.keys() == unknown.json.keys()
    assert [letter["To"].addresses[0].addr_spec for letter in mails.fetch()] == [email_of("Ada")]
    with transactions.reading() as session:
        rows = session.scalars(sa.select(AccountMail)).all()
        assert sorted(row.state for row in rows) == ["dropped", "sent"]


def test_asking_for_a_link_looks_up_no_account(site, mails, ada):
    statements = []

    def note(_connection, _cursor, statement, *_):
        statements.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)  # those who write have their own
    try:
        for email in (email_of("Ada"), "nobody@shop.example"):
            statements.clear()
            ask_reset(site, email)
            assert statements
            assert not any("users" in statement for statement in statements)
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)


def test_a_link_is_void_once_the_password_has_changed(site, mails, ada):
    ask_reset(site)
    token = mails.token()
    assert ada.post("/auth/password", {"old": PASSWORD, "new": NEW}).status_code == 204
    assert refused(confirm(site, token, "another good password"), 410, "token-void")


def test_a_link_is_void_once_the_address_has_changed(site, mails, ada):
    ask_reset(site)
    token = mails.token()
    with transactions.writing() as session:
        session.scalars(sa.select(User)).one().email = "countess@shop.example"
    assert refused(confirm(site, token), 410, "token-void")


def test_a_link_ends_after_half_an_hour_from_its_mail(site, mails, ada):
    ask_reset(site)
    clock.move(timedelta(hours=5))  # the mail server was away
    token = mails.token()
    clock.move(timedelta(minutes=31))
    assert refused(confirm(site, token), 410, "token-expired")


def test_a_cut_link_is_refused_before_anything_is_hashed(site, mails, ada, monkeypatch):
    ask_reset(site)
    token = mails.token()
    monkeypatch.setattr(passwords, "hash_of", None)
    assert refused(confirm(site, token[:-2]), 422, "token-broken")


def test_a_weak_password_leaves_the_link_as_it_is(site, mails, ada):
    ask_reset(site)
    token = mails.token()
    answer = confirm(site, token, "12345678")
    assert refused(answer, 422, "weak-password")
    assert answer.json["errors"][0]["pointer"] == "/password"
    assert confirm(site, token).status_code == 204


def test_a_disabled_account_gets_no_link_and_its_links_hold_no_longer(site, mails, ada):
    ask_reset(site)
    token = mails.token()
    disable("ada@shop.example")
    assert refused(confirm(site, token), 410, "token-void")
    ask_reset(site)
    assert mails.fetch() == []


def test_a_link_of_an_account_that_is_disabled_meanwhile_sets_no_password(
    site, mails, ada, monkeypatch
):
    ask_reset(site)
    token = mails.token()
    hash_of = passwords.hash_of

    def overtaken(password):
        with transactions.writing() as session:
            session.scalars(sa.select(User)).one().disabled_at = clock.now()
        return hash_of(password)

    monkeypatch.setattr(passwords, "hash_of", overtaken)
    assert refused(confirm(site, token), 410, "token-void")


def disable(email):
    assert run("disable", email).exit_code == 0


def run(*words, stdin=None):
    """A command of an operator, which opens a connection of its own and closes it."""
    transactions.disconnect()
    answer = CliRunner().invoke(user_command, words, input=stdin)
    transactions.connect(settings().database_url)
    return answer


def test_one_address_gets_five_such_mails_an_hour_however_often_somebody_asks(site, mails, ada):
    assert {ask_reset(site).status_code for _ in range(queue.MOST_PER_HOUR + 3)} == {202}
    assert len(mails.fetch()) == queue.MOST_PER_HOUR
    clock.move(timedelta(minutes=61))
    assert ask_reset(site).status_code == 202
    assert len(mails.fetch()) == 1


def test_a_mail_that_no_server_takes_is_tried_for_two_days_with_a_link_that_still_works(
    site, mails, ada
):
    mails.post.change_mind("451 try again later")
    ask_reset(site)
    begin = clock.now()
    while clock.now() - begin < timedelta(days=2):
        assert mails.fetch() == []
        with transactions.reading() as session:
            row = session.scalars(sa.select(AccountMail)).one()
        assert row.state == "pending"
        assert "451" in row.error
        clock.move(row.due_at - clock.now() + timedelta(seconds=1))
    mails.post.change_mind("250 OK")
    assert confirm(site, mails.token()).status_code == 204


def test_an_address_that_its_server_does_not_know_is_given_up(site, monkeypatch, ada):
    with mailbox(monkeypatch, to_recipient="550 no such user") as mails:
        ask_reset(site)
        assert mails.fetch() == []
    with transactions.reading() as session:
        row = session.scalars(sa.select(AccountMail)).one()
    assert (row.state, row.attempts) == ("failed", 1)
    assert "550" in row.error


def test_old_mails_are_forgotten_and_new_ones_kept(site, mails, ada):
    ask_reset(site)
    mails.fetch()
    now = clock.now()
    with transactions.writing() as session:
        assert mail_queue.delete_ended(session, AccountMail, now - timedelta(days=1), 10) == 0
        assert mail_queue.delete_ended(session, AccountMail, now + timedelta(days=1), 10) == 1


def test_the_mail_speaks_the_language_of_the_account(site, mails, ada):
    with transactions.writing() as session:
        session.scalars(sa.select(Organization)).one().language = "de"
    ask_reset(site)
    (letter,) = mails.fetch()
    assert letter["Subject"] == "Ein neues Passwort für Werkbank"
    assert "Guten Tag Ada" in text_of(letter)
    assert letter["Content-Language"] == "de"


def test_the_page_behind_the_link_asks_for_a_password_and_sets_it(site, mails, ada):
    ask_reset(site)
    token = mails.token()
    browser = Caller(site)
    german = {"Accept-Language": "de"}
    page = browser.get(f"//reset/{token}", headers=german)
    assert page.status_code == 200
    assert '<html lang="de">' in page.text
    assert 'autocomplete="new-password"' in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in page.headers
    weak = browser.ask("POST", f"//reset/{token}", data={"password": "12345678"})
    assert (weak.status_code, "tried first" in weak.text) == (422, True)
    done = browser.ask("POST", f"//reset/{token}", data={"password": NEW})
    assert (done.status_code, "Done" in done.text) == (200, True)
    again = browser.get(f"//reset/{token}", headers=german)
    assert again.status_code == 410
    logged_in(site, NEW)


def test_opening_the_page_changes_nothing(site, mails, ada):
    ask_reset(site)
    token = mails.token()
    for _ in range(3):
        assert Caller(site).get(f"//reset/{token}").status_code == 200
    assert confirm(site, token).status_code == 204


def test_the_page_that_asks_for_the_address_says_the_same_to_everybody(site, mails, ada):
    browser = Caller(site)
    assert 'type="email"' in browser.get("//reset").text
    texts = {
        browser.ask("POST", "//reset", data={"email": email}).text
        for email in (email_of("Ada"), "nobody@shop.example")
    }
    assert len(texts) == 1
    assert len(mails.fetch()) == 1
    assert browser.ask("POST", "//reset", data={"email": "no address"}).status_code == 422


def test_an_operator_gives_a_password_and_logs_somebody_out(site, mails, ada):
    ended = run("logout", "ada@shop.example")
    assert "sessions ended: 1" in ended.output
    assert not is_in(ada)
    ada = logged_in(site)
    answer = run("password", "ada@shop.example", stdin=f"{NEW}\n{NEW}\n")
    assert "sessions ended: 1" in answer.output, answer.output
    assert NEW not in answer.output
    assert not is_in(ada)
    logged_in(site, NEW)
    (letter,) = mails.fetch()
    assert "changed" in letter["Subject"]
    weak = run("password", "ada@shop.example", stdin="12345678\n12345678\n")
    assert weak.exit_code == 1
    assert "tried first" in weak.output
