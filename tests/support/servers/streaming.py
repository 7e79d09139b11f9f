"""Serves an application with its streams in a thread, and listens over real connections."""

import http.client
import json
import socket
import threading
from contextlib import contextmanager

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from service.api.http import web
from service.events.streaming import broadcaster, openings, redis_wakeup, subscribers
from service.settings import settings
from service.web import server
from tests.support.callers import API
from tests.support.waiting import eventually


def open_streams():
    """How many streams are open; None if nobody streams."""
    occupancy = openings.occupancy()
    return occupancy.open if occupancy else None


class Served:
    """An application that is served; `port` is where."""

    def __init__(self, port, server):
        self.port, self._server = port, server

    def end(self):
        """Ask it to end, as a signal does."""
        self._server.should_exit = True

    def is_listening(self):
        """Whether it takes connections."""
        return any(each.is_serving() for each in self._server.servers)

    def connections(self):
        """How many connections it would wait for at its end."""
        return len(self._server.server_state.connections)


@contextmanager
def serving(application):
    """The application and its streams on a port of their own, as `python -m service.web` does,
    in a thread."""
    with socket.create_server(("127.0.0.1", 0), backlog=1024) as listener:
        config = server.configuration(settings(), server.Site(application, settings()))
        made = server.WebServer(config)
        port = listener.getsockname()[1]
        thread = threading.Thread(target=made.run, kwargs={"sockets": [listener]})
        thread.start()
        eventually(lambda: made.started and open_streams() is not None)
        try:
            yield Served(port, made)
        finally:
            made.should_exit = True
            thread.join()


def hurry(monkeypatch):
    """Let the rhythm of streams be one of tests."""
    monkeypatch.setattr(broadcaster, "CARE_S", 0.05)
    monkeypatch.setattr(redis_wakeup, "ALONE_S", 0.05)
    for kind in (subscribers.SseSubscriber, subscribers.WebSocketSubscriber):
        monkeypatch.setattr(kind, "heartbeat_s", 0.3)


def headers_of(caller):
    """The headers with which somebody is known."""
    cookie = caller.client.get_cookie(web.SESSION_COOKIE)
    cookies = {"Cookie": f"{web.SESSION_COOKIE}={cookie.value}"} if cookie else {}
    return {**caller.headers, **cookies}


class Stream:
    """A reader of server-sent events on a connection of their own."""

    def __init__(self, port, caller, query="", headers=()):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        headers = {**headers_of(caller), **dict(headers)}
        self.connection.request("GET", f"{API}/events/stream{query}", headers=headers)
        self.answer = self.connection.getresponse()

    def block(self):
        """The next block of lines; None at the end of the stream."""
        lines = []
        while (line := self.answer.readline()) != b"\n":
            if not line:
                return None
            lines.append(line.decode().rstrip("\n"))
        return lines

    def event(self):
        """The next event with its id and type, comments passed over; None at the end."""
        while (lines := self.block()) is not None:
            fields = dict(line.split(": ", 1) for line in lines if not line.startswith(":"))
            if "data" in fields:
                return int(fields["id"]), fields["event"], json.loads(fields["data"])
        return None

    def close(self):
        self.answer.close()
        self.connection.close()


@contextmanager
def listening(server, caller, query="", **more):
    """A stream of server-sent events for the duration of the block."""
    stream = Stream(server.port, caller, query, **more)
    try:
        assert stream.answer.status == 200, stream.answer.read()
        yield stream
    finally:
        stream.close()


class Socket:
    """A reader at a WebSocket."""

    def __init__(self, port, headers, query="", origin=None):
        address = f"ws://127.0.0.1:{port}{API}/events/ws{query}"
        self._context = connect(
            address, additional_headers=headers, origin=origin, compression=None, proxy=None
        )
        self.connection = self._context.__enter__()

    def say(self, **message):
        """Send a message."""
        self.connection.send(json.dumps(message))
        return self

    def message(self):
        """The next message, pings passed over; the code and reason of the end as a pair."""
        try:
            while "ping" in (said := json.loads(self.connection.recv(timeout=10))):
                pass
        except ConnectionClosed as end:
            return end.rcvd.code, end.rcvd.reason
        return said

    def close(self):
        self._context.__exit__(None, None, None)


@contextmanager
def at_socket(server, caller, query="", after=None, **more):
    """A WebSocket that has begun, for the duration of the block."""
    socket = Socket(server.port, headers_of(caller), query).say(after=after, **more)
    try:
        yield socket
    finally:
        socket.close()
