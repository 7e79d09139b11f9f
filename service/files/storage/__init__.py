"""Content-addressed storage: each file content under its SHA-256, in a folder or a bucket."""

from service.files.storage.interface import (
    CHUNK,
    INCOMING,
    Arriving,
    ContentMissing,
    ForeignStorage,
    Storage,
    StorageCondition,
    StorageUnreachable,
    Stored,
    TooLarge,
)
from service.files.storage.selection import current_storage, storage_at

__all__ = (
    "CHUNK",
    "INCOMING",
    "Arriving",
    "ContentMissing",
    "ForeignStorage",
    "Storage",
    "StorageCondition",
    "StorageUnreachable",
    "Stored",
    "TooLarge",
    "current_storage",
    "storage_at",
)
