"""A contractor's inbox: newest first over all organisations of the caller, and found by indexes."""

import pytest

from service.access.permissions import ROLES, Principal
from service.database import transactions
from service.ids import new_id
from service.sourcing import inbox
from tests.support.plans import plan_of, query_of
from workflows.request import RequestState


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


def member_of(*organization_ids):
    return Principal(user_id=new_id(), rights=dict.fromkeys(organization_ids, ROLES["member"]))


def test_requests_in_a_state_are_found_by_an_index_that_has_them_in_order(market):
    organizations = [new_id(), new_id()]
    with transactions.reading() as session:
        caller, lost = member_of(*organizations), RequestState.LOST
        query = query_of(session, lambda: inbox.page(session, caller, new_id(), 9, state=lost))
        plan = plan_of(session, query)
    assert plan.count("ix_requests_contractor_id_state_id") == len(organizations), plan


def test_who_belongs_to_two_contractors_has_the_requests_of_both_newest_first(market):
    process_ids = []
    for _ in range(3):
        process_id, contractors = market.send(2)
        process_ids.append(process_id)
    caller = member_of(*(each.login.organization_id for each in contractors))
    pages, before = [], None
    with transactions.reading() as session:
        while page := inbox.page(session, caller, before, 4, state=RequestState.DISPATCHED):
            pages.append(page)
            before = page[-1].id
        requests = [each for page in pages for each in page]
        assert [each.id for each in requests] == sorted({r.id for r in requests}, reverse=True)
        assert {len(page) for page in pages[:-1]} == {4}
        found = [str(each.process_id) for each in requests]
        assert [found.count(id) for id in process_ids] == [2, 2, 2]
        assert inbox.page(session, member_of(), None, 4) == []
