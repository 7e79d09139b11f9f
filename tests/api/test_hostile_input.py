"""Proves that bad input is answered with a clear problem, on every route, and leaves nothing."""

import json
import re
from contextlib import contextmanager
from uuid import uuid4

import pytest
import sqlalchemy as sa

from service import clock
from service.api.http import web
from service.app import MAX_JSON_BYTES
from service.database import transactions
from tests.support.tenants import World, address, is_problem, operation_of, routes, stored
from tests.support.worlds import marketplace as markets

#: Bodies that are no JSON, or no object.
UNREADABLE = {
    "cut off": b'{"title": ',
    "bare word": b"title",
    "list": b"[]",
    "text": b'"title"',
    "null": b"null",
    "not a number": b'{"title": NaN}',
    "infinite": b'{"quantity": 1e999}',
    "deep": b"[" * 100_000,
    "deep object": b'{"details":' * 50_000,
    "too deep to be shown": b'{"details": {"a": ' + b"[" * 252 + b"]" * 252 + b"}}",
    "NUL deep inside": b"[" * 800 + b'"\\u0000"' + b"]" * 800,
    "no UTF-8": b'{"title": "\xff\xfe"}',
    "lone surrogate": b'{"title": "\\ud800"}',
    "NUL": b'{"title": "\\u0000"}',
    "NUL as a key": b'{"details": {"\\u0000": 1}}',
}
#: Values of which most fields take none. What is taken must be right, and never 5xx.
WRONG = (
    None,
    True,
    -1,
    0.5,
    10**40,
    1e308,
    "",
    "\u202e\u0301\U0001f600 ﷽ ' OR 1=1 -- <script>",
    "\x00",
    "\n",
    "x" * 15_000,
    [],
    [None],
    ["x"] * 300,
    {},
    {"a": {"b": {"c": []}}},
    str(uuid4()),
    "2026-02-30T25:61:61Z",
    "9999999-01-01",
)
#: Tables that also a refused request may touch.
PASSED = re.compile(r"\b(sessions|api_keys|kept_answers|login_guesses)\b")


@pytest.fixture
def market(example_url, monkeypatch, tmp_path):
    limits = {"logins_per_minute": 100_000, "anonymous_writes_per_minute": 100_000}
    with markets.opened(example_url, monkeypatch, tmp_path, **limits) as market:
        yield market
    clock.reset()


@pytest.fixture
def world(market):
    return World(market)


def reading_json(market, world):
    """(operation, method, path, caller) of every route that reads JSON, for who may call it."""
    names = world.ids | {"name": "a.stl", "trigger": "edit"}
    for operation, rule, method in routes(market.application):
        if web.takes_json(market.application.view_functions[rule.endpoint]):
            is_workshop = rule.endpoint.startswith(("workshops.", "requests."))
            home = world.ids["workshop_id" if is_workshop else "organization_id"]
            path = address(rule, names | {"organization_id": home})
            caller = world.contractor if is_workshop else market.client
            yield operation, method, path, caller


def send(caller, method, path, body, content_type="application/json", **headers):
    return caller.ask(method, path, headers, data=body, content_type=content_type)


def test_what_cannot_be_read_is_a_problem_on_every_route_and_leaves_nothing(market, world):
    before = stored()
    answers = 0
    for operation, method, path, caller in reading_json(market, world):
        answers += 1
        for name, body in UNREADABLE.items():
            answer = send(caller, method, path, body)
            is_problem(answer, f"{operation}, {name}")
            assert answer.status_code in (400, 422), f"{operation}, {name}: {answer.text}"
    assert answers > 20
    assert stored() == before


def test_a_move_without_data_needs_no_body(market, world):
    path = f"/processes/{world.ids['other_id']}/actions"
    assert markets.refused(market.client.ask("POST", f"{path}/verify"), 409, "not-ready")
    assert market.client.ask("POST", f"{path}/cancel").json["state"] == "cancelled"


def test_other_media_types_are_refused_on_every_route(market, world):
    before = stored()
    for operation, method, path, caller in reading_json(market, world):
        for media_type in ("text/plain", "application/xml", "multipart/form-data", "", "a/b/c;;="):
            answer = send(caller, method, path, b"{}", media_type)
            is_problem(answer, f"{operation}, {media_type}")
            assert answer.status_code == 415, f"{operation}, {media_type}: {answer.text}"
    assert stored() == before


def test_a_wrong_value_in_any_field_is_refused_and_leaves_nothing_or_is_taken(market, world):
    bodies, refused = world.bodies() | of_workshop(world), 0
    views = filter(web.takes_json, market.application.view_functions.values())
    views = {operation_of(view): view for view in views}
    with counting_writes() as writes:
        for operation, method, path, caller in reading_json(market, world):
            if operation in ("log_in", "register", "change_password", "create_machine"):
                continue  # the first take the time of a password, the last is checked as put
            view = views[operation]
            for number, field in enumerate(fields_of(view, bodies[operation])):
                for value in WRONG[number % 3 :: 3]:  # all of them together take too long
                    before = len(writes)
                    body = json.dumps({**bodies[operation], field: value}).encode()
                    answer = send(caller, method, path, body)
                    where = f"{operation}, {field} = {value!r:.60}"
                    assert answer.status_code < 500, f"{where}: {answer.text[:300]}"
                    if answer.status_code >= 400:
                        refused += 1
                        is_problem(answer, where)
                        assert writes[before:] == [], where
    assert refused > 200


def of_workshop(world):
    """What the contractor's own terms and a machine look like now."""
    path = f"/organizations/{world.ids['workshop_id']}"
    machine = world.contractor.get(f"{path}/machines/{world.ids['machine_id']}").json["data"]
    terms = world.contractor.get(f"{path}/terms").json["terms"]
    return {
        "create_machine": machine,
        "put_machine": machine,
        "put_terms": terms,
    }


def fields_of(view, body):
    """The names of the fields that a route's body has or may have, and one that is none."""
    return sorted({*view._spec["body"].model_fields, *body, "no_such_field"})


@contextmanager
def counting_writes():
    """Yields a list that grows with every statement that was committed."""
    committed, engine = [], transactions.engine()

    def note(connection, cursor, statement, *_):
        if statement.startswith(("INSERT", "UPDATE", "DELETE")) and not PASSED.search(statement):
            connection.info.setdefault("written", []).append(statement)

    def commit(connection):
        committed.extend(connection.info.pop("written", ()))

    def roll_back(connection):
        connection.info.pop("written", None)

    listeners = {"after_cursor_execute": note, "commit": commit, "rollback": roll_back}
    for name, listener in listeners.items():
        sa.event.listen(engine, name, listener)
    try:
        yield committed
    finally:
        for name, listener in listeners.items():
            sa.event.remove(engine, name, listener)


@pytest.mark.parametrize("field", ["email", "password", "name"])
def test_a_wrong_value_in_a_registration_or_login_lets_nobody_in(market, field):
    visitor = market.visitor()
    good = {"email": "eve@shop.example", "password": "correct horse battery", "name": "Eve"}
    for value in WRONG:
        if (
            field != "email"
            and isinstance(value, str)
            and len(value.strip("\x00\n")) in range(1, 99)
        ):
            continue  # a name or password as good as any other
        for path, body in (
            ("/auth/register", {**good, field: value}),
            ("/auth/login", {"email": good["email"], "password": good["password"], field: value}),
        ):
            answer = send(visitor, "POST", path, json.dumps(body).encode())
            is_problem(answer, f"{path}, {field} = {value!r:.60}")


def test_a_body_that_is_too_large_is_not_read(market, world):
    body = b'{"title": "' + b"x" * 10_000_000 + b'"}'
    for operation, method, path, caller in reading_json(market, world):
        answer = send(caller, method, path, body)
        is_problem(answer, operation)
        assert answer.status_code == 413, operation
    assert len(body) > MAX_JSON_BYTES


def test_no_more_than_two_hundred_ids_at_once(market, world):
    path, many = f"/projects/{world.ids['project_id']}", [str(uuid4()) for _ in range(201)]
    for what in ("verify", "send"):
        assert markets.refused(
            market.client.post(f"{path}/{what}", {"process_ids": many}), 422, "invalid"
        )
        empty = market.client.post(f"{path}/{what}", {"process_ids": []})
        assert markets.refused(empty, 422, "invalid")
    for several in ("/projects", f"{path}/processes"):
        for ids in (",".join(many), "", ",,,", "a,b", f"{many[0]};{many[1]}", "%00"):
            is_problem(market.client.delete(f"{several}?ids={ids}"), f"{several}?ids={ids:.60}")


def test_the_same_id_twice_is_one(market, world):
    path, id = f"/projects/{world.ids['project_id']}/verify", world.ids["other_id"]
    answer = market.client.post(path, {"process_ids": [id, id.upper(), id]})
    assert [result["process_id"] for result in answer.json["items"]] == [id]


def test_text_of_any_language_comes_back_as_it_was(market):
    for title in (
        "Zahnrad Ø 20 µm ½",
        "шестерня",
        "歯車",
        "ﺗﺮﺱ",
        "⚙️ gear",
        "e\u0301",
        "' \" ; -- \\",
    ):
        project = market.client.post("/projects", {"title": title})
        assert project.status_code == 201, project.text
        shown = market.client.get(f"/projects/{project.json['id']}").json
        assert shown["title"] == title
        query = {"title": title}
        listed = market.client.get("/projects", query_string=query).json["items"]
        assert [p["title"] for p in listed] == [title]
