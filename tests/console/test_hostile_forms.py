"""Whatever a form holds, what answers it is a page or a problem, and no error of ours."""

import json
import re
from urllib.parse import quote
from uuid import uuid4

import pytest
from flask import request

from service.api.http import forbidden_signs
from service.console import part_forms
from tests.support import security_page
from tests.support.console_pages import HTML, send
from tests.support.paths import ROOT
from tests.support.worlds import marketplace as markets

pytestmark = pytest.mark.one_database

#: What fields of forms are called, in whichever template they stand; and those that pages make up.
NAMES = {
    *re.findall(
        r'name="([a-z_]+)"',
        "".join(
            path.read_text(encoding="utf-8")
            for folder in ("console/templates", "api/pages")
            for path in sorted((ROOT / "service" / folder).rglob("*.html"))
        ),
    ),
    *("quantity", "tolerance_mm", "name", "street", "email", "password", "code", "pieces", "made"),
} - {"csrf_token", "file", "viewport"}
DEEP = '{"details": {"a": ' + "[" * 900 + "]" * 900 + "}}"
WRONG = (
    "a\x00b",
    "9" * 5000,
    "/app\r\nX-A: b",
    "\u202e\U0001f600 ' OR 1=1 -- <script>",
    "nan",
    "-1e999999999",
    "2026-02-30",
    json.dumps({"notes": "\x00", "details": {"\x00": "\x00"}}),
    "[]",
)
#: Moves and ways of a form, without which its other fields are not read.
ACTIONS = ("counter_offer", "ask", "x")
#: Moves that addresses name: one that fits a state, one that fits none, and what is none.
TRIGGERS = ("cancel", "ship", "\x00")


@pytest.fixture(scope="module")
def market(database_kind, tmp_path_factory):
    with markets.shared(database_kind, tmp_path_factory.mktemp("var")) as market:
        yield market


@pytest.fixture(scope="module")
def places(market):
    """By who may act there, what the addresses of forms name."""
    process_id, (contractor, _other) = market.send()
    process = market.client.get(f"/processes/{process_id}").json
    (asked,) = contractor.get("/requests").json["items"]
    draft = market.client.draft(notes="a draft")
    file_id = market.client.upload(draft).json["id"]
    own = {"project_id": process["project_id"], "file_id": file_id}
    return [
        (market.client, {**own, "process_id": process_id}),
        (market.client, {**own, "process_id": draft}),
        (contractor, {"request_id": asked["id"], "version": asked["version"]}),
    ]


def forms(market, where):
    """The addresses under which a form may be sent, for the places that somebody has."""
    for rule in market.application.url_map.iter_rules():
        if "POST" not in rule.methods or rule.rule.startswith("/api/"):
            continue
        if rule.arguments <= {*where, "trigger", "token"}:
            for trigger in TRIGGERS if "trigger" in rule.arguments else TRIGGERS[:1]:
                values = {"token": "a.b.c", **where, "trigger": trigger}
                yield rule.rule, rule.build({n: values[n] for n in rule.arguments})[1]


@pytest.mark.timeout(600)  # it grows with the pages
def test_no_value_in_any_field_of_any_form_is_an_error_of_ours(market, places):
    asked, routes = 0, set()
    for caller, where in places[1:]:  # the first one's forms are those of the second one
        done = {*routes}
        for rule, address in forms(market, where):
            if "sign-out" in rule or "delete" in rule:
                continue
            routes.add(rule)
            for fields in filled(rule, where) if rule not in done else ():
                answer = send_to(caller, address, fields)
                asked += 1
                said = {name: value[:20] for name, value in fields.items()}
                assert answer.status_code < 500, f"{rule} {said}: {answer.text[:500]}"
    assert len(routes) > 20
    security_page.count("forms of pages with a wrong value in every field", asked)


def filled(rule, where):
    """Forms that hold a wrong value in every field, in several of them where one is long."""
    takes_action = rule.endswith(("<uuid:request_id>", "<string:token>"))
    version = str(where.get("version", 0))
    acting = [{"action": action, "version": version} for action in ACTIONS if takes_action]
    asks_for_password = re.search("sign-in|register|security|reset|invitation|code", rule)
    for value in WRONG[:2] if asks_for_password else WRONG:  # each takes the time of a password
        names = sorted(NAMES)
        together = 60_000 // len(quote(value))
        for start in range(0, len(names), together):
            fields = dict.fromkeys(names[start : start + together], value)
            yield {**fields, f"offer-{value[:99]}": value}
            yield from ({**fields, **action} for action in acting if len(value) < 1000)


def send_to(caller, address, fields):
    form = {"csrf_token": caller.headers.get("X-CSRF-Token", ""), **fields}
    headers = {**HTML, "Origin": "http://localhost"}
    return caller.ask("POST", f"/{address}", headers=headers, data=form)


@pytest.mark.parametrize("name", ["text", "request_id", "x\x00"])
def test_no_form_brings_a_sign_that_no_text_may_hold(market, places, name):
    client, where = places[0]
    path = f"/processes/{where['process_id']}/messages"
    before = client.get(path).json
    answer = send(client, f"/parts/{where['process_id']}/messages", {name: "\x00", "x": "y"})
    assert answer.status_code == 400
    assert "NUL" in answer.text
    assert client.get(path).json == before


def test_nor_does_an_address_outside_the_api(market):
    answer = market.nobody().get("//app/sign-in?next=%00", headers=HTML)
    assert (answer.status_code, "NUL" in answer.text) == (400, True)


def test_forms_of_uploads_are_read_as_those_of_pages(market):
    with (
        market.application.test_request_context(
            "/", method="POST", data={"a": "b\x00"}, content_type="multipart/form-data"
        ),
        pytest.raises(forbidden_signs.BadText),
    ):
        request.form.get("a")


@pytest.mark.parametrize("changes", [DEEP, '{"details": {"a": "\\u0000"}}', "{", "[1]", "NaN", ""])
def test_a_change_in_a_form_is_read_as_strictly_as_one_over_the_api(market, places, changes):
    client, where = places[1]
    path = f"/parts/{where['process_id']}"
    before = client.get(f"/processes/{where['process_id']}").json
    assert send(client, f"{path}/changes", {"changes": changes}).status_code == 422
    assert client.get(f"/processes/{where['process_id']}").json == before


def test_a_number_with_more_digits_than_are_read_is_told_as_none(market, places):
    client, where = places[1]
    longest = "9" * part_forms.MOST_DIGITS
    assert part_forms.whole_number(longest) == int(longest)
    for digits in (longest + "9", "9" * 5000):
        answer = send(client, f"/parts/{where['process_id']}", {"quantity": digits})
        assert answer.status_code == 422


def test_a_move_that_is_refused_shows_the_page_that_it_was_asked_for_on(market, places):
    client, where = places[1]
    path = f"/parts/{where['process_id']}"
    answer = send(client, f"{path}/actions/ship")
    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    other = send(client, f"{path}/repairs/{where['file_id']}")
    assert (other.status_code, 'role="alert"' in other.text) == (409, True)


@pytest.mark.parametrize("picked", [{"offer-x": "1"}, {f"offer-{uuid4()}": "x"}])
def test_an_offer_that_is_none_is_told(market, places, picked):
    client, where = places[0]
    answer = send(client, f"/projects/{where['project_id']}/accept", picked)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
