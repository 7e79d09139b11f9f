"""Registering, logging in, and being known afterwards."""

import statistics
import time
from datetime import timedelta

import argon2
import pytest
import sqlalchemy as sa

from service import clock
from service.access.permissions import NOBODY, RIGHTS, BadCredentials
from service.accounts import authentication, login, passwords, sessions, users
from service.database import transactions
from service.database.models import BrowserSession, Organization, Project, User
from service.errors import Busy
from service.orders import projects
from service.values import emails
from tests.support.accounts import PASSWORD, email_of, make_user, make_user_with_password, prove


@pytest.fixture(autouse=True)
def connected(database_url):
    transactions.connect(database_url)
    yield
    transactions.disconnect()
    clock.reset()


def by_cookie(secret):
    with transactions.reading() as session:
        return authentication.authenticate(session, None, secret)


def visit():
    """A new visitor: their cookie, and who they are."""
    with transactions.writing() as session:
        secret, _ = sessions.open_session(session)
    return secret, by_cookie(secret)


def log_in(name, before=NOBODY):
    proof = prove(name)
    with transactions.writing() as session:
        return login.log_in(session, proof, before)


def test_who_registers_owns_an_organization_of_their_name():
    make_user_with_password("Ada")
    ada = by_cookie(log_in("Ada").secret)

    assert ada.name == "Ada"
    assert ada.rights == {ada.home_id: RIGHTS}
    assert ada.via == "session"
    assert ada.csrf_token
    with transactions.reading() as session:
        assert session.get(Organization, ada.home_id).name == "Ada"


def test_addresses_are_the_same_whatever_their_case():
    make_user_with_password("Ada")
    with transactions.reading() as session:
        candidate = login.find_candidate(session, "  ADA@Shop.Example ")
    assert login.prove(candidate, PASSWORD).user_id


def test_nobody_registers_twice_with_one_address():
    make_user_with_password("Ada")
    again = users.prepare("ADA@shop.example", "Ada the second", PASSWORD)
    with (
        pytest.raises(users.EmailTaken, match=r"ada@shop\.example"),
        transactions.writing() as session,
    ):
        users.register(session, again, is_confirmed=True)
    with transactions.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(User)) == 1


@pytest.mark.one_database
@pytest.mark.parametrize("email", ["", "ada", "ada@", "@shop.example", "a b@c.de", "a@b\n.de"])
def test_what_is_no_address_is_refused(email):
    with pytest.raises(emails.BadEmail):
        users.prepare(email, "Ada", PASSWORD)


def test_an_address_that_grows_beyond_the_column_is_refused():
    # The capital I with a dot is two characters in small letters.
    with pytest.raises(emails.BadEmail):
        users.prepare("İ" * 130 + "@shop.example", "Ada", PASSWORD)


@pytest.mark.one_database
@pytest.mark.parametrize("password", ["", "1234567", "x" * 129, "Ada@shop.example"])
def test_too_short_too_long_and_the_address_itself_are_no_passwords(password):
    with pytest.raises(passwords.WeakPassword) as refusal:
        users.prepare("ada@shop.example", "Ada", password)
    assert not password or password not in str(refusal.value)


@pytest.mark.one_database
@pytest.mark.parametrize(
    "password", ["pässwörter im wind", "x7Kp2mQ9", "три слова вместе", "copper lantern drifts"]
)
def test_passwords_that_take_long_to_guess_are_taken(password):
    passwords.check(password, "ada@shop.example")


@pytest.mark.one_database
@pytest.mark.parametrize(
    "password",
    [
        *("12345678", "password", "Password1!", "Pa$$w0rd", "qwertyuiop", "iloveyou2", "passwort1"),
        *("x" * 128, "        ", "werkbank", "shop.example", "shop.example1"),
    ],
)
def test_passwords_that_are_tried_first_are_refused(password):
    with pytest.raises(passwords.WeakPassword, match="tried first"):
        passwords.check(password, "ada@shop.example")


def test_a_password_is_the_same_from_every_keyboard():
    assert passwords.matches(passwords.hash_of("stra\u00dfe n\u00e4h"), "stra\u00dfe na\u0308h")


def test_passwords_are_stored_as_argon2id():
    assert passwords.hash_of(PASSWORD).startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_a_wrong_password_and_an_unknown_address_are_told_the_same():
    make_user_with_password("Ada")
    with pytest.raises(BadCredentials) as wrong:
        prove("Ada", "not her password")
    with pytest.raises(BadCredentials) as unknown:
        prove("Nobody", "not her password")
    assert str(wrong.value) == str(unknown.value)


def test_no_password_fits_where_none_is_stored():
    assert not passwords.matches(None, "the password of nobody")


@pytest.mark.one_database
def test_an_unknown_address_takes_as_long_as_a_wrong_password():
    stored = passwords.hash_of(PASSWORD)

    def seconds(against):
        begin = time.perf_counter()
        passwords.matches(against, "not her password")
        return time.perf_counter() - begin

    pairs = [(seconds(stored), seconds(None)) for _ in range(5)]
    known, unknown = (statistics.median(times) for times in zip(*pairs, strict=True))
    assert known / 5 < unknown < known * 5


def test_a_hash_from_weaker_days_is_replaced_on_login():
    user_id = make_user_with_password("Ada")
    weak = argon2.PasswordHasher(time_cost=1, memory_cost=1024).hash(PASSWORD)
    with transactions.writing() as session:
        session.get(User, user_id).password_hash = weak
    log_in("Ada")
    with transactions.reading() as session:
        assert not passwords.is_outdated(session.get(User, user_id).password_hash)
    assert log_in("Ada").principal.user_id == user_id


def test_a_password_that_changes_while_it_is_checked_lets_nobody_in():
    user_id = make_user_with_password("Ada")
    proof = prove("Ada")
    with transactions.writing() as session:
        session.get(User, user_id).password_hash = passwords.hash_of("another password")
    with pytest.raises(BadCredentials), transactions.writing() as session:
        login.log_in(session, proof)


def test_only_some_passwords_are_calculated_at_a_time(monkeypatch):
    monkeypatch.setattr(passwords.LIMIT, "patience_s", 0)
    for _ in range(passwords.LIMIT.at_a_time):
        assert passwords.LIMIT._places.acquire(blocking=False)
    try:
        with pytest.raises(Busy):
            passwords.hash_of(PASSWORD)
    finally:
        passwords.LIMIT._places.release(passwords.LIMIT.at_a_time)


def test_logging_in_makes_a_new_session_and_ends_the_one_before():
    make_user_with_password("Ada")
    planted, visitor = visit()
    entry = log_in("Ada", visitor)
    assert entry.secret != planted
    assert by_cookie(planted) is NOBODY
    assert by_cookie(entry.secret).visitor_id == visitor.visitor_id


def test_logging_in_saves_the_visitors_drafts():
    make_user_with_password("Ada")
    _, visitor = visit()
    with transactions.writing() as session:
        draft = projects.create(session, visitor, title="Bracket", details={})
    entry = log_in("Ada", visitor)
    with transactions.reading() as session:
        assert session.get(Project, draft.id).client_id == entry.principal.home_id


def test_whoever_logs_in_after_somebody_else_does_not_inherit_from_them():
    make_user_with_password("Ada")
    make_user_with_password("Bob")
    _, visitor = visit()
    ada = log_in("Ada", visitor).principal
    assert log_in("Bob", ada).principal.visitor_id != ada.visitor_id


def test_logging_out_ends_the_session():
    make_user("Ada")
    secret, visitor = visit()
    with transactions.writing() as session:
        sessions.end_session(session, visitor)
    assert by_cookie(secret) is NOBODY


def test_a_session_ends_two_weeks_after_its_last_use():
    secret, visitor = visit()
    assert not visitor.credential_stale
    clock.move(timedelta(days=13))
    visitor = by_cookie(secret)
    assert visitor.credential_stale
    with transactions.writing() as session:
        assert sessions.record_use(session, visitor)
    clock.move(timedelta(days=13))
    assert by_cookie(secret).visitor_id == visitor.visitor_id
    clock.move(timedelta(days=2))
    assert by_cookie(secret) is NOBODY


def test_ended_sessions_are_forgotten_and_others_kept():
    visit()
    clock.move(timedelta(days=10))
    session_id, _ = visit()
    clock.move(timedelta(days=10))
    with transactions.writing() as session:
        assert sessions.forget_expired(session, clock.now(), 10) == 1
    assert by_cookie(session_id) is not NOBODY


def test_neither_cookies_nor_passwords_are_stored_in_the_clear():
    make_user_with_password("Ada")
    secret = log_in("Ada").secret
    with transactions.reading() as session:
        stored = session.execute(sa.select(BrowserSession.__table__)).all()
        stored += session.execute(sa.select(User.__table__)).all()
    assert secret not in str(stored)
    assert PASSWORD not in str(stored)


def test_the_csrf_token_belongs_to_one_session():
    (_, one), (_, other) = visit(), visit()
    assert authentication.has_csrf_token(one, one.csrf_token)
    assert not authentication.has_csrf_token(one, other.csrf_token)
    assert not authentication.has_csrf_token(one, None)
    assert not authentication.has_csrf_token(NOBODY, "")


def test_an_operator_is_made_and_unmade_by_their_address():
    make_user("Ada")
    with transactions.writing() as session:
        assert users.set_operator(session, email_of("Ada"), True).is_operator
    with transactions.writing() as session:
        assert not users.set_operator(session, email_of("Ada"), False).is_operator
    with pytest.raises(users.UnknownUser, match="bob@"), transactions.writing() as session:
        users.set_operator(session, email_of("Bob"), True)
