"""Events tell nobody what anything costs whose role shows no prices, whichever way they hear."""

from uuid import UUID

import orjson
import pytest
import sqlalchemy as sa

from service.access.permissions import Principal
from service.accounts import authentication
from service.database import transactions
from service.database.models import BrowserSession, Delivery
from service.events import visibility
from service.events.streaming.wire import EncodedEvent
from service.webhooks import deliveries
from tests.support.callers import publish
from tests.support.orders import an_offer, request_of
from tests.support.servers import mailed
from tests.support.worlds.staff_without_prices import staff, written

pytestmark = pytest.mark.one_database

AMOUNT = "7391.53"
PRICE = written([AMOUNT])


@pytest.fixture
def market(example_url, monkeypatch, tmp_path):
    with mailed.quiet_market(example_url, monkeypatch, tmp_path) as market:
        yield market


def offered(market):
    """An offer of that amount has come in; the id of its process."""
    process_id, (contractor,) = market.send(1)
    request = request_of(contractor, process_id)
    path = f"/requests/{request['id']}/actions/offer"
    body = an_offer(request, AMOUNT, note=f"For {AMOUNT} EUR it is yours.")
    made = contractor.post(path, body)
    assert made.status_code == 201, made.text
    return process_id


def principal_of(caller):
    with transactions.reading() as session:
        user_id = UUID(caller.me["user"]["id"])
        query = sa.select(BrowserSession).where(BrowserSession.user_id == user_id)
        return authentication.principal_of(session, session.scalars(query).first())


def test_streams_and_feed_tell_of_an_offer_without_its_price(market):
    pia = staff(market, market.client.login.organization_id)
    offered(market)
    publish()
    told = [
        e for e in pia.get("/events?after=0&limit=200").json["items"] if e["type"] == "offer.made"
    ]
    assert [event["data"]["price"]["amount"] for event in told] == [None]
    with transactions.reading() as session:
        (event,) = [e for e in visibility.published(session, 0, 500) if e.type == "offer.made"]
    encoded = EncodedEvent(event)
    for reader, sees in ((principal_of(pia), False), (Principal(), True)):
        seen = encoded.as_seen_by(reader)
        for form in (seen.sse, seen.frame):
            assert bool(PRICE.search(form.decode("latin"))) is sees
            assert event.body["data"]["offer_id"] in form.decode("latin")
    assert encoded.as_seen_by(principal_of(pia)) is encoded.as_seen_by(principal_of(pia))


def test_a_webhook_hears_prices_only_if_its_maker_saw_them(market):
    home = market.client.login.organization_id
    pia = staff(market, home)
    hook = {"url": "https://shop.example/hooks", "types": ["offer.made"]}
    mine = pia.post("/webhooks", {**hook, "organization_id": home}).json
    theirs = market.client.post("/webhooks", hook).json
    assert (mine["sees_prices"], theirs["sees_prices"]) == (False, True)
    offered(market)
    publish()
    for webhook, sees in ((mine, False), (theirs, True)):
        with transactions.writing() as session:
            assert deliveries.collect(session, UUID(webhook["id"])) == 1
            query = sa.select(Delivery.body).where(Delivery.webhook_id == UUID(webhook["id"]))
            (body,) = session.scalars(query)
        assert bool(PRICE.search(body)) is sees
        assert "offer_id" in orjson.loads(body)["data"]
    for path in ("", "/deliveries"):
        answer = pia.get(f"/webhooks/{theirs['id']}{path}")
        assert answer.status_code == 403, answer.text
        assert "prices:read" in answer.json["detail"]
    assert [each["id"] for each in pia.get("/webhooks").json["items"]] == [mine["id"]]


def test_requests_do_not_go_to_a_webhook_that_hears_no_prices(market):
    shop = next(iter(market.contractors.values())).enter()
    home = shop.login.organization_id
    pia = staff(market, home)
    hook = {"url": "https://shop.example/hooks", "organization_id": home}
    webhook_id = pia.post("/webhooks", hook).json["id"]
    path = f"/organizations/{home}/terms"
    terms = shop.get(path).json["terms"] | {"channels": ["webhook"], "webhook_id": webhook_id}
    refused = shop.put(path, terms)
    assert refused.status_code == 422, refused.text
    assert "webhook_id" in refused.text


def test_requests_are_not_mailed_to_an_address_that_somebody_without_prices_states(market):
    shop = next(iter(market.contractors.values())).enter()
    home = f"/organizations/{shop.login.organization_id}"
    pia = staff(market, shop.login.organization_id)
    before = shop.get(home).json["email"]
    refused = pia.patch(home, {"email": pia.me["user"]["email"]})
    assert refused.status_code == 403, refused.text
    assert "prices:read" in refused.json["detail"]
    assert shop.get(home).json["email"] == before
    kept = pia.patch(home, {"email": before, "name": "Turned and milled"})
    assert kept.status_code == 200, kept.text


def test_mails_tell_of_an_offer_without_its_price(market):
    home = market.client.login.organization_id
    people = {False: staff(market, home), True: staff(market, home, sees_prices=True)}
    offered(market)
    mailed.published()
    for sees, person in people.items():
        letters = mailed.mails()[person.me["user"]["email"]]
        (letter,) = [each for each in letters if "offer" in each["Subject"]]
        for kind in ("plain", "html"):
            text = letter.get_body((kind,)).get_content()
            assert bool(PRICE.search(text)) is sees
            assert "calendar days" in text or "days" in text


def test_an_answer_that_was_kept_with_prices_is_not_repeated_to_who_sees_none_any_more(market):
    home = market.client.login.organization_id
    pia = staff(market, home, sees_prices=True)
    process_id = offered(market)
    path = f"/processes/{process_id}/actions/reject_offers"
    key = {"Idempotency-Key": "once"}
    assert pia.post(path, {"reason": "Too dear"}, headers=key).status_code == 200
    roles = f"/organizations/{home}/roles/{pia.role_ids[0]}"
    assert market.client.patch(roles, {"sees_prices": False}).status_code == 200
    again = pia.post(path, {"reason": "Too dear"}, headers=key)
    assert again.status_code == 403, again.text
