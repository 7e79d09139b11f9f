"""Whoever is limited sees how far they are, and what will go says until when it is there."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import pytest

from service.api.http import deprecations
from service.api.http.rate_limits import limiter
from tests.support.worlds import marketplace as markets
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database

LIMITS = {"logins_per_minute": 3, "anonymous_writes_per_minute": 7, "estimates_per_minute": 2}
WRONG = {"email": "nobody@shop.example", "password": "none"}
ESTIMATE = {"part": {"box_mm": [20, 20, 20]}, "material_ids": ["pla"]}


@pytest.fixture(scope="module")
def everybody(database_kind, tmp_path_factory):
    with markets.shared(database_kind, tmp_path_factory.mktemp("var"), **LIMITS) as market:
        yield market


@pytest.fixture
def market(everybody):
    limiter.reset()
    return everybody


def items(field):
    """The list of a structured field (RFC 9651) as {name: {parameter: number}}."""
    fields = {}
    for item in field.split(", "):
        name, *parameters = item.split(";")
        assert re.fullmatch('"[a-z]+"', name)
        fields[name[1:-1]] = {p.split("=")[0]: int(p.split("=")[1]) for p in parameters}
    return fields


def shown(answer):
    return items(answer.headers["RateLimit-Policy"]), items(answer.headers["RateLimit"])


def quotas(caller):
    return {quota["name"]: quota for quota in caller.get("/auth/me").json["quotas"]}


def test_every_answer_says_which_limits_counted_it_and_what_is_left(market):
    somebody = market.visitor()
    for left in (2, 1, 0):
        policy, state = shown(somebody.post("/auth/login", WRONG))
        assert policy["logins"] == {"q": 3, "w": 60}
        assert state["logins"]["r"] == left
        assert 0 <= state["logins"]["t"] <= 60
    over = somebody.post("/auth/login", WRONG)
    assert refused(over, 429, "too-many-requests")
    _, state = shown(over)
    assert state["logins"]["r"] == 0
    assert int(over.headers["Retry-After"]) >= state["logins"]["t"]


def test_only_who_is_refused_is_asked_to_wait(market):
    answer = market.visitor().post("/projects", {"title": "t"})
    assert answer.status_code == 201
    assert shown(answer)[0] == {"writes": {"q": 7, "w": 60}}
    assert "Retry-After" not in answer.headers


def test_what_counts_for_nobody_says_nothing(market):
    for answer in (market.client.get("/projects"), market.client.post("/projects", {})):
        assert "RateLimit" not in answer.headers
        assert "RateLimit-Policy" not in answer.headers


def test_everybody_sees_their_quotas_and_how_far_they_are(market):
    somebody = market.visitor()
    before = quotas(somebody)
    somebody.post("/projects", {"title": "t"})
    somebody.post("/auth/login", WRONG)
    somebody.post("/estimates", ESTIMATE)
    after = quotas(somebody)
    for name, fewer in (("writes", 3), ("logins", 1), ("estimates", 1)):
        assert before[name]["remaining"] - after[name]["remaining"] == fewer, name
        assert after[name]["window_s"] == 60
    assert after["files_per_process"] == {
        "name": "files_per_process",
        "limit": 100,
        "window_s": None,
        "remaining": None,
    }
    assert "writes" not in quotas(market.client)  # who is logged in writes as they like


def test_a_quota_says_what_the_header_says(market):
    somebody = market.visitor()
    _, state = shown(somebody.post("/estimates", ESTIMATE))
    assert quotas(somebody)["estimates"]["remaining"] == state["estimates"]["r"]
    assert quotas(somebody)["writes"]["remaining"] == state["writes"]["r"]


@pytest.fixture
def going(market):
    view = market.application.view_functions["projects.read"]
    moments = datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC)
    deprecations.deprecated(*moments, "/api/v1/docs#projects")(view)
    yield moments
    del view.deprecated


def test_what_will_go_says_since_when_and_until_when(market, going):
    id = market.client.post("/projects", {"title": "t"}).json["id"]
    for path in (f"/projects/{id}", "/projects/00000000-0000-7000-8000-000000000000"):
        answer = market.client.get(path)
        assert answer.headers["Deprecation"] == f"@{int(going[0].timestamp())}"
        assert parsedate_to_datetime(answer.headers["Sunset"]) == going[1]
        assert '</api/v1/docs#projects>; rel="deprecation"' in answer.headers["Link"]
    assert "Deprecation" not in market.client.get("/projects").headers
