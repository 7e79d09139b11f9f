"""The pages of the documentation: complete, and made of our own files only."""

import html
import re

import pytest

from service.api.http.problem_types import SLUGS, TABLE
from service.api.reference import pages, problems
from tests.support.callers import API, Caller, site
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database

DOCS = f"/{API}/docs"
PAGES = (
    *(
        "//developers",
        DOCS,
        f"{DOCS}/problems",
        f"{DOCS}/events",
        f"{DOCS}/try",
        f"{DOCS}/webhooks",
    ),
    *(f"{DOCS}/operations/accept_offer", f"{DOCS}/schemas/ProcessShown"),
)


@pytest.fixture
def anybody(database_url, monkeypatch, tmp_path):
    with site(database_url, monkeypatch, tmp_path) as application:
        yield Caller(application)


def links(page):
    return re.findall(r'(?:href|src)="([^"]+)"', page)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_may_load_its_own_files_and_nothing_else(anybody, path):
    page = anybody.get(path)
    assert page.status_code == 200
    assert page.mimetype == "text/html"
    policy = page.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "http" not in policy
    assert "script-src 'unsafe" not in policy
    loaded = re.findall(r'<(?:script|img|link)[^>]*(?:src|href)="([^"]+)"', page.text, re.S)
    assert loaded
    assert all(address.startswith("/") for address in loaded)
    assert "<script>" not in page.text


def test_every_link_of_a_page_leads_somewhere(anybody):
    pages = {address.split("#")[0]: anybody.get(address).text for address in PAGES}
    linked = {
        address
        for page in pages.values()
        for address in links(page)
        if not address.startswith("http")
    }
    shown = {"operations": set(), "schemas": set()}
    for address in sorted(linked):
        path, _, anchor = address.partition("#")
        name = re.fullmatch(rf"{DOCS[1:]}/(operations|schemas)/(\w+)", path)
        if name:
            shown[name[1]].add(name[2])
        elif path:
            page = anybody.get("/" + path)
            assert page.status_code == 200, address
            if anchor and not anchor.startswith("/"):  # which the script of /try reads
                assert f'id="{anchor}"' in page.text, address
    document = anybody.get("/openapi.json").json
    assert shown["operations"] == {each["operationId"] for each in operations(document)}
    assert shown["schemas"] == document["components"]["schemas"].keys()


def operations(document):
    return [operation for path in document["paths"].values() for operation in path.values()]


def test_every_operation_is_shown_with_its_fields_its_code_its_answers_and_what_may_follow(anybody):
    document = anybody.get("/openapi.json").json
    for operation in operations(document):
        page = anybody.get(f"/docs/operations/{operation['operationId']}").text
        for parameter in operation["parameters"]:
            assert parameter.get("name", "") in page
        for status, answer in operation["responses"].items():
            assert f">{status}</b>" in page
            for name in answer.get("links", {}):
                assert f'href="{DOCS[1:]}/operations/{name}"' in page
        assert page.count('<pre class="tab"') == 3
        assert ("answer-example" in page) == any(
            "example" in content
            for answer in operation["responses"].values()
            for content in answer.get("content", {}).values()
        )


def test_one_of_a_kind_is_counted_in_the_singular(anybody):
    page = anybody.get("/docs/operations/send_email_confirmation").text
    assert "at least 1 character ·" in page
    assert ">1 field<" in page
    assert "characters" in page


def test_every_schema_has_a_page_with_its_fields_or_its_values(anybody):
    document = anybody.get("/openapi.json").json
    for name in ("ProcessShown", "NewProcess", "ProcessState", "OfferShown", "Problem"):
        schema = document["components"]["schemas"][name]
        page = anybody.get(f"/docs/schemas/{name}").text
        for word in (*schema.get("properties", ()), *schema.get("enum", ())):
            assert f"<code>{word}</code>" in page
        for field in schema.get("properties", {}).values():
            assert field.get("description", "").split("`")[0].split(" of ")[0] in html.unescape(
                page
            )


def test_every_type_of_event_has_its_place_with_what_its_data_holds(anybody):
    page = anybody.get("/docs/webhooks").text
    document = anybody.get("/openapi.json").json
    for type in document["webhooks"]:
        assert f'id="{type}"' in page
    for field in document["components"]["schemas"]["OfferData"]["properties"]:
        assert f"<code>{field}</code>" in page


@pytest.mark.parametrize("kind", ["operations", "schemas"])
def test_what_is_not_in_the_document_has_no_page(anybody, kind):
    assert refused(anybody.get(f"/docs/{kind}/nonsense"), 404, "not-found")


def test_the_search_looks_through_operations_events_problems_and_schemas(anybody):
    answer = anybody.get("/docs/search.json")
    kinds = {entry["kind"] for entry in answer.json}
    assert {"GET", "POST", "event", "409", "schema"} <= kinds
    assert "max-age" in answer.headers["Cache-Control"]
    (upload,) = [entry for entry in answer.json if entry["href"].endswith("/upload_file")]
    assert "unit" in upload["words"].split()


def test_every_problem_that_can_be_answered_is_explained_at_its_address(anybody):
    page = anybody.get("/docs/problems")
    answer = anybody.get("/projects/none")
    path, anchor = answer.json["type"].split("#")
    assert path == f"{API}/docs/problems"
    assert f'id="{anchor}"' in page.text
    slugs = {row.slug for row in TABLE.values()} | set(SLUGS.values())
    assert set(re.findall(r'<section class="problem" id="([^"]+)"', page.text)) == slugs


def test_every_kind_of_problem_has_a_sentence_and_one_status():
    for entry in problems.explained():
        assert entry.title
        assert entry.meanings, entry.slug
        assert all(meaning.strip().endswith((".", ":")) for meaning in entry.meanings), entry.slug
    statuses = {}
    for row in TABLE.values():
        assert statuses.setdefault(row.slug, row.status) == row.status


def test_nothing_but_the_files_of_the_pages_is_given_out(anybody):
    for name in ("page.html", "__init__.py", "../docs.py", "%2e%2e/docs.py", "LICENSE"):
        assert anybody.get(f"/docs/assets/{name}").status_code == 404
    script = anybody.get("/docs/assets/reference.js")
    assert script.mimetype == "text/javascript"
    assert script.headers["X-Content-Type-Options"] == "nosniff"
    assert "max-age" in script.headers["Cache-Control"]


def test_flower_is_linked_where_one_machine_runs_everything(anybody, monkeypatch):
    assert "127.0.0.1:5555" in anybody.get("//developers").text
    monkeypatch.setattr(pages.settings(), "embedded", False)
    assert "5555" not in anybody.get("//developers").text


@pytest.mark.parametrize("name", ["process", "request"])
def test_the_lifecycles_are_given_out_as_data_text_and_picture(anybody, name):
    table = anybody.get(f"/workflows/{name}")
    assert table.json["name"] == name
    assert table.json["moves"]
    assert anybody.get(f"/workflows/{name}.mmd").text.startswith("stateDiagram-v2")
    picture = anybody.get(f"/workflows/{name}.svg")
    assert picture.mimetype == "image/svg+xml"
    assert picture.text.startswith("<svg")
    assert "default-src 'none'" in picture.headers["Content-Security-Policy"]


def test_a_lifecycle_that_has_not_changed_is_not_sent_again(anybody):
    first = anybody.get("/workflows/process.svg")
    assert "public" in first.headers["Cache-Control"]
    again = anybody.get("/workflows/process.svg", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_an_unknown_lifecycle_is_not_found(anybody):
    for name in ("nonsense", "nonsense.svg", "nonsense.mmd"):
        assert anybody.get(f"/workflows/{name}").status_code == 404
