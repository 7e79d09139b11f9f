"""The manifest of a backup: what is in it, and by which it is known to be whole."""

import hashlib
import os
from collections.abc import Iterator
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

#: Its name in the folder of a backup. It is written last: without it a backup is not finished.
MANIFEST: Final = "manifest.json"
#: The list of contents, a line for each with its SHA-256 and its size in bytes; and their folder.
LIST_OF_CONTENTS: Final = "contents.txt"
CONTENTS: Final = "contents"
#: Files of the database, in a folder of their own.
DATABASE: Final = "database"
#: Bytes that are read at a time.
_CHUNK: Final = 1 << 20
#: What a backup cannot be used without and does not hold: the setting, and what is lost without it.
SECRETS: Final = {
    "WERKBANK_ENCRYPTION_KEYS": "secrets of webhooks and second factors cannot be read",
    "WERKBANK_HISTORY_KEYS": "nobody can tell whether histories are true",
    "WERKBANK_SECRET_KEY": "links in mails that are under way no longer work, and a bucket of the "
    "old installation is refused",
}


class BadBackup(Exception):
    """The folder holds no backup, or a damaged one, or one that does not fit here."""


class BackupFile(BaseModel):
    """A file of the backup, by its path in the folder. Of a table of PostgreSQL, its columns."""

    model_config = ConfigDict(extra="forbid")

    path: str
    bytes: int
    sha256: str
    table: str | None = None
    columns: list[str] = Field(default_factory=list)


class ContentsOfBackup(BaseModel):
    """How many contents there are, and those that were missing or damaged when it was made."""

    model_config = ConfigDict(extra="forbid")

    number: int
    bytes: int
    missing: list[str]


class Manifest(BaseModel):
    """What a backup holds. It is of the moment `at`, whatever happened while it was made."""

    model_config = ConfigDict(extra="forbid")

    format: Literal[1] = 1
    version: str = Field(default_factory=lambda: metadata.version("werkbank"))
    schema_revision: str
    database: Literal["sqlite", "postgresql"]
    at: datetime
    #: of the newest event in the feed
    last_position: int
    rows: dict[str, int]
    #: the last value of each sequence of PostgreSQL
    sequences: dict[str, int]
    files: list[BackupFile]
    contents: ContentsOfBackup
    #: names of the keys of histories, which give nothing of them away
    history_keys: list[str]
    #: what has to be kept elsewhere, and what is lost without it
    secrets: dict[str, str] = Field(default_factory=lambda: dict(SECRETS))

    def write(self, folder: Path) -> None:
        """Finish the backup: from now on it outlasts this machine's going down."""
        fresh = folder / f"{MANIFEST}.fresh"
        fresh.write_text(self.model_dump_json(indent=2) + "\n")
        for path in (*(folder / file.path for file in self.files), fresh):
            with path.open("rb") as file:
                os.fsync(file.fileno())
        fresh.replace(folder / MANIFEST)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a backup; raises BadBackup."""
    try:
        text = (folder / MANIFEST).read_text()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise BadBackup(
            f"the folder {folder} has no {MANIFEST}: it is no backup, or one that was not finished"
        ) from error
    except UnicodeDecodeError as error:
        raise BadBackup(f"the file {folder / MANIFEST} is damaged: it is no text") from error
    try:
        return Manifest.model_validate_json(text)
    except ValidationError as error:
        reason = error.errors()[0]
        place = ".".join(str(part) for part in reason["loc"]) or "it"
        raise BadBackup(
            f"the file {folder / MANIFEST} is damaged, or of a version unknown to this one: "
            f"{place}: {reason['msg']}"
        ) from error


def file_in(
    folder: Path, path: str, table: str | None = None, columns: tuple[str, ...] = ()
) -> BackupFile:
    """A file that was written, as the manifest names it."""
    digest, size = hashlib.sha256(), 0
    for chunk in chunks_of(folder / path):
        digest.update(chunk)
        size += len(chunk)
    return BackupFile(
        path=path, bytes=size, sha256=digest.hexdigest(), table=table, columns=list(columns)
    )


def check_files(folder: Path, manifest: Manifest) -> None:
    """Read every file that the manifest names; raises BadBackup for one that is not as it was."""
    for file in manifest.files:
        try:
            found = file_in(folder, file.path)
        except FileNotFoundError as error:
            raise BadBackup(f"the file {folder / file.path} is missing") from error
        if (found.bytes, found.sha256) != (file.bytes, file.sha256):
            raise BadBackup(
                f"the file {folder / file.path} is damaged: it has another digest than it had"
            )


def chunks_of(path: Path) -> Iterator[bytes]:
    """The bytes of a file, some at a time."""
    with path.open("rb") as file:
        yield from iter(lambda: file.read(_CHUNK), b"")
