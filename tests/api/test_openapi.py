"""The API document: valid and complete; test_generated_requests.py holds that it is true."""

import re

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.support.callers import API, Caller, site
from tests.support.worlds.one_of_everything import one_of_everything

pytestmark = pytest.mark.one_database

#: Never ends, so it cannot be asked in a row with others; its own tests read it.
ENDLESS = {"stream_events"}
#: Prove by themselves who asks, so that neither a token nor a kept answer guards them.
PROVING = {
    "begin_passkey_login",
    "log_in",
    "log_in_with_code",
    "log_in_with_passkey",
    "register",
}
WRITES = {"post", "put", "patch", "delete"}


@pytest.fixture
def application(database_url, monkeypatch, tmp_path):
    limits = {"logins_per_minute": 10_000, "anonymous_writes_per_minute": 100_000}
    with site(database_url, monkeypatch, tmp_path, **limits) as application:
        yield application


@pytest.fixture
def document(application):
    return Caller(application).get("/openapi.json").json


def operations(document):
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def resolved(document, part):
    """What a reference within the document stands for."""
    if "$ref" not in part:
        return part
    value = document
    for step in part["$ref"].removeprefix("#/").split("/"):
        value = value[step]
    return value


def test_the_document_is_valid_openapi_3_1(document):
    assert document["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(document).validate()


def test_every_operation_has_a_name_a_summary_and_a_described_tag(document):
    names = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(names) == len(set(names))
    assert all(re.fullmatch("[a-z]+(_[a-z]+)*", name) for name in names)
    described = {tag["name"] for tag in document["tags"]}
    assert len(described) == len(document["tags"])
    for path, method, operation in operations(document):
        assert operation["summary"], (method, path)
        assert set(operation["tags"]) <= described, (method, path)


def test_every_model_stands_in_the_document_once(document):
    schemas = document["components"]["schemas"]
    assert not [name for name in schemas if "." in name or "HTTPError" in name]
    assert schemas["Problem"]["description"] == "RFC 9457 problem document"


def test_every_error_is_documented_as_a_problem_document(document):
    for path, method, operation in operations(document):
        for status, response in operation["responses"].items():
            if status < "400" or operation["operationId"] == "get_health":
                continue
            content = resolved(document, response)["content"]
            assert list(content) == ["application/problem+json"], (method, path, status)


def test_every_write_takes_an_idempotency_key_and_a_dry_run(document):
    for path, method, operation in operations(document):
        names = {resolved(document, p)["name"] for p in operation.get("parameters", [])}
        if method in WRITES:
            assert "dry_run" in names, (method, path)
            keeps_key = operation["operationId"] not in PROVING
            assert ("Idempotency-Key" in names) == keeps_key, (method, path)
        else:
            assert not names & {"dry_run", "Idempotency-Key"}, (method, path)
        assert ("If-Match" in names) == ("412" in operation["responses"]), (method, path)


def test_writes_by_cookie_need_the_csrf_token(document):
    schemes = document["components"]["securitySchemes"]
    assert set(schemes) == {"api_key", "session", "csrf_token"}
    for path, method, operation in operations(document):
        if method in WRITES and operation["operationId"] not in PROVING:
            by_cookie = [way for way in operation["security"] if "session" in way]
            assert by_cookie == [{"session": [], "csrf_token": []}], (method, path)


def test_ids_in_paths_are_documented_as_uuids(document):
    for path, method, operation in operations(document):
        for parameter in operation.get("parameters", []):
            if parameter.get("in") == "path" and parameter["name"].endswith("_id"):
                assert parameter["schema"]["format"] == "uuid", (method, path)


def test_every_route_below_the_base_path_is_documented(application, document):
    documented = {
        (method.upper(), re.sub("{[a-z_]+}", "{}", path))
        for path, method, _ in operations(document)
    }
    for rule in application.url_map.iter_rules():
        if rule.rule.startswith(API) and not rule.endpoint.startswith(("docs.", "openapi.")):
            path = re.sub("<[^>]+>", "{}", rule.rule)
            for method in rule.methods - {"HEAD", "OPTIONS"}:
                assert (method, path) in documented


@pytest.fixture
def known(application):
    return one_of_everything(application)


def test_who_is_nobody_gets_no_data_from_any_operation(application, document, known):
    """401 or 404, and for what is open to all nothing that belongs to somebody."""
    for path, method, operation in operations(document):
        if method == "get" and operation["operationId"] not in ENDLESS:
            address = path.removeprefix(API).format_map({"name": "process", **known})
            answer = Caller(application).get(address)
            assert answer.status_code in (200, 401, 404), (path, answer.status_code)
            assert "Bracket" not in answer.text, path
