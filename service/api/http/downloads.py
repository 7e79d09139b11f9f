"""Gives contents out: with ranges, as a stream of a zip, and so that no browser runs them."""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote

from flask import Response, request, send_file
from werkzeug.datastructures import Range
from werkzeug.exceptions import RequestedRangeNotSatisfiable

from service.api.http import preconditions
from service.documents.dossier_zip import unique_names
from service.files.storage import CHUNK, Stored, current_storage

#: Even opened in a browser, a content may do nothing and belongs to nobody.
SANDBOX = "sandbox; default-src 'none'"
#: Every entry of a zip carries this time, so that equal files give equal bytes.
STAMP = (1980, 1, 1, 0, 0, 0)


def content(media_type: str, description: str) -> dict[str, Any]:
    """How the OpenAPI document describes an answer that is a file."""
    return {
        "description": description,
        "content": {
            media_type: {
                "schema": {"type": "string", "format": "binary", "contentMediaType": media_type}
            }
        },
    }


#: Notes that somebody is about to get a content; of a part that does not begin it, with True.
LogDelivery = Callable[[bool], None]


def attachment(path: Path, name: str, media_type: str, etag: str, log: LogDelivery) -> Response:
    """The file at `path` to be saved as `name`; the range of it that the request asks for.

    Whatever the range, `log` is called before a byte of it is given out.

    Conditions count before ranges (RFC 9110, 13.2.2). Several ranges at once, and what is no range
    of bytes, are answered with the whole, as 14.2 allows. Raises RequestedRangeNotSatisfiable,
    PreconditionFailed.
    """
    size = path.stat().st_size
    asked = _one_range(size) if _still_has(etag) else None
    if request.method == "GET":
        log(asked is not None and asked[0] != 0)
    response = send_file(path, mimetype=media_type, conditional=False, etag=False)
    response.set_etag(etag)
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Content-Disposition"] = _disposition("attachment", name)
    preconditions.answer_read(response)
    if response.status_code == 200 and asked:
        environ = {"REQUEST_METHOD": "GET", "HTTP_RANGE": Range("bytes", [asked]).to_header()}
        try:
            response.make_conditional(environ, True, size)
        except RequestedRangeNotSatisfiable:
            response.close()
            raise
    return _guarded(response)


def _one_range(size: int) -> tuple[int, int | None] | None:
    """First byte (negative: so many from the end) and the end of the one range that is asked for.

    A suffix that is longer than the content is all of it (RFC 9110, 14.1.2).
    """
    asked = request.range if request.method == "GET" else None
    if asked is None or asked.units != "bytes" or len(asked.ranges) != 1:
        return None
    first, end = asked.ranges[0]
    return (0 if first <= -size else first), end


def _still_has(etag: str) -> bool:
    """Whether a part of this content fits what the caller has (RFC 9110, 13.1.5).

    By a strong tag alone: a time says too little of a content.
    """
    return request.headers.get("If-Range", f'"{etag}"').strip() == f'"{etag}"'


def shown(path: Path, media_type: str, etag: str) -> Response:
    """A picture or mesh that we made ourselves, to be shown in a page."""
    response = send_file(path, mimetype=media_type, conditional=False, etag=False)
    response.set_etag(etag)
    return _guarded(preconditions.answer_read(response))


def zipped(name: str, files: Iterable[tuple[str, Stored]], log: LogDelivery) -> Response:
    """A zip of the contents by their names, made while it is sent; a piece at a time in memory.

    `log` is called before.
    """
    if request.method == "GET":
        log(False)
    response = Response(_zip(files), mimetype="application/zip")
    response.headers["Content-Disposition"] = _disposition("attachment", name)
    return _guarded(response)


class _Pieces(io.RawIOBase):
    """What a zip writes into: cannot seek, hands on what it got."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._written.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        taken, self._written = b"".join(self._written), []
        return taken


def _zip(files: Iterable[tuple[str, Stored]]) -> Iterator[bytes]:
    pieces = _Pieces()
    with zipfile.ZipFile(pieces, "w") as archive:
        for name, stored in unique_names(files):
            with current_storage().local(stored.sha256) as path, path.open("rb") as source:
                yield from _packed(source, archive, _entry(name, stored), pieces)
    yield pieces.take()


def _packed(
    source: BinaryIO, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, pieces: _Pieces
) -> Iterator[bytes]:
    with archive.open(entry, "w") as sink:
        while chunk := source.read(CHUNK):
            sink.write(chunk)
            yield pieces.take()


def _entry(name: str, stored: Stored) -> zipfile.ZipInfo:
    """Stored as it is: equal bytes wherever it is packed, and no time for packing."""
    entry = zipfile.ZipInfo(name, STAMP)
    entry.create_system = 3  # Unix, whatever machine packs it
    entry.external_attr = 0o644 << 16
    entry.file_size = stored.size_bytes
    return entry


def _disposition(kind: str, name: str) -> str:
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\%' else "_" for c in name)
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _guarded(response: Response) -> Response:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-cache"
    return response
