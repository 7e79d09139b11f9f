"""On a full disk nothing is lost, everybody is told, and it works on once there is room."""

import errno
import os
import subprocess
from contextlib import suppress

import pytest
import sqlalchemy as sa

from service import logging_setup
from service.files import disk_space, storage
from service.operations import health
from tasks.local import supervised
from tests.support.worlds import marketplace as markets
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database

MIB = 1024 * 1024


@pytest.fixture
def small_disk(tmp_path):
    """A folder on a disk of 8 MiB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("a disk can be mounted by root alone, and not in every container")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def market(database_kind, small_disk, monkeypatch):
    with markets.shared(database_kind, small_disk / "var") as market:
        markets.moved_to(small_disk / "var", monkeypatch)
        yield market


def fill(folder):
    """Use up all room there is; the file that does."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"x" * MIB):
            pass
    with filler.open("ab", buffering=0) as file, pytest.raises(OSError, match="No space left"):
        file.write(b"x")
    return filler


def test_an_upload_on_a_full_disk_answers_507_and_the_next_one_works(market, small_disk):
    process_id = market.client.draft()
    path = f"/processes/{process_id}/files"
    content = os.urandom(2 * MIB)
    before = market.client.put(f"{path}/kept.bin", data=b"before")
    filler = fill(small_disk)
    for _ in range(3):
        put = market.client.put(f"{path}/a.bin", data=content)
        assert refused(put, 507, "no-room")
        assert put.headers["Retry-After"]
        assert refused(market.client.upload(process_id, content[:100_000], "a.bin"), 507, "no-room")
    names = [file["name"] for file in market.client.get(path).json["items"]]
    assert names == ["kept.bin"]
    download = market.client.get(f"/files/{before.json['id']}/content")
    assert download.data == b"before"
    assert [p for p in (storage.current_storage().folder / storage.INCOMING).iterdir()] == []
    filler.unlink()
    assert market.client.put(f"{path}/a.bin", data=content).status_code == 201


def test_the_health_says_that_the_disk_is_full(market, small_disk):
    assert health.storage_takes().status == "ok"
    half = small_disk / "nearly"
    half.write_bytes(b"x" * (8 * MIB - 300_000))
    nearly = health.storage_takes()
    assert (nearly.status, "MiB left" in nearly.detail) == ("degraded", True)
    half.unlink()
    filler = fill(small_disk)
    full = health.storage_takes()
    assert (full.status, "full" in full.detail) == ("down", True)
    filler.unlink()
    assert health.storage_takes().status == "ok"


def test_a_database_on_a_full_disk_is_known_as_such_and_goes_on_afterwards(small_disk):
    engine = sa.create_engine(f"sqlite:///{small_disk / 'a.sqlite3'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        connection.exec_driver_sql("CREATE TABLE parts (name TEXT)")
    filler = fill(small_disk)
    with pytest.raises(sa.exc.DatabaseError) as error, engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO parts VALUES (?)", ("x" * 100_000,))
    assert disk_space.is_full(error.value)
    filler.unlink()
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO parts VALUES ('after')")
        assert connection.exec_driver_sql("SELECT name FROM parts").scalars().all() == ["after"]
    engine.dispose()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_every_way_of_having_no_room_is_known(number):
    assert disk_space.is_full(OSError(number, os.strerror(number)))


def test_other_errors_are_no_lack_of_room():
    assert not disk_space.is_full(OSError(errno.EACCES, "denied"))
    assert not disk_space.is_full(ValueError("no"))


def test_a_log_that_the_disk_cannot_hold_twice_stays_whole(small_disk, monkeypatch):
    monkeypatch.setattr(supervised, "_LONG_LOG_BYTES", MIB)
    log = small_disk / "web.log"
    log.write_bytes(b"x" * 5 * MIB)
    service = supervised.SupervisedService("web", ("true",), log)
    supervised.launch(service).wait()
    assert [(path.name, path.stat().st_size) for path in small_disk.iterdir()] == [
        ("web.log", 5 * MIB)
    ]


def test_what_the_log_cannot_take_stops_nobody(small_disk):
    filler = fill(small_disk)
    with (small_disk / "log").open("w", buffering=1) as stream:
        lines = logging_setup.Lines(stream)
        lines.error("while it is full")
        filler.unlink()
        lines.error("afterwards")
    assert "afterwards" in (small_disk / "log").read_text()
