"""A year goes by over orders in every state: none is left without a deadline or somebody told.

More of them: `WERKBANK_TEST_YEAR_ORDERS=10000 pytest tests/service/verification/test_year.py`.
"""

import os
from collections import Counter
from datetime import timedelta

import pytest
import sqlalchemy as sa

from service import clock
from service.database import transactions
from service.database.models import Audience, Event, Process
from service.events import outbox
from service.operations import consistency
from service.orders import expiry
from tests.support import bulk_orders
from workflows.process import PROCESS, ProcessState

pytestmark = pytest.mark.one_database

ORDERS = int(os.environ.get("WERKBANK_TEST_YEAR_ORDERS", "200"))
#: A month, twelve of which are a little more than a year.
MONTH = timedelta(days=31)


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market
    clock.reset()


def recover():
    while expiry.fire_due(clock.now()):
        pass


def told_since(began):
    """The processes of which somebody was told something since a moment."""
    published = 1
    while published:
        with transactions.writing() as session:
            published = outbox.publish(session)
    heard = sa.select(Event.process_id).join(Audience, Audience.event_id == Event.id)
    with transactions.reading() as session:
        return set(session.scalars(heard.where(Event.at >= began).distinct()))


@pytest.mark.timeout(120 + ORDERS)
def test_after_a_year_every_order_is_finished_or_somebody_knows_of_it(market):
    originals = bulk_orders.one_in_every_state(market)
    ids = bulk_orders.copies(originals.values(), ORDERS)
    began = clock.now()
    with transactions.reading() as session:
        before = Counter(session.scalars(sa.select(Process.state).where(Process.id.in_(ids))))
    assert len(before) == len(ProcessState)
    for _ in range(12):
        clock.move(MONTH)
        bulk_orders.work()
        recover()
    events, left = told_since(began), Counter()
    with transactions.reading() as session:
        for process in session.scalars(sa.select(Process).where(Process.deleted_at.is_(None))):
            row = PROCESS.states[process.state]
            left[process.state.value] += 1
            if row.final or (process.due_at and process.due_at > clock.now()):
                continue
            known = process.id in events or process.state is ProcessState.DRAFT
            assert known, f"{process.id} is {process.state.value}, and nobody was told"
            assert not row.automatic or process.parked_at
    with transactions.reading() as session:
        problems = consistency.examine(session, None, 2 * ORDERS).findings
    # Copies go by the verification of their original, which is checked elsewhere.
    assert [f.detail for f in problems if "goes by verification" not in f.detail] == []
    assert left["completed"] > before[ProcessState.COMPLETED]
    for state in ("verifying", "sending", "sent", "clarification", "offered", "delivered"):
        assert left[state] == 0, state
