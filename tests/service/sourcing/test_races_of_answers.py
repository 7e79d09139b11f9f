"""Two answers at once: one wins, the other is told why not, and no limit is overrun.

The first holds the locks in a transaction of the test, the second waits in a thread; then the
first commits.
"""

from datetime import timedelta
from uuid import UUID

import pytest

from service import clock
from service.catalogue import capacity
from service.database import transactions
from service.database.models import Process
from service.lifecycle import leases
from service.orders import actions, expiry
from service.sourcing import dispatch, dispatch_batch, requests
from service.sourcing import offers as offering
from tests.support.orders import (
    confirmed,
    delivered,
    dispatched,
    fire,
    offer,
    request_of,
    send,
    set_terms,
    suitable,
    verified,
)
from tests.support.races import asked, locked_process, meanwhile, states_of_requests
from tests.support.worlds.marketplace import refused
from tests.support.worlds.workplace import check_histories, moves_of, process
from workflows.process import ProcessState


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


def test_who_declines_first_offers_no_more(market):
    process_id, (one, _) = market.send()
    request = request_of(one, process_id)

    def colleague_offers():
        return one.post(f"/requests/{request['id']}/actions/offer", {})

    with meanwhile(colleague_offers) as (session, results):
        mine, held = asked(session, one, process_id)
        requests.decline(session, mine, held.process, held.actor, "full")
    assert refused(results[0], 409, "illegal-move")
    assert "the request is declined" in results[0].json["detail"]
    assert request_of(one, process_id)["offers"] == []


def test_an_offer_that_comes_while_the_others_decline_is_taken(market):
    process_id, (one, two) = market.send()
    theirs = request_of(two, process_id)

    def offers():
        return two.post(f"/requests/{theirs['id']}/actions/offer", {})

    with meanwhile(offers) as (session, results):
        mine, held = asked(session, one, process_id)
        requests.decline(session, mine, held.process, held.actor, "full")
    assert results[0].status_code == 201, results[0].text
    assert process(UUID(process_id)).state is ProcessState.OFFERED
    check_histories([UUID(process_id)])


def test_an_offer_that_comes_after_the_window_has_closed_is_refused(market):
    process_id, (one,) = market.send(1)
    request = request_of(one, process_id)
    later = clock.now() + timedelta(days=30)

    def offers():
        return one.post(f"/requests/{request['id']}/actions/offer", {})

    with meanwhile(offers) as (session, results):
        due = session.get(Process, UUID(process_id), with_for_update=True)
        expiry.fire(session, due, later)
    assert refused(results[0], 409, "illegal-move")
    assert "the process is declined" in results[0].json["detail"]
    assert process(UUID(process_id)).state is ProcessState.DECLINED


def test_an_offer_that_is_withdrawn_first_is_not_accepted(market):
    process_id, (one,) = market.send(1)
    made = offer(one, process_id)

    def accept():
        path = f"/projects/{request_of(one, process_id)['project_id']}/accept"
        body = {"offers": [{"process_id": process_id, "offer_id": made["id"]}]}
        return market.client.post(path, body)

    with meanwhile(accept) as (session, results):
        mine, held = asked(session, one, process_id)
        requests.decline(session, mine, held.process, held.actor, "full")
    (result,) = results[0].json["items"]
    assert (result["accepted"], result["state"]) == (False, "declined")


def test_who_cancels_first_lets_nobody_start(market):
    process_id, contractor, _ = confirmed(market)
    fire(contractor, process_id, "consent", to="cancel")

    def start():
        return fire(contractor, process_id, "start_production")

    with meanwhile(start) as (session, results):
        held = locked_process(session, market.client, process_id)
        actions.fire(session, held, "cancel", {"reason": "not needed"})
    assert refused(results[0], 409, "illegal-move")
    assert results[0].json["state"] == "cancelled"


def test_two_dispatches_at_once_leave_a_contractor_no_more_than_it_takes(market):
    first, second = verified(market), verified(market)
    (one,) = suitable(market, first)[:1]
    set_terms(one, channels=["inbox"])
    for id in (first, second):
        assert send(market, id, [one]).status_code == 202
    with transactions.reading() as session:
        before = capacity.open_requests(session, [one.login.organization_id])
    set_terms(one, max_open_requests=before[one.login.organization_id] + 1)

    def dispatch_second():
        return dispatch.send(UUID(second), delivered)

    try:
        with meanwhile(dispatch_second) as (session, results):
            lease = leases.claim(session, UUID(first), ProcessState.SENDING)
            batch = dispatch_batch.Batch(session, [lease])
            batch.ask([lease])
            assert batch.conclude([lease]) == {UUID(first): "dispatched"}
    finally:
        set_terms(one, max_open_requests=None)
    assert results == ["dispatch_fails"]
    assert states_of_requests(first) == {str(one.login.organization_id): "dispatched"}
    assert states_of_requests(second) == {str(one.login.organization_id): "refused"}
    check_histories([UUID(first), UUID(second)])


def test_a_person_who_accepts_while_the_service_does_is_refused(market):
    process_id = verified(market)
    one, two = suitable(market, process_id)[:2]
    dispatched(market, process_id, [one, two], accept="as_quoted")
    dear = offer(one, process_id, "9999.00")
    request = request_of(two, process_id)

    def accept():
        return fire(market.client, process_id, "accept_offer", offer_id=dear["id"])

    with meanwhile(accept) as (session, results):
        mine, held = asked(session, two, process_id)
        offering.offer(session, mine, held.process, held.actor)
    assert refused(results[0], 409, "illegal-move")
    assert "the process is confirmed" in results[0].json["detail"]
    assert process(UUID(process_id)).contractor_id == UUID(request["contractor_id"])
    assert moves_of(UUID(process_id)).count("accept_offer") == 1
