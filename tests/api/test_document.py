"""The API document as those read it who generate a client from it."""

import itertools
from collections import Counter

import pytest
from jsonschema import Draft202012Validator

from service.access.actor import SYSTEM
from service.access.permissions import RIGHTS
from service.api.http.enumerations import PROCESS_ACTIONS, REQUEST_ACTIONS
from service.api.http.openapi import examples, parts
from service.api.http.openapi.field_words import FIELD_WORDS
from service.api.orders.history import HistoryEntry
from service.api.verification.answers import QuoteShown
from service.app import assemble
from service.events import outbox
from service.events.catalogue import EVENTS, TYPES_OF_FEED, UnknownEventType
from service.manufacturing.geometry.analysis import UNITS_MM
from service.manufacturing.geometry.meshes import FORMATS
from service.manufacturing.quoting import standards
from workflows.process import PROCESS, ProcessState
from workflows.request import REQUEST

WORKFLOWS = {"Process": PROCESS, "Request": REQUEST}


@pytest.fixture(scope="module")
def document():
    application = assemble()
    with application.app_context():
        return application.spec


@pytest.fixture(scope="module")
def components(document):
    return document["components"]["schemas"]


def within(part):
    """Every object in a part of the document."""
    if isinstance(part, dict):
        yield part
        part = list(part.values())
    for each in part if isinstance(part, list) else ():
        yield from within(each)


def fields(components):
    """Every field of every schema, with the name of its component before it."""
    for model, schema in components.items():
        for part in within(schema):
            properties = part.get("properties")
            for name, field in properties.items() if isinstance(properties, dict) else ():
                if isinstance(field, dict):
                    yield f"{model}.{name}", field


def test_every_schema_has_a_title_of_its_own_and_no_number_behind_it(document, components):
    titles = Counter(
        part["title"]
        for part in within(document)
        if isinstance(part.get("title"), str) and part.keys() & {"type", "anyOf", "oneOf", "enum"}
    )
    assert [title for title, number in titles.items() if number > 1] == []
    assert [name for name in components if name[-1].isdigit()] == []
    untitled = {"JsonValue", "Problem"}
    assert {name for name, schema in components.items() if schema.get("title") != name} == untitled


def test_at_least_95_of_100_fields_are_described(components):
    described = [bool(field.get("description")) for _, field in fields(components)]
    assert len(described) > 1000
    assert sum(described) >= 0.95 * len(described)


def test_each_word_about_a_field_stands_in_the_document(components):
    """So that none is left behind when a field goes, or says now itself what it means."""
    descriptions = {(path, field.get("description")) for path, field in fields(components)}
    of_names = {(path.rpartition(".")[2], words) for path, words in descriptions}
    assert [
        name for name, words in FIELD_WORDS.items() if (name, words) not in descriptions | of_names
    ] == []


@pytest.mark.parametrize("name", ["Process", "Request"])
def test_states_triggers_and_actions_are_enumerations_made_from_the_tables(components, name):
    moves = WORKFLOWS[name].moves
    states = [state.value for state in WORKFLOWS[name].states]
    assert set(components[f"{name}State"]["enum"]) == set(states)
    assert set(components[f"{name}Trigger"]["enum"]) == {move.trigger for move in moves}
    actions = {move.trigger for move in moves if move.via == "action"}
    assert set(components[f"{name}Action"]["enum"]) == actions


def test_rights_technologies_units_and_formats_are_enumerations(components):
    assert set(components["Unit"]["enum"]) == set(UNITS_MM)
    assert set(components["ModelFormat"]["enum"]) == set(FORMATS)
    codes = {category.code for category in standards.CATEGORIES}
    assert set(components["Technology"]["enum"]) == codes
    assert len(components["Right"]["enum"]) == len(RIGHTS)


def test_no_field_lists_again_what_an_enumeration_has(components):
    """What is one of several named texts refers to their one list."""
    named = {tuple(schema["enum"]) for schema in components.values() if "enum" in schema}
    inline = [path for path, field in fields(components) if tuple(field.get("enum", ())) in named]
    assert inline == []


def test_tags_come_in_the_order_in_which_one_needs_them(document):
    order = [tag["name"] for tag in document["tags"]]
    assert order == list(parts.TAGS)
    first = itertools.takewhile(lambda name: name != "Catalogue", order)
    needed = ["Accounts", "API keys", "Projects", "Processes", "Files", "Verification", "Requests"]
    assert [name for name in first if name in needed] == needed


def operations(document):
    """Every operation by its name, with its method and path."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield operation["operationId"], method, path, operation


def body_of(document, operation):
    """The schema of what an operation reads."""
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    return document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]


def rows_of(workflow, trigger):
    return [row for row in workflow.moves if row.trigger == trigger and row.via == "action"]


@pytest.mark.parametrize("trigger", PROCESS_ACTIONS)
def test_every_move_of_a_process_is_an_operation_with_just_the_fields_that_it_takes(
    document, trigger
):
    by_name = {name: (method, path, each) for name, method, path, each in operations(document)}
    method, path, operation = by_name[trigger]
    assert (method, path) == ("post", f"/api/v1/processes/{{process_id}}/actions/{trigger}")
    rows = rows_of(PROCESS, trigger)
    body = body_of(document, operation)
    taken = {name for row in rows for name in (*row.needs, *row.takes)} | {"reason"}
    assert body["properties"].keys() == taken
    needed = set.intersection(*(set(row.needs) for row in rows))
    assert set(body.get("required", ())) == needed


@pytest.mark.parametrize("trigger", REQUEST_ACTIONS)
def test_every_move_of_a_request_is_an_operation_with_just_the_fields_that_it_takes(
    document, trigger
):
    path = f"/api/v1/requests/{{request_id}}/actions/{trigger}"
    operation = document["paths"][path]["post"]
    taken = {name for row in rows_of(REQUEST, trigger) for name in (*row.needs, *row.takes)}
    if taken:
        assert body_of(document, operation)["properties"].keys() == taken
    else:
        assert "requestBody" not in operation


def test_the_operation_for_any_move_names_those_that_there_are(document):
    (fire,) = (each for name, _, _, each in operations(document) if name == "fire")
    (trigger,) = (each for each in fire["parameters"] if each.get("name") == "trigger")
    assert trigger["schema"] == {"$ref": "#/components/schemas/ProcessAction"}


def test_every_type_of_event_is_a_webhook_with_a_payload_of_its_own(document, components):
    assert set(components["EventType"]["enum"]) == document["webhooks"].keys() == set(EVENTS)
    for type, call in document["webhooks"].items():
        body = call["post"]["requestBody"]["content"]["application/json"]["schema"]
        *event, particulars = body.get("allOf", [body])
        in_feed = [{"$ref": "#/components/schemas/EventShown"}] if type in TYPES_OF_FEED else []
        assert event == in_feed
        assert particulars["properties"]["type"] == {"const": type}
        model = particulars["properties"]["data"]["$ref"].rpartition("/")[2]
        assert components[model]["description"]
        assert call["post"]["summary"]


def test_what_the_catalogue_does_not_have_cannot_be_announced():
    with pytest.raises(UnknownEventType, match=r"no 'process.vanished'"):
        outbox.announce(None, "process.vanished", actor=SYSTEM, parties=())


def test_at_least_80_of_100_operations_show_an_example_that_was_recorded(document):
    names = [name for name, *_ in operations(document)]
    shown = [name for name in names if name in examples.recorded()]
    assert len(shown) >= 0.8 * len(names)
    for name, _, _, operation in operations(document):
        example = examples.recorded().get(name, {})
        if "answer" in example:
            content = operation["responses"][str(example["status"])]["content"]
            assert [each["example"] for each in content.values()] == [example["answer"]], name
        if "body" in example and "requestBody" in operation:
            content = operation["requestBody"]["content"]["application/json"]
            assert content["example"] == example["body"], name


def test_what_was_recorded_belongs_to_an_operation_and_is_what_its_schema_says(document):
    known = {name: operation for name, _, _, operation in operations(document)}
    assert examples.recorded().keys() <= known.keys()
    for name, example in examples.recorded().items():
        answer = known[name]["responses"][str(example["status"])].get("content", {})
        if schema := answer.get("application/json", {}).get("schema"):
            check(document, schema, example["answer"], name)
        body = known[name].get("requestBody", {}).get("content", {}).get("application/json")
        if body and "body" in example:
            check(document, body["schema"], example["body"], name)


def check(document, schema, value, where):
    """Hold a value against a schema of the document, whose references it resolves."""
    whole = schema | {"components": document["components"]}
    errors = [error.message for error in Draft202012Validator(whole).iter_errors(value)]
    assert errors == [], where


def links_of(operation):
    """What is linked from the successful answers of an operation, by name."""
    answers = [each for status, each in operation["responses"].items() if status < "300"]
    return {name: link for each in answers for name, link in each.get("links", {}).items()}


def test_links_lead_from_an_answer_to_operations_that_take_its_id(document):
    known = {name: (path, operation) for name, _, path, operation in operations(document)}
    linked = 0
    for _, operation in known.values():
        for name, link in links_of(operation).items():
            linked += 1
            path, _ = known[link["operationId"]]
            (parameter,) = link["parameters"]
            assert f"{{{parameter}}}" in path, name
            assert link["parameters"][parameter] == "$response.body#/id"
    assert linked > 100


@pytest.mark.parametrize("trigger", PROCESS_ACTIONS)
def test_links_from_a_move_are_the_moves_of_the_states_that_it_leads_to(document, trigger):
    (operation,) = (each for name, _, _, each in operations(document) if name == trigger)
    states = {row.dest for row in rows_of(PROCESS, trigger)}
    following = {
        row.trigger for row in PROCESS.moves if row.via == "action" and states & set(row.sources)
    }
    assert following | {"get_process"} <= links_of(operation).keys()


def test_the_links_from_a_move_to_a_worker_go_on_with_what_can_be_done_afterwards(document):
    known = {name: operation for name, _, _, operation in operations(document)}
    assert {"send", "revise"} <= links_of(known["verify"]).keys()
    assert {"withdraw", "verify"} <= links_of(known["send"]).keys()
    assert links_of(known["complete"]).keys() == {"get_process"}


def test_an_answer_has_the_fields_that_were_given_to_it_by_the_names_of_the_document():
    body = assemble().json
    shown = HistoryEntry.model_construct(source=None, to=ProcessState.DRAFT)
    assert body.loads(body.dumps({"items": [shown]})) == {"items": [{"from": None, "to": "draft"}]}
    assert body.loads(body.dumps(QuoteShown.model_construct(total=None, format=3))) == {
        "total": None,
        "format": 3,
    }
