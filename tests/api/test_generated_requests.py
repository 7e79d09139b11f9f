"""Whatever is asked, by each operation or along the links, the document allows the answer.

`WERKBANK_TEST_FULL=1` makes up many more requests of each kind; both ways they are the same ones in
every run.
"""

import os
from contextlib import suppress

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import FlakyStrategyDefinition, Unsatisfiable
from hypothesis.stateful import run_state_machine_as_test
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.support.callers import API, site
from tests.support.worlds.one_of_everything import one_of_everything

FULL = bool(os.environ.get("WERKBANK_TEST_FULL"))
#: How many requests are made up for each operation, as the document says and otherwise.
EXAMPLES = {
    schemathesis.GenerationMode.POSITIVE: 60 if FULL else 2,
    schemathesis.GenerationMode.NEGATIVE: 30 if FULL else 2,
}
#: Chains of requests along the links of the document, and how long each of them is.
CHAINS, STEPS = (300, 12) if FULL else (12, 6)
#: Never ends, so it cannot be asked in a row with others; its own tests read it.
ENDLESS = {"stream_events"}
#: Says with 503 that something is not well, as it is where nothing but the database runs.
HEALTH = {"get_health"}
#: What spoils the ground for the others comes last.
LAST = {"delete", "remove", "revoke", "log", "erase"}
#: Nothing made up fulfils them.
CONDITIONS = ("If-Match", "If-None-Match")
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
SETTINGS = settings(
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def application(database_url, monkeypatch, tmp_path):
    limits = {"logins_per_minute": 1_000_000, "anonymous_writes_per_minute": 1_000_000}
    limits["estimates_per_minute"] = 1_000_000
    with site(database_url, monkeypatch, tmp_path, **limits) as application:
        yield application


@pytest.fixture
def schema(application):
    return schemathesis.openapi.from_wsgi(f"{API}/openapi.json", closing(application))


@pytest.fixture
def known(application):
    return one_of_everything(application)


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


class Asker:
    """Asks with the key of whom `known` describes, and notes what was not as documented."""

    def __init__(self, known):
        self.known = known
        self.faults = []

    @property
    def headers(self):
        return {"Authorization": f"Bearer {self.known['key']}"}

    def ask(self, case):
        self.judge(case, case.call(headers=self.headers))

    def judge(self, case, response):
        is_health = case.operation.definition.raw["operationId"] in HEALTH
        checks = [each for each in CHECKS if not is_health or each is not not_a_server_error]
        try:
            case.validate_response(response, checks=checks)
        except (Failure, FailureGroup) as failure:
            reasons = getattr(failure, "exceptions", [failure])
            detail = "; ".join(str(reason)[:400] for reason in reasons)
            self.faults.append(f"{case.as_curl_command()}\n  {response.status_code}: {detail}")

    def check(self):
        assert not self.faults, "\n\n".join([f"{len(self.faults)} answers:", *self.faults])


def leave_out(case, *names):
    for name in names:
        (case.headers or {}).pop(name, None)


def ask_with_made_up_input(asker, operation, mode, examples):
    @settings(SETTINGS, max_examples=examples)
    @given(case=operation.as_strategy(generation_mode=mode), ours=st.integers(0, 3))
    def ask(case, ours):
        if ours:  # mostly without conditions
            leave_out(case, *CONDITIONS)
        if ours and case.path_parameters:  # mostly something that is there
            known = asker.known
            case.path_parameters.update(
                {name: known[name] for name in case.path_parameters if name in known}
            )
        asker.ask(case)

    with suppress(Unsatisfiable):  # of what takes nothing, nothing can be wrong
        ask()


def is_destructive(operation):
    return operation.definition.raw["operationId"].split("_")[0] in LAST


@pytest.mark.timeout(7200 if FULL else 600)
def test_no_generated_request_meets_a_bug_or_an_undocumented_answer(schema, known):
    asker = Asker(known)
    all_operations = [result.ok() for result in schema.get_all_operations()]
    for operation in sorted(all_operations, key=is_destructive):
        if operation.definition.raw["operationId"] not in ENDLESS:
            for mode, examples in EXAMPLES.items():
                ask_with_made_up_input(asker, operation, mode, examples)
    asker.check()


@pytest.mark.timeout(7200 if FULL else 600)
def test_no_chain_along_the_links_meets_a_bug_or_an_undocumented_answer(schema, known):
    asker = Asker(known)
    followed = set()

    class Chain(
        schema.exclude(
            operation_id=[*ENDLESS, "log_out", "erase_my_account", "delete_organization"]
        ).as_state_machine()
    ):
        def before_call(self, case):
            leave_out(case, *CONDITIONS, "Idempotency-Key")

        def get_call_kwargs(self, case):
            return {"headers": asker.headers}

        def validate_response(self, response, case, **_):
            followed.add(case.operation.definition.raw["operationId"])
            asker.judge(case, response)

    # Each chain by itself: what one has made and deleted lets the same requests go otherwise in the
    # next, which Hypothesis takes for a strategy that cannot be relied on. The first of the two is
    # always the simplest one.
    one = settings(SETTINGS, derandomize=False, max_examples=2, stateful_step_count=STEPS)
    for number in range(CHAINS):
        with suppress(FlakyStrategyDefinition):
            run_state_machine_as_test(seed(number)(Chain), settings=one)
    asker.check()
    assert len(followed) > 10
