"""Files that are made of contents: each once, under a name that says all that it depends on."""

import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from service import clock
from service.concurrency import ConcurrencyLimit
from service.files.storage import Storage
from service.files.storage.folder import written_before

#: What the folders are called in which something is being made, and how old one is that nobody
#: is at work in any more.
ASIDE, ASIDE_FOR = ".made-", timedelta(days=1)


def made_once(
    storage: Storage,
    sha256: str,
    place: Path,
    limit: ConcurrencyLimit,
    make: Callable[[Path, Path], None],
) -> Path:
    """The file at `place`, which `make(source, aside)` writes on the first call.

    `source` is the content; what is written aside is put in its place once it is whole, so that no
    reader finds half of it. Raises what `make` raises, storage.ContentMissing, Busy.
    """
    if _is_there(place):
        return place
    with storage.local(sha256) as source, limit.place():
        if not _is_there(place):
            place.parent.mkdir(parents=True, exist_ok=True)
            _sweep(place.parent)
            # Beside its place: a folder that is a mount of its own takes no file from another one.
            with tempfile.TemporaryDirectory(prefix=ASIDE, dir=place.parent) as folder:
                aside = Path(folder) / place.name
                make(source, aside)
                os.replace(aside, place)
            _is_there(place)  # it is used from now on
            storage.sweep(place.parent)
    return place


def _sweep(folder: Path) -> None:
    """Delete what processes left that were killed while they made something."""
    before = clock.now() - ASIDE_FOR
    for path in folder.glob(f"{ASIDE}*"):
        if written_before(path, before):
            shutil.rmtree(path, ignore_errors=True)


def delete(folder: Path, sha256: str) -> None:
    """Delete what lies in the folder of a content that has been deleted."""
    for path in folder.glob(f"{sha256}.*"):
        path.unlink(missing_ok=True)


def _is_there(place: Path) -> bool:
    """Whether the file is there; notes that it is used, and leaves alone when it was made."""
    try:
        os.utime(place, (clock.now().timestamp(), place.stat().st_mtime))
    except FileNotFoundError:
        return False
    return True
