"""Proves when the Python client asks again, and when it does not: against a server by script."""

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from tests.support.python_clients import running_client
from tests.support.servers.between import Between
from werkbank_client import (
    Conflict,
    NoAnswer,
    ProblemError,
    Retries,
    TooLarge,
    TooManyRequests,
    Unavailable,
    models,
)
from werkbank_client.calls import Call
from werkbank_client.retries import SHOWN_ONCE, is_repeatable
from werkbank_client.retry_after import retry_after_s

LIVE = (200, {"Content-Type": "application/json"}, b'{"status": "ok"}')
PROBLEM = {"Content-Type": "application/problem+json"}
STILL_RUNS = (
    b'{"type": "/api/v1/docs/problems#idempotency-key-in-use", "title": "The first still runs",'
    b' "status": 409, "detail": "a request with this Idempotency-Key is still running"}'
)
#: Nobody listens here.
NOBODY = "http://127.0.0.1:1"


@pytest.fixture
def served():
    """A server that gives its answers one after the other, the last one for ever."""
    servers = []

    def serve(*answers):
        remaining = list(answers)
        servers.append(
            Between(NOBODY, lambda _: remaining.pop(0) if remaining[1:] else remaining[0])
        )
        return servers[-1]

    yield serve
    for server in servers:
        server.close()


@pytest.fixture(params=["sync", "async"])
def client_of(request):
    return lambda server, **more: running_client(request.param, server.url, "wb_key", **more)


@pytest.mark.parametrize("status", [429, 503])
def test_who_is_told_to_wait_waits_and_asks_again(served, client_of, status):
    server = served((status, {"Retry-After": "1"}, b""), LIVE)
    began = time.monotonic()
    with client_of(server) as client:
        assert client.operations.get_liveness().status == "ok"
    assert time.monotonic() - began >= 1
    assert len(server.asked) == 2


@pytest.mark.parametrize(("status", "kind"), [(429, TooManyRequests), (503, Unavailable)])
def test_who_would_have_to_wait_for_long_is_told_at_once(served, client_of, status, kind):
    server = served((status, {"Retry-After": "3600"}, b"later"))
    with client_of(server) as client, pytest.raises(kind, match="later") as refused:
        client.operations.get_liveness()
    assert refused.value.retry_after_s == 3600
    assert len(server.asked) == 1


def test_after_the_last_attempt_the_problem_is_told(served, client_of):
    server = served((503, {}, b"down"))
    with (
        client_of(server, retries=Retries(attempts=3, first_pause_s=0.01)) as client,
        pytest.raises(Unavailable, match="down"),
    ):
        client.operations.get_liveness()
    assert len(server.asked) == 3


def test_a_repeat_waits_until_the_first_request_is_done(served, client_of):
    server = served((409, PROBLEM, STILL_RUNS), (204, {}, b""))
    with client_of(server) as client:
        client.api_keys.revoke_api_key("0195e170-7e80-7000-8000-000000000001")
    first, second = server.asked
    assert first.key == second.key


def test_another_conflict_is_told_at_once(served, client_of):
    illegal = STILL_RUNS.replace(b"#idempotency-key-in-use", b"#illegal-move")
    server = served((409, PROBLEM, illegal.replace(b"still running", b"no idempotency-key-in-use")))
    with client_of(server) as client, pytest.raises(Conflict) as refused:
        client.api_keys.revoke_api_key("0195e170-7e80-7000-8000-000000000001")
    assert refused.value.kind == "illegal-move"
    assert len(server.asked) == 1


@pytest.mark.parametrize("body", [b"", b"[]", b'{"title": "Full"}', b'{"status": 429'])
def test_a_problem_of_somebody_else_is_a_problem_with_what_it_says(served, client_of, body):
    server = served((413, PROBLEM, body))
    with client_of(server) as client, pytest.raises(TooLarge) as refused:
        client.projects.list_projects()
    assert str(refused.value) == (body.decode() or "Request Entity Too Large")
    assert refused.value.status == 413


def test_an_answer_with_a_secret_that_was_lost_is_not_asked_for_again(served, client_of):
    server = served((502, {}, b"the proxy knows nothing"))
    with client_of(server) as client:
        with pytest.raises(ProblemError, match="the proxy knows nothing"):
            client.api_keys.create_api_key(body=models.NewApiKey(name="shop"))
        assert len(server.asked) == 1
        with pytest.raises(ProblemError):
            client.projects.list_projects()
    assert len(server.asked) > 2


def test_a_write_that_was_refused_unseen_is_sent_again_though_its_answer_is_a_secret(
    served, client_of
):
    server = served((503, {}, b""), (502, {}, b""))
    with client_of(server) as client, pytest.raises(ProblemError):
        client.api_keys.create_api_key(body=models.NewApiKey(name="shop"))
    assert len(server.asked) == 2


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_nobody_at_the_address_is_no_answer(kind):
    with (
        running_client(kind, NOBODY) as client,
        pytest.raises(NoAnswer, match="GET /api/v1/health"),
    ):
        client.operations.get_liveness()


def test_pauses_grow_and_are_never_the_same_for_all():
    retries = Retries(attempts=9, first_pause_s=0.5, longest_pause_s=4)
    call, lost = Call("get_me", "GET", "/", parse=str), httpx.ReadError("lost")
    pauses = [[retries.pause_s(call, attempt, lost) for _ in range(20)] for attempt in range(1, 9)]
    for longest, several in zip([0.5, 1, 2, 4, 4, 4, 4, 4], pauses, strict=True):
        assert all(longest / 2 <= pause_s <= longest for pause_s in several)
        assert len(set(several)) > 1
    assert retries.pause_s(call, 9, lost) is None


@pytest.mark.parametrize(
    ("method", "takes_key", "operation", "repeatable"),
    [
        ("GET", False, "get_me", True),
        ("POST", True, "create_project", True),
        ("POST", False, "register", False),
        *(("POST", True, operation, False) for operation in sorted(SHOWN_ONCE)),
    ],
)
def test_what_may_be_done_twice(method, takes_key, operation, repeatable):
    call = Call(operation, method, "/", parse=str, takes_key=takes_key)
    assert is_repeatable(call) is repeatable
    lost, unsent = httpx.ReadTimeout("lost"), httpx.ConnectError("nobody")
    assert (Retries().pause_s(call, 1, lost) is not None) is repeatable
    assert Retries().pause_s(call, 1, unsent) is not None


def test_retry_after_is_read_as_seconds_or_as_a_date():
    at = datetime.now(UTC) + timedelta(seconds=100)
    for value, least, most in [
        ("7", 7, 7),
        (format_datetime(at, usegmt=True), 90, 100),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0, 0),
    ]:
        response = httpx.Response(503, headers={"Retry-After": value})
        assert least <= retry_after_s(response) <= most
    assert retry_after_s(httpx.Response(503, headers={"Retry-After": "soon"})) is None
    assert retry_after_s(httpx.Response(503)) is None
