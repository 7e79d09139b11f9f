"""Answers what the application never sees, or has no answer to.

Heads that cannot be read, come late or are too many; and requests over which the server fails.

The answers are problem documents like all others (RFC 9457), with an id that stands in the log.
"""

import asyncio
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

import orjson
import structlog
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from service import ids
from service.api.http import access_log, problems
from service.api.http.problem_types import SLUGS, title_of
from service.translations import Language, say
from service.translations import gettext_noop as _

log = structlog.get_logger(__name__)

#: Connections that are not let in and may still read why, and seconds for it; beyond, they end
#: at once.
MOST_TURNED_AWAY: Final = 64
READ_WITHIN_S: Final = 1.0
#: Seconds after which somebody with too many connections may try again.
RETRY_AFTER_S: Final = 2
#: What is wrong, by the status that says so.
_DETAILS: Final[Mapping[HTTPStatus, str]] = {
    HTTPStatus.BAD_REQUEST: _("this cannot be read as a request of HTTP/1.1"),
    HTTPStatus.REQUEST_TIMEOUT: _("the line and the headers of the request came too slowly"),
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: _(
        "the line and the headers of the request are longer than 64 KiB"
    ),
    HTTPStatus.TOO_MANY_REQUESTS: _(
        "your address, or all together, have as many connections open as may be"
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: _("the request failed; it has been logged"),
}


def refusal(status: HTTPStatus, head: bytes = b"") -> bytes:
    """The answer of that status, after which the connection closes, to what came of a head.

    It speaks the language that `Accept-Language` asks for, as far as that had come.
    """
    headers, body = _document(status, problems.wanted_language(_accepted(head)))
    log.info(
        "a request was refused unread",
        status=status.value,
        http_request_id=headers[access_log.HEADER],
    )
    lines = [f"HTTP/1.1 {status.value} {status.phrase}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def failure(accepted: str) -> tuple[Mapping[str, str], bytes]:
    """Headers and body of a 500, after which the connection closes; call it in an `except`.

    What has failed is logged under the id that the answer has.
    """
    language = problems.wanted_language(parse_accept_header(accepted, LanguageAccept))
    headers, body = _document(HTTPStatus.INTERNAL_SERVER_ERROR, language)
    log.exception("a request could not be served", http_request_id=headers[access_log.HEADER])
    return headers, body


def _document(status: HTTPStatus, language: Language) -> tuple[dict[str, str], bytes]:
    slug, request_id = SLUGS[status], str(ids.new_id())
    body = orjson.dumps(
        {
            "type": problems.DOCUMENTED_AT + slug,
            "title": say(title_of(slug), language),
            "status": status.value,
            "detail": say(_DETAILS[status], language),
        }
    )
    headers = {
        "Content-Type": problems.MEDIA_TYPE,
        "Content-Language": language,
        "Content-Length": str(len(body)),
        "Cache-Control": "no-store",
        "Connection": "close",
        "X-Content-Type-Options": "nosniff",
        access_log.HEADER: request_id,
    }
    if status is HTTPStatus.TOO_MANY_REQUESTS:
        headers["Retry-After"] = str(RETRY_AFTER_S)
    return headers, body


def _accepted(head: bytes) -> LanguageAccept:
    for line in head.split(b"\r\n")[1:]:
        name, _colon, value = line.partition(b":")
        if name.lower() == b"accept-language":
            return parse_accept_header(value.decode("latin-1").strip(), LanguageAccept)
    return LanguageAccept()


class TurnedAway(asyncio.Protocol):
    """A connection that is not let in: nobody hears it, and it ends once its client knows why."""

    def __init__(self, all: set["TurnedAway"]) -> None:
        self._all = all
        all.add(self)

    def connection_lost(self, error: Exception | None) -> None:
        self._all.discard(self)


def turn_away(transport: asyncio.Transport, turned_away: set[TurnedAway]) -> None:
    """Answer 429 on a new connection and end it; `turned_away` are those that still read theirs.

    What arrives at a connection that is closed destroys the answer that is on its way, and a
    client's request mostly arrives at that moment.
    """
    transport.write(refusal(HTTPStatus.TOO_MANY_REQUESTS))
    if len(turned_away) >= MOST_TURNED_AWAY:
        transport.close()
        return
    transport.set_protocol(TurnedAway(turned_away))
    transport.write_eof()
    asyncio.get_running_loop().call_later(READ_WITHIN_S, transport.abort)
