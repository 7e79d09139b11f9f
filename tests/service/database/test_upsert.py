"""A key that is taken, even by a concurrent writer, is no error."""

import pytest
import sqlalchemy as sa

from service.database import event_counts, transactions
from service.database.models import EventCount
from service.database.transaction import Transaction, transaction_of
from service.database.upsert import insert_unless_there, upsert


@pytest.fixture
def db(database_url):
    transactions.connect(database_url)
    with transactions.trying() as db:
        yield db
    transactions.disconnect()


def numbers(db):
    return event_counts.numbers(db, "")


def test_a_row_is_inserted_once_and_stays_as_it_was(db):
    assert insert_unless_there(db, EventCount, name="a", number=1)
    assert not insert_unless_there(db, EventCount, name="a", number=2)
    assert numbers(db) == {"a": 1}


def test_several_rows_are_inserted_or_changed_by_one_statement(db):
    event_counts.increment(db, "b")
    rows = [{"name": name, "number": 5} for name in "abc"]
    db.execute(upsert(db, EventCount, rows, {"number": EventCount.number + 10}))
    assert numbers(db) == {"a": 5, "b": 11, "c": 5}


def test_what_may_not_be_changed_stays_and_is_not_said_to_be(db):
    event_counts.increment(db, "a")
    row, seven = {"name": "a", "number": 7}, {"number": 7}
    result = upsert(db, EventCount, row, seven, where=EventCount.number > 1)
    assert db.execute(result.returning(EventCount.name)).first() is None
    assert numbers(db) == {"a": 1}
    changed = upsert(db, EventCount, row, seven, where=EventCount.number == 1)
    assert db.execute(changed.returning(EventCount.name)).scalar() == "a"
    assert numbers(db) == {"a": 7}


def test_what_a_query_finds_is_inserted_by_the_names_of_its_columns(db):
    event_counts.increment(db, "a")
    doubled = (EventCount.name + EventCount.name).label("name")
    db.execute(upsert(db, EventCount, sa.select(EventCount.number, doubled)))
    assert numbers(db) == {"a": 1, "aa": 1}


def test_names_are_counted_apart_even_where_one_looks_like_a_pattern(db):
    for name in ("a_b.x", "a_b.x", "acb.y"):
        event_counts.increment(db, name)
    assert event_counts.numbers(db, "a_b.") == {"x": 2}


def test_what_one_transaction_knows_no_other_one_does(db):
    transaction_of(db).catalogue_changed = True
    transaction_of(db).announced.append(("process.created", set()))
    with transactions.reading() as other:
        assert isinstance(other, Transaction)
        assert (other.catalogue_changed, other.announced) == (False, [])


def test_a_session_that_was_opened_elsewhere_keeps_nothing_of_a_transaction():
    with pytest.raises(TypeError, match=r"service\.database\.transactions"):
        transaction_of(sa.orm.Session())
