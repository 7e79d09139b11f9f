"""Pages, and what they lead to, tell nobody what anything costs whose role shows no prices."""

import itertools
import re

import pytest

from tests.support.console_pages import HTML, page, send
from tests.support.worlds.marketplace import ADDRESS
from tests.support.worlds.orders_in_each_state import OrdersInEachState
from tests.support.worlds.staff_without_prices import (
    amounts_of,
    one_price,
    staff,
    text_in,
    written,
)
from workflows.process import ProcessState

pytestmark = [pytest.mark.one_database, pytest.mark.timeout(300)]


class Place:
    """The orders of a market in which everything costs the same, and who works on either side."""

    def __init__(self, market):
        one_price(market)
        market.client.enter()
        self.market, self.orders = market, OrdersInEachState(market)
        self.client, self.shop = market.client, self.orders.shop
        homes = [self.client.login.organization_id, self.shop.login.organization_id]
        places = [f"/processes/{id}/offers" for id in self.orders.ids.values()]
        offers = [self.client.get(place).json for place in places]
        asked = self.shop.get("/requests?limit=200").json
        self.prices = written({*amounts_of(offers), *amounts_of(asked)})
        self.buyer = staff(market, homes[0])
        self.worker = staff(market, homes[1])

    def _project_of(self, process_id):
        return self.client.get(f"/processes/{process_id}").json["project_id"]

    def paths(self):
        """The addresses of all pages that are about something, and of those that are not."""
        home = self.client.login.organization_id
        path = f"/organizations/{home}/addresses"
        address = self.client.post(path, {"label": "Gate B", "address": ADDRESS}).json["id"]
        webhook_id = self.buyer.post("/webhooks", {"url": "https://shop.example/hooks"}).json["id"]
        delivery_id = self.buyer.post(f"/webhooks/{webhook_id}/test").json["id"]
        machines = self.shop.get(f"/contractors/{self.shop.login.organization_id}").json["machines"]
        processes = [self.orders.ids[state] for state in ProcessState]
        known = {
            "organization_id": [home, self.shop.login.organization_id],
            "address_id": [address],
            "webhook_id": [webhook_id],
            "delivery_id": [delivery_id],
            "process_id": processes,
            "project_id": [self._project_of(id) for id in processes],
            "request_id": list(self.orders.request_ids().values()),
            "machine_id": [machines[0]["id"]],
            "id": processes[:1],
        }
        for rule in self.market.application.url_map.iter_rules():
            if "GET" in rule.methods and rule.rule.startswith("/app") and "assets" not in rule.rule:
                path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
                names = [name for name in rule.arguments if name in known]
                for values in itertools.product(*(known[name] for name in names)):
                    places = {name: "unknown" for name in rule.arguments}
                    yield path.format(**(places | dict(zip(names, values, strict=True))))


@pytest.fixture(scope="module")
def place(shared_market):
    return Place(shared_market)


def linked(text):
    """What a page leads to beside pages: papers, archives, pictures."""
    return set(re.findall(r'(?:href|src)="(/api/v1/[^"#{]+)"', text))


def test_no_page_and_nothing_that_one_leads_to_names_a_price(place):
    with_prices, leaks, papers = {"client": 0, "shop": 0}, [], set()
    sides = {"client": (place.client, place.buyer), "shop": (place.shop, place.worker)}
    for path, side in itertools.product(list(place.paths()), sides):
        boss, person = sides[side]
        shown = person.get(f"/{path}", headers=HTML)
        assert shown.status_code < 500, (path, shown.text)
        if found := place.prices.findall(text_in(shown)):
            leaks.append((side, path, found[:3]))
        with_prices[side] += bool(place.prices.search(boss.get(f"/{path}", headers=HTML).text))
        papers |= {(side, each) for each in linked(shown.text)}
    for side, each in sorted(papers):
        answer = sides[side][1].get(f"/{each}".replace("&amp;", "&"))
        assert answer.status_code != 403, f"a page leads {side} to {each}: {answer.text}"
        if found := place.prices.findall(text_in(answer)):
            leaks.append((side, each, found[:3]))
    assert leaks == []
    assert min(with_prices.values()) > 10, with_prices
    assert len(papers) > 10


def test_no_form_offers_what_takes_prices_and_each_is_refused_with_the_name_of_the_right(place):
    sent = place.orders.request_ids()[place.orders.ids[ProcessState.SENT]]
    job = page(place.worker, f"/jobs/{sent}").text
    assert 'value="offer"' not in job
    assert 'value="decline"' in job
    version = re.search(r'name="version" value="(\d+)"', job)[1]
    refused = send(place.worker, f"/jobs/{sent}", {"action": "offer", "version": version})
    assert refused.status_code == 403
    assert "prices:read" in refused.text
    offered = place.orders.ids[ProcessState.OFFERED]
    assert "accept_offer" not in page(place.buyer, f"/parts/{offered}").text
    (offer,) = place.client.get(f"/processes/{offered}/offers").json["items"]
    fields = {"offer_id": offer["id"]}
    refused = send(place.buyer, f"/parts/{offered}/actions/accept_offer", fields)
    assert refused.status_code == 403
    assert "accept_offer" in page(place.client, f"/parts/{offered}").text


def test_work_that_needs_no_price_goes_on(place):
    confirmed = place.orders.ids[ProcessState.CONFIRMED]
    request_id = place.orders.request_ids()[confirmed]
    started = send(place.worker, f"/jobs/{request_id}/actions/start_production")
    assert started.status_code == 303, started.text
    assert place.worker.get(f"/requests/{request_id}/route_card.pdf").status_code == 200


def test_the_page_of_roles_takes_prices_away_and_gives_them_back(place):
    home = place.client.login.organization_id
    roles = f"/organizations/{home}/roles"
    made = send(place.client, roles, {"name": "Floor", "rights": "processes:read"})
    assert made.status_code == 303, made.text
    role = next(r for r in place.client.get(roles).json["items"] if r["name"] == "Floor")
    assert role["sees_prices"] is False
    assert "sees no prices" in page(place.client, roles).text
    fields = {"rights": "processes:read", "sees_prices": "yes"}
    assert send(place.client, f"{roles}/{role['id']}", fields).status_code == 303
    role = next(r for r in place.client.get(roles).json["items"] if r["name"] == "Floor")
    assert role["sees_prices"] is True
    refused = send(place.buyer, f"{roles}/{role['id']}", fields)
    assert refused.status_code == 403
    assert "sees no prices" in page(place.client, f"/organizations/{home}/people").text
