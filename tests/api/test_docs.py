"""The pages of the documentation: complete, and made of our own files only."""

import re

import pytest

from service.api.http.problem_types import SLUGS, TABLE
from service.api.reference import pages
from tests.support.callers import API, Caller, site

pytestmark = pytest.mark.one_database

PAGES = ("//", f"/{API}/docs", f"/{API}/docs/problems", f"/{API}/docs/events")


@pytest.fixture
def anybody(database_url, monkeypatch, tmp_path):
    with site(database_url, monkeypatch, tmp_path) as application:
        yield Caller(application)


def links(page):
    return re.findall(r'(?:href|src)="([^"]+)"', page.text)


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


@pytest.mark.parametrize("path", PAGES)
def test_every_link_of_a_page_leads_somewhere(anybody, path):
    for address in links(anybody.get(path)):
        if address.startswith("/"):
            assert anybody.get("/" + address.split("#")[0]).status_code == 200, address


def test_every_problem_that_can_be_answered_is_explained_at_its_address(anybody):
    page = anybody.get("/docs/problems")
    answer = anybody.get("/projects/none")
    path, anchor = answer.json["type"].split("#")
    assert path == f"{API}/docs/problems"
    assert f'id="{anchor}"' in page.text
    slugs = {row.slug for row in TABLE.values()} | set(SLUGS.values())
    assert set(re.findall(r'<section class="problem" id="([^"]+)"', page.text)) == slugs


def test_every_kind_of_problem_has_a_sentence_and_one_status():
    for entry in pages.explained():
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
    assert "127.0.0.1:5555" in anybody.get("//").text
    monkeypatch.setattr(pages.settings(), "embedded", False)
    assert "5555" not in anybody.get("//").text


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
