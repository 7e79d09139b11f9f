"""The examples of the API document are what the service answers: recorded, and recorded again here.

Where an answer has changed on purpose, WERKBANK_RECORD=1 in the environment writes them anew.
"""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from service import clock
from service.api.http.openapi import examples
from tests.support.recorder import Recorder
from tests.support.worlds.whole_story import Story

pytestmark = [pytest.mark.one_database, pytest.mark.timeout(300)]

#: When the examples happen: a Monday, so that every delivery date stays as it is.
BEGINNING = datetime(2027, 3, 1, 9, 1, tzinfo=UTC)


@pytest.fixture
def recorded(market, monkeypatch):
    """What the service answers in the course of some orders, by operation."""
    clock.move(BEGINNING - clock.now())
    market.client.enter()  # whoever was logged in before is not any more
    recorder = Recorder(market.application)
    recorder.record_callers(monkeypatch)
    Story(market).tell()
    return recorder.examples


def test_the_examples_of_the_document_are_what_the_service_answers(recorded):
    if os.environ.get("WERKBANK_RECORD"):
        path = Path(examples.__file__).with_name("examples.json")
        path.write_text(json.dumps(recorded, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
        examples.recorded.cache_clear()
    known = examples.recorded()
    assert recorded.keys() == known.keys()
    for operation, example in recorded.items():
        assert example == known[operation], f"{operation}; WERKBANK_RECORD=1 records it anew"


def test_every_event_of_these_orders_is_what_the_document_says_of_its_type(market, recorded):
    with market.application.app_context():
        document = market.application.spec
    types, after = set(), 0
    while items := market.client.get(f"/events?after={after}&own=true&limit=200").json["items"]:
        after = items[-1]["position"]
        for event in items:
            types.add(event["type"])
            call = document["webhooks"][event["type"]]["post"]
            schema = call["requestBody"]["content"]["application/json"]["schema"]
            whole = schema | {"components": document["components"]}
            errors = [error.message for error in Draft202012Validator(whole).iter_errors(event)]
            assert errors == [], event
    assert len(types) > 30
