"""Conditions of a request are held before anything happens, and before ranges (RFC 9110, 13)."""

import pytest

from service.settings import settings
from tests.support.tenants import Values, World, address, routes, stored
from tests.support.worlds import marketplace as markets
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database

CONTENT = b"0123456789"
#: Answer without the database, so that they have nothing which a condition could be about.
READING = {"estimate"}
ENDLESS = {"stream_events", "listen_to_events"}


@pytest.fixture(scope="module")
def everybody(database_kind, tmp_path_factory):
    limits = {"logins_per_minute": 100_000, "anonymous_writes_per_minute": 100_000}
    with markets.shared(database_kind, tmp_path_factory.mktemp("var"), **limits) as market:
        yield market


@pytest.fixture(scope="module")
def tenant(everybody):
    return World(everybody)


@pytest.fixture
def world(tenant):
    settings.cache_clear()  # their files are in the folder of the module
    return tenant


@pytest.fixture
def market(everybody, monkeypatch, tmp_path):
    markets.moved_to(tmp_path, monkeypatch)
    return everybody


@pytest.fixture
def file(market):
    path = f"/processes/{market.client.draft()}/files/a.bin"
    return market.client.put(path, data=CONTENT).json


def content(market, file, method="GET", **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return market.client.ask(method, f"/files/{file['id']}/content", headers=named)


def writes(world, everybody):
    """Each write of the API as somebody sends it who may: its name, method, path and body."""
    bodies = world.bodies()
    for operation, rule, method in routes(everybody.application):
        if method != "GET" and operation not in READING:
            yield operation, method, address(rule, Values(world.ids)), bodies.get(operation, {})


@pytest.mark.parametrize("header", ["If-Match", "If-None-Match"])
def test_no_write_gets_through_with_tags_that_cannot_be_read(everybody, world, header):
    before, refused_writes = stored(), 0
    for operation, method, path, body in writes(world, everybody):
        answer = everybody.client.ask(method, path, headers={header: "7"}, json=body)
        assert refused(answer, 400, "unreadable-tags"), operation
        refused_writes += 1
    assert refused_writes > 60
    assert stored() == before


def test_no_write_happens_to_another_version_than_the_expected_one(everybody, world):
    before, refused_writes = stored(), 0
    for operation, method, path, body in writes(world, everybody):
        answer = everybody.client.ask(method, path, headers={"If-Match": '"none"'}, json=body)
        assert answer.status_code >= 400, f"{operation}: {answer.text[:200]}"
        refused_writes += answer.status_code == 412
    assert refused_writes > 20
    assert stored() == before


def test_nothing_is_written_over_for_who_asks_that_nothing_is(everybody, world):
    before = stored()
    for operation, method, path, body in writes(world, everybody):
        answer = everybody.client.ask(method, path, headers={"If-None-Match": "*"}, json=body)
        assert answer.status_code >= 400, f"{operation}: {answer.text[:200]}"
    assert stored() == before


def test_a_read_for_another_version_is_refused_with_the_present_one(market, file):
    for path in (f"/processes/{file['process_id']}", f"/files/{file['id']}/content"):
        tag = market.client.get(path).headers["ETag"]
        stale = market.client.get(path, headers={"If-Match": '"0"'})
        assert refused(stale, 412, "version-moved-on")
        assert tag in stale.json["detail"]
        assert market.client.get(path, headers={"If-Match": "*"}).status_code == 200
        assert market.client.get(path, headers={"If-Match": f'"0", {tag}'}).status_code == 200
        weak = market.client.get(path, headers={"If-Match": f"W/{tag}"})
        assert refused(weak, 412, "version-moved-on")
        assert refused(market.client.get(path, headers={"If-Match": "7"}), 400, "unreadable-tags")


def test_what_the_caller_has_is_not_sent_again_even_in_part(market, file):
    known = f'"{file["sha256"]}"'
    for tags in (known, f"W/{known}", "*", f'"0", {known}'):
        for method in ("GET", "HEAD"):
            answer = content(market, file, method, If_None_Match=tags, Range="bytes=0-3")
            assert (answer.status_code, answer.data) == (304, b""), (method, tags)
            assert answer.headers["ETag"] == known
            assert "Content-Range" not in answer.headers
    behind = content(market, file, If_None_Match=known, Range="bytes=99-")
    assert behind.status_code == 304
    assert content(market, file, If_None_Match='"0"', Range="bytes=0-3").status_code == 206


def test_a_part_of_another_version_is_refused_before_the_range_is_looked_at(market, file):
    for asked in ("bytes=0-3", "bytes=99-"):
        answer = content(market, file, If_Match='"0"', Range=asked)
        assert refused(answer, 412, "version-moved-on")


def test_a_part_is_sent_only_of_the_very_content_that_the_caller_has(market, file):
    known = f'"{file["sha256"]}"'
    changed = content(market, file).headers.get("Last-Modified", "")
    for has, status in [
        (known, 206),
        (f" {known} ", 206),
        (f"W/{known}", 200),
        ('"0"', 200),
        (file["sha256"], 200),
        (changed, 200),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 200),
        ("*", 200),
    ]:
        answer = content(market, file, If_Range=has, Range="bytes=2-3")
        assert answer.status_code == status, has
        assert answer.data == (b"23" if status == 206 else CONTENT)
    assert content(market, file, If_Range='"0"', Range="bytes=99-").status_code == 200


def test_only_a_get_has_ranges(market, file):
    for asked in ("bytes=2-3", "bytes=99-"):
        answer = content(market, file, "HEAD", Range=asked)
        assert (answer.status_code, answer.headers["Content-Length"]) == (200, "10")


def test_the_document_says_which_reads_have_an_entity_tag(everybody, world):
    paths = everybody.client.get("/openapi.json").json["paths"]
    documented = {o["operationId"]: o["responses"] for p in paths.values() for o in p.values()}
    with_tag, documented_reads = (
        set(),
        {name for name, answers in documented.items() if "412" in answers},
    )
    for operation, rule, method in routes(everybody.application):
        if method != "GET" or operation not in documented or operation in ENDLESS:
            continue
        is_workshop = rule.endpoint.startswith(("workshops.", "requests.", "dossiers."))
        caller = world.contractor if is_workshop else everybody.client
        home = world.ids["workshop_id" if is_workshop else "organization_id"]
        path = address(rule, Values(world.ids | {"organization_id": home}))
        answer = caller.get(path, headers={"If-Match": '"none"'})
        assert (answer.status_code == 412) == ("ETag" in caller.get(path).headers), operation
        with_tag |= {operation} if answer.status_code == 412 else set()
    reads = {o["operationId"] for path in paths.values() for m, o in path.items() if m == "get"}
    assert sorted(with_tag) == sorted(documented_reads & reads)
