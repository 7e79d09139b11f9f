"""Detects that a disk is full, or soon will be."""

import errno
import shutil
from pathlib import Path

from service.settings import settings

#: The disk, the quota or the largest size of a file is used up.
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
#: SQLSTATE `disk_full` of PostgreSQL; how SQLite says the same (SQLITE_FULL).
_DISK_FULL = "53100"
_SQLITE_FULL = "database or disk is full"
#: The part of a small disk below which it is nearly full.
_NEARLY = 0.05


def is_full(error: BaseException) -> bool:
    """Whether the error says that something could not be written for lack of room."""
    if isinstance(error, OSError):
        return error.errno in _NO_ROOM
    cause = getattr(error, "orig", None)
    return getattr(cause, "sqlstate", None) == _DISK_FULL or _SQLITE_FULL in str(cause)


def free_bytes() -> int | None:
    """Bytes free on the disk of this host's folder for data; None while it is not there."""
    try:
        return left_bytes(settings().var_dir)
    except OSError:
        return None


def left_bytes(folder: Path) -> int:
    """Bytes that can still be written to the disk of that folder."""
    return shutil.disk_usage(folder).free


def low_bytes(folder: Path) -> int:
    """Bytes below which it is time to make room: the largest upload, less on a small disk."""
    return min(settings().max_upload_bytes, int(_NEARLY * shutil.disk_usage(folder).total))
