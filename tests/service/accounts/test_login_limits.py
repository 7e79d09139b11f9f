"""Nobody guesses a password for long, and nobody keeps an account's user out by guessing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa

from service import clock
from service.accounts import login_limits
from service.accounts.devices import Device
from service.accounts.login_limits import FREE, TooManyGuesses
from service.database import transactions
from service.database.models import LoginGuesses
from service.settings import settings
from tests.support import callers
from tests.support.accounts import PASSWORD, email_of, hash_quickly, make_user_with_password
from tests.support.callers import Caller
from tests.support.servers.account_mails import mailbox
from tests.support.worlds.marketplace import refused

PROXY = "127.0.0.1/32"
HOME, ELSEWHERE = "192.0.2.7", "198.51.100.9"


@pytest.fixture
def site(database_url, monkeypatch, tmp_path):
    hash_quickly(monkeypatch)
    trusting = {"trusted_proxies": PROXY}
    with callers.site(database_url, monkeypatch, tmp_path, **trusting) as application:
        make_user_with_password("Ada")
        yield application


def log_in(site, password, address=ELSEWHERE, email=None):
    browser = Caller(site)
    browser.headers["X-Forwarded-For"] = address
    body = {"email": email or email_of("Ada"), "password": password}
    return browser.post("/auth/login", body)


def guess(site, times=FREE, **more):
    return [log_in(site, "a wrong guess", **more).status_code for _ in range(times)]


def test_after_some_wrong_guesses_not_even_the_right_one_gets_in(site):
    assert guess(site) == [401] * FREE
    answer = log_in(site, PASSWORD)
    assert refused(answer, 429, "too-many-guesses")
    assert 25 <= int(answer.headers["Retry-After"]) <= 31
    assert "try again in" in answer.json["detail"]


def test_each_further_guess_has_to_wait_longer(site):
    guess(site)
    waits = []
    for _ in range(8):
        wait_s = int(log_in(site, "a wrong guess").headers["Retry-After"])
        waits.append(wait_s)
        clock.move(timedelta(seconds=wait_s))
        assert guess(site, 1) == [401]
    assert waits == sorted(waits)
    assert waits[-1] > 850
    assert sum(waits) > 3600 / 2


def test_the_user_gets_in_from_where_they_have_been_whoever_guesses_elsewhere(site):
    assert log_in(site, PASSWORD, HOME).status_code == 200
    guess(site)
    assert log_in(site, PASSWORD, ELSEWHERE).status_code == 429
    assert log_in(site, PASSWORD, HOME).status_code == 200


def test_who_has_logged_in_lets_nobody_elsewhere_guess_anew(site):
    guess(site)
    assert log_in(site, PASSWORD, HOME).status_code == 429
    clock.move(timedelta(seconds=31))
    assert log_in(site, PASSWORD, HOME).status_code == 200
    guess(site, FREE - 1)
    assert log_in(site, PASSWORD, HOME).status_code == 200
    assert guess(site, 2) == [401, 429]


def test_guesses_from_a_known_address_are_counted_there(site):
    assert log_in(site, PASSWORD, HOME).status_code == 200
    assert guess(site, FREE + 1, address=HOME)[-1] == 429
    assert log_in(site, PASSWORD, ELSEWHERE).status_code == 200


def test_other_accounts_go_on_from_the_same_address(site):
    make_user_with_password("Bob")
    guess(site)
    assert log_in(site, PASSWORD, email=email_of("Bob")).status_code == 200


def test_an_unknown_account_is_limited_like_a_known_one(site):
    answers = [log_in(site, "a wrong guess", email="nobody@shop.example") for _ in range(FREE + 1)]
    assert [answer.status_code for answer in answers] == [401] * FREE + [429]
    known = guess(site, FREE + 1)
    assert known[-1] == 429
    with transactions.reading() as session:
        rows = session.scalars(sa.select(LoginGuesses)).all()
    assert len(rows) == 2
    assert "nobody" not in str([vars(row) for row in rows])


def test_who_claims_the_address_of_somebody_else_lets_nobody_guess_anew(site, monkeypatch):
    monkeypatch.setenv("WERKBANK_EMAIL_CONFIRMATION", "true")
    settings.cache_clear()
    eve, words = Caller(site), {"old": PASSWORD, "new": "copper lantern drifts"}
    eve.headers["X-Forwarded-For"] = HOME
    claim = {"email": email_of("Ada"), "password": PASSWORD, "name": "Eve"}
    assert eve.post("/auth/register", claim).status_code == 201
    eve.visit()
    eve.headers["X-Forwarded-For"] = ELSEWHERE
    guess(site, FREE - 1)
    assert eve.post("/auth/password", words).status_code == 204
    assert guess(site, 2) == [401, 429]


def test_the_case_of_an_address_makes_no_other_account_of_it(site):
    guess(site)
    assert log_in(site, PASSWORD, email=" ADA@Shop.Example").status_code == 429


def test_a_mailed_link_lets_the_user_in_however_many_guess(site, monkeypatch):
    with mailbox(monkeypatch) as mails:
        guess(site)
        browser = Caller(site)
        browser.headers["X-Forwarded-For"] = HOME
        browser.post("/auth/password/reset", {"email": email_of("Ada")})
        body = {"token": mails.token(), "password": "copper lantern drifts"}
        assert browser.post("/auth/password/reset/confirm", body).status_code == 204
    assert log_in(site, "copper lantern drifts", HOME).status_code == 200
    assert log_in(site, "copper lantern drifts", ELSEWHERE).status_code == 429


def test_a_stolen_session_guesses_the_old_password_no_faster(site):
    browser = Caller(site)
    browser.headers["X-Forwarded-For"] = HOME
    browser.post("/auth/login", {"email": email_of("Ada"), "password": PASSWORD})
    browser.visit()
    words = {"old": "a wrong guess", "new": "copper lantern drifts"}
    answers = [browser.post("/auth/password", words).status_code for _ in range(FREE + 1)]
    assert answers == [403] * FREE + [429]


def test_a_weak_new_password_is_no_guess_at_the_old_one(site):
    browser = Caller(site)
    browser.headers["X-Forwarded-For"] = HOME
    browser.post("/auth/login", {"email": email_of("Ada"), "password": PASSWORD})
    browser.visit()
    weak = {"old": PASSWORD, "new": "12345678"}
    for _ in range(FREE + 1):
        assert refused(browser.post("/auth/password", weak), 422, "weak-password")
    words = {"old": PASSWORD, "new": "copper lantern drifts"}
    assert browser.post("/auth/password", words).status_code == 204


def test_many_guesses_at_once_are_no_more_than_in_a_row(database_url):
    transactions.connect(database_url)

    def count(_):
        try:
            with transactions.writing() as session:
                login_limits.count_guess(session, "ada@shop.example", None, Device(HOME))
        except TooManyGuesses:
            return False
        return True

    try:
        with ThreadPoolExecutor(4) as pool:
            assert sum(pool.map(count, range(3 * FREE))) == FREE
    finally:
        transactions.disconnect()


def test_counters_are_forgotten_after_an_hour_without_a_guess(site):
    guess(site, FREE - 1)
    clock.move(timedelta(minutes=61))
    assert guess(site, FREE - 1) == [401] * (FREE - 1)
    with transactions.writing() as session:
        assert login_limits.delete_old(session, clock.now(), 10) == 0
        later = clock.now() + timedelta(minutes=61)
        assert login_limits.delete_old(session, later, 10) == 1
