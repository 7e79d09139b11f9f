"""Lets a WSGI application answer, and keeps of its answer what fits memory."""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from service.api.http.server_contract import Takeover
from service.events.streaming.openings import StreamOpening
from service.web.environ import PIECE, file_pieces

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

#: Bytes of an answer that are taken in the thread that made it.
AT_ONCE: Final = 64 * 1024


@dataclass
class ServerAnswer:
    """What an application has answered: `body` so far, and what comes after it, if anything.

    `stream` is what the connection is to become.
    """

    status: int
    headers: list[tuple[str, str]]
    body: bytes = b""
    rest: Iterator[bytes] | None = None
    stream: StreamOpening | None = None
    _result: Iterable[bytes] = field(default=(), repr=False)

    def close(self) -> None:
        """Let the application free what its answer holds."""
        close = getattr(self._result, "close", None)
        if close is not None:
            close()

    def has(self, name: str) -> bool:
        """Whether there is a header of this name."""
        return any(header.lower() == name for header, _ in self.headers)

    def set(self, name: str, value: str) -> None:
        """Let a header have this value alone."""
        self.headers = [pair for pair in self.headers if pair[0].lower() != name]
        self.headers.append((name, value))


def answer(application: "WSGIApplication", environ: "WSGIEnvironment") -> ServerAnswer:
    """Call the application, and take the beginning of its answer, or all of it if it is short."""
    heads: list[tuple[str, list[tuple[str, str]]]] = []
    body: list[bytes] = []

    def start(status: str, headers: list[tuple[str, str]], *_: Any) -> Any:
        heads.append((status, headers))
        return body.append

    result = application(environ, start)
    if isinstance(result, Takeover):
        return ServerAnswer(0, [], stream=result.opening)
    pieces = iter(result)
    size = 0
    ended = True
    for piece in pieces:
        body.append(piece)
        size += len(piece)
        if size >= AT_ONCE:
            ended = False
            break
    status, headers = heads[-1]
    made = ServerAnswer(int(status[:3]), headers, b"".join(body), _result=result)
    if ended:
        made.close()
    else:
        made.rest = pieces
    return made


def next_piece(rest: Iterator[bytes]) -> bytes:
    """What comes next, as much as is worth a way to the network; empty at the end."""
    pieces: list[bytes] = []
    size = 0
    while size < PIECE and (piece := next(rest, None)) is not None:
        pieces.append(piece)
        size += len(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def measured(made: ServerAnswer, folder: Path) -> ServerAnswer:
    """The answer with its length, for clients who know no chunks (HTTP/1.0): kept on disk first."""
    file: IO[bytes] = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115
    try:
        size = file.write(made.body)
        while made.rest is not None and (piece := next_piece(made.rest)):
            size += file.write(piece)
        file.seek(0)
    except BaseException:
        with suppress(OSError):
            file.close()
        raise
    finally:
        made.close()
    headers = [*made.headers, ("content-length", str(size))]
    pieces = file_pieces(file)
    return ServerAnswer(made.status, headers, rest=iter(pieces), _result=pieces)
