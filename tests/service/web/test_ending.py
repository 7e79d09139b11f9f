"""What becomes of connections when the process is asked to end."""

import socket
from contextlib import contextmanager

import pytest

from service.settings import settings
from service.web import connection as web_connection
from service.web import server as web_server
from tests.support.servers.streaming import serving
from tests.support.waiting import eventually

REQUEST = b"GET /here HTTP/1.1\r\nHost: x\r\n\r\n"


class Application:
    def most_body_bytes(self, method, path):
        return 1000

    def wsgi_app(self, environ, start_response):
        body = environ["PATH_INFO"].encode()
        start_response("200 OK", [("Content-Length", str(len(body)))])
        return [body]


@pytest.fixture(autouse=True)
def unhurried(monkeypatch, tmp_path):
    """Nothing ends by any other limit in time."""
    for name in ("REQUEST_HEAD_S", "KEEP_ALIVE_S"):
        monkeypatch.setenv(f"WERKBANK_{name}", "1000")
    monkeypatch.setenv("WERKBANK_VAR_DIR", str(tmp_path))
    monkeypatch.setenv("WERKBANK_EMBEDDED", "true")
    monkeypatch.setattr(web_server, "GRACE_S", 60)
    monkeypatch.setattr(web_connection, "FIRST_REQUEST_S", 60.0)
    settings.cache_clear()
    yield
    settings.cache_clear()


@contextmanager
def connected():
    """A server that knows of one connection, and that connection."""
    with (
        serving(Application()) as served,
        socket.create_connection(("127.0.0.1", served.port), timeout=20) as connection,
    ):
        eventually(lambda: served.connections() == 1)
        yield served, connection


def end(served):
    served.end()
    eventually(lambda: not served.is_listening())


def read_all(connection):
    received = b""
    while data := connection.recv(65536):
        received += data
    return received


@pytest.mark.parametrize("already", [0, 10], ids=["nothing yet", "half a head"])
def test_a_connection_that_was_just_taken_gets_its_request_answered_and_then_ends(already):
    with connected() as (served, connection):
        connection.sendall(REQUEST[:already])
        end(served)
        connection.sendall(REQUEST[already:])
        answer = read_all(connection)
    assert answer.startswith(b"HTTP/1.1 200")
    assert b"connection: close\r\n" in answer.lower()
    assert answer.endswith(b"/here")


def test_a_connection_that_rests_after_its_answer_ends_at_once():
    with connected() as (served, connection):
        connection.sendall(REQUEST)
        answer = b""
        while not answer.endswith(b"/here"):
            answer += connection.recv(65536)
        assert b"connection: close" not in answer.lower()
        end(served)
        assert read_all(connection) == b""


def test_a_connection_on_which_nothing_comes_does_not_hold_up_the_end(monkeypatch):
    monkeypatch.setattr(web_connection, "FIRST_REQUEST_S", 0.0)
    with connected() as (served, connection):
        end(served)
        assert read_all(connection) == b""
