"""Requests and answers on real connections, before applications that do what is asked for here."""

import http.client
import io
import json
import socket
import threading
from contextlib import ExitStack, contextmanager

import pytest
from structlog.testing import capture_logs

from service.api.http import server_contract
from service.settings import settings
from service.translations import gettext
from service.web import bodies, exchange
from tests.support.servers.streaming import serving
from tests.support.waiting import eventually

LARGE = exchange.ASKED_FIRST + 1000


class Application:
    """Calls `answer(environ)` for a body; it may name a status, and headers beside."""

    def __init__(self, answer, most=4 * LARGE):
        self.answer, self.most = answer, most
        self.asked = []

    def most_body_bytes(self, method, path):
        return self.most

    def wsgi_app(self, environ, start_response):
        self.asked.append(environ)
        refusal = environ.get(server_contract.REFUSAL)
        made = (str(refusal or type(refusal).__name__), 408) if refusal else self.answer(environ)
        body, status, *headers = made if isinstance(made, tuple) else (made, 200)
        if isinstance(body, str):
            body = [body.encode()]
            headers.append(("Content-Length", str(len(body[0]))))
        start_response(f"{status} So", headers)
        return body


@pytest.fixture(autouse=True)
def setting(monkeypatch, tmp_path):
    def be(**values):
        for name, value in {"var_dir": tmp_path, "embedded": "true", **values}.items():
            monkeypatch.setenv(f"WERKBANK_{name.upper()}", str(value))
        settings.cache_clear()

    be()
    yield be
    settings.cache_clear()


@contextmanager
def connected(application, data=b""):
    with (
        serving(application) as server,
        socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection,
    ):
        connection.sendall(data)
        yield connection


def read_all(connection):
    received = b""
    while data := connection.recv(65536):
        received += data
    return received


def all_answers(application, data):
    """All that is answered until the server ends the connection."""
    with connected(application, data) as connection:
        return read_all(connection)


def echo(environ):
    return environ["wsgi.input"].read().decode()


def request(*lines, body=b""):
    return "\r\n".join([*lines, "Host: x", "Connection: close", "", ""]).encode() + body


def test_a_body_is_whole_before_the_application_is_asked():
    application = Application(echo)
    head = request("POST / HTTP/1.1", "Content-Length: 6")
    with connected(application, head + b"hal") as connection:
        eventually(lambda: threading.active_count() > 1)
        assert application.asked == []
        connection.sendall(b"ves")
        assert read_all(connection).endswith(b"\r\n\r\nhalves")
    assert len(application.asked) == 1


def test_chunks_are_put_together():
    chunks = b"3\r\nhal\r\n3;x=y\r\nves\r\n0\r\n\r\n"
    answer = all_answers(
        Application(echo), request("PUT / HTTP/1.1", "Transfer-Encoding: chunked") + chunks
    )
    assert answer.endswith(b"\r\n\r\nhalves")


def test_several_requests_at_once_are_answered_in_order():
    application = Application(lambda environ: environ["PATH_INFO"])
    head = b"GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n"
    answer = all_answers(application, head + request("GET /3 HTTP/1.1"))
    assert [part[-2:] for part in answer.split(b"HTTP/1.1 200")[1:]] == [b"/1", b"/2", b"/3"]


def test_who_has_closed_their_side_still_gets_the_answer():
    with connected(
        Application(lambda _: "there"), b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
    ) as connection:
        connection.shutdown(socket.SHUT_WR)
        assert read_all(connection).endswith(b"there")


def test_clients_are_told_to_go_on_when_they_ask_whether_they_may():
    head = request("POST / HTTP/1.1", "Content-Length: 2", "Expect: 100-continue")
    with connected(Application(echo), head) as connection:
        assert connection.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b"ok")
        assert read_all(connection).endswith(b"\r\n\r\nok")


def test_who_may_not_send_a_large_body_is_told_before_they_have():
    application = Application(lambda _: ("no", 403))
    head = request("PUT / HTTP/1.1", f"Content-Length: {LARGE}", "Expect: 100-continue")
    assert all_answers(application, head).startswith(b"HTTP/1.1 403")


def test_an_application_that_wants_a_large_body_gets_it_whole_and_knows_that_it_was_asked():
    application = Application(lambda environ: str(len(environ["wsgi.input"].read())))
    head = request("PUT / HTTP/1.1", f"Content-Length: {LARGE}")
    assert all_answers(application, head + bytes(LARGE)).endswith(str(LARGE).encode())
    flags = [server_contract.ASKED_BEFORE in environ for environ in application.asked]
    assert flags == [False, True]


def test_large_bodies_wait_on_disk_and_leave_nothing_there(setting, tmp_path):
    kinds = []

    def note(environ):
        kinds.append(type(environ["wsgi.input"]))
        return echo(environ)

    with serving(Application(note)) as server:
        for size in (10, LARGE):
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
            connection.request("PUT", "/", b"x" * size)
            assert len(connection.getresponse().read()) == size
            connection.close()
    assert kinds[0] is io.BytesIO
    assert kinds[-1] is not io.BytesIO
    assert list((tmp_path / "spool").iterdir()) == []


@pytest.mark.parametrize("chunked", [True, False])
def test_a_body_beyond_what_the_route_takes_is_not_read(chunked):
    application = Application(echo, most=1000)
    if chunked:
        answer = all_answers(
            application,
            request("POST / HTTP/1.1", "Transfer-Encoding: chunked") + b"fff\r\n" + bytes(0xFFF),
        )
        assert b"413" in answer
    else:
        application.answer = lambda environ: environ["wsgi.input"].read().decode() or "empty"
        assert all_answers(
            application, request("POST / HTTP/1.1", "Content-Length: 1001")
        ).endswith(b"empty")


def test_bodies_beyond_the_room_for_all_are_refused(setting):
    setting(max_waiting_bytes=bodies.IN_MEMORY)
    head = request("PUT / HTTP/1.1", f"Content-Length: {LARGE}")
    with connected(Application(echo), head) as connection:
        connection.sendall(bytes(LARGE))
        assert b"too many uploads are under way" in read_all(connection)


def test_room_is_given_back():
    room = bodies.Room(None, 100)
    room.take(100)
    with pytest.raises(server_contract.NoRoomForBodies):
        room.take(1)
    room.give_back(100)
    room.take(100)


def test_clients_who_know_no_chunks_get_a_length():
    def pieces(environ):
        return [b"x" * 50_000 for _ in range(5)], 200

    answer = all_answers(Application(pieces), b"GET / HTTP/1.0\r\n\r\n")
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"content-length: 250000" in head
    assert b"chunked" not in head
    assert body == b"x" * 250_000


def test_headers_that_could_pass_for_others_are_left_out():
    application = Application(lambda environ: environ.get("HTTP_X_FORWARDED_FOR", "none"))
    line = "X_Forwarded_For: 192.0.2.1"
    assert all_answers(application, request("GET / HTTP/1.1", line)).endswith(b"none")


def test_headers_that_come_twice_are_joined():
    application = Application(lambda environ: environ["HTTP_COOKIE"] + "|" + environ["HTTP_ACCEPT"])
    lines = ("Cookie: a=1", "Cookie: b=2", "Accept: x/y", "Accept: z/z")
    assert all_answers(application, request("GET / HTTP/1.1", *lines)).endswith(b"a=1; b=2|x/y,z/z")


def test_paths_reach_the_application_as_their_bytes():
    application = Application(lambda environ: repr(environ["PATH_INFO"] + environ["QUERY_STRING"]))
    answer = all_answers(application, request("GET /a%2Fb%C3%A4%FF?x=%20 HTTP/1.1"))
    assert answer.endswith(repr("/a/bÃ¤ÿx=%20").encode())


BROKEN = [
    b"GARBAGE\r\n\r\n",
    b"GET / HTTP/1.1\r\nno header\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    b"POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\nab",
    b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nab",
    b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n",
    *(
        b"POST / HTTP/1.1\r\nHost: x\r\n" + line + b"\r\n\r\n0\r\n\r\n"
        for line in (
            *(b"Content-Length: 5, 5", b"Content-Length: +5", b"Content-Length: -5"),
            *(b"Content-Length: 0x5", b"Content-Length : 5", b"Content-Length: " + b"9" * 26),
            b"Content-Length: 5\r\nContent-Length: 5",
            *(b"Transfer-Encoding: xchunked", b'Transfer-Encoding: "chunked"'),
            *(b"Transfer-Encoding:\x0bchunked", b"Transfer-Encoding: chunked, gzip"),
            b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
            *(b"Transfer-Encoding:\r\n chunked", b"X: y\nTransfer-Encoding: chunked"),
        )
    ),
    *(
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks
        for chunks in (
            *(b"-1\r\nx\r\n0\r\n\r\n", b"0x1\r\nx\r\n0\r\n\r\n", b"1\nx\n0\n\n"),
            *(b"1 \r\nx\r\n0\r\n\r\n", b"1;a\nx\r\n0\r\n\r\n", b"f" * 17 + b"\r\nx"),
        )
    ),
    b"GET / HTTP/1.1\nHost: x\n\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nX: y\r\n z\r\n\r\n",
    b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/7.7\r\nHost: x\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
]


@pytest.mark.parametrize("data", BROKEN, ids=range(len(BROKEN)))
def test_what_is_no_request_is_400_and_leaves_no_traceback(data, capfd):
    application = Application(echo)
    assert all_answers(application, data).startswith(b"HTTP/1.1 400")
    assert application.asked == []
    assert "Traceback" not in capfd.readouterr().err


def test_a_head_without_an_end_is_refused():
    answer = all_answers(Application(echo), b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 20_000)
    assert answer.startswith(b"HTTP/1.1 431")


def test_a_connection_that_asks_for_another_protocol_ends_with_the_answer():
    lines = b"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n"
    answer = all_answers(Application(lambda _: "plain"), lines + b"GET /second HTTP/1.1\r\n\r\n")
    assert answer.count(b"HTTP/1.1") == 1
    assert answer.endswith(b"plain")


def test_an_answer_that_goes_on_is_freed_when_nobody_takes_it_any_more():
    closed = threading.Event()

    def endless(environ):
        try:
            while True:
                yield b"x" * 65536
        finally:
            closed.set()

    with connected(Application(lambda environ: (endless(environ), 200))) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert connection.recv(100)
        connection.close()
        assert closed.wait(20)


def test_a_large_answer_holds_no_thread(setting):
    setting(web_threads=2)
    application = Application(lambda environ: ([b"x" * 65536] * 1000, 200))
    with serving(application) as server:
        lazy = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(10)]
        for each in lazy:
            each.sendall(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
        eventually(lambda: len(application.asked) == 10)
        application.answer = lambda environ: "quick"
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        connection.request("GET", "/")
        assert connection.getresponse().read() == b"quick"
        connection.close()
        for each in lazy:
            each.close()


def test_callers_behind_a_proxy_are_counted_and_their_proxy_is_not(setting):
    setting(trusted_proxies="127.0.0.1/32", connections_per_address=1)
    going, on = threading.Event(), threading.Event()

    def wait(environ):
        going.set()
        on.wait(20)
        return "ok"

    def ask(address):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        stack.callback(connection.close)
        connection.request("GET", "/", headers={"X-Forwarded-For": address})
        return connection

    def answer_of(connection):
        answer = connection.getresponse()
        return answer.status, answer.read()

    with serving(Application(wait)) as server, ExitStack() as stack:
        first = ask("192.0.2.1")
        assert going.wait(20)
        assert answer_of(ask("192.0.2.1"))[0] == 408  # as refusals are answered here
        other = ask("192.0.2.2")
        on.set()
        assert [answer_of(each) for each in (first, other)] == [(200, b"ok")] * 2
        assert answer_of(ask("192.0.2.1")) == (200, b"ok")


def failing(environ):
    raise LookupError("a bug: the name of a file of somebody")


def test_what_fails_before_an_answer_is_a_problem_document_and_logged_under_its_id():
    with capture_logs() as logged, serving(Application(failing)) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        connection.request("GET", "/", headers={"Accept-Language": "de"})
        answer = connection.getresponse()
        body = json.loads(answer.read())
        connection.close()
    assert (answer.status, answer.headers["Connection"]) == (500, "close")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (body["status"], body["type"].endswith("#internal")) == (500, True)
    assert body["title"] == gettext("This is a bug", "de") != "This is a bug"
    assert "somebody" not in str(body)
    (entry,) = [each for each in logged if each["event"] == "a request could not be served"]
    assert entry["http_request_id"] == answer.headers["X-Request-Id"]


def test_what_fails_in_an_answer_ends_the_connection_without_another_one():
    def breaking(environ):
        yield b"x" * 65536
        yield b"x" * 65536
        raise LookupError("a bug")

    answer = all_answers(
        Application(lambda environ: (breaking(environ), 200)), request("GET / HTTP/1.1")
    )
    assert answer.count(b"HTTP/1.1 ") == 1
    assert answer.startswith(b"HTTP/1.1 200")
    assert not answer.endswith(b"0\r\n\r\n")
