"""Contents in a folder or a bucket: kept whole, found by their hash, deleted only if unneeded."""

import hashlib
import io
import os
from datetime import UTC, datetime, timedelta

import pytest

from service import clock
from service.files import storage as storages
from service.files.storage.folder import FolderStorage
from tests.support.servers.object_stores import storage_of

MIB = 1 << 20
MOST = 64 * MIB
LARGE = os.urandom(6 * MIB)  #: two parts of an object
LATER = datetime.now(UTC) + timedelta(days=2)


@pytest.fixture
def storage(kept_in, tmp_path, monkeypatch):
    if not kept_in:
        return FolderStorage(tmp_path / "storage")
    monkeypatch.setattr("service.files.storage.bucket.PART", 5 * MIB)
    storage = storage_of(kept_in, tmp_path)
    assert storage.claim()
    return storage


def put(storage, content):
    return storage.put(io.BytesIO(content), MOST).sha256


def read(storage, sha256):
    with storage.local(sha256) as path:
        return path.read_bytes()


@pytest.mark.parametrize("content", [b"x", LARGE], ids=["small", "large"])
def test_a_content_is_kept_whole_under_its_hash(storage, content):
    sha256 = put(storage, content)
    assert sha256 == hashlib.sha256(content).hexdigest()
    assert storage.holds(sha256)
    assert storage.size_bytes(sha256) == len(content)
    assert read(storage, sha256) == content


def test_an_equal_content_is_kept_once(storage):
    first = put(storage, b"the same")
    assert put(storage, b"the same") == first
    assert list(storage.older_than(LATER)) == [first]


def test_what_is_too_large_or_is_given_up_leaves_nothing(storage):
    with pytest.raises(storages.TooLarge):
        storage.put(io.BytesIO(b"four"), most=3)
    with storage.arriving(MOST) as arriving:
        arriving.write(b"never stored")
    assert list(storage.older_than(LATER)) == []


def test_a_content_that_is_not_there_is_said_to_be_missing(storage):
    sha256 = hashlib.sha256(b"never stored").hexdigest()
    assert not storage.holds(sha256)
    with pytest.raises(storages.ContentMissing, match="missing in storage"):
        storage.size_bytes(sha256)
    with pytest.raises(storages.ContentMissing, match="missing in storage"):
        read(storage, sha256)
    storage.remove(sha256)


def test_a_removed_content_is_gone(storage):
    sha256 = put(storage, b"short-lived")
    storage.remove(sha256)
    assert not storage.holds(sha256)
    with pytest.raises(storages.ContentMissing):
        read(storage, sha256)


def test_what_is_open_can_be_read_to_its_end_though_it_is_deleted(storage):
    sha256 = put(storage, LARGE)
    with storage.local(sha256) as path:
        file = path.open("rb")
    with file:
        storage.remove(sha256)
        assert file.read() == LARGE


def test_an_old_content_is_deleted_unless_it_was_written_again(storage):
    sha256 = put(storage, b"old")
    hour_ago = datetime.now(UTC) - timedelta(hours=1)
    assert list(storage.older_than(hour_ago)) == []
    assert not storage.remove_old(sha256, hour_ago)
    assert read(storage, sha256) == b"old"
    assert storage.remove_old(sha256, LATER)
    assert not storage.holds(sha256)
    assert not storage.remove_old(sha256, LATER)


def test_tidying_takes_no_whole_content(storage):
    sha256 = put(storage, b"whole")
    storage.tidy(LATER)
    assert read(storage, sha256) == b"whole"


def test_a_storage_that_takes_and_gives_says_so(storage):
    assert storage.condition() == ("ok", "takes and gives")


@pytest.fixture(autouse=True)
def usual_time():
    yield
    clock.reset()
