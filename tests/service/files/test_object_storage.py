"""Contents in a bucket: outages are outages, nothing half is kept, and no host takes another's."""

import base64
import hashlib
import io
import os
import threading
from datetime import UTC, datetime, timedelta

import pytest

from service.errors import Outage
from service.files import storage as storages
from tests.support.servers.between import CUT, Between
from tests.support.servers.object_stores import storage_of
from tests.support.waiting import eventually

MIB = 1 << 20
MOST = 64 * MIB
LARGE = os.urandom(6 * MIB)  #: two parts
LATER = datetime.now(UTC) + timedelta(days=2)
PLACE = "some/where/contents"


@pytest.fixture(scope="module")
def between(object_store):
    between = Between(object_store.url)
    yield between
    between.close()


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    """As small as S3 takes them."""
    monkeypatch.setattr("service.files.storage.bucket.PART", 5 * MIB)


@pytest.fixture
def bucket(object_store, between):
    """The settings of a bucket that is marked as ours, reached by way of `between`."""
    between.script = None
    between.asked.clear()
    bucket = object_store.settings(storage_endpoint=between.url)
    yield bucket
    between.script = None


@pytest.fixture
def host(bucket, tmp_path):
    host = storage_of(bucket, tmp_path / "host")
    assert host.claim()
    return host


@pytest.fixture
def other_host(host, bucket, tmp_path):
    return storage_of(bucket, tmp_path / "other host")


def put(storage, content):
    return storage.put(io.BytesIO(content), MOST).sha256


def read(storage, sha256):
    with storage.local(sha256) as path:
        return path.read_bytes()


def object_of(bucket, sha256):
    name = bucket["storage_url"].split("/")[2]
    return {"Bucket": name, "Key": f"{PLACE}/{sha256[:2]}/{sha256}"}


def failing(status, *, method, part, times=1 << 30):
    """A script that answers so many requests by themselves."""
    left = [times]

    def script(asked):
        if asked.method == method and part(asked.path) and left[0] > 0:
            left[0] -= 1
            return status, {}, b""
        return None

    return script


def test_what_one_host_stores_another_reads(host, other_host):
    sha256 = put(host, LARGE)
    assert read(other_host, sha256) == LARGE


def test_a_host_that_has_a_copy_asks_nobody_for_it(host, between):
    sha256 = put(host, b"stored here")
    between.asked.clear()
    assert read(host, sha256) == b"stored here"
    assert between.asked == []


def test_a_store_that_answers_with_errors_is_an_outage_and_no_missing_content(
    host, other_host, between
):
    sha256 = put(host, b"a content")
    between.script = lambda asked: (503, {}, b"")
    with pytest.raises(storages.StorageUnreachable) as error:
        read(other_host, sha256)
    assert isinstance(error.value, Outage)
    assert not isinstance(error.value, storages.ContentMissing)
    with pytest.raises(storages.StorageUnreachable):
        put(host, b"another content")
    assert host.condition().status == "down"
    between.script = None
    assert read(other_host, sha256) == b"a content"
    assert host.condition().status == "ok"


@pytest.mark.parametrize("status", [403, 500])
def test_a_store_that_lets_nobody_in_is_an_outage(host, other_host, between, status):
    sha256 = put(host, b"a content")
    between.script = lambda asked: (status, {}, b"")
    for attempt in (other_host.holds, other_host.size_bytes):
        with pytest.raises(storages.StorageUnreachable):
            attempt(sha256)


def test_a_store_that_says_nothing_is_given_up_in_time(object_store, bucket, host, tmp_path):
    sha256 = put(host, b"a content")
    hasty = storage_of({**bucket, "storage_timeout_s": 0.05}, tmp_path / "hasty")
    object_store.freeze()
    try:
        with pytest.raises(storages.StorageUnreachable):
            hasty.size_bytes(sha256)
    finally:
        object_store.thaw()


def test_a_download_that_breaks_goes_on_where_it_broke(host, other_host, between):
    sha256 = put(host, LARGE)
    cuts = iter([CUT, CUT])
    between.script = lambda asked: next(cuts, None) if _is_content(asked) else None
    assert read(other_host, sha256) == LARGE
    asked = [each.headers.get("Range") for each in between.asked if _is_content(each)]
    assert asked[0] is None
    assert len(asked) == 3
    assert all(each.startswith("bytes=") for each in asked[1:])


def test_a_content_that_never_comes_whole_is_an_outage_and_leaves_nothing(
    host, other_host, between, tmp_path
):
    sha256 = put(host, b"short")
    answer = (200, {"Content-Length": "5"}, b"sho")
    between.script = lambda asked: answer if _is_content(asked) else None
    with pytest.raises(storages.StorageUnreachable):
        read(other_host, sha256)
    assert files_in(tmp_path / "other host") == []


def _is_content(asked):
    return asked.method == "GET" and "/contents/" in asked.path


def test_a_content_with_another_digest_is_given_to_nobody(
    object_store, bucket, host, other_host, tmp_path
):
    sha256 = put(host, b"as it was")
    object_store.client().put_object(**object_of(bucket, sha256), Body=b"tampered!")
    with pytest.raises(storages.ContentMissing, match="damaged in storage"):
        read(other_host, sha256)
    assert files_in(tmp_path / "other host") == []


def test_a_content_of_another_size_is_written_again(object_store, bucket, host, other_host):
    sha256 = put(host, b"as it was")
    object_store.client().put_object(**object_of(bucket, sha256), Body=b"cut")
    assert put(host, b"as it was") == sha256
    assert read(other_host, sha256) == b"as it was"


def test_an_equal_content_is_sent_once(host, other_host, between):
    put(host, b"the same")
    put(other_host, b"the same")
    puts = between.of("PUT", "/contents/")
    assert len(puts) == 1
    assert puts[0].headers["If-None-Match"] == "*"
    md5 = hashlib.md5(b"the same", usedforsecurity=False)
    assert base64.b64decode(puts[0].headers["Content-MD5"]) == md5.digest()


def test_of_two_who_store_the_same_at_once_both_succeed(host, other_host, between):
    """Both see that it is not there yet; one of them is refused by the store."""
    both = threading.Barrier(2, timeout=60)

    def script(asked):
        if asked.method == "PUT" and "/contents/" in asked.path:
            both.wait()

    between.script = script
    results = []
    threads = [
        threading.Thread(target=lambda on=on: results.append(put(on, b"at once")))
        for on in (host, other_host)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(results) == 2
    assert read(host, results[0]) == b"at once"


def test_a_store_that_knows_no_conditions_takes_contents_all_the_same(host, other_host, between):
    def script(asked):
        if "If-None-Match" in asked.headers:
            body = b"<Error><Code>NotImplemented</Code><Message>no</Message></Error>"
            return 501, {"Content-Type": "application/xml"}, body
        return None

    between.script = script
    for content in (b"small", LARGE):
        assert read(other_host, put(host, content)) == content


def test_an_upload_that_is_cut_off_leaves_no_parts_and_no_content(
    object_store, bucket, host, between, tmp_path
):
    between.script = failing(500, method="PUT", part=lambda path: "partNumber=2" in path)
    with pytest.raises(storages.StorageUnreachable):
        put(host, LARGE)
    between.script = None
    assert between.of("PUT", "partNumber=1")
    assert not host.holds(hashlib.sha256(LARGE).hexdigest())
    assert uploads(object_store, bucket) == []
    assert files_in(tmp_path / "host") == []


def test_parts_of_an_upload_that_died_are_tidied_away(object_store, bucket, host):
    place = object_of(bucket, "a" * 64)
    object_store.client().create_multipart_upload(**place)
    assert len(uploads(object_store, bucket)) == 1
    host.tidy(datetime.now(UTC))
    assert uploads(object_store, bucket) == []


def uploads(object_store, bucket):
    name = bucket["storage_url"].split("/")[2]
    return object_store.client().list_multipart_uploads(Bucket=name).get("Uploads", [])


def test_a_content_that_is_stored_while_it_is_deleted_stays(host, other_host, between):
    """Whoever stores it sees that it is there, just before it is deleted."""
    sha256 = put(host, b"needed again")
    began = threading.Event()

    def script(asked):
        if asked.method == "DELETE" and "/contents/" in asked.path and not began.is_set():
            began.set()
            put(other_host, b"needed again")
        return None

    between.script = script
    moment = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=1)
    eventually(lambda: datetime.now(UTC) > moment)  # S3 tells times in seconds
    assert not host.remove_old(sha256, moment)
    between.script = None
    assert began.is_set()
    assert host.holds(sha256)
    assert host.size_bytes(sha256) == len(b"needed again")


def test_a_deletion_that_died_half_way_is_undone(object_store, bucket, host, monkeypatch):
    sha256 = put(host, b"put aside")
    place = object_of(bucket, sha256)
    aside = {**place, "Key": f"some/where/aside/{sha256}"}
    client = object_store.client()
    client.copy_object(**aside, CopySource=place)
    client.delete_object(**place)
    monkeypatch.setattr("service.files.storage.object_storage.ASIDE_FOR", timedelta(seconds=-60))
    host.tidy(datetime.now(UTC) - timedelta(days=1))
    assert host.holds(sha256)
    assert [key for key in object_store.keys(bucket) if key.startswith("aside/")] == []


def test_a_storage_without_mark_takes_and_gives_nothing(bucket, tmp_path):
    stranger = storage_of(bucket, tmp_path / "host")
    condition = stranger.condition()
    assert condition.status == "down"
    assert "werkbank storage init" in condition.detail
    for attempt in (
        lambda: put(stranger, b"lost"),
        lambda: stranger.holds("a" * 64),
        lambda: list(stranger.older_than(LATER)),
        lambda: stranger.tidy(LATER),
        lambda: stranger.remove("a" * 64),
        lambda: stranger.remove_old("a" * 64, LATER),
    ):
        with pytest.raises(storages.ForeignStorage):
            attempt()


def test_a_storage_of_another_installation_is_left_alone(host, bucket, tmp_path):
    sha256 = put(host, b"theirs")
    stranger = storage_of(bucket, tmp_path / "stranger", key="another")
    assert "is another installation's" in stranger.condition().detail
    with pytest.raises(storages.ForeignStorage):
        stranger.claim()
    with pytest.raises(storages.ForeignStorage):
        stranger.remove_old(sha256, LATER)
    assert host.holds(sha256)


@pytest.mark.parametrize("encryption", ["AES256", "aws:kms"])
def test_contents_are_encrypted_as_the_settings_ask(object_store, bucket, tmp_path, encryption):
    storage = storage_of({**bucket, "storage_encryption": encryption}, tmp_path / "host")
    storage.claim()
    for content in (b"small", LARGE):
        place = object_of(bucket, put(storage, content))
        assert object_store.client().head_object(**place)["ServerSideEncryption"] == encryption


def test_copies_on_a_host_are_bounded_and_the_oldest_go_first(host, bucket, tmp_path):
    first, second, third = (put(host, bytes([n]) * MIB) for n in range(3))
    small = storage_of(bucket, tmp_path / "small", cache_bytes=2 * MIB)
    for each in (first, second, first, third):
        read(small, each)
    kept = {path.name for path in files_in(tmp_path / "small")}
    assert kept == {first, third}


def test_a_copy_that_is_in_use_stays_though_there_is_no_room(host, bucket, tmp_path):
    first, second = put(host, b"1" * MIB), put(host, b"2" * MIB)
    small = storage_of(bucket, tmp_path / "small", cache_bytes=0)
    with small.local(first) as path, small.local(second) as other_path:
        assert path.read_bytes() == b"1" * MIB
        assert other_path.read_bytes() == b"2" * MIB
    small.tidy(datetime.now(UTC))
    assert files_in(tmp_path / "small") == []


def test_a_process_made_by_fork_has_a_client_of_its_own(host, monkeypatch):
    ours = host._bucket._s3
    assert host._bucket._s3 is ours
    monkeypatch.setattr(os, "getpid", lambda: -1)
    assert host._bucket._s3 is not ours


def files_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()]
