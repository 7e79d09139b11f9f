"""Gives tests a real S3 service of their own, to be killed, frozen and looked into."""

import signal
import sys
import tempfile
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

import pytest

from service.values.storage_settings import S3Access, storage_place
from tasks.local.child_process import end, start
from tasks.local.ports import free_port
from tests.support.servers.run_folder import run_folder
from tests.support.waiting import eventually

#: What says that the packages of the service are installed.
PACKAGES = ("moto", "flask_cors", "boto3")
ACCESS = {"storage_access_key_id": "tests", "storage_secret_access_key": "only for tests"}
#: On a machine with other things to do an answer may take a while.
PATIENT = {"storage_timeout_s": 60}
_numbers = count(1)


class ObjectStore:
    """An S3 service as a process of its own, which keeps its objects in memory."""

    def __init__(self, folder):
        self.folder, self.port = folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process = self._client = None

    def start(self):
        """Start it, empty, on the same port as ever, and wait for its answer."""
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)]
        with (self.folder / "s3.log").open("ab") as log:
            self._process = start(command, output=log)
        eventually(self._answers)

    def stop(self):
        """End it, with all that it holds."""
        if self._process is not None:
            self._process.send_signal(signal.SIGCONT)
            end([self._process], grace_s=0.1, request=signal.SIGKILL)
            self._process = None

    def freeze(self):
        """Let it hold its connections and answer nobody."""
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self):
        """Let it go on after `freeze`."""
        self._process.send_signal(signal.SIGCONT)

    def settings(self, **more):
        """The settings for a bucket of one's own in it."""
        bucket = f"tests-{next(_numbers)}"
        self.client().create_bucket(Bucket=bucket)
        url = f"s3://{bucket}/some/where"
        return {"storage_url": url, "storage_endpoint": self.url, **ACCESS, **PATIENT, **more}

    def client(self):
        """A client of its own for whoever looks into it."""
        if self._client is None:
            self._client = import_module("boto3").client(
                "s3",
                endpoint_url=self.url,
                region_name="us-east-1",
                aws_access_key_id="tests",
                aws_secret_access_key="looks",
            )
        return self._client

    def keys(self, settings):
        """The keys of all objects in the bucket that the settings name."""
        place = storage_place(settings["storage_url"])
        page = self.client().list_objects_v2(Bucket=place.bucket)
        return [each["Key"].removeprefix(place.prefix) for each in page.get("Contents", ())]

    def _answers(self):
        """The S3 service answers."""
        direct = build_opener(ProxyHandler({}))
        try:
            direct.open(f"{self.url}/moto-api/data.json", timeout=5).close()
        except HTTPError as error:
            error.close()
        except OSError:
            assert self._process.poll() is None, (self.folder / "s3.log").read_text()
            return False
        return True


@contextmanager
def running_object_store():
    """An S3 service for the duration of the block; skips where its packages are not installed."""
    if lacking := [name for name in PACKAGES if find_spec(name) is None]:
        pytest.skip(f"the S3 service of tests needs {', '.join(lacking)}: install the extra dev")
    with tempfile.TemporaryDirectory(dir=run_folder()) as folder:
        store = ObjectStore(Path(folder))
        try:
            store.start()
            yield store
        finally:
            store.stop()


def storage_of(settings, folder, *, key="k" * 40, cache_bytes=1 << 30):
    """The storage in a bucket, as a host sees it that has `folder` and the secret key `key`."""
    objects = import_module("service.files.storage.object_storage")
    access = S3Access(
        endpoint=settings["storage_endpoint"],
        region="us-east-1",
        addressing=settings.get("storage_addressing", "auto"),
        access_key_id="tests",
        secret_access_key="only for tests",
        encryption=settings.get("storage_encryption", ""),
        encryption_key="",
        timeout_s=settings["storage_timeout_s"],
    )
    place = storage_place(settings["storage_url"])
    bucket = objects.Bucket(place.bucket, access)
    cache = objects.LocalCache(folder / "storage-cache", cache_bytes)
    return objects.ObjectStorage(bucket, place.prefix, cache, [key])
