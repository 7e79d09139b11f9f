"""What is answered before there is a request, as the problem document that other errors are."""

import http.client
import io
import json
import socket
from contextlib import ExitStack

import pytest
from structlog.testing import capture_logs

from service.settings import settings
from service.web import refusals
from tests.support.servers.streaming import serving
from tests.support.waiting import eventually

BASE = "/api/v1/docs/problems#"


class Silent:
    """An application that must not be asked."""

    def most_body_bytes(self, method, path):
        return 1000

    def wsgi_app(self, environ, start_response):
        raise AssertionError("this is no request")


class Streaming(Silent):
    """An application whose answer does not end."""

    def wsgi_app(self, environ, start_response):
        start_response("200 OK", [])
        while True:
            yield b"x" * 65536


@pytest.fixture(autouse=True)
def setting(monkeypatch, tmp_path):
    def be(**values):
        for name, value in {"var_dir": tmp_path, "embedded": "true", **values}.items():
            monkeypatch.setenv(f"WERKBANK_{name.upper()}", str(value))
        settings.cache_clear()

    be()
    yield be
    settings.cache_clear()


class Received:
    """Bytes of an answer, as http.client takes them."""

    def __init__(self, data):
        self._data = data

    def makefile(self, _mode):
        return io.BytesIO(self._data)


def answer_on(connection):
    """The one answer that comes until the connection ends: its head, and its problem document."""
    received = b""
    while data := connection.recv(65536):
        received += data
    answer = http.client.HTTPResponse(Received(received))
    answer.begin()
    body = answer.read()
    assert received.endswith(body)
    assert received.count(b"HTTP/1.1 ") == 1
    return answer, json.loads(body)


def refused(data):
    with (
        serving(Silent()) as server,
        socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection,
    ):
        connection.sendall(data)
        return answer_on(connection)


LONG = b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 20_000
KINDS = {
    "unreadable": (400, b"no request at all\r\n\r\n", "The request cannot be read"),
    "head-too-large": (431, LONG, "The headers are too large"),
    "too-slow": (408, b"GET / HTTP/1.1\r\nHost: x\r\n", "The request came too slowly"),
}


@pytest.mark.parametrize("slug", KINDS)
def test_what_never_becomes_a_request_gets_a_problem_document(slug, setting):
    status, data, title = KINDS[slug]
    setting(request_head_s=0.1 if slug == "too-slow" else 1000)
    with capture_logs() as logs:
        answer, document = refused(data)
    detail = document.pop("detail")
    assert document == {"type": BASE + slug, "title": title, "status": status}
    assert len(detail.split()) > 5
    assert answer.status == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Content-Language"] == "en"
    assert answer.headers["Connection"] == "close"
    assert answer.headers["X-Request-Id"] in [line.get("http_request_id") for line in logs]


def test_it_speaks_the_language_that_was_asked_for(setting):
    setting(request_head_s=0.1)
    answer, document = refused(b"GET / HTTP/1.1\r\nAccept-Language: xx, de-AT;q=0.8\r\n")
    assert answer.headers["Content-Language"] == "de"
    assert document["title"] == "Die Anfrage kam zu langsam"


def test_one_connection_too_many_reads_why_though_it_has_sent_its_request_already(setting):
    setting(connections_per_address=1)
    with serving(Silent()) as server, ExitStack() as stack:
        stack.enter_context(socket.create_connection(("127.0.0.1", server.port)))
        eventually(lambda: server.connections() == 1)
        for _ in range(10):
            with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
                connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                answer, document = answer_on(connection)
            assert (answer.status, document["type"]) == (429, BASE + "too-many-requests")
            assert answer.headers["Retry-After"] == "2"


def test_no_more_than_so_many_connections_stay_to_read_why(setting, monkeypatch):
    monkeypatch.setattr(refusals, "MOST_TURNED_AWAY", 3)
    monkeypatch.setattr(refusals, "READ_WITHIN_S", 1000.0)
    setting(connections_per_address=1)
    with serving(Silent()) as server, ExitStack() as stack:
        stack.enter_context(socket.create_connection(("127.0.0.1", server.port)))
        eventually(lambda: server.connections() == 1)
        sockets = [
            stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=20))
            for _ in range(5)
        ]
        for each in sockets:
            assert answer_on(each)[0].status == 429
        eventually(lambda: [has_ended(each) for each in sockets] == [False] * 3 + [True] * 2)


def has_ended(connection):
    """Whether the other side hears nothing any more."""
    try:
        connection.send(b"x")
    except OSError:
        return True
    return False


def test_what_cannot_be_read_does_not_fall_into_an_answer_that_is_under_way():
    with (
        serving(Streaming()) as server,
        socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection,
    ):
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        received = connection.recv(1000)
        assert received.startswith(b"HTTP/1.1 200")
        connection.sendall(b"no request at all\r\n\r\n")
        while data := connection.recv(65536):
            received += data
    assert received.count(b"HTTP/1.1 ") == 1
