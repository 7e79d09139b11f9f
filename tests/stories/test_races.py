"""Two at once: one wins, the other is told so, and nobody is forgotten.

The first holds the locks in a transaction of the test, the second waits in a thread; then the
first commits.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from service import clock
from service.catalogue import snapshot
from service.database import transactions
from service.database.engine import is_postgresql
from service.database.models import Process, Request
from service.orders import actions, expiry
from service.sourcing import requests
from tests.support.orders import (
    confirmed,
    fire,
    offer,
    request_of,
)
from tests.support.races import locked_process, meanwhile, states_of_requests, watched
from tests.support.worlds.marketplace import refused
from tests.support.worlds.workplace import check_histories, moves_of, process
from workflows.process import ProcessState


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


def test_of_two_acceptances_at_once_the_later_one_is_refused(market):
    process_id, (one, two) = market.send()
    first, second = offer(one, process_id), offer(two, process_id)

    def accept_second():
        return fire(market.colleague, process_id, "accept_offer", offer_id=second["id"])

    with meanwhile(accept_second) as (session, results):
        held = locked_process(session, market.client, process_id)
        actions.fire(session, held, "accept_offer", {"offer_id": first["id"]})
    (answer,) = results
    assert refused(answer, 409, "illegal-move")
    assert "the process is confirmed" in answer.json["detail"]
    assert answer.json["state"] == "confirmed"
    assert answer.json["version"] == process(UUID(process_id)).version
    states = states_of_requests(process_id)
    assert states[first["contractor_id"]] == "accepted"
    assert states[second["contractor_id"]] == "lost"
    assert moves_of(UUID(process_id)).count("accept_offer") == 1
    check_histories([UUID(process_id)])


@pytest.mark.only_on("postgresql")  # SQLite has one writer
def test_acceptances_of_different_contractors_do_not_wait_for_each_other(market):
    first_id, (one, two) = market.send()
    second_id, _ = market.send()
    first, second = offer(one, first_id), offer(two, second_id)
    with transactions.reading() as session:
        before = snapshot.current(session).entries
    with transactions.writing() as session:
        held = locked_process(session, market.client, first_id)
        actions.fire(session, held, "accept_offer", {"offer_id": first["id"]})
        session.flush()
        with transactions.writing() as other:  # or it is refused after the time for locks
            held = locked_process(other, market.colleague, second_id)
            actions.fire(other, held, "accept_offer", {"offer_id": second["id"]})
        with transactions.reading() as reader:
            between = snapshot.current(reader).entries
        assert _booked(between, one) == _booked(before, one)
        assert _booked(between, two) > _booked(before, two)
    with transactions.reading() as session:
        current = snapshot.current(session)
    assert _booked(current.entries, one) > _booked(before, one)
    assert {current.entries[str(c.login.organization_id)].changed_in for c in (one, two)} == {
        current.version,
        current.version - 1,
    }


def _booked(entries, contractor):
    """How much of the contractor's machines is booked; orders of the same days are one booking."""
    mine = entries[str(contractor.login.organization_id)].contractor
    return sum(booking.share for machine in mine.machines for booking in machine.booked)


def test_an_offer_that_expires_first_is_not_accepted(market):
    process_id, (one,) = market.send(1)
    made = offer(one, process_id)
    later = clock.now() + timedelta(days=6)

    def accept():
        return fire(market.client, process_id, "accept_offer", offer_id=made["id"])

    with meanwhile(accept) as (session, results):
        due = session.get(Process, UUID(process_id), with_for_update=True)
        expiry.fire(session, due, later)
    assert refused(results[0], 409, "illegal-move")
    assert "the process is declined" in results[0].json["detail"]
    assert process(UUID(process_id)).state is ProcessState.DECLINED


def test_an_offer_that_is_accepted_first_does_not_expire(market):
    later = clock.now() + timedelta(days=6)
    while expiry.fire_due(later):
        pass  # what falls due of the orders of other tests
    process_id, (one,) = market.send(1)
    made = offer(one, process_id)

    def recover():
        return expiry.fire_due(later)

    with (
        ThreadPoolExecutor(1) as elsewhere,
        watched() as await_waiting,
        transactions.writing() as session,
    ):
        held = locked_process(session, market.client, process_id)
        actions.fire(session, held, "accept_offer", {"offer_id": made["id"]})
        session.flush()
        recovery = elsewhere.submit(recover)
        if is_postgresql(session):  # recovery passes by what somebody holds
            assert recovery.result(timeout=5) == 0
        else:
            await_waiting()
    recovery.result(timeout=20)
    expiry.fire_due(later)
    assert process(UUID(process_id)).state is ProcessState.CONFIRMED


def test_of_cancelling_and_starting_at_once_the_later_one_is_refused(market):
    process_id, contractor, _ = confirmed(market)
    fire(contractor, process_id, "consent", to="cancel")

    def cancel():
        return fire(market.client, process_id, "cancel", reason="too late")

    with meanwhile(cancel) as (session, results):
        actions.fire(
            session, locked_process(session, contractor, process_id), "start_production", {}
        )
    assert refused(results[0], 409, "illegal-move")
    assert results[0].json["state"] == "in_production"
    assert process(UUID(process_id)).state is ProcessState.IN_PRODUCTION


def test_when_the_last_two_decline_at_once_the_process_is_declined(market):
    process_id, (one, two) = market.send()
    theirs = request_of(two, process_id)

    def decline():
        return two.post(f"/requests/{theirs['id']}/actions/decline", {})

    with meanwhile(decline) as (session, results):
        held = locked_process(session, one, process_id)
        mine = session.scalars(
            sa.select(Request).where(Request.id == UUID(request_of(one, process_id)["id"]))
        ).one()
        requests.decline(session, mine, held.process, held.actor, "full")
    assert results[0].status_code == 200
    assert process(UUID(process_id)).state is ProcessState.DECLINED
