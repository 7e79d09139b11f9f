"""Listening to events at a WebSocket: the first message, who may, how it lives and ends."""

import json
import time
from contextlib import suppress
from uuid import UUID

import pytest
import sqlalchemy as sa
from websockets.exceptions import ConnectionClosed, InvalidStatus

from service.access.actor import ActingParty
from service.database import transactions
from service.events import outbox
from service.events.streaming import acceptor
from service.ids import new_id
from service.settings import settings
from tests.support.callers import publish, site, user, visitor
from tests.support.servers.streaming import (
    Socket,
    at_socket,
    headers_of,
    hurry,
    open_streams,
    serving,
)
from tests.support.waiting import eventually
from workflows.actors import Actor

pytestmark = pytest.mark.one_database

SOMEBODY = ActingParty(Actor.CONTRACTOR, new_id(), "Somebody")


@pytest.fixture
def application(database_url, monkeypatch, tmp_path):
    hurry(monkeypatch)
    with site(database_url, monkeypatch, tmp_path) as application:
        yield application


@pytest.fixture
def server(application):
    with serving(application) as server:
        yield server


@pytest.fixture
def ada(application):
    return user(application, "Ada")


@pytest.fixture
def key(ada):
    return ada.post("/api_keys", {"name": "shop"}).json


def tell(caller, type="process.verified", **more):
    with transactions.writing() as session:
        party = UUID(caller.me["home_id"])
        outbox.announce(session, type, actor=SOMEBODY, parties=[party], **more)
    return publish()


def test_the_first_message_says_where_to_begin(server, ada):
    first = tell(ada, "process.sent")
    last = tell(ada, "process.offered")
    with at_socket(server, ada, after=0) as socket:
        assert [socket.message()["type"] for _ in range(2)] == ["process.sent", "process.offered"]
    with at_socket(server, ada, after=first) as socket:
        assert socket.message()["position"] == last


def test_without_a_position_the_stream_begins_when_it_was_opened(server, ada):
    tell(ada, "process.sent")
    socket = Socket(server.port, headers_of(ada))
    tell(ada, "process.offered")
    assert socket.say(after=None).message()["type"] == "process.offered"
    socket.close()


def test_an_event_at_a_socket_is_the_same_as_in_a_page(server, ada):
    tell(ada, data={"words": "grün"}, project_id=new_id())
    with at_socket(server, ada, after=0) as socket:
        assert socket.message() == ada.get("/events?after=0").json["items"][0]


def test_filters_hold_at_sockets_too(server, ada):
    process_id = new_id()
    tell(ada, "process.sent")
    tell(ada, "process.offered", process_id=process_id)
    tell(ada, "process.sent", process_id=process_id)
    with at_socket(server, ada, f"?process_id={process_id}&types=process.sent", 0) as socket:
        assert socket.message()["process_id"] == str(process_id)
    with at_socket(server, ada, "?types=project.*&own=true", 0) as socket:
        ada.project(title="Bracket")
        publish()
        assert socket.message()["type"] == "project.created"


def test_who_has_neither_cookie_nor_header_shows_their_key_in_the_first_message(server, ada, key):
    tell(ada)
    socket = Socket(server.port, {}, origin="https://elsewhere.example")
    assert socket.say(after=0, token=key["key"]).message()["type"] == "process.verified"
    socket.close()


@pytest.mark.parametrize(
    ("network", "heard"), [("127.0.0.0/8", "process.verified"), ("192.0.2.0/24", 4401)]
)
def test_a_key_in_the_first_message_is_bound_to_its_networks_as_in_a_header(
    server, ada, network, heard
):
    key = ada.post("/api_keys", {"name": "office", "networks": [network]}).json["key"]
    tell(ada)
    socket = Socket(server.port, {}).say(after=0, token=key)
    message = socket.message()
    socket.close()
    assert (message[0] if isinstance(message, tuple) else message["type"]) == heard


def test_a_party_that_has_all_its_streams_open_gets_none_by_a_key_in_the_first_message(
    application, ada, key, monkeypatch
):
    monkeypatch.setenv("WERKBANK_STREAMS_PER_PARTY", "1")
    settings.cache_clear()
    tell(ada)
    with serving(application) as server:
        with at_socket(server, ada, after=0) as first:
            first.message()
            second = Socket(server.port, {}).say(after=0, token=key["key"])
            assert second.message()[0] == 1013
            second.close()
        eventually(lambda: open_streams() == 0)
        third = Socket(server.port, {}).say(after=0, token=key["key"])
        assert third.message()["type"] == "process.verified"
        third.close()


@pytest.mark.parametrize("token", [None, "wb_nonsense", "nonsense", 7, {"a": 1}])
def test_nobody_hears_anything_without_saying_who_they_are(server, ada, token):
    tell(ada)
    code, reason = Socket(server.port, {}).say(after=0, token=token).message()
    assert code == 4401
    assert reason


def test_a_page_of_another_site_does_not_listen_with_our_cookie(server, ada):
    tell(ada)
    cookie = headers_of(ada)
    socket = Socket(server.port, cookie, origin="https://evil.example").say(after=0)
    assert socket.message()[0] == 4401
    own = Socket(server.port, cookie, origin=f"http://127.0.0.1:{server.port}").say(after=0)
    assert own.message()["type"] == "process.verified"
    own.close()


@pytest.mark.parametrize(
    "message", ["nonsense", "[1]", '{"after": -1}', '{"after": "1"}', '{"after": true}', "1" * 5000]
)
def test_a_first_message_that_makes_no_sense_ends_the_stream(server, ada, message):
    socket = Socket(server.port, headers_of(ada))
    socket.connection.send(message)
    assert socket.message()[0] in (4400, 1009)


def test_who_says_nothing_hears_what_comes_if_they_are_known(server, ada, monkeypatch):
    monkeypatch.setattr(acceptor, "FIRST_MESSAGE_S", 0.2)
    silent = Socket(server.port, headers_of(ada), "?after=0")
    tell(ada)
    assert silent.message()["type"] == "process.verified"
    silent.close()
    assert Socket(server.port, {}).message()[0] == 4401


def test_a_quiet_socket_gives_signs_of_life_with_the_position_reached(server, application, ada):
    with at_socket(server, ada) as socket:
        position = tell(user(application, "Bob"))
        late_at = time.monotonic() + 10
        while json.loads(socket.connection.recv(timeout=10)) != {"ping": position}:
            assert time.monotonic() < late_at


def test_a_position_that_is_not_kept_is_told_so_and_the_stream_goes_on(server, ada):
    last = tell(ada)
    with at_socket(server, ada, after=last + 7) as socket:
        answer = socket.message()
        assert (answer["type"], answer["position"]) == ("reset", last)
        tell(ada, "process.offered")
        assert socket.message()["type"] == "process.offered"


def test_a_socket_ends_with_its_key(server, ada, key):
    socket = Socket(server.port, {"Authorization": f"Bearer {key['key']}"}).say(after=0)
    tell(ada)
    assert socket.message()["type"] == "process.verified"
    assert ada.ask("DELETE", f"/api_keys/{key['id']}").status_code == 204
    publish()
    assert socket.message()[0] == 4401


def test_pings_of_the_reader_are_answered_and_their_end_is_confirmed(server, ada):
    with at_socket(server, ada) as socket:
        assert socket.connection.ping().wait(10)
    assert socket.connection.close_code == 1000


def test_opening_a_socket_after_logging_in_saves_the_visitors_drafts(server, application):
    guest = visitor(application)
    project_id = guest.project(title="Bracket")
    ada = user(application, "Ada")
    with (
        transactions.writing() as session
    ):  # as if the drafts had come from another tab of the browser
        session.execute(
            sa.text("UPDATE sessions SET visitor_id = (SELECT visitor_id FROM projects LIMIT 1)")
        )
    with at_socket(server, ada):
        assert ada.get(f"/projects/{project_id}").json["client_id"] == ada.me["home_id"]


def test_what_is_no_handshake_is_refused_with_a_problem(application, ada, server):
    plain = ada.get("/events/ws")
    assert plain.status_code == 426
    assert plain.headers["Upgrade"] == "websocket"
    asks = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
    without_key = ada.get("/events/ws", headers=asks)
    assert without_key.status_code == 400
    assert "Sec-WebSocket-Key" in without_key.json["detail"]
    with pytest.raises(InvalidStatus) as refused:
        Socket(server.port, headers_of(ada), "?types=%25")
    assert refused.value.response.status_code == 422


def test_the_first_message_may_come_in_parts_with_pings_between_them(server, ada):
    tell(ada)
    socket = Socket(server.port, headers_of(ada))

    def parts():
        yield '{"aft'
        socket.connection.ping()
        yield 'er": '
        yield "0}"

    socket.connection.send(parts())
    assert socket.message()["type"] == "process.verified"
    socket.close()


def test_parts_are_bounded_together(server, ada):
    socket = Socket(server.port, headers_of(ada))
    with suppress(ConnectionClosed):  # it may end before all is said
        socket.connection.send(["x" * 1000] * 5)
    assert socket.message()[0] == 1009
    socket.close()


def test_parts_of_something_that_is_no_text_are_no_first_message(server, ada):
    tell(ada)
    socket = Socket(server.port, headers_of(ada))
    socket.connection.send([b'{"after": ', b"-1}"])
    assert socket.say(after=0).message()["type"] == "process.verified"
    socket.close()
