"""A token confirms one thing, once, in time, and only as long as that has not changed."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from service import clock, signed_tokens
from service.database import one_time_tokens, transactions
from service.database.models import OneTimeToken
from service.database.one_time_tokens import (
    TokenBroken,
    TokenExpired,
    TokenMisused,
    TokenUsed,
    TokenVoid,
)
from service.ids import new_id
from tests.support import races

PURPOSE = "password_reset"
BOUND = ("ada@shop.example", "hash")


@pytest.fixture(autouse=True)
def connected(database_url):
    transactions.connect(database_url)
    yield
    transactions.disconnect()
    clock.reset()


def issue(subject_id=None, purpose=PURPOSE):
    with transactions.writing() as session:
        lasts = timedelta(minutes=30)
        return one_time_tokens.issue(session, purpose, subject_id or new_id(), BOUND, lasts).token


def use(token, bound_to=BOUND, purpose=PURPOSE):
    with transactions.writing() as session:
        row = one_time_tokens.find(session, purpose, token, lock=True)
        one_time_tokens.use(row, bound_to)
        return row.subject_id


def test_a_token_says_what_it_is_about_once():
    subject_id = new_id()
    token = issue(subject_id)
    assert use(token) == subject_id
    with pytest.raises(TokenUsed, match="works only once"):
        use(token)


def test_a_token_that_was_used_in_vain_can_be_used_again():
    token = issue()
    with pytest.raises(TokenVoid):
        use(token, ("changed",))
    assert use(token)


@pytest.mark.parametrize("minutes", [31, 60 * 24 * 365])
def test_a_late_token_says_until_when_it_could_be_used(minutes):
    token = issue()
    clock.move(timedelta(minutes=29))
    with transactions.reading() as session:
        assert one_time_tokens.find(session, PURPOSE, token)
    clock.move(timedelta(minutes=minutes - 29))
    with pytest.raises(TokenExpired, match="ask for a new one"):
        use(token)


def test_every_cut_of_a_token_is_refused():
    token = issue()
    for length in range(len(token)):
        with pytest.raises(TokenBroken):
            use(token[:length])
    assert use(token)


def test_every_changed_letter_of_a_token_is_refused():
    token = issue()
    for place, letter in enumerate(token):
        changed = "A" if letter != "A" else "B"
        # The last letter of base 64 holds bits that count for nothing.
        if place in (len(token) - 1, token.index(".") - 1):
            continue
        with pytest.raises(TokenBroken):
            use(token[:place] + changed + token[place + 1 :])


@pytest.mark.parametrize("text", ["", "x", "a.b", "ü", "\x00", "x" * 10_000, "null"])
def test_what_was_never_a_token_is_refused(text):
    with pytest.raises(TokenBroken):
        use(text)


def test_a_token_of_another_purpose_is_refused():
    with pytest.raises(TokenMisused):
        use(issue(purpose="something_else"))


def test_what_was_signed_for_other_links_is_no_token():
    answer = signed_tokens.token("answer", PURPOSE, "secret", "9999999999")
    with pytest.raises(TokenBroken):
        use(answer)


def test_a_token_that_was_signed_here_and_never_issued_is_refused():
    with pytest.raises(TokenBroken):
        use(signed_tokens.token(one_time_tokens._SALT, PURPOSE, "secret", "9999999999"))


@pytest.mark.parametrize("now", [("bob@shop.example", "hash"), ("ada@shop.example", "other"), ()])
def test_a_token_is_void_once_what_it_confirms_has_changed(now):
    token = issue()
    with pytest.raises(TokenVoid):
        use(token, now)
    assert use(token)


def test_no_token_is_kept_in_the_clear():
    token = issue()
    with transactions.reading() as session:
        rows = session.execute(sa.select(OneTimeToken.__table__)).all()
    pieces = [token[place : place + 20] for place in range(len(token) - 20)]
    assert not any(piece in str(rows) for piece in pieces)


def test_tokens_are_kept_until_they_expire():
    token = issue()
    use(token)
    clock.move(timedelta(minutes=29))
    with transactions.writing() as session:
        assert one_time_tokens.delete_expired(session, clock.now(), 10) == 0
    clock.move(timedelta(minutes=2))
    with transactions.writing() as session:
        assert one_time_tokens.delete_expired(session, clock.now(), 10) == 1


def test_of_two_uses_at_once_the_later_one_is_refused():
    token = issue()

    def second():
        with pytest.raises(TokenUsed):
            use(token)
        return "refused"

    with races.meanwhile(second) as (session, results):
        one_time_tokens.use(one_time_tokens.find(session, PURPOSE, token, lock=True), BOUND)
    assert results == ["refused"]
