"""Writes letters into a folder, for where no mail server is set: whole, or not at all."""

import os
import tempfile
from email.message import EmailMessage
from pathlib import Path


def put(letter: EmailMessage, folder: Path, name: str) -> Path:
    """Write the letter as `name`.eml, where a repeat is the same file; raises OSError, ValueError.

    It is on the disk when this returns: a receipt must survive a loss of power.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.eml"
    handle, draft = tempfile.mkstemp(dir=folder, prefix=".draft-")
    try:
        with open(handle, "wb") as file:
            file.write(letter.as_bytes())
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    finally:
        Path(draft).unlink(missing_ok=True)
    _flush_names(folder)
    return path


def _flush_names(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
