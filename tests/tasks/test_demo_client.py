"""The demo's HTTP client, against a server that answers what it is told to."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tasks.demo.api_client import ApiClient, NoAnswer, RequestRefused


@contextmanager
def server(answers):
    """Answers each path with (status, media type, body), and keeps what it was sent."""
    received = []

    class Answering(BaseHTTPRequestHandler):
        def answer(self):
            body = self.rfile.read(int(self.headers["Content-Length"] or 0))
            received.append((self.command, self.path, self.headers, body))
            status, media_type, content = answers[self.path]
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.send_header("Set-Cookie", "session=s1; Path=/; HttpOnly")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = answer  # noqa: N815 -- names of http.server

        def log_message(self, *_):
            """Nothing: what came is kept."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as listening:
        thread = threading.Thread(target=listening.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.server_port}", received
        finally:
            listening.shutdown()
            thread.join()


LOGIN = (200, "application/json", b'{"csrf_token": "t1"}')


def test_cookies_and_the_token_of_the_login_go_with_the_next_write():
    with server({"/api/v1/auth/login": LOGIN, "/api/v1/projects": (204, "text/plain", b"")}) as (
        url,
        received,
    ):
        client = ApiClient(url)
        client.tell("POST", "/auth/login", {"email": "a@b.example"})
        assert client.tell("POST", "/projects", {"title": "Würfel"}) is None
    _, _, headers, body = received[-1]
    assert headers["Cookie"] == "session=s1"
    assert headers["X-CSRF-Token"] == "t1"
    assert "Würfel" in body.decode("unicode_escape")


def test_a_proxy_of_the_environment_does_not_come_between(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    with server({"/api/v1/auth/me": LOGIN}) as (url, _):
        assert ApiClient(url).tell("GET", "/auth/me") == {"csrf_token": "t1"}


def test_a_problem_is_told_in_its_own_sentence():
    problem = (409, "application/problem+json", b'{"detail": "an order is under way"}')
    refusal = pytest.raises(RequestRefused, match="409: an order is under way")
    with server({"/api/v1/orders": problem}) as (url, _), refusal:
        ApiClient(url).tell("POST", "/orders", {})


def test_a_file_goes_as_a_form_does_with_its_fields():
    with server({"/api/v1/files": (201, "text/plain", b"")}) as (url, received):
        assert ApiClient(url).upload("/files", "a b.stl", b"solid\r\n", unit="mm").ok
    _, _, headers, body = received[0]
    assert headers["Content-Type"].startswith("multipart/form-data; boundary=")
    assert b'name="file"; filename="a b.stl"' in body
    assert b"solid\r\n\r\n--" in body
    assert b'name="unit"\r\n\r\nmm\r\n' in body


def test_nobody_at_the_address_is_no_answer():
    with pytest.raises(NoAnswer, match=r"http://127\.0\.0\.1:1/api/v1 does not answer"):
        ApiClient("http://127.0.0.1:1").tell("GET", "/auth/me")
