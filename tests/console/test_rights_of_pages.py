"""A page opens for whoever may see what it is about, whatever else they may not see on it."""

import random

import pytest
import sqlalchemy as sa

from service.access.permissions import RIGHTS
from service.database import transactions
from service.database.models import Membership, Role
from service.ids import new_id
from tests.support.console_pages import HTML
from tests.support.tenants import address
from tests.support.worlds.marketplace import ADDRESS
from tests.support.worlds.orders_in_each_state import OrdersInEachState
from workflows.process import ProcessState

pytestmark = pytest.mark.one_database

#: States whose pages differ, and those of the requests of which a workshop's pages do.
STATES = (
    *(ProcessState.DRAFT, ProcessState.VERIFIED, ProcessState.CLARIFICATION),
    *(ProcessState.OFFERED, ProcessState.DISPUTED, ProcessState.COMPLETED),
)
OF_WORKSHOP = (ProcessState.CLARIFICATION, ProcessState.OFFERED, ProcessState.DISPUTED)
#: Pages for those who run the service, whom no role makes.
OF_OPERATORS = ("/app/board", "/app/inspect", "/app/contractors")


class Member:
    """Somebody who belongs to the client and to the workshop, with the same rights in both."""

    def __init__(self, market, *organization_ids):
        self._browser = market.visitor()
        account = {"email": "rita@shop.example", "password": "copper lantern drifts"}
        answer = self._browser.post("/auth/register", account | {"name": "Rita"})
        assert answer.status_code == 201, answer.text
        self._browser.visit()
        user_id = answer.json["user"]["id"]
        self._roles = [new_id() for _ in organization_ids]
        with transactions.writing() as session:
            for role_id, organization_id in zip(self._roles, organization_ids, strict=True):
                role = Role(id=role_id, organization_id=organization_id, name="some", rights=[])
                session.add(role)
                session.flush()
                session.add(
                    Membership(organization_id=organization_id, user_id=user_id, role_id=role_id)
                )

    def opens(self, rights, path):
        """Whether the page opens for them with these rights alone."""
        with transactions.writing() as session:
            these = sa.update(Role).where(Role.id.in_(self._roles))
            session.execute(these.values(rights=sorted(rights)))
        status = self._browser.get(f"/{path}", headers=HTML).status_code
        assert status < 500, (path, sorted(rights))
        return status < 400


def pages(market, orders):
    """The addresses of all pages about something of an organisation."""
    client, shop = market.client, orders.shop
    home = f"/organizations/{client.login.organization_id}"
    webhook_id = client.post("/webhooks", {"url": "https://shop.example/hooks"}).json["id"]
    machines = shop.get(f"/contractors/{shop.login.organization_id}").json["machines"]
    booked = client.post(f"{home}/addresses", {"label": "Gate B", "address": ADDRESS}).json
    processes = [orders.ids[state] for state in STATES]
    requests = orders.request_ids()
    values = {
        "organization_id": client.login.organization_id,
        "address_id": booked["id"],
        "webhook_id": webhook_id,
        "delivery_id": client.post(f"/webhooks/{webhook_id}/test").json["id"],
        "project_id": client.get(f"/processes/{processes[0]}").json["project_id"],
        "machine_id": machines[0]["id"],
    }
    several = {
        "process_id": processes,
        "request_id": [requests[orders.ids[state]] for state in OF_WORKSHOP],
    }
    for rule in market.application.url_map.iter_rules():
        names = {name for name in rule.arguments if name.endswith("_id")}
        if "GET" not in rule.methods or not rule.rule.startswith("/app/") or not names:
            continue
        if rule.rule.startswith(OF_OPERATORS):
            continue
        own = {"organization_id": shop.login.organization_id} if "workshop" in rule.rule else {}
        (name,) = names & set(several) or {next(iter(names))}
        for value in several.get(name, [None]):
            yield address(rule, {**values, **own, **({name: value} if value else {})})


def test_every_page_opens_with_one_right_and_with_any_others_beside_it(market):
    orders, chance = OrdersInEachState(market), random.Random(7)
    shop_id = orders.shop.login.organization_id
    rita = Member(market, market.client.login.organization_id, shop_id)
    seen = 0
    for path in pages(market, orders):
        assert rita.opens(RIGHTS, path), path
        alone = [right for right in sorted(RIGHTS) if rita.opens({right}, path)]
        assert alone, f"{path} opens with no right alone: a part of it is not for its reader"
        for right in sorted(RIGHTS - set(alone)):
            assert rita.opens(RIGHTS - {right}, path), (path, right)
        for _ in range(5):
            some = {*chance.sample(sorted(RIGHTS), 4), alone[0]}
            assert rita.opens(some, path), (path, sorted(some))
        seen += 1
    assert seen > 15
