"""Says where the contents of files are kept: in a folder, or in a bucket of an S3 service."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from pydantic import Field, field_validator

from service.values.places import Places

_GIB = 1024**3
Addressing = Literal["auto", "path", "virtual"]


class BucketPlace(NamedTuple):
    """A bucket, and what the keys of all objects in it begin with: empty, or ending in a slash."""

    bucket: str
    prefix: str


@dataclass(frozen=True)
class S3Access:
    """How an S3 service is reached."""

    endpoint: str
    region: str
    addressing: Addressing
    access_key_id: str
    secret_access_key: str = field(repr=False)
    encryption: str
    encryption_key: str
    timeout_s: float


def storage_place(url: str) -> Path | BucketPlace:
    """The folder or the bucket that a URL names; raises ValueError."""
    parts = urlsplit(url)
    if parts.scheme == "s3" and parts.netloc and not parts.query and not parts.fragment:
        prefix = parts.path.strip("/")
        return BucketPlace(parts.netloc, f"{prefix}/" if prefix else "")
    if parts.scheme == "" and parts.path.startswith("/"):
        return Path(parts.path)
    raise ValueError("must be s3://bucket, s3://bucket/prefix, or the path of a folder from /")


class StorageSettings(Places):
    """The settings about the storage of contents."""

    storage_url: str = Field(
        "",
        description="Where contents of files are kept: `s3://bucket/prefix`, or the path of a "
        "folder that all hosts share; empty: the folder `storage` in the var folder.",
    )
    storage_endpoint: str = Field(
        "", description="URL of the S3 service; empty: that of AWS in the region."
    )
    storage_region: str = Field("us-east-1", description="Region of the S3 service.")
    storage_addressing: Addressing = Field(
        "auto",
        description="Whether the bucket stands in the path or the host name of requests (`path`, "
        "`virtual`).",
    )
    storage_access_key_id: str = Field(
        "",
        description="Who asks the S3 service; empty: `AWS_ACCESS_KEY_ID`, or the machine's role.",
    )
    storage_secret_access_key: str = Field("", repr=False, description="The secret of that key.")
    storage_encryption: Literal["", "AES256", "aws:kms"] = Field(
        "", description="Server-side encryption that is asked for; empty: what the bucket does."
    )
    storage_encryption_key: str = Field("", description="Key of `aws:kms`; empty: the account's.")
    storage_timeout_s: float = Field(
        10, gt=0, description="Seconds that the S3 service may say nothing."
    )
    storage_cache_bytes: int = Field(
        4 * _GIB,
        ge=0,
        description="Bytes of contents out of a bucket that this host keeps copies of.",
    )

    @field_validator("storage_endpoint")
    @classmethod
    def check_storage_endpoint(cls, url: str) -> str:
        """Raises ValueError for what is no address of a service."""
        parts = urlsplit(url)
        if url and (parts.scheme not in ("http", "https") or not parts.hostname):
            raise ValueError("must begin with https:// and the name of a host")
        return url

    @field_validator("storage_url")
    @classmethod
    def check_storage_url(cls, url: str) -> str:
        """Raises ValueError for what names no storage."""
        if url:
            storage_place(url)
        return url

    @property
    def storage(self) -> Path | BucketPlace:
        """Where contents are kept."""
        return storage_place(self.storage_url) if self.storage_url else self.var("storage")

    @property
    def s3_access(self) -> S3Access:
        """How the S3 service is reached."""
        return S3Access(
            endpoint=self.storage_endpoint,
            region=self.storage_region,
            addressing=self.storage_addressing,
            access_key_id=self.storage_access_key_id,
            secret_access_key=self.storage_secret_access_key,
            encryption=self.storage_encryption,
            encryption_key=self.storage_encryption_key,
            timeout_s=self.storage_timeout_s,
        )
