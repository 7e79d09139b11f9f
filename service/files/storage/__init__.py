"""Content-addressed storage: each file content under its SHA-256, whatever keeps it."""

from functools import cache
from pathlib import Path

from service.files.storage.folder import FolderStorage
from service.files.storage.interface import (
    CHUNK,
    INCOMING,
    Arriving,
    ContentMissing,
    Storage,
    StorageCondition,
    Stored,
    TooLarge,
)
from service.settings import settings

__all__ = (
    "CHUNK",
    "INCOMING",
    "Arriving",
    "ContentMissing",
    "Storage",
    "StorageCondition",
    "Stored",
    "TooLarge",
    "current_storage",
)


def current_storage() -> Storage:
    """The storage of the current settings: the folder `storage` under the var folder."""
    return _at(settings().var("storage"))


@cache
def _at(folder: Path) -> Storage:
    return FolderStorage(folder)
