"""The quotes at which contractors are asked are kept once, and read as if each had its own."""

from uuid import UUID

import pytest
import sqlalchemy as sa

from service.database import transactions
from service.database.models import Request, SharedValue
from service.operations import consistency
from tests.support.orders import request_of
from tests.support.tampering import lift_guards
from tests.support.worlds.workplace import requests_of


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


@pytest.fixture(scope="module")
def sent(market):
    """Two orders of the same part, sent to the same two contractors, and these."""
    (one, contractors), (two, others) = market.send(2), market.send(2)
    assert [c.login for c in contractors] == [c.login for c in others]
    return (one, two), contractors


def found():
    with transactions.reading() as session:
        return [each.detail for each in consistency.examine(session, None, 1000).findings]


def views(market, contractors, id):
    """The worth of the order as its list shows it, and the quote as each contractor sees it."""
    project_id = market.client.get(f"/processes/{id}").json["project_id"]
    totals = market.client.get(f"/projects/{project_id}").json["totals"]["quoted"]
    assert totals
    return [totals, *(request_of(each, id)["quote"] for each in contractors)]


def test_requests_at_the_same_quote_refer_to_one_and_others_to_another(sent):
    (one, two), contractors = sent
    first, second = (
        {each.contractor_id: each for each in requests_of(UUID(id))} for id in (one, two)
    )
    assert len(first) == len(contractors) == len({each.quote_digest for each in first.values()})
    for id, request in first.items():
        assert request.own_quote == {}
        assert request.quote_digest == second[id].quote_digest
        assert request.quote["contractor_id"] == str(id)


def test_a_quote_in_the_row_of_its_request_is_read_alike(market, sent):
    (_, id), contractors = sent
    shown = views(market, contractors, id)
    assert all(each["lines"] and each["total"] for each in shown[1:])
    for request in requests_of(UUID(id)):
        own = {"own_quote": request.quote, "quote_digest": None}
        with transactions.writing() as session:
            session.execute(sa.update(Request).where(Request.id == request.id).values(**own))
    assert views(market, contractors, id) == shown
    assert found() == []


def test_a_quote_that_was_changed_is_found_and_one_in_use_is_not_deleted(sent):
    (id, _), _ = sent
    request = requests_of(UUID(id))[0]
    of_it = SharedValue.digest == request.quote_digest
    with (
        pytest.raises(sa.exc.DBAPIError, match=r"(?i)foreign key"),
        transactions.writing() as session,
    ):
        session.execute(sa.delete(SharedValue).where(of_it))
    for value, is_found in ((request.quote | {"lead_time_days": 1}, True), (request.quote, False)):
        with transactions.writing() as session:
            lift_guards(session, "shared_values")
            session.execute(sa.update(SharedValue).where(of_it).values(value=value))
        words = f"request {request.number}: the quote at which it was asked was changed"
        assert (words in found()) is is_found
