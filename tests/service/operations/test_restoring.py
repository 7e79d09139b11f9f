"""What a backup is refused for, what it holds, and whom it waits for."""

import hashlib
import json
import os
import shutil
import threading
from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from service import clock
from service.cli import main
from service.database import leader_lease, transactions
from service.database.models import Attachment, Process
from service.files import garbage
from service.files.storage import current_storage
from service.operations.backups import backup, restore
from service.operations.backups.manifest import MANIFEST, SECRETS, BadBackup, read_manifest
from service.settings import settings
from tests.support import meshes
from tests.support.servers import databases
from tests.support.servers.object_stores import running_object_store
from tests.support.worlds import marketplace as markets

KEYS = ("encryption_keys", "history_keys", "secret_key")


def nothing(stage, done, total):
    """Tell nobody how far it is."""


def back_up(folder, progress=nothing):
    return backup.make(settings().database_url, current_storage(), folder, progress)


def secrets():
    return {name: getattr(settings(), name) for name in KEYS}


def use(monkeypatch, **values):
    """Let this process be one of another installation."""
    for name, value in values.items():
        monkeypatch.setenv(f"WERKBANK_{name.upper()}", str(value))
    settings.cache_clear()


@pytest.fixture(scope="module")
def world(database_kind, tmp_path_factory):
    """A service with a draft and its file, and its backup."""
    folder = tmp_path_factory.mktemp("restoring")
    with markets.shared(database_kind, folder / "before") as market:
        process_id = market.client.draft()
        market.client.upload(process_id, meshes.cube_stl(), "cube.stl", unit="mm")
        assert market.client.post("/webhooks", {"url": "https://example.com/"}).status_code == 201
        back_up(folder / "backup")
        yield SimpleNamespace(
            market=market, folder=folder / "backup", secrets=secrets(), url=settings().database_url
        )


def test_two_backups_are_not_made_at_once(world, tmp_path):
    with transactions.writing() as db:
        assert leader_lease.acquire(db, garbage.BACKUP, "backup:another", 300)
    try:
        with pytest.raises(backup.AnotherBackup, match="wait until it has ended"):
            back_up(tmp_path / "second")
    finally:
        with transactions.writing() as db:
            leader_lease.resign(db, garbage.BACKUP, "backup:another")
    assert not (tmp_path / "second" / MANIFEST).exists()


@pytest.fixture
def empty(world, database_kind, monkeypatch, tmp_path):
    """Another installation, with an empty database and the keys of before; its database's URL."""
    with databases.database(database_kind) as url:
        use(monkeypatch, database_url=url, var_dir=tmp_path / "after", **world.secrets)
        yield url
        settings.cache_clear()
        transactions.connect(world.url)


@pytest.fixture
def copy(world, tmp_path):
    """A copy of the backup, for whoever damages it."""
    return shutil.copytree(world.folder, tmp_path / "copy")


def refused(folder, error, match):
    with pytest.raises(error, match=match):
        restore.restore(settings().database_url, current_storage(), folder, nothing)
    assert is_empty()
    return True


def is_empty():
    """Whether nothing was restored."""
    with transactions.connected(settings().database_url), transactions.reading() as db:
        there = db.scalar(sa.select(sa.func.count()).select_from(Process))
    return there == 0


def changed(folder, **values):
    path = folder / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text()) | values))
    return folder


def test_a_backup_holds_no_key_and_names_those_that_it_needs(world):
    manifest = read_manifest(world.folder)
    assert manifest.secrets.keys() == SECRETS.keys()
    for path in world.folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not [name for name in KEYS if world.secrets[name].encode() in content]
    assert world.folder.stat().st_mode & 0o077 == 0


def test_it_is_restored_into_a_database_of_the_same_schema_alone(empty, copy):
    changed(copy, schema_revision="0001", version="0.0.9")
    assert refused(copy, BadBackup, "schema 0001 of version 0.0.9.*restore it with the version")


def test_it_is_restored_into_a_database_of_the_same_kind_alone(empty, copy, database_kind):
    other = "sqlite" if database_kind == "postgresql" else "postgresql"
    changed(copy, database=other)
    assert refused(copy, BadBackup, f"is one of {other}; this database is {database_kind}")


def test_a_backup_that_was_not_finished_is_none(empty, copy):
    (copy / MANIFEST).unlink()
    assert refused(copy, BadBackup, "no manifest.json: it is no backup, or one that was not")
    (copy / MANIFEST).write_text('{"format": 1')
    assert refused(copy, BadBackup, "is damaged")


def test_one_changed_byte_of_the_database_is_noticed(empty, copy):
    path = copy / read_manifest(copy).files[0].path
    content = bytearray(path.read_bytes() or b"x")
    content[-1] ^= 1
    path.write_bytes(content)
    assert refused(copy, BadBackup, "is damaged: it has another digest")


def test_a_content_that_was_changed_or_lost_is_noticed(empty, copy):
    (content,) = (copy / "contents").glob("??/*")
    content.write_bytes(b"changed")
    assert refused(copy, BadBackup, f"the backup is damaged: the content {content.name}")
    content.unlink()
    assert refused(copy, BadBackup, f"the backup is damaged: the content {content.name}")


@pytest.mark.parametrize("name", ["encryption_keys", "history_keys"])
def test_without_the_keys_that_it_needs_nothing_is_restored(empty, copy, name, monkeypatch):
    use(monkeypatch, **{name: "another key of the same length as keys have to be"})
    assert refused(copy, restore.LacksKeys, f"WERKBANK_{name.upper()}")


def test_what_is_in_use_is_never_restored_into(world, empty, copy, monkeypatch):
    kept = current_storage().folder / "ab" / ("ab" * 32)
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"of somebody else")
    assert refused(copy, restore.NotEmpty, "the storage is in use")
    use(monkeypatch, database_url=world.url)
    with pytest.raises(restore.NotEmpty, match="the database is in use: its table"):
        restore.restore(world.url, current_storage(), copy, nothing)


def test_a_restore_that_was_broken_off_is_done_again(empty, copy):
    (content,) = (copy / "contents").glob("??/*")

    def break_off(stage, done, total):
        if stage == "database":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restore.restore(empty, current_storage(), copy, break_off)
    assert current_storage().holds(content.name)
    assert is_empty()
    restore.restore(empty, current_storage(), copy, nothing)
    assert not is_empty()


def test_a_backup_wants_a_folder_of_its_own(world):
    with pytest.raises(BadBackup, match="not empty"):
        back_up(world.folder)


def test_what_happens_while_a_backup_is_made_is_not_in_it(world, empty, tmp_path, monkeypatch):
    use(monkeypatch, database_url=world.url, var_dir=world.folder.parent / "before")
    transactions.connect(world.url)
    drafts = []

    def go_on(stage, done, total):
        """Somebody uses the service, at each step of the backup."""

        def draft():
            drafts.append(world.market.client.draft())
            world.market.client.upload(drafts[-1], f"{len(drafts)}".encode(), "a.txt")

        if len(drafts) < 3:
            caller = threading.Thread(target=draft)
            caller.start()
            caller.join()

    with transactions.reading() as db:
        before = db.scalar(sa.select(sa.func.count()).select_from(Process))
    manifest = back_up(tmp_path / "backup", go_on)
    assert len(drafts) == 3
    assert manifest.rows["processes"] == before
    use(monkeypatch, database_url=empty, var_dir=tmp_path / "after")
    restore.restore(empty, current_storage(), tmp_path / "backup", nothing)


def test_the_sweep_takes_no_content_away_from_under_a_backup(world, tmp_path):
    """An attachment that was never sent is forgotten after a day, and its content with it."""
    client = world.market.client
    process_id = client.draft()
    attachment = {"file": (BytesIO(b"a sketch"), "sketch.txt")}
    path = f"/processes/{process_id}/messages/attachments"
    sent = client.ask("POST", path, data=attachment, content_type="multipart/form-data")
    assert sent.status_code == 201, sent.text
    sha256 = hashlib.sha256(b"a sketch").hexdigest()
    three_days_ago = (clock.now() - timedelta(days=3)).timestamp()
    os.utime(current_storage().folder / sha256[:2] / sha256, (three_days_ago, three_days_ago))
    swept = []

    def sweep(stage, done, total):
        if stage == "contents" and not swept:
            with transactions.writing() as db:
                db.execute(sa.delete(Attachment).where(Attachment.sha256 == sha256))
            swept.append(garbage.collect_garbage(current_storage()))

    manifest = back_up(tmp_path / "backup", sweep)
    assert (swept, manifest.contents.missing) == ([0], [])
    assert (tmp_path / "backup" / "contents" / sha256[:2] / sha256).read_bytes() == b"a sketch"
    assert garbage.collect_garbage(current_storage()) == 1


@pytest.mark.one_database
def test_contents_of_a_bucket_are_backed_up_and_restored_into_another_one(
    world, monkeypatch, tmp_path, database_kind
):
    with running_object_store() as store, databases.database(database_kind) as url:
        bucket = store.settings(**world.secrets)
        use(monkeypatch, **bucket)
        settings.cache_clear()
        transactions.connect(world.url)
        current_storage().claim()
        process_id = world.market.client.draft()
        file = world.market.client.upload(process_id, b"in a bucket", "a.txt").json
        current_storage()
        made = run("backup", str(tmp_path / "backup"))
        assert made.exit_code == 1  # those of the folder are not in the bucket
        assert "is missing or damaged in the storage" in made.output
        assert len(read_manifest(tmp_path / "backup").contents.missing) > 0

        use(monkeypatch, **store.settings(), database_url=url, var_dir=tmp_path / "after")
        restored = run("restore", str(tmp_path / "backup"))
        assert restored.exit_code == 0, restored.output
        assert b"".join(current_storage().chunks(file["sha256"])) == b"in a bucket"
        waiting = run("restore", "--waiting")
        assert "Sending is on hold since" in waiting.output
        assert "0 requests go out" in waiting.output
        resumed = run("restore", "--resume", "--yes")
        assert resumed.output.endswith("The service sends again.\n")
        assert run("restore", "--waiting").output == "Sending is not on hold.\n"
    settings.cache_clear()
    transactions.connect(world.url)


def run(*words):
    return CliRunner().invoke(main, list(words))
