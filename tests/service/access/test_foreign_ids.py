"""Every kind of caller with the ids of another tenant on every route: none of it is there for them.

The counts go into docs/security.md; `WERKBANK_RECORD=1` writes them there.
"""

from uuid import uuid4

import pytest

from service import clock
from service.access.permissions import PROCESSES_READ
from service.accounts import users
from service.api.http import web
from service.database import transactions
from tests.support import security_page
from tests.support.callers import Caller
from tests.support.tenants import CANARY, World, address, routes, stored, stranger, upload
from tests.support.worlds import marketplace as markets

#: Routes whose ids are everybody's, and those that only operators may use, whatever the id.
OTHERS = frozenset({"get_contractor", "retry_parked", "approve_contractor", "suspend_contractor"})
#: Values of arguments that are no ids.
NAMES = {"name": "a.stl", "trigger": "cancel", "verification": "1", "other": "1"}
#: Arguments that name what a contractor has nothing to do with, even one who was asked.
OF_THE_CLIENT = frozenset(
    {
        *("organization_id", "user_id", "role_id", "address_id"),
        *("key_id", "passkey_id", "webhook_id", "delivery_id"),
    }
)
NOT_THERE = frozenset({404})
NOBODY = frozenset({401, 404})
#: Keys look at no sessions, whatever the id.
BY_KEY = frozenset({403, 404})


@pytest.fixture
def market(example_url, monkeypatch, tmp_path):
    with markets.opened(example_url, monkeypatch, tmp_path) as market:
        yield market
    clock.reset()


@pytest.fixture
def world(market):
    return World(market)


def walk(market, world, caller, values, *, skip=lambda rule: False):
    """What `caller` is answered on every route that takes an id: (method, path, answer)."""
    for operation, rule, method in routes(market.application):
        if not any(name in world.ids for name in rule.arguments) or operation in OTHERS:
            continue
        if skip(rule):
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


# Who asks: each makes one caller who has nothing to do with the world.


def nobody(market, world):
    return market.nobody()


def visitor(market, world):
    return market.visitor()


def another_user(market, world):
    return stranger(market)


def key_of_another_user(market, world):
    return Caller(market.application, stranger(market).post("/api_keys", {"name": "k"}).json["key"])


def reading_key_of_another_user(market, world):
    key = {"name": "reader", "rights": [PROCESSES_READ]}
    return Caller(market.application, stranger(market).post("/api_keys", key).json["key"])


def contractor_that_was_not_asked(market, world):
    return market.contractors[_not_asked(market, world)].enter()


def contractor_that_was_asked_for_something_else(market, world):
    """They have a request of the same client, but for another order."""
    where = {world.ids["workshop_id"]}
    _, contractors = market.send(2)
    (other,) = (each for each in contractors if str(each.login.organization_id) not in where)
    assert other.get("/requests").json["items"]
    return other


def former_member(market, world):
    """Their membership was taken away; their session goes on."""
    home = world.ids["organization_id"]
    former = market.colleague
    assert market.client.delete(f"/organizations/{home}/members/{former.login.user_id}").status_code
    world.ids["user_id"] = str(market.client.login.user_id)
    assert former.get("/auth/me").json["user"]
    return former


def key_of_a_former_member(market, world):
    key = market.colleague.post("/api_keys", {"name": "left behind"}).json["key"]
    former_member(market, world)
    return Caller(market.application, key)


CALLERS = {
    nobody: NOBODY,
    visitor: NOBODY,
    another_user: NOT_THERE,
    key_of_another_user: BY_KEY,
    reading_key_of_another_user: BY_KEY,
    contractor_that_was_not_asked: NOT_THERE,
    contractor_that_was_asked_for_something_else: NOT_THERE,
    former_member: NOT_THERE,
    key_of_a_former_member: BY_KEY,
}


def _not_asked(market, world):
    return min(set(market.contractors) - {world.ids["workshop_id"]})


@pytest.mark.parametrize("caller_of", CALLERS, ids=lambda caller: caller.__name__)
def test_nobody_gets_anything_of_another_tenant_on_any_route(market, world, caller_of):
    caller = caller_of(market, world)
    before, tried = stored(), 0
    for where, answer in walk(market, world, caller, world.ids):
        tried += 1
        assert answer.status_code in CALLERS[caller_of], f"{where}: {answer.text[:300]}"
        assert answer.mimetype == "application/problem+json", where
        assert CANARY not in answer.text, where
    assert stored() == before
    security_page.count(f"{caller_of.__name__} on routes with foreign ids", tried)


def test_every_foreign_id_answers_as_if_it_did_not_exist(market, world):
    eve = stranger(market)
    before = stored()
    invented = {name: str(uuid4()) for name in world.ids}
    for (where, foreign), (_, unknown) in zip(
        walk(market, world, eve, world.ids), walk(market, world, eve, invented), strict=True
    ):
        assert unknown.status_code == 404, where
        expected = foreign.json | {"instance": "", "detail": masked(foreign, world.ids)}
        would_be = unknown.json | {"instance": "", "detail": masked(unknown, invented)}
        assert expected == would_be, where
    assert stored() == before


def masked(answer, ids):
    detail = answer.json["detail"]
    for id in ids.values():
        detail = detail.replace(id, "...")
    return detail


def test_a_contractor_that_was_asked_gets_nothing_else_of_the_client(market, world):
    ids = world.ids | {"process_id": world.ids["other_id"]}
    tried = 0
    for where, answer in walk(
        market, world, world.contractor, ids, skip=lambda rule: not _is_of_the_client(rule)
    ):
        tried += 1
        assert answer.status_code in (403, 404), f"{where}: {answer.status_code} {answer.text}"
        assert CANARY not in answer.text, where
    security_page.count("contractor that was asked on what else is the client's", tried)


def _is_of_the_client(rule):
    if rule.endpoint.startswith("workshops.") or "machine_id" in rule.arguments:
        return False
    return bool(OF_THE_CLIENT & rule.arguments) or rule.arguments == {"process_id"}


def test_a_reading_key_changes_nothing_of_its_own_organization(market, world):
    key = {"name": "reader", "rights": [PROCESSES_READ]}
    reader = Caller(market.application, market.client.post("/api_keys", key).json["key"])
    assert reader.get(f"/processes/{world.ids['process_id']}").status_code == 200
    before, tried = stored(), 0
    for where, answer in walk(market, world, reader, world.ids):
        if not where.startswith("GET "):
            tried += 1
            assert 400 <= answer.status_code < 500, f"{where}: {answer.status_code} {answer.text}"
    assert stored() == before
    security_page.count("reading key on writes to its own organisation", tried)


def test_an_operator_breaks_nothing_with_any_id(market, world):
    caller = stranger(market)
    with transactions.writing() as session:
        users.set_operator(session, caller.me["user"]["email"], True)
    tried = 0
    for where, answer in walk(market, world, caller, world.ids):
        tried += 1
        assert answer.status_code < 500, f"{where}: {answer.status_code} {answer.text}"
    security_page.count(
        "operator on routes with ids of any tenant, without an error of ours", tried
    )


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
