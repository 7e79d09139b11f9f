"""What falls due next, as everybody is told it and as it is looked for."""

from uuid import UUID

import pytest
import sqlalchemy as sa

from service import clock
from service.database import transactions
from service.database.models import Process
from service.documents import dossier_assembly
from service.sourcing import dispatch
from tests.support.orders import (
    answer,
    offer,
    request_of,
    send,
    suitable,
    verified,
)
from tests.support.own_deadlines import HOUR, at, shown
from tests.support.plans import plan_of


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


@pytest.fixture
def chosen(market):
    """Sets the client's deadlines; after the test they are as the service has them."""
    path = f"/organizations/{market.client.login.organization_id}/deadlines"

    def put(**windows):
        answer = market.client.put(path, windows)
        assert answer.status_code == 200, answer.text
        return answer.json

    yield put
    put()


def test_the_sweep_looks_at_what_is_due_by_its_indexes(market):
    plans = []
    with transactions.reading() as session:
        for column in (Process.due_at, Process.remind_at):
            query = sa.select(Process.id).where(column <= clock.now()).order_by(column).limit(200)
            plans.append(plan_of(session, query))
    assert "ix_processes_due_at" in plans[0]
    assert "ix_processes_remind_at" in plans[1]


def test_what_an_offered_process_says_happens_is_what_falls_due_first(market):
    process_id, (one, two) = market.send(2)
    offer(two, process_id, days=1)
    assert shown(market, process_id)["then"] == "the offer expires"
    offer(two, process_id, days=30)
    state = shown(market, process_id)
    assert state["due_at"] == request_of(one, process_id)["answer_by"]
    assert state["then"] == "the silent request expires"
    assert answer(one, process_id, "decline", reason="full").status_code == 200
    state = shown(market, process_id)
    assert (state["then"], at(state["due_at"]) > clock.now() + 600 * HOUR) == (
        "the offer expires",
        True,
    )


def test_whatever_reaches_a_contractor_names_the_deadline_that_holds(market, chosen):
    chosen(answer_window={"hours": 20})
    process_id = verified(market)
    (one, *_) = suitable(market, process_id)
    assert send(market, process_id, [one]).status_code == 202
    named = []

    def fails_once(outgoing):
        with transactions.reading() as session:
            named.append(
                dossier_assembly.of_request(session, outgoing.request_id).dossier.answer_by
            )
        if len(named) == 1:
            raise OSError("the line is dead")
        return {"mail": {"delivered_at": clock.now().isoformat()}}

    with pytest.raises(OSError, match="dead"):
        dispatch.send(UUID(process_id), fails_once)
    with transactions.writing() as session:  # at once, whatever the wait after a failure
        session.get_one(Process, UUID(process_id)).not_before = None
    assert dispatch.send(UUID(process_id), fails_once) == "dispatched"
    assert named == [at(request_of(one, process_id)["answer_by"])] * 2
