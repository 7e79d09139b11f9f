"""Chooses the storage that settings or a command name."""

import hashlib
import hmac
from functools import cache
from importlib import import_module
from pathlib import Path

from service.files.storage.folder import FolderStorage
from service.files.storage.interface import Storage
from service.settings import settings
from service.values.storage_settings import BucketPlace, S3Access

#: What a secret key is asked to sign, so that a storage shows whose it is and no key.
_OF_STORAGE = b"werkbank storage of contents"


def current_storage() -> Storage:
    """The storage of the current settings."""
    return storage_at(settings().storage)


def storage_at(place: Path | BucketPlace) -> Storage:
    """The storage at a place, reached as the settings say."""
    if isinstance(place, Path):
        return _in_folder(place)
    config = settings()
    keys = tuple(reversed(config.secret_keys))
    cache_folder = config.var("storage-cache")
    return _in_bucket(place, config.s3_access, keys, cache_folder, config.storage_cache_bytes)


@cache
def _in_folder(folder: Path) -> Storage:
    return FolderStorage(folder)


@cache
def _in_bucket(
    place: BucketPlace, access: S3Access, keys: tuple[str, ...], folder: Path, most_bytes: int
) -> Storage:
    # The library is large, and whoever keeps contents in a folder need not wait for it.
    objects = import_module("service.files.storage.object_storage")
    bucket = objects.Bucket(place.bucket, access)
    local = objects.LocalCache(folder, most_bytes)
    identities = [hmac.new(key.encode(), _OF_STORAGE, hashlib.sha256).hexdigest() for key in keys]
    storage: Storage = objects.ObjectStorage(bucket, place.prefix, local, identities)
    return storage
