"""Every address says which methods it has, and a HEAD says what a GET would (RFC 9110, 9)."""

import pytest

from service.settings import settings
from tests.support.tenants import Values, World, address, routes
from tests.support.worlds import marketplace as markets
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database

#: Differ from answer to answer, or say nothing of the content.
PASSING = {"X-Request-Id", "Date", "Set-Cookie", "RateLimit"}
ENDLESS = {"stream_events", "listen_to_events"}


@pytest.fixture(scope="module")
def market(database_kind, tmp_path_factory):
    with markets.shared(
        database_kind, tmp_path_factory.mktemp("var"), logins_per_minute=1
    ) as market:
        yield market


@pytest.fixture(scope="module")
def world(market):
    return World(market)


def addresses(market, world):
    """The methods of each address."""
    methods_by_path = {}
    for _, rule, method in routes(market.application):
        path = address(rule, Values(world.ids))
        methods_by_path.setdefault(path, set()).add(method)
    return methods_by_path


def test_every_address_tells_anybody_its_methods(market, world):
    for path, methods in addresses(market, world).items():
        answer = market.nobody().ask("OPTIONS", path, headers={"Authorization": "Bearer none"})
        assert answer.status_code == 200, (path, answer.text)
        assert answer.data == b""
        heads = {"HEAD"} if "GET" in methods else set()
        assert answer.allow.as_set(True) == methods | heads | {"OPTIONS"}, path


def test_other_methods_are_refused_with_those_that_there_are(market, world):
    for path, methods in addresses(market, world).items():
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"} - methods:
            answer = market.client.ask(method, path)
            assert refused(answer, 405, "method-not-allowed"), (method, path)
            assert methods <= answer.allow.as_set(True)


def test_options_of_nothing_are_not_to_be_had(market):
    assert refused(market.nobody().ask("OPTIONS", "/nothing"), 404, "not-found")


def test_asking_for_methods_is_no_try_to_log_in(market):
    for _ in range(3):
        assert market.nobody().ask("OPTIONS", "/auth/login").status_code == 200
    wrong = {"email": "a@shop.example", "password": "none"}
    assert market.nobody().post("/auth/login", wrong).status_code == 401


def test_a_head_says_all_that_a_get_says_but_the_content(market, world):
    compared = 0
    for operation, rule, method in routes(market.application):
        if method != "GET" or operation in ENDLESS:
            continue
        path = address(rule, Values(world.ids))
        got, head = market.client.get(path), market.client.ask("HEAD", path)
        assert head.data == b"", path
        assert head.status_code == got.status_code, path
        named = [{n: v for n, v in a.headers.items() if n not in PASSING} for a in (got, head)]
        assert named[0] == named[1], path
        compared += got.status_code == 200
    assert compared > 40


@pytest.fixture
def shared_with(market, monkeypatch):
    def share(origins):
        monkeypatch.setenv("WERKBANK_CORS_ORIGINS", origins)
        settings.cache_clear()

    yield share
    monkeypatch.undo()
    settings.cache_clear()


SHOP = {"Origin": "https://shop.example"}
PREFLIGHT = SHOP | {"Access-Control-Request-Method": "PATCH"}


def cors(answer):
    return {n: v for n, v in answer.headers.items() if n.startswith("Access-Control-")}


def test_pages_of_other_origins_may_nothing_unless_the_operator_says_so(market, shared_with):
    assert not cors(market.client.get("/projects", headers=SHOP))
    shared_with("https://other.example")
    for headers in (SHOP, {}, {"Origin": "null"}, {"Origin": "https://other.example.evil.example"}):
        answer = market.client.get("/projects", headers=headers)
        assert not cors(answer)
        assert "Origin" in answer.vary
    assert not cors(market.nobody().ask("OPTIONS", "/projects", headers=PREFLIGHT))


def test_pages_of_a_listed_origin_may_ask_with_cookies_and_read_headers(market, shared_with):
    shared_with("https://other.example, https://shop.example")
    answer = market.client.get("/projects", headers=SHOP)
    assert answer.headers["Access-Control-Allow-Origin"] == SHOP["Origin"]
    assert answer.headers["Access-Control-Allow-Credentials"] == "true"
    assert "Origin" in answer.vary
    exposed = answer.headers["Access-Control-Expose-Headers"].split(", ")
    assert {"ETag", "Location", "Retry-After", "RateLimit", "Idempotent-Replayed"} <= set(exposed)
    missing = market.client.get("/projects/none", headers=SHOP)
    assert missing.headers["Access-Control-Allow-Origin"] == SHOP["Origin"]


def test_any_origin_may_ask_but_never_with_cookies(market, shared_with):
    shared_with("*")
    for answer in (
        market.client.get("/projects", headers=SHOP),
        market.nobody().ask("OPTIONS", "/projects", headers=PREFLIGHT),
    ):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers


def test_a_preflight_is_answered_to_anybody_and_kept(market, world, shared_with):
    shared_with("https://shop.example")
    path = f"/processes/{world.ids['process_id']}"
    answer = market.nobody().ask("OPTIONS", path, headers=PREFLIGHT)
    assert answer.status_code == 200
    assert {"DELETE", "GET", "PATCH"} <= set(
        answer.headers["Access-Control-Allow-Methods"].split(", ")
    )
    allowed = answer.headers["Access-Control-Allow-Headers"].split(", ")
    assert {"Authorization", "If-Match", "Idempotency-Key", "X-CSRF-Token"} <= set(allowed)
    assert int(answer.headers["Access-Control-Max-Age"]) > 600


def test_pages_beside_the_api_are_shared_with_nobody(market, shared_with):
    shared_with("*")
    answer = market.application.test_client().get("/developers", headers=SHOP)
    assert answer.status_code == 200
    assert not cors(answer)


@pytest.mark.parametrize(
    "origins",
    [
        "shop.example",
        "https://shop.example/",
        "*, https://a.example",
        "https://Shop.example",
        "ftp://a.example",
        "null",
    ],
)
def test_what_is_no_origin_is_refused_at_the_start(shared_with, origins):
    shared_with(origins)
    with pytest.raises(ValueError, match="is no origin"):
        settings()
