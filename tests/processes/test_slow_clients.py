"""Clients who take their time, by the hundred, beside a customer who does not notice them."""

import http.client
import json
import socket
import time
from contextlib import ExitStack, contextmanager

import psutil
import pytest

from service.accounts import api_keys, organizations
from service.database import transactions
from service.database.models import User
from tests.support import meshes
from tests.support.callers import API
from tests.support.servers import databases
from tests.support.waiting import eventually
from tests.support.worlds.feed_site import running_feed

pytestmark = pytest.mark.one_database

#: Slow sockets of a kind; the request threads are far fewer.
MANY, THREADS = 200, 2
#: What the limits are here: seconds for a head, over which bytes are counted, and for a rest.
LIMITS = {"request_head_s": 3, "slow_after_s": 3, "keep_alive_s": 3}
#: Bytes that the process may grow by: some for each socket, and what it learns meanwhile.
MOST_GROWTH = 48 * 1024 * 1024
#: A content that no buffer of the system takes whole.
LARGE = 16 * 1024 * 1024


@pytest.fixture(scope="module")
def site(database_kind, tmp_path_factory):
    limits = {**LIMITS, "connections_per_address": 2 * MANY, "web_threads": THREADS}
    with (
        databases.database(database_kind) as url,
        running_feed(url, tmp_path_factory.mktemp("site"), **limits) as site,
    ):
        eventually(lambda: is_alive(site), within_s=60)
        yield site


@pytest.fixture(scope="module")
def key(site):
    with transactions.writing() as session:
        user = User(email="ada@shop.example", name="Ada", password_hash="-")
        session.add(user)
        session.flush()
        organizations.create_for(session, user.id, "Ada", name="Ada")
        return api_keys.issue(session, user.id, name="ada")[0]


@pytest.fixture(scope="module")
def large(site, key):
    """The path of a large content."""
    process_id = draft(site, key)
    body = bytes(LARGE)
    file = ask(site, key, "PUT", f"/processes/{process_id}/files/large.bin", body)
    return f"{API}/files/{file['id']}/content"


def is_alive(site):
    site.processes.check()
    try:
        return ask(site, None, "GET", "/health/live") == {"status": "ok"}
    except OSError:
        return False


def ask(site, key, method, path, body=None, **headers):
    """What a customer is answered, on a connection of their own."""
    if key:
        headers["Authorization"] = f"Bearer {key}"
    if isinstance(body, dict):
        headers["Content-Type"], body = "application/json", json.dumps(body)
    connection = http.client.HTTPConnection("127.0.0.1", site.config.port, timeout=30)
    try:
        connection.request(method, API + path, body, headers)
        answer = connection.getresponse()
        text = answer.read()
    finally:
        connection.close()
    assert answer.status < 300, text
    return json.loads(text)


def draft(site, key):
    project = ask(site, key, "POST", "/projects", {"title": "Bracket"})
    process = ask(site, key, "POST", f"/projects/{project['id']}/processes", {"quantity": 2})
    return process["id"]


def order(site, key):
    """A customer's order as far as it goes without a worker."""
    process_id = draft(site, key)
    path = f"/processes/{process_id}/files/cube.stl?unit=mm"
    assert ask(site, key, "PUT", path, meshes.cube_stl())["name"] == "cube.stl"
    assert ask(site, key, "GET", f"/processes/{process_id}")["state"] == "draft"


def head(method, path, *lines):
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: x", *lines, "", ""]).encode()


LOGIN = ("POST", f"{API}/auth/login", "Content-Type: application/json")
#: What each kind of client says at first, and what again and again.
KINDS = {
    "nothing at all": (b"", b""),
    "half a head": (head(*LOGIN)[:-2], b""),
    "a head, letter by letter": (b"GET / HTTP/1.1\r\nX: ", b"x"),
    "half a body": (head(*LOGIN, "Content-Length: 1000") + b"{", b""),
    "a body, byte by byte": (head(*LOGIN, "Content-Length: 1000") + b"{", b" "),
    "half a chunk": (head(*LOGIN, "Transfer-Encoding: chunked") + b"ff\r\n{", b""),
    "a request, and no other": (head("GET", "/health/live"), b""),
}


@contextmanager
def slow(site, first, size=None):
    """Many connections on which somebody has said `first`, and goes on slowly."""
    with ExitStack() as stack:
        sockets = []
        for _ in range(MANY):
            connection = stack.enter_context(socket.socket())
            if size:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, size)
            connection.connect(("127.0.0.1", site.config.port))
            connection.sendall(first)
            connection.setblocking(False)
            sockets.append(connection)
        yield sockets


def has_ended(connection, again):
    """Whether the server has ended the connection, after one more word and all that there is."""
    try:
        if again:
            connection.send(again)
        while True:
            if not connection.recv(65536):
                return True
    except BlockingIOError:
        return False
    except OSError:
        return True


def end_of_all(sockets, again=b""):
    left = [each for each in sockets if not has_ended(each, again)]
    sockets[:] = left
    return not left


@contextmanager
def memory_stays(site):
    web = psutil.Process(site.processes.pids()["web"])
    before = web.memory_info().rss
    yield
    assert web.memory_info().rss - before < MOST_GROWTH


@pytest.mark.parametrize("kind", KINDS)
def test_slow_clients_hold_nobody_up_and_are_ended(site, key, kind):
    first, again = KINDS[kind]
    order(site, key)
    with memory_stays(site), slow(site, first) as sockets:
        assert is_alive(site)
        order(site, key)
        eventually(lambda: end_of_all(sockets, again), within_s=60, every_s=0.2)
    assert is_alive(site)


@pytest.mark.parametrize("size", [1, 0], ids=["a byte at a time", "nothing"])
def test_clients_who_take_a_large_answer_slowly_are_cut_off(site, key, large, size):
    order(site, key)
    lines = head("GET", large, f"Authorization: Bearer {key}")
    with memory_stays(site), slow(site, lines, 4096) as sockets:
        assert is_alive(site)
        order(site, key)
        left = list(sockets)

        def are_cut():
            for each in left[:]:
                try:
                    if size and each.recv(size) == b"":
                        left.remove(each)
                except BlockingIOError:
                    pass
                except OSError:
                    left.remove(each)
            return len(connections(site)) == 0

        eventually(are_cut, within_s=60, every_s=0.2)
    assert is_alive(site)


def connections(site):
    """The connections that the web process has with its clients."""
    web = psutil.Process(site.processes.pids()["web"])
    port = site.config.port
    return [
        each
        for each in web.net_connections("tcp")
        if each.status == "ESTABLISHED" and each.laddr.port == port
    ]


def test_whoever_takes_a_large_answer_at_once_gets_it_beside_them(site, key, large):
    lines = head("GET", large, f"Authorization: Bearer {key}")
    with slow(site, lines, 4096):
        connection = http.client.HTTPConnection("127.0.0.1", site.config.port, timeout=60)
        path = large
        connection.request("GET", path, headers={"Authorization": f"Bearer {key}"})
        assert len(connection.getresponse().read()) == LARGE
        connection.close()


def test_one_address_has_so_many_connections_and_not_more(site):
    with ExitStack() as stack:
        sockets = []
        for _ in range(2 * MANY + 10):
            connection = stack.enter_context(socket.socket())
            connection.connect(("127.0.0.1", site.config.port))
            connection.settimeout(20)
            sockets.append(connection)
        answers = [each for each in sockets[-5:] if b"429" in each.recv(1000)]
        assert len(answers) == 5
        other = stack.enter_context(socket.socket())
        other.bind(("127.0.0.2", 0))
        other.connect(("127.0.0.1", site.config.port))
        other.sendall(head("GET", "/health/live"))
        other.settimeout(20)
        assert other.recv(1000).startswith(b"HTTP/1.1 200")
    eventually(lambda: is_alive(site))


def test_slow_is_who_stays_below_the_rate_and_not_who_takes_long(site, key):
    process_id = draft(site, key)
    body = bytes(64 * 1024)
    lines = [f"Authorization: Bearer {key}", f"Content-Length: {len(body)}"]
    with socket.create_connection(("127.0.0.1", site.config.port), timeout=30) as connection:
        path = f"{API}/processes/{process_id}/files/slowly.bin"
        connection.sendall(head("PUT", path, *lines))
        began = time.monotonic()
        for start in range(0, len(body), 4096):
            connection.sendall(body[start : start + 4096])
            time.sleep(0.5)  # a client that takes its time, and longer than any limit
        assert time.monotonic() - began > 2 * LIMITS["slow_after_s"]
        assert connection.recv(1000).startswith(b"HTTP/1.1 201")
