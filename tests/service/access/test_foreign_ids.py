"""Proves that on every route the ids of another tenant are as good as ids that do not exist."""

from uuid import uuid4

import pytest

from service import clock
from service.api.http import web
from tests.support.tenants import World, address, routes, stored, stranger, upload
from tests.support.worlds import marketplace as markets

#: Routes whose ids are everybody's, and one that only operators may use, whatever the id.
OTHERS = frozenset({"get_contractor", "retry_parked"})
#: Values of arguments that are no ids.
NAMES = {"name": "a.stl", "trigger": "cancel", "verification": "1", "other": "1"}


@pytest.fixture
def market(example_url, monkeypatch, tmp_path):
    with markets.opened(example_url, monkeypatch, tmp_path) as market:
        yield market
    clock.reset()


@pytest.fixture
def world(market):
    return World(market)


def walk(market, world, caller, values):
    """What `caller` is answered on every route that takes an id: (method, path, answer)."""
    for operation, rule, method in routes(market.application):
        if not any(name in world.ids for name in rule.arguments) or operation in OTHERS:
            continue
        chosen = dict(values)
        if "machine_id" in rule.arguments or rule.endpoint.startswith("workshops."):
            chosen["organization_id"] = values["workshop_id"]
        path = address(rule, NAMES | chosen)
        if operation == "delete_processes":
            path += f"?ids={values['process_id']}"
        more = {}
        view = market.application.view_functions[rule.endpoint]
        if web.takes_json(view):
            more["json"] = world.bodies()[operation]
        elif method in ("POST", "PUT") and ("/files" in rule.rule or "attachments" in rule.rule):
            more = upload() if method == "POST" else {"data": b"solid"}
        yield f"{method} {path}", caller.ask(method, path, **more)


def test_every_foreign_id_answers_as_if_it_did_not_exist(market, world):
    eve = stranger(market)
    before = stored()
    invented = {name: str(uuid4()) for name in world.ids}
    seen = 0
    for (where, foreign), (_, unknown) in zip(
        walk(market, world, eve, world.ids), walk(market, world, eve, invented), strict=True
    ):
        seen += 1
        assert foreign.status_code == 404, f"{where}: {foreign.status_code} {foreign.text}"
        assert foreign.mimetype == "application/problem+json", where
        assert unknown.status_code == 404, where
        expected = foreign.json | {"instance": "", "detail": masked(foreign, world.ids)}
        would_be = unknown.json | {"instance": "", "detail": masked(unknown, invented)}
        assert expected == would_be, where
    assert seen > 50
    assert stored() == before


def masked(answer, ids):
    detail = answer.json["detail"]
    for id in ids.values():
        detail = detail.replace(id, "...")
    return detail


def test_a_contractor_that_was_not_asked_is_a_stranger(market, world):
    others = set(market.contractors) - {world.ids["workshop_id"]}
    caller = market.contractors[sorted(others)[0]].enter()
    for where, answer in walk(market, world, caller, world.ids):
        assert answer.status_code == 404, f"{where}: {answer.status_code} {answer.text}"


def test_without_any_identity_nothing_is_there(market, world):
    for caller in (market.visitor(), market.nobody()):
        for where, answer in walk(market, world, caller, world.ids):
            assert answer.status_code in (401, 404), f"{where}: {answer.status_code} {answer.text}"
            assert answer.mimetype == "application/problem+json", where


def test_foreign_ids_inside_of_bodies_and_queries_are_not_there_either(market, world):
    eve, ids = stranger(market), world.ids
    project = eve.post("/projects", {}).json["id"]
    mine = eve.post(f"/projects/{project}/processes", {}).json["id"]
    before = stored()
    several = {"process_ids": [mine, ids["process_id"]]}
    for method, path, body in (
        ("DELETE", f"/projects?ids={project},{ids['project_id']}", None),
        ("DELETE", f"/projects/{project}/processes?ids={mine},{ids['process_id']}", None),
        ("PATCH", f"/projects/{project}/processes", {**several, "changes": {"quantity": 3}}),
        ("POST", f"/projects/{project}/verify", several),
        ("POST", f"/projects/{project}/send", several),
        ("GET", f"/projects/{ids['project_id']}", None),
        ("POST", "/projects", {"organization_id": ids["organization_id"]}),
        ("POST", "/estimates", {"file_id": ids["file_id"], "material_ids": ["pa12"]}),
    ):
        answer = eve.ask(method, path, json=body)
        assert answer.status_code == 404, f"{method} {path}: {answer.text}"
    dependency = eve.put(f"/processes/{mine}/dependencies/{ids['process_id']}")
    assert markets.refused(dependency, 404, "not-found")
    unknown = eve.put(f"/processes/{mine}/dependencies/{(other := str(uuid4()))}")
    assert dependency.json["detail"].replace(ids["process_id"], other) == unknown.json["detail"]
    message = {"text": "Hello", "request_id": ids["request_id"]}
    assert eve.post(f"/processes/{mine}/messages", message).status_code == 422
    for attachment_id in (ids["attachment_id"], str(uuid4())):
        message = {"text": "Hello", "attachment_ids": [attachment_id]}
        assert markets.refused(eve.post(f"/processes/{mine}/messages", message), 422, "invalid")
    for query in (f"project_id={ids['project_id']}", f"process_id={ids['process_id']}"):
        assert eve.get(f"/events?after=0&own=true&{query}").json["items"] == []
    assert stored() == before


def test_an_offer_of_another_order_cannot_be_accepted(market, world):
    process_id, (contractor,) = market.send(1)
    (request,) = contractor.get("/requests?state=dispatched").json["items"]
    offer = world.bodies()["make_offer"]
    offer = offer | {"price": {"amount": "5", "currency": request["quote"]["total"]["currency"]}}
    assert contractor.post(f"/requests/{request['id']}/actions/offer", offer).status_code == 201
    accept = f"/processes/{process_id}/actions/accept_offer"
    answer = market.client.post(accept, {"offer_id": world.offer_id})
    assert markets.refused(answer, 404, "not-found")
