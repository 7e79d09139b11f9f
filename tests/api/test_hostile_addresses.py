"""Proves that ids, queries and headers that make no sense are refused and break nothing."""

import pytest

from service import clock
from tests.support.tenants import World, address, is_problem, routes, stored
from tests.support.worlds import marketplace as markets

#: Queries that no list can follow.
QUERIES = (
    *("limit=0", "limit=-1", "limit=201", "limit=many", "limit=1e3", f"limit={10**30}"),
    *("cursor=made-up", "cursor=%00", "cursor=____", "cursor=" + "A" * 300, "cursor=%F0%9F%98%80"),
)


#: Headers that a write does not get through with.
NONSENSE = (
    {"If-Match": "*" * 5000},
    {"If-Match": '"0"'},
    {"If-Match": 'W/"1", "2"'},
    {"Authorization": "Bearer"},
    {"Authorization": "Bearer wb_\xff"},
    {"Authorization": "Basic Og=="},
    {"Authorization": "Bearer wb_" + "x" * 5000},
    {"Idempotency-Key": "x" * 256},
    {"Idempotency-Key": "\x01"},
    {"X-CSRF-Token": ""},
    {"X-CSRF-Token": "\xe9"},
    {"Cookie": "werkbank_session=\xff\x00"},
    {"Cookie": "werkbank_session=" + "x" * 5000},
    {"Content-Type": "application/json; charset=utf-7"},
)


@pytest.fixture
def market(example_url, monkeypatch, tmp_path):
    limits = {"logins_per_minute": 100_000, "anonymous_writes_per_minute": 100_000}
    with markets.opened(example_url, monkeypatch, tmp_path, **limits) as market:
        yield market
    clock.reset()


@pytest.fixture
def world(market):
    return World(market)


def test_what_is_no_id_is_nothing(market):
    kinds = ("projects", "processes", "files", "requests", "organizations", "contractors")
    for kind in kinds:
        for id in ("1", "abc", "-", "%00", "..%2f..%2fetc", "0" * 400, "%E2%80%AE", "None", "*"):
            is_problem(market.client.get(f"/{kind}/{id}"), f"/{kind}/{id}")
            assert market.client.delete(f"/{kind}/{id}").status_code in (404, 405)


def test_an_id_of_another_kind_is_nothing(market, world):
    for kind, id in world.ids.items():
        for path in ("projects", "processes", "files", "requests", "organizations"):
            owns = {"projects": {"project_id"}, "processes": {"process_id", "other_id"}}.get(
                path, {f"{path[:-1]}_id"}
            )
            if kind not in owns:
                answer = market.client.get(f"/{path}/{id}")
                assert answer.status_code == 404, f"/{path}/{id} ({kind}): {answer.text[:200]}"


def test_no_list_follows_a_query_that_cannot_be(market, world):
    lists = 0
    for _, rule, method in routes(market.application):
        spec = getattr(market.application.view_functions[rule.endpoint], "_spec", {})
        queries = [model for model, where in spec.get("args", ()) if where == "query"]
        if "/operations/" in rule.rule:
            continue  # these are for operators
        if method == "GET" and any("cursor" in model.model_fields for model in queries):
            is_workshop = rule.endpoint.startswith(("workshops.", "requests."))
            home = world.ids["workshop_id" if is_workshop else "organization_id"]
            caller = world.contractor if is_workshop else market.client
            path = address(rule, world.ids | {"organization_id": home})
            assert caller.get(path).status_code == 200, path
            for query in QUERIES:
                is_problem(caller.get(f"{path}?{query}"), f"{path}?{query:.60}")
            lists += 1
    assert lists > 10


def test_headers_that_make_no_sense_break_nothing(market, world):
    path, before = f"/processes/{world.ids['other_id']}", stored()
    for headers in NONSENSE:
        answer = market.client.ask("PATCH", path, headers, data=b'{"title": "\xe4"}')
        is_problem(answer, f"{headers!r:.80}")
        for other in (path, "/projects", f"/files/{world.ids['file_id']}/content"):
            assert market.client.ask("GET", other, headers).status_code < 500
    assert stored() == before


def test_a_range_that_cannot_be_is_refused_or_ignored(market, world):
    path = f"/files/{world.ids['file_id']}/content"
    for value in ("bytes=9-1", "bytes=-0", "bytes=" + "9" * 400 + "-", "lines=1-2", "bytes=a-b"):
        answer = market.client.ask("GET", path, {"Range": value})
        assert answer.status_code in (200, 416), f"{value}: {answer.status_code}"
