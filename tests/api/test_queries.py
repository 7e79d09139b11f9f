"""What an address asks for is understood, or told: times, names of parameters, yes and no."""

from urllib.parse import quote

import pytest

from service.ids import new_id
from tests.support.orders import request_of
from tests.support.tenants import World, address, routes
from tests.support.worlds.marketplace import refused

BEYOND = ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "9999-12-31T23:59:59.999-00:01"]
WITHIN = ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59+14:00"]


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


@pytest.fixture(scope="module")
def world(market):
    return World(market)


class Ids(dict):
    """Values for whatever stands in an address; what nobody has, where none is given."""

    def __missing__(self, name):
        return new_id()


def parameters(application):
    """Each route with the names and types that its query may have."""
    for _, rule, method in routes(application):
        spec = getattr(application.view_functions[rule.endpoint], "_spec", {})
        queries = [model for model, where in spec.get("args", ()) if where == "query"]
        fields = {
            field.alias or name: field
            for model in queries
            for name, field in model.model_fields.items()
        }
        yield rule, method, fields


def test_every_route_tells_of_a_parameter_that_it_does_not_know(market, world):
    seen = 0
    for rule, method, fields in parameters(market.application):
        path = address(rule, Ids(world.ids))
        answer = market.client.ask(method, f"{path}?xyzzy=1")
        assert refused(answer, 422, "invalid"), (method, path)
        (error,) = answer.json["errors"]
        assert error["pointer"] == "query:/xyzzy"
        for name in fields:
            if len(name) > 3:
                refusal = market.client.ask(method, f"{path}?{name[:-1]}=1").json["errors"][0]
                assert refusal["detail"].startswith("there is no such parameter; did you mean ")
        seen += 1
    assert seen > 100


def test_a_mistyped_filter_is_told_with_the_nearest_one(market):
    answer = market.client.get("/projects?stat=draft")
    assert refused(answer, 422, "invalid")
    assert answer.json["detail"] == "query:/stat: there is no such parameter; did you mean state?"


@pytest.mark.parametrize("moment", BEYOND + WITHIN)
def test_every_time_in_a_query_is_within_the_calendar_or_told(market, world, moment):
    asked = set()
    for rule, method, fields in parameters(market.application):
        for name in fields:
            if name.endswith(("_from", "_before")):
                path = f"{address(rule, Ids(world.ids))}?{name}={quote(moment)}"
                answer = market.client.ask(method, path)
                assert answer.status_code == (422 if moment in BEYOND else 200), answer.text
                asked.add(rule.rule)
    assert len(asked) >= 2


@pytest.mark.parametrize("moment", BEYOND)
def test_no_time_in_a_body_lies_beyond_the_calendar(market, moment):
    key = {"name": "key", "expires_at": moment}
    assert refused(market.client.post("/api_keys", key), 422, "invalid")
    process_id, (contractor,) = market.send(1)
    request = request_of(contractor, process_id)
    offer = {"price": {"amount": "9.00", "currency": "EUR"}, "valid_until": moment}
    path = f"/requests/{request['id']}/actions/offer"
    assert refused(contractor.post(path, offer), 422, "invalid")
    market.client.post(f"/processes/{process_id}/actions/withdraw")


def test_a_plus_that_was_read_as_a_blank_is_told(market):
    answer = market.client.get("/projects?created_from=2026-11-28T21:00:00+01:00")
    assert refused(answer, 422, "invalid")
    error = "a + in an address means a blank; write %2B: 2026-11-28T21:00:00%2B01:00"
    assert answer.json["detail"] == f"query:/created_from: {error}"
    right = market.client.get("/projects?created_from=2026-11-28T21:00:00%2B01:00")
    assert right.status_code == 200


@pytest.mark.parametrize("said", ["yes", "maybe", "tru", "2"])
def test_a_dry_run_that_is_neither_yes_nor_no_does_nothing(market, said):
    before = len(market.client.get("/projects?limit=200").json["items"])
    answer = market.client.post(f"/projects?dry_run={said}", {"title": "t"})
    assert refused(answer, 422, "invalid")
    assert len(market.client.get("/projects?limit=200").json["items"]) == before


@pytest.mark.parametrize("said", ["true", "1", "True", "TRUE"])
def test_a_dry_run_keeps_nothing_on_routes_with_a_query_of_their_own(market, said):
    id = market.client.post("/projects", {"title": "t"}).json["id"]
    gone = market.client.delete(f"/projects?ids={id}&dry_run={said}")
    assert gone.status_code < 300, gone.text
    assert market.client.get(f"/projects/{id}").status_code == 200


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_part_may_be_wanted_on_any_day_of_the_calendar(market, day):
    process_id, _ = market.send(1)
    copy = market.client.draft(wanted_date=day)
    answer = market.client.get(f"/processes/{copy}/contractors")
    assert answer.status_code < 500, answer.text
    assert market.client.get(f"/processes/{process_id}").status_code == 200


def test_every_list_takes_the_cursors_that_it_gave_out(market, world):
    for title in ("歯" * 200, "ﷺ" * 200, "\ue000" * 200, '"\\\u007f' * 60):
        assert market.client.post("/projects", {"title": title[:200]}).status_code in (201, 422)
    followed = 0
    for rule, method, fields in parameters(market.application):
        if method != "GET" or "cursor" not in fields or "/operations/" in rule.rule:
            continue
        is_workshop = rule.endpoint.startswith(("workshops.", "requests."))
        home = world.ids["workshop_id" if is_workshop else "organization_id"]
        caller = world.contractor if is_workshop else market.client
        path = address(rule, world.ids | {"organization_id": home})
        for sort in sorts(fields):
            shown, pages, cursor = [], 0, ""
            while cursor is not None and pages < 40:
                begun = f"&cursor={cursor}" if cursor else ""
                answer = caller.get(f"{path}?limit=1{begun}{sort}")
                assert answer.status_code == 200, (path, answer.text)
                shown += [repr(item) for item in answer.json["items"]]
                cursor, pages = answer.json["next"], pages + 1
            assert len(shown) == len(set(shown)), path
            followed += pages > 1
    assert followed > 8


def sorts(fields):
    """Each order that a list can be had in, as the query says it."""
    orders = getattr(fields.get("sort"), "annotation", None)
    return [f"&sort={order}" for order in orders.__args__] if orders else [""]
