"""Proves how the Python client reads streams of events that break off, by a server's script."""

import json
import time
from contextlib import closing
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.support.python_clients import running_client
from tests.support.servers.between import Between
from werkbank_client import FeedReset, NoAnswer, Unauthenticated, WaitTimedOut, models
from werkbank_client.feed import Alive, Reset, is_to_be_reopened
from werkbank_client.waiting import Wait

NOBODY = "http://127.0.0.1:1"
NOBODYS = "0195e170-7e80-7000-8000-000000000002"
OPENING = b"retry: 2000\nid: 7\n: open\n\n"
BEAT = b"id: 8\n: still here\n\n"
RESET = b'id: 40\nevent: reset\ndata: {"position": 40}\n\n'


def event(position):
    shown = {
        "position": position,
        "id": f"0195e170-7e80-7000-8000-{position:012}",
        "type": "process.verified",
        "at": "2027-03-01T09:00:00Z",
        "project_id": None,
        "process_id": None,
        "actor": {"role": "system", "id": None, "name": "system"},
        "data": {"line": "one\u2028and the same"},
    }
    data = json.dumps(shown, ensure_ascii=False).encode()
    return b"id: %d\nevent: process.verified\ndata: %s\n\n" % (position, data)


def stream(*messages):
    return 200, {"Content-Type": "text/event-stream"}, b"".join(messages)


@pytest.fixture(params=["sync", "async"])
def follow(request):
    """Follows a server that gives these answers, one for each connection."""
    opened = []

    def follow(*answers, **wishes):
        answers = iter(answers)
        server = Between(NOBODY, lambda _: next(answers))
        context = running_client(request.param, server.url, "wb_key")
        opened.append((server, context))
        return context.__enter__().follow(**wishes), server

    yield follow
    for server, context in opened:
        context.__exit__(None, None, None)
        server.close()


def asked_after(server):
    """The positions behind which the stream was opened."""
    return [parse_qs(urlsplit(each.path).query).get("after") for each in server.asked]


def test_a_stream_that_ends_is_opened_again_behind_what_was_read(follow):
    events, server = follow(stream(OPENING, event(9)), stream(BEAT), stream(event(12)))
    assert [next(events).position for _ in range(2)] == [9, 12]
    assert asked_after(server) == [None, ["9"], ["8"]]
    events.close()


def test_events_are_told_apart_by_newlines_alone(follow):
    events, _ = follow(stream(OPENING, event(9)))
    assert next(events).data["line"] == "one\u2028and the same"
    events.close()


def test_what_is_wanted_is_asked_for(follow):
    events, server = follow(stream(event(9)), after=5, types=["process.*", "offer.made"], own=True)
    next(events)
    query = parse_qs(urlsplit(server.asked[0].path).query)
    assert query == {"after": ["5"], "types": ["process.*,offer.made"], "own": ["true"]}
    assert server.asked[0].headers["Accept"] == "text/event-stream"
    events.close()


def test_who_missed_events_is_told_where_to_go_on(follow):
    events, _ = follow(stream(RESET))
    with pytest.raises(FeedReset, match="go on after 40") as missed:
        next(events)
    assert missed.value.position == 40


def test_a_stream_that_cannot_be_opened_now_is_waited_for(follow):
    events, server = follow((503, {"Retry-After": "0"}, b"crowded"), stream(OPENING, event(9)))
    assert next(events).position == 9
    assert len(server.asked) == 2
    events.close()


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_a_wait_ends_in_time_though_the_stream_is_to_be_left_alone_for_longer(kind):
    server = Between(NOBODY, lambda _: (503, {"Retry-After": "50"}, b"crowded"))
    began = time.monotonic()
    with (
        closing(server),
        running_client(kind, server.url, "wb_key") as client,
        pytest.raises(WaitTimedOut),
    ):
        client.wait_for(NOBODYS, "verified", timeout_s=0.2)
    assert time.monotonic() - began < 40


def test_whoever_may_not_listen_is_told_at_once(follow):
    events, server = follow((401, {}, b"who are you?"))
    with pytest.raises(Unauthenticated, match="who are you"):
        next(events)
    assert len(server.asked) == 1


def test_a_stream_that_never_says_anything_is_given_up(follow):
    events, server = follow(*[stream()] * 6)
    with pytest.raises(NoAnswer, match="the stream of events ended"):
        next(events)
    assert len(server.asked) == 6


def test_a_page_of_somebody_else_is_no_stream(follow):
    events, _ = follow(*[(200, {"Content-Type": "text/html"}, b"<h1>Hello</h1>")] * 6)
    with pytest.raises(NoAnswer, match="text/event-stream"):
        next(events)


@pytest.mark.parametrize(
    ("granted_s", "left_s", "reopened"),
    [(45, 300, False), (45, 16, False), (45, 14, True), (10, 9.5, False), (10, 8, True)],
)
def test_near_its_end_a_wait_has_a_connection_that_is_less_patient(granted_s, left_s, reopened):
    assert is_to_be_reopened(granted_s, left_s) is reopened


def test_a_process_is_looked_at_when_it_may_have_moved_and_at_no_other_time():
    wait = Wait(NOBODYS, ("verified",))
    event_shown = models.EventShown.from_dict(json.loads(event(9).split(b"data: ")[1]))
    assert wait.calls_for_a_look(event_shown)
    assert wait.calls_for_a_look(Alive(is_first=True))
    assert wait.calls_for_a_look(Reset(40))
    assert not wait.calls_for_a_look(Alive())
    event_shown.type_ = models.EventType("process.message")
    assert not wait.calls_for_a_look(event_shown)
