"""Content codings (RFC 9110, 8.4): reads bodies that come as gzip, and answers so where it pays."""

import gzip
import io
import zlib
from typing import IO, Final, cast

from flask import Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from service.api.http.preconditions import GZIP_TAG
from service.translations import Sentence
from service.translations import gettext_noop as _

GZIP: Final = "gzip"
#: Names of codings of a request (RFC 9110, 8.4.1); `identity` changes nothing.
_CODINGS: Final = {"": None, "identity": None, GZIP: GZIP, "x-gzip": GZIP}
#: Bytes below which an answer fits one packet anyway.
SMALLEST: Final = 1400
#: A third of the time that the default takes, for a tenth more bytes.
LEVEL: Final = 4
#: Members of a packed body (RFC 1952, 2.2), each of which takes time though it may hold nothing.
#: Programs that pack in blocks make one of 64 KiB: these hold 1 GiB.
MOST_MEMBERS: Final = 16 * 1024
#: Bytes that are read of a packed body at a time.
_AT_ONCE: Final = 64 * 1024
_TEXTS: Final = ("text/", "application/json", "application/problem+json", "image/svg+xml")


class UnknownCoding(Exception):
    """`Content-Encoding` names a coding that is not understood here."""


class BrokenCoding(Exception):
    """The body is not in the coding that `Content-Encoding` names, or ends too early."""


def coding_of_body() -> str | None:
    """The coding in which the body of this request comes, if any; raises UnknownCoding."""
    coding = request.headers.get("Content-Encoding", "").strip().lower()
    if coding not in _CODINGS:
        raise UnknownCoding(
            Sentence(
                _("the body comes in the coding {given!r}; send it as it is, or as {gzip}"),
                given=coding[:40],
                gzip=GZIP,
            )
        )
    return _CODINGS[coding]


def decoded(body: IO[bytes], most: int | None) -> IO[bytes]:
    """What is in a body of gzip, of which at most `most` bytes can be read.

    Nothing is unpacked ahead of its reader, so that a bomb costs what a body of its size would.
    Reading raises RequestEntityTooLarge, BrokenCoding.
    """
    return cast(IO[bytes], io.BufferedReader(_Gunzipped(body, most)))


class _Gunzipped(io.RawIOBase):
    """Unpacks by zlib alone, heads of members included: `gzip` reads those byte by byte in Python,
    so that a long name in one takes minutes."""

    def __init__(self, body: IO[bytes], most: int | None) -> None:
        self._body, self._left = body, most
        self._member, self._members = _member(), 1
        self._packed = b""
        self._is_begun = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview[int]") -> int:  # type: ignore[override]
        try:
            piece = self._unpacked(len(buffer))
        except (EOFError, zlib.error) as error:
            raise _broken(error) from error
        if self._left is not None:
            self._left -= len(piece)
            if self._left < 0:
                raise RequestEntityTooLarge
        buffer[: len(piece)] = piece
        return len(piece)

    def _unpacked(self, most: int) -> bytes:
        """What comes next, `most` bytes at the most; empty at the end."""
        while True:
            if self._member.eof and not self._begin_next():
                return b""
            self._packed = self._packed or self._body.read(_AT_ONCE)
            if not self._packed and not self._is_begun:
                return b""  # nothing was sent at all
            is_end, self._is_begun = not self._packed, True
            piece = self._member.decompress(self._packed, most)
            self._packed = self._member.unconsumed_tail or self._member.unused_data
            if piece:
                return piece
            if is_end and not self._member.eof:
                raise EOFError("it ends before the packed data does")

    def _begin_next(self) -> bool:
        """Whether another member follows; zeros behind the last one fill a block (RFC 1952)."""
        packed = self._packed.lstrip(b"\0")
        while not packed:
            if not (more := self._body.read(_AT_ONCE)):
                return False
            packed = more.lstrip(b"\0")
        self._packed = packed
        self._member, self._members = _member(), self._members + 1
        if self._members > MOST_MEMBERS:
            raise EOFError(f"it has more than {MOST_MEMBERS} members")
        return True


def _member() -> "zlib._Decompress":
    return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)  # with the head and the end of gzip


def _broken(error: Exception) -> BrokenCoding:
    message = _("the body cannot be unpacked as {gzip}: {error}")
    return BrokenCoding(Sentence(message, gzip=GZIP, error=error))


def encode(response: Response) -> Response:
    """The answer as gzip, where its caller takes that and it pays.

    Streams and files go as they are, and so does what a view forbids to store: it holds a secret,
    which the size of the packed answer could give away.
    """
    if not _pays(response):
        return response
    response.vary.add("Accept-Encoding")
    quality = request.accept_encodings
    if not quality[GZIP] or quality[GZIP] < quality["identity"]:
        return response
    response.set_data(gzip.compress(response.get_data(), LEVEL, mtime=0))
    response.headers["Content-Encoding"] = GZIP
    tag, is_weak = response.get_etag()
    if tag:
        response.set_etag(tag + GZIP_TAG, bool(is_weak))
    return response


def _pays(response: Response) -> bool:
    if response.is_streamed or response.direct_passthrough or response.cache_control.no_store:
        return False
    if "Content-Encoding" in response.headers or response.status_code in (204, 206, 304):
        return False
    is_text = (response.mimetype or "").startswith(_TEXTS)
    return is_text and len(response.get_data()) >= SMALLEST
