"""The API document: valid, complete, and true of what the service really answers."""

import io
import re
from contextlib import suppress
from uuid import UUID

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from benchmarks import example_client
from service.database import transactions
from service.sourcing import dispatch
from service.verification import verify
from tests.support.callers import API, Caller, site, user
from tests.support.meshes import cube_stl

pytestmark = pytest.mark.one_database

#: Never ends, so it cannot be asked in a row with others; its own tests read it.
ENDLESS = {"stream_events"}
#: Prove by themselves who asks, so that neither a token nor a kept answer guards them.
PROVING = {"log_in", "register"}
#: What spoils the ground for the others comes last.
LAST = {"delete", "remove", "revoke", "log"}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
#: How many requests are made up for each operation, as the document says and otherwise.
EXAMPLES = {schemathesis.GenerationMode.POSITIVE: 3, schemathesis.GenerationMode.NEGATIVE: 2}
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
    """Somebody who has one of everything, and the ids by the names that paths have for them."""
    with transactions.writing() as session:
        contractor_id = example_client.create_client(session).contractor_ids[0]
    ada = user(application, "Ada", is_operator=True)
    organization_id = ada.me["home_id"]
    project_id = ada.project(title="Bracket")
    process_id = ada.process(project_id, quantity=2, material_id="pa12")
    uploaded = ada.post(
        f"/processes/{process_id}/files",
        data={"file": (io.BytesIO(cube_stl()), "cube.stl"), "unit": "mm"},
        content_type="multipart/form-data",
    )
    send(ada, project_id, process_id)
    attachment = ada.post(
        f"/processes/{process_id}/messages/attachments",
        data={"file": (io.BytesIO(b"a note"), "note.txt")},
        content_type="multipart/form-data",
    )
    machines = ada.get(f"/contractors/{contractor_id}").json["machines"]
    webhook_id = ada.post("/webhooks", {"url": "https://shop.example/hooks"}).json["id"]
    return {
        "webhook_id": webhook_id,
        "delivery_id": ada.post(f"/webhooks/{webhook_id}/test").json["id"],
        "project_id": project_id,
        "process_id": process_id,
        "other_id": ada.process(project_id),
        "verification": "1",
        "other": "1",
        "file_id": uploaded.json["id"],
        "attachment_id": attachment.json["id"],
        "number": ada.get(f"/processes/{process_id}/documents").json["items"][0]["number"],
        "organization_id": organization_id,
        "contractor_id": str(contractor_id),
        "machine_id": machines[0]["id"],
        "role_id": ada.get(f"/organizations/{organization_id}/roles").json["items"][0]["id"],
        "user_id": ada.me["user"]["id"],
        "key_id": ada.post("/api_keys", {"name": "other"}).json["id"],
        "request_id": ada.get(f"/processes/{process_id}").json["requests"][0]["id"],
        "key": ada.post("/api_keys", {"name": "shop"}).json["key"],
    }


def send(caller, project_id, process_id):
    """Have a process verified and sent to the cheapest contractor, doing what workers do."""
    body = {"process_ids": [process_id], "send": True}
    answer = caller.post(f"/projects/{project_id}/verify", body)
    assert answer.json["items"][0]["accepted"], answer.text
    verify.verify(UUID(process_id))
    dispatch.send(UUID(process_id), lambda outgoing: {"inbox": {"delivered_at": "now"}})
    assert caller.get(f"/processes/{process_id}").json["state"] == "sent"


def closing(application):
    """The application for a client that neither closes its answers nor unpacks what it takes."""

    def call(environ, start_response):
        environ.pop("HTTP_ACCEPT_ENCODING", None)
        answer = application(environ, start_response)
        try:
            return list(answer)
        finally:
            answer.close()

    return call


def _failures(operation, known, mode, examples):
    """Ask an operation with generated input; what was not as documented."""
    failures = []

    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), ours=st.integers(0, 3))
    def ask(case, ours):
        if ours:  # mostly without conditions, which nothing made up can fulfil
            for name in ("If-Match", "If-None-Match"):
                (case.headers or {}).pop(name, None)
        if ours and case.path_parameters:  # mostly something that is there
            case.path_parameters.update(
                {name: known[name] for name in case.path_parameters if name in known}
            )
        headers = {"Authorization": f"Bearer {known['key']}"}
        response = case.call(headers=headers)
        try:
            case.validate_response(response, checks=CHECKS)
        except (Failure, FailureGroup) as failure:
            reasons = getattr(failure, "exceptions", [failure])
            said = "; ".join(str(reason)[:400] for reason in reasons)
            failures.append(f"{case.as_curl_command()}\n  {response.status_code}: {said}")

    with suppress(Unsatisfiable):  # of what takes nothing, nothing can be wrong
        ask()
    return failures


@pytest.mark.timeout(300)
def test_no_generated_request_meets_a_bug_or_an_undocumented_answer(application, known):
    schema = schemathesis.openapi.from_wsgi(f"{API}/openapi.json", closing(application))
    all_operations = [result.ok() for result in schema.get_all_operations()]
    failures = []
    for operation in sorted(all_operations, key=_is_destructive):
        if operation.definition.raw["operationId"] in ENDLESS:
            continue
        for mode, examples in EXAMPLES.items():
            failures += _failures(operation, known, mode, examples)
    assert not failures, "\n\n".join([f"{len(failures)} answers:", *failures])


def _is_destructive(operation):
    return operation.definition.raw["operationId"].split("_")[0] in LAST


def test_who_is_nobody_gets_no_data_from_any_operation(application, document, known):
    """401 or 404, and for what is open to all nothing that belongs to somebody."""
    for path, method, operation in operations(document):
        if method == "get" and operation["operationId"] not in ENDLESS:
            address = path.removeprefix(API).format_map({"name": "process", **known})
            answer = Caller(application).get(address)
            assert answer.status_code in (200, 401, 404), (path, answer.status_code)
            assert "Bracket" not in answer.text, path
