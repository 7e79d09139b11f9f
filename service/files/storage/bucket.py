"""Talks to a bucket of an S3 service: each answer in bounded time, each failure an outage."""

import base64
import hashlib
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import IO, Any, NamedTuple

import boto3
import structlog
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from service.files.storage.interface import CHUNK, StorageUnreachable
from service.values.storage_settings import S3Access

#: Bytes of a part; what is no larger is sent at once. S3 takes 5 MiB to 5 GiB, and 10,000 parts.
PART = 16 * 1024 * 1024
#: Times that a request is sent before it has failed, with pauses between them that grow.
ATTEMPTS = 3
#: Connections of a process that are kept for the next request.
_CONNECTIONS = 32
_MISSING = frozenset({"404", "NoSuchKey"})
#: The object is there already, or somebody else is just making it.
_TAKEN = frozenset({"PreconditionFailed", "412", "ConditionalRequestConflict", "409"})
#: How services answer that know no conditions.
_NO_CONDITIONS = frozenset({"NotImplemented", "501"})
_MAKING = threading.Lock()
log = structlog.get_logger(__name__)


class ObjectMissing(Exception):
    """The bucket has no object of that key."""


class BucketObject(NamedTuple):
    """An object as a list of them shows it."""

    key: str
    modified_at: datetime
    size_bytes: int


class Bucket:
    """The objects of a bucket. Everything raises StorageUnreachable if the service does not serve.

    May be used by several threads, and after a fork.
    """

    def __init__(self, name: str, access: S3Access) -> None:
        self.name, self._access = name, access
        self._lock, self._made_in, self._made = threading.Lock(), 0, None

    @property
    def _s3(self) -> Any:
        with self._lock:
            if self._made is None or self._made_in != os.getpid():  # no connection outlives a fork
                self._made, self._made_in = _client(self._access), os.getpid()
            return self._made

    def size_bytes(self, key: str) -> int | None:
        """The size of an object; None if there is none."""
        try:
            with _translated():
                return int(self._s3.head_object(Bucket=self.name, Key=key)["ContentLength"])
        except ObjectMissing:
            return None

    def read(self, key: str) -> Iterator[bytes]:
        """The bytes of an object in chunks; raises ObjectMissing.

        Goes on where a connection broke, as long as a chunk or more arrives in between.
        """
        position, end, fruitless = 0, None, 0
        while end is None or position < end:
            begin = position
            try:
                with _translated(), closing(self._body(key, position)) as (body, left):
                    end = position + left
                    while chunk := body.read(CHUNK):
                        position += len(chunk)
                        yield chunk
            except StorageUnreachable:
                fruitless = 0 if position - begin >= CHUNK else fruitless + 1
                if fruitless >= ATTEMPTS:
                    raise

    def put(self, key: str, data: bytes) -> None:
        """Write an object."""
        with _translated():
            self._put(data, Key=key)

    def put_file(self, key: str, path: Path, *, only_new: bool) -> None:
        """Stream a file into an object, in parts if it is large; all of it arrives, or nothing.

        With `only_new` an object that is there stays, where the service knows conditions.
        """
        with _translated(), path.open("rb") as file:
            if path.stat().st_size > PART:
                self._put_parts(key, file, only_new)
            elif only_new:
                _create(self._put, data=file.read(), Key=key)
            else:
                self._put(file.read(), Key=key)

    def copy(self, source: str, target: str) -> None:
        """Copy an object of at most 5 GiB within the service; raises ObjectMissing."""
        with _translated():
            self._s3.copy_object(
                Bucket=self.name,
                Key=target,
                CopySource={"Bucket": self.name, "Key": source},
                **self._encryption,
            )

    def delete(self, key: str) -> None:
        """Delete an object, if there is one."""
        with _translated(), suppress(ObjectMissing):
            self._s3.delete_object(Bucket=self.name, Key=key)

    def objects(self, prefix: str) -> Iterator[BucketObject]:
        """The objects whose keys begin with `prefix`, in the order of keys."""
        pages = self._s3.get_paginator("list_objects_v2")
        with _translated():
            for page in pages.paginate(Bucket=self.name, Prefix=prefix):
                for each in page.get("Contents", ()):
                    yield BucketObject(each["Key"], each["LastModified"], each["Size"])

    def abort_uploads(self, prefix: str, before: datetime) -> int:
        """Discard the parts of uploads that began before then and never ended; how many."""
        number = 0
        pages = self._s3.get_paginator("list_multipart_uploads")
        with _translated():
            for page in pages.paginate(Bucket=self.name, Prefix=prefix):
                for upload in page.get("Uploads", ()):
                    if upload["Initiated"] < before:
                        self._abort(upload["Key"], upload["UploadId"])
                        number += 1
        return number

    @property
    def _encryption(self) -> Mapping[str, str]:
        if not self._access.encryption:
            return {}
        kind = {"ServerSideEncryption": self._access.encryption}
        key = self._access.encryption_key
        return {**kind, "SSEKMSKeyId": key} if key else kind

    def _body(self, key: str, position: int) -> "_Body":
        rest = {"Range": f"bytes={position}-"} if position else {}
        answer = self._s3.get_object(Bucket=self.name, Key=key, **rest)
        if position and not answer.get("ContentRange", "").startswith(f"bytes {position}-"):
            answer["Body"].close()
            raise StorageUnreachable("the storage gives another part than was asked for")
        return _Body(answer["Body"], int(answer["ContentLength"]))

    def _put(self, data: bytes, **more: str) -> None:
        self._s3.put_object(
            Bucket=self.name, Body=data, ContentMD5=_md5(data), **self._encryption, **more
        )

    def _put_parts(self, key: str, file: IO[bytes], only_new: bool) -> None:
        upload = self._s3.create_multipart_upload(Bucket=self.name, Key=key, **self._encryption)
        names = {"Bucket": self.name, "Key": key, "UploadId": upload["UploadId"]}
        complete = self._s3.complete_multipart_upload
        try:
            parts = [
                {"PartNumber": number, "ETag": self._put_part(names, number, data)}
                for number, data in enumerate(iter(lambda: file.read(PART), b""), 1)
            ]
            if not only_new:
                complete(**names, MultipartUpload={"Parts": parts})
            elif not _create(complete, **names, MultipartUpload={"Parts": parts}):
                self._abort(key, upload["UploadId"])
        except BaseException:
            with suppress(ClientError, BotoCoreError):  # else it is tidied away later
                self._abort(key, upload["UploadId"])
            raise

    def _put_part(self, names: Mapping[str, str], number: int, data: bytes) -> str:
        answer = self._s3.upload_part(**names, PartNumber=number, Body=data, ContentMD5=_md5(data))
        return str(answer["ETag"])

    def _abort(self, key: str, upload_id: str) -> None:
        with suppress(self._s3.exceptions.NoSuchUpload):
            self._s3.abort_multipart_upload(Bucket=self.name, Key=key, UploadId=upload_id)


class _Body(NamedTuple):
    stream: Any
    left_bytes: int

    def close(self) -> None:
        self.stream.close()


def _create(call: Callable[..., object], **arguments: Any) -> bool:
    """Make an object unless there is one; whether it was made."""
    try:
        call(**arguments, IfNoneMatch="*")
    except ClientError as error:
        if (code := _code(error)) in _TAKEN:
            return False
        if code not in _NO_CONDITIONS:
            raise
        call(**arguments)
    return True


@contextmanager
def _translated() -> Iterator[None]:
    """Raises ObjectMissing or StorageUnreachable for what the library raises."""
    try:
        yield
    except ClientError as error:
        if _code(error) in _MISSING:
            raise ObjectMissing from error
        raise _unreachable(error) from error
    except BotoCoreError as error:
        raise _unreachable(error) from error


def _unreachable(error: Exception) -> StorageUnreachable:
    log.error("the storage of files does not serve", error=(reason := str(error)[:300]))
    return StorageUnreachable(reason)


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _md5(data: bytes) -> str:
    """What every S3 service compares with the bytes that have arrived (RFC 1864)."""
    return base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()


def _client(access: S3Access) -> Any:
    """A client; without keys those of the environment count, or the role of the machine."""
    with _MAKING:  # many threads may use a client, and one a session
        return _made(access)


@cache
def _session() -> Any:
    """What clients are made of, which takes a while to read."""
    return boto3.session.Session()


def _made(access: S3Access) -> Any:
    return _session().client(
        "s3",
        endpoint_url=access.endpoint or None,
        region_name=access.region or None,
        aws_access_key_id=access.access_key_id or None,
        aws_secret_access_key=access.secret_access_key or None,
        config=Config(
            connect_timeout=access.timeout_s,
            read_timeout=access.timeout_s,
            retries={"total_max_attempts": ATTEMPTS, "mode": "standard"},
            max_pool_connections=_CONNECTIONS,
            s3={"addressing_style": access.addressing},
            # Not every service knows the newer checksums; ours are MD5 on the way, and SHA-256.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    )
