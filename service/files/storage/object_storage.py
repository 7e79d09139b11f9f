"""Keeps contents in a bucket of an S3 service, which all hosts of an installation use."""

import hmac
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import uuid4

from service import clock
from service.files.storage.bucket import Bucket, ObjectMissing
from service.files.storage.folder import folder_condition
from service.files.storage.interface import (
    INCOMING,
    Arriving,
    ForeignStorage,
    Storage,
    StorageCondition,
    StorageUnreachable,
    arriving_in,
    damaged,
    missing,
)
from service.files.storage.local_cache import KEPT_FOR, LocalCache
from service.translations import Sentence
from service.translations import gettext_noop as _

#: The object that says whose storage it is.
MARKER = "werkbank-storage"
#: What an object is named that is a content.
_CONTENT = re.compile("[0-9a-f]{64}")
#: Seconds for which it counts that something could be written.
WRITES_FRESH_S = 60.0
#: A content that was put aside so long ago was left there by a process that died.
ASIDE_FOR = timedelta(hours=1)


class ObjectStorage(Storage):
    """Contents as objects; what is read is copied to this host first, and verified.

    Beside `contents/` there are `stored/` with a note for each time that a content was stored,
    which says what is in use although nothing refers to it yet, and `aside/` with contents that
    are just being deleted. `identities` are the marks of this installation, the newest first.
    """

    def __init__(
        self, bucket: Bucket, prefix: str, cache: LocalCache, identities: Sequence[str]
    ) -> None:
        self._bucket, self._prefix, self._cache = bucket, prefix, cache
        self._identities = tuple(identities)
        self._is_ours = False
        self._written_at = -WRITES_FRESH_S

    def arriving(self, most: int) -> AbstractContextManager[Arriving]:
        return arriving_in(self._cache.folder / INCOMING, most, self._keep)

    def local(self, sha256: str) -> AbstractContextManager[Path]:
        return self._cache.held(sha256, partial(self._fetch, sha256))

    def chunks(self, sha256: str) -> Iterator[bytes]:
        try:
            yield from self._ours().read(self._place(sha256))
        except ObjectMissing as error:
            raise missing(sha256) from error

    def size_bytes(self, sha256: str) -> int:
        if (size := self._ours().size_bytes(self._place(sha256))) is None:
            raise missing(sha256)
        return size

    def holds(self, sha256: str) -> bool:
        return self._ours().size_bytes(self._place(sha256)) is not None

    def remove(self, sha256: str) -> None:
        self._ours().delete(self._place(sha256))
        self._cache.remove(sha256)

    def older_than(self, moment: datetime) -> Iterator[str]:
        for each in self._ours().objects(f"{self._prefix}contents/"):
            name = each.key.rpartition("/")[2]
            if _CONTENT.fullmatch(name) and each.modified_at < moment:
                yield name

    def remove_old(self, sha256: str, moment: datetime) -> bool:
        """As promised; a note that comes in between brings the content back.

        Whoever stores a content notes it before they look whether it is there. So either the note
        is seen here, or they see that the content is gone, and write it.
        """
        bucket, place, aside = self._ours(), self._place(sha256), f"{self._prefix}aside/{sha256}"
        if self._was_stored_since(sha256, moment):
            return False
        try:
            bucket.copy(place, aside)
        except ObjectMissing:
            return False
        bucket.delete(place)
        if is_wanted := self._was_stored_since(sha256, moment):
            bucket.copy(aside, place)
        bucket.delete(aside)
        if not is_wanted:
            self._cache.remove(sha256)
        return not is_wanted

    def tidy(self, moment: datetime) -> None:
        bucket = self._ours()
        bucket.abort_uploads(self._prefix, moment)
        for each in bucket.objects(f"{self._prefix}aside/"):
            if each.modified_at < clock.now() - ASIDE_FOR:
                self._bring_back(each.key)
        for folder in ("stored", "probes"):
            for each in bucket.objects(f"{self._prefix}{folder}/"):
                if each.modified_at < moment:
                    bucket.delete(each.key)
        self._cache.tidy(moment)

    def sweep(self, folder: Path) -> None:
        unused_since = (clock.now() - KEPT_FOR).timestamp()
        for path in folder.glob("*"):
            with suppress(FileNotFoundError):
                if path.is_file() and path.stat().st_atime < unused_since:
                    path.unlink()

    def condition(self) -> StorageCondition:
        self._cache.folder.mkdir(parents=True, exist_ok=True)
        here = folder_condition(self._cache.folder)
        if here.status == "down":
            return StorageCondition(
                "down",
                Sentence(_("the folder for what arrives {condition}"), condition=here.detail),
            )
        try:
            self.check_mark()
            self._check_writes()
        except ForeignStorage as error:
            return StorageCondition(
                "down", Sentence(_("is not to be used: {reason}"), reason=error.reason)
            )
        except StorageUnreachable as error:
            return StorageCondition(
                "down", Sentence(_("cannot be reached: {reason}"), reason=error.reason)
            )
        return here

    def claim(self) -> bool:
        try:
            self.check_mark()
        except ForeignStorage:
            if self._marker() is not None:
                raise
            self._bucket.put(f"{self._prefix}{MARKER}", self._identities[0].encode())
            return True
        self._bucket.put(f"{self._prefix}{MARKER}", self._identities[0].encode())
        return False

    def _ours(self) -> Bucket:
        """The bucket, once it is known to be the right one."""
        if not self._is_ours:
            self.check_mark()
        return self._bucket

    def check_mark(self) -> None:
        marker, place = self._marker(), f"{self._prefix}{MARKER}"
        if marker is None:
            raise ForeignStorage(
                f"the storage has no object {place}: it is not the one of this installation, or "
                "`werkbank storage init` was not run"
            )
        if not any(hmac.compare_digest(marker, own.encode()) for own in self._identities):
            raise ForeignStorage(
                f"the object {place} says that the storage is another installation's"
            )
        self._is_ours = True

    def _marker(self) -> bytes | None:
        try:
            return b"".join(self._bucket.read(f"{self._prefix}{MARKER}")).strip()
        except ObjectMissing:
            return None

    def _check_writes(self) -> None:
        if time.monotonic() - self._written_at < WRITES_FRESH_S:
            return
        probe = f"{self._prefix}probes/{uuid4()}"
        self._bucket.put(probe, written := probe.encode())
        try:
            if b"".join(self._bucket.read(probe)) != written:
                raise StorageUnreachable("the storage does not give back what was written")
        except ObjectMissing as error:
            raise StorageUnreachable("the storage loses what was written") from error
        self._bucket.delete(probe)
        self._written_at = time.monotonic()

    def _keep(self, arriving: Arriving) -> None:
        bucket, sha256 = self._ours(), arriving.sha256
        place, size = self._place(sha256), arriving.size_bytes
        bucket.put(f"{self._prefix}stored/{sha256}/{uuid4()}", b"")
        if (before := bucket.size_bytes(place)) != size:
            bucket.put_file(place, arriving.path, only_new=before is None)
            if bucket.size_bytes(place) != size:
                raise StorageUnreachable("the storage does not hold what was written")
        self._cache.keep(arriving)

    def _fetch(self, sha256: str, arriving: Arriving) -> None:
        self._cache.make_room(self.size_bytes(sha256))
        for chunk in self.chunks(sha256):
            arriving.write(chunk)
        if arriving.sha256 != sha256:
            raise damaged(sha256)

    def _was_stored_since(self, sha256: str, moment: datetime) -> bool:
        notes = self._bucket.objects(f"{self._prefix}stored/{sha256}/")
        return any(note.modified_at >= moment for note in notes)

    def _bring_back(self, aside: str) -> None:
        """Undo a deletion that was cut off; if nothing needs the content, it goes another day."""
        with suppress(ObjectMissing):
            place = self._place(aside.rpartition("/")[2])
            if self._bucket.size_bytes(place) is None:
                self._bucket.copy(aside, place)
        self._bucket.delete(aside)

    def _place(self, sha256: str) -> str:
        return f"{self._prefix}contents/{sha256[:2]}/{sha256}"
