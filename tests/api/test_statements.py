"""An answer costs the database what its fields need, however many rows it has."""

import pytest

from service.api.orders.process_fields import FOR_EVERYBODY, FOR_THE_CLIENT
from service.api.orders.process_rows import ProcessRow
from service.api.orders.project_presenter import FlatProject
from service.api.sourcing.request_presenter import RequestOfInbox
from service.orders.configuration import Configuration
from tests.support.orders import confirmed, request_of, statements
from tests.support.worlds.marketplace import ADDRESS, refused

#: What each question may cost: who asks, whether they may, and what is shown.
MOST = {
    "/processes/{draft}": 10,
    "/processes/{draft}?fields=id,state,version": 6,
    "/processes/{sent}": 13,
    "/processes/{sent}?fields=id,state,quantity": 6,
    "/processes/{sent}?fields=files": 7,
    "/processes/{sent}?fields=files,completeness": 6,
    "/projects/{drafts}": 8,
    "/projects/{drafts}?include=processes": 10,
    "/projects/{drafts}?fields=id,title,version": 5,
    "/projects/{drafts}?fields=status,process_count": 6,
    "/projects/{drafts}?fields=processes.id,processes.state": 6,
    "/projects?limit=200": 8,
    "/projects?limit=200&fields=id,title": 4,
    "/projects?limit=200&include=processes": 20,
}


#: The same of changes; each writes a row, its history, and an event.
MOST_OF_CHANGES = [
    ("POST", "/projects", {"title": "new"}, 7),
    ("PATCH", "/projects/{drafts}", {"title": "many"}, 12),
    ("POST", "/projects/{drafts}/processes", {"quantity": 1}, 17),
    ("PATCH", "/processes/{draft}", {"quantity": 7}, 14),
    ("PUT", "/processes/{draft}/files/note.txt", b"a note", 19),
]
#: The same of refusals, which say how the process stands.
MOST_OF_REFUSALS = [
    ("PATCH", "/processes/{sent}", {"quantity": 7}, 11),
    ("POST", "/processes/{confirmed}/actions/verify", {}, 12),
]


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


@pytest.fixture(scope="module")
def orders(market):
    """Something of each kind, by what it is; `drafts` is a project."""
    sent, (contractor, _) = market.send(2)
    project_id = market.client.project(title="many")
    for number in range(3):
        market.client.process(project_id, title=str(number), quantity=2, delivery_address=ADDRESS)
    return {
        "draft": market.client.draft(quantity=1),
        "sent": sent,
        "confirmed": confirmed(market)[0],
        "drafts": project_id,
        "contractor": contractor,
    }


def names_of(model):
    """The names of its fields in an answer."""
    return [
        field.serialization_alias or field.alias or name
        for name, field in model.model_fields.items()
    ]


def cost(caller, path):
    """How many statements an answer takes, beside the beginnings of transactions."""
    with statements() as sent:
        assert caller.get(path).status_code == 200
    return len([statement for statement in sent if not statement.startswith("BEGIN")])


@pytest.mark.parametrize(("path", "most"), MOST.items())
def test_a_question_costs_no_more_than_its_fields_need(market, orders, path, most):
    path = path.format_map(orders)
    market.client.get(path)
    assert cost(market.client, path) <= most


@pytest.mark.parametrize(("method", "path", "body", "most"), MOST_OF_CHANGES)
def test_a_change_costs_no_more_than_it_needs(market, orders, method, path, body, most):
    sent = {"data": body} if isinstance(body, bytes) else {"json": body}
    with statements() as made:
        answer = market.client.ask(method, path.format_map(orders), **sent)
    assert answer.status_code < 300, answer.text
    assert len([each for each in made if not each.startswith("BEGIN")]) <= most


@pytest.mark.parametrize(("method", "path", "body", "most"), MOST_OF_REFUSALS)
def test_a_refusal_costs_no_more_than_what_it_says(market, orders, method, path, body, most):
    with statements() as made:
        answer = market.client.ask(method, path.format_map(orders), json=body)
    assert refused(answer, 409, "illegal-move")
    assert answer.json.keys() >= {"state", "version", "actions"}
    assert len([each for each in made if not each.startswith("BEGIN")]) <= most


@pytest.mark.parametrize("path", [path for path in MOST if "drafts" in path])
def test_a_project_costs_the_same_however_many_parts_it_has(market, orders, path):
    path = path.format_map(orders)
    before = cost(market.client, path)
    for _ in range(10):
        market.client.process(orders["drafts"], quantity=1)
    assert cost(market.client, path) == before


@pytest.mark.parametrize(
    "path", ["/requests?limit=200", "/requests?limit=200&fields=id,state", "/requests/projects"]
)
def test_an_inbox_costs_the_same_however_many_requests_it_has(market, orders, path):
    before = cost(orders["contractor"], path)
    market.send(2), market.send(2)
    assert cost(orders["contractor"], path) == before


@pytest.mark.parametrize("kind", ["draft", "sent", "confirmed"])
def test_each_field_of_a_process_is_alone_what_it_is_among_all(market, orders, kind):
    names = [*FOR_EVERYBODY, *FOR_THE_CLIENT, *Configuration.model_fields]
    path = f"/processes/{orders[kind]}"
    whole = market.client.get(path).json
    for name in names:
        assert market.client.get(f"{path}?fields={name}").json == {name: whole.get(name)}
    assert market.client.get(f"{path}?fields={','.join(names)}").json.items() >= whole.items()


def test_each_field_of_a_request_is_alone_what_it_is_among_all(market, orders):
    request_id = request_of(orders["contractor"], orders["sent"])["id"]
    whole = orders["contractor"].get(f"/requests/{request_id}").json
    for name in RequestOfInbox.model_fields.keys() - {"dry_run"}:
        path = f"/requests/{request_id}?fields={name}"
        assert orders["contractor"].get(path).json == {name: whole[name]}
        items = orders["contractor"].get(f"/requests?limit=200&fields=id,{name}").json["items"]
        assert {"id": request_id, name: whole[name]} in items


def test_each_field_of_a_project_is_alone_what_it_is_among_all(market, orders):
    items = market.client.get("/projects?limit=200&include=processes").json["items"]
    whole = {each["id"]: each for each in items}
    for name in names_of(FlatProject):
        path = f"/projects?limit=200&fields=id,{name}"
        items = market.client.get(path).json["items"]
        assert items == [{"id": id, name: each[name]} for id, each in whole.items()]
        path = f"/projects/{orders['drafts']}"
        assert market.client.get(f"{path}?fields={name}").json == {
            name: market.client.get(path).json[name]
        }


def test_fields_of_rows_are_named_with_a_dot(market, orders):
    path = f"/projects/{orders['drafts']}"
    whole = market.client.get(path).json["processes"]
    for name in names_of(ProcessRow):
        rows = market.client.get(f"{path}?fields=title,processes.{name}").json
        assert rows == {"title": "many", "processes": [{name: row.get(name)} for row in whole]}
    both = "fields=processes.id,processes.notes&include=processes"
    assert market.client.get(f"{path}?{both}").json["processes"][0].keys() == {"id", "notes"}
    listed = market.client.get("/projects?limit=200&fields=processes.id,id").json["items"]
    assert {"id": orders["drafts"], "processes": [{"id": row["id"]} for row in whole]} in listed


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("/projects?fields=titel", "there is no field titel; did you mean title?"),
        ("/projects?q=nothing-is-called-so&fields=titel", "did you mean title?"),
        ("/projects/{drafts}?fields=processes.titel", "did you mean title?"),
        ("/projects/{drafts}?fields=title.length", "title has no fields of its own"),
        ("/processes/{draft}?fields=id.length", "id has no fields of its own"),
    ],
)
def test_a_field_that_there_is_not_is_told_in_lists_too(market, orders, path, detail):
    answer = market.client.get(path.format_map(orders))
    assert refused(answer, 422, "invalid")
    assert detail in answer.json["detail"]


def test_an_inbox_tells_of_a_field_that_there_is_not(market, orders):
    answer = orders["contractor"].get("/requests?fields=stat")
    assert refused(answer, 422, "invalid")
    assert "did you mean state?" in answer.json["detail"]


def test_a_project_is_changed_in_as_few_bytes_as_it_is_read(market, orders):
    path = f"/projects/{orders['drafts']}"
    changed = market.client.patch(path, {"title": "many"}).json
    read = market.client.get(path).json
    assert changed["processes"] == read["processes"]
