"""Tells of an order whose web process and workers share no folder: its files lie in a bucket."""

import email
import io
import zipfile
from email import policy

import pytest

from tests.support import meshes
from tests.support.servers.object_stores import running_object_store
from tests.support.worlds.whole_service import running

#: It starts two more servers than other stories.
pytestmark = [pytest.mark.one_database, pytest.mark.timeout(300)]

#: Without them each host of the embedded mode would make keys of its own.
KEYS = {name: name[0] * 64 for name in ("secret_key", "encryption_keys", "history_keys")}


@pytest.fixture(scope="module")
def host_of_workers(tmp_path_factory):
    return tmp_path_factory.mktemp("host-of-workers")


@pytest.fixture(scope="module")
def werkbank(database_kind, host_of_workers):
    with running_object_store() as store:
        where = {**KEYS, **store.settings(), "host_of_workers": host_of_workers}
        with running(database_kind, **where) as werkbank:
            yield werkbank


def test_an_order_goes_from_upload_to_dossier_by_way_of_the_bucket(werkbank, host_of_workers):
    ada = werkbank.client("Ada")
    process = ada.sent(1, ada.verified())
    (asked,) = process["requests"]
    contractor = werkbank.contractor(asked["contractor_id"])
    request = contractor.request_of(process)
    packed = contractor.ask("GET", f"/requests/{request['id']}/dossier.zip").content
    assert meshes.cube_stl() in contents(packed)
    (file,) = ada.tell("GET", f"/processes/{process['id']}/files")["items"]
    assert ada.ask("GET", f"/files/{file['id']}/content").content == meshes.cube_stl()

    (mailed,) = (host_of_workers / "mail").glob(f"{request['number']}-*.eml")
    letter = email.message_from_bytes(mailed.read_bytes(), policy=policy.default)
    (archive,) = [
        part.get_payload(decode=True)
        for part in letter.iter_attachments()
        if part.get_content_type() == "application/zip"
    ]
    assert meshes.cube_stl() in contents(archive)
    for host in (werkbank.config.var(), host_of_workers):
        assert not (host / "storage").exists()
        assert (host / "storage-cache" / file["sha256"][:2] / file["sha256"]).is_file()
    checked = werkbank.command("storage", "check")
    assert "0 of them are missing or damaged" in checked.stdout


def contents(packed):
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return [archive.read(name) for name in archive.namelist()]
