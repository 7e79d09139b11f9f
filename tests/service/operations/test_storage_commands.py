"""The commands about the storage of files: marking a bucket, comparing contents, copying them."""

import pytest
from click.testing import CliRunner

from service import app
from service.cli import main
from service.files import storage
from service.settings import settings
from service.values.production import UnfitForProduction
from tests.support import meshes
from tests.support.servers.object_stores import running_object_store
from tests.support.worlds import marketplace as markets

pytestmark = pytest.mark.one_database


FIRST_KEY, SECOND_KEY = "1" * 64, "2" * 64


@pytest.fixture(scope="module")
def object_store():
    with running_object_store() as store:
        yield store


@pytest.fixture
def market(database_kind, monkeypatch, tmp_path):
    with markets.shared(database_kind, tmp_path / "var") as market:
        markets.moved_to(tmp_path / "var", monkeypatch, database_url=settings().database_url)
        yield market


def run(*words):
    return CliRunner().invoke(main, ["storage", *words])


def use(bucket, monkeypatch):
    for name, value in bucket.items():
        monkeypatch.setenv(f"WERKBANK_{name.upper()}", str(value))
    settings.cache_clear()


def test_contents_move_from_a_folder_to_a_bucket_and_back(
    market, object_store, monkeypatch, tmp_path
):
    process_id = market.client.draft()
    file = market.client.upload(process_id, meshes.cube_stl(), "cube.stl", unit="mm").json
    paper = market.client.upload(process_id, b"a drawing", "drawing.txt").json
    folder, bucket = settings().storage, object_store.settings()
    use(bucket, monkeypatch)

    moved = run("copy", str(folder), bucket["storage_url"])
    assert (moved.exit_code, moved.output) == (
        0,
        "2 contents were copied, 0 were there, 0 are damaged.\n",
    )
    again = run("copy", str(folder), bucket["storage_url"])
    assert again.output == "0 contents were copied, 2 were there, 0 are damaged.\n"
    for each in (file, paper):
        assert market.client.get(f"/files/{each['id']}/content").status_code == 200
    checked = run("check")
    assert (checked.exit_code, checked.output) == (
        0,
        "2 contents were looked at, 0 of them are missing or damaged.\n",
    )

    back = tmp_path / "back"
    assert run("copy", bucket["storage_url"], str(back)).exit_code == 0
    assert sorted(contents(back)) == sorted(contents(folder))


def contents(folder):
    return [(path.name, path.read_bytes()) for path in folder.glob("??/*")]


def test_what_is_missing_or_damaged_is_named(market):
    process_id = market.client.draft()
    hashes = [
        market.client.upload(process_id, content, name).json["sha256"]
        for content, name in ((b"whole", "a.txt"), (b"gone", "b.txt"), (b"changed", "c.txt"))
    ]
    storage.current_storage().remove(hashes[1])
    (settings().storage / hashes[2][:2] / hashes[2]).write_bytes(b"CHANGED")
    by_size, read = run("check", "--by-size"), run("check")
    assert (by_size.exit_code, read.exit_code) == (1, 1)
    assert by_size.output.splitlines() == [
        f"{hashes[1]} is missing",
        "3 contents were looked at, 1 of them are missing or damaged.",
    ]
    assert set(read.output.splitlines()) == {
        f"{hashes[1]} is missing",
        f"{hashes[2]} is damaged: what is kept has another digest",
        "3 contents were looked at, 2 of them are missing or damaged.",
    }


def test_a_damaged_content_is_not_copied_and_is_named(market, tmp_path):
    process_id = market.client.draft()
    sha256 = market.client.upload(process_id, b"as it was", "a.txt").json["sha256"]
    (settings().storage / sha256[:2] / sha256).write_bytes(b"as it is!")
    copied = run("copy", str(settings().storage), str(tmp_path / "copy"))
    assert copied.exit_code == 1
    assert f"{sha256} is damaged" in copied.output
    assert contents(tmp_path / "copy") == []


def test_a_bucket_is_used_once_it_is_marked(market, object_store, monkeypatch):
    use(object_store.settings(), monkeypatch)
    with pytest.raises(UnfitForProduction, match="werkbank storage init"):
        app.create_app()
    assert run("init").output == "The storage is marked now.\n"
    assert run("init").output == "The storage is this installation's.\n"
    app.create_app()


def test_another_installation_is_refused_and_a_changed_key_is_not(
    market, object_store, monkeypatch
):
    use(object_store.settings(secret_key=FIRST_KEY), monkeypatch)
    assert run("init").exit_code == 0
    monkeypatch.setenv("WERKBANK_SECRET_KEY", SECOND_KEY)
    settings.cache_clear()
    refused = run("init")
    assert refused.exit_code == 1
    assert "another installation's" in refused.output
    monkeypatch.setenv("WERKBANK_FORMER_SECRET_KEYS", FIRST_KEY)
    settings.cache_clear()
    assert run("init").output == "The storage is this installation's.\n"
    monkeypatch.delenv("WERKBANK_FORMER_SECRET_KEYS")
    settings.cache_clear()
    assert run("check").exit_code == 0


@pytest.mark.parametrize("url", ["http://bucket", "s3://", "a/folder", "s3://bucket?x=1"])
def test_what_names_no_storage_is_refused_in_a_sentence(url, tmp_path):
    answer = run("copy", url, str(tmp_path))
    assert answer.exit_code == 1
    assert "must be s3://bucket" in answer.output
