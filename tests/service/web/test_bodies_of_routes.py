"""How large the body of a request may be, route by route."""

import re

import pytest

from service.app import MAX_JSON_BYTES, assemble
from service.settings import settings
from tests.support.paths import ROOT


@pytest.fixture(scope="module")
def application():
    return assemble()


def of(application, method, path):
    return application.most_body_bytes(method, path)


def test_routes_that_take_files_take_large_bodies_and_others_do_not(application):
    process = "/api/v1/processes/01a22700-7c5b-7229-a679-a2119cc0ebea"
    large = settings().max_upload_bytes
    assert of(application, "POST", f"{process}/files") > large
    assert of(application, "PUT", f"{process}/files/part.stl") > large
    assert of(application, "POST", "/app") > large
    for method, path in (("GET", f"{process}/files"), ("POST", "/nothing"), ("PATCH", process)):
        assert of(application, method, path) == MAX_JSON_BYTES


def test_every_module_that_takes_uploads_marks_the_routes_that_do():
    calls = re.compile(r"\buploads\.(?:form|form_with|body|attachment|paper)\(")
    taking = [path for path in (ROOT / "service").rglob("*.py") if calls.search(path.read_text())]
    assert len(taking) >= 3
    for path in taking:
        assert "@uploads.takes_file\n" in path.read_text(), path


def test_every_operation_that_documents_a_file_as_its_body_takes_one(application):
    documented = 0
    for path, operations in application.spec["paths"].items():
        for method, operation in operations.items():
            content = operation.get("requestBody", {}).get("content", {})
            if content.keys() & {"multipart/form-data", "application/octet-stream"}:
                documented += 1
                filled = re.sub(r"{\w*id}", "01a22700-7c5b-7229-a679-a2119cc0ebea", path)
                filled = re.sub(r"{\w+}", "name", filled)
                most = of(application, method.upper(), filled)
                assert most > settings().max_upload_bytes, path
    assert documented >= 3
