"""A value that many rows have is kept once, and is never changed."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from service.database import shared_values, transactions
from service.database.models import SharedValue

VALUE = {"total": {"amount": "24.59", "currency": "EUR"}, "lines": [1, 2.0, None, True, "ß"]}


@pytest.fixture(autouse=True)
def database(database_url):
    transactions.connect(database_url)
    yield
    transactions.disconnect()


def every_value():
    with transactions.reading() as session:
        return {row.digest: row.value for row in session.scalars(sa.select(SharedValue))}


def keep(*values):
    """The digests of values that one transaction has kept."""
    with transactions.writing() as session:
        return [row.digest for row in shared_values.kept(session, values)]


def test_equal_values_are_kept_once_in_whatever_order_their_keys_are():
    turned = dict(reversed(VALUE.items()))
    one, two, three = keep(VALUE, {"other": 1}, turned)
    assert one == three != two
    assert keep(VALUE) == [one]
    assert every_value() == {one: VALUE, two: {"other": 1}}


@pytest.mark.parametrize("number", [20.0, -0.0, 1e16, -3e20, 1e-7, 0.1, 10**15, 5e15])
def test_numbers_have_the_digest_that_they_were_written_with(number):
    [digest] = keep({"number": [number]})
    with transactions.reading() as session:
        row = session.get_one(SharedValue, digest)
        assert row.value == {"number": [number]}
        assert shared_values.is_intact(row)


def test_two_writers_of_the_same_value_have_the_same_row():
    with ThreadPoolExecutor(1) as elsewhere:
        with transactions.writing() as session:
            [row] = shared_values.kept(session, [VALUE])
            other = elsewhere.submit(keep, VALUE)
            digest = row.digest
        assert other.result(timeout=20) == [digest]
    assert every_value() == {digest: VALUE}


def test_nobody_changes_a_value():
    [digest] = keep(VALUE)
    with (
        pytest.raises(sa.exc.DBAPIError, match="never changed"),
        transactions.writing() as session,
    ):
        session.execute(sa.update(SharedValue).values(value={}))
    assert every_value() == {digest: VALUE}
