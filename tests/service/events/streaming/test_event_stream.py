"""Listening to events over real connections: at once, resumed, ended with the right to listen."""

import http.client
import json
import socket
import threading
from contextlib import contextmanager, suppress
from uuid import UUID

import pytest
import sqlalchemy as sa

from service import clock
from service.access.actor import ActingParty
from service.access.permissions import NOBODY
from service.accounts import authentication
from service.accounts.authentication import principals
from service.api.http import web
from service.database import transactions
from service.database.models import BrowserSession, Event
from service.events import epochs, outbox
from service.events.streaming import broadcaster, rights_lookup, subscribers
from service.ids import new_id
from tests.support.callers import API, publish, site, user, visitor
from tests.support.servers.streaming import (
    Stream,
    headers_of,
    hurry,
    listening,
    open_streams,
    serving,
)
from tests.support.waiting import eventually
from workflows.actors import Actor

pytestmark = pytest.mark.one_database

#: Events whose bytes are more than all the buffers on the way take.
MANY = 400
SOMEBODY = ActingParty(Actor.CONTRACTOR, new_id(), "Somebody")


@pytest.fixture
def application(database_url, monkeypatch, tmp_path):
    hurry(monkeypatch)
    with site(database_url, monkeypatch, tmp_path, max_streams=2) as application:
        yield application


@pytest.fixture
def server(application):
    with serving(application) as server:
        yield server


@pytest.fixture
def ada(application):
    return user(application, "Ada")


def home(caller):
    return UUID(caller.me["home_id"])


def tell(caller, type="process.verified", **more):
    with transactions.writing() as session:
        outbox.announce(session, type, actor=SOMEBODY, parties=[home(caller)], **more)
    return publish()


def test_a_stream_opens_at_once_and_says_where_it_begins(server, ada):
    last = tell(ada)
    with listening(server, ada) as stream:
        assert stream.answer.headers["Content-Type"].startswith("text/event-stream")
        assert stream.answer.headers["Cache-Control"] == "no-store"
        assert stream.block() == ["retry: 2000", f"id: {last}", ": open"]


def test_what_happens_while_somebody_listens_reaches_them(server, ada):
    with listening(server, ada) as stream:
        position = tell(ada, "process.offered")
        number, type, event = stream.event()
    assert (number, type, event["type"]) == (position, "process.offered", "process.offered")
    assert event["position"] == position


def test_a_stream_begins_after_the_position_asked_for(server, ada):
    first = tell(ada, "process.sent")
    tell(ada, "process.offered")
    with listening(server, ada, f"?after={first}") as stream:
        assert stream.event()[1] == "process.offered"
    with listening(server, ada, "?after=0&types=process.*") as stream:
        assert [stream.event()[1] for _ in range(2)] == ["process.sent", "process.offered"]


def test_a_stream_that_broke_off_goes_on_where_it_was(server, ada):
    first = tell(ada, "process.sent")
    tell(ada, "process.offered")
    resumed = {"Last-Event-ID": str(first)}
    with listening(server, ada, "?after=0", headers=resumed) as stream:
        assert stream.event()[1] == "process.offered"


@pytest.fixture(params=[0, 1000], ids=["from the database", "from memory"])
def remembering(monkeypatch, request):
    """How many events the streaming process keeps in memory."""
    monkeypatch.setattr(broadcaster, "RECENT", request.param)


def test_a_long_backlog_comes_whole_and_in_order(remembering, server, ada, monkeypatch):
    monkeypatch.setattr(broadcaster, "ROUND", 3)
    with transactions.writing() as session:
        for number in range(10):
            outbox.announce(
                session, "process.file", actor=SOMEBODY, parties=[home(ada)], data={"n": number}
            )
    publish()
    with listening(server, ada, "?after=0&types=process.file") as stream:
        assert [stream.event()[2]["data"]["n"] for _ in range(10)] == list(range(10))


def test_filters_hold_for_streams_too(server, ada):
    process_id = new_id()
    with listening(server, ada, f"?process_id={process_id}&types=process.sent") as stream:
        tell(ada, "process.sent")
        tell(ada, "process.offered", process_id=process_id)
        tell(ada, "process.sent", process_id=process_id)
        assert stream.event()[2]["process_id"] == str(process_id)


def test_own_doings_come_only_on_request(server, ada):
    with (
        listening(server, ada, "?own=true&types=project.*") as curious,
        listening(server, ada) as other,
    ):
        ada.project(title="Bracket")
        publish()
        tell(ada)
        assert curious.event()[1] == "project.created"
        assert other.event()[1] == "process.verified"


def test_a_quiet_stream_gives_signs_of_life_that_advance_the_position(server, application, ada):
    bob = user(application, "Bob")
    with listening(server, ada) as stream:
        stream.block()
        position = tell(bob)
        lines = stream.block()
        while lines[0] != f"id: {position}":
            lines = stream.block()
        assert lines == [f"id: {position}", ": still here"]


@pytest.fixture
def forgetful(monkeypatch):
    """Let the streaming process keep no event in memory."""
    monkeypatch.setattr(broadcaster, "RECENT", 0)


def test_a_position_that_was_never_given_is_told_so(server, ada):
    last = tell(ada)
    with listening(server, ada, f"?after={last + 5}") as stream:
        assert stream.event()[:2] == (last, "reset")
        tell(ada, "process.offered")
        assert stream.event()[1] == "process.offered"


def test_who_resumes_too_late_is_told_to_begin_anew_and_then_hears_on(forgetful, server, ada):
    for _ in range(3):
        last = tell(ada)
    with transactions.writing() as session:
        session.execute(sa.delete(Event).where(Event.position < last))
    with listening(server, ada, "?after=1") as stream:
        number, type, data = stream.event()
        assert (number, type, data["position"]) == (last, "reset", last)
        tell(ada, "process.offered")
        assert stream.event()[1] == "process.offered"


def lose(after):
    """Let the database be one that was restored from a backup; where its feed goes on."""
    with transactions.writing() as session:
        session.execute(sa.delete(Event).where(Event.position > after))
        return epochs.begin(session, clock.now()).first_position


def test_who_comes_from_before_the_database_was_restored_is_told_from_where_to_begin_anew(
    server, ada
):
    kept = tell(ada)
    lost = tell(ada, "process.sent")
    with listening(server, ada, f"?after={lost}") as stream:
        stream.block()
        first = lose(kept)
        position = tell(ada, "process.offered")
        with suppress(ConnectionResetError):  # its end says that the service has noticed
            assert stream.event() is None
    assert position > first
    with listening(server, ada, "?after=0", headers={"Last-Event-ID": str(lost)}) as stream:
        number, type, data = stream.event()
        assert (number, type, data["position"]) == (kept, "reset", kept)
        assert "restored from a backup" in data["detail"]
        assert stream.event()[:2] == (position, "process.offered")


def test_open_streams_end_when_the_database_was_restored_so_that_their_readers_are_told(
    server, ada
):
    kept = tell(ada)
    with listening(server, ada) as stream:
        lost = tell(ada, "process.sent")
        assert stream.event()[:2] == (lost, "process.sent")
        lose(kept)
        with suppress(ConnectionResetError):
            assert stream.event() is None
    tell(ada, "process.offered")
    with listening(server, ada, "?after=0", headers={"Last-Event-ID": str(lost)}) as stream:
        assert stream.event()[:2] == (kept, "reset")
        assert stream.event()[1] == "process.offered"


def test_a_stream_ends_when_its_key_is_revoked(server, application, ada):
    made = ada.post("/api_keys", {"name": "shop"}).json
    program = user(application, "Eve")
    program.client.delete_cookie(web.SESSION_COOKIE)
    program.headers = {"Authorization": f"Bearer {made['key']}"}
    with listening(server, program) as stream:
        stream.block()
        assert ada.ask("DELETE", f"/api_keys/{made['id']}").status_code == 204
        publish()
        assert stream.event() is None


def test_a_membership_taken_away_silences_a_stream_that_is_open(server, application, ada):
    bob = user(application, "Bob")
    members = f"/organizations/{home(ada)}/members"
    added = ada.post(members, {"email": bob.me["user"]["email"], "role": "member"})
    assert added.status_code == 201, added.text
    publish()
    with listening(server, bob, "?types=process.*") as stream:
        tell(ada, "process.sent")
        assert stream.event()[1] == "process.sent"
        gone = ada.ask("DELETE", f"{members}/{bob.me['user']['id']}")
        assert gone.status_code == 204, gone.text
        tell(ada, "process.offered")
        with transactions.writing() as session:
            outbox.announce(session, "process.cancelled", actor=SOMEBODY, parties=[home(bob)])
        publish()
        assert stream.event()[1] == "process.cancelled"


def test_a_membership_given_is_heard_in_a_stream_that_is_open(server, application, ada):
    bob = user(application, "Bob")
    with listening(server, bob, "?types=process.*") as stream:
        stream.block()
        role = {"email": bob.me["user"]["email"], "role": "member"}
        assert ada.post(f"/organizations/{home(ada)}/members", role).status_code == 201
        tell(ada, "process.sent")
        assert stream.event()[1] == "process.sent"


def test_a_stream_ends_with_a_session_that_ends_by_itself(server, ada, monkeypatch):
    monkeypatch.setattr(rights_lookup, "RIGHTS_S", 0.2)
    with listening(server, ada) as stream:
        stream.block()
        with transactions.writing() as session:
            session.execute(sa.update(BrowserSession).values(expires_at=sa.func.now()))
        assert stream.event() is None


class SlowLookup:
    """Looks up who holds sessions and keys, and waits before it does while it takes its time."""

    def __init__(self):
        self._is_slow, self._has_begun, self._may_end = False, threading.Event(), threading.Event()

    def __call__(self, db, credentials):
        if self._is_slow:
            self._has_begun.set()
            assert self._may_end.wait(60)
        return principals(db, credentials)

    @contextmanager
    def taking_its_time(self):
        """A lookup has begun, and does not end before the block does."""
        self._is_slow = True
        try:
            assert self._has_begun.wait(60)
            yield
        finally:
            self._may_end.set()


@pytest.fixture
def slow_lookup(monkeypatch):
    lookup = SlowLookup()
    monkeypatch.setattr(authentication, "principals", lookup)
    return lookup


def test_no_event_waits_while_rights_are_looked_up_whose_turn_it_is(
    slow_lookup, server, ada, monkeypatch
):
    monkeypatch.setattr(rights_lookup, "RIGHTS_S", 0.05)
    with listening(server, ada) as stream:
        first = tell(ada)
        assert stream.event()[0] == first
        with slow_lookup.taking_its_time():
            last = tell(ada)
            assert stream.event()[0] == last


def test_who_loses_their_rights_while_others_are_told_an_event_is_not_told_it(
    server, ada, monkeypatch
):
    muted = []

    def mute_all_others(hub, reader):
        if not muted:
            muted.extend(hub.readers - {reader})
            for other in muted:
                other.principal = NOBODY

    monkeypatch.setattr(broadcaster.Broadcaster, "_follow_if_slow", mute_all_others)
    with listening(server, ada) as one, listening(server, ada) as other:
        one.block(), other.block()
        first = tell(ada)
        eventually(lambda: muted)
        monkeypatch.setattr(rights_lookup, "RIGHTS_S", 0.05)
        for reader in muted:
            reader.rights_due = 0.0
        eventually(lambda: all(reader.principal != NOBODY for reader in muted))
        second = tell(ada)
        assert {one.event()[0], other.event()[0]} == {first, second}


def test_a_session_that_logs_out_ends_its_stream(server, ada):
    with listening(server, ada) as stream:
        stream.block()
        assert ada.post("/auth/logout").status_code == 204
        publish()
        assert stream.event() is None


def test_more_streams_than_may_be_are_turned_away_until_one_closes(server, ada):
    with listening(server, ada), listening(server, ada):
        refused = Stream(server.port, ada)
        assert refused.answer.status == 503
        assert refused.answer.headers["Retry-After"]
        assert json.loads(refused.answer.read())["type"].endswith("#crowded")
        refused.close()
        assert ada.get("/events/missed").status_code == 200
    eventually(lambda: open_streams() == 0)
    with listening(server, ada) as stream:
        assert stream.block()


def test_who_hangs_up_frees_their_seat_without_another_event(server, ada, monkeypatch):
    monkeypatch.setattr(subscribers.SseSubscriber, "heartbeat_s", 3600)
    with listening(server, ada) as stream:
        stream.block()
        assert open_streams() == 1
    eventually(lambda: open_streams() == 0, within_s=5)


def test_asking_only_for_the_headers_takes_no_seat(server, ada):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    cookie = ada.client.get_cookie(web.SESSION_COOKIE).value
    connection.request(
        "HEAD", f"{API}/events/stream", headers={"Cookie": f"{web.SESSION_COOKIE}={cookie}"}
    )
    assert connection.getresponse().status == 200
    connection.close()
    assert open_streams() == 0


def test_opening_the_stream_after_logging_in_saves_the_visitors_drafts(server, application):
    guest = visitor(application)
    project_id = guest.project(title="Bracket")
    ada = user(application, "Ada")
    with (
        transactions.writing() as session
    ):  # as if the drafts had come from another tab of the browser
        session.execute(
            sa.text("UPDATE sessions SET visitor_id = (SELECT visitor_id FROM projects LIMIT 1)")
        )
    with listening(server, ada) as stream:
        stream.block()
    assert ada.get(f"/projects/{project_id}").json["client_id"] == ada.me["home_id"]


def test_a_stream_outlives_an_outage_of_the_database(server, ada, monkeypatch):
    monkeypatch.setattr(broadcaster, "OUTAGE_S", 0.05)
    fails = []

    def fail(*args, **more):
        fails.append(args)
        raise sa.exc.OperationalError("SELECT", {}, Exception("the server closed the connection"))

    with listening(server, ada) as stream:
        stream.block()
        with monkeypatch.context() as outage:
            outage.setattr(broadcaster.visibility, "published", fail)
            tell(ada)
            eventually(lambda: len(fails) > 2)
        assert stream.event()[1] == "process.verified"


def test_a_reader_who_takes_nothing_is_cut_off_and_nobody_waits_for_them(
    server, application, ada, monkeypatch
):
    monkeypatch.setattr(broadcaster, "PATIENCE_S", 0.3)
    cookie = headers_of(ada)["Cookie"]
    with socket.socket() as lazy, listening(server, ada, "?types=process.file") as other:
        lazy.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        lazy.connect(("127.0.0.1", server.port))
        lazy.sendall(f"GET {API}/events/stream HTTP/1.0\r\nCookie: {cookie}\r\n\r\n".encode())
        eventually(lambda: open_streams() == 2)
        with transactions.writing() as session:
            for number in range(MANY):
                data = {"n": number, "words": "x" * 20_000}
                outbox.announce(
                    session, "process.file", actor=SOMEBODY, parties=[home(ada)], data=data
                )
        publish()
        assert [other.event()[2]["data"]["n"] for _ in range(MANY)] == list(range(MANY))
        eventually(lambda: open_streams() == 1)


def test_a_slow_reader_gets_everything_at_their_own_pace(server, ada, monkeypatch):
    monkeypatch.setattr(subscribers, "MOST_WAITING", 1000)
    monkeypatch.setattr(subscribers, "FEW_WAITING", 0)
    with listening(server, ada, "?types=process.file") as slow:
        slow.block()
        for batch in range(3):
            with transactions.writing() as session:
                for number in range(MANY):
                    data = {"n": batch * MANY + number, "words": "x" * 20_000}
                    outbox.announce(
                        session, "process.file", actor=SOMEBODY, parties=[home(ada)], data=data
                    )
            publish()
        got = [slow.event()[2]["data"]["n"] for _ in range(3 * MANY)]
        assert got == list(range(3 * MANY))


def test_an_error_over_a_reader_cuts_off_that_reader_alone(server, ada, monkeypatch):
    failed = []

    async def fail_once(followed, reader):
        if not failed:
            failed.append(reader)
            raise LookupError("a bug")
        await send_missed(followed, reader)

    send_missed = broadcaster.Broadcaster._send_missed
    monkeypatch.setattr(broadcaster.Broadcaster, "_send_missed", fail_once)
    with listening(server, ada) as stream:
        assert stream.event() is None
    assert failed
    with listening(server, ada) as stream:
        last = tell(ada)
        assert stream.event()[0] == last
