"""Nobody chooses an id for something new that anything or anybody has already.

Rights hang on ids: under that of a user an organisation would read what was done to them, under
that of a visitor it would own their drafts, and a process under that of a request would show its
contractor the files.
"""

import io

import pytest
import sqlalchemy as sa

from service import clock
from service.database import transactions
from service.database.models import BrowserSession
from tests.support import meshes, security_page
from tests.support.tenants import World, address, routes, stored
from tests.support.worlds import marketplace as markets


@pytest.fixture
def market(example_url, monkeypatch, tmp_path):
    with markets.opened(example_url, monkeypatch, tmp_path) as market:
        yield market
    clock.reset()


def taking_ids(document):
    """The operations of the API's document that take an id for what they create."""
    for path in document["paths"].values():
        for operation in path.values():
            for body in operation.get("requestBody", {}).get("content", {}).values():
                name = body["schema"].get("$ref", "").rpartition("/")[2]
                schema = document["components"]["schemas"].get(name, body["schema"])
                if "id" in schema.get("properties", ()):
                    yield operation["operationId"]


def test_no_id_can_be_chosen_that_anything_else_has(market):
    world = World(market)
    visitor, shop = market.visitor(), world.contractor
    draft = visitor.draft()
    (begun,) = visitor.get(f"/processes/{draft}/history").json["items"]
    taken = {name: id for name, id in world.ids.items() if name.endswith("_id")} | {
        "offer_id": world.offer_id,
        "client_id": str(market.client.login.user_id),
        "visitor_id": begun["actor"]["id"],
        "visitor_without_anything_id": newcomer(market),
    }
    mine = {"organization_id": world.ids["workshop_id"], "project_id": shop.project()}
    mine["process_id"] = shop.process(mine["project_id"])
    operations = set(taking_ids(market.nobody().get("/openapi.json").json))
    assert {"create_organization", "create_process", "upload_file"} <= operations
    before, tried = stored(), 0
    for operation, rule, method in routes(market.application):
        for name, id in taken.items() if operation in operations else ():
            answer = shop.ask(method, address(rule, mine), **body(world, operation, id))
            assert markets.refused(answer, 409, "id-taken"), f"{operation} with {name}"
            tried += 1
    assert stored() == before
    assert visitor.get(f"/processes/{draft}").status_code == 200
    security_page.count("ids of other things, chosen for new ones", tried)


def newcomer(market):
    """Somebody who was let in a moment ago, and whom nothing but a session knows."""
    visitor = market.visitor()
    assert visitor.get("/auth/me").status_code == 200
    with transactions.reading() as db:
        newest = sa.select(BrowserSession.visitor_id).order_by(BrowserSession.created_at.desc())
        return str(db.scalars(newest.where(BrowserSession.visitor_id.is_not(None))).first())


def body(world, operation, id):
    if operation not in world.bodies():
        data = {"id": id, "file": (io.BytesIO(meshes.cube_stl()), "cube.stl")}
        return {"data": data, "content_type": "multipart/form-data"}
    return {"json": world.bodies()[operation] | {"id": id}}
