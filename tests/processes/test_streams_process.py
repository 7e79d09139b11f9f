"""Streams of real web processes: no thread kept, no byte lost, resumed at whichever process."""

import http.client
import json
import signal
import socket
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace
from uuid import UUID

import pytest
from websockets.frames import Frame, Opcode

from service.access.actor import ActingParty
from service.accounts import api_keys, organizations
from service.database import transactions
from service.database.models import User
from service.events import outbox
from service.ids import new_id
from tasks.local import child_process, services
from tasks.local.ports import free_port
from tests.support import fork_server
from tests.support.callers import API
from tests.support.servers import databases
from tests.support.servers.streaming import Socket
from tests.support.waiting import eventually
from tests.support.worlds.feed_site import running_feed
from workflows.actors import Actor

pytestmark = pytest.mark.one_database

SOMEBODY = ActingParty(Actor.CONTRACTOR, new_id(), "Somebody")
THREADS = 2


@pytest.fixture(scope="module")
def site(database_kind, tmp_path_factory):
    with (
        databases.database(database_kind) as url,
        pytest.MonkeyPatch.context() as patch,
        running_feed(url, tmp_path_factory.mktemp("site"), web_threads=THREADS) as site,
    ):
        patch.setattr("tasks.local.supervised._SHORT_LIFE_S", 0.0)
        eventually(lambda: is_ready(site), within_s=60)
        yield site


@pytest.fixture(scope="module")
def ada(site):
    """Somebody's organization and key."""
    with transactions.writing() as session:
        user = User(email="ada@shop.example", name="Ada", password_hash="-")
        session.add(user)
        session.flush()
        home = organizations.create_for(session, user.id, "Ada", name="Ada")
        return home.id, api_keys.issue(session, user.id, name="ada")[0]


@pytest.fixture(autouse=True)
def all_there(site, ada):
    """Whoever was killed before is back."""
    eventually(lambda: takes_streams(site, ada[1]), within_s=40)


def takes_streams(site, key):
    site.processes.check()
    try:
        with asking(site, "/events/stream", key) as answer:
            return answer.status == 200
    except OSError:
        return False


def is_ready(site):
    site.processes.check()
    try:
        with asking(site, "/health/ready") as answer:
            return json.loads(answer.read())["dependencies"]["streams"]["status"] == "ok"
    except OSError:
        return False


def open_now(site):
    """How many streams are open, as the health says."""
    with asking(site, "/health/ready") as answer:
        return int(json.loads(answer.read())["dependencies"]["streams"]["detail"].split()[0])


@contextmanager
def asking(site, path, key=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", site.config.port, timeout=20)
    if key:
        headers["Authorization"] = f"Bearer {key}"
    try:
        connection.request("GET", API + path, headers=headers)
        yield connection.getresponse()
    finally:
        connection.close()


def tell(party: UUID, type="process.verified"):
    with transactions.writing() as session:
        outbox.announce(session, type, actor=SOMEBODY, parties=[party])


def request(path, key, *lines):
    words = [f"GET {API}{path} HTTP/1.1", "Host: x", f"Authorization: Bearer {key}", *lines]
    return "\r\n".join([*words, "", ""]).encode()


UPGRADE = (
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
)


def read_until(connection, words, within_s=20):
    """Bytes that came until these."""
    connection.settimeout(within_s)
    received = b""
    while words not in received:
        data = connection.recv(65536)
        assert data, received
        received += data
    return received


def test_open_streams_keep_no_request_thread(site, ada):
    _, key = ada
    with ExitStack() as stack:
        answers = []
        for _ in range(5 * THREADS):
            answers.append(stack.enter_context(asking(site, "/events/stream", key)))
            assert answers[-1].status == 200
            stack.callback(Socket(site.config.port, {"Authorization": f"Bearer {key}"}).close)
        with asking(site, "/projects", key) as answer:
            assert answer.status == 200
        eventually(lambda: open_now(site) == 10 * THREADS)


def test_what_a_client_sends_right_behind_its_request_is_not_lost(site, ada):
    home, key = ada
    tell(home)
    first = Frame(Opcode.TEXT, b'{"after": 0}').serialize(mask=True)
    with socket.create_connection(("127.0.0.1", site.config.port)) as connection:
        connection.sendall(request("/events/ws", key, *UPGRADE) + first)
        received = read_until(connection, b"process.verified")
    assert b"HTTP/1.1 101" in received
    assert b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" in received  # the example of RFC 6455, section 1.3


def test_a_connection_that_was_kept_alive_can_become_a_stream(site, ada):
    home, key = ada
    with socket.create_connection(("127.0.0.1", site.config.port)) as connection:
        connection.sendall(request("/health/live", key))
        assert b"HTTP/1.1 200" in read_until(connection, b'"ok"}')
        connection.sendall(request("/events/stream", key))
        assert b"text/event-stream" in read_until(connection, b": open\n\n")
        tell(home)
        assert b"event: process.verified" in read_until(connection, b"\n\n")


def test_a_restart_tells_readers_who_resume_and_miss_nothing(site, ada):
    home, key = ada
    with asking(site, "/events/stream", key) as answer:
        last = position_of(answer)
        site.signal("web", signal.SIGTERM)
        assert answer.read().endswith(b"\n\n")
    tell(home, "process.sent")
    eventually(lambda: takes_streams(site, key), within_s=40)
    assert hears(site, key, last, b"process.sent")


def test_a_web_process_that_is_killed_comes_back_and_its_readers_resume(site, ada):
    home, key = ada
    with asking(site, "/events/stream", key) as answer:
        last = position_of(answer)
        site.kill("web")
        assert answer.read().endswith(b"\n\n")
    tell(home, "process.offered")
    eventually(lambda: takes_streams(site, key), within_s=40)
    assert hears(site, key, last, b"process.offered")


def test_a_reader_who_goes_on_at_another_host_misses_nothing(site, ada, tmp_path):
    home, key = ada
    with another_host(site, tmp_path) as other:
        for type in ("process.sent", "process.offered", "process.verified"):
            with asking(site, "/events/stream", key) as answer:
                last = position_of(answer)
            tell(home, type)
            assert hears(other, key, last, type.encode())


def test_all_hosts_are_woken_at_once(site, ada, tmp_path):
    home, key = ada
    with (
        another_host(site, tmp_path) as other,
        asking(site, "/events/stream", key) as here,
        asking(other, "/events/stream", key) as there,
    ):
        for answer in (here, there):
            position_of(answer)
        tell(home, "process.sent")
        for answer in (here, there):
            assert passes_by(answer, b"process.sent")


def test_asked_to_end_it_says_so_at_sockets(site, ada):
    _, key = ada
    reader = Socket(site.config.port, {"Authorization": f"Bearer {key}"}).say(after=None)
    eventually(lambda: reader.connection.ping().wait(5))
    site.signal("web", signal.SIGTERM)
    assert reader.message()[0] == 1001


def position_of(answer):
    """Where a stream begins."""
    line = next(line for line in iter(answer.readline, b"") if line.startswith(b"id:"))
    return line.decode().split()[1]


def passes_by(answer, type):
    """Whether an event of this type comes before the end."""
    return any(line == b"event: " + type + b"\n" for line in iter(answer.readline, b""))


def hears(site, key, last, type):
    with asking(site, "/events/stream", key, **{"Last-Event-ID": last}) as answer:
        return passes_by(answer, type)


@contextmanager
def another_host(site, folder):
    """A web process with a folder and a port of its own, at the same database and Redis."""
    config = site.config.model_copy(update={"port": free_port(), "var_dir": folder})
    shared = {
        "WERKBANK_DATABASE_URL": config.database_url,
        "WERKBANK_REDIS_URL": config.redis_url,
        "WERKBANK_SECRET_KEY": config.secret_key,
        "WERKBANK_EMBEDDED": "true",
        "WERKBANK_VAR_DIR": str(folder),
        "WERKBANK_PORT": str(config.port),
    }
    web = next(each for each in services.services(config, shared) if each.name == "web")
    process = fork_server.launch(web)
    other = SimpleNamespace(config=config, processes=SimpleNamespace(check=lambda: None))
    try:
        eventually(lambda: is_ready(other), within_s=60)
        yield other
    finally:
        child_process.end([process], grace_s=10)
