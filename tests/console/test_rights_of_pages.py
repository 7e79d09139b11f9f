"""A page opens for whoever may see what it is about, whatever else they may not see on it."""

import random
from uuid import UUID

import pytest
import sqlalchemy as sa

from service.access.permissions import RIGHTS
from service.database import transactions
from service.database.models import Membership, Role
from service.ids import new_id
from tests.support.console_pages import HTML
from tests.support.orders import confirmed, request_of
from tests.support.tenants import address
from tests.support.worlds.marketplace import ADDRESS

pytestmark = [pytest.mark.one_database, pytest.mark.timeout(300)]

#: Pages for those who run the service, whom no role makes; and of webhooks, whose messages take
#: every right that those have who made them.
OTHERS = ("/app/board", "/app/inspect", "/app/contractors", "/app/webhooks")


class Member:
    """Somebody who belongs to the client and to the workshop, with the same rights in both."""

    def __init__(self, market, *organization_ids):
        self._browser = market.visitor()
        account = {"email": "rita@shop.example", "password": "copper lantern drifts"}
        answer = self._browser.post("/auth/register", account | {"name": "Rita"})
        assert answer.status_code == 201, answer.text
        self._browser.visit()
        user_id = UUID(answer.json["user"]["id"])
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


def pages(market):
    """The addresses of all pages about something of the client or of a workshop, and that one's."""
    client, draft = market.client, market.client.draft()
    ordered, shop, _ = confirmed(market)
    home = f"/organizations/{client.login.organization_id}"
    webhook_id = client.post("/webhooks", {"url": "https://shop.example/hooks"}).json["id"]
    booked = client.post(f"{home}/addresses", {"label": "Gate B", "address": ADDRESS}).json
    workshop = shop.get(f"/contractors/{shop.login.organization_id}").json
    values = {
        "organization_id": client.login.organization_id,
        "address_id": booked["id"],
        "webhook_id": webhook_id,
        "delivery_id": client.post(f"/webhooks/{webhook_id}/test").json["id"],
        "project_id": client.get(f"/processes/{draft}").json["project_id"],
        "machine_id": workshop["machines"][0]["id"],
        "request_id": request_of(shop, ordered)["id"],
    }
    paths = []
    for rule in market.application.url_map.iter_rules():
        is_about = any(name.endswith("_id") for name in rule.arguments)
        if "GET" in rule.methods and rule.rule.startswith("/app/") and is_about:
            own = {"organization_id": shop.login.organization_id} if "machine" in rule.rule else {}
            of_process = [{"process_id": each} for each in (draft, ordered)]
            for each in of_process if "process_id" in rule.arguments else [{}]:
                paths.append(address(rule, {**values, **own, **each}))
    return [path for path in paths if not path.startswith(OTHERS)], shop


def test_every_page_opens_with_one_right_and_with_any_others_beside_it(market):
    paths, shop = pages(market)
    rita = Member(market, market.client.login.organization_id, shop.login.organization_id)
    chance = random.Random(7)
    assert len(paths) > 10
    for path in paths:
        assert rita.opens(RIGHTS, path), path
        alone = [right for right in sorted(RIGHTS) if rita.opens({right}, path)]
        assert alone, f"{path} opens with no right alone: a part of it is not for its reader"
        for _ in range(5):
            some = {*chance.sample(sorted(RIGHTS), 4), alone[0]}
            assert rita.opens(some, path), (path, sorted(some))
