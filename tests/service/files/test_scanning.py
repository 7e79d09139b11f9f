"""No file that a scanner refuses, or has not looked at, ever gets to anybody."""

import io
import sys

import psutil
import pytest
import sqlalchemy as sa
from pydantic import ValidationError

from service.database import transactions
from service.database.models import Attachment, File
from service.files import storage
from service.settings import Settings, settings
from tests.support import meshes
from tests.support.servers.clamd import HARMFUL, running_clamd
from tests.support.waiting import eventually
from tests.support.worlds import marketplace as markets
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database

#: Does as it is told by the content: finds its word, breaks, or takes too long.
SCANNER = """
import os, subprocess, sys, time
content = open(sys.argv[-1], "rb").read()
if b"slow" in content:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    open(sys.argv[1], "w").write(str(child.pid))
    time.sleep(600)
open(sys.argv[1], "w").write(" ".join(sorted(os.environ)))
sys.exit(2 if b"break" in content else 1 if sys.argv[2].encode() in content else 0)
"""


WAYS = ("by form", "by body", "to a message", "to a message of a contractor")


@pytest.fixture
def market(shared_market, monkeypatch, tmp_path):
    markets.moved_to(tmp_path, monkeypatch)
    return shared_market


@pytest.fixture
def command(market, monkeypatch, tmp_path):
    """The scanner is a command; what it has left behind."""
    program, left = tmp_path / "scan.py", tmp_path / "left"
    program.write_text(SCANNER)
    monkeypatch.setenv("WERKBANK_DATABASE_URL", "postgresql://w:do-not-show@127.0.0.1/w")
    monkeypatch.setenv(
        "WERKBANK_SCAN_COMMAND", f"{sys.executable} '{program}' '{left}' {HARMFUL.decode()}"
    )
    settings.cache_clear()
    return left


@pytest.fixture
def clamd(market, monkeypatch):
    with running_clamd() as (server, address):
        monkeypatch.setenv("WERKBANK_SCAN_CLAMD", address)
        settings.cache_clear()
        yield server


def counts():
    with transactions.reading() as session:
        rows = [len(session.scalars(sa.select(table.id)).all()) for table in (File, Attachment)]
    folder = storage.current_storage().folder
    return rows, sorted(path.name for path in folder.rglob("*") if path.is_file())


def attach(caller, process_id, content):
    return caller.ask(
        "POST",
        f"/processes/{process_id}/messages/attachments",
        data={"file": (io.BytesIO(content), "note.txt")},
        content_type="multipart/form-data",
    )


def ways(market):
    """Each way by which contents come: its name, and what sends one."""
    client = market.client
    draft = client.draft()
    sent, (contractor,) = market.send(1)
    put = f"/processes/{draft}/files/part.stl"
    return {
        "by form": lambda content: client.upload(draft, content, "part.stl"),
        "by body": lambda content: client.ask("PUT", put, data=content),
        "to a message": lambda content: attach(client, sent, content),
        "to a message of a contractor": lambda content: attach(contractor, sent, content),
    }


@pytest.mark.parametrize(
    "way", ["by form", "by body", "to a message", "to a message of a contractor"]
)
def test_what_a_scanner_refuses_is_stored_nowhere_by_any_way(market, clamd, way):
    send = ways(market)[way]
    before = counts()
    harmful = meshes.cube_stl() + HARMFUL
    assert refused(send(harmful), 422, "content-refused")
    assert counts() == before
    assert clamd.scanned[-1] == harmful
    assert send(meshes.cube_stl()).status_code in (200, 201)
    assert clamd.scanned[-1] == meshes.cube_stl()


@pytest.mark.parametrize(
    "answer",
    [b"INSTREAM size limit exceeded. ERROR\0", b"", b"stream: OK and more\0", b"\xff" * 9000],
)
def test_what_clamd_could_not_look_at_is_to_be_sent_again(market, clamd, answer):
    clamd.answer = answer
    before, draft = counts(), market.client.draft()
    answered = market.client.upload(draft)
    assert refused(answered, 503, "crowded")
    assert answered.headers["Retry-After"]
    assert counts() == before
    clamd.answer = None
    assert market.client.upload(draft).status_code == 201


def test_large_files_go_to_clamd_in_pieces(market, clamd):
    content = meshes.cube_stl() + bytes(200_000)
    assert attach(market.client, market.send(1)[0], content).status_code == 201
    assert clamd.scanned[-1] == content


def test_while_clamd_is_down_nothing_is_taken(market, monkeypatch):
    with running_clamd() as (_, address):
        pass
    monkeypatch.setenv("WERKBANK_SCAN_CLAMD", address)
    settings.cache_clear()
    assert refused(market.client.upload(market.client.draft()), 503, "crowded")


def test_clamd_answers_at_a_unix_socket_too(market, monkeypatch, tmp_path):
    with running_clamd(tmp_path / "clamd.sock") as (server, address):
        monkeypatch.setenv("WERKBANK_SCAN_CLAMD", address)
        settings.cache_clear()
        assert market.client.upload(market.client.draft()).status_code == 201
        assert server.scanned == [meshes.cube_stl()]


def test_a_command_decides_by_how_it_ends_and_sees_no_secret(market, command):
    draft = market.client.draft()
    assert market.client.upload(draft).status_code == 201
    assert "WERKBANK" not in command.read_text()
    before = counts()
    assert refused(market.client.upload(draft, HARMFUL, "note.txt"), 422, "content-refused")
    assert refused(market.client.upload(draft, b"break", "note.txt"), 503, "crowded")
    assert counts() == before


def test_a_command_that_takes_too_long_is_ended_with_all_that_it_has_started(
    market, command, monkeypatch
):
    monkeypatch.setenv("WERKBANK_SCAN_TIMEOUT_S", "3")
    settings.cache_clear()
    slow = market.client.upload(market.client.draft(), b"slow", "note.txt")
    assert refused(slow, 503, "crowded")
    # On a busy machine the time may be over before it has started anything.
    if command.exists() and (process_id := command.read_text()):
        eventually(lambda: is_gone(int(process_id)))


def is_gone(process_id):
    try:
        return psutil.Process(process_id).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_a_command_that_is_not_there_lets_nothing_through(market, monkeypatch):
    monkeypatch.setenv("WERKBANK_SCAN_COMMAND", "/no/such/scanner")
    settings.cache_clear()
    assert refused(market.client.upload(market.client.draft()), 503, "crowded")


def test_without_a_scanner_nothing_is_asked(market):
    assert (settings().scan_command, settings().scan_clamd) == ("", "")
    assert market.client.upload(market.client.draft(), HARMFUL, "note.txt").status_code == 201


@pytest.mark.parametrize("address", ["clamd", "clamd:", "clamd:port", "unix:clamd.sock", ":3310"])
def test_an_address_that_is_none_is_refused_at_the_start(tmp_path, address):
    with pytest.raises(ValidationError):
        Settings(var_dir=tmp_path, embedded=True, scan_clamd=address)
