"""Proves that what the Python client takes for granted of the service is so."""

import pytest

from service.app import assemble
from service.events.streaming.subscribers import SseSubscriber
from werkbank_client.exchange import WITH_TOKEN
from werkbank_client.feed import HEARTBEAT_S
from werkbank_client.retries import SHOWN_ONCE
from werkbank_client.waiting import ENDS
from workflows.process import PROCESS


@pytest.fixture(scope="module")
def document():
    """What the service says of its API."""
    application = assemble()
    with application.app_context():
        return application.spec


def fields(schema, document):
    """The names of what a schema has, at its top."""
    if "$ref" in schema:
        return fields(document["components"]["schemas"][schema["$ref"].split("/")[-1]], document)
    parts = (part for kind in ("anyOf", "allOf", "oneOf") for part in schema.get(kind, ()))
    return set(schema.get("properties", ())).union(*(fields(part, document) for part in parts))


def answered_with(names, document):
    """The operations whose success has a field of one of these names."""
    return {
        operation["operationId"]
        for path in document["paths"].values()
        for operation in path.values()
        for status, answer in operation["responses"].items()
        for content in answer.get("content", {}).values()
        if status.startswith("2") and names & fields(content.get("schema", {}), document)
    }


def test_no_other_answer_than_those_known_holds_a_secret(document):
    assert answered_with({"key", "secret"}, document) == SHOWN_ONCE


def test_the_token_of_a_session_is_in_no_other_answer_than_those_known(document):
    assert answered_with({"csrf_token"}, document) == WITH_TOKEN


def test_a_stream_gives_its_signs_of_life_as_often_as_they_are_expected():
    assert SseSubscriber.heartbeat_s == HEARTBEAT_S


def test_a_wait_ends_where_an_order_has_ended_or_waits_for_its_client_without_a_limit():
    ends = {
        row["state"]
        for row in PROCESS.as_dict()["states"]
        if row["final"] or (row["waits_for"] == ["client"] and row["deadline"]["then"] is None)
    }
    assert ends == ENDS
