"""The benchmark of fairness counts what held a customer up, and compares with who came first."""

from datetime import UTC, datetime, timedelta

import pytest

from benchmarks.fairness import waited_for
from benchmarks.fairness_first_come import first_come
from service.database import transactions
from service.lifecycle import leases
from tests.support.worlds.workplace import opened
from workflows.process import ProcessState

VERIFYING = ProcessState.VERIFYING
START = datetime(2026, 1, 1, tzinfo=UTC)


def at(seconds):
    return START + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("span", "held_up"),
    [
        ((0, 9), 0),  # done before the customer's was laid in
        ((5, 15), 1),  # under way then, and done before the customer's was begun
        ((11, 19), 1),
        ((15, 25), 1),  # it overtook the customer's
        ((5, 25), 0),  # another worker was busy with it all the time
        ((21, 30), 0),
    ],
)
def test_a_part_counts_that_a_worker_was_done_with_or_began_with_in_between(span, held_up):
    flood = [(at(span[0]), at(span[1])), (at(1), at(2))]
    assert waited_for(flood, laid_in_at=at(10), began_at=at(20)) == held_up


@pytest.fixture
def place(database_url, tmp_path, monkeypatch):
    with opened(database_url, "redis://127.0.0.1:1", tmp_path, monkeypatch) as place:
        yield place


def test_without_turns_a_customer_comes_after_all_that_a_visitor_has_laid_in_before(place):
    flood = [place.parts(place.visitor())[0], *place.parts(place.visitor(), 3)]
    customers = place.parts(place.client())
    with transactions.writing() as session:
        leases.claim(session, flood[1], VERIFYING)  # that visitor may have a second worker, too
    with transactions.reading() as session:
        waiting = first_come(session, VERIFYING, 100)
        assert [next.process_id for next in waiting] == [flood[0], *flood[2:], *customers]
        assert len(first_come(session, VERIFYING, 2)) == 2
